/* Goals: what the numbers suggest, and what is kept of them. */
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

/* --- the rules ---------------------------------------------------------------------------------
 */
enum { CARDS = 8, SERIES = 4, LENGTH = 10 };

struct fixture {
    struct card_sums cards[CARDS];
    struct drift_session values[CARDS];
    int tenths[CARDS][SERIES * LENGTH];
    struct goal_numbers numbers;
    struct goal_suggestions found;
};

/* Cards of four series of ten 9.0s, their shots by turns 8.5 and 9.5. */
static struct fixture *make_fixture(int count)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < SERIES * LENGTH; k++) {
            fixture->tenths[i][k] = k % 2 == 0 ? 85 : 95;
        }
        fixture->values[i] =
            (struct drift_session){.tenths = fixture->tenths[i], .count = SERIES * LENGTH};
    }
    fixture->numbers = (struct goal_numbers){
        .count = count, .cards = fixture->cards, .values = fixture->values, .decimal_point = '.'};
    return fixture;
}

/* Adds `tenths` to the first shot of a series. */
static void change(struct fixture *fixture, int card, int series, int tenths)
{
    fixture->tenths[card][(series - 1) * LENGTH] += tenths;
}

static void add_up(struct fixture *fixture)
{
    for (int i = 0; i < fixture->numbers.count; i++) {
        struct card_sums *card = &fixture->cards[i];
        *card = (struct card_sums){.is_complete = true, .series_count = SERIES};
        for (int k = 0; k < SERIES * LENGTH; k++) {
            card->total_tenths += fixture->tenths[i][k];
            card->series[k / LENGTH].total_tenths += fixture->tenths[i][k];
            card->series[k / LENGTH].is_complete = true;
        }
    }
}

static const struct goal_suggestion *find(const struct goal_suggestions *found, const char *rule)
{
    for (int i = 0; i < found->count; i++) {
        if (strcmp(found->rows[i].rule, rule) == 0) {
            return &found->rows[i];
        }
    }
    return NULL;
}

static const struct goal_suggestion *suggest(struct fixture *fixture, const char *rule)
{
    goal_rules_suggest(&fixture->numbers, &fixture->found);
    return find(&fixture->found, rule);
}

static void without_sessions_nothing_is_suggested(void **state)
{
    (void)state;
    struct fixture *fixture = make_fixture(0);
    goal_rules_suggest(&fixture->numbers, &fixture->found);
    assert_int_equal(fixture->found.count, 0);
    free(fixture);
}

static void equal_sessions_suggest_nothing(void **state)
{
    (void)state;
    struct fixture *fixture = make_fixture(CARDS);
    add_up(fixture);
    goal_rules_suggest(&fixture->numbers, &fixture->found);
    assert_int_equal(fixture->found.count, 0);
    free(fixture);
}

static void a_series_that_is_weak_every_time_is_suggested(void **state)
{
    (void)state;
    struct weak_series weak;
    struct fixture *fixture = make_fixture(6);
    for (int i = 0; i < 6; i++) {
        change(fixture, i, 3, -21);
    }
    add_up(fixture);
    goal_weak_series(fixture->cards, 6, &weak);
    assert_int_equal(weak.series, 3);
    assert_int_equal(weak.weak, 6);
    assert_near(weak.gap, -2.1, 1e-12);
    assert_true(weak.is_certain);
    const struct goal_suggestion *row = suggest(fixture, "series_weak");
    assert_non_null(row);
    assert_string_equal(row->title, "Strengthen series 3");
    assert_string_equal(row->detail, "Series 3 is on average 2.1 below your other series, by a ring"
                                     " or more in 6 of 6 sessions.");
    free(fixture);
}

static void a_series_is_weak_in_four_of_six_but_not_in_three(void **state)
{
    (void)state;
    struct weak_series weak;
    struct fixture *fixture = make_fixture(6);
    for (int i = 0; i < 4; i++) {
        change(fixture, i, 2, -30);
    }
    add_up(fixture);
    goal_weak_series(fixture->cards, 6, &weak);
    assert_int_equal(weak.series, 2);
    assert_int_equal(weak.weak, 4);
    assert_false(weak.is_certain); /* -3 -3 -3 -3 0 0 */
    assert_non_null(strstr(suggest(fixture, "series_weak")->detail, "can still be chance"));
    change(fixture, 3, 2, 30);
    add_up(fixture);
    goal_weak_series(fixture->cards, 6, &weak);
    assert_int_equal(weak.series, 0);
    free(fixture);
}

