/* The reflection of sessions that stand in the database, and its JSON. */
#include "range_support.h"
#include "reflection_support.h"

#include "cli/session_json.h"
#include "core/reflection.h"

struct scene {
    struct app app;
    record_id member, weapon;
};

static int set_up(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    test_club(&scene->app);
    scene->member = make_member(&scene->app, "Bakker", "Anna");
    scene->weapon = make_weapon(&scene->app, "Walther LP500", WEAPON_AIR_PISTOL);
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

/* Shots of one value after each other; finishes. Returns the session. */
static record_id shoot(struct scene *scene, const char *programme, int nines, int sixes)
{
    struct err err = {0};
    struct lane lane;
    open_lane(&scene->app, scene->member, scene->weapon, programme, 1, &lane);
    type_shots(&scene->app, &lane, nines, 90);
    type_shots(&scene->app, &lane, sixes, 60);
    record_id id = lane.session.id;
    assert_ok(range_finish(&scene->app, &lane, &err), err);
    lane_free(&lane);
    return id;
}

static void reflect(struct scene *scene, record_id id, struct reflection *reflection)
{
    struct err err = {0};
    assert_ok(reflection_session_get(&scene->app, id, reflection, &err), err);
    check_reflection(reflection);
}

static void an_incomplete_session_says_so_and_its_dip(void **state)
{
    struct reflection reflection;
    reflect(*state, shoot(*state, "LP60", 40, 10), &reflection);
    assert_says(&reflection, "total", REFLECTION_SUMMARY, "Total 420 with 50 shots: 8.40");
    assert_says(&reflection, "incomplete", REFLECTION_SUMMARY, "50 of 60 shots");
    assert_says(&reflection, "weak_finish", REFLECTION_IMPROVE, "series 5 made 60");
    assert_says(&reflection, "next_break", REFLECTION_NEXT, "before shot 41.");
}

static void a_complete_session_is_compared_with_the_one_before(void **state)
{
    struct reflection reflection;
    shoot(*state, "LP60", 50, 10);
    reflect(*state, shoot(*state, "LP60", 60, 0), &reflection);
    assert_says(&reflection, "versus_average", REFLECTION_SUMMARY, "30.0 rings above");
    assert_says(&reflection, "own_best", REFLECTION_STRONG, "above the old one of 510.");
}

/* 150, 20 and 10 seconds: the last series are always the hardest. */
static void series_of_timed_stages_are_not_compared(void **state)
{
    struct reflection reflection;
    reflect(*state, shoot(*state, "SP60", 40, 20), &reflection);
    assert_silent(&reflection, "dip");
    assert_silent(&reflection, "weak_finish");
    assert_silent(&reflection, "best_series");
}

static void two_weapons_are_not_compared_by_series_and_the_group_is_the_firsts(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    struct arena arena = {0};
    struct reflection reflection;
    struct session_detail *detail = arena_alloc(&arena, sizeof *detail);
    record_id id = shoot(scene, "LP60", 50, 10);
    assert_ok(session_get(&scene->app, &arena, id, detail, &err), err);
    struct session_part parts[2] = {detail->parts[0], detail->parts[0]};
    reflection_read(detail, &reflection);
    assert_non_null(said(&reflection, "best_series"));
    detail->parts = parts;
    detail->part_count = 2;
    detail->stats.plotted = 60; /* of the second: none of the first has a place */
    detail->stats.sd_x = detail->stats.sd_y = (struct measure){.has = true, .value = 3};
    reflection_read(detail, &reflection);
    assert_silent(&reflection, "best_series");
    assert_silent(&reflection, "round");
    arena_free(&arena);
}

static void a_session_that_is_not_there_is_an_error(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    struct reflection reflection;
    assert_false(reflection_session_get(&scene->app, 12345, &reflection, &err));
    assert_string_not_equal(err.what, "");
}

static void json_has_the_label_and_each_sentence_with_its_basis_and_rule(void **state)
{
    struct reflection reflection;
    reflect(*state, shoot(*state, "LP60", 9, 0), &reflection);
    cJSON *json = session_json_reflection(77, &reflection);
    const cJSON *sentences = cJSON_GetObjectItem(json, "sentences");
    assert_string_equal(cJSON_GetObjectItem(json, "id")->valuestring, "77");
    assert_string_equal(cJSON_GetObjectItem(json, "label")->valuestring, "calculated, not AI");
    assert_true(cJSON_IsFalse(cJSON_GetObjectItem(json, "is_ai")));
    assert_int_equal(cJSON_GetArraySize(sentences), reflection.count);
    const cJSON *first = cJSON_GetArrayItem(sentences, 0);
    assert_string_equal(cJSON_GetObjectItem(first, "part")->valuestring, "summary");
    assert_string_equal(cJSON_GetObjectItem(first, "rule")->valuestring, "total");
    assert_string_equal(cJSON_GetObjectItem(first, "basis")->valuestring,
                        "total 81, shots 9, average 9.00");
    cJSON_Delete(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_incomplete_session_says_so_and_its_dip, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_complete_session_is_compared_with_the_one_before, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(series_of_timed_stages_are_not_compared, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            two_weapons_are_not_compared_by_series_and_the_group_is_the_firsts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_session_that_is_not_there_is_an_error, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            json_has_the_label_and_each_sentence_with_its_basis_and_rule, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
