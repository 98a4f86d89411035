#include "store/attachment.h"

#include "base/i18n.h"
#include "base/text.h"

#define ATTACHMENT_COLUMNS                                                                         \
    "id, session_id, weapon_id, file_name, media_type, size, sha256, stored_name, by_name, at_ms"

bool attachment_insert(struct db *db, const struct attachment *attachment, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "INSERT INTO attachment (" ATTACHMENT_COLUMNS
                                          ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    db_bind_int(stmt, 1, attachment->id);
    db_bind_id(stmt, 2, attachment->session_id);
    db_bind_id(stmt, 3, attachment->weapon_id);
    db_bind_text(stmt, 4, attachment->file_name);
    db_bind_text(stmt, 5, attachment->media_type);
    db_bind_int(stmt, 6, attachment->size);
    db_bind_text(stmt, 7, attachment->sha256);
    db_bind_text(stmt, 8, attachment->stored_name);
    db_bind_text(stmt, 9, attachment->by_name);
    db_bind_int(stmt, 10, attachment->at_ms);
    return db_run(stmt, err);
}

bool attachment_set_void(struct db *db, record_id id, int64_t voided_at_ms, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "UPDATE attachment SET voided_at_ms = $2 WHERE id = $1");
    db_bind_int(stmt, 1, id);
    db_bind_int(stmt, 2, voided_at_ms);
    return db_run(stmt, err) &&
           (db_changes(db) == 1 || err_set(err, ERR_NOT_FOUND, _("There is no such attachment.")));
}

static void read_attachment(struct db_stmt *stmt, struct attachment *attachment)
{
    *attachment = (struct attachment){.id = db_int(stmt, 0),
                                      .session_id = db_int(stmt, 1),
                                      .weapon_id = db_int(stmt, 2),
                                      .size = db_int(stmt, 5),
                                      .at_ms = db_int(stmt, 9)};
    text_copy(attachment->file_name, sizeof attachment->file_name, db_text(stmt, 3));
    text_copy(attachment->media_type, sizeof attachment->media_type, db_text(stmt, 4));
    text_copy(attachment->sha256, sizeof attachment->sha256, db_text(stmt, 6));
    text_copy(attachment->stored_name, sizeof attachment->stored_name, db_text(stmt, 7));
    text_copy(attachment->by_name, sizeof attachment->by_name, db_text(stmt, 8));
}

bool attachment_read(struct db *db, record_id id, struct attachment *attachment, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "SELECT " ATTACHMENT_COLUMNS
                                          " FROM attachment WHERE id = $1 AND voided_at_ms = 0");
    db_bind_int(stmt, 1, id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_attachment(stmt, attachment);
    } else if (step == DB_DONE) {
        err_set(err, ERR_NOT_FOUND, _("There is no such attachment."));
    }
    db_reset(stmt);
    return step == DB_ROW;
}

bool attachment_rows(struct db *db, struct arena *arena, record_id session_id, record_id weapon_id,
                     struct attachment **rows, int *count, struct err *err)
{
    *count = 0;
    *rows = arena_array(arena, ATTACHMENT_ROWS_MAX, sizeof **rows);
    struct db_stmt *stmt =
        session_id != 0 ? db_prepare(db, "SELECT " ATTACHMENT_COLUMNS " FROM attachment WHERE"
                                         " session_id = $1 AND voided_at_ms = 0 ORDER BY id DESC"
                                         " LIMIT $2")
                        : db_prepare(db, "SELECT " ATTACHMENT_COLUMNS " FROM attachment WHERE"
                                         " weapon_id = $1 AND voided_at_ms = 0 ORDER BY id DESC"
                                         " LIMIT $2");
    db_bind_int(stmt, 1, session_id != 0 ? session_id : weapon_id);
    db_bind_int(stmt, 2, ATTACHMENT_ROWS_MAX);
    enum db_step step = DB_DONE;
    while (*count < ATTACHMENT_ROWS_MAX && (step = db_step(stmt, err)) == DB_ROW) {
        read_attachment(stmt, &(*rows)[(*count)++]);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool attachment_count(struct db *db, int64_t *count, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "SELECT count(*) FROM attachment");
    *count = 0;
    enum db_step step = db_step(stmt, err);
    *count = step == DB_ROW ? db_int(stmt, 0) : 0;
    db_reset(stmt);
    return step == DB_ROW;
}

struct db_stmt *attachment_scan_start(struct db *db)
{
    return db_prepare(db, "SELECT " ATTACHMENT_COLUMNS " FROM attachment ORDER BY id");
}

enum db_step attachment_scan_next(struct db_stmt *stmt, struct attachment *attachment,
                                  struct err *err)
{
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_attachment(stmt, attachment);
    } else {
        db_reset(stmt);
    }
    return step;
}

bool attachment_is_stored(struct db *db, const char *stored_name, bool *is, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "SELECT 1 FROM attachment WHERE stored_name = $1");
    *is = false;
    db_bind_text(stmt, 1, stored_name);
    enum db_step step = db_step(stmt, err);
    *is = step == DB_ROW;
    db_reset(stmt);
    return step != DB_FAILED;
}
