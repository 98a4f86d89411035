/* What the numbers of a session say: each rule says it, and does not say it. */
#include "reflection_support.h"

#include "base/i18n.h"

#include <stdlib.h>

struct fixture {
    struct shot shots[SESSION_SHOTS_MAX];
    int count, series_count;
    int expected[SERIES_MAX];
    struct session_stats stats;
    struct sight_advice advice;
    struct reflection_session input;
    struct reflection reflection;
};

static struct shot *add_shot(struct fixture *fixture, int tenths, bool is_inner)
{
    struct shot *shot = &fixture->shots[fixture->count++];
    *shot = (struct shot){.series = fixture->series_count,
                          .number = fixture->count,
                          .value_tenths = tenths,
                          .ring = tenths / 10,
                          .is_inner_ten = is_inner,
                          .entered_at_ms = fixture->count * INT64_C(40000)};
    return shot;
}

/* A series as it is typed: 1..9, 0 a ten, x an inner ten, m a miss. */
static void shoot(struct fixture *fixture, const char *keys)
{
    fixture->expected[fixture->series_count++] = (int)strlen(keys);
    for (; *keys != '\0'; keys++) {
        bool is_ten = *keys == '0' || *keys == 'x';
        add_shot(fixture, is_ten ? 100 : *keys == 'm' ? 0 : (*keys - '0') * 10, *keys == 'x');
    }
}

/* A series of plotted nines around a centre, as far to each side. */
static void plot(struct fixture *fixture, int count, int64_t x_um, int64_t y_um, int64_t far_x_um,
                 int64_t far_y_um)
{
    fixture->expected[fixture->series_count++] = count;
    for (int i = 0; i < count; i++) {
        struct shot *shot = add_shot(fixture, 90, false);
        shot->is_plotted = true;
        shot->x_um = x_um + (i % 2 == 0 ? far_x_um : -far_x_um);
        shot->y_um = y_um + (i / 2 % 2 == 0 ? far_y_um : -far_y_um);
    }
}

static const struct reflection *reflect_with(struct fixture *fixture, double click_mm)
{
    struct stats_options options = {.expected_shots = fixture->expected,
                                    .expected_series = fixture->series_count};
    stats_session(fixture->shots, fixture->count, &options, &fixture->stats);
    stats_sight_advice(&fixture->stats, 10, click_mm, &fixture->advice);
    fixture->input.stats = &fixture->stats;
    fixture->input.advice = &fixture->advice;
    if (fixture->input.decimal_point == 0) {
        fixture->input.decimal_point = '.';
    }
    reflection_of_session(&fixture->input, &fixture->reflection);
    check_reflection(&fixture->reflection);
    return &fixture->reflection;
}

static const struct reflection *reflect(struct fixture *fixture)
{
    return reflect_with(fixture, 0);
}

static struct measure number(double value)
{
    return (struct measure){.has = true, .value = value};
}

/* 40 shots, 370: complete, with a past. */
static void shoot_forty(struct fixture *fixture)
{
    shoot(fixture, "9989999909");
    shoot(fixture, "9999909999");
    shoot(fixture, "9099999099");
    shoot(fixture, "9x99999099");
    fixture->input.expected_shots = 40;
}

/* --- summary -------------------------------------------------------------------------------- */
static void without_shots_it_says_only_that(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    const struct reflection *reflection = reflect(&fixture);
    assert_int_equal(reflection->count, 1);
    assert_says(reflection, "no_shots", REFLECTION_SUMMARY, "no match shots");
    shoot(&fixture, "9");
    assert_silent(reflect(&fixture), "no_shots");
}

static void the_total_is_said_with_its_average(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    shoot(&fixture, "9989909909");
    const struct reflection *reflection = reflect(&fixture);
    assert_says(reflection, "total", REFLECTION_SUMMARY,
                "Total 91 with 10 shots: 9.10 on average.");
    assert_string_equal(said(reflection, "total")->basis, "total 91, shots 10, average 9.10");
}

