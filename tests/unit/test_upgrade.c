/* Upgrades: clubs of every released schema, the copy before, what fails, who is in the way. */
#include "schema_club.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "core/migrate_app.h"
#include "core/session.h"
#include "core/verify.h"
#include "store/maintenance.h"

enum { STARTERS = 4 };

static void database_of(const char *folder, char path[600])
{
    assert_true(file_join(path, 600, folder, "aimtrack.db"));
}

/* How many files of DATA/backups begin so; the last one's path. */
static int count_backups(const char *folder, const char *begin, char path[900])
{
    char backups[600];
    int count = 0;
    assert_true(file_join(backups, sizeof backups, folder, "backups"));
    DIR *list = opendir(backups);
    for (struct dirent *entry = list != NULL ? readdir(list) : NULL; entry != NULL;
         entry = readdir(list)) {
        if (entry->d_name[0] != '.' && strncmp(entry->d_name, begin, strlen(begin)) == 0) {
            count++;
            snprintf(path, 900, "%s/%s", backups, entry->d_name);
        }
    }
    if (list != NULL) {
        closedir(list);
    }
    return count;
}

static int64_t number(const char *folder, const char *sql)
{
    char path[600];
    struct err err = {0};
    database_of(folder, path);
    struct db *db = db_open(path, &(struct db_options){.read_only = true}, &err);
    assert_ok(db != NULL, err);
    struct db_stmt *stmt = db_prepare(db, sql);
    assert_ok(db_step(stmt, &err) == DB_ROW, err);
    int64_t value = db_int(stmt, 0);
    db_close(db);
    return value;
}

static int schema_of(const char *folder)
{
    return (int)number(folder, "SELECT max(number) FROM schema_migration");
}

static void spoil(const char *folder, const char *sql)
{
    char path[600];
    struct err err = {0};
    database_of(folder, path);
    struct db *db = db_open(path, &(struct db_options){0}, &err);
    assert_ok(db != NULL && db_script(db, sql, &err), err);
    db_close(db);
}

struct before { /* a club before something happened to it */
    char path[600];
    struct holdings holdings;
    struct buf text;
};

static void remember(struct before *before, const char *folder)
{
    database_of(folder, before->path);
    holdings_read(before->path, &before->holdings);
    holdings_text(before->path, &before->holdings, &before->text);
    assert_true(before->text.size > 1000);
}

static void assert_holds_the_same(struct before *before, const char *database)
{
    struct buf now = {0};
    holdings_text(database, &before->holdings, &now);
    if (strcmp(buf_text(&now), buf_text(&before->text)) != 0) {
        fail_msg("%s does not hold what it held", database);
    }
    buf_free(&now);
}

static void forget(struct before *before)
{
    buf_free(&before->text);
}

/* --- every release -------------------------------------------------------------------------------
 */
static void assert_readable(const char *folder)
{
    struct app app;
    struct err err = {0};
    struct verify_report report;
    struct session_line *rows = NULL;
    struct session_query query = {.find = "", .with_void = true, .limit = 200};
    int count = 0;
    bool more = false;
    assert_ok(app_open(&app, &(struct app_options){.folder = folder, .must_exist = true}, &err),
              err);
    assert_ok(session_list(&app, &app.arena, &query, &rows, &count, &more, &err), err);
    assert_true(count >= 8);
    for (int i = 0; i < count; i++) {
        struct session_detail detail;
        assert_ok(session_get(&app, &app.arena, rows[i].id, &detail, &err), err);
        assert_true(detail.stats.shots > 0 || detail.part_count > 0);
    }
    assert_ok(verify_run(&app, NULL, NULL, &report, &err), err);
    if (report.problem_count != 0) {
        fail_msg("%s", report.problems[0]);
    }
    assert_true(report.audit_rows > 0 && report.shots >= 160);
    app_close(&app);
}

static void assert_rows_tell_of_it(const char *folder, int from)
{
    struct app app;
    struct err err = {0};
    struct maintenance row;
    struct audit_row newest;
    assert_ok(app_open(&app, &(struct app_options){.folder = folder, .must_exist = true}, &err),
              err);
    assert_ok(maintenance_newest(app.db, MAINTENANCE_MIGRATION, true, &row, &err), err);
    char detail[64];
    snprintf(detail, sizeof detail, "schema %d to %d", from, migrate_newest());
    assert_non_null(strstr(row.detail, detail));
    assert_true(row.bytes > 0 && strstr(row.file_name, "before-migration") != NULL);
    assert_int_equal(audit_page(app.db, 0, &newest, 1, &err), 1);
    assert_string_equal(newest.action, "schema.upgrade");
    app_close(&app);
}

