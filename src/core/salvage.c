#include "core/salvage.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "core/attachment_file.h"
#include "core/backup_parts.h"
#include "core/rules/stats.h"
#include "core/verify.h"
#include "store/club.h"
#include "store/db_salvage.h"
#include "store/migrate.h"
#include "store/shot.h"
#include "store/summary.h"

enum { BLOCK = 4096 };

struct salvaging {
    const struct salvage_order *order;
    struct salvage_result *result;
    char work[BACKUP_PATH_ROOM];
    char damaged[BACKUP_PATH_ROOM], fresh[BACKUP_PATH_ROOM], target[BACKUP_PATH_ROOM];
    struct buf lost; /* lost.txt */
    int64_t started_ms;
    struct err *err;
};

static bool join(struct salvaging *salvaging, char dst[BACKUP_PATH_ROOM], const char *folder,
                 const char *name)
{
    return file_join(dst, BACKUP_PATH_ROOM, folder, name) ||
           err_set(salvaging->err, ERR_INPUT, _("The name of the data folder is too long."));
}

/* --- a copy to work on --- */

/* What a bad disk does not give is zeros in the copy: the rest of the file still counts. */
static bool copy_blocks(struct salvaging *salvaging, int from, int to, int64_t size)
{
    char block[BLOCK];
    for (int64_t at = 0; at < size; at += BLOCK) {
        ssize_t got = pread(from, block, BLOCK, at);
        if (got < 0) {
            memset(block, 0, sizeof block);
            got = size - at < BLOCK ? (ssize_t)(size - at) : BLOCK;
            buf_printf(&salvaging->lost, "file: the disk did not give the bytes from %lld on\n",
                       (long long)at);
            salvaging->result->lost_count++;
        }
        if (pwrite(to, block, (size_t)got, at) != got) {
            return err_errno(salvaging->err, errno,
                             _("There is too little room beside the database for a copy of it."
                               " Nothing was changed."));
        }
    }
    return true;
}