static void decimals_are_written_with_the_languages_point(void **state)
{
    (void)state;
    struct fixture fixture = {.input = {.has_decimals = true, .decimal_point = ','}};
    shoot(&fixture, "9989909909");
    fixture.shots[0].value_tenths = 95;
    assert_says(reflect(&fixture), "total", REFLECTION_SUMMARY, "91,5 with 10 shots: 9,15 on");
}

static void nine_shots_are_too_few_ten_are_not(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    shoot(&fixture, "999999999");
    assert_says(reflect(&fixture), "few_shots", REFLECTION_SUMMARY, "9 shots are too few");
    assert_says(&fixture.reflection, "next_more_shots", REFLECTION_NEXT, "at least 10");
    shoot(&fixture, "9");
    assert_silent(reflect(&fixture), "few_shots");
    assert_silent(&fixture.reflection, "next_more_shots");
}

static void an_incomplete_programme_is_not_compared(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    shoot_forty(&fixture);
    fixture.input.versus_average = number(4);
    fixture.input.own_best = number(380);
    fixture.input.percentile = number(80);
    fixture.input.expected_shots = 60;
    const struct reflection *reflection = reflect(&fixture);
    assert_says(reflection, "incomplete", REFLECTION_SUMMARY, "40 of 60 shots");
    assert_says(reflection, "next_complete", REFLECTION_NEXT, "all 60 shots");
    assert_silent(reflection, "versus_average");
    assert_silent(reflection, "own_best");
    assert_silent(reflection, "percentile");
    fixture.input.expected_shots = 40;
    assert_silent(reflect(&fixture), "incomplete");
    assert_silent(&fixture.reflection, "next_complete");
}

static void free_practice_has_no_length_to_compare(void **state)
{
    (void)state;
    struct fixture fixture = {.input = {.versus_average = {.has = true, .value = 4}}};
    shoot(&fixture, "9999999999");
    assert_silent(reflect(&fixture), "versus_average");
    assert_silent(&fixture.reflection, "incomplete");
}

static void the_own_average_is_above_below_or_the_same(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    shoot_forty(&fixture);
    assert_silent(reflect(&fixture), "versus_average");
    fixture.input.versus_average = number(4.24);
    assert_says(reflect(&fixture), "versus_average", REFLECTION_SUMMARY, "4.2 rings above");
    fixture.input.versus_average = number(-0.06);
    assert_says(reflect(&fixture), "versus_average", REFLECTION_SUMMARY, "0.1 rings below");
    fixture.input.versus_average = number(0.04);
    assert_says(reflect(&fixture), "versus_average", REFLECTION_SUMMARY, "just the own average");
}

static void a_new_own_best_is_a_strong_point(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    shoot_forty(&fixture);
    double total = (double)(reflect(&fixture), fixture.stats.total_tenths) / 10;
    assert_silent(&fixture.reflection, "own_best");
    fixture.input.own_best = number(total - 2);
    assert_says(reflect(&fixture), "own_best", REFLECTION_STRONG, "new own best, 2.0 rings above");
    fixture.input.own_best = number(total);
    assert_says(reflect(&fixture), "own_best", REFLECTION_STRONG, "As good as");
    fixture.input.own_best = number(total + 1);
    assert_says(reflect(&fixture), "own_best", REFLECTION_SUMMARY, "is 1.0 rings higher");
}

static void the_percentile_counts_the_better_or_the_worse(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    shoot_forty(&fixture);
    assert_silent(reflect(&fixture), "percentile");
    fixture.input.percentile = number(80);
    assert_says(reflect(&fixture), "percentile", REFLECTION_SUMMARY, "Better than 80 % of");
    fixture.input.percentile = number(20);
    assert_says(reflect(&fixture), "percentile", REFLECTION_SUMMARY, "80 % of the other");
    fixture.input.percentile = number(100);
    assert_says(reflect(&fixture), "percentile", REFLECTION_SUMMARY, "Better than every other");
    fixture.input.percentile = number(0);
    assert_says(reflect(&fixture), "percentile", REFLECTION_SUMMARY, "Every other own total");
}

