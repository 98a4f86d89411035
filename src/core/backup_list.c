/* Which backups there are. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/backup_parts.h"
#include "core/rights.h"

enum { FILES_MAX = 4000, DAY_MS = 24 * 60 * 60 * 1000 };

/* A daily one says its moment in its name; of the others the file does, unless that cannot be: a
 * copy of the folder is of today, and what is in it is not.
 */
static int64_t moment_of(const struct backup_name *what, const struct stat *status)
{
    char date[DATE_ROOM];
    const char *period = what->period;
    if (what->class_ != BACKUP_DAILY) {
        int64_t first_ms = rotation_first_day(what) * DAY_MS;
        int64_t at_ms = (int64_t)status->st_mtim.tv_sec * 1000 + status->st_mtim.tv_nsec / 1000000;
        int64_t days = what->class_ == BACKUP_WEEKLY ? 7 : 31;
        bool can_be = at_ms > first_ms - DAY_MS && at_ms < first_ms + (days + 1) * DAY_MS;
        return can_be ? at_ms : first_ms;
    }
    snprintf(date, sizeof date, "%.4s-%.2s-%.2s", period, period + 4, period + 6);
    long clock = strtol(period + 9, NULL, 10);
    return time_is_date(date) ? time_from_local(date, (int)(clock / 10000),
                                                (int)(clock / 100 % 100), (int)(clock % 100))
                              : 0;
}

static int newest_first(const void *a, const void *b)
{
    const struct backup_file *left = a;
    const struct backup_file *right = b;
    if (left->is_ahead != right->is_ahead) {
        return left->is_ahead ? 1 : -1;
    }
    if (left->at_ms / 1000 != right->at_ms / 1000) {
        return left->at_ms < right->at_ms ? 1 : -1;
    }
    return left->what.class_ != right->what.class_
               ? (left->what.class_ > right->what.class_ ? 1 : -1)
               : strcmp(right->name, left->name);
}

static bool add_file(const char *folder, const char *name, struct backup_file *file)
{
    struct stat status;
    *file = (struct backup_file){0};
    if (!backup_name_read(name, &file->what) ||
        !file_join(file->path, sizeof file->path, folder, name) ||
        lstat(file->path, &status) != 0 || !S_ISREG(status.st_mode)) {
        return false;
    }
    text_copy(file->name, sizeof file->name, name);
    file->bytes = status.st_size;
    file->at_ms = moment_of(&file->what, &status);
    return true;
}

static bool read_folder(const char *folder, struct arena *arena, struct backup_file **files,
                        int *count, struct err *err)
{
    DIR *dir = opendir(folder);
    *count = 0;
    *files = NULL;
    if (dir == NULL) {
        return errno == ENOENT ||
               err_errno(err, errno, _("The folder \"%s\" could not be read."), folder);
    }
    *files = arena_array(arena, FILES_MAX, sizeof **files);
    for (struct dirent *entry = readdir(dir); entry != NULL && *count < FILES_MAX;
         entry = readdir(dir)) {
        *count += add_file(folder, entry->d_name, &(*files)[*count]);
    }
    closedir(dir);
    return true;
}

/* The week's and the month's are as old as the daily one that they are. */
static void take_moments(struct backup_file *files, int count)
{
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
            if (files[i].what.class_ != BACKUP_DAILY && files[j].what.class_ == BACKUP_DAILY &&
                files[i].sha256[0] != '\0' && strcmp(files[i].sha256, files[j].sha256) == 0) {
                files[i].at_ms = files[j].at_ms;
            }
        }
    }
}

bool backup_list_folder(const char *data_folder, struct arena *arena, struct backup_file **files,
                        int *count, struct err *err)
{
    char folder[BACKUP_FOLDER_ROOM];
    struct backup_sum *sums = NULL;
    int sum_count = 0;
    struct err no_list = {0};
    if (!backup_folder(data_folder, false, folder, err) ||
        !read_folder(folder, arena, files, count, err)) {
        return false;
    }
    if (*count > 0 && !backup_sums_read(folder, arena, &sums, &sum_count, &no_list)) {
        sum_count = 0; /* backup_list_says tells */
    }
    for (int i = 0; i < *count; i++) {
        struct backup_file *file = &(*files)[i];
        int64_t made_ms = 0;
        const struct backup_sum *sum = backup_sums_find(sums, sum_count, file->name);
        if (sum != NULL) {
            text_copy(file->sha256, sizeof file->sha256, sum->sha256);
        }
        file->is_verified = backup_is_complete(file->path, &made_ms);
        if (made_ms != 0 && file->what.class_ != BACKUP_DAILY) {
            file->at_ms = made_ms;
        }
    }
    take_moments(*files, *count);
    for (int i = 0; i < *count; i++) {
        (*files)[i].is_ahead = (*files)[i].at_ms > time_now_ms() + DAY_MS;
    }
    if (*count > 1) {
        qsort(*files, (size_t)*count, sizeof **files, newest_first);
    }
    return true;
}

/* What was last found of each: a failed check of a file says more than its line in the list. */
static bool take_findings(struct app *app, struct arena *arena, struct backup_file *files,
                          int count, struct err *err)
{
    struct maintenance *rows = NULL;
    int row_count = 0;
    if (!maintenance_rows(app->db, arena, -1, &rows, &row_count, err)) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < row_count; j++) {
            if ((rows[j].kind == MAINTENANCE_BACKUP || rows[j].kind == MAINTENANCE_RESTORE_TEST) &&
                strcmp(rows[j].file_name, files[i].name) == 0) {
                files[i].is_verified = files[i].is_verified && rows[j].is_good;
                break;
            }
        }
    }
    return true;
}

bool backup_list(struct app *app, struct arena *arena, struct backup_file **files, int *count,
                 struct err *err)
{
    return rights_check(app, app->is_view_only ? RIGHT_SEE : RIGHT_MANAGE_SYSTEM, err) &&
           backup_list_folder(app->folder, arena, files, count, err) &&
           take_findings(app, arena, *files, *count, err);
}

bool backup_newest(const char *data_folder, struct backup_file *file)
{
    struct arena arena = {0};
    struct backup_file *files = NULL;
    struct err err = {0};
    int count = 0;
    bool has = false;
    if (backup_list_folder(data_folder, &arena, &files, &count, &err)) {
        for (int i = 0; i < count && !has; i++) {
            has = files[i].is_verified;
            *file = files[i];
        }
    }
    arena_free(&arena);
    return has;
}

bool backup_find(const char *data_folder, const char *name, char path[BACKUP_PATH_ROOM],
                 struct err *err)
{
    char folder[BACKUP_FOLDER_ROOM];
    struct backup_name ignored;
    if (!backup_name_read(name, &ignored) || file_exists(name)) {
        return text_copy(path, BACKUP_PATH_ROOM, name) ||
               err_set(err, ERR_INPUT, _("The name \"%s\" is too long."), name);
    }
    return backup_folder(data_folder, false, folder, err) &&
           (file_join(path, BACKUP_PATH_ROOM, folder, name) ||
            err_set(err, ERR_INPUT, _("The name \"%s\" is too long."), name));
}