static bool copy_file(struct salvaging *salvaging, const char *from, const char *to)
{
    struct stat status;
    int source = open(from, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (source < 0) {
        return errno == ENOENT ||
               err_errno(salvaging->err, errno, _("The file \"%s\" could not be opened."), from);
    }
    int target = open(to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool ok = target >= 0 && fstat(source, &status) == 0;
    if (!ok) {
        err_errno(salvaging->err, errno, _("The file \"%s\" could not be written."), to);
    }
    ok = ok && copy_blocks(salvaging, source, target, status.st_size);
    close(source);
    if (target >= 0) {
        close(target);
    }
    return ok;
}

static bool copy_damaged(struct salvaging *salvaging)
{
    static const char *const ends[] = {"", "-wal"};
    char path[BACKUP_PATH_ROOM];
    if (!join(salvaging, path, salvaging->order->data_folder, BACKUP_DATABASE) ||
        !join(salvaging, salvaging->damaged, salvaging->work, "damaged.db")) {
        return false;
    }
    if (!file_exists(path)) {
        return err_set(salvaging->err, ERR_NOT_FOUND,
                       _("There is no database in \"%s\": nothing can be salvaged."),
                       salvaging->order->data_folder);
    }
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char from[BACKUP_PATH_ROOM + 8];
        char to[BACKUP_PATH_ROOM + 8];
        snprintf(from, sizeof from, "%s%s", path, ends[i]);
        snprintf(to, sizeof to, "%s%s", salvaging->damaged, ends[i]);
        if (!copy_file(salvaging, from, to)) {
            return false;
        }
    }
    return true;
}

static bool make_fresh(struct salvaging *salvaging)
{
    struct err *err = salvaging->err;
    if (!join(salvaging, salvaging->fresh, salvaging->work, "fresh.db")) {
        return false;
    }
    struct db *db = db_open(salvaging->fresh, &(struct db_options){.create = true}, err);
    bool ok = db != NULL && migrate_run(db, err) && db_settle(db, err);
    db_close(db);
    return ok;
}

/* Looks at the copy without writing in it: salvaging wants it as it was found. */
static bool is_whole(struct salvaging *salvaging)
{
    struct err ignored = {0};
    struct club club = {0};
    if (salvaging->result->lost_count > 0) { /* the disk did not give all of it */
        return false;
    }
    struct db *db = db_open(salvaging->damaged, &(struct db_options){.read_only = true}, &ignored);
    bool is_whole = db != NULL && db_check_whole(db, NULL, NULL, &ignored) &&
                    club_read(db, &club, &ignored) && club.id != 0;
    db_close(db);
    return is_whole;
}

/* --- row by row --- */

static void note_table(void *context, const char *name, int64_t rows, int64_t refused)
{
    struct salvaging *salvaging = context;
    struct salvage_result *result = salvaging->result;
    if (result->table_count == DB_TABLES_MAX) {
        return;
    }
    struct salvage_table *table = &result->tables[result->table_count++];
    text_copy(table->name, sizeof table->name, name);
    table->rows = rows;
    table->refused = refused;
    result->rows += rows;
    if (refused > 0) {
        buf_printf(&salvaging->lost, "%s: %lld rows were read but are no rows of AimTrack\n", name,
                   (long long)refused);
        result->lost_count++;
    }
}

static void note_lost(void *context, const char *table, const char *what)
{
    struct salvaging *salvaging = context;
    buf_printf(&salvaging->lost, "%s: %s\n", table, what);
    salvaging->result->lost_count++;
}

static bool goes_on(void *context)
{
    struct salvaging *salvaging = context;
    return backup_tell(&salvaging->order->watch, _("reading row by row"), 300);
}

static bool copy_rows(struct salvaging *salvaging, struct db *target)
{
    int schema = 0;
    bool was_rebuilt = false;
    struct err *err = salvaging->err;
    struct db_salvage_hooks hooks = {
        .context = salvaging, .table = note_table, .lost = note_lost, .go_on = goes_on};
    if (!db_salvage_open(salvaging->damaged, salvaging->fresh, &schema, &was_rebuilt, err)) {
        return false;
    }
    if (was_rebuilt) {
        note_lost(salvaging, "file", "its beginning was damaged and made anew");
    }
    return migrate_to(target, schema, err) && db_salvage(salvaging->damaged, target, &hooks, err) &&
           migrate_run(target, err);
}

/* --- the sums --- */

struct summary_list {
    struct shot_summary *rows;
    int count, room;
};

static void add_summary(struct summary_list *list, const struct shot *shots, int count,
                        record_id line_id)
{
    if (list->count == list->room) {
        list->room = list->room == 0 ? 256 : list->room * 2;
        list->rows = mem_grow(list->rows, (size_t)list->room, sizeof *list->rows);
    }
    struct shot_summary *summary = &list->rows[list->count++];
    stats_summary(shots, count, summary);
    summary->session_weapon_id = line_id;
}

/* Of the shots that are there; ordered by line. */
static bool sum_shots(struct db *db, struct summary_list *list, struct err *err)
{
    struct shot_list group = {0};
    struct shot shot;
    struct db_stmt *scan = shot_scan_start(db);
    enum db_step step = shot_scan_next(scan, &shot, err);
    while (step == DB_ROW) {
        record_id line_id = shot.session_weapon_id;
        group.count = 0;
        while (step == DB_ROW && shot.session_weapon_id == line_id) {
            if (group.count == group.room) {
                group.room = group.room == 0 ? 256 : group.room * 2;
                group.rows = mem_grow(group.rows, (size_t)group.room, sizeof *group.rows);
            }
            group.rows[group.count++] = shot;
            step = shot_scan_next(scan, &shot, err);
        }
        add_summary(list, group.rows, group.count, line_id);
    }
    db_reset(scan);
    shot_list_free(&group);
    return step == DB_DONE;
}

/* A sum whose shots are lost says so: it becomes the sum of what is left. */
static bool sum_rest(struct db *db, struct summary_list *list, struct err *err)
{
    struct shot_summary stored;
    int with_shots = list->count;
    int at = 0;
    struct db_stmt *scan = summary_scan_start(db);
    enum db_step step = DB_DONE;
    while ((step = summary_scan_next(scan, &stored, err)) == DB_ROW) {
        while (at < with_shots && list->rows[at].session_weapon_id < stored.session_weapon_id) {
            at++;
        }
        bool has = at < with_shots && list->rows[at].session_weapon_id == stored.session_weapon_id;
        if (!has && stored.shots + stored.sighters > 0) {
            add_summary(list, NULL, 0, stored.session_weapon_id);
        }
    }
    return step == DB_DONE;
}

static bool put_sums(struct app *app, struct err *err)
{
    struct summary_list list = {0};
    bool ok =
        sum_shots(app->db, &list, err) && sum_rest(app->db, &list, err) && app_begin(app, err);
    for (int i = 0; ok && i < list.count; i++) {
        ok = summary_put(app->db, &list.rows[i], err);
    }
    free(list.rows);
    return (ok && app_commit(app, err)) || app_abort(app);
}

/* --- the result --- */

static bool keep_club(struct salvaging *salvaging, struct app *app)
{
    if (!club_read(app->db, &app->club, salvaging->err)) {
        return false;
    }
    if (app->club.id != 0) {
        return true;
    }
    note_lost(salvaging, "club", "its row was lost; the name must be set again");
    app->club = (struct club){.id = id_new(0), .language = "auto", .zone = "Europe/Amsterdam"};
    text_copy(app->club.name, sizeof app->club.name, _("Salvaged club"));
    return (app_begin(app, salvaging->err) && club_put(app->db, &app->club, salvaging->err) &&
            app_commit(app, salvaging->err)) ||
           app_abort(app);
}

static bool note_salvage(struct salvaging *salvaging, struct app *app)
{
    struct maintenance row = {.kind = MAINTENANCE_SALVAGE, .is_good = true};
    snprintf(row.detail, sizeof row.detail, "%lld rows read, %d lines in lost.txt",
             (long long)salvaging->result->rows, salvaging->result->lost_count);
    row.duration_ms = (int)(time_monotonic_ms() - salvaging->started_ms);
    return (app_begin(app, salvaging->err) && backup_note_in(app, &row, salvaging->err) &&
            app_commit(app, salvaging->err)) ||
           app_abort(app);
}

/* The audit trail cannot be mended, that is what it is for; the list says where it is broken. */
static bool check_result(struct salvaging *salvaging, struct app *app)
{
    struct verify_report *report = mem_alloc(sizeof *report);
    bool ok = db_check_whole(app->db, NULL, NULL, salvaging->err) &&
              verify_run(app, NULL, NULL, report, salvaging->err);
    int shown = (int)(sizeof report->problems / sizeof report->problems[0]);
    for (int i = 0; ok && i < report->problem_count && i < shown; i++) {
        buf_printf(&salvaging->lost, "check: %s\n", report->problems[i]);
    }
    salvaging->result->problem_count = report->problem_count;
    free(report);
    return ok;
}

static bool make_database(struct salvaging *salvaging)
{
    struct app app = {.seat_lock = -1};
    struct err *err = salvaging->err;
    app_act_as_owner(&app);
    text_copy(app.folder, sizeof app.folder, salvaging->result->folder);
    if (!join(salvaging, salvaging->target, salvaging->result->folder, BACKUP_DATABASE)) {
        return false;
    }
    app.db = db_open(salvaging->target, &(struct db_options){.create = true}, err);
    if (app.db == NULL) {
        return false;
    }
    bool ok = copy_rows(salvaging, app.db) && keep_club(salvaging, &app) && put_sums(&app, err) &&
              check_result(salvaging, &app) && note_salvage(salvaging, &app) &&
              db_settle(app.db, err);
    db_close(app.db);
    return ok;
}

/* --- what stands beside a database --- */

/* The same file under a second name where the disk can do that: papers are never changed. */
static bool take_along(struct salvaging *salvaging, const char *name)
{
    char from[BACKUP_PATH_ROOM];
    char to[BACKUP_PATH_ROOM];
    return join(salvaging, from, salvaging->order->data_folder, name) &&
           join(salvaging, to, salvaging->result->folder, name) &&
           (link(from, to) == 0 || copy_file(salvaging, from, to));
}

static bool take_papers(struct salvaging *salvaging)
{
    char folder[BACKUP_PATH_ROOM];
    char to[BACKUP_PATH_ROOM];
    bool ok = true;
    if (!join(salvaging, folder, salvaging->order->data_folder, BACKUP_PAPERS) ||
        !join(salvaging, to, salvaging->result->folder, BACKUP_PAPERS)) {
        return false;
    }
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        return true;
    }
    ok = file_private_folder(to, salvaging->err);
    for (struct dirent *entry = readdir(dir); ok && entry != NULL; entry = readdir(dir)) {
        char name[BACKUP_PATH_ROOM];
        if (attachment_name_is_ours(entry->d_name)) {
            snprintf(name, sizeof name, BACKUP_PAPERS "/%s", entry->d_name);
            ok = take_along(salvaging, name);
        }
    }
    closedir(dir);
    return ok;
}

