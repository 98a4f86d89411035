/* The service log, when a service is due, and the history of settings. */
#include "range_support.h"

#include <dirent.h>
#include <stdio.h>

#include "base/file.h"
#include "base/time.h"
#include "core/attachment.h"
#include "core/demo.h"
#include "core/verify.h"
#include "core/weapon_service.h"

/* 2026-11-18 12:00 UTC and whole days from there. */
static const int64_t noon_ms = INT64_C(1795003200000);

static void set_day(int day)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)(noon_ms + (int64_t)day * 86400000));
    setenv("AIMTRACK_CLOCK_MS", text, 1);
}

static record_id make_serviced(struct app *app, int interval)
{
    struct err err = {0};
    record_id id = 0;
    struct weapon weapon = {.name = "Pistol", .service_interval_rounds = interval};
    assert_ok(weapon_add(app, &weapon, &id, &err), err);
    return id;
}

static void shoot(struct app *app, record_id weapon, int shots)
{
    struct err err = {0};
    struct lane lane;
    open_lane(app, make_member(app, "Bakker", "Anna"), weapon, "LP60", 1, &lane);
    type_shots(app, &lane, shots, 90);
    assert_ok(range_finish(app, &lane, &err), err);
    lane_free(&lane);
}

static struct weapon_service_state state_of(struct app *app, record_id weapon)
{
    struct err err = {0};
    struct weapon_service_state state;
    assert_ok(weapon_service_state(app, weapon, &state, &err), err);
    return state;
}

static void today(char date[DATE_ROOM])
{
    time_local_date(date, time_now_ms());
}

static record_id serve(struct app *app, record_id weapon, const char *what)
{
    struct err err = {0};
    record_id id = 0;
    char date[DATE_ROOM];
    today(date);
    assert_ok(service_add(app, weapon, date, what, SERVICE_ROUNDS_SO_FAR, &id, &err), err);
    return id;
}

static void rounds_since_the_service_are_counted_from_what_was_fired_then(void **state)
{
    (void)state;
    struct app app;
    test_club(&app);
    set_day(0);
    record_id weapon = make_serviced(&app, 20);
    shoot(&app, weapon, 7);
    serve(&app, weapon, "springs");
    shoot(&app, weapon, 5);
    struct weapon_service_state now = state_of(&app, weapon);
    assert_int_equal(now.rounds, 12);
    assert_int_equal(now.rounds_at_service, 7);
    assert_int_equal(now.since, 5);
    assert_int_equal(now.left, 15);
    assert_false(now.is_due);
    assert_string_equal(now.last_date, "2026-11-18");
    app_close(&app);
}

static void a_weapon_is_due_when_the_interval_is_fired_and_not_a_round_before(void **state)
{
    (void)state;
    struct app app;
    test_club(&app);
    set_day(0);
    record_id weapon = make_serviced(&app, 10);
    shoot(&app, weapon, 9);
    assert_false(state_of(&app, weapon).is_due);
    shoot(&app, weapon, 1);
    struct weapon_service_state now = state_of(&app, weapon);
    assert_true(now.is_due);
    assert_int_equal(now.left, 0);
    assert_string_equal(now.expected_date, "");
    serve(&app, weapon, "cleaned");
    assert_false(state_of(&app, weapon).is_due);
    app_close(&app);
}

static void without_an_interval_nothing_is_ever_due(void **state)
{
    (void)state;
    struct app app;
    test_club(&app);
    set_day(0);
    record_id weapon = make_serviced(&app, 0);
    shoot(&app, weapon, 30);
    struct weapon_service_state now = state_of(&app, weapon);
    assert_false(now.is_due);
    assert_int_equal(now.left, 0);
    assert_int_equal(now.since, 30);
    assert_string_equal(now.expected_date, "");
    app_close(&app);
}

