#include "core/health.h"

#include "base/text.h"
#include "base/time.h"
#include "core/health_parts.h"

enum { READ_LIMIT_MS = 200 }; /* of a check that reads the database */

static const struct {
    const char *code;
    void (*check)(struct health_run *run);
} checks[HEALTH_COUNT] = {
    [HEALTH_DATABASE] = {"database", health_check_database}, /* first: it opens what others read */
    [HEALTH_QUEUE] = {"queue", health_check_queue},
    [HEALTH_STORAGE] = {"storage", health_check_storage},
    [HEALTH_BACKUP] = {"backup", health_check_backup},
    [HEALTH_INTEGRITY] = {"integrity", health_check_integrity},
    [HEALTH_CLOCK] = {"clock", health_check_clock},
    [HEALTH_AI] = {"ai", health_check_ai},
};

/* Stable: monitors compare them. */
static const char *const error_codes[HEALTH_ERROR_COUNT] = {
    [HEALTH_FINE] = "",
    [HEALTH_TIMED_OUT] = "timed_out",
    [HEALTH_NOT_KNOWN] = "not_known",
    [HEALTH_DATABASE_BUSY] = "database_busy",
    [HEALTH_DATABASE_UNREACHABLE] = "database_unreachable",
    [HEALTH_DATABASE_DAMAGED] = "database_damaged",
    [HEALTH_DATABASE_FULL] = "database_full",
    [HEALTH_READ_ONLY] = "read_only",
    [HEALTH_NO_CLUB] = "no_club",
    [HEALTH_SCHEMA_OLD] = "schema_old",
    [HEALTH_SCHEMA_NEW] = "schema_new",
    [HEALTH_QUEUE_UNAVAILABLE] = "queue_unavailable",
    [HEALTH_WORKER_STALLED] = "worker_stalled",
    [HEALTH_WORKER_MISSING] = "worker_missing",
    [HEALTH_JOBS_WAITING] = "jobs_waiting",
    [HEALTH_JOBS_FAILED] = "jobs_failed",
    [HEALTH_STORAGE_UNWRITABLE] = "storage_unwritable",
    [HEALTH_STORAGE_SHARED] = "storage_shared",
    [HEALTH_STORAGE_FULL] = "storage_full",
    [HEALTH_STORAGE_READ_ONLY] = "storage_read_only",
    [HEALTH_STORAGE_LOW] = "storage_low",
    [HEALTH_INODES_LOW] = "inodes_low",
    [HEALTH_WAL_LARGE] = "wal_large",
    [HEALTH_BACKUP_FOLDER_MISSING] = "backup_folder_missing",
    [HEALTH_BACKUP_MISSING] = "backup_missing",
    [HEALTH_BACKUP_NEVER] = "backup_never",
    [HEALTH_BACKUP_FAILED] = "backup_failed",
    [HEALTH_BACKUP_OVERDUE] = "backup_overdue",
    [HEALTH_BACKUP_GONE] = "backup_gone",
    [HEALTH_BACKUP_LIST] = "backup_list",
    [HEALTH_TIMER_OFF] = "timer_off",
    [HEALTH_RESTORE_TEST_FAILED] = "restore_test_failed",
    [HEALTH_RESTORE_TEST_OVERDUE] = "restore_test_overdue",
    [HEALTH_INTEGRITY_FAILED] = "integrity_failed",
    [HEALTH_CLOCK_BACK] = "clock_back",
    [HEALTH_CLOCK_WRONG] = "clock_wrong",
    [HEALTH_AI_FAILING] = "ai_failing",
    [HEALTH_AI_SETTINGS] = "ai_settings",
};

const char *health_key_code(enum health_key key)
{
    return checks[key].code;
}

const char *health_state_code(enum health_state state)
{
    static const char *const codes[] = {"ok", "warn", "failed"};
    return codes[state];
}

const char *health_error_code(enum health_error error)
{
    return error_codes[error];
}

const struct health_value *health_value(const struct health *health, enum health_fact fact)
{
    return &health->values[fact];
}

bool health_has(const struct health *health, enum health_error error)
{
    uint64_t errors = 0;
    for (int i = 0; i < HEALTH_COUNT; i++) {
        errors |= health->rows[i].errors;
    }
    return (errors >> (unsigned)error & 1U) != 0;
}

enum health_state health_worst(const struct health *health)
{
    enum health_state worst = HEALTH_OK;
    for (int i = 0; i < HEALTH_COUNT; i++) {
        worst = health->rows[i].state > worst ? health->rows[i].state : worst;
    }
    return worst;
}

/* --- for the checks -----------------------------------------------------------------------------
 */
void health_judge(struct health_run *run, enum health_key key, enum health_state state,
                  enum health_error error)
{
    struct health_row *row = &run->health->rows[key];
    row->errors |= UINT64_C(1) << (unsigned)error;
    if (state > row->state) {
        row->state = state;
        row->error = error;
    }
}

void health_note(struct health_run *run, enum health_fact fact, int64_t number)
{
    run->health->values[fact] = (struct health_value){.is_known = true, .number = number};
}

void health_note_text(struct health_run *run, enum health_fact fact, const char *text)
{
    struct health_value *value = &run->health->values[fact];
    value->is_known = true;
    text_copy(value->text, sizeof value->text, text);
}

static void note_nothing(void *context, const struct health *health, int through)
{
    (void)context;
    (void)health;
    (void)through;
}

static void check_all(struct health_run *run, const char *folder,
                      void (*note)(void *context, const struct health *health, int through),
                      void *context)
{
    struct err ignored = {0}; /* a mistake in the settings: "aimtrack doctor" says which */
    struct health *health = run->health;
    run->now_ms = time_now_ms();
    *health = (struct health){.at_ms = run->now_ms};
    text_copy(health->folder, sizeof health->folder, folder);
    run->has_config = config_read(folder, &run->config, &ignored);
    for (int i = 0; i < HEALTH_COUNT; i++) {
        if (run->db != NULL) {
            db_limit(run->db, READ_LIMIT_MS);
        }
        checks[i].check(run);
        note(context, health, i + 1);
    }
    db_close(run->db);
}

void health_read(const char *folder, struct health *health)
{
    health_read_noting(folder, health, note_nothing, NULL);
}

void health_look(const char *folder, struct health *health)
{
    struct health_run run = {.health = health, .is_looking = true};
    check_all(&run, folder, note_nothing, NULL);
}

void health_read_noting(const char *folder, struct health *health,
                        void (*note)(void *context, const struct health *health, int through),
                        void *context)
{
    struct health_run run = {.health = health};
    check_all(&run, folder, note, context);
}
