/* Members and weapons from CSV: what is found, refused, and stored all or nothing. */
#include "support.h"

#include <string.h>

#include "core/import/import.h"
#include "core/member.h"
#include "core/weapon.h"

struct fixture {
    struct app app;
    struct arena arena;
    struct err err;
    struct import_plan plan;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){0};
    test_club(&fixture.app);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    arena_free(&fixture->arena);
    app_close(&fixture->app);
    return 0;
}

static bool run(struct fixture *fixture, enum import_kind kind, const char *text, bool apply)
{
    fixture->err = (struct err){0};
    return import_run(&fixture->app, &fixture->arena, kind, text, strlen(text), apply,
                      &fixture->plan, &fixture->err);
}

static void a_trial_keeps_nothing(void **state)
{
    struct fixture *fixture = *state;
    int before = member_count(&fixture->app);
    assert_ok(run(fixture, IMPORT_MEMBERS, "number,family name\n7001,Bakker\n", false),
              fixture->err);
    assert_int_equal(fixture->plan.counts[IMPORT_ADD], 1);
    assert_false(fixture->plan.is_applied);
    assert_int_equal(member_count(&fixture->app), before);
}

static void one_wrong_row_keeps_everything_out(void **state)
{
    struct fixture *fixture = *state;
    int before = member_count(&fixture->app);
    assert_ok(run(fixture, IMPORT_MEMBERS,
                  "lidnummer;achternaam;geboortedatum\n7001;Bakker;1-2-1990\n7002;Visser;"
                  "31-31-1990\n",
                  true),
              fixture->err);
    assert_int_equal(fixture->plan.counts[IMPORT_ERROR], 1);
    assert_int_equal(fixture->plan.rows[1].line, 3);
    assert_string_equal(fixture->plan.rows[1].column, "geboortedatum");
    assert_true(fixture->plan.rows[1].message[0] != '\0');
    assert_int_equal(member_count(&fixture->app), before);
}

static void dutch_headings_prefixes_and_dates_are_understood(void **state)
{
    struct fixture *fixture = *state;
    struct member member;
    assert_ok(run(fixture, IMPORT_MEMBERS,
                  "\xEF\xBB\xBFLidnummer;Achternaam;Tussenvoegsel;Voornaam;Geboortedatum\r\n"
                  "7001;Vries;de;\"Jan \"\"J\"\"\";31-12-1980\r\n",
                  true),
              fixture->err);
    assert_true(fixture->plan.is_applied);
    assert_ok(member_by_card(&fixture->app, "7001", &member, &fixture->err), fixture->err);
    assert_string_equal(member.family_name, "de Vries");
    assert_string_equal(member.given_name, "Jan \"J\"");
    assert_string_equal(member.birth_date, "1980-12-31");
}

static void windows_text_becomes_utf8(void **state)
{
    struct fixture *fixture = *state;
    struct member member;
    assert_ok(run(fixture, IMPORT_MEMBERS,
                  "number,family name,given name\n7001,M\xFCller,J\xF6rg \x80\n", true),
              fixture->err);
    assert_ok(member_by_card(&fixture->app, "7001", &member, &fixture->err), fixture->err);
    assert_string_equal(member.family_name, "M\xC3\xBCller");
    assert_string_equal(member.given_name, "J\xC3\xB6rg \xE2\x82\xAC");
}

static void the_same_file_again_changes_nothing(void **state)
{
    struct fixture *fixture = *state;
    const char *text = "number,family name,licence\n7001,Bakker,L1\n7002,=1+1,L2\n";
    assert_ok(run(fixture, IMPORT_MEMBERS, text, true), fixture->err);
    assert_ok(run(fixture, IMPORT_MEMBERS, text, true), fixture->err);
    assert_int_equal(fixture->plan.counts[IMPORT_SAME], 2);
    assert_ok(run(fixture, IMPORT_MEMBERS, "licence,family name\nL2,Visser\n", true), fixture->err);
    assert_int_equal(fixture->plan.counts[IMPORT_CHANGE], 1);
}