static void every_released_schema_becomes_the_newest_with_all_that_it_held(void **state)
{
    (void)state;
    for (int version = 1; version < migrate_newest(); version++) {
        char folder[512];
        char copy[900] = "";
        struct before before = {0};
        struct upgrade done;
        struct err err = {0};
        assert_true(schema_club_is_kept(version));
        schema_club(version, folder);
        assert_int_equal(schema_of(folder), version);
        remember(&before, folder);
        assert_ok(migrate_app_run(folder, &done, &err), err);
        assert_int_equal(done.from, version);
        assert_int_equal(schema_of(folder), migrate_newest());
        assert_holds_the_same(&before, before.path);
        assert_int_equal(count_backups(folder, "aimtrack.db.before-migration-000", copy), 1);
        assert_holds_the_same(&before, copy);
        assert_rows_tell_of_it(folder, version);
        assert_readable(folder);
        forget(&before);
    }
}

static void opening_an_older_club_upgrades_it_after_a_copy(void **state)
{
    char folder[512];
    char copy[900];
    struct app app;
    struct err err = {0};
    (void)state;
    schema_club(2, folder);
    assert_ok(app_open(&app, &(struct app_options){.folder = folder, .is_kiosk = true}, &err), err);
    assert_int_equal(migrate_version(app.db, &err), migrate_newest());
    app_close(&app);
    assert_int_equal(count_backups(folder, "aimtrack.db.before-migration-0002-", copy), 1);
}

static void a_club_that_is_up_to_date_is_only_read_whoever_has_it_open(void **state)
{
    char nothing[900];
    struct app app;
    struct upgrade done;
    struct err err = {0};
    (void)state;
    test_club(&app);
    assert_ok(migrate_app_run(app.folder, &done, &err), err);
    assert_int_equal(done.from, done.to);
    assert_int_equal(count_backups(app.folder, "", nothing), 0);
    app_close(&app);
}

/* --- looking first -------------------------------------------------------------------------------
 */
static void a_dry_run_changes_nothing_and_leaves_nothing(void **state)
{
    char folder[512];
    char nothing[900];
    struct before before = {0};
    struct upgrade would;
    struct err err = {0};
    (void)state;
    schema_club(3, folder);
    remember(&before, folder);
    struct db *other = db_open(before.path, &(struct db_options){0}, &err);
    assert_ok(other != NULL, err); /* somebody works in the club */
    assert_ok(migrate_app_rehearse(folder, &would, &err), err);
    db_close(other);
    assert_int_equal(would.from, 3);
    assert_int_equal(would.to, migrate_newest());
    assert_int_equal(schema_of(folder), 3);
    assert_holds_the_same(&before, before.path);
    assert_int_equal(count_backups(folder, "", nothing), 0);
    forget(&before);
}