static void inner_tens_are_a_share_of_the_shots(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    shoot(&fixture, "xx99999999");
    assert_says(reflect(&fixture), "inner_tens", REFLECTION_SUMMARY, "2 inner tens: 20 %");
    struct fixture none = {0};
    shoot(&none, "0099999999");
    assert_silent(reflect(&none), "inner_tens");
}

static void the_hit_rate_comes_with_what_fits(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    shoot(&fixture, "9999999988");
    assert_says(reflect(&fixture), "hit_rate", REFLECTION_SUMMARY, "80 % of the shots");
    assert_non_null(strstr(said(&fixture.reflection, "hit_rate")->text, "from 49 to 94 %"));
    struct fixture all = {0};
    shoot(&all, "9999999999");
    assert_says(reflect(&all), "hit_rate", REFLECTION_STRONG, "All 10 shots");
    struct fixture few = {0};
    shoot(&few, "99999");
    assert_silent(reflect(&few), "hit_rate");
}

static void sigma_comes_with_its_interval_or_not_at_all(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    plot(&fixture, 20, 0, 0, 5000, 5000);
    assert_says(reflect(&fixture), "sigma", REFLECTION_SUMMARY, "anything from 4.2 to 6.6 mm");
    struct fixture few = {0};
    plot(&few, 8, 0, 0, 5000, 5000);
    assert_silent(reflect(&few), "sigma");
}

static void hasty_shots_are_mentioned_on_decimals_only(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    shoot(&fixture, "9999999999");
    assert_says(reflect(&fixture), "cadence", REFLECTION_SUMMARY, "40.0 seconds");
    for (int i = 0; i < fixture.count; i++) {
        fixture.shots[i].entered_at_ms = i * INT64_C(9000);
    }
    assert_says(reflect(&fixture), "cadence", REFLECTION_SUMMARY, "9.0 seconds");
    assert_silent(&fixture.reflection, "hasty");
    fixture.input.has_decimals = true;
    assert_says(reflect(&fixture), "hasty", REFLECTION_IMPROVE, "Only 9.0 seconds");
    assert_says(&fixture.reflection, "next_hasty", REFLECTION_NEXT, "half a minute");
    for (int i = 0; i < fixture.count; i++) {
        fixture.shots[i].entered_at_ms = 0;
    }
    assert_silent(reflect(&fixture), "cadence");
    assert_silent(&fixture.reflection, "hasty");
}

/* --- series --------------------------------------------------------------------------------- */
static void shoot_six(struct fixture *fixture, int odd, const char *odd_one)
{
    for (int i = 1; i <= 6; i++) {
        shoot(fixture, i == odd ? odd_one : i % 2 == 0 ? "9999999999" : "9999999998");
    }
}

static void a_dip_says_its_shots_and_what_it_cost(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    shoot_six(&fixture, 4, "7777777777");
    const struct reflection *reflection = reflect(&fixture);
    assert_says(reflection, "dip", REFLECTION_IMPROVE,
                "Series 4 (shots 31 to 40) was the weakest with 70: 19.4 rings below");
    assert_says(reflection, "dip", REFLECTION_IMPROVE, "more than chance explains");
    assert_says(reflection, "next_break", REFLECTION_NEXT, "before shot 31.");
    assert_silent(reflection, "steady");
}

static void a_weakest_series_within_noise_is_no_issue(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    shoot(&fixture, "9089798099");
    shoot(&fixture, "8990987998");
    shoot(&fixture, "9089098099");
    const struct reflection *reflection = reflect(&fixture);
    assert_says(reflection, "dip", REFLECTION_SUMMARY, "That is within noise.");
    assert_says(reflection, "next_watch", REFLECTION_NEXT, "shots 11 to 20");
    assert_silent(reflection, "next_break");
}

