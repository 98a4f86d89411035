/* The audit chain: append-only, one row a change, every tampering found. */
#include "support.h"

#include <stdio.h>
#include <string.h>

#include "store/audit.h"

enum { ROWS = 6 };

static int set_up(void **state)
{
    static struct app app;
    struct err err = {0};
    test_club(&app);
    assert_ok(app_begin(&app, &err), err);
    for (int i = 0; i < ROWS; i++) {
        char after[40];
        snprintf(after, sizeof after, "{\"value\":%d}", i);
        assert_ok(app_audit(&app, "shot.store", "shot", 40 + i % 2, "", after, &err), err);
    }
    assert_ok(app_commit(&app, &err), err);
    *state = &app;
    return 0;
}

static int tear_down(void **state)
{
    app_close(*state);
    return 0;
}

static void a_chain_verifies_and_counts_its_rows(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    int64_t rows = 0;
    assert_ok(audit_verify(app->db, &rows, &err), err);
    assert_true(rows >= ROWS);
}

static void rows_of_a_subject_come_newest_first(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    struct audit_row rows[4];
    assert_int_equal(audit_of(app->db, "shot", 41, rows, 4, &err), 3);
    assert_string_equal(rows[0].after, "{\"value\":5}");
    assert_string_equal(rows[2].after, "{\"value\":1}");
    assert_string_equal(rows[0].action, "shot.store");
    assert_string_not_equal(rows[0].actor_name, "");
    assert_int_equal(audit_of(app->db, "shot", 41, rows, 2, &err), 2);
    assert_int_equal(audit_of(app->db, "member", 41, rows, 4, &err), 0);
}

static void pages_go_on_where_the_last_ended(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    struct audit_row first[3];
    struct audit_row next[3];
    assert_int_equal(audit_page(app->db, 0, first, 3, &err), 3);
    assert_int_equal(audit_page(app->db, first[2].number, next, 3, &err), 3);
    assert_int_equal(next[0].number, first[2].number - 1);
    assert_string_equal(first[2].previous_hash, next[0].hash);
}

static void the_database_refuses_to_change_a_row(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    assert_false(db_script(app->db, "UPDATE audit SET after = 'x'", &err));
    assert_false(db_script(app->db, "DELETE FROM audit", &err));
    assert_false(db_script(app->db,
                           "INSERT OR REPLACE INTO audit SELECT number, 0, NULL, '', '', '', 0, '',"
                           " '', '', '', 0 FROM audit WHERE number = 1",
                           &err));
    int64_t rows = 0;
    assert_ok(audit_verify(app->db, &rows, &err), err);
}

static void a_row_that_is_rolled_back_leaves_no_gap(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    int64_t before = 0;
    int64_t after = 0;
    assert_ok(audit_verify(app->db, &before, &err), err);
    assert_ok(app_begin(app, &err), err);
    assert_ok(app_audit(app, "shot.store", "shot", 1, "", "", &err), err);
    app_abort(app);
    assert_ok(app_begin(app, &err), err);
    assert_ok(app_audit(app, "shot.store", "shot", 2, "", "", &err), err);
    assert_ok(app_commit(app, &err), err);
    assert_ok(audit_verify(app->db, &after, &err), err);
    assert_int_equal(after, before + 1);
}

/* With the triggers gone, as someone with the file and a SQLite shell could do. */
static void every_kind_of_tampering_is_found(void **state)
{
    struct app *app = *state;
    static const char *const tricks[] = {
        "UPDATE audit SET after = '{\"value\":9}' WHERE number = 4",
        "UPDATE audit SET before = 'x' WHERE number = 4",
        "UPDATE audit SET actor_name = 'someone' WHERE number = 4",
        "UPDATE audit SET actor_id = 7 WHERE number = 4",
        "UPDATE audit SET action = 'shot.void' WHERE number = 4",
        "UPDATE audit SET subject = 'member' WHERE number = 4",
        "UPDATE audit SET subject_id = 99 WHERE number = 4",
        "UPDATE audit SET at_ms = at_ms + 1 WHERE number = 4",
        "UPDATE audit SET previous_hash = 'x' WHERE number = 4",
        "UPDATE audit SET hash = (SELECT hash FROM audit WHERE number = 5) WHERE number = 4",
        /* moving bytes from one field to the next keeps the joined text the same */
        "UPDATE audit SET action = 'shot.stor', subject = 'eshot' WHERE number = 4",
        "DELETE FROM audit WHERE number = 4",
        "DELETE FROM audit WHERE number = 1",
        "UPDATE audit SET number = 1000 WHERE number = 4",
        "INSERT INTO audit SELECT 1000, at_ms, actor_id, actor_name, action, subject, subject_id,"
        " before, after, previous_hash, hash, 0 FROM audit WHERE number = 4",
        /* taken out without a row that says so */
        "UPDATE audit SET before = '', after = '', redacted_at_ms = 1 WHERE number = 4",
    };
    struct err err = {0};
    assert_ok(
        db_script(app->db, "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete", &err),
        err);
    for (size_t i = 0; i < sizeof tricks / sizeof tricks[0]; i++) {
        int64_t rows = 0;
        assert_ok(db_script(app->db, "BEGIN", &err), err);
        assert_ok(db_script(app->db, tricks[i], &err), err);
        if (audit_verify(app->db, &rows, &err)) {
            fail_msg("not found: %s", tricks[i]);
        }
        assert_int_equal(err.kind, ERR_CORRUPT);
        db_rollback(app->db);
        assert_ok(audit_verify(app->db, &rows, &err), err);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_chain_verifies_and_counts_its_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_of_a_subject_come_newest_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pages_go_on_where_the_last_ended, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_database_refuses_to_change_a_row, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_row_that_is_rolled_back_leaves_no_gap, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_kind_of_tampering_is_found, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
