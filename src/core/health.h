/* Is this installation well? One table of checks, a function each; the screen, the commands, the
 * monitor's page and the alerts all show what is here (health_json.h, health_text.h,
 * health_watch.h).
 *
 * A check observes and judges; it never mends. What it found is a row: a state, a stable code of
 * what is the matter, numbers. Sentences are made where a person reads them. Needs no open club: a
 * database that is locked, damaged or gone is an answer too. */
#ifndef CORE_HEALTH_H
#define CORE_HEALTH_H
#include "core/config.h"
#include <stdint.h>

enum health_state { HEALTH_OK, HEALTH_WARN, HEALTH_FAILED };

enum health_key { /* the order of every list */
                  HEALTH_DATABASE,
                  HEALTH_QUEUE,
                  HEALTH_STORAGE,
                  HEALTH_BACKUP,
                  HEALTH_INTEGRITY,
                  HEALTH_CLOCK,
                  HEALTH_AI,
                  HEALTH_COUNT
};

/* What can be the matter; health_error_code gives the stable code. */
enum health_error {
    HEALTH_FINE,
    HEALTH_TIMED_OUT,
    HEALTH_NOT_KNOWN, /* the database cannot be read */
    HEALTH_DATABASE_BUSY,
    HEALTH_DATABASE_UNREACHABLE,
    HEALTH_DATABASE_DAMAGED,
    HEALTH_DATABASE_FULL,
    HEALTH_READ_ONLY,
    HEALTH_NO_CLUB,
    HEALTH_SCHEMA_OLD,
    HEALTH_SCHEMA_NEW,
    HEALTH_QUEUE_UNAVAILABLE,
    HEALTH_WORKER_STALLED,
    HEALTH_WORKER_MISSING,
    HEALTH_JOBS_WAITING,
    HEALTH_JOBS_FAILED,
    HEALTH_STORAGE_UNWRITABLE,
    HEALTH_STORAGE_SHARED, /* others may write: nothing starts there */
    HEALTH_STORAGE_FULL,
    HEALTH_STORAGE_READ_ONLY,
    HEALTH_STORAGE_LOW,
    HEALTH_INODES_LOW,
    HEALTH_WAL_LARGE,
    HEALTH_BACKUP_FOLDER_MISSING,
    HEALTH_BACKUP_MISSING, /* a young club */
    HEALTH_BACKUP_NEVER,   /* and by now it should have had one */
    HEALTH_BACKUP_FAILED,
    HEALTH_BACKUP_OVERDUE,
    HEALTH_BACKUP_GONE, /* one was made, and its folder holds none */
    HEALTH_BACKUP_LIST, /* SHA256SUMS is lost or wrong; the backups are there */
    HEALTH_TIMER_OFF,   /* systemd's timers are enabled, and do not run */
    HEALTH_RESTORE_TEST_FAILED,
    HEALTH_RESTORE_TEST_OVERDUE,
    HEALTH_INTEGRITY_FAILED,
    HEALTH_CLOCK_BACK,
    HEALTH_CLOCK_WRONG,
    HEALTH_AI_FAILING,
    HEALTH_AI_SETTINGS,
    HEALTH_ERROR_COUNT
};

/* What is observed; health_facts.h says how each is called where. */
enum health_fact {
    FACT_SCHEMA_VERSION,
    FACT_JOURNAL_MODE,
    FACT_SYNCHRONOUS,
    FACT_DATABASE_INTEGRITY,
    FACT_DATABASE_CHECKED_AT,
    FACT_LATENCY_MS,
    FACT_BUSY_COUNT,
    FACT_WAL_PAGES,
    FACT_CONNECTION,
    FACT_QUEUE_NAME,
    FACT_QUEUED,
    FACT_RUNNING,
    FACT_FAILED,
    FACT_OLDEST_QUEUED_S,
    FACT_HEARTBEAT_AGE_S,
    FACT_WORKERS,
    FACT_WORKERS_SILENT,
    FACT_PAUSED,
    FACT_DISK,
    FACT_FREE_BYTES,
    FACT_FREE_PERCENT,
    FACT_USED_PERCENT,
    FACT_FREE_INODES,
    FACT_WRITABLE,
    FACT_WAL_BYTES,
    FACT_DATABASE_BYTES,
    FACT_BACKUP_AT,
    FACT_BACKUP_AGE_S,
    FACT_RESTORE_TEST_AT,
    FACT_INTEGRITY,
    FACT_INTEGRITY_CHECKED_AT,
    FACT_CLOCK_AHEAD_S,
    FACT_RECENT_FAILURES,
    FACT_WINDOW_S,
    FACT_LAST_ERROR_CLASS,
    FACT_COUNT
};

struct health_value {
    bool is_known;
    int64_t number;
    char text[24];
};
struct health_row {
    enum health_state state;
    enum health_error error; /* the gravest, the first of equals */
    uint64_t errors;         /* bits of all of them */
};
struct health {
    int64_t at_ms;
    char folder[512]; /* what FACT_DISK is */
    char zone[48];    /* of the club; "": not known */
    struct health_row rows[HEALTH_COUNT];
    struct health_value values[FACT_COUNT];
};

/* Every check, one after the other, on this thread. In the ordinary way within 1.5 s, also when
 * another process holds the database; a disk that does not answer holds it up (health_run.h does
 * not wait for that). Writes the row of the probe and a file of a few bytes that goes again. */
void health_read(const char *folder, struct health *health);
/* The same without trying anything out: nothing is written. What only a try would show (a disk
 * that cannot be written, a database that is locked) is not found. */
void health_look(const char *folder, struct health *health);
/* As health_read, telling after each check what is there so far, and how many are through. */
void health_read_noting(const char *folder, struct health *health,
                        void (*note)(void *context, const struct health *health, int through),
                        void *context);

/* The worst of them; warnings of the coach and the like never make an installation failed. */
enum health_state health_worst(const struct health *health);

bool health_has(const struct health *health, enum health_error error);

const char *health_key_code(enum health_key key);       /* "database" */
const char *health_state_code(enum health_state state); /* "ok", "warn", "failed" */
const char *health_error_code(enum health_error error); /* "database_busy"; "" when fine */
const struct health_value *health_value(const struct health *health, enum health_fact fact);

#endif
