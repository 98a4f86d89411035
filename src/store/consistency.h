/* What must hold between the tables, beyond what the database enforces on every write. */
#ifndef STORE_CONSISTENCY_H
#define STORE_CONSISTENCY_H
#include "store/db.h"
#include "store/records.h"

/* Rows whose reference points at nothing, counted by table; *table "" when there are none. One call
 * tells the first such table. */
bool consistency_references(struct db *db, char table[CODE_ROOM], char parent[CODE_ROOM],
                            int64_t *count, struct err *err);

/* Weapon lines without a summary row. */
bool consistency_lines_without_summary(struct db *db, int64_t *count, struct err *err);

/* Sessions that repeat another weapon than that of their first weapon line. */
bool consistency_wrong_weapon(struct db *db, int64_t *count, struct err *err);

/* Weapon lines with fewer rounds fired than shots scored. */
bool consistency_too_few_rounds(struct db *db, int64_t *count, struct err *err);

#endif
