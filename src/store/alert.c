#include "store/alert.h"

#include "base/text.h"

bool alert_insert(struct db *db, const struct alert_row *row, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "INSERT INTO alert (id, key, is_on, detail, at_ms) VALUES ($1, $2, $3, $4, $5)");
    db_bind_int(stmt, 1, row->id);
    db_bind_text(stmt, 2, row->key);
    db_bind_int(stmt, 3, row->is_on);
    db_bind_text(stmt, 4, row->detail);
    db_bind_int(stmt, 5, row->at_ms);
    return db_run(stmt, err);
}

bool alert_newest(struct db *db, const char *key, struct alert_row *row, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "SELECT id, is_on, detail, at_ms FROM alert WHERE key = $1 ORDER BY id DESC LIMIT 1");
    *row = (struct alert_row){0};
    db_bind_text(stmt, 1, key);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        *row = (struct alert_row){
            .id = db_int(stmt, 0), .is_on = db_int(stmt, 1) != 0, .at_ms = db_int(stmt, 3)};
        text_copy(row->key, sizeof row->key, key);
        text_copy(row->detail, sizeof row->detail, db_text(stmt, 2));
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool alert_raised(struct db *db, struct arena *arena, struct alert_row **rows, int *count,
                  struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT id, key, detail, at_ms FROM alert WHERE is_on <> 0 AND id IN"
                       " (SELECT max(id) FROM alert GROUP BY key) ORDER BY key LIMIT $1");
    db_bind_int(stmt, 1, ALERT_ROWS_MAX);
    *rows = arena_array(arena, ALERT_ROWS_MAX, sizeof **rows);
    *count = 0;
    enum db_step step = DB_DONE;
    while (*count < ALERT_ROWS_MAX && (step = db_step(stmt, err)) == DB_ROW) {
        struct alert_row *row = &(*rows)[(*count)++];
        *row = (struct alert_row){.id = db_int(stmt, 0), .is_on = true, .at_ms = db_int(stmt, 3)};
        text_copy(row->key, sizeof row->key, db_text(stmt, 1));
        text_copy(row->detail, sizeof row->detail, db_text(stmt, 2));
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool alert_rows(struct db *db, struct arena *arena, struct alert_row **rows, int *count,
                struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT id, key, is_on, detail, at_ms FROM alert ORDER BY id DESC LIMIT $1");
    db_bind_int(stmt, 1, ALERT_HISTORY_MAX);
    *rows = arena_array(arena, ALERT_HISTORY_MAX, sizeof **rows);
    *count = 0;
    enum db_step step = DB_DONE;
    while (*count < ALERT_HISTORY_MAX && (step = db_step(stmt, err)) == DB_ROW) {
        struct alert_row *row = &(*rows)[(*count)++];
        *row = (struct alert_row){
            .id = db_int(stmt, 0), .is_on = db_int(stmt, 2) != 0, .at_ms = db_int(stmt, 4)};
        text_copy(row->key, sizeof row->key, db_text(stmt, 1));
        text_copy(row->detail, sizeof row->detail, db_text(stmt, 3));
    }
    db_reset(stmt);
    return step != DB_FAILED;
}
