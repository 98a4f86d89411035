/* Training goals of members. Writing functions run inside the caller's transaction. */
#ifndef STORE_GOAL_H
#define STORE_GOAL_H
#include "base/arena.h"
#include "store/db.h"
#include "store/records.h"

enum { GOAL_ROWS_MAX = 500 };

bool goal_insert(struct db *db, const struct goal *goal, struct err *err);
/* ERR_NOT_FOUND when there is none; one that was taken out is read too. */
bool goal_read(struct db *db, record_id id, struct goal *goal, struct err *err);
/* done_at_ms 0: open again. */
bool goal_update_done(struct db *db, record_id id, int64_t done_at_ms, struct err *err);
/* voided_at_ms 0: it counts again. */
bool goal_update_void(struct db *db, record_id id, int64_t voided_at_ms, struct err *err);
/* Those that count: open ones by month, then done ones, the last ticked off first; at most
 * GOAL_ROWS_MAX. */
bool goal_rows(struct db *db, struct arena *arena, record_id member_id, struct goal **rows,
               int *count, struct err *err);
/* Whether the member has an open goal that this rule suggested. */
bool goal_has_open(struct db *db, record_id member_id, const char *rule, bool *has,
                   struct err *err);

#endif
