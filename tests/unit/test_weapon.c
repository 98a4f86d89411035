/* Weapons: which one stands first, finding, pages, rounds and edits. */
#include "range_support.h"

#include <stdio.h>

static record_id add(struct app *app, const struct weapon *weapon)
{
    struct err err = {0};
    record_id id = 0;
    assert_ok(weapon_add(app, weapon, &id, &err), err);
    return id;
}

/* The ids found, in order. */
static int list_ids(struct app *app, const struct weapon_query *query, record_id *ids)
{
    struct arena arena = {0};
    struct weapon *rows = NULL;
    struct err err = {0};
    int count = 0;
    assert_ok(weapon_list(app, &arena, query, &rows, &count, &err), err);
    for (int i = 0; i < count; i++) {
        ids[i] = rows[i].id;
    }
    arena_free(&arena);
    return count;
}

/* A session of that member with that weapon, `clock` its moment. */
static void shoot(struct app *app, record_id member, record_id weapon, const char *clock, int shots)
{
    struct err err = {0};
    struct lane lane;
    setenv("AIMTRACK_CLOCK_MS", clock, 1);
    open_lane(app, member, weapon, "LP60", 1, &lane);
    type_shots(app, &lane, shots, 90);
    assert_ok(range_finish(app, &lane, &err), err);
    unsetenv("AIMTRACK_CLOCK_MS");
    lane_free(&lane);
}

static void the_shooters_usual_weapons_come_first_then_own_then_the_clubs(void **state)
{
    (void)state;
    struct app app;
    record_id ids[10];
    test_club(&app);
    record_id anna = make_member(&app, "Bakker", "Anna");
    record_id piet = make_member(&app, "Smit", "Piet");
    record_id club = add(&app, &(struct weapon){.name = "B club", .kind = WEAPON_AIR_PISTOL});
    record_id other = add(
        &app,
        &(struct weapon){.name = "A others", .kind = WEAPON_AIR_PISTOL, .owner_member_id = piet});
    record_id own =
        add(&app,
            &(struct weapon){.name = "C own", .kind = WEAPON_AIR_PISTOL, .owner_member_id = anna});
    record_id older = add(&app, &(struct weapon){.name = "D older", .kind = WEAPON_AIR_PISTOL});
    record_id newer = add(&app, &(struct weapon){.name = "E newer", .kind = WEAPON_AIR_PISTOL});
    record_id rifle = add(&app, &(struct weapon){.name = "F rifle", .kind = WEAPON_RIFLE});
    shoot(&app, anna, newer, "1795000000000", 1);
    shoot(&app, anna, older, "1795000100000", 1);
    shoot(&app, anna, newer, "1795000200000", 1);
    shoot(&app, anna, rifle, "1795000300000", 1);
    shoot(&app, piet, club, "1795000400000", 1); /* somebody else's habit */
    struct weapon_query query = {
        .for_member = anna, .kinds = 1U << WEAPON_AIR_PISTOL, .find = "", .limit = 10};
    const record_id pistols_first[] = {newer, older, own, club, other, rifle};
    assert_int_equal(list_ids(&app, &query, ids), 6);
    assert_memory_equal(ids, pistols_first, sizeof pistols_first);
    query.kinds = 0;
    const record_id any[] = {rifle, newer, older, own, club, other};
    assert_int_equal(list_ids(&app, &query, ids), 6);
    assert_memory_equal(ids, any, sizeof any);
    query.limit = 2;
    assert_int_equal(list_ids(&app, &query, ids), 2);
    assert_true(ids[0] == rifle);
    app_close(&app);
}

static void the_last_used_weapon_is_first_among_a_thousand(void **state)
{
    (void)state;
    struct app app;
    record_id ids[3];
    test_club(&app);
    record_id anna = make_member(&app, "Bakker", "Anna");
    for (int i = 0; i < 1000; i++) {
        struct weapon weapon = {.kind = WEAPON_AIR_PISTOL};
        snprintf(weapon.name, sizeof weapon.name, "A%04d", i);
        add(&app, &weapon);
    }
    record_id used = add(&app, &(struct weapon){.name = "Z", .kind = WEAPON_AIR_PISTOL});
    shoot(&app, anna, used, "1795000000000", 1);
    struct weapon_query query = {.for_member = anna, .find = "", .limit = 3};
    assert_int_equal(list_ids(&app, &query, ids), 3);
    assert_true(ids[0] == used);
    app_close(&app);
}

