#include "store/attempt.h"

bool attempt_insert(struct db *db, const struct attempt *attempt, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "INSERT INTO attempt (id, job_id, kind, at_ms, duration_ms, class, http_status,"
            " request_id, provider, model, prompt_hash, input_tokens, output_tokens)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
    db_bind_int(stmt, 1, attempt->id);
    db_bind_int(stmt, 2, attempt->job_id);
    db_bind_int(stmt, 3, attempt->kind);
    db_bind_int(stmt, 4, attempt->at_ms);
    db_bind_int(stmt, 5, attempt->duration_ms);
    db_bind_int(stmt, 6, attempt->class_);
    db_bind_int(stmt, 7, attempt->http_status);
    db_bind_text(stmt, 8, attempt->request_id);
    db_bind_text(stmt, 9, attempt->provider);
    db_bind_text(stmt, 10, attempt->model);
    db_bind_text(stmt, 11, attempt->prompt_hash);
    db_bind_int(stmt, 12, attempt->input_tokens);
    db_bind_int(stmt, 13, attempt->output_tokens);
    return db_run(stmt, err);
}

bool attempt_count(struct db *db, int64_t since_ms, int64_t until_ms, int64_t *count,
                   int64_t *failed, int64_t *first_ms, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT count(*), COALESCE(sum(CASE WHEN class = 0 THEN 0 ELSE 1 END), 0),"
                       " COALESCE(min(at_ms), 0) FROM attempt WHERE at_ms > $1 AND at_ms <= $2");
    *count = *failed = *first_ms = 0;
    db_bind_int(stmt, 1, since_ms);
    db_bind_int(stmt, 2, until_ms);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        *count = db_int(stmt, 0);
        *failed = db_int(stmt, 1);
        *first_ms = db_int(stmt, 2);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

static bool newest_answer(struct db *db, int64_t until_ms, int64_t *answered_ms, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "SELECT COALESCE(max(at_ms), 0) FROM attempt WHERE class = 0 AND at_ms <= $1");
    db_bind_int(stmt, 1, until_ms);
    enum db_step step = db_step(stmt, err);
    *answered_ms = step == DB_ROW ? db_int(stmt, 0) : 0;
    db_reset(stmt);
    return step != DB_FAILED;
}

static void turn_round(int64_t *moments, int count)
{
    for (int i = 0; i < count / 2; i++) {
        int64_t kept = moments[i];
        moments[i] = moments[count - 1 - i];
        moments[count - 1 - i] = kept;
    }
}

bool attempt_failures(struct db *db, int64_t since_ms, int64_t until_ms, unsigned classes,
                      int64_t *moments_ms, int room, int *count, int64_t *answered_ms,
                      struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "SELECT at_ms, class FROM attempt WHERE at_ms > $1 AND at_ms <= $2 AND class <> 0"
            " ORDER BY at_ms DESC, id DESC");
    *count = 0;
    db_bind_int(stmt, 1, since_ms);
    db_bind_int(stmt, 2, until_ms);
    enum db_step step = DB_DONE;
    while (*count < room && (step = db_step(stmt, err)) == DB_ROW) {
        if ((classes >> (unsigned)db_int_in(stmt, 1, 0, 31) & 1U) != 0) {
            moments_ms[(*count)++] = db_int(stmt, 0);
        }
    }
    db_reset(stmt);
    turn_round(moments_ms, *count);
    return step != DB_FAILED && newest_answer(db, until_ms, answered_ms, err);
}

bool attempt_sums(struct db *db, int64_t from_ms, int64_t until_ms, struct attempt_sum *sum,
                  struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "SELECT count(*), COALESCE(sum(CASE WHEN class = 0 THEN 0 ELSE 1 END), 0),"
            " COALESCE(sum(CASE WHEN input_tokens > 0 THEN input_tokens ELSE 0 END), 0),"
            " COALESCE(sum(CASE WHEN output_tokens > 0 THEN output_tokens ELSE 0 END), 0)"
            " FROM attempt WHERE at_ms >= $1 AND at_ms < $2");
    *sum = (struct attempt_sum){0};
    db_bind_int(stmt, 1, from_ms);
    db_bind_int(stmt, 2, until_ms);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        *sum = (struct attempt_sum){.requests = db_int(stmt, 0),
                                    .failures = db_int(stmt, 1),
                                    .input_tokens = db_int(stmt, 2),
                                    .output_tokens = db_int(stmt, 3)};
    }
    db_reset(stmt);
    return step != DB_FAILED;
}
