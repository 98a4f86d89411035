/* $n is bound by its number on every engine, wherever it stands in the statement. */
#include "support.h"

static void a_parameter_is_bound_by_its_number(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    test_club(&app);
    struct db_stmt *stmt = db_prepare(app.db, "SELECT 'a' || $3, $1 + 0, $2 || $3 WHERE $1 = 7");
    db_bind_int(stmt, 1, 7);
    db_bind_text(stmt, 2, "two");
    db_bind_text(stmt, 3, "three");
    assert_int_equal(db_step(stmt, &err), DB_ROW);
    assert_string_equal(db_text(stmt, 0), "athree");
    assert_int_equal(db_int(stmt, 1), 7);
    assert_string_equal(db_text(stmt, 2), "twothree");
    db_reset(stmt);
    app_close(&app);
}

static void unbound_parameters_are_null_again_after_a_reuse(void **state)
{
    (void)state;
    static const char sql[] = "SELECT $2 IS NULL, $1";
    struct app app;
    struct err err = {0};
    test_club(&app);
    struct db_stmt *stmt = db_prepare(app.db, sql);
    db_bind_int(stmt, 2, 5);
    assert_int_equal(db_step(stmt, &err), DB_ROW);
    assert_int_equal(db_int(stmt, 0), 0);
    stmt = db_prepare(app.db, sql);
    assert_int_equal(db_step(stmt, &err), DB_ROW);
    assert_int_equal(db_int(stmt, 0), 1);
    db_reset(stmt);
    app_close(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_parameter_is_bound_by_its_number),
        cmocka_unit_test(unbound_parameters_are_null_again_after_a_reuse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