static void the_next_service_is_expected_at_the_pace_of_the_last_90_days(void **state)
{
    (void)state;
    struct app app;
    test_club(&app);
    set_day(-100);
    record_id weapon = make_serviced(&app, 100);
    shoot(&app, weapon, 30); /* outside the 90 days: counts as fired, not for the pace */
    set_day(-10);
    shoot(&app, weapon, 45);
    set_day(0);
    /* 25 left at 45 in 90 days: 50 days from the 18th of November */
    assert_string_equal(state_of(&app, weapon).expected_date, "2027-01-07");
    set_day(200);
    assert_string_equal(state_of(&app, weapon).expected_date, ""); /* not used lately */
    app_close(&app);
}

static void a_voided_service_does_not_count_until_it_is_put_back(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct arena arena = {0};
    struct weapon_service *rows = NULL;
    struct audit_row row;
    int count = 0;
    test_club(&app);
    set_day(0);
    record_id weapon = make_serviced(&app, 10);
    shoot(&app, weapon, 12);
    record_id id = serve(&app, weapon, "cleaned");
    assert_ok(service_void(&app, id, &err), err);
    assert_true(state_of(&app, weapon).is_due);
    assert_ok(service_list(&app, &arena, weapon, &rows, &count, &err), err);
    assert_int_equal(count, 0);
    assert_ok(service_restore(&app, id, &err), err);
    assert_false(state_of(&app, weapon).is_due);
    assert_int_equal(audit_of(app.db, "weapon_service", id, &row, 1, &err), 1);
    assert_string_equal(row.action, "service.restore");
    arena_free(&arena);
    app_close(&app);
}

static void the_log_is_newest_first_by_the_day_of_the_service(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct arena arena = {0};
    struct weapon_service *rows = NULL;
    record_id id = 0;
    int count = 0;
    test_club(&app);
    set_day(0);
    record_id weapon = make_serviced(&app, 10);
    serve(&app, weapon, "springs");
    assert_ok(service_add(&app, weapon, "2026-03-01", "barrel", 0, &id, &err), err);
    assert_ok(service_list(&app, &arena, weapon, &rows, &count, &err), err);
    assert_int_equal(count, 2);
    assert_string_equal(rows[0].what, "springs");
    assert_string_equal(rows[1].what, "barrel");
    assert_string_equal(state_of(&app, weapon).last_date, "2026-11-18");
    arena_free(&arena);
    app_close(&app);
}

static void expect_refused(struct app *app, record_id weapon, const char *date, const char *what,
                           int64_t rounds, const char *word)
{
    struct err err = {0};
    record_id id = 0;
    assert_false(service_add(app, weapon, date, what, rounds, &id, &err));
    if (strstr(err.what, word) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", err.what, word);
    }
    assert_int_equal(id, 0);
    assert_false(db_in_transaction(app->db));
}

static void a_service_that_cannot_be_is_refused_by_the_name_of_its_field(void **state)
{
    (void)state;
    struct app app;
    char wide[200];
    test_club(&app);
    set_day(0);
    record_id weapon = make_serviced(&app, 10);
    shoot(&app, weapon, 3);
    memset(wide, 'x', sizeof wide - 1);
    wide[sizeof wide - 1] = '\0';
    expect_refused(&app, weapon, "2026-11-18", "  ", 1, "What");
    expect_refused(&app, weapon, "2026-11-18", "a\nb", 1, "What");
    expect_refused(&app, weapon, "2026-11-18", wide, 1, "What");
    expect_refused(&app, weapon, "", "cleaned", 1, "Date");
    expect_refused(&app, weapon, "2026-11-19", "cleaned", 1, "Date"); /* tomorrow */
    expect_refused(&app, weapon, "yesterday", "cleaned", 1, "Date");
    expect_refused(&app, weapon, "2026-11-18", "cleaned", 4, "Rounds");
    expect_refused(&app, weapon, "2026-11-18", "cleaned", -2, "Rounds");
    expect_refused(&app, 12345, "2026-11-18", "cleaned", 1, "weapon");
    app_close(&app);
}

static void an_officer_may_log_a_service_but_not_take_it_out(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    test_club(&app);
    set_day(0);
    record_id weapon = make_serviced(&app, 10);
    app.actor = (struct actor){.role = ROLE_OFFICER, .is_present = true};
    record_id id = serve(&app, weapon, "cleaned");
    assert_false(service_void(&app, id, &err));
    assert_int_equal(err.kind, ERR_DENIED);
    app_close(&app);
}

