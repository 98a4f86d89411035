/* Where in a card the value drops. */
#include "near.h"

#include <string.h>

#include "core/rules/drift.h"

enum { CARD = 30 };

/* 100 everywhere, `low` in positions 11..20 (from 1). */
static void fill(int tenths[CARD], int low)
{
    for (int i = 0; i < CARD; i++) {
        tenths[i] = i >= 10 && i < 20 ? low : 100;
    }
}

static void without_shots_there_is_nothing_to_say(void **state)
{
    (void)state;
    static struct drift drift;
    const struct drift_session empty[] = {{NULL, 0}, {NULL, 0}};
    drift_read(NULL, 0, &drift);
    assert_int_equal(drift.positions, 0);
    assert_int_equal(drift.window_first, 0);
    assert_false(drift.difference.has);
    assert_non_null(drift.difference.why);
    drift_read(empty, 2, &drift);
    assert_int_equal(drift.sessions, 0);
    assert_int_equal(drift.verdict, VERDICT_NO_DATA);
}

static void one_shot_and_two_shots_have_an_average_and_no_window(void **state)
{
    (void)state;
    static struct drift drift;
    const int one[] = {93};
    const int two[] = {100, 84};
    const struct drift_session sessions[] = {{one, 1}, {two, 2}};
    drift_read(sessions, 1, &drift);
    assert_int_equal(drift.positions, 1);
    assert_int_equal(drift.covered, 0);
    assert_near(drift.averages[0], 9.3, 1e-12);
    drift_read(sessions, 2, &drift);
    assert_int_equal(drift.positions, 2);
    assert_int_equal(drift.covered, 1);
    assert_int_equal(drift.counts[0], 2);
    assert_int_equal(drift.counts[1], 1);
    assert_near(drift.averages[0], 9.65, 1e-12);
    assert_near(drift.averages[1], 8.4, 1e-12);
    assert_int_equal(drift.window_first, 0);
    assert_false(drift.low.has);
}

static void a_window_needs_two_sessions_of_twenty_shots(void **state)
{
    (void)state;
    static struct drift drift;
    int first[CARD];
    int second[CARD];
    fill(first, 90);
    fill(second, 90);
    const struct drift_session sessions[] = {{first, CARD}, {second, 19}};
    drift_read(sessions, 1, &drift);
    assert_int_equal(drift.window_first, 0);
    drift_read(sessions, 2, &drift);
    assert_int_equal(drift.covered, 19);
    assert_int_equal(drift.window_first, 0);
    const struct drift_session enough[] = {{first, CARD}, {second, 20}};
    drift_read(enough, 2, &drift);
    assert_int_equal(drift.covered, 20);
    assert_int_equal(drift.window_first, 11);
    assert_near(drift.window_average.value, 9.0, 1e-12);
}

static void the_weakest_ten_are_found_with_their_difference_to_the_others(void **state)
{
    (void)state;
    static struct drift drift;
    int a[CARD];
    int b[CARD];
    int c[CARD];
    fill(a, 90);
    fill(b, 95);
    fill(c, 94);
    const struct drift_session sessions[] = {{a, CARD}, {b, CARD}, {c, CARD}};
    drift_read(sessions, 3, &drift);
    assert_int_equal(drift.window_first, 11);
    assert_int_equal(drift.paired_sessions, 3);
    assert_near(drift.window_average.value, 9.3, 1e-12);
    /* differences -1.0, -0.5, -0.6: mean -0.7, sd^2 0.07. w = 6; the t distribution with 2 degrees
     * has a closed quantile: a sqrt(2 / (1 - a^2)), a = 1 - 2 * 0.025 / 6 */
    const double share = 119.0 / 120;
    double margin = share * sqrt(2 / (1 - share * share)) * sqrt(0.07 / 3);
    assert_near(drift.difference.value, -0.7, 1e-12);
    assert_near(drift.low.value, -0.7 - margin, 1e-9);
    assert_near(drift.high.value, -0.7 + margin, 1e-9);
    assert_int_equal(drift.verdict, VERDICT_NOISE);
}

static void two_sessions_have_a_difference_and_no_interval(void **state)
{
    (void)state;
    static struct drift drift;
    int a[CARD];
    int b[CARD];
    fill(a, 90);
    fill(b, 80);
    const struct drift_session sessions[] = {{a, CARD}, {b, CARD}};
    drift_read(sessions, 2, &drift);
    assert_near(drift.difference.value, -1.5, 1e-12);
    assert_false(drift.low.has);
    assert_int_equal(drift.verdict, VERDICT_NO_DATA);
}

