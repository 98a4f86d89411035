/* What a health check finds, each cause really there: a database that is locked, gone, damaged or
 * of another schema, a worker that hangs, backups that are old, a clock that stands wrong. */
#include "range_support.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/time.h"
#include "core/alert.h"
#include "core/backup.h"
#include "core/health.h"
#include "core/health_render.h"
#include "core/health_run.h"
#include "core/health_text.h"
#include "core/health_watch.h"
#include "core/queue.h"
#include "core/worker.h"
#include "core/worker_pulse.h"
#include "store/attempt.h"
#include "store/job.h"
#include "store/maintenance.h"

enum { LONG_MS = 20 * 1000 };
static const int64_t hour_ms = 60 * 60 * 1000;
static const int64_t day_ms = 24 * 60 * 60 * 1000;
/* Disks of machines that test are often nearly full. */
static const char plain_conf[] = "[health]\nfree_percent = 0\nfree_mib = 0\n";

static void write_conf(const char *folder, const char *text)
{
    char path[600];
    struct err err = {0};
    assert_true(file_join(path, sizeof path, folder, "aimtrack.conf"));
    assert_ok(file_write_durable(path, text, strlen(text), &err), err);
}

static int set_up(void **state)
{
    struct app *app = calloc(1, sizeof *app);
    test_club(app);
    write_conf(app->folder, plain_conf);
    *state = app;
    return 0;
}

static int tear_down(void **state)
{
    unsetenv("AIMTRACK_CLOCK_MS");
    app_close(*state);
    free(*state);
    return 0;
}

/* From now on this process believes it is that moment. */
static void set_clock(int64_t ms)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)ms);
    setenv("AIMTRACK_CLOCK_MS", text, 1);
}

static struct health read_health(const struct app *app)
{
    struct health health;
    int64_t started_ms = time_monotonic_ms();
    health_read(app->folder, &health);
    assert_in_range(time_monotonic_ms() - started_ms, 0,
                    getenv("AIMTRACK_VALGRIND") ? 60000 : 4000);
    return health;
}

static void assert_row(const struct health *health, enum health_key key, enum health_state state,
                       enum health_error error)
{
    assert_string_equal(health_error_code(health->rows[key].error), health_error_code(error));
    assert_int_equal(health->rows[key].state, state);
}

static void add_care(struct app *app, enum maintenance_kind kind, bool is_good, int64_t at_ms)
{
    struct maintenance row = {
        .id = app_new_id(app), .kind = kind, .is_good = is_good, .at_ms = at_ms};
    struct err err = {0};
    assert_ok(app_begin(app, &err), err);
    assert_ok(maintenance_insert(app->db, &row, &err), err);
    assert_ok(app_commit(app, &err), err);
}

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

static char *path_of(const struct app *app, const char *name)
{
    static char path[600];
    assert_true(file_join(path, sizeof path, app->folder, name));
    return path;
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

/* --- the queue ----------------------------------------------------------------------------------
 */
static void ask(struct app *app)
{
    struct err err = {0};
    record_id id = 0;
    record_id weapon = make_weapon(app, "Club pistol", WEAPON_AIR_PISTOL);
    struct lane *lane = calloc(1, sizeof *lane);
    open_lane(app, make_member(app, "Bakker", "Anna"), weapon, "LP60", 1, lane);
    type_shots(app, lane, 10, 90);
    record_id session = lane->session.id;
    assert_ok(range_finish(app, lane, &err), err);
    lane_free(lane);
    free(lane);
    assert_ok(queue_ask_session(app, session, &id, &err), err);
}

static void what_waits_without_a_worker_is_missed_and_then_stalled(void **state)
{
    struct app *app = *state;
    int64_t now = time_now_ms();
    ask(app);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_QUEUE, HEALTH_OK, HEALTH_FINE);
    assert_int_equal(health_value(&health, FACT_QUEUED)->number, 1);
    set_clock(now + 3 * 60 * 1000);
    health = read_health(app);
    assert_row(&health, HEALTH_QUEUE, HEALTH_WARN, HEALTH_WORKER_MISSING);
    set_clock(now + 11 * 60 * 1000);
    health = read_health(app);
    assert_row(&health, HEALTH_QUEUE, HEALTH_FAILED, HEALTH_WORKER_STALLED);
    assert_in_range(health_value(&health, FACT_HEARTBEAT_AGE_S)->number, 650, 670);
}

