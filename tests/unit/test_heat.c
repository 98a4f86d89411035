/* Where the shots lie: cells, hours, rings. */
#include "near.h"

#include <string.h>

#include "core/rules/heat.h"

static struct shot at(int64_t x_um, int64_t y_um, int ring)
{
    return (struct shot){.series = 1,
                         .number = 1,
                         .ring = ring,
                         .value_tenths = ring * 10,
                         .is_plotted = true,
                         .x_um = x_um,
                         .y_um = y_um};
}

static void add(struct heat *heat, int64_t x_um, int64_t y_um, int ring)
{
    struct shot shot = at(x_um, y_um, ring);
    heat_add(heat, &shot);
}

static void without_shots_no_share_is_given(void **state)
{
    (void)state;
    static struct heat heat;
    struct heat_deviation deviation;
    heat_start(&heat, 1000, 10);
    heat_deviation(&heat, &deviation);
    assert_false(heat_share(&heat, 0).has);
    assert_int_equal(deviation.hour, 0);
    assert_false(deviation.share.has);
    assert_int_equal(deviation.verdict, VERDICT_NO_DATA);
}

static void only_current_match_shots_with_a_place_count(void **state)
{
    (void)state;
    static struct heat heat;
    struct shot shot = at(500, 500, 9);
    heat_start(&heat, 1000, 10);
    shot.is_plotted = false;
    heat_add(&heat, &shot);
    shot.is_plotted = true;
    shot.series = 0;
    heat_add(&heat, &shot);
    shot.series = 1;
    shot.voided_at_ms = 1;
    heat_add(&heat, &shot);
    assert_int_equal(heat.shots, 0);
    shot.voided_at_ms = 0;
    heat_add(&heat, &shot);
    assert_int_equal(heat.shots, 1);
    assert_int_equal(heat_cell(&heat, 0, 0), 1);
    assert_int_equal(heat.rings[9], 1);
    assert_near(heat_share(&heat, 1).value, 1, 0);
}

static void a_cell_begins_at_its_lower_edge_on_both_sides_of_the_centre(void **state)
{
    (void)state;
    static struct heat heat;
    heat_start(&heat, 1000, 2);
    add(&heat, 0, 0, 10);
    add(&heat, 999, -1, 10);
    add(&heat, 1000, -1000, 10);
    add(&heat, -1000, -1001, 10);
    add(&heat, 2000, 0, 8);  /* the grid ends at 2 mm */
    add(&heat, 0, -2001, 8); /* and begins at -2 mm */
    add(&heat, -2000, -2000, 8);
    assert_int_equal(heat_cell(&heat, 0, 0), 1);
    assert_int_equal(heat_cell(&heat, 0, -1), 1);
    assert_int_equal(heat_cell(&heat, 1, -1), 1);
    assert_int_equal(heat_cell(&heat, -1, -2), 1);
    assert_int_equal(heat_cell(&heat, -2, -2), 1);
    assert_int_equal(heat_cell(&heat, 2, 0), 0);
    assert_int_equal(heat_cell(&heat, -3, 0), 0);
    assert_int_equal(heat.beyond, 2);
    assert_int_equal(heat.shots, 7);
}

static void the_size_of_the_grid_is_held_within_its_room(void **state)
{
    (void)state;
    static struct heat heat;
    heat_start(&heat, 0, 1000);
    assert_int_equal(heat.cells, HEAT_CELLS_MAX);
    add(&heat, 5, 5, 10);
    assert_int_equal(heat_cell(&heat, 5, 5), 1);
    heat_start(&heat, 1000, 0);
    assert_int_equal(heat.cells, 1);
}

/* Floating point as the other means: every place of a grid but the boundaries. */
static void hours_agree_with_the_angle(void **state)
{
    (void)state;
    const double degree = 3.14159265358979323846 / 180;
    for (int x = -60; x <= 60; x++) {
        for (int y = -60; y <= 60; y++) {
            double angle = atan2(x, y) / degree + 15; /* hour 12 from 0 to 30 */
            angle = angle < 0 ? angle + 360 : angle;
            if (x == 0 && y == 0) {
                assert_int_equal(heat_hour(x, y), -1);
            } else if (x != y && x != -y) {
                assert_int_equal(heat_hour(x, y), (int)(angle / 30) % 12);
            }
        }
    }
}

static void on_a_boundary_the_later_hour_counts(void **state)
{
    (void)state;
    assert_int_equal(heat_hour(1000, 1000), 2);
    assert_int_equal(heat_hour(1000, -1000), 5);
    assert_int_equal(heat_hour(-1000, -1000), 8);
    assert_int_equal(heat_hour(-1000, 1000), 11);
    assert_int_equal(heat_hour(0, 1), 0);
    assert_int_equal(heat_hour(1, 0), 3);
    assert_int_equal(heat_hour(0, -1), 6);
    assert_int_equal(heat_hour(-1, 0), 9);
    /* tan 15 = 0.2679491924: one micrometre decides */
    assert_int_equal(heat_hour(2679491, 10000000), 0);
    assert_int_equal(heat_hour(2679492, 10000000), 1);
    assert_int_equal(heat_hour(-2679491, 10000000), 0);
    assert_int_equal(heat_hour(-2679492, 10000000), 11);
    assert_int_equal(heat_hour(INT64_C(1000000000), 1), 3); /* a kilometre */
}

