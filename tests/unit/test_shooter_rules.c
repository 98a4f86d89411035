/* Drift, rhythm, heat map and bests at their edges: 0, 1 and 2 shots, all equal, no places, one
 * series. insight_check.py recomputes them on whole clubs. */
#include "support.h"

#include "core/rules/bests.h"
#include "core/rules/cadence.h"
#include "core/rules/drift.h"
#include "core/rules/heat.h"

#include <math.h>
#include <string.h>

static void assert_close(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-9 * fmax(1, fabs(expected)))) {
        fail_msg("%.15g is not %.15g", value, expected);
    }
}

/* --- drift ---------------------------------------------------------------------------------- */
static void fill(int *tenths, int count, int value)
{
    for (int i = 0; i < count; i++) {
        tenths[i] = value;
    }
}

static void no_session_and_one_session_have_no_weakest_window(void **state)
{
    (void)state;
    struct drift drift;
    int tenths[60];
    fill(tenths, 60, 90);
    drift_read(NULL, 0, &drift);
    assert_non_null(drift.why);
    assert_int_equal(drift.positions, 0);
    struct drift_session one = {.count = 60, .tenths = tenths};
    drift_read(&one, 1, &drift);
    assert_non_null(drift.why);
    assert_int_equal(drift.weak_first, 0);
    assert_false(drift.difference.has);
}

static void short_sessions_have_no_weakest_window(void **state)
{
    (void)state;
    struct drift drift;
    int tenths[19];
    fill(tenths, 19, 90);
    struct drift_session two[2] = {{19, tenths}, {19, tenths}};
    drift_read(two, 2, &drift);
    assert_non_null(drift.why);
    assert_int_equal(drift.positions, 19);
}

static void equal_shots_give_the_first_window_and_no_certainty(void **state)
{
    (void)state;
    struct drift drift;
    int tenths[60];
    fill(tenths, 60, 90);
    struct drift_session three[3] = {{60, tenths}, {60, tenths}, {60, tenths}};
    drift_read(three, 3, &drift);
    assert_null(drift.why);
    assert_int_equal(drift.weak_first, 1);
    assert_int_equal(drift.weak_last, 10);
    assert_close(drift.weak_average, 9);
    assert_true(drift.difference.has);
    assert_close(drift.difference.value, 0);
    assert_int_equal(drift.verdict, VERDICT_NOISE);
}

static void a_dip_that_every_session_has_is_found_and_certain(void **state)
{
    (void)state;
    struct drift drift;
    int tenths[4][60];
    struct drift_session sessions[4];
    for (int i = 0; i < 4; i++) {
        fill(tenths[i], 60, 95 + i % 2);
        fill(tenths[i] + 30, 10, 80);
        sessions[i] = (struct drift_session){60, tenths[i]};
    }
    drift_read(sessions, 4, &drift);
    assert_int_equal(drift.weak_first, 31);
    assert_int_equal(drift.weak_last, 40);
    assert_close(drift.weak_average, 8);
    assert_close(drift.difference.value, -1.55);
    assert_int_equal(drift.verdict, VERDICT_LOWER);
}

static void shots_that_only_one_session_has_are_no_position(void **state)
{
    (void)state;
    struct drift drift;
    int tenths[60];
    fill(tenths, 60, 90);
    struct drift_session two[2] = {{60, tenths}, {25, tenths}};
    drift_read(two, 2, &drift);
    assert_int_equal(drift.positions, 25);
    assert_int_equal(drift.counts[24], 2);
}

/* --- rhythm --------------------------------------------------------------------------------- */
static void one_shot_has_no_rhythm(void **state)
{
    (void)state;
    struct cadence cadence;
    struct shot shot = {.series = 1, .number = 1, .value_tenths = 90, .entered_at_ms = 1000};
    struct cadence_pair pairs[2];
    assert_int_equal(cadence_pairs(&shot, 1, pairs), 0);
    cadence_read(pairs, 0, &cadence);
    assert_false(cadence.mean_s.has);
    assert_non_null(cadence.mean_s.why);
    assert_false(cadence.correlation.has);
}

static void shots_at_one_moment_make_no_pair(void **state)
{
    (void)state;
    struct shot shots[3];
    struct cadence_pair pairs[3];
    for (int i = 0; i < 3; i++) {
        shots[i] = (struct shot){.series = 1, .number = i + 1, .entered_at_ms = 5000};
    }
    assert_int_equal(cadence_pairs(shots, 3, pairs), 0);
}

static void sighters_and_voided_shots_have_no_rhythm(void **state)
{
    (void)state;
    struct cadence_pair pairs[4];
    struct shot shots[4] = {
        {.series = 0, .number = 1, .entered_at_ms = 1000},
        {.series = 1, .number = 1, .entered_at_ms = 2000},
        {.series = 1, .number = 2, .entered_at_ms = 3000, .voided_at_ms = 9},
        {.series = 1, .number = 3, .entered_at_ms = 12000},
    };
    assert_int_equal(cadence_pairs(shots, 4, pairs), 1);
    assert_int_equal(pairs[0].gap_ms, 10000);
}