static void a_weapon_is_found_by_name_calibre_serial_and_owner(void **state)
{
    (void)state;
    struct app app;
    record_id ids[10];
    test_club(&app);
    record_id owner = make_member(&app, "Özdemir", "Yasmin");
    record_id walther = add(&app, &(struct weapon){.name = "Walther LP500",
                                                   .calibre = "4.5 mm",
                                                   .serial = "LP-7731",
                                                   .owner_member_id = owner});
    add(&app, &(struct weapon){.name = "Morini CM162", .calibre = "4.5 mm"});
    static const char *const words[] = {"lp500", "4.5 walth", "7731", "ozdemir", "yas walther"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        assert_int_equal(list_ids(&app, &(struct weapon_query){.find = words[i], .limit = 10}, ids),
                         1);
        assert_true(ids[0] == walther);
        struct weapon_query ranked = {.find = words[i], .limit = 10, .for_member = owner};
        assert_int_equal(list_ids(&app, &ranked, ids), 1);
        assert_true(ids[0] == walther);
    }
    assert_int_equal(list_ids(&app, &(struct weapon_query){.find = "4.5", .limit = 10}, ids), 2);
    assert_int_equal(list_ids(&app, &(struct weapon_query){.find = "100%", .limit = 10}, ids), 0);
    assert_int_equal(list_ids(&app, &(struct weapon_query){.find = "_", .limit = 10}, ids), 0);
    app_close(&app);
}

static void pages_hold_every_weapon_once_in_order(void **state)
{
    (void)state;
    enum { WEAPONS = 40, PAGE = 7 };
    struct app app;
    struct err err = {0};
    struct arena arena = {0};
    record_id seen[WEAPONS];
    int total = 0;
    test_club(&app);
    for (int i = 0; i < WEAPONS; i++) {
        struct weapon weapon = {0};
        snprintf(weapon.name, sizeof weapon.name, "Pistol %d", i % 3); /* alike */
        add(&app, &weapon);
    }
    struct weapon_query query = {.find = "pistol", .limit = PAGE};
    for (int count = PAGE; count == PAGE;) {
        struct weapon *rows = NULL;
        assert_ok(weapon_list(&app, &arena, &query, &rows, &count, &err), err);
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < total; k++) {
                assert_true(seen[k] != rows[i].id);
            }
            assert_true(total < WEAPONS);
            seen[total++] = rows[i].id;
        }
        query.after = count > 0 ? &rows[count - 1] : NULL;
    }
    assert_int_equal(total, WEAPONS);
    arena_free(&arena);
    app_close(&app);
}

static void a_retired_weapon_is_shown_only_when_asked_for(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct weapon weapon;
    record_id ids[10];
    test_club(&app);
    record_id anna = make_member(&app, "Bakker", "Anna");
    record_id id = make_weapon(&app, "Old", WEAPON_AIR_PISTOL);
    shoot(&app, anna, id, "1795000000000", 1);
    assert_ok(weapon_get(&app, id, &weapon, &err), err);
    text_copy(weapon.retired_on, sizeof weapon.retired_on, "2026-10-12");
    assert_ok(weapon_edit(&app, &weapon, &err), err);
    assert_int_equal(list_ids(&app, &(struct weapon_query){.limit = 10}, ids), 0);
    struct weapon_query usual = {.for_member = anna, .limit = 10};
    assert_int_equal(list_ids(&app, &usual, ids), 0); /* not even to who shot with it last */
    struct weapon_query all = {.with_retired = true, .limit = 10};
    assert_int_equal(list_ids(&app, &all, ids), 1);
    app_close(&app);
}

static void rounds_of_voided_sessions_do_not_count(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    int64_t rounds = 0;
    test_club(&app);
    record_id anna = make_member(&app, "Bakker", "Anna");
    record_id id = make_weapon(&app, "Pistol", WEAPON_AIR_PISTOL);
    assert_ok(weapon_rounds(&app, id, &rounds, &err), err);
    assert_int_equal(rounds, 0);
    shoot(&app, anna, id, "1795000000000", 7);
    shoot(&app, anna, id, "1795000100000", 5);
    assert_ok(weapon_rounds(&app, id, &rounds, &err), err);
    assert_int_equal(rounds, 12);
    assert_ok(
        db_script(app.db, "UPDATE session SET state = 2 WHERE started_at_ms = 1795000100000", &err),
        err);
    assert_ok(weapon_rounds(&app, id, &rounds, &err), err);
    assert_int_equal(rounds, 7);
    app_close(&app);
}

static void expect_refused(struct app *app, const struct weapon *weapon, enum err_kind kind,
                           const char *word)
{
    struct err err = {0};
    record_id id = 0;
    assert_false(weapon_add(app, weapon, &id, &err));
    assert_int_equal(err.kind, kind);
    if (strstr(err.what, word) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", err.what, word);
    }
    assert_int_equal(id, 0);
}

