/* Members as they are kept. */
#ifndef STORE_MEMBER_H
#define STORE_MEMBER_H
#include "base/arena.h"
#include "store/db.h"
#include "store/records.h"

bool member_insert(struct db *db, const struct member *member, struct err *err);
/* Only while changed_at_ms is still `known_ms`; ERR_BUSY otherwise. */
bool member_update(struct db *db, const struct member *member, int64_t known_ms, struct err *err);
bool member_read(struct db *db, record_id id, struct member *member, struct err *err);
/* Number or licence, exactly. */
bool member_read_card(struct db *db, const char *card, struct member *member, struct err *err);

struct member_rows_query {
    const char *patterns[4]; /* LIKE patterns on the folded text, '\' escapes; "%" matches all */
    bool with_left;
    char after_sort[4 * NAME_ROOM]; /* keyset: sort text and id of the last row seen; id 0: from the
                                       start */
    record_id after_id;
    enum member_order order;
    int offset; /* rows to leave out; only in another order than by name */
    int limit;
};
bool member_rows(struct db *db, struct arena *arena, const struct member_rows_query *query,
                 struct member **rows, int *count, struct err *err);
/* Those of the newest sessions, most recent first. */
bool member_rows_recent(struct db *db, struct arena *arena, int limit, struct member **rows,
                        int *count, struct err *err);
/* Who left and still has a name: who left longest ago first. */
bool member_rows_left(struct db *db, struct arena *arena, struct member **rows, int *count,
                      struct err *err);
bool member_count_rows(struct db *db, int *count, struct err *err);
/* One more than the highest number made of digits only, at least 1. */
bool member_next_number(struct db *db, int64_t *number, struct err *err);

/* The folded text that names sort by: particles go last ("de Vries, Jan" -> "vries, jan de"). */
void member_sort_text(const struct member *member, char *dst, size_t size);

#endif
