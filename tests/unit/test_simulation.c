/* Simulated groups against the published expected values of spread for circular normal scatter
 * (shotGroups' tables for sigma = 1), within what so many groups leave to chance. The seed is
 * printed; the bounds are five standard errors, so that a sound program fails once in a million
 * runs. */
#include "support.h"

#include "core/rules/stats.h"

#include <math.h>
#include <stdlib.h>

enum { GROUPS = 4000, SIGMA_UM = 10000 };

static struct test_random luck;

static double uniform(void)
{
    return ((double)(test_random_next(&luck) >> 11) + 0.5) / 9007199254740992.0;
}

/* Box and Muller: both coordinates of one shot. */
static void scatter(struct shot *shot, int number)
{
    double radius = sqrt(-2 * log(uniform())) * SIGMA_UM;
    double angle = 2 * M_PI * uniform();
    *shot = (struct shot){.session_weapon_id = 1,
                          .series = 1,
                          .number = number,
                          .value_tenths = 90,
                          .ring = 9,
                          .is_plotted = true,
                          .x_um = llround(radius * cos(angle)),
                          .y_um = llround(radius * sin(angle))};
}

struct means {
    double spread, spread_squared, fom, diagonal, radius, sigma;
    int covered; /* groups whose interval holds the true sigma */
};

static struct means simulate(int shots_per_group)
{
    struct means means = {0};
    struct shot *shots = calloc((size_t)shots_per_group, sizeof *shots);
    assert_non_null(shots);
    for (int group = 0; group < GROUPS; group++) {
        struct session_stats stats;
        for (int i = 0; i < shots_per_group; i++) {
            scatter(&shots[i], i + 1);
        }
        stats_session(shots, shots_per_group, NULL, &stats);
        double spread = stats.extreme_spread.value / 10; /* in sigmas */
        means.spread += spread / GROUPS;
        means.spread_squared += spread * spread / GROUPS;
        means.fom += stats.fom.value / 10 / GROUPS;
        means.diagonal += stats.diagonal.value / 10 / GROUPS;
        means.radius += stats.mean_radius.value / 10 / GROUPS;
        means.sigma += stats.sigma.value / 10 / GROUPS;
        means.covered +=
            stats.sigma_low.has && stats.sigma_low.value <= 10 && stats.sigma_high.value >= 10;
    }
    free(shots);
    return means;
}

static void assert_mean(const char *what, double mean, double expected, double deviation)
{
    double bound = 5 * deviation / sqrt(GROUPS) + 0.0006; /* the tables have three decimals */
    if (fabs(mean - expected) > bound) {
        fail_msg("%s: mean %.4f, the table says %.4f, bound %.4f", what, mean, expected, bound);
    }
}

static void extreme_spread_follows_the_published_table(void **state)
{
    (void)state;
    static const struct {
        int shots;
        double mean, variation;
    } rows[] = {{2, 1.773, .523},  {3, 2.409, .370},  {4, 2.793, .307},  {5, 3.066, .270},
                {6, 3.275, .245},  {8, 3.585, .214},  {10, 3.811, .195}, {12, 3.988, .181},
                {15, 4.196, .166}, {20, 4.451, .150}, {25, 4.640, .140}, {30, 4.790, .132}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct means means = simulate(rows[i].shots);
        double deviation = rows[i].mean * rows[i].variation;
        assert_mean("extreme spread", means.spread, rows[i].mean, deviation);
        double found = sqrt(means.spread_squared - means.spread * means.spread) / means.spread;
        assert_true(fabs(found - rows[i].variation) < 0.1 * rows[i].variation);
    }
}

static void figure_of_merit_and_diagonal_follow_the_published_values(void **state)
{
    (void)state;
    struct means five = simulate(5);
    struct means ten = simulate(10);
    struct means twenty = simulate(20);
    assert_mean("FoM of 5", five.fom, 2.326, 0.65);
    assert_mean("FoM of 10", ten.fom, 3.077, 0.60);
    assert_mean("FoM of 20", twenty.fom, 3.735, 0.55);
    assert_mean("diagonal of 5", five.diagonal, 3.396, 0.95);
    assert_mean("diagonal of 10", ten.diagonal, 4.422, 0.85);
}

static void sigma_is_unbiased_and_its_interval_covers_in_95_of_100(void **state)
{
    (void)state;
    static const int sizes[] = {2, 5, 10, 30};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        int n = sizes[i];
        struct means means = simulate(n);
        assert_mean("sigma", means.sigma, 1, 1 / sqrt(4.0 * (n - 1)) * 1.1);
        assert_mean("mean radius", means.radius, sqrt(M_PI * (n - 1) / (2.0 * n)), 0.45);
        if (n >= 10) {
            double covered = (double)means.covered / GROUPS;
            assert_true(fabs(covered - 0.95) < 5 * sqrt(0.95 * 0.05 / GROUPS));
        }
    }
}

static int start(void **state)
{
    (void)state;
    test_random_start(&luck);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(extreme_spread_follows_the_published_table),
        cmocka_unit_test(figure_of_merit_and_diagonal_follow_the_published_values),
        cmocka_unit_test(sigma_is_unbiased_and_its_interval_covers_in_95_of_100),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
