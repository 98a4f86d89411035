/* A session shot by shot: rolling average, series by themselves, calls, and the session before. */
#include "range_support.h"

#include <math.h>

#include "core/rules/calls.h"
#include "core/session_course.h"

static struct shot value(int series, int number, int tenths)
{
    return (struct shot){
        .series = series, .number = number, .value_tenths = tenths, .ring = tenths / 10};
}

static void nine_shots_have_no_rolling_average(void **state)
{
    (void)state;
    struct shot shots[9];
    double values[9];
    struct rolling rolling;
    for (int i = 0; i < 9; i++) {
        shots[i] = value(1, i + 1, 90);
    }
    rolling_read(shots, 9, values, &rolling);
    assert_int_equal(rolling.count, 9);
    assert_true(isnan(values[8]));
    assert_int_equal(rolling.weak_first, 0);
    rolling_read(NULL, 0, values, &rolling);
    assert_int_equal(rolling.count, 0);
}

static void ten_shots_have_one_average_and_no_weakest(void **state)
{
    (void)state;
    struct shot shots[10];
    double values[10];
    struct rolling rolling;
    for (int i = 0; i < 10; i++) {
        shots[i] = value(1, i + 1, 90 + i);
    }
    rolling_read(shots, 10, values, &rolling);
    assert_true(fabs(values[9] - 9.45) < 1e-12);
    assert_int_equal(rolling.weak_first, 0);
}

static void the_weakest_ten_are_the_first_of_equals(void **state)
{
    (void)state;
    struct shot shots[31];
    double values[31];
    struct rolling rolling;
    shots[0] = value(0, 1, 10); /* a sighter counts nowhere */
    for (int i = 0; i < 30; i++) {
        shots[i + 1] = value(1 + i / 10, 1 + i % 10, i >= 10 && i < 20 ? 80 : 90);
    }
    rolling_read(shots, 31, values, &rolling);
    assert_int_equal(rolling.count, 30);
    assert_int_equal(rolling.weak_first, 11);
    assert_int_equal(rolling.weak_last, 20);
    assert_true(fabs(rolling.weak_average - 8) < 1e-12);
}

static void a_series_without_places_has_an_average_only(void **state)
{
    (void)state;
    struct series_group groups[SERIES_MAX];
    struct shot shots[3] = {value(1, 1, 90), value(1, 2, 100), value(3, 1, 80)};
    assert_int_equal(series_groups_read(shots, 3, groups), 3);
    assert_true(groups[0].average.has);
    assert_false(groups[0].mpi_x.has);
    assert_non_null(groups[0].mpi_x.why);
    assert_int_equal(groups[1].shots, 0);
    assert_false(groups[1].average.has);
    assert_int_equal(groups[2].number, 3);
}

static void calls_count_from_five_and_by_hit_minus_call(void **state)
{
    (void)state;
    struct calls calls;
    struct shot shots[5];
    for (int i = 0; i < 5; i++) {
        shots[i] = value(1, i + 1, 90);
        shots[i].is_plotted = shots[i].is_called = true;
        shots[i].x_um = 3000 + i;
        shots[i].call_x_um = i;
        shots[i].y_um = 4000;
    }
    calls_read(shots, 4, &calls);
    assert_int_equal(calls.count, 4);
    assert_false(calls.distance.has);
    calls_read(shots, 5, &calls);
    assert_true(fabs(calls.x.value - 3) < 1e-12);
    assert_true(fabs(calls.distance.value - 5) < 1e-12);
    assert_true(calls.sd_x.value < 1e-9);
}

/* --- through the database ------------------------------------------------------------------- */
static void a_call_is_stored_with_its_shot_and_survives_a_correction(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct lane lane = {0};
    test_club(&app);
    record_id member = make_member(&app, "Bakker", "Anna");
    open_lane(&app, member, 0, "LP60", 1, &lane);
    lane.has_call = true;
    lane.call_x_um = -1500;
    lane.call_y_um = 2500;
    assert_ok(range_shot_plot(&app, &lane, 1000, 2000, &err), err);
    assert_false(lane.has_call); /* the next one has none */
    assert_ok(range_shot_plot(&app, &lane, 0, 0, &err), err);
    assert_ok(range_correct_plot(&app, &lane, 0, 500, 500, &err), err);
    record_id id = lane.session.id;
    lane_free(&lane);
    assert_ok(range_load_lane(&app, id, &lane, &err), err);
    assert_true(lane.shots[0].is_called);
    assert_int_equal(lane.shots[0].call_x_um, -1500);
    assert_int_equal(lane.shots[0].call_y_um, 2500);
    assert_int_equal(lane.shots[0].x_um, 500);
    assert_false(lane.shots[1].is_called);
    lane_free(&lane);
    app_close(&app);
}

static record_id shoot(struct app *app, record_id member, const char *programme, int64_t x_um)
{
    struct err err = {0};
    struct lane lane = {0};
    open_lane(app, member, 0, programme, 1, &lane);
    assert_ok(range_shot_plot(app, &lane, x_um, 0, &err), err);
    assert_ok(range_finish(app, &lane, &err), err);
    record_id id = lane.session.id;
    lane_free(&lane);
    return id;
}

static void the_session_before_is_of_the_same_shooter_and_programme(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct arena arena = {0};
    struct session_detail detail;
    struct session_course *course = arena_alloc(&arena, sizeof *course);
    test_club(&app);
    record_id anna = make_member(&app, "Bakker", "Anna");
    record_id mo = make_member(&app, "Visser", "Mo");
    shoot(&app, anna, "LP60", 1000);
    shoot(&app, mo, "LP60", 2000);
    shoot(&app, anna, "KKG60", 3000);
    record_id last = shoot(&app, anna, "LP60", 4000);
    assert_ok(session_get(&app, &arena, last, &detail, &err), err);
    assert_ok(session_course_read(&app, &arena, &detail, 0, course, &err), err);
    assert_true(course->has_previous);
    assert_int_equal(course->previous.shots[0].x_um, 1000);
    record_id first = shoot(&app, mo, "KKG60", 5000);
    assert_ok(session_get(&app, &arena, first, &detail, &err), err);
    assert_ok(session_course_read(&app, &arena, &detail, 0, course, &err), err);
    assert_false(course->has_previous);
    arena_free(&arena);
    app_close(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nine_shots_have_no_rolling_average),
        cmocka_unit_test(ten_shots_have_one_average_and_no_weakest),
        cmocka_unit_test(the_weakest_ten_are_the_first_of_equals),
        cmocka_unit_test(a_series_without_places_has_an_average_only),
        cmocka_unit_test(calls_count_from_five_and_by_hit_minus_call),
        cmocka_unit_test(a_call_is_stored_with_its_shot_and_survives_a_correction),
        cmocka_unit_test(the_session_before_is_of_the_same_shooter_and_programme),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
