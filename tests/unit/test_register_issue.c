/* The register of club weapons that are handed out: every rule, every refusal. */
#include "register_support.h"

static void a_club_weapon_goes_out_and_comes_back(void **state)
{
    struct fixture *fixture = *state;
    struct arena arena = {0};
    struct weapon_issue_line *rows = NULL;
    struct weapon_issue issue;
    int count = 0;
    record_id id = hand_out(fixture, fixture->anna);
    struct register_range open = {.only_open = true};
    struct register_range all = {0};
    assert_ok(weapon_issue_list(&fixture->app, &arena, &open, &rows, &count, &fixture->err),
              fixture->err);
    assert_int_equal(count, 1);
    assert_string_equal(rows[0].weapon, "Club pistol");
    assert_string_equal(rows[0].member.family_name, "Bakker");
    assert_string_equal(rows[0].issue.condition_out, "clean");
    wait_s(fixture, HOUR_S);
    assert_ok(weapon_issue_find(&fixture->app, fixture->pistol, &issue, &fixture->err),
              fixture->err);
    assert_int_equal(issue.id, id);
    assert_ok(weapon_issue_in(&fixture->app, id, " grip is loose ", &fixture->err), fixture->err);
    assert_ok(weapon_issue_list(&fixture->app, &arena, &open, &rows, &count, &fixture->err),
              fixture->err);
    assert_int_equal(count, 0);
    assert_ok(weapon_issue_list(&fixture->app, &arena, &all, &rows, &count, &fixture->err),
              fixture->err);
    assert_int_equal(count, 1);
    assert_string_equal(rows[0].issue.condition_in, "grip is loose");
    assert_int_equal(rows[0].issue.in_at_ms - rows[0].issue.out_at_ms, HOUR_MS);
    assert_refused(fixture, weapon_issue_in(&fixture->app, id, "", &fixture->err), "is not out");
    assert_false(weapon_issue_find(&fixture->app, fixture->pistol, &issue, &fixture->err));
    assert_int_equal(fixture->err.kind, ERR_NOT_FOUND);
    hand_out(fixture, fixture->piet);
    arena_free(&arena);
}

static void a_weapon_that_is_out_says_who_has_it(void **state)
{
    struct fixture *fixture = *state;
    record_id id = 0;
    hand_out(fixture, fixture->anna);
    assert_refused(
        fixture,
        weapon_issue_out(&fixture->app, fixture->pistol, fixture->piet, "", &id, &fixture->err),
        "Bakker, Anna has it");
    struct weapon_issue twice = {.id = app_new_id(&fixture->app),
                                 .weapon_id = fixture->pistol,
                                 .member_id = fixture->piet,
                                 .local_date = "2026-11-18",
                                 .out_at_ms = noon_ms};
    assert_ok(app_begin(&fixture->app, &fixture->err), fixture->err);
    assert_false(weapon_issue_insert(fixture->app.db, &twice, &fixture->err));
    app_abort(&fixture->app);
}

static void only_club_weapons_in_use_go_out_and_only_to_members(void **state)
{
    struct fixture *fixture = *state;
    struct app *app = &fixture->app;
    struct err *err = &fixture->err;
    struct weapon weapon;
    record_id id = 0;
    assert_refused(fixture, weapon_issue_out(app, fixture->own, fixture->piet, "", &id, err),
                   "not the club's");
    leave_club(fixture, fixture->piet);
    assert_refused(fixture, weapon_issue_out(app, fixture->pistol, fixture->piet, "", &id, err),
                   "left the club");
    assert_refused(fixture, weapon_issue_out(app, fixture->pistol, fixture->anna, "a\nb", &id, err),
                   "one line");
    assert_ok(weapon_get(app, fixture->pistol, &weapon, err), *err);
    text_copy(weapon.retired_on, sizeof weapon.retired_on, "2026-11-01");
    assert_ok(weapon_edit(app, &weapon, err), *err);
    assert_refused(fixture, weapon_issue_out(app, fixture->pistol, fixture->anna, "", &id, err),
                   "is retired");
}

static void a_voided_issue_makes_the_weapon_free(void **state)
{
    struct fixture *fixture = *state;
    record_id id = hand_out(fixture, fixture->anna);
    assert_ok(weapon_issue_void(&fixture->app, id, &fixture->err), fixture->err);
    assert_refused(fixture, weapon_issue_void(&fixture->app, id, &fixture->err), "void already");
    assert_refused(fixture, weapon_issue_in(&fixture->app, id, "", &fixture->err), "is not out");
    hand_out(fixture, fixture->piet);
}

static void who_goes_out_with_a_club_weapon_is_told(void **state)
{
    struct fixture *fixture = *state;
    char sentence[400];
    scan(fixture, "1");
    hand_out(fixture, fixture->anna);
    wait_s(fixture, HOUR_S);
    struct presence_result result = scan(fixture, "1");
    assert_int_equal(result.weapons_out, 1);
    presence_sentence(&result, sentence, sizeof sentence);
    assert_non_null(strstr(sentence, "was not brought back"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_club(a_club_weapon_goes_out_and_comes_back),
        with_club(a_weapon_that_is_out_says_who_has_it),
        with_club(only_club_weapons_in_use_go_out_and_only_to_members),
        with_club(a_voided_issue_makes_the_weapon_free),
        with_club(who_goes_out_with_a_club_weapon_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
