/* The list of sessions: newest first, page by page, found by any word; and one session's numbers.
 */
#include "range_support.h"

#include <stdio.h>

#include "base/time.h"
#include "core/session.h"
#include "store/bulk.h"
#include "store/session.h"

enum { SESSIONS = 240 };
static const char *const programmes[] = {"LP60", "LG60", "KKG60"};
static const char *const faces[] = {"AP10", "AR10", "FR50"};

struct scene {
    struct app app;
    record_id members[3], weapons[3];
    record_id ids[SESSIONS]; /* oldest first */
};

/* 240 finished sessions, one every 9 hours from 2025-01-01 on; member, weapon and programme turn at
 * different rates; every tenth is void; pairs share a moment. */
static void make_session(struct scene *scene, int index)
{
    struct err err = {0};
    int64_t at_ms = time_from_local("2025-01-01", 8, 0, 0) + (index / 2) * INT64_C(18) * 3600000;
    struct session *session = calloc(1, sizeof *session);
    int kind = index / 7 % 3;
    session->id = scene->ids[index] = id_at(at_ms, 1, index % 2 * 8);
    session->member_id = scene->members[index % 3];
    session->started_at_ms = at_ms;
    session->finished_at_ms = at_ms + 3600000;
    session->state = index % 10 == 9 ? SESSION_VOID : SESSION_FINISHED;
    text_copy(session->programme_id, sizeof session->programme_id, programmes[kind]);
    time_local_date(session->local_date, at_ms);
    struct session_weapon line = {.id = id_at(at_ms, 1, index % 2 * 8 + 1),
                                  .session_id = session->id,
                                  .weapon_id = scene->weapons[index / 5 % 3],
                                  .rounds_fired = 10};
    text_copy(line.face_id, sizeof line.face_id, faces[kind]);
    struct shot shots[10];
    for (int i = 0; i < 10; i++) {
        shots[i] = (struct shot){.session_weapon_id = line.id,
                                 .series = 1,
                                 .number = i + 1,
                                 .value_tenths = 90,
                                 .ring = 9,
                                 .machine_tenths = -1,
                                 .entered_at_ms = at_ms + i * 30000};
    }
    struct shot_summary summary;
    stats_summary(shots, 10, &summary);
    summary.session_weapon_id = line.id;
    assert_ok(bulk_add_session(scene->app.db, session, &line, shots, 10, &summary, &err), err);
    free(session);
}

