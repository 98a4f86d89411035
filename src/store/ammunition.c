#include "store/ammunition.h"

#include "base/i18n.h"
#include "base/text.h"

#define AMMUNITION_COLUMNS "id, name, calibre, bullet, lot, retired_on, notes, changed_at_ms"

static void bind_columns(struct db_stmt *stmt, const struct ammunition *ammunition)
{
    const char *retired_on = ammunition->retired_on[0] != '\0' ? ammunition->retired_on : NULL;
    db_bind_int(stmt, 1, ammunition->id);
    db_bind_text(stmt, 2, ammunition->name);
    db_bind_text(stmt, 3, ammunition->calibre);
    db_bind_text(stmt, 4, ammunition->bullet);
    db_bind_text(stmt, 5, ammunition->lot);
    db_bind_text(stmt, 6, retired_on);
    db_bind_text(stmt, 7, ammunition->notes);
    db_bind_int(stmt, 8, ammunition->changed_at_ms);
}

bool ammunition_insert(struct db *db, const struct ammunition *ammunition, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "INSERT INTO ammunition (" AMMUNITION_COLUMNS
                                          ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    bind_columns(stmt, ammunition);
    return db_run(stmt, err);
}

bool ammunition_update(struct db *db, const struct ammunition *ammunition, int64_t known_ms,
                       struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "UPDATE ammunition SET name = $2, calibre = $3, bullet = $4, lot = $5, retired_on = $6,"
            " notes = $7, changed_at_ms = $8 WHERE id = $1 AND changed_at_ms = $9");
    bind_columns(stmt, ammunition);
    db_bind_int(stmt, 9, known_ms);
    if (!db_run(stmt, err)) {
        return false;
    }
    return db_changes(db) == 1 ||
           err_set(err, ERR_BUSY,
                   _("Someone else changed this meanwhile: nothing was saved. Look again."));
}

static void read_columns(struct db_stmt *stmt, struct ammunition *ammunition)
{
    *ammunition = (struct ammunition){.id = db_int(stmt, 0), .changed_at_ms = db_int(stmt, 7)};
    text_copy(ammunition->name, sizeof ammunition->name, db_text(stmt, 1));
    text_copy(ammunition->calibre, sizeof ammunition->calibre, db_text(stmt, 2));
    text_copy(ammunition->bullet, sizeof ammunition->bullet, db_text(stmt, 3));
    text_copy(ammunition->lot, sizeof ammunition->lot, db_text(stmt, 4));
    text_copy(ammunition->retired_on, sizeof ammunition->retired_on, db_text(stmt, 5));
    text_copy(ammunition->notes, sizeof ammunition->notes, db_text(stmt, 6));
}

bool ammunition_read(struct db *db, record_id id, struct ammunition *ammunition, struct err *err)
{
    *ammunition = (struct ammunition){0};
    struct db_stmt *stmt =
        db_prepare(db, "SELECT " AMMUNITION_COLUMNS " FROM ammunition WHERE id = $1");
    db_bind_int(stmt, 1, id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_columns(stmt, ammunition);
    } else if (step == DB_DONE) {
        err_set(err, ERR_NOT_FOUND, _("There is no such ammunition."));
    }
    db_reset(stmt);
    return step == DB_ROW;
}

bool ammunition_rows(struct db *db, struct arena *arena, struct ammunition **rows, int *count,
                     struct err *err)
{
    *count = 0;
    *rows = arena_array(arena, AMMUNITION_ROWS_MAX, sizeof **rows);
    struct db_stmt *stmt =
        db_prepare(db, "SELECT " AMMUNITION_COLUMNS " FROM ammunition ORDER BY name, id");
    enum db_step step = DB_DONE;
    while (*count < AMMUNITION_ROWS_MAX && (step = db_step(stmt, err)) == DB_ROW) {
        read_columns(stmt, &(*rows)[(*count)++]);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

/* --- the ledger --------------------------------------------------------------------------------
 */
bool ammunition_move_add(struct db *db, const struct ammunition_move *move, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "INSERT INTO ammunition_move (id, ammunition_id, local_date, rounds, reason, note,"
            " member_id, by_name, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    db_bind_int(stmt, 1, move->id);
    db_bind_int(stmt, 2, move->ammunition_id);
    db_bind_text(stmt, 3, move->local_date);
    db_bind_int(stmt, 4, move->rounds);
    db_bind_int(stmt, 5, move->reason);
    db_bind_text(stmt, 6, move->note);
    db_bind_id(stmt, 7, move->member_id);
    db_bind_text(stmt, 8, move->by_name);
    db_bind_int(stmt, 9, move->at_ms);
    return db_run(stmt, err);
}

bool ammunition_move_rows(struct db *db, struct arena *arena, record_id ammunition_id,
                          struct ammunition_move **rows, int *count, struct err *err)
{
    *count = 0;
    *rows = arena_array(arena, AMMUNITION_MOVES_MAX, sizeof **rows);
    struct db_stmt *stmt =
        db_prepare(db, "SELECT id, local_date, rounds, reason, note, member_id, by_name, at_ms"
                       " FROM ammunition_move WHERE ammunition_id = $1 ORDER BY id DESC LIMIT $2");
    db_bind_int(stmt, 1, ammunition_id);
    db_bind_int(stmt, 2, AMMUNITION_MOVES_MAX);
    enum db_step step = DB_DONE;
    while (*count < AMMUNITION_MOVES_MAX && (step = db_step(stmt, err)) == DB_ROW) {
        struct ammunition_move *move = &(*rows)[(*count)++];
        *move = (struct ammunition_move){
            .id = db_int(stmt, 0),
            .ammunition_id = ammunition_id,
            .rounds = db_int(stmt, 2),
            .reason = (enum move_reason)db_int_in(stmt, 3, MOVE_BOUGHT, MOVE_DISCARDED),
            .member_id = db_int(stmt, 5),
            .at_ms = db_int(stmt, 7)};
        text_copy(move->local_date, sizeof move->local_date, db_text(stmt, 1));
        text_copy(move->note, sizeof move->note, db_text(stmt, 4));
        text_copy(move->by_name, sizeof move->by_name, db_text(stmt, 6));
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool ammunition_stock_sum(struct db *db, record_id ammunition_id, int64_t *rounds, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "SELECT coalesce(sum(rounds), 0) FROM ammunition_move WHERE ammunition_id = $1");
    *rounds = 0;
    db_bind_int(stmt, 1, ammunition_id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        *rounds = db_int(stmt, 0);
    }
    db_reset(stmt);
    return step == DB_ROW;
}
