#include "store/health.h"

bool health_queue_read(struct db *db, int64_t now_ms, struct health_queue *queue, struct err *err)
{
    *queue = (struct health_queue){0};
    struct db_stmt *stmt = db_prepare(
        db, "SELECT COALESCE(sum(CASE WHEN state = 0 THEN 1 ELSE 0 END), 0),"
            " COALESCE(sum(CASE WHEN state = 1 THEN 1 ELSE 0 END), 0),"
            " COALESCE(min(CASE WHEN state = 0 THEN created_at_ms END), 0),"
            " COALESCE(min(CASE WHEN state = 0 AND run_at_ms <= $1 THEN run_at_ms END), 0),"
            " COALESCE(min(CASE WHEN state = 1 THEN lease_until_ms END), 0),"
            " (SELECT count(*) FROM job WHERE state = 3) FROM job WHERE state <= 1");
    db_bind_int(stmt, 1, now_ms);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        *queue = (struct health_queue){.queued = db_int(stmt, 0),
                                       .running = db_int(stmt, 1),
                                       .oldest_asked_ms = db_int(stmt, 2),
                                       .oldest_due_ms = db_int(stmt, 3),
                                       .oldest_lease_ms = db_int(stmt, 4),
                                       .failed = db_int(stmt, 5)};
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

static bool read_moment(struct db *db, const char *sql, int64_t *at_ms, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, sql);
    *at_ms = 0;
    enum db_step step = db_step(stmt, err);
    *at_ms = step == DB_ROW ? db_int(stmt, 0) : 0;
    db_reset(stmt);
    return step != DB_FAILED;
}

bool health_newest_moment(struct db *db, int64_t *at_ms, struct err *err)
{
    int64_t session_ms = 0;
    if (!read_moment(db, "SELECT at_ms FROM audit ORDER BY number DESC LIMIT 1", at_ms, err) ||
        !read_moment(db, "SELECT COALESCE(max(started_at_ms), 0) FROM session", &session_ms, err)) {
        return false;
    }
    *at_ms = session_ms > *at_ms ? session_ms : *at_ms;
    return true;
}

bool health_first_moment(struct db *db, int64_t *at_ms, struct err *err)
{
    return read_moment(db, "SELECT at_ms FROM audit ORDER BY number LIMIT 1", at_ms, err);
}

bool health_attempts_read(struct db *db, int64_t since_ms, struct health_attempts *attempts,
                          struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "SELECT class FROM attempt WHERE at_ms > $1"
                                          " ORDER BY at_ms DESC, id DESC LIMIT 1000");
    bool is_answered = false;
    *attempts = (struct health_attempts){0};
    db_bind_int(stmt, 1, since_ms);
    enum db_step step = DB_DONE;
    while ((step = db_step(stmt, err)) == DB_ROW) {
        int class_ = db_int_in(stmt, 0, 0, 255);
        is_answered = is_answered || class_ == 0;
        if (class_ != 0) {
            attempts->newest_class = attempts->failures == 0 ? class_ : attempts->newest_class;
            attempts->failures++;
            attempts->since_answer += is_answered ? 0 : 1;
        }
    }
    db_reset(stmt);
    return step != DB_FAILED;
}
