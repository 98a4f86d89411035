/* The restore test: a backup is worth what can be read from it. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "core/backup_parts.h"
#include "core/rights.h"
#include "core/session.h"
#include "store/club.h"
#include "store/migrate.h"

static bool read_newest(struct app *app, struct backup_test *test, struct err *err)
{
    struct arena arena = {0};
    struct session_line *rows = NULL;
    struct session_detail *detail = arena_alloc(&arena, sizeof *detail);
    struct session_query query = {.find = "", .limit = 1};
    int count = 0;
    bool more = false;
    bool ok = session_list(app, &arena, &query, &rows, &count, &more, err) &&
              (count == 0 || session_get(app, &arena, rows[0].id, detail, err));
    if (ok && count > 0) {
        for (int i = 0; i < detail->part_count; i++) {
            test->session_shots += detail->parts[i].shot_count;
        }
        snprintf(test->session, sizeof test->session, "%s, %.60s, %s", rows[0].local_date,
                 rows[0].member, rows[0].programme_id);
    }
    arena_free(&arena);
    return ok;
}

bool backup_read_session(struct app *app, const char *work, struct backup_test *test,
                         struct err *err)
{
    char path[BACKUP_PATH_ROOM];
    struct app copy = *app; /* its faces and programmes, its actor; another database */
    copy.arena = (struct arena){0};
    copy.is_view_only = copy.is_in_batch = false;
    if (!file_join(path, sizeof path, work, BACKUP_DATABASE)) {
        return err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
    }
    copy.db = db_open(path, &(struct db_options){0}, err);
    if (copy.db == NULL) {
        return false;
    }
    bool ok = migrate_run(copy.db, err) && club_read(copy.db, &copy.club, err) &&
              read_newest(&copy, test, err) && db_settle(copy.db, err);
    db_close(copy.db);
    arena_free(&copy.arena);
    return ok;
}

/* A line a table: who reads the log later sees what was compared. */
static void log_tables(const struct backup_manifest *manifest)
{
    for (int i = 0; i < manifest->table_count; i++) {
        const struct db_table *table = &manifest->tables[i];
        log_event(LOG_LEVEL_INFO, "table %s: %lld rows, sha256 %s, as backed up", table->name,
                  (long long)table->rows, table->sha256);
    }
}

bool backup_test_in(struct app *app, const char *path, const struct backup_key *key,
                    const char *work, const struct backup_watch *watch, struct arena *arena,
                    struct backup_test *test, struct err *err)
{
    *test = (struct backup_test){0};
    if (!backup_examine(path, key, work, watch, arena, &test->check, err)) {
        return false;
    }
    if (!test->check.is_whole) {
        return err_set(err, ERR_DENIED,
                       _("This backup is encrypted. Give the file of the private key with --key;"
                         " or make one that is tested at once: aimtrack backup --test."));
    }
    log_tables(&test->check.manifest);
    return backup_read_session(app, work, test, err);
}

/* The work folder becomes one that stays. */
static bool keep_folder(struct app *app, const char *work, struct backup_test *test,
                        struct err *err)
{
    char name[64];
    char date[DATE_ROOM];
    char clock[6];
    int64_t now_ms = time_now_ms();
    time_local_date(date, now_ms);
    time_local_clock(clock, now_ms);
    snprintf(name, sizeof name, "restore-test-%s-%.2s%.2s%02d", date, clock, clock + 3,
             (int)(now_ms / 1000 % 60));
    return backup_pepper_make(work, err) &&
           ((file_join(test->kept_in, sizeof test->kept_in, app->folder, name) &&
             rename(work, test->kept_in) == 0) ||
            err_set(err, ERR_IO, _("The restored folder could not be kept.")));
}

bool backup_test(struct app *app, const char *path, const struct backup_key *key, bool keeps,
                 const struct backup_watch *watch, struct arena *arena, struct backup_test *test,
                 struct err *err)
{
    char work[BACKUP_PATH_ROOM];
    int64_t started_ms = time_monotonic_ms();
    struct maintenance row = {.kind = MAINTENANCE_RESTORE_TEST};
    if (!rights_check(app, RIGHT_MANAGE_SYSTEM, err)) {
        return false;
    }
    int lock = backup_lock(app->folder, err);
    if (lock < 0) {
        return false;
    }
    row.is_good = backup_room_start(app->folder, work, err) &&
                  backup_test_in(app, path, key, work, watch, arena, test, err);
    const char *slash = strrchr(path, '/');
    text_copy(row.file_name, sizeof row.file_name, slash != NULL ? slash + 1 : path);
    if (row.is_good) {
        snprintf(row.detail, sizeof row.detail, "%d tables, %lld rows; session of %d shots read",
                 test->check.manifest.table_count, (long long)test->check.manifest.rows,
                 test->session_shots);
    }
    /* Stopped, no key, no such file: nothing was found out about the backup. */
    bool says_something = row.is_good || (err->kind != ERR_BUSY && err->kind != ERR_DENIED &&
                                          err->kind != ERR_NOT_FOUND && err->kind != ERR_INPUT);
    if (row.is_good || (says_something && backup_is_own(app->folder, path))) {
        backup_note(app, &row, started_ms, row.is_good ? NULL : err);
    }
    bool ok = row.is_good && (!keeps || keep_folder(app, work, test, err));
    if (test->kept_in[0] == '\0') {
        backup_room_end(work);
    }
    close(lock);
    return ok;
}
