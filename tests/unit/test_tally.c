/* Sessions added up and compared; expected values worked out by hand or by insight_check.py's
 * roads. */
#include "support.h"

#include "core/rules/tally.h"
#include "core/rules/trend.h"

#include <math.h>
#include <string.h>

static void assert_close(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-9 * fmax(1, fabs(expected)))) {
        fail_msg("%.15g is not %.15g", value, expected);
    }
}

static void assert_measure(struct measure measure, double expected)
{
    assert_true(measure.has);
    assert_close(measure.value, expected);
}

static void assert_absent(struct measure measure)
{
    assert_false(measure.has);
    assert_non_null(measure.why);
}

static struct tally_line line_of(const char *date, int shots, int64_t total_tenths)
{
    struct tally_line line = {.rounds = shots, .shots = shots, .total_tenths = total_tenths};
    memcpy(line.local_date, date, DATE_ROOM);
    return line;
}

static void add(struct tally *tally, int shots, int64_t total_tenths)
{
    struct tally_line line = line_of("2026-11-01", shots, total_tenths);
    tally_add(tally, &line);
}

/* Shots at (x, 0) mm. */
static void add_group(struct tally *tally, int count, const int *x_mm)
{
    struct tally_line line = line_of("2026-11-01", count, count * INT64_C(100));
    line.plotted = count;
    for (int i = 0; i < count; i++) {
        line.sum_x_um += x_mm[i] * INT64_C(1000);
        line.sum_xx += x_mm[i] * x_mm[i] * INT64_C(1000000);
    }
    tally_add(tally, &line);
}

static void an_empty_tally_says_why_each_number_is_absent(void **state)
{
    (void)state;
    struct tally tally = {0};
    struct tally_numbers numbers;
    tally_numbers(&tally, &numbers);
    assert_int_equal(numbers.sessions, 0);
    assert_absent(numbers.average);
    assert_absent(numbers.average_low);
    assert_absent(numbers.mpi_x);
    assert_absent(numbers.sd_y);
    assert_absent(numbers.sigma);
    assert_absent(numbers.sigma_low);
}

static void a_line_without_match_shots_adds_only_its_rounds(void **state)
{
    (void)state;
    struct tally tally = {0};
    struct tally_line line = {.rounds = 12};
    tally_add(&tally, &line);
    assert_int_equal(tally.rounds, 12);
    assert_int_equal(tally.sessions, 0);
    assert_int_equal(tally.best_date[0], 0);
}

static void the_best_of_equals_is_the_latest(void **state)
{
    (void)state;
    struct tally tally = {0};
    static const char *const dates[] = {"2026-03-01", "2026-05-01", "2026-04-01"};
    for (int i = 0; i < 3; i++) {
        struct tally_line line = line_of(dates[i], 10, 950);
        tally_add(&tally, &line);
    }
    assert_int_equal(tally.best_total_tenths, 950);
    assert_string_equal(tally.best_date, "2026-05-01");
}

static void a_worse_later_session_is_not_the_best(void **state)
{
    (void)state;
    struct tally tally = {0};
    struct tally_line first = line_of("2026-03-01", 10, 950);
    struct tally_line second = line_of("2026-09-01", 10, 940);
    tally_add(&tally, &first);
    tally_add(&tally, &second);
    assert_string_equal(tally.best_date, "2026-03-01");
}

/* Totals 90, 92, 94 of ten shots: the ordinary interval of three means, t(2) = 4.302653. */
static void sessions_of_equal_length_have_the_interval_of_their_means(void **state)
{
    (void)state;
    struct tally tally = {0};
    struct tally_numbers numbers;
    add(&tally, 10, 900);
    add(&tally, 10, 920);
    add(&tally, 10, 940);
    tally_numbers(&tally, &numbers);
    assert_measure(numbers.average, 9.2);
    double margin = 4.302652729911275 * 0.2 / sqrt(3);
    assert_measure(numbers.average_low, 9.2 - margin);
    assert_measure(numbers.average_high, 9.2 + margin);
}

static void two_sessions_have_no_interval(void **state)
{
    (void)state;
    struct tally tally = {0};
    struct tally_numbers numbers;
    add(&tally, 10, 900);
    add(&tally, 10, 920);
    tally_numbers(&tally, &numbers);
    assert_true(numbers.average.has);
    assert_absent(numbers.average_low);
}

static void equal_sessions_have_an_interval_of_no_width(void **state)
{
    (void)state;
    struct tally tally = {0};
    struct tally_numbers numbers;
    for (int i = 0; i < 4; i++) {
        add(&tally, 10 + i, 90 * (10 + i));
    }
    tally_numbers(&tally, &numbers);
    assert_measure(numbers.average_low, 9);
    assert_measure(numbers.average_high, 9);
}

