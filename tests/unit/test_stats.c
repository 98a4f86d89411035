#include "support.h"

#include "core/rules/stats.h"

#include <math.h>
#include <string.h>

/* cmocka's own takes floats */
static void assert_close(double value, double expected, double within)
{
    if (!(fabs(value - expected) <= within)) {
        fail_msg("%.15g is not %.15g", value, expected);
    }
}

static void assert_stat(struct measure stat, double expected)
{
    assert_true(stat.has);
    assert_null(stat.why);
    assert_close(stat.value, expected, 1e-9 + fabs(expected) * 1e-9);
}

static void assert_absent(struct measure stat)
{
    assert_false(stat.has);
    assert_non_null(stat.why);
}

static struct shot typed_shot(int series, int number, int tenths)
{
    return (struct shot){.session_weapon_id = 7,
                         .series = series,
                         .number = number,
                         .value_tenths = tenths,
                         .ring = tenths / 10};
}

static struct shot placed_shot(int number, int64_t x_um, int64_t y_um)
{
    struct shot shot = typed_shot(1, number, 100);
    shot.is_plotted = true;
    shot.x_um = x_um;
    shot.y_um = y_um;
    return shot;
}

struct place {
    int64_t x_um, y_um;
};

static void group_of(struct session_stats *stats, int count, const struct place *places)
{
    struct shot shots[SESSION_SHOTS_MAX];
    for (int i = 0; i < count; i++) {
        shots[i] = placed_shot(i + 1, places[i].x_um, places[i].y_um);
    }
    stats_session(shots, count, NULL, stats);
}

/* --- what was scored ------------------------------------------------------------------------ */
static const int three_fives[] = {5, 5, 5};
static const struct stats_options fives = {.expected_shots = three_fives, .expected_series = 3};

/* Series of 5: 46 (one voided shot), 43, and 3 shots of the third; 2 sighters. */
static int some_session(struct shot shots[20])
{
    static const int values[3][5] = {{100, 90, 90, 90, 90}, {90, 80, 80, 90, 90}, {100, 100, 0}};
    int count = 0;
    shots[count++] = typed_shot(0, 1, 50);
    shots[count++] = typed_shot(0, 2, 60);
    for (int series = 0; series < 3; series++) {
        for (int i = 0; i < (series == 2 ? 3 : 5); i++) {
            if (series == 0 && i == 2) {
                shots[count] = typed_shot(1, 3, 70);
                shots[count++].voided_at_ms = 99;
            }
            shots[count] = typed_shot(series + 1, i + 1, values[series][i]);
            shots[count].revision = series == 0 && i == 2;
            count++;
        }
    }
    shots[2].is_inner_ten = true;
    return count;
}

static void totals_leave_out_sighters_and_voided_shots(void **state)
{
    struct shot shots[20];
    struct session_stats stats;
    (void)state;
    stats_session(shots, some_session(shots), &fives, &stats);
    assert_int_equal(stats.shots, 13);
    assert_int_equal(stats.sighters, 2);
    assert_int_equal(stats.total_tenths, 1090);
    assert_int_equal(stats.total_rings, 109);
    assert_stat(stats.average, 109.0 / 13);
    assert_int_equal(stats.inner_tens, 1);
    assert_int_equal(stats.tens, 3);
    assert_int_equal(stats.nines, 7);
    assert_int_equal(stats.misses, 1);
    assert_int_equal(stats.ring_counts[8], 2);
    assert_int_equal(stats.plotted, 0);
}

static void only_complete_series_are_best_or_weakest(void **state)
{
    struct shot shots[20];
    struct session_stats stats;
    (void)state;
    stats_session(shots, some_session(shots), &fives, &stats);
    assert_int_equal(stats.series_count, 3);
    assert_int_equal(stats.series[0].total_tenths, 460);
    assert_int_equal(stats.series[2].total_tenths, 200);
    assert_int_equal(stats.series[2].shots, 3);
    assert_int_equal(stats.series[2].expected, 5);
    assert_false(stats.series[2].is_complete);
    assert_int_equal(stats.best_series, 1);
    assert_int_equal(stats.weakest_series, 2);
    assert_int_equal(stats.dip_first, 6);
    assert_int_equal(stats.dip_last, 10);
}

static void equal_series_have_no_weakest_and_no_dip(void **state)
{
    struct shot shots[10];
    struct session_stats stats;
    (void)state;
    for (int i = 0; i < 10; i++) {
        shots[i] = typed_shot(1 + i / 5, 1 + i % 5, 90);
    }
    stats_session(shots, 10, &fives, &stats);
    assert_int_equal(stats.best_series, 1);
    assert_int_equal(stats.weakest_series, 0);
    assert_int_equal(stats.dip_first, 0);
    stats_session(shots, 9, &fives, &stats);
    assert_int_equal(stats.best_series, 0); /* one complete series is not compared */
}

