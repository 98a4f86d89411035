/* Answers of the coach. Only added, never changed but
 * for who acknowledged one. Writing functions run inside the caller's transaction. */
#ifndef STORE_ANSWER_H
#define STORE_ANSWER_H
#include "base/arena.h"
#include "store/db.h"
#include "store/records.h"

bool answer_insert(struct db *db, const struct answer_row *row, const char *sentences,
                   struct err *err);
/* The newest of a subject; id 0: none. *sentences in the arena. */
bool answer_newest(struct db *db, struct arena *arena, enum job_kind kind, record_id subject_id,
                   struct answer_row *row, char **sentences, struct err *err);
/* ERR_NOT_FOUND when there is none, or someone did before. */
bool answer_set_acknowledged(struct db *db, record_id id, int64_t at_ms, const char *by,
                             struct err *err);

#endif
