/* The care of the data: backups, tests of them, the clock, the coach. Never worse than a warning:
 * scoring works without them. */
#include "ai/ai.h"
#include "base/time.h"
#include "core/backup.h"
#include "core/health_parts.h"
#include "store/health.h"
#include "store/maintenance.h"

enum { HOUR_S = 60 * 60, DAY_S = 24 * HOUR_S, CLOCK_TOLERANCE_S = 5 * 60, SAYS_ROOM = 320 };

static void warn(struct health_run *run, enum health_key key, enum health_error error)
{
    health_judge(run, key, HEALTH_WARN, error);
}

/* A moment that a clock ahead has written counts as now. */
static int64_t age_s(const struct health_run *run, int64_t at_ms)
{
    return at_ms < run->now_ms ? (run->now_ms - at_ms) / 1000 : 0;
}

/* --- backups ------------------------------------------------------------------------------------
 */
struct care {
    struct maintenance newest, good; /* id 0: never one */
};

static bool read_care(struct health_run *run, enum maintenance_kind kind, struct care *care)
{
    struct err err = {0};
    return run->db != NULL && maintenance_newest(run->db, kind, false, &care->newest, &err) &&
           maintenance_newest(run->db, kind, true, &care->good, &err);
}

/* first_ms: since when there is a club. */
static void judge_backup(struct health_run *run, const struct care *backup, int64_t first_ms)
{
    if (backup->newest.id != 0 && !backup->newest.is_good) {
        warn(run, HEALTH_BACKUP, HEALTH_BACKUP_FAILED);
    }
    int64_t most_s = (int64_t)run->config.health.backup_hours * HOUR_S;
    if (backup->good.id == 0) {
        bool is_young = age_s(run, first_ms) <= most_s;
        warn(run, HEALTH_BACKUP, is_young ? HEALTH_BACKUP_MISSING : HEALTH_BACKUP_NEVER);
        return;
    }
    int64_t age = age_s(run, backup->good.at_ms);
    health_note(run, FACT_BACKUP_AT, backup->good.at_ms);
    health_note(run, FACT_BACKUP_AGE_S, age);
    if (age > most_s) {
        warn(run, HEALTH_BACKUP, HEALTH_BACKUP_OVERDUE);
    }
    struct backup_file kept;
    if (backup->good.file_name[0] != '\0' && !backup_newest(run->health->folder, &kept)) {
        warn(run, HEALTH_BACKUP, HEALTH_BACKUP_GONE); /* a row in a table restores nothing */
    }
}

/* A young club has not had its first test yet. */
static void judge_test(struct health_run *run, const struct care *test, int64_t first_ms)
{
    int64_t since_ms = test->good.id != 0 ? test->good.at_ms : first_ms;
    if (test->newest.id != 0 && !test->newest.is_good) {
        warn(run, HEALTH_BACKUP, HEALTH_RESTORE_TEST_FAILED);
    }
    if (test->good.id != 0) {
        health_note(run, FACT_RESTORE_TEST_AT, test->good.at_ms);
    }
    if (since_ms != 0 &&
        age_s(run, since_ms) > (int64_t)run->config.health.restore_test_days * DAY_S) {
        warn(run, HEALTH_BACKUP, HEALTH_RESTORE_TEST_OVERDUE);
    }
}

void health_check_backup(struct health_run *run)
{
    struct care backup;
    struct care test;
    struct err err = {0};
    int64_t first_ms = 0;
    if (!read_care(run, MAINTENANCE_BACKUP, &backup) ||
        !read_care(run, MAINTENANCE_RESTORE_TEST, &test) ||
        !health_first_moment(run->db, &first_ms, &err)) {
        warn(run, HEALTH_BACKUP, HEALTH_NOT_KNOWN);
        return;
    }
    judge_backup(run, &backup, first_ms);
    if (health_timer_is_off("", run->health->folder, run->now_ms, time_monotonic_ms())) {
        warn(run, HEALTH_BACKUP, HEALTH_TIMER_OFF);
    }
    judge_test(run, &test, first_ms);
    char says[SAYS_ROOM];
    if (backup_list_says(run->health->folder, says, sizeof says)) {
        warn(run, HEALTH_BACKUP, HEALTH_BACKUP_LIST); /* the least of them: last */
    }
}

/* --- the clock ----------------------------------------------------------------------------------
 */
void health_check_clock(struct health_run *run)
{
    struct err err = {0};
    int64_t newest_ms = 0;
    if (run->now_ms < time_date_days(AIMTRACK_DATE) * DAY_S * 1000) {
        warn(run, HEALTH_CLOCK, HEALTH_CLOCK_WRONG); /* older than this program */
    }
    if (run->db == NULL || !health_newest_moment(run->db, &newest_ms, &err)) {
        warn(run, HEALTH_CLOCK, HEALTH_NOT_KNOWN);
        return;
    }
    int64_t ahead_s = newest_ms > run->now_ms ? (newest_ms - run->now_ms) / 1000 : 0;
    health_note(run, FACT_CLOCK_AHEAD_S, ahead_s);
    if (ahead_s > CLOCK_TOLERANCE_S) {
        warn(run, HEALTH_CLOCK, HEALTH_CLOCK_BACK);
    }
}

/* --- the coach ----------------------------------------------------------------------------------
 */
void health_check_ai(struct health_run *run)
{
    struct err err = {0};
    struct health_attempts attempts;
    const struct ai_settings *coach = &run->config.coach;
    health_note(run, FACT_WINDOW_S, coach->alert_window_s);
    if (!run->has_config || !ai_config_check(&coach->ai, &err)) {
        warn(run, HEALTH_AI, HEALTH_AI_SETTINGS);
    }
    if (run->db == NULL ||
        !health_attempts_read(run->db, run->now_ms - (int64_t)coach->alert_window_s * 1000,
                              &attempts, &err)) {
        warn(run, HEALTH_AI, HEALTH_NOT_KNOWN);
        return;
    }
    health_note(run, FACT_RECENT_FAILURES, attempts.failures);
    if (attempts.newest_class > 0 && attempts.newest_class < AI_CLASS_COUNT) {
        health_note_text(run, FACT_LAST_ERROR_CLASS,
                         ai_class_code((enum ai_class)attempts.newest_class));
    }
    if (attempts.since_answer >= coach->alert_failures) {
        warn(run, HEALTH_AI, HEALTH_AI_FAILING);
    }
}
