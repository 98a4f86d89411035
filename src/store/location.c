#include "store/location.h"

#include "base/i18n.h"
#include "base/text.h"

enum { ROWS_MAX = 100 };

#define LOCATION_COLUMNS                                                                           \
    "id, name, is_range, is_storage, distances, notes, retired_on, changed_at_ms, is_elsewhere"

static void read_row(struct db_stmt *stmt, struct location *location)
{
    *location = (struct location){.id = db_int(stmt, 0),
                                  .is_range = db_int(stmt, 2) != 0,
                                  .is_storage = db_int(stmt, 3) != 0,
                                  .changed_at_ms = db_int(stmt, 7),
                                  .is_elsewhere = db_int(stmt, 8) != 0};
    text_copy(location->name, sizeof location->name, db_text(stmt, 1));
    text_copy(location->distances, sizeof location->distances, db_text(stmt, 4));
    text_copy(location->notes, sizeof location->notes, db_text(stmt, 5));
    text_copy(location->retired_on, sizeof location->retired_on, db_text(stmt, 6));
}

static void bind_columns(struct db_stmt *stmt, const struct location *location)
{
    db_bind_int(stmt, 1, location->id);
    db_bind_text(stmt, 2, location->name);
    db_bind_int(stmt, 3, location->is_range);
    db_bind_int(stmt, 4, location->is_storage);
    db_bind_text(stmt, 5, location->distances);
    db_bind_text(stmt, 6, location->notes);
    db_bind_text(stmt, 7, location->retired_on[0] != '\0' ? location->retired_on : NULL);
    db_bind_int(stmt, 8, location->changed_at_ms);
    db_bind_int(stmt, 9, location->is_elsewhere);
}

bool location_insert(struct db *db, const struct location *location, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "INSERT INTO location (" LOCATION_COLUMNS
                                          ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    bind_columns(stmt, location);
    return db_run(stmt, err);
}

bool location_update(struct db *db, const struct location *location, int64_t known_ms,
                     struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db,
        "UPDATE location SET name = $2, is_range = $3, is_storage = $4, distances = $5, notes = $6,"
        " retired_on = $7, changed_at_ms = $8, is_elsewhere = $9"
        " WHERE id = $1 AND changed_at_ms = $10");
    bind_columns(stmt, location);
    db_bind_int(stmt, 10, known_ms);
    if (!db_run(stmt, err)) {
        return false;
    }
    return db_changes(db) == 1 ||
           err_set(err, ERR_BUSY,
                   _("Someone else changed this meanwhile: nothing was saved. Look again."));
}

bool location_read(struct db *db, record_id id, struct location *location, struct err *err)
{
    *location = (struct location){0};
    struct db_stmt *stmt =
        db_prepare(db, "SELECT " LOCATION_COLUMNS " FROM location WHERE id = $1");
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
    struct db_stmt *stmt =
        db_prepare(db, "SELECT " LOCATION_COLUMNS " FROM location ORDER BY name, id");
    enum db_step step = DB_DONE;
    while (*count < ROWS_MAX && (step = db_step(stmt, err)) == DB_ROW) {
        read_row(stmt, &(*rows)[(*count)++]);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}
