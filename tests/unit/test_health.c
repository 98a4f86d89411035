/* Is this installation well: each finding is really caused; how it is written for machines. */
#include "health_support.h"

#include <sys/stat.h>

#include "base/json.h"
#include "core/backup.h"
#include "core/health_render.h"
#include "core/health_run.h"
#include "core/health_text.h"
#include "store/attempt.h"

/* --- the database ------------------------------------------------------------------------------
 */

static void an_installation_that_is_looked_after_is_well(void **state)
{
    struct app *app = *state;
    add_care(app, MAINTENANCE_BACKUP, true, time_now_ms());
    add_care(app, MAINTENANCE_CHECK, true, time_now_ms());
    struct health health = read_health(app);
    assert_int_equal(health_worst(&health), HEALTH_OK);
    assert_string_equal(health_value(&health, FACT_JOURNAL_MODE)->text, "wal");
    assert_string_equal(health_value(&health, FACT_SYNCHRONOUS)->text, "full");
    assert_true(health_value(&health, FACT_LATENCY_MS)->is_known);
    assert_true(health_value(&health, FACT_WRITABLE)->number != 0);
}

static void a_database_that_another_writer_holds_is_busy(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    assert_ok(app_begin(app, &err), err);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_DATABASE, HEALTH_FAILED, HEALTH_DATABASE_BUSY);
    assert_row(&health, HEALTH_QUEUE, HEALTH_OK, HEALTH_FINE); /* reading still works */
    (void)app_abort(app);
    health = read_health(app);
    assert_row(&health, HEALTH_DATABASE, HEALTH_OK, HEALTH_FINE);
}

static void a_database_that_nobody_else_may_even_read_is_busy_too(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    assert_ok(db_script(app->db,
                        "PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE;"
                        " UPDATE health_probe SET at_ms = 0",
                        &err),
              err);
    struct health health = read_health(app);
    assert_int_equal(health.rows[HEALTH_DATABASE].state, HEALTH_FAILED);
    db_rollback(app->db);
}

static void a_folder_without_a_club_says_so(void **state)
{
    (void)state;
    struct app nowhere = {0};
    test_folder(nowhere.folder);
    struct health health = read_health(&nowhere);
    assert_row(&health, HEALTH_DATABASE, HEALTH_FAILED, HEALTH_NO_CLUB);
    assert_row(&health, HEALTH_QUEUE, HEALTH_FAILED, HEALTH_QUEUE_UNAVAILABLE);
    assert_row(&health, HEALTH_BACKUP, HEALTH_WARN, HEALTH_NOT_KNOWN);
    assert_false(file_exists(path_of(&nowhere, "aimtrack.db")));
}

static void a_damaged_database_is_told_from_one_that_is_locked(void **state)
{
    (void)state;
    struct app nowhere = {0};
    struct err err = {0};
    char garbage[8192];
    test_folder(nowhere.folder);
    memset(garbage, 'x', sizeof garbage);
    assert_ok(file_write_durable(path_of(&nowhere, "aimtrack.db"), garbage, sizeof garbage, &err),
              err);
    struct health health = read_health(&nowhere);
    assert_row(&health, HEALTH_DATABASE, HEALTH_FAILED, HEALTH_DATABASE_DAMAGED);
}

static void a_schema_of_another_program_is_said(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    assert_ok(db_script(app->db,
                        "INSERT INTO schema_migration (number, name, applied_at_ms,"
                        " checksum) VALUES (9999, 'x', 0, 'x')",
                        &err),
              err);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_DATABASE, HEALTH_FAILED, HEALTH_SCHEMA_NEW);
    assert_ok(db_script(app->db, "DELETE FROM schema_migration WHERE number > 6", &err), err);
    health = read_health(app);
    assert_row(&health, HEALTH_DATABASE, HEALTH_FAILED, HEALTH_SCHEMA_OLD);
}

/* --- the care of the data ------------------------------------------------------------------------
 */

