/* The weapon lines of a session: shots hang on them. Writing functions run inside the caller's
 * transaction. */
#ifndef STORE_SESSION_WEAPON_H
#define STORE_SESSION_WEAPON_H
#include "store/db.h"
#include "store/records.h"

enum { SESSION_PARTS_MAX = 16 };

bool session_weapon_add(struct db *db, const struct session_weapon *line, struct err *err);

/* The lines of a session, in the order they were added, at most SESSION_PARTS_MAX. */
bool session_weapon_of(struct db *db, record_id session_id,
                       struct session_weapon lines[SESSION_PARTS_MAX], int *count, struct err *err);
bool session_weapon_read(struct db *db, record_id id, struct session_weapon *line, struct err *err);

/* Rounds, ammunition, grouping, deviation and fliers of an existing line. */
bool session_weapon_edit(struct db *db, const struct session_weapon *line, struct err *err);

/* Rounds fired follow the shots: a line that stood at `before` shots, or would stand below `after`,
 * becomes `after`; a higher number that someone entered stays. */
bool session_weapon_follow(struct db *db, record_id id, int before, int after, struct err *err);

#endif