static void who_shares_notes_is_said_with_yes_or_no(void **state)
{
    struct fixture *fixture = *state;
    struct member member;
    assert_ok(run(fixture, IMPORT_MEMBERS,
                  "lidnummer;achternaam;Notities naar AI\n7001;Bakker;Ja\n7002;Visser;nee\n", true),
              fixture->err);
    assert_ok(member_by_card(&fixture->app, "7001", &member, &fixture->err), fixture->err);
    assert_true(member.shares_notes);
    assert_ok(run(fixture, IMPORT_MEMBERS,
                  "number,family name,shares notes\n7001,Bakker,\n7002,Visser,yes\n", true),
              fixture->err);
    assert_int_equal(fixture->plan.counts[IMPORT_SAME], 1);
    assert_ok(member_by_card(&fixture->app, "7002", &member, &fixture->err), fixture->err);
    assert_true(member.shares_notes);
    assert_ok(
        run(fixture, IMPORT_MEMBERS, "number,family name,shares notes\n7001,Bakker,maybe\n", true),
        fixture->err);
    assert_int_equal(fixture->plan.counts[IMPORT_ERROR], 1);
}

static void an_apostrophe_before_a_formula_comes_off_and_no_other(void **state)
{
    struct fixture *fixture = *state;
    struct member member;
    assert_ok(run(fixture, IMPORT_MEMBERS,
                  "number,family name,given name,notes\n7001,'t Hart,''t,'=1+1\n", true),
              fixture->err);
    assert_ok(member_by_card(&fixture->app, "7001", &member, &fixture->err), fixture->err);
    assert_string_equal(member.family_name, "'t Hart");
    assert_string_equal(member.given_name, "'t");
    assert_string_equal(member.notes, "=1+1");
}

static void empty_cells_never_erase(void **state)
{
    struct fixture *fixture = *state;
    struct member member;
    assert_ok(
        run(fixture, IMPORT_MEMBERS, "number,family name,given name\n7001,Bakker,Anna\n", true),
        fixture->err);
    assert_ok(
        run(fixture, IMPORT_MEMBERS, "number,family name,given name,licence\n7001,,,L9\n", true),
        fixture->err);
    assert_ok(member_by_card(&fixture->app, "7001", &member, &fixture->err), fixture->err);
    assert_string_equal(member.given_name, "Anna");
    assert_string_equal(member.licence, "L9");
}

static void the_same_member_twice_is_wrong(void **state)
{
    struct fixture *fixture = *state;
    assert_ok(run(fixture, IMPORT_MEMBERS, "number,family name\n7001,Bakker\n7001,Visser\n", true),
              fixture->err);
    assert_int_equal(fixture->plan.counts[IMPORT_ERROR], 1);
    assert_int_equal(fixture->plan.rows[1].action, IMPORT_ERROR);
    assert_false(fixture->plan.is_applied);
}

static void number_and_licence_of_two_members_are_wrong(void **state)
{
    struct fixture *fixture = *state;
    assert_ok(run(fixture, IMPORT_MEMBERS,
                  "number,family name,licence\n7001,Bakker,L1\n7002,Visser,L2\n", true),
              fixture->err);
    assert_ok(run(fixture, IMPORT_MEMBERS, "number,family name,licence\n7001,Bakker,L2\n", true),
              fixture->err);
    assert_int_equal(fixture->plan.counts[IMPORT_ERROR], 1);
    assert_string_equal(fixture->plan.rows[0].column, "licence");
}

static void a_missing_column_and_a_binary_file_are_told(void **state)
{
    struct fixture *fixture = *state;
    assert_false(run(fixture, IMPORT_MEMBERS, "number,colour\n1,red\n", true));
    assert_int_equal(fixture->err.kind, ERR_INPUT);
    assert_false(import_run(&fixture->app, &fixture->arena, IMPORT_MEMBERS, "a,\0b\n", 6, true,
                            &fixture->plan, &fixture->err));
    assert_false(run(fixture, IMPORT_MEMBERS, "", true));
    assert_false(run(fixture, IMPORT_MEMBERS, "family name\n\"open", true));
}