static void a_dry_run_finds_the_step_that_would_fail(void **state)
{
    char folder[512];
    char nothing[900];
    struct upgrade would;
    struct err err = {0};
    (void)state;
    schema_club(4, folder);
    spoil(folder, "CREATE TABLE health_probe (x INTEGER, y INTEGER) STRICT");
    assert_false(migrate_app_rehearse(folder, &would, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
    assert_non_null(strstr(err.what, "0007_operations.sql"));
    assert_int_equal(count_backups(folder, "", nothing), 0);
}

static void the_steps_say_which_are_applied_and_which_wait(void **state)
{
    char folder[512];
    struct arena arena = {0};
    struct migrate_step *steps = NULL;
    struct err err = {0};
    int count = 0;
    (void)state;
    schema_club(5, folder);
    spoil(folder, "UPDATE schema_migration SET checksum = 'x' WHERE number = 2");
    assert_ok(migrate_app_status(folder, &arena, &steps, &count, &err), err);
    assert_int_equal(count, migrate_newest());
    assert_int_equal(steps[0].state, MIGRATE_APPLIED);
    assert_true(steps[0].applied_at_ms > 0);
    assert_string_equal(steps[0].name, "0001_club_and_shooting.sql");
    assert_int_equal(steps[1].state, MIGRATE_DIFFERS);
    assert_int_equal(steps[5].state, MIGRATE_WAITS);
    assert_int_equal(steps[5].applied_at_ms, 0);
    spoil(folder, "INSERT INTO schema_migration VALUES (99, 'later.sql', 5, 'y')");
    assert_ok(migrate_app_status(folder, &arena, &steps, &count, &err), err);
    assert_int_equal(steps[count - 1].state, MIGRATE_UNKNOWN);
    arena_free(&arena);
}

/* --- what fails ----------------------------------------------------------------------------------
 */
static void a_step_that_fails_leaves_the_club_as_it_was_before_the_first(void **state)
{
    (void)state;
    for (int version = 1; version < 7; version++) {
        char folder[512];
        char nothing[900];
        struct before before = {0};
        struct upgrade done;
        struct err err = {0};
        schema_club(version, folder);
        spoil(folder,
              "CREATE TABLE health_probe (x INTEGER, y INTEGER) STRICT"); /* step 7 makes it last */
        remember(&before, folder);
        assert_false(migrate_app_run(folder, &done, &err));
        assert_int_equal(err_exit_code(&err), 65);
        assert_int_equal(schema_of(folder), version);
        assert_holds_the_same(&before, before.path);
        assert_int_equal(number(folder, "SELECT count(*) FROM sqlite_schema WHERE name ="
                                        " 'maintenance'"),
                         0);
        assert_int_equal(count_backups(folder, "", nothing), 0); /* not one more each start */
        forget(&before);
    }
}

static void rows_that_refer_to_nothing_stop_the_upgrade(void **state)
{
    char folder[512];
    struct upgrade done;
    struct err err = {0};
    (void)state;
    schema_club(6, folder);
    spoil(folder, "PRAGMA foreign_keys=OFF; UPDATE session SET member_id = 404 WHERE id ="
                  " (SELECT min(id) FROM session)");
    assert_false(migrate_app_run(folder, &done, &err));
    assert_int_equal(err_exit_code(&err), 65);
    assert_non_null(strstr(err.detail, "session refer to a member"));
    assert_int_equal(schema_of(folder), 6);
}

static void a_newer_club_is_refused(void **state)
{
    char folder[512];
    struct upgrade done;
    struct err err = {0};
    (void)state;
    schema_club(1, folder);
    spoil(folder, "INSERT INTO schema_migration VALUES (99, 'later.sql', 5, 'y')");
    assert_false(migrate_app_run(folder, &done, &err));
    assert_int_equal(err_exit_code(&err), 78);
    assert_non_null(strstr(err.what, "newer"));
}

/* --- who else is there ---------------------------------------------------------------------------
 */
/* Another process that has the club open until the pipe is closed. */
static pid_t hold_open(const char *path, int *release)
{
    int ready[2];
    int wait[2];
    char byte = 0;
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(wait), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct err err = {0};
        close(wait[1]);
        struct db *db = db_open(path, &(struct db_options){0}, &err);
        if (db == NULL || write(ready[1], "x", 1) != 1 || read(wait[0], &byte, 1) != 0) {
            _exit(1);
        }
        db_close(db);
        _exit(0);
    }
    close(wait[0]);
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    *release = wait[1];
    return child;
}

static void a_club_that_another_process_has_open_is_not_upgraded(void **state)
{
    char folder[512];
    char nothing[900];
    struct before before = {0};
    struct upgrade done;
    struct err err = {0};
    int release = -1;
    int status = 0;
    (void)state;
    schema_club(6, folder);
    remember(&before, folder);
    pid_t other = hold_open(before.path, &release);
    assert_false(migrate_app_run(folder, &done, &err));
    assert_int_equal(err_exit_code(&err), 75);
    assert_int_equal(count_backups(folder, "", nothing), 0);
    assert_int_equal(schema_of(folder), 6);
    assert_holds_the_same(&before, before.path);
    close(release);
    assert_int_equal(waitpid(other, &status, 0), other);
    assert_int_equal(status, 0);
    err_clear(&err);
    assert_ok(migrate_app_run(folder, &done, &err), err);
    assert_int_equal(schema_of(folder), migrate_newest());
    forget(&before);
}

static pid_t start_program(const char *folder, const char *command, const char *word)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        execl(TEST_PROGRAM, TEST_PROGRAM, "--data", folder, command, word, (char *)NULL);
        _exit(127);
    }
    return child;
}

static void several_processes_that_upgrade_at_once_all_go_on(void **state)
{
    char folder[512];
    char copy[900];
    pid_t children[STARTERS];
    struct before before = {0};
    (void)state;
    schema_club(1, folder);
    remember(&before, folder);
    for (int i = 0; i < STARTERS; i++) {
        children[i] = start_program(folder, i % 2 == 0 ? "member" : "migrate",
                                    i % 2 == 0 ? "list" : "--force");
    }
    for (int i = 0; i < STARTERS; i++) {
        int status = 0;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(schema_of(folder), migrate_newest());
    assert_int_equal(number(folder, "SELECT count(*) FROM audit WHERE action = 'schema.upgrade'"),
                     1);
    assert_int_equal(count_backups(folder, "aimtrack.db.before-migration-0001-", copy), 1);
    assert_holds_the_same(&before, before.path);
    forget(&before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_released_schema_becomes_the_newest_with_all_that_it_held),
        cmocka_unit_test(opening_an_older_club_upgrades_it_after_a_copy),
        cmocka_unit_test(a_club_that_is_up_to_date_is_only_read_whoever_has_it_open),
        cmocka_unit_test(a_dry_run_changes_nothing_and_leaves_nothing),
        cmocka_unit_test(a_dry_run_finds_the_step_that_would_fail),
        cmocka_unit_test(the_steps_say_which_are_applied_and_which_wait),
        cmocka_unit_test(a_step_that_fails_leaves_the_club_as_it_was_before_the_first),
        cmocka_unit_test(rows_that_refer_to_nothing_stop_the_upgrade),
        cmocka_unit_test(a_newer_club_is_refused),
        cmocka_unit_test(a_club_that_another_process_has_open_is_not_upgraded),
        cmocka_unit_test(several_processes_that_upgrade_at_once_all_go_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