static void a_backup_ages_until_it_is_overdue(void **state)
{
    struct app *app = *state;
    int64_t now = time_now_ms();
    struct health health = read_health(app);
    assert_row(&health, HEALTH_BACKUP, HEALTH_WARN, HEALTH_BACKUP_MISSING);
    add_care(app, MAINTENANCE_BACKUP, true, now - 25 * hour_ms);
    health = read_health(app);
    assert_row(&health, HEALTH_BACKUP, HEALTH_OK, HEALTH_FINE);
    set_clock(now + 2 * hour_ms);
    health = read_health(app);
    assert_row(&health, HEALTH_BACKUP, HEALTH_WARN, HEALTH_BACKUP_OVERDUE);
}

static void a_backup_that_failed_after_a_good_one_is_told(void **state)
{
    struct app *app = *state;
    int64_t now = time_now_ms();
    add_care(app, MAINTENANCE_BACKUP, true, now - hour_ms);
    add_care(app, MAINTENANCE_BACKUP, false, now);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_BACKUP, HEALTH_WARN, HEALTH_BACKUP_FAILED);
    add_care(app, MAINTENANCE_BACKUP, true, now);
    health = read_health(app);
    assert_row(&health, HEALTH_BACKUP, HEALTH_OK, HEALTH_FINE);
}

static void backups_that_were_taken_away_are_missed(void **state)
{
    struct app *app = *state;
    struct backup_order order = {0};
    struct backup_result result;
    struct err err = {0};
    char command[700];
    assert_ok(backup_make(app, &order, &result, &err), err);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_BACKUP, HEALTH_OK, HEALTH_FINE);
    snprintf(command, sizeof command, "rm -r '%s'", result.folder);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): the test's own folder */
    health = read_health(app);
    assert_row(&health, HEALTH_BACKUP, HEALTH_WARN, HEALTH_BACKUP_GONE);
}

static void a_data_folder_that_others_may_write_is_a_failure(void **state)
{
    struct app *app = *state;
    assert_int_equal(chmod(app->folder, 0770), 0);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_STORAGE, HEALTH_FAILED, HEALTH_STORAGE_SHARED);
    assert_int_equal(chmod(app->folder, 0700), 0);
    health = read_health(app);
    assert_row(&health, HEALTH_STORAGE, HEALTH_OK, HEALTH_FINE);
}

static void never_is_said_only_when_that_is_known(void **state)
{
    struct app *app = *state;
    char text[200];
    struct health health = read_health(app);
    health_observed(&health, HEALTH_BACKUP, text, sizeof text);
    assert_non_null(strstr(text, "never"));
    health.rows[HEALTH_BACKUP].errors |= UINT64_C(1) << HEALTH_NOT_KNOWN;
    health_observed(&health, HEALTH_BACKUP, text, sizeof text);
    assert_null(strstr(text, "never"));
    assert_non_null(strstr(text, "not known"));
}

static void restoring_is_to_be_tested_after_five_weeks(void **state)
{
    struct app *app = *state;
    int64_t later = time_now_ms() + 36 * day_ms;
    set_clock(later);
    add_care(app, MAINTENANCE_BACKUP, true, later);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_BACKUP, HEALTH_WARN, HEALTH_RESTORE_TEST_OVERDUE);
    add_care(app, MAINTENANCE_RESTORE_TEST, false, later);
    health = read_health(app);
    assert_true(health_has(&health, HEALTH_RESTORE_TEST_FAILED));
    assert_true(health_has(&health, HEALTH_RESTORE_TEST_OVERDUE));
    add_care(app, MAINTENANCE_RESTORE_TEST, true, later);
    health = read_health(app);
    assert_row(&health, HEALTH_BACKUP, HEALTH_OK, HEALTH_FINE);
}

static void a_whole_check_that_found_something_is_a_failure(void **state)
{
    struct app *app = *state;
    add_care(app, MAINTENANCE_CHECK, true, time_now_ms());
    add_care(app, MAINTENANCE_CHECK, false, time_now_ms());
    struct health health = read_health(app);
    assert_row(&health, HEALTH_INTEGRITY, HEALTH_FAILED, HEALTH_INTEGRITY_FAILED);
    assert_int_equal(health_worst(&health), HEALTH_FAILED);
}

static void a_clock_that_jumped_back_is_seen(void **state)
{
    struct app *app = *state;
    set_clock(time_now_ms() - 4 * 60 * 1000);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_CLOCK, HEALTH_OK, HEALTH_FINE); /* within five minutes */
    set_clock(time_now_ms() - 4 * 60 * 1000);
    health = read_health(app);
    assert_row(&health, HEALTH_CLOCK, HEALTH_WARN, HEALTH_CLOCK_BACK);
}