static void shots_in_the_centre_have_no_hour(void **state)
{
    (void)state;
    static struct heat heat;
    int64_t hours = 0;
    heat_start(&heat, 1000, 4);
    add(&heat, 0, 0, 10);
    add(&heat, 0, 0, 10);
    for (int i = 0; i < HEAT_HOURS; i++) {
        hours += heat.hours[i];
    }
    assert_int_equal(heat.centre, 2);
    assert_int_equal(hours, 0);
    assert_near(heat_share(&heat, heat.centre).value, 1, 0);
}

static void the_deviation_is_the_hour_with_most_shots_outside_the_ten(void **state)
{
    (void)state;
    static struct heat heat;
    struct heat_deviation deviation;
    heat_start(&heat, 1000, 32);
    for (int i = 0; i < 50; i++) {
        add(&heat, 0, 1000, 10); /* tens at 12: they say nothing */
    }
    for (int i = 0; i < 9; i++) {
        add(&heat, -10000, -17000, 8); /* 7 o'clock */
    }
    heat_deviation(&heat, &deviation);
    assert_int_equal(deviation.shots, 9);
    assert_false(deviation.share.has); /* from 10 */
    add(&heat, 20000, 0, 7);
    heat_deviation(&heat, &deviation);
    assert_int_equal(deviation.shots, 10);
    assert_int_equal(deviation.hour, 7);
    assert_int_equal(deviation.hits, 9);
    assert_near(deviation.share.value, 0.9, 1e-12);
    /* the roots of (p - 0.9)^2 = z^2 p (1 - p) / 10 */
    assert_near(deviation.low.value, 0.449297850492, 1e-9);
    assert_near(deviation.high.value, 0.990028050965, 1e-9);
    assert_int_equal(deviation.verdict, VERDICT_HIGHER);
}

static void of_equal_hours_the_first_counts_and_chance_is_noise(void **state)
{
    (void)state;
    static struct heat heat;
    struct heat_deviation deviation;
    heat_start(&heat, 1000, 32);
    for (int i = 0; i < 5; i++) {
        add(&heat, 20000, 0, 7);  /* 3 o'clock */
        add(&heat, 0, -20000, 0); /* 6 o'clock, a miss */
        add(&heat, -20000, 0, 7);
        add(&heat, 0, 20000, 9);
        add(&heat, 10000, 17000, 9);
        add(&heat, 17000, 10000, 9);
        add(&heat, -10000, 17000, 9);
        add(&heat, -17000, 10000, 9);
    }
    heat_deviation(&heat, &deviation);
    assert_int_equal(deviation.hour, 12);
    assert_int_equal(deviation.hits, 5);
    assert_near(deviation.share.value, 0.125, 1e-12);
    assert_int_equal(deviation.verdict, VERDICT_NOISE);
}

static void when_all_lie_at_one_hour_the_share_is_whole(void **state)
{
    (void)state;
    static struct heat heat;
    struct heat_deviation deviation;
    heat_start(&heat, 1000, 32);
    for (int i = 0; i < 10; i++) {
        add(&heat, 0, 20000, 8);
    }
    heat_deviation(&heat, &deviation);
    assert_int_equal(deviation.hour, 12);
    assert_near(deviation.share.value, 1, 0);
    assert_near(deviation.high.value, 1, 0);
    assert_true(deviation.low.value < 0.6);
}

/* Round scatter without a direction: one hour out of twelve always has the most. */
static void chance_alone_seldom_points_anywhere(void **state)
{
    (void)state;
    enum { TRIES = 2000, SHOTS = 120 };
    static struct heat heat;
    struct heat_deviation deviation;
    uint64_t random = 99;
    int called = 0;
    for (int try = 0; try < TRIES; try++) {
        heat_start(&heat, 1000, 1);
        for (int i = 0; i < SHOTS; i++) {
            random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            double angle = (double)(random >> 40) * 6.283185307179586 / (1 << 24);
            add(&heat, llround(20000 * cos(angle)), llround(20000 * sin(angle)), 8);
        }
        heat_deviation(&heat, &deviation);
        called += deviation.verdict == VERDICT_HIGHER;
    }
    if (called > TRIES / 15) {
        fail_msg("%d of %d", called, (int)TRIES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_shots_no_share_is_given),
        cmocka_unit_test(only_current_match_shots_with_a_place_count),
        cmocka_unit_test(a_cell_begins_at_its_lower_edge_on_both_sides_of_the_centre),
        cmocka_unit_test(the_size_of_the_grid_is_held_within_its_room),
        cmocka_unit_test(hours_agree_with_the_angle),
        cmocka_unit_test(on_a_boundary_the_later_hour_counts),
        cmocka_unit_test(shots_in_the_centre_have_no_hour),
        cmocka_unit_test(the_deviation_is_the_hour_with_most_shots_outside_the_ten),
        cmocka_unit_test(of_equal_hours_the_first_counts_and_chance_is_noise),
        cmocka_unit_test(when_all_lie_at_one_hour_the_share_is_whole),
        cmocka_unit_test(chance_alone_seldom_points_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