/* Two groups, each around its own centre: squares 2 and 2, 4 degrees of freedom. */
static void groups_are_measured_around_their_own_centres(void **state)
{
    (void)state;
    struct tally tally = {0};
    struct tally_numbers numbers;
    static const int left[] = {-101, -99};
    static const int right[] = {99, 101};
    add_group(&tally, 2, left);
    add_group(&tally, 2, right);
    tally_numbers(&tally, &numbers);
    assert_int_equal(tally.group_degrees, 4);
    assert_measure(numbers.sigma, sqrt(4.0 / 4) / stats_c4(5));
    assert_absent(numbers.sigma_low);
    assert_measure(numbers.mpi_x, 0);
    assert_measure(numbers.sd_x, sqrt((2 * 99.0 * 99 + 2 * 101.0 * 101) / 3));
}

static void one_shot_has_a_centre_but_no_size(void **state)
{
    (void)state;
    struct tally tally = {0};
    struct tally_numbers numbers;
    static const int one[] = {7};
    add_group(&tally, 1, one);
    tally_numbers(&tally, &numbers);
    assert_measure(numbers.mpi_x, 7);
    assert_absent(numbers.sigma);
    assert_absent(numbers.sd_x);
}

/* --- comparisons ---------------------------------------------------------------------------- */
static void add_sessions(struct tally *tally, int count, int base, int spread)
{
    for (int i = 0; i < count; i++) {
        add(tally, 60, base + (i % 2 == 0 ? spread : -spread));
    }
}

static void a_difference_beyond_chance_is_named(void **state)
{
    (void)state;
    struct tally first = {0};
    struct tally second = {0};
    struct comparison comparison;
    add_sessions(&first, 10, 5400, 30);
    add_sessions(&second, 10, 5520, 30);
    tally_compare_average(&first, &second, &comparison);
    assert_int_equal(comparison.verdict, VERDICT_HIGHER);
    assert_measure(comparison.difference, 0.2);
    assert_true(comparison.low.value > 0);
    assert_int_equal(comparison.more_shots, 0);
    tally_compare_average(&second, &first, &comparison);
    assert_int_equal(comparison.verdict, VERDICT_LOWER);
}

static void a_difference_within_chance_asks_for_more_shots(void **state)
{
    (void)state;
    struct tally first = {0};
    struct tally second = {0};
    struct comparison comparison;
    add_sessions(&first, 6, 5400, 120);
    add_sessions(&second, 6, 5460, 120);
    tally_compare_average(&first, &second, &comparison);
    assert_int_equal(comparison.verdict, VERDICT_NOISE);
    assert_true(comparison.low.value < 0 && comparison.high.value > 0);
    assert_true(comparison.more_shots > 0);
    /* That many more, with nothing else changed, and it is no longer noise. */
    struct tally more_first = {0};
    struct tally more_second = {0};
    int sessions = 6 + (comparison.more_shots + 119) / 120;
    add_sessions(&more_first, sessions + sessions % 2, 5400, 120);
    add_sessions(&more_second, sessions + sessions % 2, 5460, 120);
    tally_compare_average(&more_first, &more_second, &comparison);
    assert_int_equal(comparison.verdict, VERDICT_HIGHER);
}

static void two_sessions_on_a_side_are_not_compared(void **state)
{
    (void)state;
    struct tally first = {0};
    struct tally second = {0};
    struct comparison comparison;
    add_sessions(&first, 2, 5400, 30);
    add_sessions(&second, 10, 5520, 30);
    tally_compare_average(&first, &second, &comparison);
    assert_int_equal(comparison.verdict, VERDICT_NO_DATA);
    assert_absent(comparison.difference);
}

static void equal_sessions_that_differ_are_certain(void **state)
{
    (void)state;
    struct tally first = {0};
    struct tally second = {0};
    struct comparison comparison;
    add_sessions(&first, 3, 5400, 0);
    add_sessions(&second, 3, 5460, 0);
    tally_compare_average(&first, &second, &comparison);
    assert_int_equal(comparison.verdict, VERDICT_HIGHER);
    assert_measure(comparison.low, 0.1);
}

static void a_group_half_as_large_is_smaller(void **state)
{
    (void)state;
    struct tally first = {0};
    struct tally second = {0};
    struct comparison comparison;
    static const int wide_group[] = {-20, -16, -12, -8, -4, 0, 4, 8, 12, 16, 20};
    static const int narrow_group[] = {-10, -8, -6, -4, -2, 0, 2, 4, 6, 8, 10};
    for (int i = 0; i < 3; i++) {
        add_group(&first, 11, wide_group);
        add_group(&second, 11, narrow_group);
    }
    tally_compare_sigma(&first, &second, &comparison);
    assert_int_equal(comparison.verdict, VERDICT_LOWER);
    assert_measure(comparison.difference, 0.5);
    tally_compare_sigma(&first, &first, &comparison);
    assert_int_equal(comparison.verdict, VERDICT_NOISE);
    assert_measure(comparison.difference, 1);
    assert_int_equal(comparison.more_shots, 0); /* nothing differs: no number of shots shows it */
}

