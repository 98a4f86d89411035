/* Sessions become competitions: all or none, with their trail; ranking and permit follow. */
#include "range_support.h"

#include <stdio.h>

#include "core/permit.h"
#include "core/session.h"

enum { EVENINGS = 6 };

struct scene {
    struct app app;
    record_id member, weapon;
    struct session_mark marks[EVENINGS]; /* finished sessions, on as many days */
};

static int set_up(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    struct err err = {0};
    test_club(&scene->app);
    scene->member = make_member(&scene->app, "Bakker", "Anna");
    scene->weapon = make_weapon(&scene->app, "LP10", WEAPON_PISTOL);
    for (int i = 0; i < EVENINGS; i++) {
        char sql[200];
        struct lane lane = {0};
        open_lane(&scene->app, scene->member, scene->weapon, "LP60", 1, &lane);
        type_shots(&scene->app, &lane, 3, 90);
        assert_ok(range_finish(&scene->app, &lane, &err), err);
        scene->marks[i].id = lane.session.id;
        snprintf(sql, sizeof sql,
                 "UPDATE session SET local_date = date('now', '-%d days') WHERE id = %lld", i + 1,
                 (long long)lane.session.id);
        assert_ok(db_script(scene->app.db, sql, &err), err);
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

static int64_t count(struct scene *scene, const char *sql)
{
    struct err err = {0};
    struct db_stmt *stmt = db_prepare(scene->app.db, sql);
    assert_int_equal(db_step(stmt, &err), DB_ROW);
    int64_t number = db_int(stmt, 0);
    db_reset(stmt);
    return number;
}

static const char trail[] = "SELECT count(*) FROM audit WHERE action = 'session.competition'";
static const char marked[] = "SELECT count(*) FROM session WHERE is_competition = 1";

static void want_all(struct scene *scene, int from, bool is_competition)
{
    for (int i = from; i < EVENINGS; i++) {
        scene->marks[i].is_competition = is_competition;
    }
}

static int permit_competitions(struct scene *scene)
{
    struct err err = {0};
    struct arena arena = {0};
    struct permit_dossier *dossier = arena_alloc(&arena, sizeof *dossier);
    assert_ok(permit_read(&scene->app, &arena, scene->member, "", dossier, &err), err);
    int competitions = dossier->permit.competitions;
    arena_free(&arena);
    return competitions;
}

static void several_at_once_each_with_its_row(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    int changed = -1;
    assert_int_equal(permit_competitions(scene), 0);
    want_all(scene, 1, true); /* the first stays practice */
    assert_ok(session_set_competition(&scene->app, scene->marks, EVENINGS, &changed, &err), err);
    assert_int_equal(changed, EVENINGS - 1);
    assert_int_equal(count(scene, marked), EVENINGS - 1);
    assert_int_equal(count(scene, trail), EVENINGS - 1);
    assert_int_equal(permit_competitions(scene), EVENINGS - 1);
    /* the same again writes nothing */
    assert_ok(session_set_competition(&scene->app, scene->marks, EVENINGS, &changed, &err), err);
    assert_int_equal(changed, 0);
    assert_int_equal(count(scene, trail), EVENINGS - 1);
    want_all(scene, 0, false);
    assert_ok(session_set_competition(&scene->app, scene->marks, EVENINGS, &changed, &err), err);
    assert_int_equal(count(scene, marked), 0);
    assert_int_equal(count(scene, trail), 2 * (EVENINGS - 1));
    assert_int_equal(permit_competitions(scene), 0);
}

static void one_that_cannot_leaves_all_as_they_were(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    int changed = -1;
    want_all(scene, 0, true);
    assert_ok(range_void(&scene->app, scene->marks[EVENINGS - 1].id, &err), err);
    assert_false(session_set_competition(&scene->app, scene->marks, EVENINGS, &changed, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_non_null(strstr(err.what, "Bakker"));
    assert_int_equal(count(scene, marked), 0);
    assert_int_equal(count(scene, trail), 0);
    scene->marks[EVENINGS - 1].id = 12;
    err = (struct err){0};
    assert_false(session_set_competition(&scene->app, scene->marks, EVENINGS, &changed, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    assert_int_equal(count(scene, marked), 0);
}

static void officers_and_administrators_may(void **state)
{
    struct scene *scene = *state;
    static const struct {
        enum role role;
        bool may;
    } rows[] = {{ROLE_OFFICER, true}, {ROLE_COACH, false}, {ROLE_ADMIN, true}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct err err = {0};
        int changed = 0;
        scene->app.actor.role = rows[i].role;
        scene->marks[0].is_competition = !scene->marks[0].is_competition;
        assert_int_equal(session_set_competition(&scene->app, scene->marks, 1, &changed, &err),
                         rows[i].may);
        assert_int_equal(err.kind, rows[i].may ? ERR_OK : ERR_DENIED);
    }
}

/* On the evening of a match it is said once. */
static void who_comes_next_today_follows_the_last_one(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    struct range_likely likely;
    int changed = 0;
    record_id other = make_member(&scene->app, "Visser", "Mo");
    want_all(scene, 0, true); /* other days do not matter */
    assert_ok(session_set_competition(&scene->app, scene->marks, EVENINGS, &changed, &err), err);
    assert_ok(range_likely(&scene->app, other, &likely, &err), err);
    assert_false(likely.is_competition);
    record_id id = 0;
    struct range_start start = {
        .member_id = other, .programme_id = "LP60", .lane = 1, .is_competition = true};
    assert_ok(range_open(&scene->app, &start, &id, &err), err);
    assert_ok(range_likely(&scene->app, scene->member, &likely, &err), err);
    assert_true(likely.is_competition);
    start = (struct range_start){.member_id = scene->member, .programme_id = "LP60", .lane = 2};
    assert_ok(range_open(&scene->app, &start, &id, &err), err);
    assert_ok(range_likely(&scene->app, other, &likely, &err), err);
    assert_false(likely.is_competition);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(several_at_once_each_with_its_row, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_that_cannot_leaves_all_as_they_were, set_up, tear_down),
        cmocka_unit_test_setup_teardown(officers_and_administrators_may, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_comes_next_today_follows_the_last_one, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
