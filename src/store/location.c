#include "store/location.h"

#include "base/i18n.h"
#include "base/text.h"

enum { ROWS_MAX = 100 };

static void read_row(struct db_stmt *stmt, struct location *location)
{
    *location = (struct location){.id = db_int(stmt, 0),
                                  .is_range = db_int(stmt, 2) != 0,
                                  .is_storage = db_int(stmt, 3) != 0};
    text_copy(location->name, sizeof location->name, db_text(stmt, 1));
    text_copy(location->distances, sizeof location->distances, db_text(stmt, 4));
    text_copy(location->notes, sizeof location->notes, db_text(stmt, 5));
}

bool location_insert(struct db *db, const struct location *location, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db,
                   "INSERT INTO location (id, name, is_range, is_storage, distances, notes)"
                   " VALUES ($1, $2, $3, $4, $5, $6)",
                   err);
    if (stmt == NULL) {
        return false;
    }
    db_bind_int(stmt, 1, location->id);
    db_bind_text(stmt, 2, location->name);
    db_bind_int(stmt, 3, location->is_range);
    db_bind_int(stmt, 4, location->is_storage);
    db_bind_text(stmt, 5, location->distances);
    db_bind_text(stmt, 6, location->notes);
    return db_run(stmt, err);
}

bool location_read(struct db *db, record_id id, struct location *location, struct err *err)
{
    *location = (struct location){0};
    struct db_stmt *stmt = db_prepare(
        db, "SELECT id, name, is_range, is_storage, distances, notes FROM location WHERE id = $1",
        err);
    if (stmt == NULL) {
        return false;
    }
    db_bind_int(stmt, 1, id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_row(stmt, location);
    } else if (step == DB_DONE) {
        err_set(err, ERR_NOT_FOUND, _("There is no such location."));
    }
    db_reset(stmt);
    return step == DB_ROW;
}

bool location_rows(struct db *db, struct arena *arena, struct location **rows, int *count,
                   struct err *err)
{
    *count = 0;
    *rows = arena_array(arena, ROWS_MAX, sizeof **rows);
    struct db_stmt *stmt = db_prepare(
        db,
        "SELECT id, name, is_range, is_storage, distances, notes FROM location ORDER BY name, id",
        err);
    if (stmt == NULL) {
        return false;
    }
    enum db_step step = DB_DONE;
    while (*count < ROWS_MAX && (step = db_step(stmt, err)) == DB_ROW) {
        read_row(stmt, &(*rows)[(*count)++]);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}