/* Tables: t(0.975; 1, 4, 30), F(0.95; 5, 10) and F(0.975; 20, 30). */
static void quantiles_agree_with_the_tables(void **state)
{
    (void)state;
    assert_true(fabs(stats_t_quantile(0.975, 1) - 12.70620474) < 1e-8);
    assert_true(fabs(stats_t_quantile(0.975, 4) - 2.776445105) < 1e-9);
    assert_true(fabs(stats_t_quantile(0.975, 30) - 2.042272456) < 1e-9);
    assert_true(fabs(stats_t_quantile(0.025, 30) + 2.042272456) < 1e-9);
    assert_true(fabs(stats_f_quantile(0.95, 5, 10) - 3.325834530) < 1e-8);
    assert_true(fabs(stats_f_quantile(0.975, 20, 30) - 2.195159) < 1e-5);
    assert_close(stats_f_quantile(0.025, 20, 30), 1 / stats_f_quantile(0.975, 30, 20));
}

/* --- over time ------------------------------------------------------------------------------ */
static void a_straight_rise_is_rising_by_its_slope(void **state)
{
    (void)state;
    struct trend_point points[6];
    struct trend trend;
    for (int i = 0; i < 6; i++) {
        points[i] = (struct trend_point){.day = 20000 + 10 * i, .value = 540 + 2 * i};
    }
    trend_read(points, 6, &trend);
    assert_measure(trend.slope, 6); /* 2 in 10 days */
    assert_int_equal(trend.verdict, VERDICT_HIGHER);
}

/* y = 1, 3, 2, 5, 4 on days 0..4: slope 0.8, standard error sqrt(3.6 / 3 / 10). */
static void the_slope_has_the_error_of_the_textbook(void **state)
{
    (void)state;
    static const double values[] = {1, 3, 2, 5, 4};
    struct trend_point points[5];
    struct trend trend;
    for (int i = 0; i < 5; i++) {
        points[i] = (struct trend_point){.day = i, .value = values[i]};
    }
    trend_read(points, 5, &trend);
    assert_measure(trend.slope, 24);
    assert_measure(trend.error, 30 * sqrt(3.6 / 3 / 10));
    assert_measure(trend.low, 24 - 3.182446305284263 * 30 * sqrt(0.12));
    assert_int_equal(trend.verdict, VERDICT_NOISE);
    assert_true(trend.more_points > 0);
}

static void four_sessions_or_one_day_have_no_trend(void **state)
{
    (void)state;
    struct trend_point points[5] = {{1, 9}, {1, 8}, {1, 7}, {1, 9}, {1, 8}};
    struct trend trend;
    trend_read(points, 4, &trend);
    assert_absent(trend.slope);
    trend_read(points, 5, &trend);
    assert_absent(trend.slope);
    assert_int_equal(trend.verdict, VERDICT_NO_DATA);
    trend_read(NULL, 0, &trend);
    assert_absent(trend.low);
}

static void values_that_never_change_have_a_flat_certain_trend(void **state)
{
    (void)state;
    struct trend_point points[5] = {{1, 9}, {2, 9}, {3, 9}, {4, 9}, {5, 9}};
    struct trend trend;
    trend_read(points, 5, &trend);
    assert_measure(trend.slope, 0);
    assert_int_equal(trend.verdict, VERDICT_NOISE);
    assert_int_equal(trend.more_points, 0);
}

static void the_smoothed_line_weighs_the_newest_three_tenths(void **state)
{
    (void)state;
    struct trend_point points[2] = {{1, 10}, {2, 20}};
    double line[2], low[2], high[2];
    assert_false(trend_smooth(points, 2, line, low, high));
    assert_close(line[0], 10);
    assert_close(line[1], 13);
    assert_close(low[1], 13);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_tally_says_why_each_number_is_absent),
        cmocka_unit_test(a_line_without_match_shots_adds_only_its_rounds),
        cmocka_unit_test(the_best_of_equals_is_the_latest),
        cmocka_unit_test(a_worse_later_session_is_not_the_best),
        cmocka_unit_test(sessions_of_equal_length_have_the_interval_of_their_means),
        cmocka_unit_test(two_sessions_have_no_interval),
        cmocka_unit_test(equal_sessions_have_an_interval_of_no_width),
        cmocka_unit_test(groups_are_measured_around_their_own_centres),
        cmocka_unit_test(one_shot_has_a_centre_but_no_size),
        cmocka_unit_test(a_difference_beyond_chance_is_named),
        cmocka_unit_test(a_difference_within_chance_asks_for_more_shots),
        cmocka_unit_test(two_sessions_on_a_side_are_not_compared),
        cmocka_unit_test(equal_sessions_that_differ_are_certain),
        cmocka_unit_test(a_group_half_as_large_is_smaller),
        cmocka_unit_test(quantiles_agree_with_the_tables),
        cmocka_unit_test(a_straight_rise_is_rising_by_its_slope),
        cmocka_unit_test(the_slope_has_the_error_of_the_textbook),
        cmocka_unit_test(four_sessions_or_one_day_have_no_trend),
        cmocka_unit_test(values_that_never_change_have_a_flat_certain_trend),
        cmocka_unit_test(the_smoothed_line_weighs_the_newest_three_tenths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
