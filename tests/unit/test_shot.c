/* Shots: every value stored in one transaction, corrected and taken back without losing the old
 * one, never overwriting another terminal's, never half there. */
#include "range_support.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/session.h"
#include "core/verify.h"
#include "store/audit.h"
#include "store/shot.h"
#include "store/summary.h"

struct scene {
    struct app app;
    record_id anna, pistol;
    struct lane lane;
};

static int set_up_on(void **state, const char *programme)
{
    struct scene *scene = calloc(1, sizeof *scene);
    test_club(&scene->app);
    scene->anna = make_member(&scene->app, "Bakker", "Anna");
    scene->pistol = make_weapon(&scene->app, "Walther LP500", WEAPON_AIR_PISTOL);
    open_lane(&scene->app, scene->anna, scene->pistol, programme, 1, &scene->lane);
    *state = scene;
    return 0;
}
static int whole_rings(void **state)
{
    return set_up_on(state, "LP60");
}
static int decimals(void **state)
{
    return set_up_on(state, "LG60");
}
static int few_sighters(void **state)
{
    return set_up_on(state, "KKP25");
}
static int free_practice(void **state)
{
    return set_up_on(state, "FREE");
}

static int tear_down(void **state)
{
    struct scene *scene = *state;
    lane_free(&scene->lane);
    app_close(&scene->app);
    free(scene);
    return 0;
}

static int64_t count_of(struct db *db, const char *sql)
{
    struct err err = {0};
    struct db_stmt *stmt = db_prepare(db, sql);
    assert_int_equal(db_step(stmt, &err), DB_ROW);
    int64_t count = db_int(stmt, 0);
    db_reset(stmt);
    return count;
}

static void assert_consistent(struct app *app)
{
    struct verify_report report;
    struct err err = {0};
    assert_ok(verify_run(app, NULL, NULL, &report, &err), err);
    if (report.problem_count != 0) {
        fail_msg("%s", report.problems[0]);
    }
}