static int set_up(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    struct err err = {0};
    test_club(&scene->app);
    time_set_zone("Europe/Amsterdam");
    scene->members[0] = make_member(&scene->app, "Bakker", "Anna");
    scene->members[1] = make_member(&scene->app, "Visser", "Mo");
    scene->members[2] = make_member(&scene->app, "d'Hondt", "Zoë 100%");
    scene->weapons[0] = make_weapon(&scene->app, "Walther LP500", WEAPON_AIR_PISTOL);
    scene->weapons[1] = make_weapon(&scene->app, "Feinwerkbau 800", WEAPON_AIR_RIFLE);
    scene->weapons[2] = make_weapon(&scene->app, "Anschütz 1913", WEAPON_RIFLE);
    assert_ok(app_begin(&scene->app, &err), err);
    for (int i = 0; i < SESSIONS; i++) {
        make_session(scene, i);
    }
    assert_ok(app_audit(&scene->app, "test.load", "session", 0, "", "{}", &err), err);
    assert_ok(app_commit(&scene->app, &err), err);
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

/* What a query should give, by looking at every session in C. */
typedef bool (*wanted)(const struct scene *scene, int index);

static void assert_pages(struct scene *scene, struct session_query query, wanted is_wanted)
{
    struct err err = {0};
    bool more = true;
    int index = SESSIONS - 1, seen = 0;
    while (more) {
        struct arena arena = {0};
        struct session_line *rows = NULL;
        int count = 0;
        assert_ok(session_list(&scene->app, &arena, &query, &rows, &count, &more, &err), err);
        for (int i = 0; i < count; i++, index--, seen++) {
            while (index >= 0 && !is_wanted(scene, index)) {
                index--;
            }
            assert_true(index >= 0);
            assert_int_equal(rows[i].id, scene->ids[index]);
            query.from_id = rows[i].id;
            query.from_started_ms = rows[i].started_at_ms;
        }
        assert_true(count <= query.limit);
        assert_true(!more || count == query.limit);
        arena_free(&arena);
    }
    for (; index >= 0; index--) {
        assert_false(is_wanted(scene, index));
    }
    assert_true(seen > 0);
}

static bool is_kept(const struct scene *scene, int index)
{
    (void)scene;
    return index % 10 != 9;
}
static bool is_any(const struct scene *scene, int index)
{
    (void)scene;
    (void)index;
    return true;
}
static bool is_visser(const struct scene *scene, int index)
{
    return is_kept(scene, index) && index % 3 == 1;
}
static bool is_visser_walther(const struct scene *scene, int index)
{
    return is_visser(scene, index) && index / 5 % 3 == 0;
}
static bool is_anschutz(const struct scene *scene, int index)
{
    return is_kept(scene, index) && index / 5 % 3 == 2;
}
static bool is_prone(const struct scene *scene, int index)
{
    return is_kept(scene, index) && index / 7 % 3 == 2;
}
static bool is_february(const struct scene *scene, int index)
{
    char date[DATE_ROOM];
    time_local_date(date, id_ms(scene->ids[index]));
    return is_kept(scene, index) && strncmp(date, "2025-02", 7) == 0;
}
static bool is_third_of_february(const struct scene *scene, int index)
{
    char date[DATE_ROOM];
    time_local_date(date, id_ms(scene->ids[index]));
    return is_kept(scene, index) && strcmp(date, "2025-02-03") == 0;
}
static bool is_february_visser(const struct scene *scene, int index)
{
    return is_february(scene, index) && index % 3 == 1;
}

static void the_list_is_newest_first_and_leaves_out_void_ones(void **state)
{
    struct scene *scene = *state;
    assert_pages(scene, (struct session_query){.limit = 200}, is_kept);
    assert_pages(scene, (struct session_query){.limit = 200, .with_void = true}, is_any);
}

static void paging_by_key_neither_skips_nor_repeats(void **state)
{
    struct scene *scene = *state;
    assert_pages(scene, (struct session_query){.limit = 1}, is_kept);
    assert_pages(scene, (struct session_query){.limit = 7}, is_kept);
    assert_pages(scene, (struct session_query){.limit = 50, .with_void = true}, is_any);
}

static void paging_backward_returns_the_page_before(void **state)
{
    struct scene *scene = *state;
    struct arena arena = {0};
    struct err err = {0};
    struct session_line *first, *second, *back;
    int count = 0;
    bool more = false;
    struct session_query query = {.limit = 20};
    assert_ok(session_list(&scene->app, &arena, &query, &first, &count, &more, &err), err);
    query.from_id = first[19].id;
    query.from_started_ms = first[19].started_at_ms;
    assert_ok(session_list(&scene->app, &arena, &query, &second, &count, &more, &err), err);
    query.is_backward = true;
    query.from_id = second[0].id;
    query.from_started_ms = second[0].started_at_ms;
    assert_ok(session_list(&scene->app, &arena, &query, &back, &count, &more, &err), err);
    assert_int_equal(count, 20);
    assert_false(more);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(back[i].id, first[i].id);
    }
    /* From the oldest: the last page. */
    query = (struct session_query){.limit = 5, .is_backward = true};
    assert_ok(session_list(&scene->app, &arena, &query, &back, &count, &more, &err), err);
    assert_int_equal(back[4].id, scene->ids[0]);
    assert_true(more);
    arena_free(&arena);
}

static void every_word_must_match_something(void **state)
{
    struct scene *scene = *state;
    static const struct {
        const char *find;
        wanted is_wanted;
    } finds[] = {
        {"visser", is_visser},
        {"VISS", is_visser},
        {"  mo   visser ", is_visser},
        {"visser walther", is_visser_walther},
        {"lp500 mo", is_visser_walther},
        {"Anschutz", is_anschutz},
        {"Anschütz", is_anschutz},
        {"liggend", is_prone},
        {"prone", is_prone},
        {"kkg60", is_prone},
        {"2025-02", is_february},
        {"feb", is_february},
        {"februari", is_february},
        {"february", is_february},
        {"3-2-2025", is_third_of_february},
        {"03-02-2025", is_third_of_february},
        {"03/02", is_third_of_february},
        {"2025-02-03", is_third_of_february},
        {"visser feb", is_february_visser},
    };
    for (size_t i = 0; i < sizeof finds / sizeof finds[0]; i++) {
        assert_pages(scene, (struct session_query){.find = finds[i].find, .limit = 9},
                     finds[i].is_wanted);
    }
}

