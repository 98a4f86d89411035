/* What was exported, and audit notes. Only added. Writing functions run inside the caller's
 * transaction. */
#ifndef STORE_EXPORT_H
#define STORE_EXPORT_H
#include "base/arena.h"
#include "store/db.h"
#include "store/records.h"

enum { EXPORT_ROWS_MAX = 500, NOTE_ROWS_MAX = 500 };

bool export_insert(struct db *db, const struct export_row *row, struct err *err);
/* ERR_NOT_FOUND when there is none. */
bool export_read(struct db *db, record_id id, struct export_row *row, struct err *err);
/* The newest first, at most EXPORT_ROWS_MAX. */
bool export_rows(struct db *db, struct arena *arena, struct export_row **rows, int *count,
                 struct err *err);

bool note_insert(struct db *db, const struct note *note, record_id account_id, struct err *err);
/* In the order they were written. */
bool note_rows(struct db *db, struct arena *arena, const char *subject, record_id subject_id,
               struct note **rows, int *count, struct err *err);
/* About the member, exports about them, and their sessions of those dates; oldest first. */
bool note_rows_of_member(struct db *db, struct arena *arena, record_id member_id, const char *from,
                         const char *to, struct note **rows, int *count, struct err *err);

#endif