/* --- settings ---------------------------------------------------------------------------------
 */

static int count_settings(struct app *app, record_id weapon, struct weapon_setting *newest)
{
    struct err err = {0};
    struct arena arena = {0};
    struct weapon_setting *rows = NULL;
    int count = 0;
    assert_ok(weapon_setting_list(app, &arena, weapon, &rows, &count, &err), err);
    if (count > 0 && newest != NULL) {
        *newest = rows[0];
    }
    arena_free(&arena);
    return count;
}

static void a_weapon_without_settings_begins_without_history(void **state)
{
    (void)state;
    struct app app;
    test_club(&app);
    set_day(0);
    assert_int_equal(count_settings(&app, make_serviced(&app, 10), NULL), 0);
    app_close(&app);
}

static void each_change_of_a_setting_is_one_row_and_nothing_else_is(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct weapon weapon = {.name = "Rifle", .rear_sight = "7002"};
    struct weapon_setting newest = {0};
    record_id id = 0;
    test_club(&app);
    set_day(0);
    assert_ok(weapon_add(&app, &weapon, &id, &err), err);
    assert_int_equal(count_settings(&app, id, &newest), 1);
    assert_string_equal(newest.rear_sight, "7002");
    set_day(3);
    assert_ok(weapon_get(&app, id, &weapon, &err), err);
    text_copy(weapon.storage, sizeof weapon.storage, "safe 2");
    assert_ok(weapon_edit(&app, &weapon, &err), err);
    assert_int_equal(count_settings(&app, id, NULL), 1);
    assert_ok(weapon_get(&app, id, &weapon, &err), err);
    weapon.click_um_at_10m = 250;
    assert_ok(weapon_edit(&app, &weapon, &err), err);
    assert_int_equal(count_settings(&app, id, &newest), 2);
    assert_int_equal(newest.click_um_at_10m, 250);
    assert_string_equal(newest.rear_sight, "7002");
    assert_string_equal(newest.local_date, "2026-11-21");
    app_close(&app);
}

static void a_refused_edit_leaves_no_row_of_settings(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct weapon first;
    test_club(&app);
    set_day(0);
    record_id id = make_serviced(&app, 10);
    assert_ok(weapon_get(&app, id, &first, &err), err);
    struct weapon second = first;
    text_copy(first.grip, sizeof first.grip, "M");
    assert_ok(weapon_edit(&app, &first, &err), err);
    text_copy(second.grip, sizeof second.grip, "L");
    assert_false(weapon_edit(&app, &second, &err)); /* of an old copy */
    assert_int_equal(count_settings(&app, id, NULL), 1);
    app_close(&app);
}

/* --- the demonstration -------------------------------------------------------------------------
 */

static int count_files(struct app *app)
{
    char path[700];
    int count = 0;
    file_join(path, sizeof path, app->folder, "attachments");
    DIR *dir = opendir(path);
    assert_non_null(dir);
    while (readdir(dir) != NULL) {
        count++;
    }
    closedir(dir);
    return count - 2; /* . and .. */
}

static int64_t count_rows(struct app *app, const char *sql)
{
    struct err err = {0};
    struct db_stmt *stmt = db_prepare(app->db, sql);
    assert_int_equal(db_step(stmt, &err), DB_ROW);
    int64_t count = db_int(stmt, 0);
    db_reset(stmt);
    return count;
}

static void load_demo(struct app *app)
{
    struct err err = {0};
    struct demo_result result;
    struct demo_options options = {.members = 6, .sessions = 40, .seed = 7};
    unsetenv("AIMTRACK_CLOCK_MS");
    test_club(app);
    assert_ok(demo_load(app, &options, NULL, NULL, &result, &err), err);
}