static void series_that_are_all_equal_have_no_weakest(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    for (int i = 0; i < 4; i++) {
        shoot(&fixture, "9999999999");
    }
    const struct reflection *reflection = reflect(&fixture);
    assert_silent(reflection, "dip");
    assert_silent(reflection, "best_series");
    assert_says(reflection, "steady", REFLECTION_STRONG, "the same total");
}

static void stages_that_differ_are_not_compared(void **state)
{
    (void)state;
    struct fixture fixture = {.input = {.has_stages = true}};
    shoot_six(&fixture, 4, "7777777777");
    const struct reflection *reflection = reflect(&fixture);
    assert_silent(reflection, "dip");
    assert_silent(reflection, "best_series");
    assert_silent(reflection, "next_break");
}

static void series_of_other_lengths_are_not_compared(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    shoot(&fixture, "9999999999");
    shoot(&fixture, "99999");
    assert_silent(reflect(&fixture), "dip");
    assert_silent(&fixture.reflection, "steady");
}

static void the_strongest_series_is_strong_beyond_noise_only(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    for (int i = 1; i <= 6; i++) {
        shoot(&fixture, i == 5 ? "0000000000" : i % 2 == 0 ? "8888888888" : "8888888889");
    }
    assert_says(reflect(&fixture), "best_series", REFLECTION_STRONG,
                "Series 5 was the strongest with 100");
    struct fixture even = {0};
    shoot(&even, "9089798099");
    shoot(&even, "8990987998");
    assert_says(reflect(&even), "best_series", REFLECTION_SUMMARY, "within noise");
}

static void a_slow_start_asks_for_sighters(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    shoot_six(&fixture, 1, "7777777777");
    const struct reflection *reflection = reflect(&fixture);
    assert_says(reflection, "slow_start", REFLECTION_IMPROVE, "series 1 made 70: 19.5 rings below");
    assert_says(reflection, "next_start", REFLECTION_NEXT, "more sighters");
    assert_silent(reflection, "dip");
    assert_silent(reflection, "weak_finish");
    assert_silent(reflection, "next_break");
}

static void a_weak_finish_asks_for_a_break(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    shoot_six(&fixture, 6, "7777777777");
    const struct reflection *reflection = reflect(&fixture);
    assert_says(reflection, "weak_finish", REFLECTION_IMPROVE, "series 6 made 70");
    assert_says(reflection, "next_break", REFLECTION_NEXT, "before shot 51.");
    assert_silent(reflection, "slow_start");
    assert_silent(reflection, "dip");
}

static void ends_within_noise_are_not_mentioned(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    shoot_six(&fixture, 1, "9999999988");
    assert_silent(reflect(&fixture), "slow_start");
    assert_silent(&fixture.reflection, "weak_finish");
}

static void series_within_three_rings_are_even(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    shoot(&fixture, "9999999999");
    shoot(&fixture, "9999999998");
    shoot(&fixture, "9999999988");
    assert_says(reflect(&fixture), "steady", REFLECTION_STRONG, "within 2.0 rings");
    shoot(&fixture, "9999999977");
    assert_silent(reflect(&fixture), "steady");
}

/* --- shots ---------------------------------------------------------------------------------- */
static void misses_cost_what_the_other_shots_are_worth(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    shoot(&fixture, "99m9999m99");
    const struct reflection *reflection = reflect(&fixture);
    assert_says(reflection, "misses", REFLECTION_IMPROVE,
                "2 misses: beside the other shots (9.00 on average) they cost 18.0 rings.");
    assert_says(reflection, "next_misses", REFLECTION_NEXT, "how the misses came about");
    struct fixture none = {0};
    shoot(&none, "9919999199");
    assert_silent(reflect(&none), "misses");
    assert_silent(&none.reflection, "next_misses");
}

