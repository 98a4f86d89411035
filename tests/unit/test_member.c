/* Members: numbers, cards, order, pages and edits; finding them stands in test_people.c. */
#include "range_support.h"

#include <stdio.h>

#include "store/member.h"

/* Adds what the fields say; a large record, so that callers name only what they mean. */
static record_id add(struct app *app, const struct member *member)
{
    struct err err = {0};
    record_id id = 0;
    assert_ok(member_add(app, member, &id, &err), err);
    return id;
}

static void expect_refused(struct app *app, const struct member *member, const char *word)
{
    struct err err = {0};
    record_id id = 0;
    int before = member_count(app);
    assert_false(member_add(app, member, &id, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    if (strstr(err.what, word) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", err.what, word);
    }
    assert_int_equal(member_count(app), before);
}

static void expect_number(struct app *app, record_id id, const char *number)
{
    struct member member;
    struct err err = {0};
    assert_ok(member_get(app, id, &member, &err), err);
    assert_string_equal(member.number, number);
}

static void without_a_number_the_next_free_one_is_given(void **state)
{
    (void)state;
    struct app app;
    test_club(&app);
    expect_number(&app, add(&app, &(struct member){.family_name = "A"}), "1");
    add(&app, &(struct member){.family_name = "B", .number = "41"});
    add(&app, &(struct member){.family_name = "C", .number = "X900"}); /* not digits only */
    add(&app, &(struct member){.family_name = "D", .number = "1234567890123"}); /* a bar code */
    expect_number(&app, add(&app, &(struct member){.family_name = "E"}), "42");
    add(&app, &(struct member){.family_name = "F", .number = "F", .licence = "43"});
    expect_number(&app, add(&app, &(struct member){.family_name = "G"}), "44"); /* 43 is a card */
    app_close(&app);
}

static void what_cannot_be_stored_is_refused_by_the_name_of_its_field(void **state)
{
    (void)state;
    struct app app;
    test_club(&app);
    expect_refused(&app, &(struct member){.family_name = "  "}, "Family name");
    expect_refused(&app, &(struct member){.family_name = "A\nB"}, "Family name");
    expect_refused(&app, &(struct member){.family_name = "A", .given_name = "\033[31m"},
                   "Given name");
    expect_refused(&app, &(struct member){.family_name = "A", .number = "1\t2"}, "Number");
    expect_refused(&app, &(struct member){.family_name = "A", .licence = "\xff"}, "Licence");
    expect_refused(&app, &(struct member){.family_name = "A", .birth_date = "1990-02-30"},
                   "Birth date");
    expect_refused(&app, &(struct member){.family_name = "A", .joined_on = "12-10-2026"},
                   "Joined on");
    expect_refused(&app, &(struct member){.family_name = "A", .left_on = "yes"}, "Left on");
    expect_refused(&app, &(struct member){.family_name = "A", .notes = "\001"}, "Notes");
    add(&app, &(struct member){.family_name = "A", .notes = "two\nlines"});
    app_close(&app);
}

static void a_number_that_is_taken_names_its_holder(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct member member;
    test_club(&app);
    add(&app, &(struct member){
                  .family_name = "Bakker", .given_name = "Anna", .number = "7", .licence = "D7"});
    expect_refused(&app, &(struct member){.family_name = "B", .number = "7"}, "Bakker, Anna");
    expect_refused(&app, &(struct member){.family_name = "B", .number = "D7"}, "Bakker, Anna");
    expect_refused(&app, &(struct member){.family_name = "B", .licence = "7"}, "Bakker, Anna");
    record_id id = add(&app, &(struct member){.family_name = "B", .number = "8"});
    assert_ok(member_get(&app, id, &member, &err), err);
    assert_ok(member_edit(&app, &member, &err), err); /* its own number is no conflict */
    assert_ok(member_get(&app, id, &member, &err), err);
    text_copy(member.number, sizeof member.number, "7");
    assert_false(member_edit(&app, &member, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    expect_number(&app, id, "8");
    app_close(&app);
}

static void a_card_is_a_number_or_a_licence_exactly(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct member member;
    test_club(&app);
    record_id id =
        add(&app, &(struct member){.family_name = "B", .number = "0042", .licence = "D1234567"});
    static const char *const good[] = {"0042", " 0042\r\n", "D1234567"};
    static const char *const bad[] = {
        "42",
        "004",
        "D123456",
        "%",
        "",
        "  ",
        "0042000000000000000000000000000000000000000000000000000000000000000000000000000"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_ok(member_by_card(&app, good[i], &member, &err), err);
        assert_true(member.id == id);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(member_by_card(&app, bad[i], &member, &err));
        assert_int_equal(err.kind, ERR_NOT_FOUND);
    }
    app_close(&app);
}

static void names_sort_without_their_particles(void **state)
{
    (void)state;
    static const struct {
        const char *family, *sort;
    } cases[] = {
        {"de Vries", "vries, jan de "},
        {"van den Berg", "berg, jan van den "},
        {"van der Meer", "meer, jan van der "},
        {"Van 't Hoff", "hoff, jan van 't "},
        {"ter Horst", "horst, jan ter "},
        {"op den Camp", "camp, jan op den "},
        {"d'Été", "ete, jan d'"},
        {"Derksen", "derksen, jan "}, /* "der" is no particle here */
        {"Vandamme", "vandamme, jan "},
        {"van", "van, jan "}, /* nothing would be left */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char sort[4 * NAME_ROOM];
        struct member member = {.given_name = "Jan"};
        text_copy(member.family_name, sizeof member.family_name, cases[i].family);
        member_sort_text(&member, sort, sizeof sort);
        assert_string_equal(sort, cases[i].sort);
    }
}

/* Members with the same and with the longest possible names: a page must not begin twice. */
static void pages_hold_every_member_once_in_order(void **state)
{
    (void)state;
    enum { MEMBERS = 60, PAGE = 7 };
    struct app app;
    struct err err = {0};
    struct test_random random;
    test_club(&app);
    test_random_start(&random);
    for (int i = 0; i < MEMBERS; i++) {
        struct member member = {0};
        bool is_long = test_random_below(&random, 2) == 0;
        snprintf(member.family_name, sizeof member.family_name, "van der %0*d",
                 is_long ? NAME_ROOM - 9 : 1, test_random_below(&random, 4));
        memset(member.given_name, 'g', is_long ? NAME_ROOM - 1 : 1);
        add(&app, &member);
    }
    struct arena arena = {0};
    record_id seen[MEMBERS];
    int total = 0;
    char last[4 * NAME_ROOM] = "";
    struct member_query query = {.find = "", .limit = PAGE};
    for (int count = PAGE; count == PAGE;) {
        struct member *rows = NULL;
        assert_ok(member_list(&app, &arena, &query, &rows, &count, &err), err);
        for (int i = 0; i < count; i++) {
            char sort[4 * NAME_ROOM];
            member_sort_text(&rows[i], sort, sizeof sort);
            assert_true(strcmp(last, sort) <= 0);
            text_copy(last, sizeof last, sort);
            for (int k = 0; k < total; k++) {
                assert_true(seen[k] != rows[i].id);
            }
            assert_true(total < MEMBERS);
            seen[total++] = rows[i].id;
        }
        query.after = count > 0 ? &rows[count - 1] : NULL;
    }
    assert_int_equal(total, MEMBERS);
    arena_free(&arena);
    app_close(&app);
}

static int count_listed(struct app *app, bool with_left)
{
    struct arena arena = {0};
    struct member *rows = NULL;
    struct err err = {0};
    int count = 0;
    struct member_query query = {.find = "", .with_left = with_left, .limit = 50};
    assert_ok(member_list(app, &arena, &query, &rows, &count, &err), err);
    arena_free(&arena);
    return count;
}

static void who_left_is_out_of_the_way_but_not_gone(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct member member;
    test_club(&app);
    add(&app, &(struct member){.family_name = "A"});
    record_id id = add(&app, &(struct member){.family_name = "B", .licence = "D1"});
    assert_ok(member_get(&app, id, &member, &err), err);
    text_copy(member.left_on, sizeof member.left_on, "2026-10-12");
    assert_ok(member_edit(&app, &member, &err), err);
    assert_int_equal(count_listed(&app, false), 1);
    assert_int_equal(count_listed(&app, true), 2);
    assert_int_equal(member_count(&app), 1);
    assert_ok(member_by_card(&app, "D1", &member, &err), err); /* the card says who it was */
    assert_string_equal(member.left_on, "2026-10-12");
    app_close(&app);
}

static void who_shot_last_stands_first(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct arena arena = {0};
    struct member *rows = NULL;
    int count = 0;
    struct lane lane;
    test_club(&app);
    record_id weapon = make_weapon(&app, "Pistol", WEAPON_AIR_PISTOL);
    record_id first = make_member(&app, "Early", "E");
    record_id second = make_member(&app, "Late", "L");
    make_member(&app, "Never", "N");
    static const char *const clock[] = {"1795000000000", "1795000100000", "1795000200000"};
    const record_id who[] = {second, first, second};
    for (int i = 0; i < 3; i++) {
        setenv("AIMTRACK_CLOCK_MS", clock[i], 1);
        open_lane(&app, who[i], weapon, "LP60", 1, &lane);
        type_shots(&app, &lane, 1, 90);
        assert_ok(range_finish(&app, &lane, &err), err);
        lane_free(&lane);
    }
    unsetenv("AIMTRACK_CLOCK_MS");
    assert_ok(member_recent(&app, &arena, 10, &rows, &count, &err), err);
    assert_int_equal(count, 2);
    assert_true(rows[0].id == second);
    assert_true(rows[1].id == first);
    assert_ok(member_recent(&app, &arena, 1, &rows, &count, &err), err);
    assert_int_equal(count, 1);
    arena_free(&arena);
    app_close(&app);
}

static void the_trail_of_an_edit_holds_what_differs_and_no_notes(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct member member;
    struct audit_row row;
    test_club(&app);
    record_id id = add(&app, &(struct member){.family_name = "Bakker", .licence = "D1"});
    assert_ok(member_get(&app, id, &member, &err), err);
    text_copy(member.licence, sizeof member.licence, "D2");
    text_copy(member.notes, sizeof member.notes, "private words");
    assert_ok(member_edit(&app, &member, &err), err);
    assert_int_equal(audit_of(app.db, "member", id, &row, 1, &err), 1);
    assert_string_equal(row.action, "member.edit");
    assert_string_equal(row.before, "{\"licence\":\"D1\"}");
    assert_string_equal(row.after, "{\"licence\":\"D2\",\"notes\":\"changed\"}");
    app_close(&app);
}

static void notes_go_to_a_model_only_when_the_member_agreed(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct member member;
    struct audit_row row;
    test_club(&app);
    record_id id = add(&app, &(struct member){.family_name = "A"});
    assert_ok(member_get(&app, id, &member, &err), err);
    assert_false(member.shares_notes);
    member.shares_notes = true;
    assert_ok(member_edit(&app, &member, &err), err);
    assert_ok(member_get(&app, id, &member, &err), err);
    assert_true(member.shares_notes);
    assert_int_equal(audit_of(app.db, "member", id, &row, 1, &err), 1);
    assert_string_equal(row.before, "{\"shares_notes\":\"no\"}");
    assert_string_equal(row.after, "{\"shares_notes\":\"yes\"}");
    app_close(&app);
}

static void two_edits_within_a_millisecond_do_not_pass_for_one(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct member first;
    setenv("AIMTRACK_CLOCK_MS", "1795000000000", 1);
    test_club(&app);
    record_id id = add(&app, &(struct member){.family_name = "Bakker"});
    assert_ok(member_get(&app, id, &first, &err), err);
    struct member second = first;
    assert_ok(member_edit(&app, &first, &err), err);
    assert_false(member_edit(&app, &second, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    unsetenv("AIMTRACK_CLOCK_MS");
    app_close(&app);
}

static void a_member_that_is_not_there_is_not_found(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct member member = {.id = 12345, .family_name = "A"};
    test_club(&app);
    assert_false(member_edit(&app, &member, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    assert_false(member_get(&app, 12345, &member, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    app_close(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_number_the_next_free_one_is_given),
        cmocka_unit_test(what_cannot_be_stored_is_refused_by_the_name_of_its_field),
        cmocka_unit_test(a_number_that_is_taken_names_its_holder),
        cmocka_unit_test(a_card_is_a_number_or_a_licence_exactly),
        cmocka_unit_test(names_sort_without_their_particles),
        cmocka_unit_test(pages_hold_every_member_once_in_order),
        cmocka_unit_test(who_left_is_out_of_the_way_but_not_gone),
        cmocka_unit_test(who_shot_last_stands_first),
        cmocka_unit_test(the_trail_of_an_edit_holds_what_differs_and_no_notes),
        cmocka_unit_test(notes_go_to_a_model_only_when_the_member_agreed),
        cmocka_unit_test(two_edits_within_a_millisecond_do_not_pass_for_one),
        cmocka_unit_test(a_member_that_is_not_there_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
