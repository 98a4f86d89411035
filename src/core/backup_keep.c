/* After a backup that was verified: the week's and the month's, and what is too much goes. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "core/backup_parts.h"
#include "export/deliver.h"

static void keep_counts(const struct backup_config *config, int keep[BACKUP_CLASS_COUNT])
{
    keep[BACKUP_DAILY] = config->keep_daily;
    keep[BACKUP_WEEKLY] = config->keep_weekly;
    keep[BACKUP_MONTHLY] = config->keep_monthly;
}

/* What no list names, not even after it was mended, is for a person: nobody here can say that it is
 * whole (it is sealed). It has its week or month, and takes no place. */
static void only_listed(struct rotation_file *rows, const struct backup_file *files, int count)
{
    for (int i = 0; i < count; i++) {
        rows[i].is_verified = rows[i].is_verified && files[i].sha256[0] != '\0';
    }
}

static struct rotation_file *rotation_files(struct arena *arena, const struct backup_file *files,
                                            int count, int extra)
{
    struct rotation_file *rows = arena_array(arena, (size_t)count + (size_t)extra, sizeof *rows);
    for (int i = 0; i < count; i++) {
        rows[i].name = files[i].what;
        rows[i].is_verified = files[i].is_verified;
    }
    return rows;
}

/* The week and the month of the day in a daily name. */
static void period_of(const struct backup_name *daily, enum backup_class class_,
                      struct backup_name *name)
{
    char date[DATE_ROOM];
    const char *period = daily->period;
    *name = (struct backup_name){.class_ = class_, .is_sealed = daily->is_sealed};
    snprintf(date, sizeof date, "%.4s-%.2s-%.2s", period, period + 4, period + 6);
    if (class_ == BACKUP_WEEKLY) {
        rotation_week(name->period, date);
    } else {
        snprintf(name->period, sizeof name->period, "%.7s", date);
    }
}

/* Out of the list first: a list that names what is not there would be wrong, a file that no list
 * names is only not verified. */
static bool remove_file(const char *folder, const char *name, struct err *err)
{
    char path[BACKUP_PATH_ROOM];
    if (!backup_sums_put(folder, name, NULL, err) || !file_join(path, sizeof path, folder, name)) {
        return false;
    }
    return unlink(path) == 0 ||
           err_errno(err, errno, _("The file \"%s\" could not be removed."), path);
}

/* --- the week's and the month's --- */

/* A file of its own, read back and listed. Never a second name of the same bytes, nor blocks that
 * two files share: one bad spot of the disk would take the day's, the week's and the month's. */
static bool copy_file(const struct backup_result *result, const char *to, struct err *err)
{
    const char *folder = result->folder;
    const char *from = result->name;
    enum { BLOCK = 64 * 1024 };
    char path[BACKUP_PATH_ROOM];
    struct deliver_result file;
    if (!file_join(path, sizeof path, folder, from)) {
        return err_set(err, ERR_CONFIG, _("The name of the folder for backups is too long."));
    }
    int source = backup_open(path, err);
    struct delivery *delivery =
        source >= 0 ? delivery_open(folder, to, -1, NULL, &file, err) : NULL;
    char *block = mem_alloc(BLOCK);
    ssize_t got = delivery != NULL ? 1 : -1;
    while (got > 0 && (got = read(source, block, BLOCK)) > 0) {
        got = delivery_write(delivery, block, (size_t)got, err) ? got : -1;
    }
    free(block);
    if (source >= 0) {
        close(source);
    }
    if (delivery == NULL) {
        return false;
    }
    if (got != 0) {
        delivery_cancel(delivery, &file);
        return err->kind != ERR_OK ? false
                                   : err_errno(err, errno, _("The backup could not be read."));
    }
    if (!delivery_finish(delivery, NULL, &file, err)) {
        return false;
    }
    return strcmp(file.sha256, result->sha256) == 0 ||
           (remove_file(folder, to, err) && backup_say_damaged(err, from));
}