static void a_queue_that_a_person_paused_is_not_stalled(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    ask(app);
    assert_ok(queue_pause(app, &err), err);
    set_clock(time_now_ms() + hour_ms);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_QUEUE, HEALTH_OK, HEALTH_FINE);
    assert_true(health_value(&health, FACT_PAUSED)->number != 0);
}

static void a_request_that_failed_is_a_warning(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    ask(app);
    assert_ok(db_script(app->db, "UPDATE job SET state = 3", &err), err);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_QUEUE, HEALTH_WARN, HEALTH_JOBS_FAILED);
    assert_int_equal(health_worst(&health), HEALTH_WARN);
}

static void an_idle_worker_answers_from_where_it_sleeps(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    struct worker *worker = worker_start(app, NULL, &err);
    assert_non_null(worker);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_QUEUE, HEALTH_OK, HEALTH_FINE);
    assert_int_equal(health_value(&health, FACT_WORKERS)->number, 1);
    assert_int_equal(health_value(&health, FACT_HEARTBEAT_AGE_S)->number, 0);
    worker_stop(worker, NULL);
    health = read_health(app);
    assert_int_equal(health_value(&health, FACT_WORKERS)->number, 0);
}

static void two_workers_of_one_process_answer_both(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    struct worker *first = worker_start(app, NULL, &err);
    struct worker *second = worker_start(app, NULL, &err);
    struct health health = read_health(app);
    assert_int_equal(health_value(&health, FACT_WORKERS)->number, 2);
    worker_stop(first, NULL);
    worker_stop(second, NULL);
}

/* Another process with a worker; it is stopped as a whole. */
static pid_t start_other(const struct app *app)
{
    pid_t pid = fork();
    if (pid == 0) {
        execl(TEST_PROGRAM, TEST_PROGRAM, "--data", app->folder, "queue", "work", (char *)NULL);
        _exit(127);
    }
    struct worker_pulses found = {0};
    for (int i = 0; i < 1000 && found.answered == 0; i++) {
        usleep(10 * 1000);
        worker_pulse_ask(app->folder, 100, &found);
    }
    assert_int_equal(found.answered, 1);
    return pid;
}

static void a_worker_that_is_stopped_is_stalled_and_one_that_is_gone_is_not(void **state)
{
    struct app *app = *state;
    struct worker_pulses found;
    pid_t pid = start_other(app);
    kill(pid, SIGSTOP);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_QUEUE, HEALTH_FAILED, HEALTH_WORKER_STALLED);
    kill(pid, SIGCONT);
    worker_pulse_ask(app->folder, LONG_MS, &found);
    assert_int_equal(found.answered, 1);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    health = read_health(app); /* its socket is left over, and is taken away */
    assert_row(&health, HEALTH_QUEUE, HEALTH_OK, HEALTH_FINE);
    assert_int_equal(health_value(&health, FACT_WORKERS)->number, 0);
    char name[64];
    snprintf(name, sizeof name, "worker-%ld.sock", (long)pid);
    assert_false(file_exists(path_of(app, name)));
}

static void a_hung_worker_beside_one_that_works_is_a_warning(void **state)
{
    struct app *app = *state;
    struct err err = {0};
    struct worker_pulse *mute = worker_pulse_open(app->folder); /* nobody answers behind it */
    struct worker *worker = worker_start(app, NULL, &err);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_QUEUE, HEALTH_WARN, HEALTH_WORKER_STALLED);
    worker_stop(worker, NULL);
    worker_pulse_close(mute);
}

static void a_data_folder_with_a_long_path_has_its_sockets_too(void **state)
{
    (void)state;
    char folder[512];
    char longer[512];
    struct worker_pulses found;
    test_folder(folder);
    snprintf(longer, sizeof longer, "%s/%0120d", folder, 7);
    assert_int_equal(mkdir(longer, 0700), 0);
    struct worker_pulse *pulse = worker_pulse_open(longer);
    assert_non_null(pulse);
    worker_pulse_ask(longer, 0, &found);
    assert_int_equal(found.silent, 1);
    worker_pulse_close(pulse);
    worker_pulse_ask(longer, 0, &found);
    assert_int_equal(found.silent + found.answered, 0);
}

/* --- a thread that really hangs: it waits for a program that never ends -------------------------
 */
