/* The queue of requests to the coach. Writing functions run inside the caller's transaction; those
 * that take a token change nothing (*ok false) when another claim came between. */
#ifndef STORE_JOB_H
#define STORE_JOB_H
#include "base/arena.h"
#include "store/db.h"
#include "store/records.h"

/* No request waits longer than this: a later moment was written by a clock that stood wrong. */
enum { JOB_ROWS_MAX = 500, JOB_WAIT_MAX_MS = 2 * 60 * 60 * 1000 };

struct job_texts {
    const char *system, *user, *sources, *calculated;
};

bool job_insert(struct db *db, const struct job *job, const struct job_texts *texts,
                struct err *err);
/* ERR_NOT_FOUND when there is none. */
bool job_read(struct db *db, record_id id, struct job *job, struct err *err);
bool job_read_texts(struct db *db, struct arena *arena, record_id id, struct job_texts *texts,
                    struct err *err);
/* Of a subject, or the one that is under way; id 0: none. */
bool job_latest(struct db *db, enum job_kind kind, record_id subject_id, struct job *job,
                struct err *err);
bool job_active(struct db *db, enum job_kind kind, record_id subject_id, struct job *job,
                struct err *err);
/* Running, waiting, failed, done; within each the newest first. state -1: every. */
bool job_rows(struct db *db, struct arena *arena, int state, int limit, struct job **rows,
              int *count, struct err *err);
/* Those that wait or are under way. */
bool job_count_active(struct db *db, int64_t *count, struct err *err);
/* Of each state; when the oldest that waits was asked, 0: none does. */
bool job_count(struct db *db, int64_t counts[4], int64_t *oldest_queued_ms, struct err *err);

/* --- the worker's -------------------------------------------------------------------------------
 */
/* The next one that is due becomes this worker's; id 0: none is. Charges an attempt. */
bool job_claim(struct db *db, int64_t now_ms, int64_t lease_until_ms, const char *worker,
               struct job *job, struct err *err);
/* When there is something to do: the earliest run_at of the queue or end of a lease; 0: never. */
bool job_next_ms(struct db *db, int64_t *next_ms, struct err *err);
/* Running ones, for taking over those whose worker is gone. */
bool job_running(struct db *db, struct arena *arena, struct job **rows, int *count,
                 struct err *err);
bool job_extend(struct db *db, const struct job *job, int64_t lease_until_ms, bool *ok,
                struct err *err);
/* Ends or puts off: writes state, run_at, attempts, waits, error fields, is_unstructured,
 * token_factor and ended_at of `job`, when its claim still holds. */
bool job_settle(struct db *db, const struct job *job, bool *ok, struct err *err);

/* --- the volunteer's -----------------------------------------------------------------------------
 */
/* A failed one waits again, from the start. */
bool job_retry(struct db *db, record_id id, int64_t now_ms, struct err *err);
/* Ids of those in that state that ended before; at most JOB_ROWS_MAX. */
bool job_ended_before(struct db *db, struct arena *arena, enum job_state state, int64_t before_ms,
                      record_id **ids, int *count, struct err *err);
bool job_delete(struct db *db, record_id id, struct err *err);

/* --- pauses --------------------------------------------------------------------------------------
 */
bool pause_put(struct db *db, const char *provider, int64_t until_ms, int class_, struct err *err);
bool pause_read(struct db *db, const char *provider, int64_t *until_ms, int *class_,
                struct err *err);
bool pause_delete_all(struct db *db, struct err *err);

#endif
