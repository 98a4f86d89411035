/* What is looked for because it is the extreme of many is seldom called when there is nothing. */
#include "support.h"

#include <math.h>

#include "core/rules/drift.h"
#include "core/rules/goal_rules.h"
#include "core/rules/heat.h"

enum { TRIES = 2000 };

static uint32_t draw(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33);
}

static void expect_at_most(int called, int most)
{
    if (called > most) {
        fail_msg("%d of %d", called, (int)TRIES);
    }
}

/* The weakest window is chosen out of 51. */
static void a_shooter_without_drift_is_seldom_told_of_one(void **state)
{
    (void)state;
    enum { SESSIONS = 8, SHOTS = 60 };
    static int shots[SESSIONS][SHOTS];
    struct drift drift;
    struct drift_session sessions[SESSIONS];
    uint64_t random = 12345;
    int called = 0;
    for (int try = 0; try < TRIES; try++) {
        for (int i = 0; i < SESSIONS; i++) {
            for (int k = 0; k < SHOTS; k++) {
                shots[i][k] = 80 + (int)(draw(&random) % 25);
            }
            sessions[i] = (struct drift_session){.tenths = shots[i], .count = SHOTS};
        }
        drift_read(sessions, SESSIONS, &drift);
        called += drift.verdict == VERDICT_LOWER;
    }
    expect_at_most(called, TRIES / 20);
}

/* One hour out of twelve always has the most. */
static void shots_all_around_seldom_point_anywhere(void **state)
{
    (void)state;
    enum { SHOTS = 120 };
    static struct heat heat;
    struct heat_lean lean;
    uint64_t random = 99;
    int called = 0;
    for (int try = 0; try < TRIES; try++) {
        heat_start(&heat, 20000);
        for (int i = 0; i < SHOTS; i++) {
            double angle = draw(&random) / 2147483648.0 * 6.283185307179586;
            struct shot shot = {.series = 1,
                                .number = 1,
                                .ring = 8,
                                .is_plotted = true,
                                .x_um = llround(20000 * cos(angle)),
                                .y_um = llround(20000 * sin(angle))};
            heat_add(&heat, &shot);
        }
        heat_lean(&heat, &lean);
        called += lean.verdict == VERDICT_HIGHER;
    }
    expect_at_most(called, TRIES / 15);
}

/* Totals of sessions that differ by the scatter of their shots only. */
static void even_shooters_are_seldom_called_uneven(void **state)
{
    (void)state;
    enum { SESSIONS = 10, SHOTS = 60 };
    static int shots[SESSIONS][SHOTS];
    static struct card_sums cards[SESSIONS];
    struct drift_session sessions[SESSIONS];
    struct consistency consistency;
    uint64_t random = 7;
    int called = 0;
    for (int try = 0; try < TRIES; try++) {
        for (int i = 0; i < SESSIONS; i++) {
            cards[i] = (struct card_sums){.is_complete = true};
            for (int k = 0; k < SHOTS; k++) {
                shots[i][k] = 80 + (int)(draw(&random) % 25);
                cards[i].total_tenths += shots[i][k];
            }
            sessions[i] = (struct drift_session){.tenths = shots[i], .count = SHOTS};
        }
        struct goal_numbers numbers = {.count = SESSIONS, .cards = cards, .values = sessions};
        goal_consistency(&numbers, &consistency);
        called += consistency.is_uneven;
    }
    expect_at_most(called, TRIES / 25); /* one side of 95 %: one in forty */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shooter_without_drift_is_seldom_told_of_one),
        cmocka_unit_test(shots_all_around_seldom_point_anywhere),
        cmocka_unit_test(even_shooters_are_seldom_called_uneven),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