static void one_ring_below_is_weak_and_less_is_not(void **state)
{
    (void)state;
    struct weak_series weak;
    struct fixture *fixture = make_fixture(4);
    for (int i = 0; i < 4; i++) {
        change(fixture, i, 1, -10);
    }
    add_up(fixture);
    goal_weak_series(fixture->cards, 4, &weak);
    assert_int_equal(weak.series, 1);
    for (int i = 0; i < 4; i++) {
        change(fixture, i, 1, 1);
    }
    add_up(fixture);
    goal_weak_series(fixture->cards, 4, &weak);
    assert_int_equal(weak.series, 0);
    free(fixture);
}

static void a_weak_series_needs_four_sessions_and_only_the_last_six_count(void **state)
{
    (void)state;
    struct weak_series weak;
    struct fixture *fixture = make_fixture(CARDS);
    for (int i = 0; i < CARDS; i++) {
        change(fixture, i, 1, i < 2 ? 900 : -20); /* long ago it was far better */
    }
    add_up(fixture);
    goal_weak_series(fixture->cards, 3, &weak);
    assert_int_equal(weak.series, 0);
    goal_weak_series(fixture->cards, CARDS, &weak);
    assert_int_equal(weak.series, 1);
    assert_int_equal(weak.sessions, 6);
    assert_near(weak.gap, -2.0, 1e-12);
    free(fixture);
}

static void series_are_compared_with_complete_ones_of_their_kind_only(void **state)
{
    (void)state;
    struct weak_series weak;
    struct fixture *fixture = make_fixture(6);
    for (int i = 0; i < 6; i++) {
        change(fixture, i, 4, -50);
    }
    add_up(fixture);
    for (int i = 0; i < 6; i++) {
        fixture->cards[i].series[3].kind = 1; /* the rapid one */
    }
    goal_weak_series(fixture->cards, 6, &weak);
    assert_int_equal(weak.series, 0);
    for (int i = 0; i < 6; i++) {
        fixture->cards[i].series[3].kind = 0;
        fixture->cards[i].series[3].is_complete = false;
    }
    goal_weak_series(fixture->cards, 6, &weak);
    assert_int_equal(weak.series, 0);
    for (int i = 0; i < 6; i++) { /* one complete series: nothing to compare it with */
        fixture->cards[i].series[1].is_complete = fixture->cards[i].series[2].is_complete = false;
    }
    goal_weak_series(fixture->cards, 6, &weak);
    assert_int_equal(weak.series, 0);
    free(fixture);
}

static void totals_that_vary_more_than_their_shots_explain_are_suggested(void **state)
{
    (void)state;
    struct consistency even;
    struct fixture *fixture = make_fixture(5);
    static const int steps[] = {-20, -10, 0, 10, 20}; /* tenths a shot */
    for (int i = 0; i < 5; i++) {
        for (int k = 0; k < SERIES * LENGTH; k++) {
            fixture->tenths[i][k] += steps[i];
        }
    }
    add_up(fixture);
    goal_consistency(&fixture->numbers, &even);
    assert_int_equal(even.sessions, 5);
    /* totals 280 320 360 400 440: SD 63.2456; shots +-0.5: s^2 = 40 * 0.25 / 39, E = s sqrt 40 */
    assert_near(even.deviation.value, 63.2455532033676, 1e-9);
    assert_near(even.expected.value, 3.20256307610174, 1e-9);
    assert_true(even.is_uneven);
    assert_string_equal(suggest(fixture, "consistency")->detail,
                        "The totals of 5 sessions vary by 63.2 (standard deviation); the scatter"
                        " of single shots explains 3.2.");
    fixture->cards[2].is_complete = false;
    goal_consistency(&fixture->numbers, &even);
    assert_false(even.deviation.has); /* from 5 */
    assert_false(even.is_uneven);
    free(fixture);
}

static void a_drift_and_a_lean_are_suggested_only_when_they_are_certain(void **state)
{
    (void)state;
    static struct drift drift;
    struct heat_lean lean = {.verdict = VERDICT_NOISE, .hour = 7, .shots = 100};
    struct fixture *fixture = make_fixture(0);
    drift = (struct drift){.verdict = VERDICT_NOISE, .weak_first = 31, .weak_last = 40};
    drift.difference.value = -0.12;
    drift.low.value = -0.2;
    drift.high.value = -0.04;
    lean.share.value = 0.34;
    lean.low.value = 0.25;
    lean.high.value = 0.44;
    fixture->numbers.drift = &drift;
    fixture->numbers.lean = &lean;
    goal_rules_suggest(&fixture->numbers, &fixture->found);
    assert_int_equal(fixture->found.count, 0);
    drift.verdict = VERDICT_LOWER;
    lean.verdict = VERDICT_HIGHER;
    assert_string_equal(suggest(fixture, "drift")->detail,
                        "Shots 31 to 40 are 0.12 a shot below the others of the same session"
                        " (0.04 to 0.20).");
    assert_string_equal(suggest(fixture, "lean")->detail,
                        "Of 100 shots outside the ten 34 % lie at 7 o'clock (25 to 44 %); by"
                        " chance it would be 8 %.");
    free(fixture);
}

