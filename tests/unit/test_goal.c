/* Goals: what is kept of them, and what stored sessions suggest. */
#include "near.h"
#include "range_support.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "core/auth.h"
#include "core/demo.h"
#include "core/goal.h"
#include "core/goal_numbers.h"
#include "core/verify.h"

/* --- the list ----------------------------------------------------------------------------------
 */
static record_id add(struct app *app, record_id member, const char *title, const char *month)
{
    struct err err = {0};
    record_id id = 0;
    struct goal goal = {.member_id = member};
    text_copy(goal.title, sizeof goal.title, title);
    text_copy(goal.month, sizeof goal.month, month);
    assert_ok(goal_add(app, &goal, &id, &err), err);
    return id;
}

/* The titles in order, a semicolon after each. */
static const char *titles(struct app *app, record_id member)
{
    static char text[1000];
    struct arena arena = {0};
    struct goal *rows = NULL;
    struct err err = {0};
    int count = 0;
    text[0] = '\0';
    assert_ok(goal_list(app, &arena, member, &rows, &count, &err), err);
    for (int i = 0; i < count; i++) {
        strncat(text, rows[i].title, 90);
        strcat(text, ";");
    }
    arena_free(&arena);
    return text;
}

static void a_goal_comes_back_as_it_was_stored(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct goal got;
    record_id id = 0;
    test_club(&app);
    struct goal goal = {.member_id = make_member(&app, "Bakker", "Anna"),
                        .title = " Follow through ",
                        .detail = "Count to two",
                        .month = "2026-11",
                        .rule = "drift"};
    assert_ok(goal_add(&app, &goal, &id, &err), err);
    assert_ok(goal_get(&app, id, &got, &err), err);
    assert_string_equal(got.title, "Follow through");
    assert_string_equal(got.detail, "Count to two");
    assert_string_equal(got.month, "2026-11");
    assert_string_equal(got.rule, ""); /* an own goal has none */
    assert_int_equal(got.source, GOAL_OWN);
    assert_string_equal(got.by_name, app.actor.name);
    assert_true(got.member_id == goal.member_id && got.at_ms > 0 && got.done_at_ms == 0);
    app_close(&app);
}

static void open_goals_stand_first_by_month_and_each_member_has_their_own(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    test_club(&app);
    record_id anna = make_member(&app, "Bakker", "Anna");
    record_id bert = make_member(&app, "Bos", "Bert");
    record_id december = add(&app, anna, "December", "2026-12");
    add(&app, anna, "October", "2026-10");
    add(&app, anna, "November", "2026-11");
    add(&app, bert, "Other", "2026-01");
    assert_string_equal(titles(&app, anna), "October;November;December;");
    assert_ok(goal_set_done(&app, december, true, &err), err);
    assert_string_equal(titles(&app, anna), "October;November;December;");
    add(&app, anna, "2027", "2027-01");
    assert_string_equal(titles(&app, anna), "October;November;2027;December;");
    assert_ok(goal_set_done(&app, december, false, &err), err);
    assert_string_equal(titles(&app, anna), "October;November;December;2027;");
    app_close(&app);
}

static int count_audits(struct app *app, record_id id)
{
    struct audit_row rows[10];
    struct err err = {0};
    return audit_of(app->db, "goal", id, rows, 10, &err);
}

static void ticking_off_twice_changes_nothing_the_second_time(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct goal first;
    struct goal second;
    test_club(&app);
    record_id id = add(&app, make_member(&app, "Bakker", "Anna"), "A", "");
    assert_ok(goal_set_done(&app, id, true, &err), err);
    assert_ok(goal_get(&app, id, &first, &err), err);
    assert_ok(goal_set_done(&app, id, true, &err), err);
    assert_ok(goal_get(&app, id, &second, &err), err);
    assert_true(first.done_at_ms > 0 && first.done_at_ms == second.done_at_ms);
    assert_int_equal(count_audits(&app, id), 2); /* added, done */
    app_close(&app);
}

