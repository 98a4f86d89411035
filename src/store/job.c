#include "store/job.h"

#include "base/i18n.h"
#include "base/text.h"

#define JOB_COLUMNS                                                                                \
    "id, kind, subject_id, state, language, attempts, waits, run_at_ms, lease_until_ms,"           \
    " lease_token, worker, is_unstructured, token_factor, error_class, error_detail,"              \
    " http_status, request_id, account_id, by_name, is_automatic, created_at_ms, started_at_ms,"   \
    " ended_at_ms"

bool job_insert(struct db *db, const struct job *job, const struct job_texts *texts,
                struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db,
        "INSERT INTO job (id, kind, subject_id, state, language, run_at_ms, account_id, by_name,"
        " is_automatic, created_at_ms, system_text, user_text, sources, calculated)"
        " VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
    db_bind_int(stmt, 1, job->id);
    db_bind_int(stmt, 2, job->kind);
    db_bind_int(stmt, 3, job->subject_id);
    db_bind_text(stmt, 4, job->language);
    db_bind_int(stmt, 5, job->run_at_ms);
    db_bind_id(stmt, 6, job->account_id);
    db_bind_text(stmt, 7, job->by_name);
    db_bind_int(stmt, 8, job->is_automatic);
    db_bind_int(stmt, 9, job->created_at_ms);
    db_bind_text(stmt, 10, texts->system);
    db_bind_text(stmt, 11, texts->user);
    db_bind_text(stmt, 12, texts->sources);
    db_bind_text(stmt, 13, texts->calculated);
    return db_run(stmt, err);
}

static void read_job(struct db_stmt *stmt, struct job *job)
{
    *job = (struct job){.id = db_int(stmt, 0),
                        .kind = (enum job_kind)db_int_in(stmt, 1, 0, JOB_KIND_COUNT - 1),
                        .subject_id = db_int(stmt, 2),
                        .state = (enum job_state)db_int_in(stmt, 3, JOB_QUEUED, JOB_FAILED),
                        .attempts = db_int_in(stmt, 5, 0, 1000),
                        .waits = db_int_in(stmt, 6, 0, 1000),
                        .run_at_ms = db_int(stmt, 7),
                        .lease_until_ms = db_int(stmt, 8),
                        .lease_token = db_int(stmt, 9),
                        .is_unstructured = db_int(stmt, 11) != 0,
                        .token_factor = db_int_in(stmt, 12, 1, 8),
                        .error_class = db_int_in(stmt, 13, 0, 255),
                        .http_status = db_int_in(stmt, 15, 0, 999),
                        .account_id = db_int(stmt, 17),
                        .is_automatic = db_int(stmt, 19) != 0,
                        .created_at_ms = db_int(stmt, 20),
                        .started_at_ms = db_int(stmt, 21),
                        .ended_at_ms = db_int(stmt, 22)};
    text_copy(job->language, sizeof job->language, db_text(stmt, 4));
    text_copy(job->worker, sizeof job->worker, db_text(stmt, 10));
    text_copy(job->error_detail, sizeof job->error_detail, db_text(stmt, 14));
    text_copy(job->request_id, sizeof job->request_id, db_text(stmt, 16));
    text_copy(job->by_name, sizeof job->by_name, db_text(stmt, 18));
}

