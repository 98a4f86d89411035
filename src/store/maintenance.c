#include "store/maintenance.h"

#include "base/text.h"

#define COLUMNS                                                                                    \
    "id, kind, is_good, file_name, bytes, digest, detail, account_id, by_name, at_ms, duration_ms"

bool maintenance_insert(struct db *db, const struct maintenance *row, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "INSERT INTO maintenance (" COLUMNS
                       ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
    db_bind_int(stmt, 1, row->id);
    db_bind_int(stmt, 2, row->kind);
    db_bind_int(stmt, 3, row->is_good);
    db_bind_text(stmt, 4, row->file_name);
    db_bind_int(stmt, 5, row->bytes);
    db_bind_text(stmt, 6, row->digest);
    db_bind_text(stmt, 7, row->detail);
    db_bind_id(stmt, 8, row->account_id);
    db_bind_text(stmt, 9, row->by_name);
    db_bind_int(stmt, 10, row->at_ms);
    db_bind_int(stmt, 11, row->duration_ms);
    return db_run(stmt, err);
}

static void read_row(struct db_stmt *stmt, struct maintenance *row)
{
    *row = (struct maintenance){
        .id = db_int(stmt, 0),
        .kind = (enum maintenance_kind)db_int_in(stmt, 1, 0, MAINTENANCE_KIND_COUNT - 1),
        .is_good = db_int(stmt, 2) != 0,
        .bytes = db_int(stmt, 4),
        .account_id = db_int(stmt, 7),
        .at_ms = db_int(stmt, 9),
        .duration_ms = db_int_in(stmt, 10, 0, INT32_MAX)};
    text_copy(row->file_name, sizeof row->file_name, db_text(stmt, 3));
    text_copy(row->digest, sizeof row->digest, db_text(stmt, 5));
    text_copy(row->detail, sizeof row->detail, db_text(stmt, 6));
    text_copy(row->by_name, sizeof row->by_name, db_text(stmt, 8));
}

bool maintenance_newest(struct db *db, enum maintenance_kind kind, bool good_only,
                        struct maintenance *row, struct err *err)
{
    *row = (struct maintenance){.kind = kind};
    struct db_stmt *stmt = db_prepare(db, "SELECT " COLUMNS " FROM maintenance WHERE kind = $1 AND"
                                          " is_good >= $2 ORDER BY id DESC LIMIT 1");
    db_bind_int(stmt, 1, kind);
    db_bind_int(stmt, 2, good_only);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_row(stmt, row);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool maintenance_rows(struct db *db, struct arena *arena, int kind, struct maintenance **rows,
                      int *count, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "SELECT " COLUMNS " FROM maintenance WHERE kind = $1 OR"
                                          " $1 < 0 ORDER BY id DESC LIMIT $2");
    db_bind_int(stmt, 1, kind);
    db_bind_int(stmt, 2, MAINTENANCE_ROWS_MAX);
    *rows = arena_alloc(arena, MAINTENANCE_ROWS_MAX * sizeof **rows);
    *count = 0;
    enum db_step step = DB_DONE;
    while ((step = db_step(stmt, err)) == DB_ROW && *count < MAINTENANCE_ROWS_MAX) {
        read_row(stmt, &(*rows)[(*count)++]);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool health_probe_put(struct db *db, int terminal, int64_t at_ms, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "INSERT INTO health_probe (terminal, at_ms) VALUES ($1, $2)"
                       " ON CONFLICT (terminal) DO UPDATE SET at_ms = excluded.at_ms");
    db_bind_int(stmt, 1, terminal);
    db_bind_int(stmt, 2, at_ms);
    return db_run(stmt, err);
}
