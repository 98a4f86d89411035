#include "store/goal.h"

#include "base/i18n.h"
#include "base/text.h"

#define GOAL_COLUMNS                                                                               \
    "id, member_id, title, detail, source, rule, month, weapon_id, session_id, by_name, at_ms,"    \
    " done_at_ms"

bool goal_insert(struct db *db, const struct goal *goal, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "INSERT INTO goal (" GOAL_COLUMNS
                       ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
    db_bind_int(stmt, 1, goal->id);
    db_bind_int(stmt, 2, goal->member_id);
    db_bind_text(stmt, 3, goal->title);
    db_bind_text(stmt, 4, goal->detail);
    db_bind_int(stmt, 5, goal->source);
    db_bind_text(stmt, 6, goal->rule);
    db_bind_text(stmt, 7, goal->month);
    db_bind_id(stmt, 8, goal->weapon_id);
    db_bind_id(stmt, 9, goal->session_id);
    db_bind_text(stmt, 10, goal->by_name);
    db_bind_int(stmt, 11, goal->at_ms);
    db_bind_int(stmt, 12, goal->done_at_ms);
    return db_run(stmt, err);
}

static bool not_found(struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, _("There is no such goal."));
}

static void read_goal(struct db_stmt *stmt, struct goal *goal)
{
    *goal = (struct goal){.id = db_int(stmt, 0),
                          .member_id = db_int(stmt, 1),
                          .source = (enum goal_source)db_int_in(stmt, 4, GOAL_OWN, GOAL_SUGGESTED),
                          .weapon_id = db_int(stmt, 7),
                          .session_id = db_int(stmt, 8),
                          .at_ms = db_int(stmt, 10),
                          .done_at_ms = db_int(stmt, 11)};
    text_copy(goal->title, sizeof goal->title, db_text(stmt, 2));
    text_copy(goal->detail, sizeof goal->detail, db_text(stmt, 3));
    text_copy(goal->rule, sizeof goal->rule, db_text(stmt, 5));
    text_copy(goal->month, sizeof goal->month, db_text(stmt, 6));
    text_copy(goal->by_name, sizeof goal->by_name, db_text(stmt, 9));
}

bool goal_read(struct db *db, record_id id, struct goal *goal, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "SELECT " GOAL_COLUMNS " FROM goal WHERE id = $1");
    db_bind_int(stmt, 1, id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_goal(stmt, goal);
    } else if (step == DB_DONE) {
        not_found(err);
    }
    db_reset(stmt);
    return step == DB_ROW;
}

static bool run_update(struct db *db, const char *sql, record_id id, int64_t at_ms, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, sql);
    db_bind_int(stmt, 1, id);
    db_bind_int(stmt, 2, at_ms);
    return db_run(stmt, err) && (db_changes(db) == 1 || not_found(err));
}

bool goal_update_done(struct db *db, record_id id, int64_t done_at_ms, struct err *err)
{
    return run_update(db, "UPDATE goal SET done_at_ms = $2 WHERE id = $1", id, done_at_ms, err);
}

bool goal_update_void(struct db *db, record_id id, int64_t voided_at_ms, struct err *err)
{
    return run_update(db, "UPDATE goal SET voided_at_ms = $2 WHERE id = $1", id, voided_at_ms, err);
}

bool goal_rows(struct db *db, struct arena *arena, record_id member_id, struct goal **rows,
               int *count, struct err *err)
{
    *count = 0;
    *rows = arena_array(arena, GOAL_ROWS_MAX, sizeof **rows);
    struct db_stmt *stmt = db_prepare(
        db, "SELECT " GOAL_COLUMNS " FROM goal WHERE member_id = $1 AND voided_at_ms = 0"
            " ORDER BY CASE WHEN done_at_ms = 0 THEN 0 ELSE 1 END,"
            " CASE WHEN done_at_ms = 0 THEN month ELSE '' END, done_at_ms DESC, id LIMIT $2");
    db_bind_int(stmt, 1, member_id);
    db_bind_int(stmt, 2, GOAL_ROWS_MAX);
    enum db_step step = DB_DONE;
    while (*count < GOAL_ROWS_MAX && (step = db_step(stmt, err)) == DB_ROW) {
        read_goal(stmt, &(*rows)[(*count)++]);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool goal_has_open(struct db *db, record_id member_id, const char *rule, bool *has, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT 1 FROM goal WHERE member_id = $1 AND rule = $2 AND done_at_ms = 0"
                       " AND voided_at_ms = 0 LIMIT 1");
    *has = false;
    db_bind_int(stmt, 1, member_id);
    db_bind_text(stmt, 2, rule);
    enum db_step step = db_step(stmt, err);
    *has = step == DB_ROW;
    db_reset(stmt);
    return step != DB_FAILED;
}
