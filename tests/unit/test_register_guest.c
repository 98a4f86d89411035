/* The register of guests: every rule, every refusal. */
#include "register_support.h"

static void a_guest_stands_in_both_registers(void **state)
{
    struct fixture *fixture = *state;
    struct guest_order order = guest_of(fixture->anna);
    struct arena arena = {0};
    struct presence_line *present = NULL;
    struct guest_line *guests = NULL;
    char name[400];
    int count = 0;
    scan(fixture, "1");
    order.weapon_id = fixture->pistol;
    record_id id = add_guest(fixture, &order);
    assert_ok(presence_now(&fixture->app, &arena, &present, &count, &fixture->err), fixture->err);
    assert_int_equal(count, 2);
    presence_line_name(&present[0], name, sizeof name);
    assert_string_equal(name, "Kees de Groot (guest of Bakker, Anna)");
    assert_ok(guest_now(&fixture->app, &arena, &guests, &count, &fixture->err), fixture->err);
    assert_int_equal(count, 1);
    assert_string_equal(guests[0].host.family_name, "Bakker");
    assert_string_equal(guests[0].host.number, "1");
    assert_string_equal(guests[0].weapon, "Club pistol");
    assert_string_equal(guests[0].guest.document_number, "NX1234567");
    assert_int_equal(guests[0].out_at_ms, 0);
    wait_s(fixture, HOUR_S);
    assert_ok(guest_out(&fixture->app, id, &fixture->err), fixture->err);
    assert_refused(fixture, guest_out(&fixture->app, id, &fixture->err), "is not in");
    assert_ok(guest_now(&fixture->app, &arena, &guests, &count, &fixture->err), fixture->err);
    assert_int_equal(guests[0].out_at_ms - guests[0].in_at_ms, HOUR_MS);
    arena_free(&arena);
}

static void the_trail_does_not_say_who_the_guest_was(void **state)
{
    struct fixture *fixture = *state;
    struct guest_order order = guest_of(fixture->anna);
    scan(fixture, "1");
    add_guest(fixture, &order);
    assert_int_equal(number(fixture, "SELECT count(*) FROM audit WHERE action = 'guest.add'"), 1);
    assert_int_equal(number(fixture, "SELECT count(*) FROM audit WHERE after LIKE '%Kees%'"
                                     " OR after LIKE '%NX12%'"),
                     0);
}

static void a_guest_needs_a_name_a_document_and_a_host_who_is_in(void **state)
{
    struct fixture *fixture = *state;
    struct app *app = &fixture->app;
    struct err *err = &fixture->err;
    enum guest_field field = GUEST_FIELD_NONE;
    record_id id = 0;
    struct guest_order order = guest_of(fixture->anna);
    assert_refused(fixture, guest_add(app, &order, &id, &field, err), "Bakker, Anna is not in");
    assert_int_equal(field, GUEST_FIELD_HOST);
    scan(fixture, "1");
    struct guest_order bad = order;
    bad.name = "  ";
    assert_refused(fixture, guest_add(app, &bad, &id, &field, err), "Name");
    assert_int_equal(field, GUEST_FIELD_NAME);
    bad = order;
    bad.document_type = "library card";
    assert_refused(fixture, guest_add(app, &bad, &id, &field, err), "Document");
    assert_int_equal(field, GUEST_FIELD_DOCUMENT_TYPE);
    bad = order;
    bad.document_number = NULL;
    assert_refused(fixture, guest_add(app, &bad, &id, &field, err), "Document number");
    bad = order;
    bad.host_member_id = 0;
    assert_refused(fixture, guest_add(app, &bad, &id, &field, err), "Whose guest");
    bad = order;
    bad.weapon_id = 99;
    assert_refused(fixture, guest_add(app, &bad, &id, &field, err), "");
    assert_int_equal(field, GUEST_FIELD_WEAPON);
    leave_club(fixture, fixture->anna);
    assert_refused(fixture, guest_add(app, &order, &id, &field, err), "left the club");
}

static void a_fourth_visit_is_refused_until_it_is_confirmed(void **state)
{
    struct fixture *fixture = *state;
    struct guest_order order = guest_of(fixture->anna);
    enum guest_field field = GUEST_FIELD_NONE;
    record_id id = 0;
    scan(fixture, "1");
    add_guest(fixture, &order);
    add_guest(fixture, &order);
    id = add_guest(fixture, &order);
    order.name = "KEES DE GROÓT"; /* the same person, typed in another way */
    assert_refused(fixture, guest_add(&fixture->app, &order, &id, &field, &fixture->err),
                   "3 times already");
    assert_int_equal(field, GUEST_FIELD_AGAIN);
    order.is_again = true;
    id = add_guest(fixture, &order);
    assert_int_equal(number(fixture, "SELECT count(*) FROM audit WHERE after LIKE '%again%'"), 1);
}

static void the_club_says_how_often_a_guest_may_come(void **state)
{
    struct fixture *fixture = *state;
    struct guest_order order = guest_of(fixture->anna);
    record_id id = 0;
    scan(fixture, "1");
    assert_ok(app_setting_put(&fixture->app, "guest.visits_max", "1", &fixture->err), fixture->err);
    id = add_guest(fixture, &order);
    record_id again = 0;
    assert_refused(fixture, guest_add(&fixture->app, &order, &again, NULL, &fixture->err),
                   "1 time already");
    assert_ok(guest_void(&fixture->app, id, &fixture->err), fixture->err); /* no longer counts */
    add_guest(fixture, &order);
}

static void a_voided_guest_takes_the_presence_along_both_ways(void **state)
{
    struct fixture *fixture = *state;
    struct guest_order order = guest_of(fixture->anna);
    scan(fixture, "1");
    record_id first = add_guest(fixture, &order);
    assert_ok(guest_void(&fixture->app, first, &fixture->err), fixture->err);
    assert_refused(fixture, guest_void(&fixture->app, first, &fixture->err), "void already");
    assert_refused(fixture, guest_out(&fixture->app, first, &fixture->err), "is not in");
    record_id second = add_guest(fixture, &order);
    struct presence row;
    assert_ok(presence_last_of(fixture->app.db, 0, second, &row, &fixture->err), fixture->err);
    assert_ok(presence_void(&fixture->app, row.id, &fixture->err), fixture->err);
    assert_int_equal(number(fixture, "SELECT count(*) FROM guest WHERE voided_at_ms > 0"), 2);
    assert_int_equal(number(fixture, "SELECT count(*) FROM presence WHERE guest_id IS NOT NULL"
                                     " AND voided_at_ms > 0"),
                     2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_club(a_guest_stands_in_both_registers),
        with_club(the_trail_does_not_say_who_the_guest_was),
        with_club(a_guest_needs_a_name_a_document_and_a_host_who_is_in),
        with_club(a_fourth_visit_is_refused_until_it_is_confirmed),
        with_club(the_club_says_how_often_a_guest_may_come),
        with_club(a_voided_guest_takes_the_presence_along_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