static void a_pause_counts_as_five_minutes_at_most(void **state)
{
    (void)state;
    struct cadence_pair pairs[2];
    struct shot shots[2] = {{.series = 1, .number = 1, .entered_at_ms = 0},
                            {.series = 1, .number = 2, .entered_at_ms = 3600000}};
    assert_int_equal(cadence_pairs(shots, 2, pairs), 1);
    assert_int_equal(pairs[0].gap_ms, CADENCE_GAP_MOST_MS);
}

static void slower_shots_that_are_better_are_told(void **state)
{
    (void)state;
    struct cadence cadence;
    struct cadence_pair pairs[60];
    for (int i = 0; i < 60; i++) {
        pairs[i] = (struct cadence_pair){.gap_ms = 10000 + 1000 * i, .tenths = 80 + i / 3};
    }
    cadence_read(pairs, 60, &cadence);
    assert_int_equal(cadence.verdict, VERDICT_HIGHER);
    assert_true(cadence.correlation.value > 0.99);
    assert_true(cadence.quick.value < cadence.slow.value);
    assert_close(cadence.mean_s.value, 39.5);
    assert_close(cadence.median_s.value, 39.5);
}

static void equal_values_have_no_relation_to_the_rhythm(void **state)
{
    (void)state;
    struct cadence cadence;
    struct cadence_pair pairs[30];
    for (int i = 0; i < 30; i++) {
        pairs[i] = (struct cadence_pair){.gap_ms = 10000 + 1000 * i, .tenths = 90};
    }
    cadence_read(pairs, 30, &cadence);
    assert_false(cadence.correlation.has);
    assert_int_equal(cadence.verdict, VERDICT_NO_DATA);
    assert_close(cadence.quick.value, 9);
}

/* --- heat map ------------------------------------------------------------------------------- */
static struct shot at(int64_t x_um, int64_t y_um, int ring)
{
    return (struct shot){
        .series = 1, .number = 1, .ring = ring, .is_plotted = true, .x_um = x_um, .y_um = y_um};
}

static void typed_shots_leave_the_map_empty(void **state)
{
    (void)state;
    struct heat heat;
    struct heat_lean lean;
    struct shot typed = {.series = 1, .number = 1, .ring = 9};
    struct shot sighter = at(0, 0, 9);
    sighter.series = 0;
    heat_start(&heat, 41000);
    heat_add(&heat, &typed);
    heat_add(&heat, &sighter);
    assert_int_equal(heat.shots, 0);
    heat_lean(&heat, &lean);
    assert_int_equal(lean.hour, 0);
    assert_non_null(lean.share.why);
}

static void cells_lie_around_the_centre_and_hold_their_edges(void **state)
{
    (void)state;
    struct heat heat;
    heat_start(&heat, 41000); /* cells of 2 mm: the middle one from -1 to 1 mm */
    assert_int_equal(heat.cell_um, 2000);
    struct shot shots[] = {at(0, 0, 10), at(999, -999, 10), at(-1000, 0, 10), at(1000, 0, 10),
                           at(-1001, 0, 10)};
    for (size_t i = 0; i < sizeof shots / sizeof shots[0]; i++) {
        heat_add(&heat, &shots[i]);
    }
    assert_int_equal(heat.cells[HEAT_HALF][HEAT_HALF], 3);
    assert_int_equal(heat.cells[HEAT_HALF][HEAT_HALF + 1], 1);
    assert_int_equal(heat.cells[HEAT_HALF][HEAT_HALF - 1], 1);
    struct shot far = at(900000, 0, 0);
    heat_add(&heat, &far);
    assert_int_equal(heat.outside, 1);
    assert_int_equal(heat.shots, 6);
}

static void up_is_twelve_and_right_is_three(void **state)
{
    (void)state;
    struct heat heat;
    static const struct {
        int64_t x, y;
        int hour;
    } rows[] = {{0, 500, 12}, {500, 0, 3},    {0, -500, 6},    {-500, 0, 9},    {500, 500, 2},
                {0, 0, 0},    {500, -500, 5}, {-500, -500, 8}, {-500, 500, 11}, {-100, 500, 12}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        heat_start(&heat, 41000);
        struct shot shot = at(rows[i].x, rows[i].y, 9);
        heat_add(&heat, &shot);
        assert_int_equal(heat.hours[rows[i].hour], 1);
    }
}

