/* The rhythm and whether it goes with the score. */
#include "near.h"

#include <string.h>

#include "core/rules/cadence.h"

enum { MANY = 60 };

/* Shots of one session, `gap_s` before each but the first. */
static void make(struct shot *shots, int count, const int *gap_s, const int *tenths)
{
    int64_t at_ms = INT64_C(1795000000000);
    memset(shots, 0, (size_t)count * sizeof *shots);
    for (int i = 0; i < count; i++) {
        at_ms += i == 0 ? 0 : (int64_t)gap_s[i] * 1000;
        shots[i].series = 1 + i / 10;
        shots[i].number = 1 + i % 10;
        shots[i].value_tenths = tenths[i];
        shots[i].ring = tenths[i] / 10;
        shots[i].entered_at_ms = at_ms;
    }
}

static struct cadence read_one(const struct shot *shots, int count)
{
    struct cadence cadence;
    const struct cadence_session session = {shots, count};
    cadence_read(&session, 1, &cadence);
    return cadence;
}

static void without_two_shots_there_is_no_rhythm(void **state)
{
    (void)state;
    struct shot shot;
    struct cadence cadence;
    make(&shot, 1, (const int[]){0}, (const int[]){100});
    cadence_read(NULL, 0, &cadence);
    assert_int_equal(cadence.pairs, 0);
    cadence = read_one(&shot, 1);
    assert_int_equal(cadence.pairs, 0);
    assert_false(cadence.mean_s.has);
    assert_non_null(cadence.mean_s.why);
    assert_false(cadence.correlation.has);
    assert_int_equal(cadence.verdict, VERDICT_NO_DATA);
}

static void mean_and_median_are_those_of_the_gaps_as_they_are(void **state)
{
    (void)state;
    struct shot shots[5];
    make(shots, 5, (const int[]){0, 10, 20, 600, 40}, (const int[]){100, 90, 80, 70, 60});
    struct cadence cadence = read_one(shots, 2);
    assert_int_equal(cadence.pairs, 1);
    assert_near(cadence.mean_s.value, 10, 1e-12);
    assert_near(cadence.median_s.value, 10, 1e-12);
    assert_false(cadence.correlation.has);
    cadence = read_one(shots, 5);
    assert_int_equal(cadence.pairs, 4);
    assert_near(cadence.mean_s.value, 167.5, 1e-12);
    assert_near(cadence.median_s.value, 30, 1e-12);
    cadence = read_one(shots, 4);
    assert_near(cadence.median_s.value, 20, 1e-12);
}

static void gaps_do_not_run_over_sessions_sighters_or_voided_shots(void **state)
{
    (void)state;
    struct shot shots[4];
    struct cadence cadence;
    make(shots, 4, (const int[]){0, 10, 10, 10}, (const int[]){100, 90, 80, 70});
    shots[0].series = 0;
    shots[2].voided_at_ms = 1;
    cadence = read_one(shots, 4); /* from shot 2 to shot 4 */
    assert_int_equal(cadence.pairs, 1);
    assert_near(cadence.mean_s.value, 20, 1e-12);
    const struct cadence_session apart[] = {{shots + 1, 1}, {shots + 3, 1}};
    cadence_read(apart, 2, &cadence);
    assert_int_equal(cadence.pairs, 0);
}

static void shots_of_one_moment_have_no_gap(void **state)
{
    (void)state;
    struct shot shots[4];
    make(shots, 4, (const int[]){0, 0, -5, 7}, (const int[]){100, 90, 80, 70});
    struct cadence cadence = read_one(shots, 4);
    assert_int_equal(cadence.pairs, 1);
    assert_near(cadence.mean_s.value, 7, 1e-12);
}

static void the_correlation_is_that_of_ranks_with_equal_ones_sharing(void **state)
{
    (void)state;
    struct shot shots[6];
    /* gaps 1 2 3 4 5, values 50 60 80 70 70: ranks 1 2 5 3.5 3.5. Around 3: -2 -1 2 .5 .5;
     * products 4+1+0+.5+1 = 6.5; squares 10 and 9.5; r = 6.5 / sqrt 95 = 0.666886 */
    make(shots, 6, (const int[]){0, 1, 2, 3, 4, 5}, (const int[]){99, 50, 60, 80, 70, 70});
    struct cadence cadence = read_one(shots, 6);
    assert_near(cadence.correlation.value, 0.66688592885534, 1e-12);
    assert_false(cadence.low.has);
    assert_int_equal(cadence.verdict, VERDICT_NO_DATA);
    assert_false(cadence.thirds[CADENCE_QUICK].has);
}