static void a_session_of_misses_only_stays_honest(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    shoot(&fixture, "mmmmmmmmmm");
    shoot(&fixture, "mmmmmmmmmm");
    assert_silent(reflect(&fixture), "misses");
    assert_says(&fixture.reflection, "next_misses", REFLECTION_NEXT, "misses");
}

static void a_flier_is_looked_at_and_still_counts(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    plot(&fixture, 10, 0, 0, 2000, 2000);
    assert_silent(reflect(&fixture), "fliers");
    fixture.shots[6].x_um = 60000;
    assert_says(reflect(&fixture), "fliers", REFLECTION_IMPROVE, "Shot 7 lies far from all others");
    assert_says(&fixture.reflection, "fliers", REFLECTION_IMPROVE, "It still counts.");
    assert_says(&fixture.reflection, "next_fliers", REFLECTION_NEXT, "Call every shot");
}

/* --- the group ------------------------------------------------------------------------------ */
static void a_group_off_the_centre_gives_clicks(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    plot(&fixture, 20, 6000, -4000, 3000, 3000);
    const struct reflection *reflection = reflect_with(&fixture, 2);
    assert_says(reflection, "mpi_x", REFLECTION_IMPROVE, "6.0 mm to the right");
    assert_says(reflection, "mpi_y", REFLECTION_IMPROVE, "4.0 mm too low");
    assert_says(reflection, "next_sight", REFLECTION_NEXT,
                "rear sight 3 clicks to the left and 2 clicks up, then shoot 10 shots to check.");
    assert_silent(reflection, "sight_good");
}

static void without_a_known_click_the_sight_is_set_in_millimetres(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    plot(&fixture, 20, -6000, 0, 3000, 3000);
    assert_says(reflect(&fixture), "next_sight", REFLECTION_NEXT,
                "rear sight 6.0 mm to the right, then");
    assert_silent(&fixture.reflection, "mpi_y");
}

static void a_group_within_noise_needs_no_change(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    plot(&fixture, 20, 500, 500, 3000, 3000);
    assert_says(reflect(&fixture), "sight_good", REFLECTION_STRONG, "the sight needs no change");
    assert_silent(&fixture.reflection, "next_sight");
}

static void nineteen_places_give_no_advice(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    plot(&fixture, 19, 6000, 6000, 1000, 3000);
    const struct reflection *reflection = reflect(&fixture);
    assert_silent(reflection, "mpi_x");
    assert_silent(reflection, "sight_good");
    assert_silent(reflection, "spread");
    assert_silent(reflection, "round");
    assert_says(reflection, "next_plot", REFLECTION_NEXT, "at least 20 shots");
}

static void a_tall_group_asks_for_breathing_a_wide_one_for_the_trigger(void **state)
{
    (void)state;
    struct fixture tall = {0};
    plot(&tall, 20, 0, 0, 2000, 4000);
    assert_says(reflect(&tall), "spread", REFLECTION_IMPROVE, "2.00 times as much in height");
    assert_says(&tall.reflection, "next_spread", REFLECTION_NEXT, "breathing");
    struct fixture wide = {0};
    plot(&wide, 20, 0, 0, 4000, 2000);
    assert_says(reflect(&wide), "spread", REFLECTION_IMPROVE, "2.00 times as much sideways");
    assert_says(&wide.reflection, "next_spread", REFLECTION_NEXT, "trigger");
}

static void a_ratio_that_chance_explains_is_round(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    plot(&fixture, 20, 0, 0, 2000, 3100); /* 1.55, chance gives up to 1.59 */
    assert_says(reflect(&fixture), "round", REFLECTION_STRONG, "round");
    assert_silent(&fixture.reflection, "spread");
    struct fixture more = {0};
    plot(&more, 20, 0, 0, 2000, 3250);
    assert_says(reflect(&more), "spread", REFLECTION_IMPROVE, "1.6");
}