static void missing_turns_are_named_until_there_are_eighteen(void **state)
{
    (void)state;
    struct fixture *fixture = make_fixture(0);
    fixture->numbers.turns = 13;
    fixture->numbers.turns_required = 18;
    assert_string_equal(suggest(fixture, "turns")->detail,
                        "13 turns in the last 12 months, 5 short of 18: 1.1 a month, 1.5 are"
                        " needed.");
    fixture->numbers.turns = 18;
    assert_null(suggest(fixture, "turns"));
    fixture->numbers.turns = 0;
    assert_non_null(suggest(fixture, "turns"));
    free(fixture);
}

/* --- a card from its shots ---------------------------------------------------------------------
 */

/* Two stages: 2 series of 3 in 150 s, 1 of 2 in 20 s; then one more as the first. */
static const struct programme staged = {
    .id = "S", .stage_count = 3, .stages = {{2, 3, 150}, {1, 2, 20}, {1, 3, 150}}};

static int fire(struct shot *shots, int count, int series, int shots_in_it, int tenths)
{
    for (int i = 1; i <= shots_in_it; i++) {
        shots[count++] = (struct shot){.series = series, .number = i, .value_tenths = tenths};
    }
    return count;
}

static void a_card_knows_its_series_their_kinds_and_what_is_missing(void **state)
{
    (void)state;
    struct shot shots[20];
    struct card_sums sums;
    int count = fire(shots, 0, 0, 2, 100); /* sighters */
    count = fire(shots, count, 1, 3, 90);
    count = fire(shots, count, 2, 3, 80);
    count = fire(shots, count, 3, 1, 70);
    card_sums_read(shots, count, &staged, &sums);
    assert_int_equal(sums.total_tenths, 580);
    assert_false(sums.is_complete);
    assert_int_equal(sums.series_count, 4);
    assert_int_equal(sums.series[0].total_tenths, 270);
    assert_true(sums.series[0].is_complete && sums.series[1].is_complete);
    assert_false(sums.series[2].is_complete || sums.series[3].is_complete);
    assert_int_equal(sums.series[2].total_tenths, 70);
    assert_int_equal(sums.series[2].kind, 1);
    assert_int_equal(sums.series[3].kind, 0); /* as the first stage */
    count = fire(shots, count - 1, 3, 2, 70);
    count = fire(shots, count, 4, 3, 100);
    card_sums_read(shots, count, &staged, &sums);
    assert_true(sums.is_complete);
}

static void a_card_without_a_programme_has_only_a_total(void **state)
{
    (void)state;
    struct shot shots[4];
    struct card_sums sums;
    struct programme open = staged;
    int count = fire(shots, 0, 1, 3, 90);
    card_sums_read(shots, count, NULL, &sums);
    assert_int_equal(sums.total_tenths, 270);
    assert_false(sums.is_complete);
    assert_int_equal(sums.series_count, 0);
    open.is_open_ended = true;
    card_sums_read(shots, count, &open, &sums);
    assert_int_equal(sums.series_count, 0);
    card_sums_read(NULL, 0, &staged, &sums);
    assert_int_equal(sums.total_tenths, 0);
    assert_false(sums.is_complete);
}

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
    struct db_stmt *stmt = db_prepare(app->db, sql, &err);
    assert_non_null(stmt);
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
        cmocka_unit_test(without_sessions_nothing_is_suggested),
        cmocka_unit_test(equal_sessions_suggest_nothing),
        cmocka_unit_test(a_series_that_is_weak_every_time_is_suggested),
        cmocka_unit_test(a_series_is_weak_in_four_of_six_but_not_in_three),
        cmocka_unit_test(one_ring_below_is_weak_and_less_is_not),
        cmocka_unit_test(a_weak_series_needs_four_sessions_and_only_the_last_six_count),
        cmocka_unit_test(series_are_compared_with_complete_ones_of_their_kind_only),
        cmocka_unit_test(totals_that_vary_more_than_their_shots_explain_are_suggested),
        cmocka_unit_test(a_drift_and_a_lean_are_suggested_only_when_they_are_certain),
        cmocka_unit_test(missing_turns_are_named_until_there_are_eighteen),
        cmocka_unit_test(a_card_knows_its_series_their_kinds_and_what_is_missing),
        cmocka_unit_test(a_card_without_a_programme_has_only_a_total),
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
