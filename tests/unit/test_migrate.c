/* The schema's steps: applied once, checked, refused when they are not ours. */
#include "support.h"

#include <string.h>

#include "base/file.h"
#include "store/migrate.h"

struct fixture {
    char path[600];
    struct db *db;
    struct err err;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    char folder[512];
    fixture = (struct fixture){0};
    test_folder(folder);
    file_join(fixture.path, sizeof fixture.path, folder, "aimtrack.db");
    fixture.db = db_open(fixture.path, &(struct db_options){.create = true}, &fixture.err);
    *state = &fixture;
    return fixture.db == NULL;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    db_close(fixture->db);
    return 0;
}

static int64_t number(struct fixture *fixture, const char *sql)
{
    struct db_stmt *stmt = db_prepare(fixture->db, sql);
    assert_int_equal(db_step(stmt, &fixture->err), DB_ROW);
    int64_t value = db_int(stmt, 0);
    db_reset(stmt);
    return value;
}

static void an_empty_database_gets_every_step(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(migrate_version(fixture->db, &fixture->err), 0);
    assert_ok(migrate_run(fixture->db, &fixture->err), fixture->err);
    assert_true(migrate_newest() > 0);
    assert_int_equal(migrate_version(fixture->db, &fixture->err), migrate_newest());
    assert_int_equal(number(fixture, "SELECT count(*) FROM schema_migration"), migrate_newest());
    assert_int_equal(number(fixture, "SELECT count(*) FROM shot"), 0);
}

static void an_up_to_date_database_is_only_read(void **state)
{
    struct fixture *fixture = *state;
    assert_ok(migrate_run(fixture->db, &fixture->err), fixture->err);
    int64_t before = number(fixture, "SELECT total_changes()");
    struct db *viewer =
        db_open(fixture->path, &(struct db_options){.read_only = true}, &fixture->err);
    assert_non_null(viewer);
    assert_ok(migrate_run(viewer, &fixture->err), fixture->err);
    assert_ok(migrate_check(viewer, &fixture->err), fixture->err);
    db_close(viewer);
    assert_ok(migrate_run(fixture->db, &fixture->err), fixture->err);
    assert_int_equal(number(fixture, "SELECT total_changes()"), before);
}

static void a_newer_database_is_refused_with_both_numbers(void **state)
{
    struct fixture *fixture = *state;
    assert_ok(migrate_run(fixture->db, &fixture->err), fixture->err);
    assert_ok(db_script(fixture->db, "INSERT INTO schema_migration VALUES (99, 'x', 0, 'y')",
                        &fixture->err),
              fixture->err);
    struct err err = {0};
    assert_false(migrate_run(fixture->db, &err));
    assert_int_equal(err.kind, ERR_NEWER);
    assert_int_equal(err_exit_code(&err), 78);
    assert_non_null(strstr(err.what, "99"));
    assert_false(migrate_check(fixture->db, &err));
    assert_int_equal(err.kind, ERR_NEWER);
}

static void a_changed_step_is_refused(void **state)
{
    struct fixture *fixture = *state;
    assert_ok(migrate_run(fixture->db, &fixture->err), fixture->err);
    assert_ok(db_script(fixture->db,
                        "UPDATE schema_migration SET checksum = 'other' WHERE number = 1",
                        &fixture->err),
              fixture->err);
    struct err err = {0};
    assert_false(migrate_run(fixture->db, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
}

static void tables_without_their_list_of_steps_are_damage(void **state)
{
    struct fixture *fixture = *state;
    assert_ok(migrate_run(fixture->db, &fixture->err), fixture->err);
    assert_ok(db_script(fixture->db, "DROP TABLE schema_migration", &fixture->err), fixture->err);
    struct err err = {0};
    assert_false(migrate_run(fixture->db, &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
}

static void a_viewer_of_an_older_schema_is_told_why(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    assert_false(migrate_check(fixture->db, &err));
    assert_int_equal(err.kind, ERR_READONLY);
}

static void references_and_checks_are_kept_by_the_database(void **state)
{
    struct fixture *fixture = *state;
    assert_ok(migrate_run(fixture->db, &fixture->err), fixture->err);
    static const char *const wrong[] = {
        "INSERT INTO session_weapon (id, session_id, face_id) VALUES (1, 404, 'AP10')",
        "INSERT INTO shot VALUES (404, 1, 1, 0, 100, 10, 0, 0, 0, -1, 0, 0, 0, NULL, NULL, NULL, "
        "NULL)",
        "INSERT INTO member (id, number, family_name, find_text, sort_text, changed_at_ms)"
        " VALUES (1, NULL, 'x', 'x', 'x', 0)",
        "INSERT INTO setting VALUES ('theme', 'a'), ('theme', 'b')",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct err err = {0};
        assert_false(db_script(fixture->db, wrong[i], &err));
        assert_int_equal(err.kind, ERR_INPUT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_empty_database_gets_every_step, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_up_to_date_database_is_only_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_newer_database_is_refused_with_both_numbers, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_changed_step_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tables_without_their_list_of_steps_are_damage, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_viewer_of_an_older_schema_is_told_why, set_up, tear_down),
        cmocka_unit_test_setup_teardown(references_and_checks_are_kept_by_the_database, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