static void what_cannot_be_stored_is_refused_by_the_name_of_its_field(void **state)
{
    (void)state;
    struct app app;
    test_club(&app);
    expect_refused(&app, &(struct weapon){.name = " "}, ERR_INPUT, "Name");
    expect_refused(&app, &(struct weapon){.name = "A\033"}, ERR_INPUT, "Name");
    expect_refused(&app, &(struct weapon){.name = "A", .serial = "1\n2"}, ERR_INPUT, "Serial");
    expect_refused(&app, &(struct weapon){.name = "A", .kind = WEAPON_KIND_COUNT}, ERR_INPUT,
                   "Kind");
    expect_refused(&app, &(struct weapon){.name = "A", .owned_since = "2026-13-01"}, ERR_INPUT,
                   "Owned since");
    expect_refused(&app, &(struct weapon){.name = "A", .retired_on = "x"}, ERR_INPUT, "Retired on");
    expect_refused(&app, &(struct weapon){.name = "A", .service_interval_rounds = -1}, ERR_INPUT,
                   "less than 0");
    expect_refused(&app, &(struct weapon){.name = "A", .owner_member_id = 12345}, ERR_NOT_FOUND,
                   "member");
    app_close(&app);
}

static void every_field_comes_back_as_it_was_stored(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct weapon got;
    test_club(&app);
    record_id anna = make_member(&app, "Bakker", "Anna");
    struct weapon weapon = {.name = "Anschütz 1913",
                            .kind = WEAPON_RIFLE,
                            .calibre = ".22",
                            .serial = "S1",
                            .owner_member_id = anna,
                            .storage = "safe 2",
                            .owned_since = "2020-01-02",
                            .front_sight = "ring 3.8",
                            .rear_sight = "7002",
                            .trigger_weight = "100 g",
                            .grip = "M",
                            .click_um_at_10m = 250,
                            .service_interval_rounds = 5000,
                            .notes = "left-handed"};
    record_id id = add(&app, &weapon);
    assert_ok(weapon_get(&app, id, &got, &err), err);
    weapon.id = id;
    weapon.changed_at_ms = got.changed_at_ms;
    assert_memory_equal(&got, &weapon, sizeof got);
    app_close(&app);
}

static void an_edit_of_an_old_copy_is_refused_and_the_trail_holds_what_differs(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct weapon first;
    struct audit_row row;
    test_club(&app);
    record_id id = make_weapon(&app, "Pistol", WEAPON_PISTOL);
    assert_ok(weapon_get(&app, id, &first, &err), err);
    struct weapon second = first;
    text_copy(first.front_sight, sizeof first.front_sight, "4.5");
    first.click_um_at_10m = 500;
    assert_ok(weapon_edit(&app, &first, &err), err);
    assert_int_equal(audit_of(app.db, "weapon", id, &row, 1, &err), 1);
    assert_string_equal(row.action, "weapon.edit");
    assert_string_equal(row.before, "{}");
    assert_string_equal(row.after, "{\"front_sight\":\"4.5\",\"click_um\":\"500\"}");
    text_copy(second.name, sizeof second.name, "Other");
    assert_false(weapon_edit(&app, &second, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    assert_ok(weapon_get(&app, id, &second, &err), err);
    assert_string_equal(second.name, "Pistol");
    app_close(&app);
}

static void every_kind_has_a_code_that_reads_back(void **state)
{
    (void)state;
    for (int i = 0; i < WEAPON_KIND_COUNT; i++) {
        enum weapon_kind kind = WEAPON_KIND_COUNT;
        assert_true(weapon_kind_read(weapon_kind_code((enum weapon_kind)i), &kind));
        assert_int_equal(kind, i);
        assert_true(strlen(weapon_kind_name(kind)) > 1);
    }
    enum weapon_kind kind = WEAPON_OTHER;
    assert_false(weapon_kind_read("cannon", &kind));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shooters_usual_weapons_come_first_then_own_then_the_clubs),
        cmocka_unit_test(the_last_used_weapon_is_first_among_a_thousand),
        cmocka_unit_test(a_weapon_is_found_by_name_calibre_serial_and_owner),
        cmocka_unit_test(pages_hold_every_weapon_once_in_order),
        cmocka_unit_test(a_retired_weapon_is_shown_only_when_asked_for),
        cmocka_unit_test(rounds_of_voided_sessions_do_not_count),
        cmocka_unit_test(what_cannot_be_stored_is_refused_by_the_name_of_its_field),
        cmocka_unit_test(every_field_comes_back_as_it_was_stored),
        cmocka_unit_test(an_edit_of_an_old_copy_is_refused_and_the_trail_holds_what_differs),
        cmocka_unit_test(every_kind_has_a_code_that_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
