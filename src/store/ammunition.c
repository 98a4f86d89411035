#include "store/ammunition.h"

#include "base/text.h"

enum { ROWS_MAX = 200 };

bool ammunition_insert(struct db *db, const struct ammunition *ammunition, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "INSERT INTO ammunition (id, name, calibre, bullet, lot) VALUES ($1, $2, $3, $4, $5)",
        err);
    if (stmt == NULL) {
        return false;
    }
    db_bind_int(stmt, 1, ammunition->id);
    db_bind_text(stmt, 2, ammunition->name);
    db_bind_text(stmt, 3, ammunition->calibre);
    db_bind_text(stmt, 4, ammunition->bullet);
    db_bind_text(stmt, 5, ammunition->lot);
    return db_run(stmt, err);
}

bool ammunition_rows(struct db *db, struct arena *arena, const char *calibre,
                     struct ammunition **rows, int *count, struct err *err)
{
    *count = 0;
    *rows = arena_array(arena, ROWS_MAX, sizeof **rows);
    struct db_stmt *stmt = db_prepare(db,
                                      "SELECT id, name, calibre, bullet, lot FROM ammunition"
                                      " WHERE $1 = '' OR calibre = $1 ORDER BY name, id",
                                      err);
    if (stmt == NULL) {
        return false;
    }
    db_bind_text(stmt, 1, calibre != NULL ? calibre : "");
    enum db_step step = DB_DONE;
    while (*count < ROWS_MAX && (step = db_step(stmt, err)) == DB_ROW) {
        struct ammunition *row = &(*rows)[(*count)++];
        row->id = db_int(stmt, 0);
        text_copy(row->name, sizeof row->name, db_text(stmt, 1));
        text_copy(row->calibre, sizeof row->calibre, db_text(stmt, 2));
        text_copy(row->bullet, sizeof row->bullet, db_text(stmt, 3));
        text_copy(row->lot, sizeof row->lot, db_text(stmt, 4));
    }
    db_reset(stmt);
    return step != DB_FAILED;
}
