#include "store/export.h"

#include "base/i18n.h"
#include "base/text.h"

#define EXPORT_COLUMNS                                                                             \
    "id, report, format, filter, target, file_name, rows, bytes, sha256, step, error_number,"      \
    " account_id, by_name, at_ms, duration_ms, pages"

bool export_insert(struct db *db, const struct export_row *row, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "INSERT INTO export (" EXPORT_COLUMNS
                                          ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,"
                                          " $12, $13, $14, $15, $16)");
    db_bind_int(stmt, 1, row->id);
    db_bind_text(stmt, 2, row->report);
    db_bind_text(stmt, 3, row->format);
    db_bind_text(stmt, 4, row->filter);
    db_bind_text(stmt, 5, row->target);
    db_bind_text(stmt, 6, row->file_name);
    db_bind_int(stmt, 7, row->rows);
    db_bind_int(stmt, 8, row->bytes);
    db_bind_text(stmt, 9, row->sha256);
    db_bind_int(stmt, 10, row->step);
    db_bind_int(stmt, 11, row->error_number);
    db_bind_id(stmt, 12, row->account_id);
    db_bind_text(stmt, 13, row->by_name);
    db_bind_int(stmt, 14, row->at_ms);
    db_bind_int(stmt, 15, row->duration_ms);
    db_bind_int(stmt, 16, row->pages);
    return db_run(stmt, err);
}

static void read_export(struct db_stmt *stmt, struct export_row *row)
{
    *row = (struct export_row){.id = db_int(stmt, 0),
                               .rows = db_int(stmt, 6),
                               .bytes = db_int(stmt, 7),
                               .step = db_int_in(stmt, 9, 0, 255),
                               .error_number = db_int_in(stmt, 10, 0, 4095),
                               .account_id = db_int(stmt, 11),
                               .at_ms = db_int(stmt, 13),
                               .duration_ms = db_int_in(stmt, 14, 0, INT32_MAX),
                               .pages = db_int_in(stmt, 15, 0, INT32_MAX)};
    text_copy(row->report, sizeof row->report, db_text(stmt, 1));
    text_copy(row->format, sizeof row->format, db_text(stmt, 2));
    text_copy(row->filter, sizeof row->filter, db_text(stmt, 3));
    text_copy(row->target, sizeof row->target, db_text(stmt, 4));
    text_copy(row->file_name, sizeof row->file_name, db_text(stmt, 5));
    text_copy(row->sha256, sizeof row->sha256, db_text(stmt, 8));
    text_copy(row->by_name, sizeof row->by_name, db_text(stmt, 12));
}

bool export_read(struct db *db, record_id id, struct export_row *row, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "SELECT " EXPORT_COLUMNS " FROM export WHERE id = $1");
    db_bind_int(stmt, 1, id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_export(stmt, row);
    } else if (step == DB_DONE) {
        err_set(err, ERR_NOT_FOUND, _("There is no such export."));
    }
    db_reset(stmt);
    return step == DB_ROW;
}

bool export_rows(struct db *db, struct arena *arena, struct export_row **rows, int *count,
                 struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "SELECT " EXPORT_COLUMNS
                                          " FROM export ORDER BY at_ms DESC, id DESC LIMIT $1");
    enum db_step step = DB_DONE;
    *count = 0;
    *rows = arena_array(arena, EXPORT_ROWS_MAX, sizeof **rows);
    db_bind_int(stmt, 1, EXPORT_ROWS_MAX);
    while (*count < EXPORT_ROWS_MAX && (step = db_step(stmt, err)) == DB_ROW) {
        read_export(stmt, &(*rows)[(*count)++]);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

/* --- notes --------------------------------------------------------------------------------------
 */
bool note_insert(struct db *db, const struct note *note, record_id account_id, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "INSERT INTO note (id, subject, subject_id, text, account_id, by_name, at_ms)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7)");
    db_bind_int(stmt, 1, note->id);
    db_bind_text(stmt, 2, note->subject);
    db_bind_int(stmt, 3, note->subject_id);
    db_bind_text(stmt, 4, note->text);
    db_bind_id(stmt, 5, account_id);
    db_bind_text(stmt, 6, note->by_name);
    db_bind_int(stmt, 7, note->at_ms);
    return db_run(stmt, err);
}

/* Reads to the end; frees the statement. */
static bool take_notes(struct db_stmt *stmt, struct arena *arena, struct note **rows, int *count,
                       struct err *err)
{
    enum db_step step = DB_DONE;
    *rows = arena_array(arena, NOTE_ROWS_MAX, sizeof **rows);
    while (*count < NOTE_ROWS_MAX && (step = db_step(stmt, err)) == DB_ROW) {
        struct note *note = &(*rows)[(*count)++];
        *note = (struct note){
            .id = db_int(stmt, 0), .subject_id = db_int(stmt, 2), .at_ms = db_int(stmt, 5)};
        text_copy(note->subject, sizeof note->subject, db_text(stmt, 1));
        text_copy(note->text, sizeof note->text, db_text(stmt, 3));
        text_copy(note->by_name, sizeof note->by_name, db_text(stmt, 4));
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool note_rows(struct db *db, struct arena *arena, const char *subject, record_id subject_id,
               struct note **rows, int *count, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT id, subject, subject_id, text, by_name, at_ms FROM note"
                       " WHERE subject = $1 AND subject_id = $2 ORDER BY id LIMIT $3");
    *count = 0;
    db_bind_text(stmt, 1, subject);
    db_bind_int(stmt, 2, subject_id);
    db_bind_int(stmt, 3, NOTE_ROWS_MAX);
    return take_notes(stmt, arena, rows, count, err);
}

bool note_rows_of_member(struct db *db, struct arena *arena, record_id member_id, const char *from,
                         const char *to, struct note **rows, int *count, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db,
        "SELECT id, subject, subject_id, text, by_name, at_ms FROM note WHERE text <> ''"
        " AND ((subject = 'member' AND subject_id = $1) OR (subject = 'session' AND subject_id IN"
        " (SELECT id FROM session WHERE member_id = $1 AND local_date >= $2 AND local_date <= $3))"
        " OR (subject = 'export' AND subject_id IN (SELECT id FROM export"
        " WHERE filter LIKE '%\"member\":\"' || $1 || '\"%'))) ORDER BY id LIMIT $4");
    *count = 0;
    db_bind_int(stmt, 1, member_id);
    db_bind_text(stmt, 2, from);
    db_bind_text(stmt, 3, to);
    db_bind_int(stmt, 4, NOTE_ROWS_MAX);
    return take_notes(stmt, arena, rows, count, err);
}