static void sixty_shots_fill_six_series_and_a_further_one_is_refused(void **state)
{
    struct scene *scene = *state;
    struct lane *lane = &scene->lane;
    struct err err = {0};
    for (int i = 0; i < 60; i++) {
        assert_int_equal(lane->next_series, i / 10 + 1);
        assert_int_equal(lane->next_number, i % 10 + 1);
        assert_ok(range_shot_value(&scene->app, lane, 100, i % 7 == 0, &err), err);
    }
    assert_int_equal(lane->next_series, 0);
    assert_int_equal(lane->stats.total_tenths, 6000);
    assert_int_equal(lane->stats.inner_tens, 9);
    assert_false(range_shot_value(&scene->app, lane, 90, false, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_string_equal(err.what, "All 60 shots are in: press f to finish.");
    assert_int_equal(lane->shot_count, 60);
    assert_int_equal(count_of(scene->app.db, "SELECT count(*) FROM shot"), 60);
    assert_consistent(&scene->app);
}

static void impossible_values_are_refused_and_change_nothing(void **state)
{
    struct scene *scene = *state;
    static const int bad[] = {-10, -1, 5, 95, 101, 104, 110, 1000};
    struct err err = {0};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        err_clear(&err);
        assert_false(range_shot_value(&scene->app, &scene->lane, bad[i], false, &err));
        assert_int_equal(err.kind, ERR_INPUT);
        assert_true(err.what[0] != '\0');
    }
    assert_false(range_shot_value(&scene->app, &scene->lane, 90, true, &err));
    assert_false(range_shot_plot(&scene->app, &scene->lane, 3000001, 0, &err));
    assert_int_equal(scene->lane.shot_count, 0);
    assert_int_equal(count_of(scene->app.db, "SELECT count(*) FROM shot"), 0);
}

static void decimals_hold_tenths_up_to_ten_point_nine(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    assert_ok(range_shot_value(&scene->app, &scene->lane, 109, false, &err), err);
    assert_ok(range_shot_value(&scene->app, &scene->lane, 98, false, &err), err);
    assert_int_equal(scene->lane.stats.total_tenths, 207);
    assert_int_equal(scene->lane.stats.total_rings, 19);
    assert_false(range_shot_value(&scene->app, &scene->lane, 110, false, &err));
    assert_false(range_shot_value(&scene->app, &scene->lane, 5, false, &err));
    assert_int_equal(scene->lane.shot_count, 2);
}

static void a_plotted_shot_is_scored_with_the_gauge_and_keeps_its_place(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    /* AP10: the 10 ends at 5.75 mm + 2.25 mm of gauge = 8.00 mm from the centre. */
    assert_ok(range_shot_plot(&scene->app, &scene->lane, 8000, 0, &err), err);
    assert_ok(range_shot_plot(&scene->app, &scene->lane, 0, -8001, &err), err);
    assert_ok(range_shot_plot(&scene->app, &scene->lane, 0, 0, &err), err);
    assert_int_equal(scene->lane.shots[0].value_tenths, 100);
    assert_int_equal(scene->lane.shots[1].value_tenths, 90);
    assert_true(scene->lane.shots[2].is_inner_ten);
    assert_int_equal(scene->lane.shots[1].y_um, -8001);
    struct shot_list list = {0};
    assert_ok(shot_list_current(scene->app.db, scene->lane.weapon.id, &list, &err), err);
    assert_int_equal(list.count, 3);
    assert_true(list.rows[1].is_plotted);
    assert_int_equal(list.rows[1].y_um, -8001);
    assert_int_equal(list.rows[1].source, SHOT_PLOT);
    shot_list_free(&list);
    assert_consistent(&scene->app);
}

static void a_correction_keeps_the_old_value_and_the_moment(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    type_shots(&scene->app, &scene->lane, 14, 90);
    int64_t moment = scene->lane.shots[13].entered_at_ms;
    assert_ok(range_correct_value(&scene->app, &scene->lane, 13, 100, true, &err), err);
    assert_int_equal(scene->lane.shots[13].value_tenths, 100);
    assert_int_equal(scene->lane.shots[13].revision, 1);
    assert_int_equal(scene->lane.shots[13].entered_at_ms, moment);
    assert_int_equal(scene->lane.stats.total_tenths, 13 * 90 + 100);
    struct arena arena = {0};
    struct session_detail *detail = arena_alloc(&arena, sizeof *detail);
    assert_ok(session_get(&scene->app, &arena, scene->lane.session.id, detail, &err), err);
    assert_int_equal(detail->correction_count, 1);
    assert_int_equal(detail->corrections[0].series, 2);
    assert_int_equal(detail->corrections[0].number, 4);
    assert_int_equal(detail->corrections[0].old_tenths, 90);
    assert_int_equal(detail->corrections[0].new_tenths, 100);
    assert_true(detail->corrections[0].new_inner);
    arena_free(&arena);
    struct audit_row row;
    assert_int_equal(audit_of(scene->app.db, "session", scene->lane.session.id, &row, 1, &err), 1);
    assert_string_equal(row.action, "shot.correct");
    assert_non_null(strstr(row.before, "\"tenths\":90"));
    assert_non_null(strstr(row.after, "\"tenths\":100"));
    assert_consistent(&scene->app);
}

static void a_shot_taken_back_is_voided_and_its_place_is_used_again(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    type_shots(&scene->app, &scene->lane, 11, 90);
    assert_ok(range_take_back(&scene->app, &scene->lane, &err), err);
    assert_int_equal(scene->lane.shot_count, 10);
    assert_int_equal(scene->lane.next_series, 2);
    assert_int_equal(scene->lane.next_number, 1);
    assert_int_equal(scene->lane.weapon.rounds_fired, 10);
    usleep(2000); /* the next shot is fired later */
    assert_ok(range_shot_value(&scene->app, &scene->lane, 70, false, &err), err);
    assert_int_equal(scene->lane.shots[10].revision, 1);
    assert_int_equal(count_of(scene->app.db, "SELECT count(*) FROM shot"), 12);
    struct arena arena = {0};
    struct session_detail *detail = arena_alloc(&arena, sizeof *detail);
    assert_ok(session_get(&scene->app, &arena, scene->lane.session.id, detail, &err), err);
    assert_int_equal(detail->correction_count, 1);
    assert_int_equal(detail->corrections[0].new_tenths, -1);
    arena_free(&arena);
    assert_consistent(&scene->app);
}

static void nothing_to_take_back_says_so(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    assert_false(range_take_back(&scene->app, &scene->lane, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
}

static void sighters_do_not_count_and_have_their_own_numbers(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    assert_false(scene->lane.is_sighting);
    assert_ok(range_set_sighting(&scene->app, &scene->lane, true, &err), err);
    type_shots(&scene->app, &scene->lane, 5, 70);
    assert_false(range_shot_value(&scene->app, &scene->lane, 70, false, &err));
    assert_string_equal(err.what, "5 sighters are in: press s for match shots.");
    assert_ok(range_set_sighting(&scene->app, &scene->lane, false, &err), err);
    type_shots(&scene->app, &scene->lane, 2, 90);
    assert_int_equal(scene->lane.stats.sighters, 5);
    assert_int_equal(scene->lane.stats.shots, 2);
    assert_int_equal(scene->lane.stats.total_tenths, 180);
    assert_int_equal(scene->lane.weapon.rounds_fired, 7);
    assert_int_equal(scene->lane.shots[4].series, 0);
    assert_int_equal(scene->lane.shots[4].number, 5);
    assert_ok(range_set_sighting(&scene->app, &scene->lane, true, &err), err);
    assert_ok(range_take_back(&scene->app, &scene->lane, &err), err);
    assert_int_equal(scene->lane.stats.sighters, 4);
    assert_int_equal(scene->lane.stats.shots, 2);
    assert_consistent(&scene->app);
}

static void free_practice_counts_as_its_face_does(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    assert_true(scene->lane.has_decimals);
    assert_ok(range_shot_value(&scene->app, &scene->lane, 104, false, &err), err);
    for (int i = 1; i < 25; i++) {
        assert_ok(range_shot_value(&scene->app, &scene->lane, 95, false, &err), err);
    }
    assert_int_equal(scene->lane.next_series, 3);
    assert_int_equal(scene->lane.next_number, 6);
}

static void a_higher_round_count_that_someone_entered_stays(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    type_shots(&scene->app, &scene->lane, 3, 90);
    scene->lane.weapon.rounds_fired = 10;
    assert_ok(session_set_weapon_line(&scene->app, &scene->lane.weapon, &err), err);
    type_shots(&scene->app, &scene->lane, 2, 90);
    assert_int_equal(scene->lane.weapon.rounds_fired, 10);
    assert_int_equal(count_of(scene->app.db, "SELECT rounds_fired FROM session_weapon"), 10);
    scene->lane.weapon.rounds_fired = 2;
    assert_false(session_set_weapon_line(&scene->app, &scene->lane.weapon, &err));
    assert_int_equal(err.kind, ERR_INPUT);
}

/* Two terminals on one lane: the second one's shot is refused, not overwritten, not doubled. */
static void a_lane_that_changed_elsewhere_refuses_the_shot(void **state)
{
    struct scene *scene = *state;
    struct app_options options = {.folder = scene->app.folder};
    struct app other;
    struct lane theirs;
    struct err err = {0};
    type_shots(&scene->app, &scene->lane, 4, 90);
    assert_ok(app_open(&other, &options, &err), err);
    assert_ok(range_load_lane(&other, scene->lane.session.id, &theirs, &err), err);
    assert_ok(range_shot_value(&other, &theirs, 100, false, &err), err);
    assert_false(range_shot_value(&scene->app, &scene->lane, 80, false, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    assert_int_equal(scene->lane.shot_count, 4);
    assert_int_equal(scene->lane.stats.total_tenths, 360);
    lane_free(&scene->lane);
    assert_ok(range_load_lane(&scene->app, theirs.session.id, &scene->lane, &err), err);
    assert_ok(range_shot_value(&scene->app, &scene->lane, 80, false, &err), err);
    /* A correction elsewhere is noticed as well. */
    lane_free(&theirs);
    assert_ok(range_load_lane(&other, scene->lane.session.id, &theirs, &err), err);
    assert_ok(range_correct_value(&other, &theirs, 0, 50, false, &err), err);
    assert_false(range_correct_value(&scene->app, &scene->lane, 0, 60, false, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    assert_false(range_take_back(&scene->app, &scene->lane, &err));
    /* And that the session was finished. */
    assert_ok(range_finish(&other, &theirs, &err), err);
    assert_false(range_shot_value(&scene->app, &scene->lane, 80, false, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    assert_consistent(&scene->app);
    lane_free(&theirs);
    app_close(&other);
}

static void a_failed_write_leaves_the_lane_as_it_was(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    type_shots(&scene->app, &scene->lane, 2, 90);
    int64_t audited = count_of(scene->app.db, "SELECT count(*) FROM audit");
    assert_ok(db_script(scene->app.db,
                        "CREATE TRIGGER full BEFORE INSERT ON audit"
                        " BEGIN SELECT RAISE(ABORT, 'as if the disk were full'); END",
                        &err),
              err);
    assert_false(range_shot_value(&scene->app, &scene->lane, 100, false, &err));
    assert_false(range_correct_value(&scene->app, &scene->lane, 0, 100, false, &err));
    assert_false(range_take_back(&scene->app, &scene->lane, &err));
    assert_int_equal(scene->lane.shot_count, 2);
    assert_int_equal(scene->lane.stats.total_tenths, 180);
    assert_int_equal(scene->lane.weapon.rounds_fired, 2);
    assert_false(db_in_transaction(scene->app.db));
    assert_ok(db_script(scene->app.db, "DROP TRIGGER full", &err), err);
    assert_int_equal(count_of(scene->app.db, "SELECT count(*) FROM audit"), audited);
    assert_int_equal(count_of(scene->app.db, "SELECT count(*) FROM shot"), 2);
    assert_ok(range_shot_value(&scene->app, &scene->lane, 100, false, &err), err);
    assert_consistent(&scene->app);
}

/* Random typing, correcting and taking back, against a plain array that does the same. */
static void random_entry_agrees_with_a_plain_model(void **state)
{
    struct scene *scene = *state;
    struct lane *lane = &scene->lane;
    struct test_random random;
    struct err err = {0};
    int model[60] = {0};
    int count = 0;
    test_random_start(&random);
    for (int step = 0; step < 300; step++) {
        int tenths = test_random_below(&random, 11) * 10;
        int what = test_random_below(&random, 10);
        if (what < 6 && count < 60) {
            assert_ok(range_shot_value(&scene->app, lane, tenths, false, &err), err);
            model[count++] = tenths;
        } else if (what < 8 && count > 0) {
            int index = test_random_below(&random, count);
            assert_ok(range_correct_value(&scene->app, lane, index, tenths, false, &err), err);
            model[index] = tenths;
        } else if (count > 0) {
            assert_ok(range_take_back(&scene->app, lane, &err), err);
            count--;
        }
    }
    assert_int_equal(lane->shot_count, count);
    for (int i = 0; i < count; i++) {
        assert_int_equal(lane->shots[i].value_tenths, model[i]);
        assert_int_equal((lane->shots[i].series - 1) * 10 + lane->shots[i].number, i + 1);
    }
    struct lane loaded;
    assert_ok(range_load_lane(&scene->app, lane->session.id, &loaded, &err), err);
    assert_int_equal(loaded.shot_count, count);
    assert_int_equal(loaded.stats.total_tenths, lane->stats.total_tenths);
    lane_free(&loaded);
    assert_consistent(&scene->app);
}

/* --- kill -9 at a random moment --------------------------------------------------------------- */

/* Types shots until it dies; says every stored one in one byte after it was stored. */
static void child_types(const char *folder, record_id session_id, int to_parent)
{
    struct app app;
    struct lane lane;
    struct err err = {0};
    struct app_options options = {.folder = folder};
    if (!app_open(&app, &options, &err) || !range_load_lane(&app, session_id, &lane, &err)) {
        _exit(2);
    }
    for (int i = 0; range_shot_value(&app, &lane, (i % 11) * 10, false, &err); i++) {
        if (write(to_parent, "x", 1) != 1) {
            _exit(3);
        }
    }
    _exit(0); /* 400 shots */
}

static int acknowledged_until_killed(const char *folder, record_id session_id, int after_us)
{
    int pipes[2];
    char byte = 0;
    int count = 0, status = 0;
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(pipes[0]);
        child_types(folder, session_id, pipes[1]);
    }
    close(pipes[1]);
    if (read(pipes[0], &byte, 1) == 1) { /* it is at work */
        count++;
        usleep((useconds_t)after_us);
    }
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    while (read(pipes[0], &byte, 1) == 1) {
        count++;
    }
    close(pipes[0]);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return count;
}

static void no_acknowledged_shot_is_lost_when_the_program_is_killed(void **state)
{
    struct scene *scene = *state;
    struct test_random random;
    struct err err = {0};
    int acknowledged = 0, before = 0, rounds = getenv("AIMTRACK_FULL") != NULL ? 200 : 20;
    record_id session_id = scene->lane.session.id;
    char folder[512];
    text_copy(folder, sizeof folder, scene->app.folder);
    app_close(&scene->app); /* a connection does not survive fork */
    test_random_start(&random);
    for (int round = 0; round < rounds; round++) {
        acknowledged =
            acknowledged_until_killed(folder, session_id, test_random_below(&random, 20000));
        struct app_options options = {.folder = folder};
        struct lane lane;
        assert_ok(app_open(&scene->app, &options, &err), err);
        assert_ok(range_load_lane(&scene->app, session_id, &lane, &err), err);
        assert_in_range(lane.shot_count - before, acknowledged, acknowledged + 1);
        for (int i = before; i < lane.shot_count; i++) {
            assert_int_equal(lane.shots[i].value_tenths, (i - before) % 11 * 10);
        }
        assert_consistent(&scene->app);
        before = lane.shot_count;
        if (before > 300) { /* a fresh lane */
            assert_ok(range_finish(&scene->app, &lane, &err), err);
            lane_free(&lane);
            open_lane(&scene->app, scene->anna, scene->pistol, "FREE", 1, &lane);
            session_id = lane.session.id;
            before = 0;
        }
        lane_free(&lane);
        app_close(&scene->app);
    }
    struct app_options options = {.folder = folder};
    assert_ok(app_open(&scene->app, &options, &err), err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sixty_shots_fill_six_series_and_a_further_one_is_refused,
                                        whole_rings, tear_down),
        cmocka_unit_test_setup_teardown(impossible_values_are_refused_and_change_nothing,
                                        whole_rings, tear_down),
        cmocka_unit_test_setup_teardown(decimals_hold_tenths_up_to_ten_point_nine, decimals,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_plotted_shot_is_scored_with_the_gauge_and_keeps_its_place,
                                        whole_rings, tear_down),
        cmocka_unit_test_setup_teardown(a_correction_keeps_the_old_value_and_the_moment,
                                        whole_rings, tear_down),
        cmocka_unit_test_setup_teardown(a_shot_taken_back_is_voided_and_its_place_is_used_again,
                                        whole_rings, tear_down),
        cmocka_unit_test_setup_teardown(nothing_to_take_back_says_so, whole_rings, tear_down),
        cmocka_unit_test_setup_teardown(sighters_do_not_count_and_have_their_own_numbers,
                                        few_sighters, tear_down),
        cmocka_unit_test_setup_teardown(free_practice_counts_as_its_face_does, free_practice,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_higher_round_count_that_someone_entered_stays,
                                        whole_rings, tear_down),
        cmocka_unit_test_setup_teardown(a_lane_that_changed_elsewhere_refuses_the_shot, whole_rings,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_failed_write_leaves_the_lane_as_it_was, whole_rings,
                                        tear_down),
        cmocka_unit_test_setup_teardown(random_entry_agrees_with_a_plain_model, whole_rings,
                                        tear_down),
        cmocka_unit_test_setup_teardown(no_acknowledged_shot_is_lost_when_the_program_is_killed,
                                        free_practice, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
