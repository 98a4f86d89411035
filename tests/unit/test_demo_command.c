/* aimtrack demo where there is a club already: a real one is never touched. */
#include "schema_club.h"
#include "support.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "core/demo.h"
#include "core/member.h"
#include "store/db.h"

static char said[TEST_SAID_ROOM];
static const char a_demo[] = "demo --members 3 --sessions 4 --shots-per-session 5";

static void database_of(const char *folder, char path[600])
{
    assert_true(file_join(path, 600, folder, "aimtrack.db"));
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
    db_reset(stmt);
    db_close(db);
    return value;
}

static void assert_refused(const char *folder)
{
    int64_t accounts = number(folder, "SELECT count(*) FROM account");
    int64_t members = number(folder, "SELECT count(*) FROM member");
    int64_t rows = number(folder, "SELECT count(*) FROM audit");
    assert_int_equal(test_command(folder, said, "%s", a_demo), 64);
    assert_non_null(strstr(said, "There is a real club"));
    assert_non_null(strstr(said, "--data FOLDER demo"));
    assert_null(strstr(said, "vijf ringen")); /* no secret of an account that was not made */
    assert_int_equal(number(folder, "SELECT count(*) FROM account"), accounts);
    assert_int_equal(number(folder, "SELECT count(*) FROM member"), members);
    assert_int_equal(number(folder, "SELECT count(*) FROM audit"), rows);
}

static void a_club_with_only_its_administrator_is_refused(void **state)
{
    char folder[512];
    struct app app;
    (void)state;
    test_club(&app);
    snprintf(folder, sizeof folder, "%s", app.folder);
    app_close(&app);
    assert_refused(folder);
}

static void a_club_of_an_older_version_is_refused(void **state)
{
    char folder[512];
    struct app app;
    struct err err = {0};
    struct demo_result ignored;
    record_id id = 0;
    struct member member = {.family_name = "Bakker", .given_name = "Anna"};
    (void)state;
    schema_club(8, folder);
    assert_ok(app_open(&app, &(struct app_options){.folder = folder}, &err), err);
    assert_true(demo_is_loaded(&app)); /* the kept clubs are demonstrations of their version */
    assert_ok(demo_remove(&app, &ignored, &err) && member_add(&app, &member, &id, &err), err);
    app_close(&app);
    assert_refused(folder);
}

static void
a_member_added_while_trying_is_not_lost_and_the_second_demonstration_is_refused(void **state)
{
    char folder[512];
    struct app app;
    struct err err = {0};
    record_id id = 0;
    struct member member = {.family_name = "Bakker", .given_name = "Anna"};
    (void)state;
    test_folder(folder);
    assert_int_equal(test_command(folder, said, "%s", a_demo), 0);
    assert_int_equal(test_command(folder, said, "%s", a_demo), 64);
    assert_non_null(strstr(said, "The demonstration club is already here"));
    assert_ok(app_open(&app, &(struct app_options){.folder = folder}, &err), err);
    assert_ok(member_add(&app, &member, &id, &err), err);
    app_close(&app);
    assert_int_equal(test_command(folder, said, "demo --remove"), 0);
    assert_refused(folder);
}

static void a_demonstration_that_was_taken_out_may_come_again(void **state)
{
    char folder[512];
    (void)state;
    test_folder(folder);
    assert_int_equal(test_command(folder, said, "%s", a_demo), 0);
    assert_int_equal(test_command(folder, said, "demo --remove"), 0);
    assert_int_equal(test_command(folder, said, "%s", a_demo), 0);
}

static void a_damaged_lost_or_newer_club_is_not_overwritten(void **state)
{
    char folder[512];
    char path[600];
    struct err err = {0};
    (void)state;
    schema_club(8, folder);
    database_of(folder, path);
    struct db *db = db_open(path, &(struct db_options){0}, &err);
    assert_ok(db != NULL, err);
    assert_ok(db_script(db, "INSERT INTO schema_migration VALUES (99, 'later.sql', 5, 'y')", &err),
              err);
    db_close(db);
    assert_int_equal(test_command(folder, said, "%s", a_demo), 78);
    assert_int_equal(number(folder, "SELECT max(number) FROM schema_migration"), 99);
    int file = open(path, O_WRONLY | O_TRUNC);
    assert_true(file >= 0);
    assert_int_equal(write(file, "no database", 11), 11);
    close(file);
    assert_int_equal(test_command(folder, said, "%s", a_demo), 65);
    assert_int_equal(unlink(path), 0); /* its pepper is still there */
    assert_int_equal(test_command(folder, said, "%s", a_demo), 65);
    assert_false(file_exists(path));
}

/* --- who else makes clubs and people ------------------------------------------------------------
 */
static void setup_leaves_a_club_that_is_there_as_it_is(void **state)
{
    char folder[512];
    char secret[600];
    struct err err = {0};
    (void)state;
    test_folder(folder);
    assert_int_equal(test_command(folder, said, "%s", a_demo), 0);
    int64_t accounts = number(folder, "SELECT count(*) FROM account");
    assert_true(file_join(secret, sizeof secret, folder, "said"));
    assert_ok(file_write_durable(secret, "correct horse battery\n", 22, &err), err);
    assert_int_equal(test_command(folder, said, "setup --club Other --name Admin <'%s'", secret),
                     64);
    assert_non_null(strstr(said, "There is a club here already"));
    assert_int_equal(number(folder, "SELECT count(*) FROM account"), accounts);
}

static void nothing_else_makes_a_club(void **state)
{
    static const char *const commands[] = {"import members /dev/null",
                                           "member add --family Bakker",
                                           "account list",
                                           "upkeep",
                                           "session list",
                                           "backup"};
    char folder[512];
    char path[600];
    (void)state;
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        test_folder(folder);
        database_of(folder, path);
        assert_int_not_equal(test_command(folder, said, "%s", commands[i]), 0);
        if (file_exists(path)) {
            assert_int_equal(number(folder, "SELECT count(*) FROM club"), 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_club_with_only_its_administrator_is_refused),
        cmocka_unit_test(a_club_of_an_older_version_is_refused),
        cmocka_unit_test(
            a_member_added_while_trying_is_not_lost_and_the_second_demonstration_is_refused),
        cmocka_unit_test(a_demonstration_that_was_taken_out_may_come_again),
        cmocka_unit_test(a_damaged_lost_or_newer_club_is_not_overwritten),
        cmocka_unit_test(setup_leaves_a_club_that_is_there_as_it_is),
        cmocka_unit_test(nothing_else_makes_a_club),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