static void shots_that_all_go_one_way_lean_that_way(void **state)
{
    (void)state;
    struct heat heat;
    struct heat_lean lean;
    heat_start(&heat, 41000);
    for (int i = 0; i < 9; i++) {
        struct shot shot = at(-3000, -3000, 8);
        heat_add(&heat, &shot);
    }
    heat_lean(&heat, &lean);
    assert_false(lean.share.has); /* nine do not tell */
    struct shot tenth = at(-3000, -3000, 8);
    heat_add(&heat, &tenth);
    heat_lean(&heat, &lean);
    assert_int_equal(lean.hour, 8);
    assert_close(lean.share.value, 1);
    assert_int_equal(lean.verdict, VERDICT_HIGHER);
}

static void shots_all_around_lean_nowhere(void **state)
{
    (void)state;
    struct heat heat;
    struct heat_lean lean;
    heat_start(&heat, 41000);
    for (int i = 0; i < 120; i++) {
        double angle = i * M_PI / 6;
        struct shot shot = at((int64_t)(5000 * sin(angle)), (int64_t)(5000 * cos(angle)), 8);
        heat_add(&heat, &shot);
    }
    heat_lean(&heat, &lean);
    assert_int_equal(lean.verdict, VERDICT_NOISE);
}

/* --- bests ---------------------------------------------------------------------------------- */
static const struct programme two_stages = {
    .id = "TEST",
    .stage_count = 2,
    .stages = {{.series = 2, .shots = 5}, {.series = 1, .shots = 10}}};

static void a_card_that_is_not_whole_has_no_best_total(void **state)
{
    (void)state;
    struct bests bests = {0};
    int tenths[] = {450, 460, 800};
    int shots[] = {5, 5, 9};
    bests_add(&bests, &two_stages, 7, "2026-05-01", tenths, shots, 3);
    assert_int_equal(bests.total.date[0], 0);
    assert_int_equal(bests.series.tenths, 460);
    assert_int_equal(bests.series.number, 2);
    assert_int_equal(bests.stages[0].tenths, 910);
    assert_int_equal(bests.stages[1].date[0], 0);
}

static void on_ties_the_latest_card_is_the_best(void **state)
{
    (void)state;
    struct bests bests = {0};
    int tenths[] = {450, 460, 900};
    int shots[] = {5, 5, 10};
    bests_add(&bests, &two_stages, 7, "2026-05-01", tenths, shots, 3);
    bests_add(&bests, &two_stages, 8, "2026-06-01", tenths, shots, 3);
    bests_add(&bests, &two_stages, 9, "2026-04-01", tenths, shots, 3);
    assert_int_equal(bests.total.tenths, 1810);
    assert_string_equal(bests.total.date, "2026-06-01");
    assert_int_equal(bests.total.session_id, 8);
    assert_int_equal(bests.stage_count, 2);
}

static void free_practice_and_unknown_programmes_have_no_bests(void **state)
{
    (void)state;
    struct bests bests = {0};
    struct programme open_ended = two_stages;
    int tenths[] = {450};
    int shots[] = {5};
    open_ended.is_open_ended = true;
    bests_add(&bests, &open_ended, 7, "2026-05-01", tenths, shots, 1);
    bests_add(&bests, NULL, 7, "2026-05-01", tenths, shots, 1);
    bests_add(&bests, &two_stages, 7, "2026-05-01", tenths, shots, 0);
    assert_int_equal(bests.series.date[0], 0);
    assert_int_equal(bests.total.date[0], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_session_and_one_session_have_no_weakest_window),
        cmocka_unit_test(short_sessions_have_no_weakest_window),
        cmocka_unit_test(equal_shots_give_the_first_window_and_no_certainty),
        cmocka_unit_test(a_dip_that_every_session_has_is_found_and_certain),
        cmocka_unit_test(shots_that_only_one_session_has_are_no_position),
        cmocka_unit_test(one_shot_has_no_rhythm),
        cmocka_unit_test(shots_at_one_moment_make_no_pair),
        cmocka_unit_test(sighters_and_voided_shots_have_no_rhythm),
        cmocka_unit_test(a_pause_counts_as_five_minutes_at_most),
        cmocka_unit_test(slower_shots_that_are_better_are_told),
        cmocka_unit_test(equal_values_have_no_relation_to_the_rhythm),
        cmocka_unit_test(typed_shots_leave_the_map_empty),
        cmocka_unit_test(cells_lie_around_the_centre_and_hold_their_edges),
        cmocka_unit_test(up_is_twelve_and_right_is_three),
        cmocka_unit_test(shots_that_all_go_one_way_lean_that_way),
        cmocka_unit_test(shots_all_around_lean_nowhere),
        cmocka_unit_test(a_card_that_is_not_whole_has_no_best_total),
        cmocka_unit_test(on_ties_the_latest_card_is_the_best),
        cmocka_unit_test(free_practice_and_unknown_programmes_have_no_bests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
