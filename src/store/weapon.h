/* Weapons as they are kept. */
#ifndef STORE_WEAPON_H
#define STORE_WEAPON_H
#include "base/arena.h"
#include "store/db.h"
#include "store/records.h"

bool weapon_insert(struct db *db, const struct weapon *weapon, struct err *err);
bool weapon_update(struct db *db, const struct weapon *weapon, int64_t known_ms, struct err *err);
/* By name and serial number, or without one by name and owner (0: the club). id 0: there is none.
 */
bool weapon_find(struct db *db, const char *name, const char *serial, record_id owner,
                 struct weapon *weapon, struct err *err);
bool weapon_read(struct db *db, record_id id, struct weapon *weapon, struct err *err);

enum { WEAPON_FIRST_MAX = 8 };
struct weapon_rows_query {
    const char *patterns[4]; /* on the folded text and that of the owner */
    bool with_retired;
    char after_find[4 * NAME_ROOM]; /* keyset by the folded text and id; id 0: from the start */
    record_id after_id;
    enum weapon_order order;
    int offset; /* rows to leave out; only in another order than by name, unranked */
    int limit;
    bool is_ranked; /* not by text alone: those that fit `kinds`, then as below; no keyset */
    unsigned kinds; /* bit set; 0: any */
    record_id first[WEAPON_FIRST_MAX]; /* these in that order; 0: none */
    record_id owner;                   /* then those of this member, the club's, the others' */
};
bool weapon_rows(struct db *db, struct arena *arena, const struct weapon_rows_query *query,
                 struct weapon **rows, int *count, struct err *err);
/* Weapons this member used, most recent first (over the member's newest 60 sessions). */
bool weapon_used_by(struct db *db, record_id member_id, record_id *ids, int room, int *count,
                    struct err *err);
bool weapon_sum_rounds(struct db *db, record_id id, int64_t *rounds, struct err *err);
void weapon_find_text(const struct weapon *weapon, char *dst, size_t size);

#endif