/* --- next focus ----------------------------------------------------------------------------- */
static void never_more_than_three_things_the_gravest_first(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    plot(&fixture, 20, 6000, 6000, 1000, 3000);
    plot(&fixture, 20, 6000, 6000, 1000, 3000);
    shoot(&fixture, "mmmmm66666mmmmm66666");
    const struct reflection *reflection = reflect(&fixture);
    assert_int_equal(count_part(reflection, REFLECTION_NEXT), 3);
    assert_non_null(said(reflection, "next_misses"));
    assert_non_null(said(reflection, "next_sight"));
    assert_string_equal(reflection->sentences[reflection->count - 3].rule, "next_misses");
    assert_silent(reflection, "next_spread");
}

static void when_nothing_stands_out_the_average_is_held(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    plot(&fixture, 30, 0, 0, 3000, 3000);
    assert_says(reflect(&fixture), "next_hold", REFLECTION_NEXT, "average of 9.00");
    struct fixture other = {0};
    plot(&other, 30, 9000, 0, 3000, 3000);
    assert_silent(reflect(&other), "next_hold");
}

/* --- whatever was shot ---------------------------------------------------------------------- */
static void random_shots(struct fixture *fixture, struct test_random *random)
{
    int series = test_random_below(random, 9);
    int length = 5 + 5 * test_random_below(random, 2);
    int skill = 1 + test_random_below(random, 60);
    int spread_um = 1 + test_random_below(random, 90000);
    bool is_plotted = test_random_below(random, 3) > 0;
    for (int i = 0; i < series; i++) {
        fixture->expected[fixture->series_count++] = length;
        int shots = i + 1 == series ? 1 + test_random_below(random, length) : length;
        for (int k = 0; k < shots; k++) {
            int tenths = 109 - test_random_below(random, skill) - test_random_below(random, skill);
            tenths = test_random_below(random, 40) == 0 ? 0 : tenths < 0 ? 0 : tenths;
            struct shot *shot = add_shot(fixture, tenths, tenths > 104);
            shot->entered_at_ms =
                fixture->count * (INT64_C(1000) + test_random_below(random, 60000));
            shot->is_plotted = is_plotted;
            shot->x_um =
                test_random_below(random, 2 * spread_um) - test_random_below(random, spread_um);
            shot->y_um = test_random_below(random, spread_um) - spread_um / 2;
        }
    }
    fixture->input.has_decimals = test_random_below(random, 2) == 0;
    fixture->input.has_stages = test_random_below(random, 5) == 0;
    fixture->input.expected_shots = test_random_below(random, 3) * series * length / 2;
}

static void random_past(struct fixture *fixture, struct test_random *random)
{
    int64_t others[15];
    int count = test_random_below(random, 16);
    int64_t total = 0;
    int64_t best = 0;
    for (int i = 0; i < fixture->count; i++) {
        total += fixture->shots[i].value_tenths;
    }
    for (int i = 0; i < count; i++) {
        others[i] = total - 100 + test_random_below(random, 200);
        best = others[i] > best ? others[i] : best;
    }
    fixture->input.versus_average = stats_versus(total, others, count);
    fixture->input.percentile = stats_percentile(total, others, count);
    fixture->input.own_best = (struct measure){.has = count > 0, .value = (double)best / 10};
}

static void try_many(enum language language)
{
    struct test_random random;
    struct fixture *fixture = calloc(1, sizeof *fixture);
    i18n_set_language(language);
    test_random_start(&random);
    for (int i = 0; i < 3000; i++) {
        memset(fixture, 0, sizeof *fixture);
        fixture->input.decimal_point = i18n_decimal_point();
        random_shots(fixture, &random);
        random_past(fixture, &random);
        reflect_with(fixture, test_random_below(&random, 3) * 0.3);
    }
    free(fixture);
    i18n_set_language(LANGUAGE_EN);
}

static void whatever_was_shot_every_sentence_is_whole_and_stands_on_a_number(void **state)
{
    (void)state;
    try_many(LANGUAGE_EN);
}