static void a_goal_that_was_taken_out_comes_back(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct audit_row row;
    test_club(&app);
    record_id anna = make_member(&app, "Bakker", "Anna");
    record_id id = add(&app, anna, "A", "2026-11");
    assert_ok(goal_void(&app, id, &err), err);
    assert_string_equal(titles(&app, anna), "");
    assert_int_equal(audit_of(app.db, "goal", id, &row, 1, &err), 1);
    assert_string_equal(row.action, "goal.void");
    assert_ok(goal_restore(&app, id, &err), err);
    assert_string_equal(titles(&app, anna), "A;");
    assert_int_equal(count_audits(&app, id), 3);
    assert_false(goal_void(&app, 12345, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    app_close(&app);
}

static void expect_refused(struct app *app, const struct goal *goal, enum err_kind kind,
                           const char *word)
{
    struct err err = {0};
    record_id id = 0;
    assert_false(goal_add(app, goal, &id, &err));
    assert_int_equal(err.kind, kind);
    if (strstr(err.what, word) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", err.what, word);
    }
    assert_int_equal(id, 0);
}

static void what_cannot_be_a_goal_is_refused_by_the_name_of_its_field(void **state)
{
    (void)state;
    struct app app;
    test_club(&app);
    record_id anna = make_member(&app, "Bakker", "Anna");
    struct goal goal = {.member_id = anna, .title = "  "};
    expect_refused(&app, &goal, ERR_INPUT, "Goal");
    goal = (struct goal){.member_id = anna, .title = "A\033[2J"};
    expect_refused(&app, &goal, ERR_INPUT, "Goal");
    goal = (struct goal){.member_id = anna, .title = "A", .detail = "1\n2"};
    expect_refused(&app, &goal, ERR_INPUT, "Detail");
    goal = (struct goal){.member_id = anna, .title = "A", .month = "2026-13"};
    expect_refused(&app, &goal, ERR_INPUT, "Month");
    goal = (struct goal){.member_id = 12345, .title = "A"};
    expect_refused(&app, &goal, ERR_NOT_FOUND, "member");
    app.actor.is_present = false;
    goal = (struct goal){.member_id = anna, .title = "A"};
    expect_refused(&app, &goal, ERR_DENIED, "Log in");
    app_close(&app);
}

static void a_month_is_read_as_people_write_it(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *month; /* NULL: none */
    } rows[] = {{"2026-11", "2026-11"}, {" 11-2026 ", "2026-11"}, {"1/2027", "2027-01"},
                {"2026-13", NULL},      {"13-2026", NULL},        {"11", NULL},
                {"11-26", NULL},        {"2026-11-01", NULL},     {"november", NULL},
                {"\xff", NULL}};
    char month[8];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool ok = goal_month_read(rows[i].typed, month);
        if (ok != (rows[i].month != NULL)) {
            fail_msg("\"%s\": %d", rows[i].typed, ok);
        }
        if (ok) {
            assert_string_equal(month, rows[i].month);
        }
    }
    setenv("AIMTRACK_CLOCK_MS", "1795600000000", 1); /* 2026-11-25 */
    assert_true(goal_month_read("", month));
    assert_string_equal(month, "2026-11");
    unsetenv("AIMTRACK_CLOCK_MS");
}

/* --- suggestions of stored sessions ------------------------------------------------------------
 */
static const struct goal_suggestion *find(const struct goal_suggestions *found, const char *rule)
{
    for (int i = 0; i < found->count; i++) {
        if (strcmp(found->rows[i].rule, rule) == 0) {
            return &found->rows[i];
        }
    }
    return NULL;
}

/* A finished card of six series, the second two rings weaker a shot. */
static void shoot_card(struct app *app, record_id member, int shots_in_second)
{
    struct err err = {0};
    struct lane *lane = calloc(1, sizeof *lane);
    open_lane(app, member, 0, "LP60", 1, lane);
    type_shots(app, lane, 10, 90);
    type_shots(app, lane, shots_in_second, 70);
    if (shots_in_second == 10) {
        type_shots(app, lane, 40, 90);
    }
    assert_ok(range_finish(app, lane, &err), err);
    lane_free(lane);
    free(lane);
}