static void cadence_is_the_mean_of_the_positive_gaps(void **state)
{
    struct shot shots[4];
    struct session_stats stats;
    static const int64_t at_ms[] = {1000, 31000, 31000, 41000};
    (void)state;
    for (int i = 0; i < 4; i++) {
        shots[i] = typed_shot(1, i + 1, 90);
        shots[i].entered_at_ms = at_ms[i];
    }
    stats_session(shots, 4, NULL, &stats);
    assert_stat(stats.cadence_s, 20);
    stats_session(shots, 1, NULL, &stats);
    assert_absent(stats.cadence_s);
    stats_session(shots + 1, 2, NULL, &stats);
    assert_absent(stats.cadence_s);
}

static void no_shots_give_reasons_and_not_zeroes(void **state)
{
    struct session_stats stats;
    (void)state;
    stats_session(NULL, 0, NULL, &stats);
    const struct measure absent[] = {stats.average,
                                     stats.cadence_s,
                                     stats.mpi_x,
                                     stats.mpi_y,
                                     stats.mpi_length,
                                     stats.mpi_clock,
                                     stats.sd_x,
                                     stats.sd_y,
                                     stats.width,
                                     stats.height,
                                     stats.fom,
                                     stats.diagonal,
                                     stats.extreme_spread,
                                     stats.mean_radius,
                                     stats.sigma,
                                     stats.sigma_low,
                                     stats.sigma_high,
                                     stats.cep,
                                     stats.r95,
                                     stats.flier_reason,
                                     stats.nine_or_better.share,
                                     stats.nine_or_better.low,
                                     stats.nine_or_better.high};
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++) {
        assert_absent(absent[i]);
    }
}

static void the_hit_rate_starts_at_ten_shots(void **state)
{
    struct shot shots[10];
    struct session_stats stats;
    (void)state;
    for (int i = 0; i < 10; i++) {
        shots[i] = typed_shot(1, i + 1, i < 8 ? 90 + 10 * (i % 2) : 80);
    }
    stats_session(shots, 9, NULL, &stats);
    assert_absent(stats.nine_or_better.share);
    stats_session(shots, 10, NULL, &stats);
    assert_stat(stats.nine_or_better.share, 0.8);
    assert_close(stats.nine_or_better.low.value, 0.490162, 1e-6);
    assert_close(stats.nine_or_better.high.value, 0.943318, 1e-6);
}

/* --- the group ------------------------------------------------------------------------------ */
static void a_square_group_by_hand(void **state)
{
    static const struct place places[] = {{0, 0}, {2000, 0}, {0, 2000}, {2000, 2000}};
    struct session_stats stats;
    (void)state;
    group_of(&stats, 4, places);
    assert_stat(stats.mpi_x, 1);
    assert_stat(stats.mpi_y, 1);
    assert_stat(stats.mpi_length, sqrt(2));
    assert_stat(stats.mpi_clock, 1.5);
    assert_stat(stats.sd_x, sqrt(4.0 / 3));
    assert_stat(stats.sd_y, sqrt(4.0 / 3));
    assert_stat(stats.width, 2);
    assert_stat(stats.height, 2);
    assert_stat(stats.fom, 2);
    assert_stat(stats.diagonal, sqrt(8));
    assert_stat(stats.extreme_spread, sqrt(8));
    assert_stat(stats.mean_radius, sqrt(2));
    /* sum r^2 = 8, 2(n-1) = 6, c4(7) = 0.959369 */
    assert_close(stats.sigma.value, sqrt(8.0 / 6) / 0.9593687887, 1e-9);
    assert_close(stats.cep.value / stats.sigma.value, 1.1774, 1e-4);
    assert_close(stats.r95.value / stats.sigma.value, 2.4477, 1e-4);
    assert_absent(stats.sigma_low);
    assert_absent(stats.flier_reason);
}

static void the_clock_reads_twelve_up_and_three_right(void **state)
{
    static const struct {
        struct place place[1];
        double hour;
    } clocks[] = {{{{0, 1000}}, 12}, {{{1000, 0}}, 3},        {{{0, -1000}}, 6},
                  {{{-1000, 0}}, 9}, {{{-1000, 1000}}, 10.5}, {{{1000, 1000}}, 1.5}};
    static const struct place centre[1] = {{0, 0}};
    struct session_stats stats;
    (void)state;
    for (size_t i = 0; i < sizeof clocks / sizeof clocks[0]; i++) {
        group_of(&stats, 1, clocks[i].place);
        assert_stat(stats.mpi_clock, clocks[i].hour);
        assert_absent(stats.sd_x);
    }
    group_of(&stats, 1, centre);
    assert_stat(stats.mpi_length, 0);
    assert_absent(stats.mpi_clock);
}