static bool copy_small(struct salvaging *salvaging, const char *name)
{
    char from[BACKUP_PATH_ROOM];
    char to[BACKUP_PATH_ROOM];
    return join(salvaging, from, salvaging->order->data_folder, name) &&
           join(salvaging, to, salvaging->result->folder, name) && copy_file(salvaging, from, to);
}

static bool write_list(struct salvaging *salvaging)
{
    char path[BACKUP_PATH_ROOM];
    struct buf text = {0};
    const struct salvage_result *result = salvaging->result;
    buf_add_text(&text, "What AimTrack could read from the database, and what was lost.\n\n");
    for (int i = 0; i < result->table_count; i++) {
        buf_printf(&text, "%-20s %lld rows\n", result->tables[i].name,
                   (long long)result->tables[i].rows);
    }
    buf_printf(&text, "\n%s",
               salvaging->lost.size > 0 ? "Lost or changed:\n" : "Nothing was lost.\n");
    buf_add(&text, buf_text(&salvaging->lost), salvaging->lost.size);
    bool ok = join(salvaging, path, result->folder, "lost.txt") &&
              file_write_durable(path, buf_text(&text), text.size, salvaging->err);
    buf_free(&text);
    return ok;
}

/* --- all of it --- */

static bool is_empty(const char *folder)
{
    DIR *dir = opendir(folder);
    int entries = 0;
    for (struct dirent *entry = dir != NULL ? readdir(dir) : NULL; entry != NULL;
         entry = readdir(dir)) {
        entries++;
    }
    if (dir != NULL) {
        closedir(dir);
    }
    return entries <= 2;
}