static void a_clock_that_stands_before_this_program_is_wrong(void **state)
{
    struct app *app = *state;
    set_clock((time_date_days(AIMTRACK_DATE) - 1) * day_ms);
    struct health health = read_health(app);
    assert_true(health_has(&health, HEALTH_CLOCK_WRONG));
}

static void add_attempts(struct app *app, int count, enum ai_class class_)
{
    struct err err = {0};
    assert_ok(app_begin(app, &err), err);
    for (int i = 0; i < count; i++) {
        struct attempt attempt = {
            .id = app_new_id(app), .at_ms = time_now_ms(), .class_ = (int)class_};
        assert_ok(attempt_insert(app->db, &attempt, &err), err);
    }
    assert_ok(app_commit(app, &err), err);
}

static void a_provider_that_fails_is_never_worse_than_a_warning(void **state)
{
    struct app *app = *state;
    add_attempts(app, 5, AI_RATE_LIMITED);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_AI, HEALTH_WARN, HEALTH_AI_FAILING);
    assert_string_equal(health_value(&health, FACT_LAST_ERROR_CLASS)->text, "rate_limited");
}

static void a_provider_that_answers_again_is_well_before_the_window_ends(void **state)
{
    struct app *app = *state;
    add_attempts(app, 5, AI_RATE_LIMITED);
    add_attempts(app, 1, AI_ANSWERED);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_AI, HEALTH_OK, HEALTH_FINE);
    assert_int_equal(health_value(&health, FACT_RECENT_FAILURES)->number, 5); /* as it was */
    add_attempts(app, 3, AI_RATE_LIMITED);
    health = read_health(app);
    assert_row(&health, HEALTH_AI, HEALTH_WARN, HEALTH_AI_FAILING);
}

static void little_space_is_a_warning_as_the_settings_say(void **state)
{
    struct app *app = *state;
    write_conf(app->folder, "[health]\nfree_mib = 1000000\nfree_percent = 90\n");
    struct health health = read_health(app);
    assert_row(&health, HEALTH_STORAGE, HEALTH_WARN, HEALTH_STORAGE_LOW);
}

static void a_folder_for_backups_that_is_away_is_a_warning(void **state)
{
    struct app *app = *state;
    write_conf(app->folder, "[health]\nfree_percent = 0\nfree_mib = 0\n[backup]\n"
                            "folder = /nowhere/at/all\n");
    struct health health = read_health(app);
    assert_row(&health, HEALTH_STORAGE, HEALTH_WARN, HEALTH_BACKUP_FOLDER_MISSING);
}

static void looking_alone_writes_nothing(void **state)
{
    struct app *app = *state;
    struct health health;
    struct stat before;
    struct stat after;
    health_look(app->folder, &health);
    assert_int_equal(stat(path_of(app, "aimtrack.db-wal"), &before), 0);
    health_look(app->folder, &health);
    assert_int_equal(stat(path_of(app, "aimtrack.db-wal"), &after), 0);
    assert_int_equal(before.st_size, after.st_size);
    assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    assert_false(health_value(&health, FACT_LATENCY_MS)->is_known);
}

/* --- who cannot wait -----------------------------------------------------------------------------
 */

static void a_look_on_another_thread_answers_in_time(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    struct health health;
    struct health_run_thread *run = health_run_start(app->folder, &err);
    assert_non_null(run);
    for (int i = 0; i < 3; i++) {
        health_run_look(run, &health);
        assert_row(&health, HEALTH_DATABASE, HEALTH_OK, HEALTH_FINE);
    }
    health_run_stop(run);
}

/* --- how it is written
 * ---------------------------------------------------------------------------- */

static cJSON *rendered(const struct health *health, enum health_form form, bool has_paths)
{
    struct buf text = {0};
    const char *why = "";
    health_render(health, form, has_paths, &text);
    cJSON *json = json_read(buf_text(&text), text.size, &why);
    buf_free(&text);
    if (json == NULL) {
        fail_msg("no JSON: %s", why);
    }
    return json;
}

