/* Questions to the coach: who asked what about whom. Writing functions run inside the caller's
 * transaction. */
#ifndef STORE_QUESTION_H
#define STORE_QUESTION_H
#include "base/arena.h"
#include "store/db.h"
#include "store/records.h"

enum { QUESTION_ROWS_MAX = 200 };

bool question_insert(struct db *db, const struct question *question, const char *session_ids,
                     struct err *err);
bool question_read(struct db *db, struct arena *arena, record_id id, struct question *question,
                   char **session_ids, struct err *err);
/* The newest first; each row's ids of sessions in session_ids. */
bool question_rows(struct db *db, struct arena *arena, struct question **rows, char ***session_ids,
                   int *count, struct err *err);
/* Of one account (0: of the command line) since that moment. */
bool question_count(struct db *db, record_id account_id, int64_t since_ms, int64_t until_ms,
                    int64_t *count, struct err *err);

#endif
