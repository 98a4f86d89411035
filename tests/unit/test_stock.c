/* The ledger of ammunition, and locations, against a real database. */
#include "support.h"

#include <string.h>

#include "base/text.h"
#include "core/ammunition.h"
#include "core/location.h"

struct fixture {
    struct app app;
    struct err err;
    record_id id; /* of one ammunition */
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){0};
    test_club(&fixture.app);
    struct ammunition input = {.name = "CCI Standard", .calibre = ".22 LR"};
    *state = &fixture;
    return !ammunition_add(&fixture.app, &input, &fixture.id, &fixture.err);
}

static int tear_down(void **state)
{
    app_close(&((struct fixture *)*state)->app);
    return 0;
}

static bool book(struct fixture *fixture, enum move_reason reason, int64_t rounds)
{
    fixture->err = (struct err){0};
    return ammunition_book(&fixture->app,
                           &(struct ammunition_booking){
                               .ammunition_id = fixture->id, .reason = reason, .rounds = rounds},
                           NULL, &fixture->err);
}

static int64_t stock(struct fixture *fixture)
{
    int64_t rounds = -1;
    assert_ok(ammunition_stock(&fixture->app, fixture->id, &rounds, &fixture->err), fixture->err);
    return rounds;
}

static void what_is_bought_and_returned_adds_and_what_is_issued_takes_away(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(stock(fixture), 0);
    assert_ok(book(fixture, MOVE_BOUGHT, 500), fixture->err);
    assert_ok(book(fixture, MOVE_ISSUED, 50), fixture->err);
    assert_ok(book(fixture, MOVE_RETURNED, 8), fixture->err);
    assert_ok(book(fixture, MOVE_DISCARDED, 3), fixture->err);
    assert_int_equal(stock(fixture), 455);
}

static void a_count_books_the_difference(void **state)
{
    struct fixture *fixture = *state;
    struct arena arena = {0};
    struct ammunition_ledger_row *rows = NULL;
    int count = 0;
    assert_ok(book(fixture, MOVE_BOUGHT, 500), fixture->err);
    assert_ok(book(fixture, MOVE_COUNTED, 480), fixture->err);
    assert_ok(book(fixture, MOVE_COUNTED, 480), fixture->err); /* agrees: no row */
    assert_ok(ammunition_ledger(&fixture->app, &arena, fixture->id, &rows, &count, &fixture->err),
              fixture->err);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].move.rounds, -20);
    assert_int_equal(rows[0].balance, 480);
    assert_int_equal(rows[1].balance, 500);
    arena_free(&arena);
}

static void more_than_the_stock_is_refused_and_nothing_changes(void **state)
{
    struct fixture *fixture = *state;
    assert_ok(book(fixture, MOVE_BOUGHT, 10), fixture->err);
    assert_false(book(fixture, MOVE_ISSUED, 11));
    assert_int_equal(fixture->err.kind, ERR_INPUT);
    assert_non_null(strstr(fixture->err.what, "10"));
    assert_int_equal(stock(fixture), 10);
    assert_false(book(fixture, MOVE_ISSUED, 0));
    assert_false(book(fixture, MOVE_BOUGHT, -5));
    assert_int_equal(stock(fixture), 10);
}

static void an_officer_issues_but_does_not_buy(void **state)
{
    struct fixture *fixture = *state;
    assert_ok(book(fixture, MOVE_BOUGHT, 100), fixture->err);
    fixture->app.actor.role = ROLE_OFFICER;
    assert_ok(book(fixture, MOVE_ISSUED, 20), fixture->err);
    assert_false(book(fixture, MOVE_BOUGHT, 20));
    assert_int_equal(fixture->err.kind, ERR_DENIED);
    assert_int_equal(stock(fixture), 80);
}

static void retired_ammunition_is_not_offered_but_stays(void **state)
{
    struct fixture *fixture = *state;
    struct arena arena = {0};
    struct ammunition *rows = NULL;
    struct ammunition row;
    struct err err = {0};
    int count = 0;
    assert_ok(ammunition_get(&fixture->app, fixture->id, &row, &err), err);
    text_copy(row.retired_on, sizeof row.retired_on, "2026-11-01");
    assert_ok(ammunition_edit(&fixture->app, &row, &err), err);
    struct ammunition_query offered = {0};
    struct ammunition_query all = {.with_retired = true, .find = "cci 22"};
    assert_ok(ammunition_list(&fixture->app, &arena, &offered, &rows, &count, &err), err);
    assert_int_equal(count, 0);
    assert_ok(ammunition_list(&fixture->app, &arena, &all, &rows, &count, &err), err);
    assert_int_equal(count, 1);
    arena_free(&arena);
}

static void an_edit_of_an_older_copy_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct ammunition first, second;
    struct err err = {0};
    assert_ok(ammunition_get(&fixture->app, fixture->id, &first, &err), err);
    second = first;
    text_copy(first.lot, sizeof first.lot, "A");
    assert_ok(ammunition_edit(&fixture->app, &first, &err), err);
    text_copy(second.lot, sizeof second.lot, "B");
    assert_false(ammunition_edit(&fixture->app, &second, &err));
    assert_int_equal(err.kind, ERR_BUSY);
}

static void a_location_is_edited_and_retired(void **state)
{
    struct fixture *fixture = *state;
    struct arena arena = {0};
    struct location *rows = NULL;
    struct location location = {.name = "Kelder", .is_range = true};
    struct err err = {0};
    record_id id = 0;
    int count = 0;
    assert_ok(location_add(&fixture->app, &location, &id, &err), err);
    assert_ok(location_get(&fixture->app, id, &location, &err), err);
    text_copy(location.distances, sizeof location.distances, "12");
    text_copy(location.retired_on, sizeof location.retired_on, "2026-11-01");
    assert_ok(location_edit(&fixture->app, &location, &err), err);
    assert_ok(location_list(&fixture->app, &arena, false, &rows, &count, &err), err);
    assert_int_equal(count, 0);
    assert_ok(location_list(&fixture->app, &arena, true, &rows, &count, &err), err);
    assert_int_equal(count, 1);
    assert_string_equal(rows[0].distances, "12");
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            what_is_bought_and_returned_adds_and_what_is_issued_takes_away, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_count_books_the_difference, set_up, tear_down),
        cmocka_unit_test_setup_teardown(more_than_the_stock_is_refused_and_nothing_changes, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_officer_issues_but_does_not_buy, set_up, tear_down),
        cmocka_unit_test_setup_teardown(retired_ammunition_is_not_offered_but_stays, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_edit_of_an_older_copy_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_location_is_edited_and_retired, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