static void ten_places_have_an_interval_of_sigma(void **state)
{
    struct place places[10];
    struct session_stats stats;
    double squares = 0;
    (void)state;
    for (int i = 0; i < 10; i++) {
        places[i].x_um = i * 1000;
        places[i].y_um = 0;
        squares += (i - 4.5) * (i - 4.5);
    }
    group_of(&stats, 10, places);
    /* chi-squared with 18 degrees: 31.526378 and 8.230746 (tables) */
    assert_close(stats.sigma_low.value, sqrt(squares / 31.526378), 1e-6);
    assert_close(stats.sigma_high.value, sqrt(squares / 8.230746), 1e-6);
    assert_true(stats.sigma_low.value < stats.sigma.value);
    assert_true(stats.sigma.value < stats.sigma_high.value);
}

static void a_flier_is_named_and_not_dropped(void **state)
{
    /* Others' centre (0, 0), farthest of them 1 mm: 2.5 mm is a flier, 2.499 is not. */
    struct place places[] = {{1000, 0}, {-1000, 0}, {0, 2500}, {0, 1000}, {0, -1000}};
    struct session_stats stats;
    (void)state;
    group_of(&stats, 5, places);
    assert_int_equal(stats.flier_count, 1);
    assert_int_equal(stats.fliers[0], 3);
    assert_stat(stats.flier_reason, 1);
    assert_stat(stats.height, 3.5);
    places[2].y_um = 2499;
    group_of(&stats, 5, places);
    assert_int_equal(stats.flier_count, 0);
    group_of(&stats, 4, places);
    assert_absent(stats.flier_reason);
}

static void one_hole_has_no_fliers(void **state)
{
    struct place places[5] = {{0}};
    struct session_stats stats;
    (void)state;
    group_of(&stats, 5, places);
    assert_int_equal(stats.flier_count, 0);
    assert_stat(stats.sigma, 0);
    places[4].x_um = 1;
    group_of(&stats, 5, places);
    assert_int_equal(stats.flier_count, 1);
}

static void flier_numbers_count_over_shots_without_a_place_too(void **state)
{
    static const struct place places[] = {{1000, 0}, {-1000, 0}, {0, 1000}, {0, -1000}, {0, 9000}};
    struct shot shots[7];
    struct session_stats stats;
    (void)state;
    shots[0] = typed_shot(0, 1, 100); /* a sighter */
    shots[1] = typed_shot(1, 1, 100); /* typed */
    for (int i = 0; i < 5; i++) {
        shots[2 + i] = placed_shot(2 + i, places[i].x_um, places[i].y_um);
    }
    stats_session(shots, 7, NULL, &stats);
    assert_int_equal(stats.plotted, 5);
    assert_int_equal(stats.fliers[0], 6);
}

/* One number of a normal distribution (Box and Muller). */
static double normal(struct test_random *random)
{
    double u = (test_random_below(random, 1000000) + 0.5) / 1000000;
    double v = (test_random_below(random, 1000000) + 0.5) / 1000000;
    return sqrt(-2 * log(u)) * cos(2 * 3.14159265358979 * v);
}

static void simulated_groups_meet_the_published_means(void **state)
{
    /* shotGroups, DFdistr: mean extreme spread 3.066 and FoM 2.326 of 5 shots at sigma 1. The bands
     * are four standard errors wide; the seed is fixed. */
    struct test_random random = {.state = 20261123};
    double spread = 0;
    double fom = 0;
    double sigma = 0;
    const int groups = 4000;
    (void)state;
    for (int i = 0; i < groups; i++) {
        struct place places[5];
        struct session_stats stats;
        for (int j = 0; j < 5; j++) {
            places[j].x_um = lround(normal(&random) * 10000);
            places[j].y_um = lround(normal(&random) * 10000);
        }
        group_of(&stats, 5, places);
        spread += stats.extreme_spread.value / 10 / groups;
        fom += stats.fom.value / 10 / groups;
        sigma += stats.sigma.value / 10 / groups;
    }
    assert_close(spread, 3.066, 0.053);
    assert_close(fom, 2.326, 0.04);
    assert_close(sigma, 1, 0.023);
}