static void equal_values_or_equal_gaps_have_no_correlation(void **state)
{
    (void)state;
    struct shot shots[MANY];
    int gaps[MANY];
    int values[MANY];
    for (int i = 0; i < MANY; i++) {
        gaps[i] = 10 + i;
        values[i] = 100;
    }
    make(shots, MANY, gaps, values);
    struct cadence cadence = read_one(shots, MANY);
    assert_int_equal(cadence.pairs, MANY - 1);
    assert_false(cadence.correlation.has);
    assert_false(cadence.low.has);
    assert_int_equal(cadence.verdict, VERDICT_NO_DATA);
    for (int i = 0; i < MANY; i++) {
        gaps[i] = 12;
        values[i] = 60 + i;
    }
    make(shots, MANY, gaps, values);
    assert_false(read_one(shots, MANY).correlation.has);
}

static void a_pause_counts_as_five_minutes(void **state)
{
    (void)state;
    struct shot shots[5];
    /* 400 and 900 s are equal once they are cut: ranks 1 2 3.5 3.5 against 1 2 3 4 */
    make(shots, 5, (const int[]){0, 10, 20, 900, 400}, (const int[]){0, 60, 70, 80, 90});
    assert_near(read_one(shots, 5).correlation.value, 4.5 / 4.743416490252569, 1e-12);
}

static void who_waits_longer_and_scores_more_is_told_so_from_thirty_shots(void **state)
{
    (void)state;
    struct shot shots[MANY];
    int gaps[MANY] = {0};
    int values[MANY] = {0};
    for (int i = 1; i < MANY; i++) {
        gaps[i] = 1 + (i * 17) % 59; /* each of 1..59 once */
        values[i] = 40 + gaps[i];
    }
    make(shots, MANY, gaps, values);
    struct cadence cadence = read_one(shots, 30);
    assert_int_equal(cadence.pairs, 29);
    assert_false(cadence.low.has);
    cadence = read_one(shots, 31);
    assert_true(cadence.low.has);
    cadence = read_one(shots, MANY);
    assert_near(cadence.correlation.value, 1, 1e-12);
    assert_int_equal(cadence.verdict, VERDICT_HIGHER);
    /* 59 pairs: 19 quick (41..59), 21 middle (60..80), 19 slow (81..99) */
    assert_near(cadence.thirds[CADENCE_QUICK].value, 5.0, 1e-12);
    assert_near(cadence.thirds[CADENCE_MIDDLE].value, 7.0, 1e-12);
    assert_near(cadence.thirds[CADENCE_SLOW].value, 9.0, 1e-12);
    for (int i = 1; i < MANY; i++) {
        shots[i].value_tenths = 100 - gaps[i];
    }
    cadence = read_one(shots, MANY);
    assert_near(cadence.correlation.value, -1, 1e-12);
    assert_int_equal(cadence.verdict, VERDICT_LOWER);
}

static void the_interval_is_fishers_with_the_variance_for_ranks(void **state)
{
    (void)state;
    struct shot shots[MANY];
    int gaps[MANY] = {0};
    int values[MANY] = {0};
    for (int i = 1; i < 36; i++) { /* 35 pairs */
        gaps[i] = i;
        values[i] = (i * 11) % 35;
    }
    make(shots, 36, gaps, values);
    struct cadence cadence = read_one(shots, 36);
    /* by 1 - 6 sum d^2 / n (n^2 - 1) */
    assert_near(cadence.correlation.value, -0.147058823529412, 1e-12);
    assert_near(cadence.low.value, -0.465924229802, 1e-9);
    assert_near(cadence.high.value, 0.205612598216, 1e-9);
    assert_int_equal(cadence.verdict, VERDICT_NOISE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_two_shots_there_is_no_rhythm),
        cmocka_unit_test(mean_and_median_are_those_of_the_gaps_as_they_are),
        cmocka_unit_test(gaps_do_not_run_over_sessions_sighters_or_voided_shots),
        cmocka_unit_test(shots_of_one_moment_have_no_gap),
        cmocka_unit_test(the_correlation_is_that_of_ranks_with_equal_ones_sharing),
        cmocka_unit_test(equal_values_or_equal_gaps_have_no_correlation),
        cmocka_unit_test(a_pause_counts_as_five_minutes),
        cmocka_unit_test(who_waits_longer_and_scores_more_is_told_so_from_thirty_shots),
        cmocka_unit_test(the_interval_is_fishers_with_the_variance_for_ranks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