/* The one row of a statement that is bound already; id 0: none. */
static bool read_one(struct db_stmt *stmt, struct job *job, struct err *err)
{
    *job = (struct job){0};
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_job(stmt, job);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

static bool read_rows(struct db_stmt *stmt, struct arena *arena, struct job **rows, int *count,
                      struct err *err)
{
    enum db_step step = DB_DONE;
    *count = 0;
    *rows = arena_array(arena, JOB_ROWS_MAX, sizeof **rows);
    while (*count < JOB_ROWS_MAX && (step = db_step(stmt, err)) == DB_ROW) {
        read_job(stmt, &(*rows)[(*count)++]);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool job_read(struct db *db, record_id id, struct job *job, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "SELECT " JOB_COLUMNS " FROM job WHERE id = $1");
    db_bind_int(stmt, 1, id);
    return read_one(stmt, job, err) &&
           (job->id != 0 || err_set(err, ERR_NOT_FOUND, _("There is no such request.")));
}

bool job_read_texts(struct db *db, struct arena *arena, record_id id, struct job_texts *texts,
                    struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT system_text, user_text, sources, calculated FROM job WHERE id = $1");
    db_bind_int(stmt, 1, id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        *texts = (struct job_texts){.system = arena_text(arena, db_text(stmt, 0)),
                                    .user = arena_text(arena, db_text(stmt, 1)),
                                    .sources = arena_text(arena, db_text(stmt, 2)),
                                    .calculated = arena_text(arena, db_text(stmt, 3))};
    } else if (step == DB_DONE) {
        err_set(err, ERR_NOT_FOUND, _("There is no such request."));
    }
    db_reset(stmt);
    return step == DB_ROW;
}

static bool read_of_subject(struct db *db, const char *sql, enum job_kind kind,
                            record_id subject_id, struct job *job, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, sql);
    db_bind_int(stmt, 1, kind);
    db_bind_int(stmt, 2, subject_id);
    return read_one(stmt, job, err);
}

bool job_latest(struct db *db, enum job_kind kind, record_id subject_id, struct job *job,
                struct err *err)
{
    return read_of_subject(db,
                           "SELECT " JOB_COLUMNS " FROM job WHERE kind = $1 AND subject_id = $2"
                           " ORDER BY id DESC LIMIT 1",
                           kind, subject_id, job, err);
}

bool job_active(struct db *db, enum job_kind kind, record_id subject_id, struct job *job,
                struct err *err)
{
    return read_of_subject(db,
                           "SELECT " JOB_COLUMNS " FROM job WHERE kind = $1 AND subject_id = $2"
                           " AND state <= 1",
                           kind, subject_id, job, err);
}

bool job_rows(struct db *db, struct arena *arena, int state, int limit, struct job **rows,
              int *count, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "SELECT " JOB_COLUMNS " FROM job WHERE $1 < 0 OR state = $1"
            " ORDER BY CASE state WHEN 1 THEN 0 WHEN 0 THEN 1 WHEN 3 THEN 2 ELSE 3 END, id DESC"
            " LIMIT $2");
    db_bind_int(stmt, 1, state);
    db_bind_int(stmt, 2, limit > 0 && limit < JOB_ROWS_MAX ? limit : JOB_ROWS_MAX);
    return read_rows(stmt, arena, rows, count, err);
}

static bool read_number(struct db *db, const char *sql, int64_t *number, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, sql);
    *number = 0;
    enum db_step step = db_step(stmt, err);
    *number = step == DB_ROW ? db_int(stmt, 0) : 0;
    db_reset(stmt);
    return step != DB_FAILED;
}

bool job_count_active(struct db *db, int64_t *count, struct err *err)
{
    return read_number(db, "SELECT count(*) FROM job WHERE state <= 1", count, err);
}

/* By the index of the state; only those that wait are looked at for their age. */
bool job_count(struct db *db, int64_t counts[4], int64_t *oldest_queued_ms, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT state, count(*) FROM job GROUP BY state ORDER BY state");
    enum db_step step = DB_FAILED;
    counts[0] = counts[1] = counts[2] = counts[3] = 0;
    while ((step = db_step(stmt, err)) == DB_ROW) {
        counts[db_int_in(stmt, 0, JOB_QUEUED, JOB_FAILED)] = db_int(stmt, 1);
    }
    db_reset(stmt);
    return step != DB_FAILED &&
           read_number(db, "SELECT COALESCE(min(created_at_ms), 0) FROM job WHERE state = 0",
                       oldest_queued_ms, err);
}

/* --- the worker's -------------------------------------------------------------------------------
 */
bool job_claim(struct db *db, int64_t now_ms, int64_t lease_until_ms, const char *worker,
               struct job *job, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "UPDATE job SET state = 1, attempts = attempts + 1, lease_until_ms = $2,"
                       " lease_token = lease_token + 1, worker = $3, started_at_ms = $1"
                       " WHERE id = (SELECT id FROM job WHERE state = 0"
                       " AND (run_at_ms <= $1 OR run_at_ms > $4) ORDER BY run_at_ms, id LIMIT 1) "
                       "RETURNING " JOB_COLUMNS);
    db_bind_int(stmt, 1, now_ms);
    db_bind_int(stmt, 2, lease_until_ms);
    db_bind_text(stmt, 3, worker);
    db_bind_int(stmt, 4, now_ms + JOB_WAIT_MAX_MS);
    *job = (struct job){0};
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_job(stmt, job);
        step = db_step(stmt, err); /* to its end: the row is changed by then */
    }
    db_reset(stmt);
    return step == DB_DONE;
}