static void write_script(const char *folder)
{
    char path[600];
    char text[900];
    snprintf(path, sizeof path, "%s/setsid", folder);
    snprintf(text, sizeof text,
             "#!/bin/sh\necho $$ > '%s/pid.new'\nmv '%s/pid.new' '%s/pid'\n"
             "exec sleep 600\n",
             folder, folder, folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    fclose(file);
    assert_int_equal(chmod(path, 0700), 0);
}

static long wait_for_pid(const char *folder)
{
    char path[600];
    long pid = 0;
    snprintf(path, sizeof path, "%s/pid", folder);
    for (int i = 0; i < 2000 && !file_exists(path); i++) {
        usleep(10 * 1000);
    }
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%ld", &pid), 1);
    fclose(file);
    return pid;
}

static void a_thread_that_hangs_is_left_behind_and_another_takes_its_place(void **state)
{
    struct app *app = *state;
    char folder[512];
    char path[900];
    char *before = strdup(getenv("PATH"));
    struct err err = {0};
    test_folder(folder);
    write_script(folder); /* what tells an alert starts with "setsid", and waits for it */
    snprintf(path, sizeof path, "%s:%s", folder, before);
    setenv("PATH", path, 1);
    write_conf(app->folder, "[ai]\nprovider = openai\nbase_url = http://127.0.0.1:1\n"
                            "[alert]\nfailures = 1\ncommand = true\n"
                            "[health]\nfree_percent = 0\nfree_mib = 0\n");
    ask(app);
    struct worker *worker = worker_start(app, NULL, &err);
    assert_non_null(worker);
    long pid = wait_for_pid(folder);
    struct health health = read_health(app);
    assert_row(&health, HEALTH_QUEUE, HEALTH_FAILED, HEALTH_WORKER_STALLED);
    assert_false(worker_stop_within(worker, 200, NULL));
    setenv("PATH", before, 1);
    worker = worker_start(app, NULL, &err);
    health = read_health(app);
    assert_int_equal(health_value(&health, FACT_WORKERS)->number, 1);
    assert_int_equal(health_value(&health, FACT_WORKERS_SILENT)->number, 0);
    worker_stop(worker, NULL);
    kill((pid_t)pid, SIGKILL); /* the old thread comes round, finds that it was left, and goes */
    free(before);
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

/* --- alerts --------------------------------------------------------------------------------------
 */
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
    struct db_stmt *stmt = db_prepare(app->db, "SELECT count(*) FROM alert", &err);
    assert_non_null(stmt);
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
#define WITH_CLUB(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
        WITH_CLUB(an_installation_that_is_looked_after_is_well),
        WITH_CLUB(a_database_that_another_writer_holds_is_busy),
        WITH_CLUB(a_database_that_nobody_else_may_even_read_is_busy_too),
        cmocka_unit_test(a_folder_without_a_club_says_so),
        cmocka_unit_test(a_damaged_database_is_told_from_one_that_is_locked),
        WITH_CLUB(a_schema_of_another_program_is_said),
        WITH_CLUB(what_waits_without_a_worker_is_missed_and_then_stalled),
        WITH_CLUB(a_queue_that_a_person_paused_is_not_stalled),
        WITH_CLUB(a_request_that_failed_is_a_warning),
        WITH_CLUB(an_idle_worker_answers_from_where_it_sleeps),
        WITH_CLUB(two_workers_of_one_process_answer_both),
        WITH_CLUB(a_worker_that_is_stopped_is_stalled_and_one_that_is_gone_is_not),
        WITH_CLUB(a_hung_worker_beside_one_that_works_is_a_warning),
        cmocka_unit_test(a_data_folder_with_a_long_path_has_its_sockets_too),
        WITH_CLUB(a_thread_that_hangs_is_left_behind_and_another_takes_its_place),
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
        WITH_CLUB(each_alert_is_raised_once_and_cleared_once_over_a_restart),
        WITH_CLUB(a_test_that_failed_is_not_called_overdue),
        WITH_CLUB(space_the_clock_and_a_hung_worker_are_told_too),
        WITH_CLUB(our_json_keeps_to_the_contract_of_the_monitors),
        WITH_CLUB(health_json_is_that_of_the_draft),
        cmocka_unit_test(every_finding_has_a_code_words_and_advice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
