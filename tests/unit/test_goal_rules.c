/* What a shooter's numbers suggest as a goal, and when they do not. */
#include "near.h"

#include <stdlib.h>
#include <string.h>

#include "core/rules/goal_rules.h"

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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