static int found(struct scene *scene, const char *find)
{
    struct arena arena = {0};
    struct err err = {0};
    struct session_line *rows = NULL;
    int count = 0;
    bool more = false;
    struct session_query query = {.find = find, .limit = 200, .with_void = true};
    assert_ok(session_list(&scene->app, &arena, &query, &rows, &count, &more, &err), err);
    arena_free(&arena);
    return count;
}

static void wild_cards_and_nonsense_are_taken_as_typed(void **state)
{
    struct scene *scene = *state;
    assert_int_equal(found(scene, "nobody"), 0);
    assert_int_equal(found(scene, "visser nobody"), 0);
    assert_int_equal(found(scene, "v%r"), 0);
    assert_int_equal(found(scene, "v_sser"), 0);
    assert_int_equal(found(scene, "100%"), 80);
    assert_int_equal(found(scene, "d'hondt"), 80);
    assert_int_equal(found(scene, "zoe"), 80);
    assert_int_equal(found(scene, "';DROP TABLE session; --"), 0);
    assert_int_equal(found(scene, "lp60 kkg60"), 0);
    assert_int_equal(found(scene, "31-12-2025"), 0);
}

static void filters_and_periods_narrow_the_list(void **state)
{
    struct scene *scene = *state;
    assert_pages(scene, (struct session_query){.member_id = scene->members[1], .limit = 11},
                 is_visser);
    assert_pages(scene,
                 (struct session_query){
                     .member_id = scene->members[1], .weapon_id = scene->weapons[0], .limit = 11},
                 is_visser_walther);
    assert_pages(scene, (struct session_query){.programme_id = "KKG60", .limit = 11}, is_prone);
    assert_pages(scene,
                 (struct session_query){.from = "2025-02-01", .to = "2025-02-28", .limit = 11},
                 is_february);
    assert_pages(
        scene,
        (struct session_query){
            .from = "2025-02-01", .to = "2025-02-28", .member_id = scene->members[1], .limit = 200},
        is_february_visser);
}

static void a_line_shows_what_the_session_holds(void **state)
{
    struct scene *scene = *state;
    struct arena arena = {0};
    struct err err = {0};
    struct session_line *rows = NULL;
    int count = 0;
    bool more = false;
    struct session_query query = {.limit = 1, .find = "kkg60"};
    assert_ok(session_list(&scene->app, &arena, &query, &rows, &count, &more, &err), err);
    assert_int_equal(count, 1);
    assert_true(more);
    assert_int_equal(rows[0].shots, 10);
    assert_int_equal(rows[0].rounds, 10);
    assert_int_equal(rows[0].total_tenths, 900);
    assert_true(rows[0].has_decimals);
    assert_false(rows[0].has_notes);
    assert_int_equal(rows[0].state, SESSION_FINISHED);
    assert_true(rows[0].member[0] != '\0');
    arena_free(&arena);
}

/* --- how the engine runs it ------------------------------------------------------------------- */
static void assert_plan(struct scene *scene, const struct session_filter *filter, char sql[8192],
                        const char *index)
{
    struct err err = {0};
    bool uses_index = false;
    snprintf(sql, 8192, "EXPLAIN QUERY PLAN %s", session_page_sql(filter));
    struct db_stmt *stmt = db_prepare(scene->app.db, sql);
    while (db_step(stmt, &err) == DB_ROW) {
        const char *step = db_text(stmt, 3);
        if (strstr(step, " s ") != NULL || strncmp(step + strlen(step) - 2, " s", 2) == 0) {
            assert_non_null(strstr(step, "USING COVERING INDEX"));
            assert_non_null(strstr(step, index));
            uses_index = true;
        }
        assert_null(strstr(step, "TEMP B-TREE FOR ORDER BY"));
    }
    assert_true(uses_index);
}

static void every_page_walks_one_covering_index_without_sorting(void **state)
{
    struct scene *scene = *state;
    static char sql[4][8192]; /* statements live as long as the connection */
    assert_plan(scene, &(struct session_filter){.is_backward = false}, sql[0], "session_by_time");
    assert_plan(scene, &(struct session_filter){.is_backward = true}, sql[1], "session_by_time");
    assert_plan(scene, &(struct session_filter){.member_id = 1}, sql[2], "session_by_member_time");
    assert_plan(scene, &(struct session_filter){.member_id = 1, .is_backward = true}, sql[3],
                "session_by_member_time");
}