static void coordinates_far_out_do_not_overflow(void **state)
{
    struct shot shots[SESSION_SHOTS_MAX];
    struct session_stats stats;
    struct shot_summary summary;
    (void)state;
    for (int i = 0; i < SESSION_SHOTS_MAX; i++) {
        int64_t place = i % 2 == 0 ? 3000000 : -3000000;
        shots[i] = placed_shot(1 + i % SHOTS_PER_SERIES_MAX, place, place);
        shots[i].series = 1 + i / SHOTS_PER_SERIES_MAX;
    }
    stats_session(shots, SESSION_SHOTS_MAX, NULL, &stats);
    stats_summary(shots, SESSION_SHOTS_MAX, &summary);
    assert_stat(stats.extreme_spread, 6000 * sqrt(2));
    assert_stat(stats.mpi_x, 0);
    assert_int_equal(stats.flier_count, 0);
    assert_int_equal(summary.sum_xx, INT64_C(400) * 9 * 1000000000000);
}

/* --- distributions -------------------------------------------------------------------------- */
static void c4_is_the_table(void **state)
{
    static const struct {
        int n;
        double c4;
    } table[] = {{2, 0.797885}, {3, 0.886227}, {5, 0.939986}, {10, 0.972659}, {25, 0.989640}};
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        assert_close(stats_c4(table[i].n), table[i].c4, 1e-6);
    }
    assert_close(stats_c4(1000), 1 - 1 / 4.0 / 999.0, 1e-6);
}

/* P(X > x) with an even number of degrees is a sum of Poisson terms. */
static double upper_tail(double x, int degrees)
{
    double term = exp(-x / 2);
    double sum = term;
    for (int k = 1; k < degrees / 2; k++) {
        term *= x / 2 / k;
        sum += term;
    }
    return sum;
}

static void chi_squared_quantiles_undo_the_distribution(void **state)
{
    static const double chances[] = {0.001, 0.025, 0.5, 0.9, 0.975, 0.999};
    (void)state;
    for (int degrees = 2; degrees <= 798; degrees += 2) {
        for (size_t i = 0; i < sizeof chances / sizeof chances[0]; i++) {
            double x = stats_chi2_quantile(chances[i], degrees);
            double tail = degrees < 600 ? upper_tail(x, degrees) : 1 - chances[i];
            assert_close(tail, 1 - chances[i], 2e-12);
        }
    }
    assert_close(stats_chi2_quantile(0.95, 1), 3.841458820694124, 1e-11);
    assert_close(stats_chi2_quantile(0.025, 10), 3.246972780236842, 1e-11);
    assert_close(stats_chi2_quantile(0.975, 10), 20.483177350807, 1e-10);
    assert_close(stats_chi2_quantile(0.025, 2), -2 * log(0.975), 1e-13);
}

static void wilson_stays_between_nothing_and_all(void **state)
{
    double low = 0;
    double high = 0;
    (void)state;
    stats_wilson(0, 10, &low, &high);
    assert_close(low, 0, 0);
    assert_close(high, 0.277533, 1e-6);
    stats_wilson(10, 10, &low, &high);
    assert_close(low, 0.722467, 1e-6);
    assert_close(high, 1, 0);
}

/* --- summary, advice, comparison ------------------------------------------------------------ */
static void the_summary_is_the_same_integers(void **state)
{
    struct shot shots[20];
    struct shot_summary summary;
    (void)state;
    int count = some_session(shots);
    for (int i = 0; i < count; i++) {
        shots[i].entered_at_ms = 1000 + i;
    }
    shots[5].is_plotted = true;
    shots[5].x_um = -300;
    shots[5].y_um = 400;
    shots[6].is_plotted = true;
    stats_summary(shots, count, &summary);
    assert_int_equal(summary.session_weapon_id, 7);
    assert_int_equal(summary.shots, 13);
    assert_int_equal(summary.sighters, 2);
    assert_int_equal(summary.total_tenths, 1090);
    assert_int_equal(summary.total_rings, 109);
    assert_int_equal(summary.inner_tens, 1);
    assert_int_equal(summary.tens, 3);
    assert_int_equal(summary.nines, 7);
    assert_int_equal(summary.misses, 1);
    assert_int_equal(summary.series_count, 3);
    assert_int_equal(summary.series_tenths[1], 430);
    assert_int_equal(summary.series_shots[2], 3);
    assert_int_equal(summary.plotted, 2);
    assert_int_equal(summary.sum_x_um, -300);
    assert_int_equal(summary.sum_yy, 160000);
    assert_int_equal(summary.min_x_um, -300);
    assert_int_equal(summary.max_x_um, 0);
    assert_int_equal(summary.max_y_um, 400);
    assert_int_equal(summary.spread_squared, 250000);
    assert_int_equal(summary.first_at_ms, 1002);
    assert_int_equal(summary.last_at_ms, 1000 + count - 1);
    stats_summary(NULL, 0, &summary);
    assert_int_equal(summary.shots, 0);
}