static void a_member_without_sessions_only_misses_turns(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct goal_suggestions found;
    test_club(&app);
    record_id anna = make_member(&app, "Bakker", "Anna");
    assert_ok(goal_suggestions(&app, anna, NULL, &found, &err), err);
    assert_int_equal(found.count, 1);
    assert_string_equal(found.rows[0].rule, "turns");
    assert_ok(goal_suggestions(&app, anna, "LP60", &found, &err), err);
    assert_false(goal_suggestions(&app, 12345, NULL, &found, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    app_close(&app);
}

static void the_shots_of_the_last_sessions_are_read_for_the_rules(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct arena arena = {0};
    struct goal_numbers numbers;
    struct goal_suggestions found;
    test_club(&app);
    record_id anna = make_member(&app, "Bakker", "Anna");
    for (int i = 0; i < 12; i++) {
        shoot_card(&app, anna, 10);
    }
    assert_ok(goal_numbers_read(&app, &arena, anna, NULL, &numbers, &err), err);
    assert_int_equal(numbers.count, GOAL_SESSIONS_MAX);
    assert_int_equal(numbers.values[0].count, 60);
    assert_true(numbers.cards[9].is_complete);
    assert_int_equal(numbers.drift->weak_first, 11);
    assert_near(numbers.drift->difference.value, -2.0, 1e-12);
    assert_int_equal(numbers.turns, 1);
    assert_int_equal(numbers.lean->shots, 0); /* typed without a place */
    arena_free(&arena);
    assert_ok(goal_suggestions(&app, anna, NULL, &found, &err), err);
    assert_non_null(find(&found, "series_weak"));
    assert_non_null(find(&found, "drift"));
    assert_null(find(&found, "lean"));
    app_close(&app);
}

/* Twenty shots in 150, in 20 and in 10 seconds: the last ones are worse for everybody. */
static void a_programme_of_slow_and_quick_series_suggests_no_drift(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct goal_suggestions found;
    test_club(&app);
    record_id anna = make_member(&app, "Bakker", "Anna");
    for (int i = 0; i < 4; i++) {
        struct lane *lane = calloc(1, sizeof *lane);
        open_lane(&app, anna, 0, "SP60", 1, lane);
        type_shots(&app, lane, 40, 90);
        type_shots(&app, lane, 20, 70);
        assert_ok(range_finish(&app, lane, &err), err);
        lane_free(lane);
        free(lane);
    }
    assert_ok(goal_suggestions(&app, anna, NULL, &found, &err), err);
    assert_null(find(&found, "drift"));
    assert_null(find(&found, "series_weak"));
    app_close(&app);
}

static void a_partial_session_is_part_of_no_total(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct arena arena = {0};
    struct goal_numbers numbers;
    test_club(&app);
    record_id anna = make_member(&app, "Bakker", "Anna");
    shoot_card(&app, anna, 1);
    assert_ok(goal_numbers_read(&app, &arena, anna, "LP60", &numbers, &err), err);
    assert_int_equal(numbers.count, 1);
    assert_int_equal(numbers.values[0].count, 11);
    assert_false(numbers.cards[0].is_complete);
    assert_true(numbers.cards[0].series[0].is_complete);
    assert_false(numbers.cards[0].series[1].is_complete);
    arena_free(&arena);
    app_close(&app);
}

static void a_suggestion_is_not_made_again_while_its_goal_is_open(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct goal_suggestions found;
    struct goal goal;
    record_id id = 0;
    record_id other = 0;
    test_club(&app);
    record_id anna = make_member(&app, "Bakker", "Anna");
    assert_ok(goal_suggestions(&app, anna, NULL, &found, &err), err);
    const struct goal_suggestion turns = *find(&found, "turns");
    assert_ok(goal_take_over(&app, anna, &turns, "", &id, &err), err);
    assert_ok(goal_get(&app, id, &goal, &err), err);
    assert_int_equal(goal.source, GOAL_SUGGESTED);
    assert_string_equal(goal.rule, "turns");
    assert_string_equal(goal.detail, turns.detail);
    assert_ok(goal_suggestions(&app, anna, NULL, &found, &err), err);
    assert_null(find(&found, "turns"));
    assert_false(goal_take_over(&app, anna, &turns, "", &other, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_ok(goal_set_done(&app, id, true, &err), err);
    assert_ok(goal_suggestions(&app, anna, NULL, &found, &err), err);
    assert_non_null(find(&found, "turns"));
    assert_ok(goal_set_done(&app, id, false, &err), err);
    assert_ok(goal_void(&app, id, &err), err);
    assert_ok(goal_suggestions(&app, anna, NULL, &found, &err), err);
    assert_non_null(find(&found, "turns"));
    app_close(&app);
}

/* --- the demonstration -------------------------------------------------------------------------
 */
static record_id id_of(struct app *app, const char *sql)
{
    struct err err = {0};
    struct db_stmt *stmt = db_prepare(app->db, sql);
    assert_int_equal(db_step(stmt, &err), DB_ROW);
    record_id id = db_int(stmt, 0);
    db_reset(stmt);
    return id;
}

static void the_demonstration_takes_the_goals_of_its_members_with_it(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct demo_result result;
    struct verify_report report;
    struct goal got;
    record_id id = 0;
    struct demo_options options = {.members = 6, .sessions = 40, .seed = 7};
    test_club(&app);
    assert_ok(demo_load(&app, &options, NULL, NULL, &result, &err), err);
    record_id demo_member = id_of(&app, "SELECT min(id) FROM member");
    record_id used = id_of(&app, "SELECT max(id) FROM member");
    record_id anna = make_member(&app, "Bakker", "Really");
    add(&app, demo_member, "goes", "");
    add(&app, used, "stays", "");
    shoot_card(&app, used, 1); /* a real session keeps the member */
    struct goal goal = {.member_id = anna,
                        .title = "kept",
                        .session_id = id_of(&app, "SELECT min(id) FROM session"),
                        .weapon_id = id_of(&app, "SELECT min(id) FROM weapon")};
    assert_ok(goal_add(&app, &goal, &id, &err), err);
    assert_ok(demo_remove(&app, &result, &err), err);
    assert_int_equal(id_of(&app, "SELECT count(*) FROM goal"), 2);
    assert_string_equal(titles(&app, used), "stays;");
    assert_ok(goal_get(&app, id, &got, &err), err);
    assert_int_equal(got.session_id, 0);
    assert_int_equal(got.weapon_id, 0);
    assert_ok(verify_run(&app, NULL, NULL, &report, &err), err);
    assert_int_equal(report.problem_count, 0);
    app_close(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_goal_comes_back_as_it_was_stored),
        cmocka_unit_test(open_goals_stand_first_by_month_and_each_member_has_their_own),
        cmocka_unit_test(ticking_off_twice_changes_nothing_the_second_time),
        cmocka_unit_test(a_goal_that_was_taken_out_comes_back),
        cmocka_unit_test(what_cannot_be_a_goal_is_refused_by_the_name_of_its_field),
        cmocka_unit_test(a_month_is_read_as_people_write_it),
        cmocka_unit_test(a_member_without_sessions_only_misses_turns),
        cmocka_unit_test(the_shots_of_the_last_sessions_are_read_for_the_rules),
        cmocka_unit_test(a_programme_of_slow_and_quick_series_suggests_no_drift),
        cmocka_unit_test(a_partial_session_is_part_of_no_total),
        cmocka_unit_test(a_suggestion_is_not_made_again_while_its_goal_is_open),
        cmocka_unit_test(the_demonstration_takes_the_goals_of_its_members_with_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