static bool choose_folder(struct salvaging *salvaging)
{
    char name[80];
    struct salvage_result *result = salvaging->result;
    const char *out = salvaging->order->out;
    club_kept_name(salvaging->order->data_folder, "salvage", name, sizeof name);
    bool fits = out != NULL ? text_copy(result->folder, sizeof result->folder, out)
                            : file_join(result->folder, sizeof result->folder,
                                        salvaging->order->data_folder, name);
    if (!fits) {
        return err_set(salvaging->err, ERR_INPUT, _("The name of the data folder is too long."));
    }
    if (file_exists(result->folder) && !is_empty(result->folder)) {
        return err_set(salvaging->err, ERR_INPUT,
                       _("The folder \"%s\" is not empty. Name a new one; nothing was written."),
                       result->folder);
    }
    return file_private_folder(result->folder, salvaging->err);
}

static bool make_result(struct salvaging *salvaging)
{
    if (!choose_folder(salvaging)) {
        return false;
    }
    bool ok = make_fresh(salvaging) && make_database(salvaging) &&
              copy_small(salvaging, BACKUP_PEPPER) && copy_small(salvaging, BACKUP_SETTINGS) &&
              take_papers(salvaging) && write_list(salvaging);
    if (!ok) {
        backup_remove_folder(salvaging->result->folder);
    }
    return ok;
}

static bool salvage_alone(struct salvaging *salvaging)
{
    const struct salvage_order *order = salvaging->order;
    if (!backup_room_start(order->data_folder, salvaging->work, salvaging->err) ||
        !backup_tell(&order->watch, _("copying the database"), 0) || !copy_damaged(salvaging)) {
        return false;
    }
    salvaging->result->is_whole = is_whole(salvaging);
    return (salvaging->result->is_whole && !order->even_whole) || make_result(salvaging);
}

bool salvage_run(const struct salvage_order *order, struct arena *arena,
                 struct salvage_result *result, struct err *err)
{
    struct club_alone alone;
    struct salvaging salvaging = {
        .order = order, .result = result, .started_ms = time_monotonic_ms(), .err = err};
    *result = (struct salvage_result){0};
    if (!file_exists(order->data_folder)) {
        return err_set(err, ERR_NOT_FOUND,
                       _("There is no database in \"%s\": nothing can be salvaged."),
                       order->data_folder);
    }
    if (!club_alone_start(order->data_folder, err)) {
        return false;
    }
    result->tables = arena_array(arena, DB_TABLES_MAX, sizeof *result->tables);
    bool ok = club_alone_take(order->data_folder, &alone, err) && salvage_alone(&salvaging);
    if (salvaging.work[0] != '\0') {
        backup_room_end(salvaging.work);
    }
    club_alone_leave(&alone);
    buf_free(&salvaging.lost);
    return ok;
}