static void series_columns_are_read_back_as_written(void **state)
{
    static const int values[] = {940, 960, 0, 1090};
    int back[4] = {0};
    char text[64];
    (void)state;
    stats_series_write(text, sizeof text, values, 4);
    assert_string_equal(text, "940,960,0,1090");
    assert_int_equal(stats_series_read(text, back, 4), 4);
    assert_memory_equal(back, values, sizeof back);
    assert_int_equal(stats_series_read(text, back, 2), 2);
    stats_series_write(text, sizeof text, values, 0);
    assert_string_equal(text, "");
    assert_int_equal(stats_series_read("", back, 4), 0);
    assert_int_equal(stats_series_read("rubbish", back, 4), 0);
}

static void sights_are_moved_only_beyond_the_noise(void **state)
{
    struct session_stats stats = {.plotted = 25,
                                  .mpi_x = {.has = true, .value = 4.1},
                                  .mpi_y = {.has = true, .value = -1},
                                  .sd_x = {.has = true, .value = 10},
                                  .sd_y = {.has = true, .value = 10}};
    struct sight_advice advice;
    (void)state;
    stats_sight_advice(&stats, 25, 0.2, &advice); /* noise 4 mm, a click 0.5 mm */
    assert_int_equal(advice.x.verdict, SIGHT_MOVE);
    assert_int_equal(advice.x.clicks, 8);
    assert_close(advice.x.noise_mm, 4, 1e-12);
    assert_int_equal(advice.y.verdict, SIGHT_WITHIN_NOISE);
    assert_int_equal(advice.y.clicks, 0);
    assert_int_equal(advice.y.more_shots, 376); /* 2 * 10 / sqrt(401) < 1 */
    stats_sight_advice(&stats, 25, 0, &advice);
    assert_int_equal(advice.x.verdict, SIGHT_MOVE);
    assert_int_equal(advice.x.clicks, 0);
    stats.mpi_y.value = 0;
    stats_sight_advice(&stats, 25, 0.2, &advice);
    assert_int_equal(advice.y.more_shots, 999);
    stats.plotted = 19;
    stats_sight_advice(&stats, 25, 0.2, &advice);
    assert_int_equal(advice.x.verdict, SIGHT_NO_DATA);
}

static void a_total_is_compared_with_the_others(void **state)
{
    static const int64_t others[] = {5500, 5400, 5600, 5450, 5500, 5550, 5300, 5700, 5650};
    (void)state;
    assert_absent(stats_versus(5500, others, 0));
    assert_stat(stats_versus(5500, others, 3), 0);
    assert_stat(stats_versus(5525, others, 2), 7.5);
    assert_absent(stats_percentile(5500, others, 8));
    assert_stat(stats_percentile(5500, others, 9), 100.0 * (3 + 2 * 0.5) / 9);
    assert_stat(stats_percentile(9999, others, 9), 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(totals_leave_out_sighters_and_voided_shots),
        cmocka_unit_test(only_complete_series_are_best_or_weakest),
        cmocka_unit_test(equal_series_have_no_weakest_and_no_dip),
        cmocka_unit_test(cadence_is_the_mean_of_the_positive_gaps),
        cmocka_unit_test(no_shots_give_reasons_and_not_zeroes),
        cmocka_unit_test(the_hit_rate_starts_at_ten_shots),
        cmocka_unit_test(a_square_group_by_hand),
        cmocka_unit_test(the_clock_reads_twelve_up_and_three_right),
        cmocka_unit_test(ten_places_have_an_interval_of_sigma),
        cmocka_unit_test(a_flier_is_named_and_not_dropped),
        cmocka_unit_test(one_hole_has_no_fliers),
        cmocka_unit_test(flier_numbers_count_over_shots_without_a_place_too),
        cmocka_unit_test(simulated_groups_meet_the_published_means),
        cmocka_unit_test(coordinates_far_out_do_not_overflow),
        cmocka_unit_test(c4_is_the_table),
        cmocka_unit_test(chi_squared_quantiles_undo_the_distribution),
        cmocka_unit_test(wilson_stays_between_nothing_and_all),
        cmocka_unit_test(the_summary_is_the_same_integers),
        cmocka_unit_test(series_columns_are_read_back_as_written),
        cmocka_unit_test(sights_are_moved_only_beyond_the_noise),
        cmocka_unit_test(a_total_is_compared_with_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