static void keep_period(const struct backup_config *config, const char *folder,
                        const struct rotation_file *rows, int count, enum backup_class class_,
                        struct backup_result *result)
{
    int keep[BACKUP_CLASS_COUNT];
    char also[BACKUP_NAME_ROOM];
    char path[BACKUP_PATH_ROOM];
    struct backup_name daily;
    struct backup_name name;
    struct err err = {0};
    keep_counts(config, keep);
    if (keep[class_] == 0 || !backup_name_read(result->name, &daily)) {
        return;
    }
    period_of(&daily, class_, &name);
    backup_name_write(also, &name);
    if (rotation_has(rows, count, class_, name.period) ||
        !file_join(path, sizeof path, folder, also)) {
        return;
    }
    if (unlink(path) == 0) { /* one that is not verified: never finished, or found damaged */
        log_event(LOG_LEVEL_WARNING, "replaced, it was not verified: %s", also);
    }
    if (copy_file(result, also, &err)) {
        text_copy(result->also[class_ == BACKUP_MONTHLY], BACKUP_NAME_ROOM, also);
    } else {
        log_err(also, &err);
    }
}

/* --- what is too much --- */

/* With a clock that went back it is not the newest by its name, and yet it holds the newest data.
 */
static bool is_of_now(const struct backup_result *result, const char *name)
{
    return strcmp(name, result->name) == 0 || strcmp(name, result->also[0]) == 0 ||
           strcmp(name, result->also[1]) == 0;
}

void backup_rotate(struct app *app, const struct backup_config *config,
                   struct backup_result *result)
{
    struct arena arena = {0};
    struct backup_file *files = NULL;
    struct err err = {0};
    const char *folder = result->folder;
    int keep[BACKUP_CLASS_COUNT];
    int count = 0;
    keep_counts(config, keep);
    if (backup_list(app, &arena, &files, &count, &err)) {
        struct rotation_file *rows = rotation_files(&arena, files, count, 0);
        keep_period(config, folder, rows, count, BACKUP_WEEKLY, result);
        keep_period(config, folder, rows, count, BACKUP_MONTHLY, result);
    }
    arena_free(&arena);
    if (err.kind == ERR_OK && backup_list(app, &arena, &files, &count, &err)) {
        struct rotation_file *rows = rotation_files(&arena, files, count, 0);
        for (int i = 0; i < count; i++) {
            rows[i].is_of_now = is_of_now(result, files[i].name);
        }
        only_listed(rows, files, count);
        rotation_choose(rows, count, keep);
        for (int i = 0; i < count; i++) {
            if (rows[i].goes && remove_file(folder, files[i].name, &err)) {
                log_event(LOG_LEVEL_INFO, "older backup removed: %s", files[i].name);
                result->removed++;
            }
        }
    }
    if (err.kind != ERR_OK) {
        log_err("rotation", &err);
    }
    arena_free(&arena);
}

bool backup_rotation_plan(struct app *app, const struct backup_config *config,
                          const struct backup_name *name, struct backup_result *result,
                          struct err *err)
{
    struct arena arena = {0};
    struct backup_file *files = NULL;
    int keep[BACKUP_CLASS_COUNT];
    int count = 0;
    keep_counts(config, keep);
    bool ok = backup_list(app, &arena, &files, &count, err);
    if (ok) {
        struct rotation_file *rows = rotation_files(&arena, files, count, 3);
        int all = count;
        rows[all++] = (struct rotation_file){.name = *name, .is_verified = true, .is_of_now = true};
        for (int class_ = BACKUP_WEEKLY; class_ <= BACKUP_MONTHLY; class_++) {
            struct backup_name other;
            period_of(name, (enum backup_class)class_, &other);
            if (keep[class_] > 0 &&
                !rotation_has(rows, count, (enum backup_class)class_, other.period)) {
                rows[all++] =
                    (struct rotation_file){.name = other, .is_verified = true, .is_of_now = true};
                backup_name_write(result->also[class_ == BACKUP_MONTHLY], &other);
            }
        }
        rotation_choose(rows, all, keep);
        for (int i = 0; i < count; i++) {
            int room = (int)(sizeof result->goes / sizeof result->goes[0]);
            if (rows[i].goes && result->removed < room) {
                text_copy(result->goes[result->removed++], BACKUP_NAME_ROOM, files[i].name);
            }
        }
    }
    arena_free(&arena);
    return ok;
}