bool job_next_ms(struct db *db, int64_t *next_ms, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT min(at) FROM (SELECT min(run_at_ms) AS at FROM job WHERE state = 0"
                       " UNION ALL SELECT min(lease_until_ms) FROM job WHERE state = 1) AS due");
    *next_ms = 0;
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        *next_ms = db_int(stmt, 0);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool job_running(struct db *db, struct arena *arena, struct job **rows, int *count, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT " JOB_COLUMNS " FROM job WHERE state = 1 ORDER BY id");
    return read_rows(stmt, arena, rows, count, err);
}

static bool run_guarded(struct db *db, struct db_stmt *stmt, bool *ok, struct err *err)
{
    if (!db_run(stmt, err)) {
        return false;
    }
    *ok = db_changes(db) == 1;
    return true;
}

bool job_extend(struct db *db, const struct job *job, int64_t lease_until_ms, bool *ok,
                struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "UPDATE job SET lease_until_ms = $3 WHERE id = $1 AND state = 1 AND lease_token = $2");
    db_bind_int(stmt, 1, job->id);
    db_bind_int(stmt, 2, job->lease_token);
    db_bind_int(stmt, 3, lease_until_ms);
    return run_guarded(db, stmt, ok, err);
}

bool job_settle(struct db *db, const struct job *job, bool *ok, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db,
        "UPDATE job SET state = $3, run_at_ms = $4, attempts = $5, waits = $6,"
        " is_unstructured = $7, token_factor = $8, error_class = $9, error_detail = $10,"
        " http_status = $11, request_id = $12, ended_at_ms = $13, lease_until_ms = 0, worker = ''"
        " WHERE id = $1 AND state = 1 AND lease_token = $2");
    db_bind_int(stmt, 1, job->id);
    db_bind_int(stmt, 2, job->lease_token);
    db_bind_int(stmt, 3, job->state);
    db_bind_int(stmt, 4, job->run_at_ms);
    db_bind_int(stmt, 5, job->attempts);
    db_bind_int(stmt, 6, job->waits);
    db_bind_int(stmt, 7, job->is_unstructured);
    db_bind_int(stmt, 8, job->token_factor);
    db_bind_int(stmt, 9, job->error_class);
    db_bind_text(stmt, 10, job->error_detail);
    db_bind_int(stmt, 11, job->http_status);
    db_bind_text(stmt, 12, job->request_id);
    db_bind_int(stmt, 13, job->ended_at_ms);
    return run_guarded(db, stmt, ok, err);
}

/* --- the volunteer's ----------------------------------------------------------------------------
 */
bool job_retry(struct db *db, record_id id, int64_t now_ms, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "UPDATE job SET state = 0, attempts = 0, waits = 0, run_at_ms = $2,"
                       " is_unstructured = 0, token_factor = 1, ended_at_ms = 0"
                       " WHERE id = $1 AND state = 3");
    db_bind_int(stmt, 1, id);
    db_bind_int(stmt, 2, now_ms);
    return db_run(stmt, err) &&
           (db_changes(db) == 1 || err_set(err, ERR_INPUT,
                                           _("Only a failed request can be tried"
                                             " again. Nothing was changed.")));
}

bool job_ended_before(struct db *db, struct arena *arena, enum job_state state, int64_t before_ms,
                      record_id **ids, int *count, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "SELECT id FROM job WHERE state = $1 AND ended_at_ms < $2 ORDER BY id LIMIT $3");
    enum db_step step = DB_DONE;
    *count = 0;
    *ids = arena_array(arena, JOB_ROWS_MAX, sizeof **ids);
    db_bind_int(stmt, 1, state);
    db_bind_int(stmt, 2, before_ms);
    db_bind_int(stmt, 3, JOB_ROWS_MAX);
    while (*count < JOB_ROWS_MAX && (step = db_step(stmt, err)) == DB_ROW) {
        (*ids)[(*count)++] = db_int(stmt, 0);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool job_delete(struct db *db, record_id id, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "DELETE FROM job WHERE id = $1");
    db_bind_int(stmt, 1, id);
    return db_run(stmt, err);
}

/* --- pauses -------------------------------------------------------------------------------------
 */
bool pause_put(struct db *db, const char *provider, int64_t until_ms, int class_, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "INSERT INTO provider_pause (provider, until_ms, class) VALUES ($1, $2, $3)"
                       " ON CONFLICT (provider) DO UPDATE SET until_ms = $2, class = $3");
    db_bind_text(stmt, 1, provider);
    db_bind_int(stmt, 2, until_ms);
    db_bind_int(stmt, 3, class_);
    return db_run(stmt, err);
}

bool pause_read(struct db *db, const char *provider, int64_t *until_ms, int *class_,
                struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT until_ms, class FROM provider_pause WHERE provider = $1");
    *until_ms = 0;
    *class_ = 0;
    db_bind_text(stmt, 1, provider);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        *until_ms = db_int(stmt, 0);
        *class_ = db_int_in(stmt, 1, 0, 255);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool pause_delete_all(struct db *db, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "DELETE FROM provider_pause");
    return db_run(stmt, err);
}