static void the_same_drop_in_every_session_is_lower(void **state)
{
    (void)state;
    static struct drift drift;
    int a[CARD];
    fill(a, 90);
    const struct drift_session sessions[] = {{a, CARD}, {a, CARD}, {a, CARD}};
    drift_read(sessions, 3, &drift);
    assert_near(drift.low.value, -1.0, 1e-12);
    assert_near(drift.high.value, -1.0, 1e-12);
    assert_int_equal(drift.verdict, VERDICT_LOWER);
}

static void when_all_shots_are_equal_no_window_is_the_weakest(void **state)
{
    (void)state;
    static struct drift drift;
    int a[CARD];
    fill(a, 100);
    const struct drift_session sessions[] = {{a, CARD}, {a, CARD}, {a, CARD}};
    drift_read(sessions, 3, &drift);
    assert_int_equal(drift.window_first, 0);
    assert_false(drift.difference.has);
    assert_int_equal(drift.verdict, VERDICT_NO_DATA);
}

static void of_equal_windows_the_first_counts(void **state)
{
    (void)state;
    static struct drift drift;
    int a[40];
    for (int i = 0; i < 40; i++) {
        a[i] = i < 10 || (i >= 20 && i < 30) ? 90 : 100;
    }
    const struct drift_session sessions[] = {{a, 40}, {a, 40}};
    drift_read(sessions, 2, &drift);
    assert_int_equal(drift.window_first, 1);
}

static void a_session_without_the_window_is_not_compared(void **state)
{
    (void)state;
    static struct drift drift;
    int a[CARD];
    fill(a, 90);
    const struct drift_session sessions[] = {{a, CARD}, {a, CARD}, {a, CARD}, {a, 15}, {a, 10}};
    drift_read(sessions, 5, &drift);
    assert_int_equal(drift.sessions, 5);
    assert_int_equal(drift.counts[9], 5);
    assert_int_equal(drift.counts[10], 4);
    assert_int_equal(drift.window_first, 11);
    assert_int_equal(drift.paired_sessions, 3);
}

static void a_card_that_is_too_long_is_cut(void **state)
{
    (void)state;
    static struct drift drift;
    static int many[SESSION_SHOTS_MAX + 50];
    memset(many, 0, sizeof many);
    many[SESSION_SHOTS_MAX - 1] = 100;
    const struct drift_session sessions[] = {{many, SESSION_SHOTS_MAX + 50},
                                             {many, SESSION_SHOTS_MAX + 50}};
    drift_read(sessions, 2, &drift);
    assert_int_equal(drift.positions, SESSION_SHOTS_MAX);
    assert_near(drift.averages[SESSION_SHOTS_MAX - 1], 10, 1e-12);
}

/* A shooter without any drift: the weakest window is chosen out of 51, and still seldom called. */
static void chance_alone_is_seldom_called_a_drift(void **state)
{
    (void)state;
    enum { TRIES = 2000, SESSIONS = 8, SHOTS = 60 };
    static int shots[SESSIONS][SHOTS];
    static struct drift drift;
    struct drift_session sessions[SESSIONS];
    uint64_t random = 12345;
    int called = 0;
    for (int try = 0; try < TRIES; try++) {
        for (int i = 0; i < SESSIONS * SHOTS; i++) {
            random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            shots[i / SHOTS][i % SHOTS] = 80 + (int)(random >> 33) % 25;
        }
        for (int i = 0; i < SESSIONS; i++) {
            sessions[i] = (struct drift_session){shots[i], SHOTS};
        }
        drift_read(sessions, SESSIONS, &drift);
        called += drift.verdict == VERDICT_LOWER;
    }
    if (called > TRIES / 20) {
        fail_msg("%d of %d", called, (int)TRIES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_shots_there_is_nothing_to_say),
        cmocka_unit_test(one_shot_and_two_shots_have_an_average_and_no_window),
        cmocka_unit_test(a_window_needs_two_sessions_of_twenty_shots),
        cmocka_unit_test(the_weakest_ten_are_found_with_their_difference_to_the_others),
        cmocka_unit_test(two_sessions_have_a_difference_and_no_interval),
        cmocka_unit_test(the_same_drop_in_every_session_is_lower),
        cmocka_unit_test(when_all_shots_are_equal_no_window_is_the_weakest),
        cmocka_unit_test(of_equal_windows_the_first_counts),
        cmocka_unit_test(a_session_without_the_window_is_not_compared),
        cmocka_unit_test(a_card_that_is_too_long_is_cut),
        cmocka_unit_test(chance_alone_is_seldom_called_a_drift),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
