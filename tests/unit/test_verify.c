/* What verify finds: each kind of damage is made on purpose, and nothing is found without it. */
#include "range_support.h"

#include <stdio.h>

#include "core/session.h"
#include "core/verify.h"

struct scene {
    struct app app;
    record_id session_id;
};

static int set_up(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    struct err err = {0};
    struct lane lane;
    test_club(&scene->app);
    record_id mo = make_member(&scene->app, "Visser", "Mo");
    record_id pistol = make_weapon(&scene->app, "Morini CM162", WEAPON_AIR_PISTOL);
    make_weapon(&scene->app, "Walther LP500", WEAPON_AIR_PISTOL);
    for (int i = 0; i < 3; i++) {
        open_lane(&scene->app, mo, pistol, "LP60", 1, &lane);
        type_shots(&scene->app, &lane, 12, 90);
        assert_ok(range_correct_value(&scene->app, &lane, 3, 100, false, &err), err);
        assert_ok(range_shot_plot(&scene->app, &lane, 1500, -2500, &err), err);
        assert_ok(range_finish(&scene->app, &lane, &err), err);
        scene->session_id = i == 1 ? lane.session.id : scene->session_id;
        lane_free(&lane);
    }
    *state = scene;
    return 0;
}

static int tear_down(void **state)
{
    struct scene *scene = *state;
    app_close(&scene->app);
    free(scene);
    return 0;
}

static void damage(struct scene *scene, const char *sql)
{
    struct err err = {0};
    assert_ok(db_script(scene->app.db, sql, &err), err);
}

/* The one problem that is found must hold that text. */
static void assert_found(struct scene *scene, const char *text)
{
    struct verify_report report;
    struct err err = {0};
    assert_ok(verify_run(&scene->app, NULL, NULL, &report, &err), err);
    assert_true(report.problem_count >= 1);
    if (strstr(report.problems[0], text) == NULL) {
        fail_msg("\"%s\" is not in \"%s\"", text, report.problems[0]);
    }
}

static void a_whole_club_has_nothing_to_report(void **state)
{
    struct scene *scene = *state;
    struct verify_report report;
    struct err err = {0};
    assert_ok(verify_run(&scene->app, NULL, NULL, &report, &err), err);
    assert_int_equal(report.problem_count, 0);
    assert_int_equal(report.summaries, 3);
    assert_int_equal(report.shots, 3 * 14);
    assert_true(report.audit_rows > 40);
    assert_false(db_in_transaction(scene->app.db));
}

static void a_changed_total_names_the_session(void **state)
{
    struct scene *scene = *state;
    damage(scene, "UPDATE shot_summary SET total_tenths = total_tenths + 10 WHERE session_weapon_id"
                  " = (SELECT min(session_weapon_id) FROM shot_summary)");
    assert_found(scene, "Visser, Mo");
}

static void every_column_of_a_summary_is_compared(void **state)
{
    struct scene *scene = *state;
    static const char *const columns[] = {
        "shots",    "sighters",    "total_rings", "inner_tens",    "tens",
        "nines",    "misses",      "plotted",     "sum_x_um",      "sum_y_um",
        "sum_xx",   "sum_yy",      "min_x_um",    "max_x_um",      "min_y_um",
        "max_y_um", "first_at_ms", "last_at_ms",  "spread_squared"};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        char sql[200];
        snprintf(sql, sizeof sql,
                 "UPDATE shot_summary SET %s = %s + 1 WHERE session_weapon_id ="
                 " (SELECT max(session_weapon_id) FROM shot_summary)",
                 columns[i], columns[i]);
        damage(scene, sql);
        assert_found(scene, "Visser, Mo");
        snprintf(sql, sizeof sql,
                 "UPDATE shot_summary SET %s = %s - 1 WHERE session_weapon_id ="
                 " (SELECT max(session_weapon_id) FROM shot_summary)",
                 columns[i], columns[i]);
        damage(scene, sql);
    }
    damage(scene, "UPDATE shot_summary SET series_tenths = '910,290'");
    assert_found(scene, "Visser, Mo");
}

static void a_lost_shot_is_noticed(void **state)
{
    struct scene *scene = *state;
    damage(scene, "DELETE FROM shot WHERE series = 1 AND number = 5 AND session_weapon_id ="
                  " (SELECT max(session_weapon_id) FROM shot)");
    assert_found(scene, "12 shots");
}

static void shots_without_totals_are_noticed(void **state)
{
    struct scene *scene = *state;
    damage(scene, "DELETE FROM shot_summary WHERE session_weapon_id ="
                  " (SELECT min(session_weapon_id) FROM shot)");
    assert_found(scene, "have no totals");
    damage(scene, "DELETE FROM shot_summary");
    struct verify_report report;
    struct err err = {0};
    assert_ok(verify_run(&scene->app, NULL, NULL, &report, &err), err);
    assert_int_equal(report.problem_count, 4); /* three sessions, and the count of lines */
}

static void a_rewritten_audit_row_is_noticed(void **state)
{
    struct scene *scene = *state;
    damage(scene, "DROP TRIGGER audit_no_update;"
                  " UPDATE audit SET after = replace(after, '90', '100') WHERE number = 12");
    assert_found(scene, "row 12");
}

static void a_reference_to_nothing_is_noticed(void **state)
{
    struct scene *scene = *state;
    damage(scene, "PRAGMA foreign_keys = OFF; DELETE FROM member; PRAGMA foreign_keys = ON");
    assert_found(scene, "\"session\" refer to a \"member\"");
}

static void a_session_listed_under_another_weapon_is_noticed(void **state)
{
    struct scene *scene = *state;
    damage(scene, "UPDATE session SET weapon_id = (SELECT max(id) FROM weapon)");
    assert_found(scene, "another weapon");
}

static void fewer_rounds_than_shots_are_noticed(void **state)
{
    struct scene *scene = *state;
    damage(scene, "UPDATE session_weapon SET rounds_fired = 3");
    assert_found(scene, "fewer rounds");
}

static bool stop_at_once(void *context, const char *what, int per_mille)
{
    (void)what;
    (void)per_mille;
    (*(int *)context)++;
    return false;
}

static void a_check_can_be_stopped(void **state)
{
    struct scene *scene = *state;
    struct verify_report report;
    struct err err = {0};
    int calls = 0;
    assert_false(verify_run(&scene->app, stop_at_once, &calls, &report, &err));
    assert_int_equal(calls, 1);
    assert_true(err.what[0] != '\0');
    assert_false(db_in_transaction(scene->app.db));
}

static void an_officer_may_not_check(void **state)
{
    struct scene *scene = *state;
    struct verify_report report;
    struct err err = {0};
    scene->app.actor.role = ROLE_OFFICER;
    assert_false(verify_run(&scene->app, NULL, NULL, &report, &err));
    assert_int_equal(err.kind, ERR_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_whole_club_has_nothing_to_report, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_changed_total_names_the_session, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_column_of_a_summary_is_compared, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_lost_shot_is_noticed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(shots_without_totals_are_noticed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_rewritten_audit_row_is_noticed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_reference_to_nothing_is_noticed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_session_listed_under_another_weapon_is_noticed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(fewer_rounds_than_shots_are_noticed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_check_can_be_stopped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_officer_may_not_check, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
