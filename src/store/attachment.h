/* Attachments of sessions and weapons as rows; their files are core's. Writing functions run inside
 * the caller's transaction. */
#ifndef STORE_ATTACHMENT_H
#define STORE_ATTACHMENT_H
#include "base/arena.h"
#include "store/db.h"
#include "store/records.h"

enum { ATTACHMENT_ROWS_MAX = 500 };

bool attachment_insert(struct db *db, const struct attachment *attachment, struct err *err);
bool attachment_set_void(struct db *db, record_id id, int64_t voided_at_ms, struct err *err);
/* ERR_NOT_FOUND when there is none, or when it was voided. */
bool attachment_read(struct db *db, record_id id, struct attachment *attachment, struct err *err);
/* Those that count of a session or a weapon (the other id 0), newest first, at most
 * ATTACHMENT_ROWS_MAX. */
bool attachment_rows(struct db *db, struct arena *arena, record_id session_id, record_id weapon_id,
                     struct attachment **rows, int *count, struct err *err);

/* All of them by id, voided ones too: their files stay. Start, then next until DB_DONE; db_reset
 * ends it early. */
bool attachment_count(struct db *db, int64_t *count, struct err *err);
struct db_stmt *attachment_scan_start(struct db *db);
enum db_step attachment_scan_next(struct db_stmt *stmt, struct attachment *attachment,
                                  struct err *err);
/* Whether any row, voided or not, has that file. */
bool attachment_is_stored(struct db *db, const char *stored_name, bool *is, struct err *err);

#endif