static void our_json_keeps_to_the_contract_of_the_monitors(void **state)
{
    struct app *app = *state;
    struct health health = read_health(app);
    cJSON *json = rendered(&health, HEALTH_JSON, true);
    assert_string_equal(json_text(json, "status"), "ok");
    const cJSON *checks = json_get(json, "checks");
    assert_string_equal(json_text(json_get(checks, "database"), "status"), "ok");
    assert_string_equal(json_text(json_get(checks, "queue"), "connection"), "sqlite");
    assert_string_equal(json_text(json_get(checks, "storage"), "disk"), app->folder);
    assert_string_equal(json_text(json_get(checks, "backup"), "error"), "backup_missing");
    cJSON_Delete(json);
    json = rendered(&health, HEALTH_JSON, false);
    assert_null(json_get(json_get(json_get(json, "checks"), "storage"), "disk"));
    cJSON_Delete(json);
    health.rows[HEALTH_QUEUE].state = HEALTH_FAILED;
    json = rendered(&health, HEALTH_JSON, true);
    assert_string_equal(json_text(json, "status"), "degraded");
    cJSON_Delete(json);
}

static void health_json_is_that_of_the_draft(void **state)
{
    struct app *app = *state;
    struct health health = read_health(app);
    cJSON *json = rendered(&health, HEALTH_IETF, false);
    assert_string_equal(json_text(json, "status"), "warn");
    const cJSON *checks = json_get(json, "checks");
    static const char *const keys[] = {"database:responseTime", "queue:depth", "queue:heartbeatAge",
                                       "storage:utilization",   "backup:age",  "ai:errors"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const cJSON *one = cJSON_GetArrayItem(json_get(checks, keys[i]), 0);
        assert_non_null(json_text(one, "status"));
        assert_non_null(json_text(one, "componentType"));
    }
    cJSON_Delete(json);
}

static void every_finding_has_a_code_words_and_advice(void **state)
{
    (void)state;
    for (int i = 1; i < HEALTH_ERROR_COUNT; i++) {
        enum health_error error = (enum health_error)i;
        assert_true(strlen(health_error_code(error)) > 3);
        assert_true(strlen(health_error_says(error)) > 10);
        assert_true(strlen(health_error_advice(error)) > 10);
        for (int j = 1; j < i; j++) {
            assert_string_not_equal(health_error_code(error),
                                    health_error_code((enum health_error)j));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_CLUB(an_installation_that_is_looked_after_is_well),
        WITH_CLUB(a_database_that_another_writer_holds_is_busy),
        WITH_CLUB(a_database_that_nobody_else_may_even_read_is_busy_too),
        cmocka_unit_test(a_folder_without_a_club_says_so),
        cmocka_unit_test(a_damaged_database_is_told_from_one_that_is_locked),
        WITH_CLUB(a_schema_of_another_program_is_said),
        WITH_CLUB(a_backup_ages_until_it_is_overdue),
        WITH_CLUB(a_backup_that_failed_after_a_good_one_is_told),
        WITH_CLUB(backups_that_were_taken_away_are_missed),
        WITH_CLUB(a_data_folder_that_others_may_write_is_a_failure),
        WITH_CLUB(never_is_said_only_when_that_is_known),
        WITH_CLUB(restoring_is_to_be_tested_after_five_weeks),
        WITH_CLUB(a_whole_check_that_found_something_is_a_failure),
        WITH_CLUB(a_clock_that_jumped_back_is_seen),
        WITH_CLUB(a_clock_that_stands_before_this_program_is_wrong),
        WITH_CLUB(a_provider_that_fails_is_never_worse_than_a_warning),
        WITH_CLUB(a_provider_that_answers_again_is_well_before_the_window_ends),
        WITH_CLUB(little_space_is_a_warning_as_the_settings_say),
        WITH_CLUB(a_folder_for_backups_that_is_away_is_a_warning),
        WITH_CLUB(looking_alone_writes_nothing),
        WITH_CLUB(a_look_on_another_thread_answers_in_time),
        WITH_CLUB(our_json_keeps_to_the_contract_of_the_monitors),
        WITH_CLUB(health_json_is_that_of_the_draft),
        cmocka_unit_test(every_finding_has_a_code_words_and_advice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
