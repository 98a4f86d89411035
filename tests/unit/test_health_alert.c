/* What health finds raises an alert once, and clears it once. */
#include "health_support.h"

#include "core/alert.h"
#include "core/health_watch.h"
#include "core/worker_pulse.h"

static int standing(struct app *app, const char *key)
{
    struct arena arena = {0};
    struct alert_standing *rows = NULL;
    struct err err = {0};
    int count = 0;
    int found = 0;
    assert_ok(alerts_standing(app, &arena, &rows, &count, &err), err);
    for (int i = 0; i < count; i++) {
        found += strcmp(rows[i].key, key) == 0 ? 1 : 0;
    }
    arena_free(&arena);
    return found;
}

static int64_t rows_of_alerts(struct app *app)
{
    struct err err = {0};
    struct db_stmt *stmt = db_prepare(app->db, "SELECT count(*) FROM alert");
    assert_int_equal(db_step(stmt, &err), DB_ROW);
    int64_t count = db_int(stmt, 0);
    db_reset(stmt);
    return count;
}

static void each_alert_is_raised_once_and_cleared_once_over_a_restart(void **state)
{
    struct app *app = *state;
    struct app again;
    struct err err = {0};
    int64_t later = time_now_ms() + 36 * day_ms;
    assert_ok(health_watch(app, &err), err);
    assert_int_equal(rows_of_alerts(app), 0);
    set_clock(later);
    add_care(app, MAINTENANCE_BACKUP, true, later - 30 * hour_ms);
    add_care(app, MAINTENANCE_CHECK, false, later);
    assert_ok(health_watch(app, &err), err);
    assert_int_equal(
        standing(app, "backup") + standing(app, "restore_test") + standing(app, "integrity"), 3);
    struct app_options how = {.folder = app->folder, .must_exist = true};
    assert_ok(app_open(&again, &how, &err), err);
    assert_ok(health_watch(&again, &err), err);
    assert_int_equal(rows_of_alerts(&again), 3);
    add_care(&again, MAINTENANCE_BACKUP, true, later);
    add_care(&again, MAINTENANCE_RESTORE_TEST, true, later);
    add_care(&again, MAINTENANCE_CHECK, true, later);
    assert_ok(health_watch(&again, &err), err);
    assert_ok(health_watch(&again, &err), err);
    assert_int_equal(rows_of_alerts(&again), 6);
    assert_int_equal(standing(&again, "backup") + standing(&again, "integrity"), 0);
    app_close(&again);
}

static void a_test_that_failed_is_not_called_overdue(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    add_care(app, MAINTENANCE_RESTORE_TEST, true, time_now_ms() - day_ms);
    add_care(app, MAINTENANCE_RESTORE_TEST, false, time_now_ms());
    assert_ok(health_watch(app, &err), err);
    assert_int_equal(standing(app, "restore_test_failed"), 1);
    assert_int_equal(standing(app, "restore_test"), 0);
    assert_non_null(strstr(alert_says("restore_test_failed"), "failed"));
    add_care(app, MAINTENANCE_RESTORE_TEST, true, time_now_ms() + 1);
    assert_ok(health_watch(app, &err), err);
    assert_int_equal(standing(app, "restore_test_failed"), 0);
}

static void a_backup_that_failed_is_not_called_overdue(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    add_care(app, MAINTENANCE_BACKUP, true, time_now_ms() - hour_ms);
    add_care(app, MAINTENANCE_BACKUP, false, time_now_ms());
    assert_ok(health_watch(app, &err), err);
    assert_int_equal(standing(app, "backup_failed"), 1);
    assert_non_null(strstr(alert_says("backup_failed"), "failed"));
    add_care(app, MAINTENANCE_BACKUP, true, time_now_ms() + 1);
    assert_ok(health_watch(app, &err), err);
    assert_int_equal(standing(app, "backup_failed"), 0);
}

static void space_the_clock_and_a_hung_worker_are_told_too(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    struct worker_pulse *mute = worker_pulse_open(app->folder);
    write_conf(app->folder, "[health]\nfree_mib = 1000000\nfree_percent = 90\n");
    set_clock(time_now_ms() - hour_ms);
    assert_ok(health_watch(app, &err), err);
    assert_int_equal(standing(app, "space") + standing(app, "clock") + standing(app, "worker"), 3);
    worker_pulse_close(mute);
    write_conf(app->folder, plain_conf);
    unsetenv("AIMTRACK_CLOCK_MS");
    assert_ok(health_watch(app, &err), err);
    assert_int_equal(standing(app, "space") + standing(app, "clock") + standing(app, "worker"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_CLUB(each_alert_is_raised_once_and_cleared_once_over_a_restart),
        WITH_CLUB(a_test_that_failed_is_not_called_overdue),
        WITH_CLUB(a_backup_that_failed_is_not_called_overdue),
        WITH_CLUB(space_the_clock_and_a_hung_worker_are_told_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