static void the_weapons_of_the_demonstration_have_a_service_log_and_settings(void **state)
{
    (void)state;
    struct app app;
    struct arena arena = {0};
    struct weapon *weapons = NULL;
    struct err err = {0};
    int count = 0;
    load_demo(&app);
    struct weapon_query query = {.limit = 100};
    assert_ok(weapon_list(&app, &arena, &query, &weapons, &count, &err), err);
    assert_true(count > 4);
    for (int i = 0; i < count; i++) {
        struct weapon_service_state now = state_of(&app, weapons[i].id);
        assert_true(now.last_date[0] != '\0');
        assert_true(now.interval > 0);
        assert_true(now.rounds_at_service <= now.rounds);
        assert_int_equal(count_settings(&app, weapons[i].id, NULL), 2);
    }
    arena_free(&arena);
    app_close(&app);
}

static void the_demonstration_takes_logs_settings_and_attached_files_with_it(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct demo_result result;
    struct verify_report report;
    char folder[512];
    char path[700];
    record_id id = 0;
    load_demo(&app);
    test_folder(folder);
    file_join(path, sizeof path, folder, "note.txt");
    assert_ok(file_write_durable(path, "a note\n", 7, &err), err);
    record_id weapon = count_rows(&app, "SELECT min(id) FROM weapon");
    record_id session = count_rows(&app, "SELECT min(id) FROM session");
    record_id own = make_serviced(&app, 10);
    assert_ok(
        attachment_add(&app, &(struct attachment_subject){.weapon_id = weapon}, path, &id, &err),
        err);
    assert_ok(
        attachment_add(&app, &(struct attachment_subject){.session_id = session}, path, &id, &err),
        err);
    assert_ok(attachment_add(&app, &(struct attachment_subject){.weapon_id = own}, path, &id, &err),
              err);
    serve(&app, weapon, "by hand");
    serve(&app, own, "by hand");
    assert_ok(demo_remove(&app, &result, &err), err);
    assert_int_equal(count_rows(&app, "SELECT count(*) FROM weapon"), 1);
    assert_int_equal(count_rows(&app, "SELECT count(*) FROM weapon_service"), 1);
    assert_int_equal(count_rows(&app, "SELECT count(*) FROM weapon_setting"), 0);
    assert_int_equal(count_rows(&app, "SELECT count(*) FROM attachment"), 1);
    assert_int_equal(count_files(&app), 1);
    assert_ok(verify_run(&app, NULL, NULL, &report, &err), err);
    assert_int_equal(report.problem_count, 0);
    assert_int_equal(report.attachments, 1);
    app_close(&app);
}

static void a_demonstration_weapon_that_is_really_used_keeps_what_people_wrote(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct demo_result result;
    load_demo(&app);
    record_id weapon = count_rows(&app, "SELECT min(id) FROM weapon");
    shoot(&app, weapon, 3);
    serve(&app, weapon, "by hand");
    assert_ok(demo_remove(&app, &result, &err), err);
    struct weapon_service_state now = state_of(&app, weapon);
    assert_int_equal(now.rounds, 3);
    assert_int_equal(count_rows(&app, "SELECT count(*) FROM weapon_service"), 1);
    app_close(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounds_since_the_service_are_counted_from_what_was_fired_then),
        cmocka_unit_test(a_weapon_is_due_when_the_interval_is_fired_and_not_a_round_before),
        cmocka_unit_test(without_an_interval_nothing_is_ever_due),
        cmocka_unit_test(the_next_service_is_expected_at_the_pace_of_the_last_90_days),
        cmocka_unit_test(a_voided_service_does_not_count_until_it_is_put_back),
        cmocka_unit_test(the_log_is_newest_first_by_the_day_of_the_service),
        cmocka_unit_test(a_service_that_cannot_be_is_refused_by_the_name_of_its_field),
        cmocka_unit_test(an_officer_may_log_a_service_but_not_take_it_out),
        cmocka_unit_test(a_weapon_without_settings_begins_without_history),
        cmocka_unit_test(each_change_of_a_setting_is_one_row_and_nothing_else_is),
        cmocka_unit_test(a_refused_edit_leaves_no_row_of_settings),
        cmocka_unit_test(the_weapons_of_the_demonstration_have_a_service_log_and_settings),
        cmocka_unit_test(the_demonstration_takes_logs_settings_and_attached_files_with_it),
        cmocka_unit_test(a_demonstration_weapon_that_is_really_used_keeps_what_people_wrote),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