/* --- one session ------------------------------------------------------------------------------ */
static void a_session_is_compared_with_the_members_others_of_the_programme(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    struct lane lane;
    open_lane(&scene->app, scene->members[0], scene->weapons[0], "LP60", 1, &lane);
    type_shots(&scene->app, &lane, 10, 100);
    assert_ok(range_finish(&scene->app, &lane, &err), err);
    struct arena arena = {0};
    struct session_detail *detail = arena_alloc(&arena, sizeof *detail);
    assert_ok(session_get(&scene->app, &arena, lane.session.id, detail, &err), err);
    assert_int_equal(detail->stats.total_tenths, 1000);
    assert_true(detail->versus_average.has);
    assert_float_equal(detail->versus_average.value, 10.0, 1e-9);
    assert_float_equal(detail->own_best.value, 90.0, 1e-9);
    assert_true(detail->percentile.has);
    assert_int_equal(detail->part_count, 1);
    assert_string_equal(detail->parts[0].arm.name, "Walther LP500");
    assert_int_equal(detail->parts[0].shot_count, 10);
    assert_string_equal(detail->member.family_name, "Bakker");
    arena_free(&arena);
    lane_free(&lane);
}

static void an_unknown_session_says_so(void **state)
{
    struct scene *scene = *state;
    struct arena arena = {0};
    struct err err = {0};
    struct session_detail *detail = arena_alloc(&arena, sizeof *detail);
    assert_false(session_get(&scene->app, &arena, 4711, detail, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    assert_false(db_in_transaction(scene->app.db));
    arena_free(&arena);
}

static void notes_and_reflection_are_kept_with_their_trail(void **state)
{
    struct scene *scene = *state;
    struct arena arena = {0};
    struct err err = {0};
    struct audit_row row;
    record_id id = scene->ids[0];
    struct session_detail *detail = arena_alloc(&arena, sizeof *detail);
    assert_ok(session_set_notes(&scene->app, id, "Wind \"from\" the left\nlight", &err), err);
    assert_ok(session_set_reflection(&scene->app, id, "Calm", &err), err);
    assert_ok(session_get(&scene->app, &arena, id, detail, &err), err);
    assert_string_equal(detail->session.notes, "Wind \"from\" the left\nlight");
    assert_string_equal(detail->session.reflection, "Calm");
    int64_t version = detail->notes_version;
    assert_ok(session_set_notes(&scene->app, id, "None", &err), err);
    assert_ok(session_get(&scene->app, &arena, id, detail, &err), err);
    assert_true(detail->notes_version != version);
    assert_int_equal(audit_of(scene->app.db, "session", id, &row, 1, &err), 1);
    assert_string_equal(row.action, "session.notes");
    assert_non_null(strstr(row.before, "Wind"));
    assert_non_null(strstr(row.after, "None"));
    arena_free(&arena);
}

static void a_text_that_cannot_be_kept_is_refused(void **state)
{
    struct scene *scene = *state;
    struct err err = {0};
    char *text = calloc(1, NOTE_ROOM + 1);
    memset(text, 'a', NOTE_ROOM);
    assert_false(session_set_notes(&scene->app, scene->ids[0], text, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_false(session_set_notes(&scene->app, scene->ids[0], "\033[2J", &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_false(session_set_notes(&scene->app, 4711, "x", &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_list_is_newest_first_and_leaves_out_void_ones, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(paging_by_key_neither_skips_nor_repeats, set_up, tear_down),
        cmocka_unit_test_setup_teardown(paging_backward_returns_the_page_before, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_word_must_match_something, set_up, tear_down),
        cmocka_unit_test_setup_teardown(wild_cards_and_nonsense_are_taken_as_typed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(filters_and_periods_narrow_the_list, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_line_shows_what_the_session_holds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_page_walks_one_covering_index_without_sorting, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            a_session_is_compared_with_the_members_others_of_the_programme, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_unknown_session_says_so, set_up, tear_down),
        cmocka_unit_test_setup_teardown(notes_and_reflection_are_kept_with_their_trail, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_text_that_cannot_be_kept_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