/* Shots that know nothing of series: both tails together 5 %, the weakest one has half. */
static void chance_alone_seldom_makes_a_dip(void **state)
{
    (void)state;
    static const char keys[] = "6778888999999000x";
    struct test_random random = {.state = 12};
    struct fixture *fixture = calloc(1, sizeof *fixture);
    int dips = 0;
    for (int i = 0; i < 2000; i++) {
        memset(fixture, 0, sizeof *fixture);
        for (int series = 0; series < 6; series++) {
            char typed[11] = "";
            for (int k = 0; k < 10; k++) {
                typed[k] = keys[test_random_below(&random, sizeof keys - 1)];
            }
            shoot(fixture, typed);
        }
        const struct reflection *reflection = reflect(fixture);
        dips += said(reflection, "next_break") != NULL || said(reflection, "next_start") != NULL;
    }
    free(fixture);
    assert_in_range(dips, 5, 100);
}

static void in_dutch_too(void **state)
{
    (void)state;
    try_many(LANGUAGE_NL);
}

static int start_language(void **state)
{
    (void)state;
    i18n_start();
    i18n_set_language(LANGUAGE_EN);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_shots_it_says_only_that),
        cmocka_unit_test(the_total_is_said_with_its_average),
        cmocka_unit_test(decimals_are_written_with_the_languages_point),
        cmocka_unit_test(nine_shots_are_too_few_ten_are_not),
        cmocka_unit_test(an_incomplete_programme_is_not_compared),
        cmocka_unit_test(free_practice_has_no_length_to_compare),
        cmocka_unit_test(the_own_average_is_above_below_or_the_same),
        cmocka_unit_test(a_new_own_best_is_a_strong_point),
        cmocka_unit_test(the_percentile_counts_the_better_or_the_worse),
        cmocka_unit_test(inner_tens_are_a_share_of_the_shots),
        cmocka_unit_test(the_hit_rate_comes_with_what_fits),
        cmocka_unit_test(sigma_comes_with_its_interval_or_not_at_all),
        cmocka_unit_test(hasty_shots_are_mentioned_on_decimals_only),
        cmocka_unit_test(a_dip_says_its_shots_and_what_it_cost),
        cmocka_unit_test(a_weakest_series_within_noise_is_no_issue),
        cmocka_unit_test(series_that_are_all_equal_have_no_weakest),
        cmocka_unit_test(stages_that_differ_are_not_compared),
        cmocka_unit_test(series_of_other_lengths_are_not_compared),
        cmocka_unit_test(the_strongest_series_is_strong_beyond_noise_only),
        cmocka_unit_test(a_slow_start_asks_for_sighters),
        cmocka_unit_test(a_weak_finish_asks_for_a_break),
        cmocka_unit_test(ends_within_noise_are_not_mentioned),
        cmocka_unit_test(series_within_three_rings_are_even),
        cmocka_unit_test(misses_cost_what_the_other_shots_are_worth),
        cmocka_unit_test(a_session_of_misses_only_stays_honest),
        cmocka_unit_test(a_flier_is_looked_at_and_still_counts),
        cmocka_unit_test(a_group_off_the_centre_gives_clicks),
        cmocka_unit_test(without_a_known_click_the_sight_is_set_in_millimetres),
        cmocka_unit_test(a_group_within_noise_needs_no_change),
        cmocka_unit_test(nineteen_places_give_no_advice),
        cmocka_unit_test(a_tall_group_asks_for_breathing_a_wide_one_for_the_trigger),
        cmocka_unit_test(a_ratio_that_chance_explains_is_round),
        cmocka_unit_test(never_more_than_three_things_the_gravest_first),
        cmocka_unit_test(when_nothing_stands_out_the_average_is_held),
        cmocka_unit_test(whatever_was_shot_every_sentence_is_whole_and_stands_on_a_number),
        cmocka_unit_test(chance_alone_seldom_makes_a_dip),
        cmocka_unit_test(in_dutch_too),
    };
    return cmocka_run_group_tests(tests, start_language, NULL);
}