static void weapons_find_their_owner_and_kind(void **state)
{
    struct fixture *fixture = *state;
    struct weapon *rows = NULL;
    int count = 0;
    assert_ok(run(fixture, IMPORT_MEMBERS, "number,family name\n7001,Bakker\n", true),
              fixture->err);
    assert_ok(run(fixture, IMPORT_WEAPONS,
                  "naam;soort;serienummer;eigenaar;klik mm op 10 m\nGSP;luchtpistool;G1;7001;"
                  "0,08\n",
                  true),
              fixture->err);
    assert_true(fixture->plan.is_applied);
    struct weapon_query query = {.find = "gsp", .limit = 5};
    assert_ok(weapon_list(&fixture->app, &fixture->arena, &query, &rows, &count, &fixture->err),
              fixture->err);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].kind, WEAPON_AIR_PISTOL);
    assert_int_equal(rows[0].click_um_at_10m, 80);
    assert_true(rows[0].owner_member_id != 0);
    assert_ok(run(fixture, IMPORT_WEAPONS, "name,owner\nX,nobody\n", true), fixture->err);
    assert_string_equal(fixture->plan.rows[0].column, "owner");
}

static void an_officer_may_add_but_not_change(void **state)
{
    struct fixture *fixture = *state;
    assert_ok(run(fixture, IMPORT_MEMBERS, "number,family name\n7001,Bakker\n", true),
              fixture->err);
    fixture->app.actor.role = ROLE_OFFICER;
    assert_ok(run(fixture, IMPORT_MEMBERS, "number,family name\n7001,Visser\n", true),
              fixture->err);
    assert_int_equal(fixture->plan.counts[IMPORT_ERROR], 1);
}

static void mutated_files_never_harm(void **state)
{
    struct fixture *fixture = *state;
    /* Any bytes: a plan or a sentence, never more, and the members stay as they were. */
    static const char start[] = "number;family name;given name;birth date\n7001;Bakker;\"An\nna\""
                                ";1-2-1990\n7002;Visser;Mo;2001-05-06\n";
    struct test_random luck;
    test_random_start(&luck);
    int before = member_count(&fixture->app);
    for (int round = 0; round < 2000; round++) {
        char bytes[sizeof start];
        struct arena arena = {0};
        memcpy(bytes, start, sizeof start);
        for (int i = 0; i < 1 + test_random_below(&luck, 8); i++) {
            bytes[test_random_below(&luck, (int)sizeof start)] =
                (char)test_random_below(&luck, 256);
        }
        size_t size = (size_t)test_random_below(&luck, (int)sizeof start);
        struct err err = {0};
        bool ok = import_run(&fixture->app, &arena, IMPORT_MEMBERS, bytes, size, false,
                             &fixture->plan, &err);
        assert_true(ok || err.what[0] != '\0');
        arena_free(&arena);
    }
    assert_int_equal(member_count(&fixture->app), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_trial_keeps_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_wrong_row_keeps_everything_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dutch_headings_prefixes_and_dates_are_understood, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(windows_text_becomes_utf8, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_same_file_again_changes_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_shares_notes_is_said_with_yes_or_no, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_apostrophe_before_a_formula_comes_off_and_no_other,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(empty_cells_never_erase, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_same_member_twice_is_wrong, set_up, tear_down),
        cmocka_unit_test_setup_teardown(number_and_licence_of_two_members_are_wrong, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_missing_column_and_a_binary_file_are_told, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(weapons_find_their_owner_and_kind, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_officer_may_add_but_not_change, set_up, tear_down),
        cmocka_unit_test_setup_teardown(mutated_files_never_harm, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
