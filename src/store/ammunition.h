/* Ammunition as it is kept, and its ledger. Rows of the ledger are only added: stock is their sum.
 */
#ifndef STORE_AMMUNITION_H
#define STORE_AMMUNITION_H
#include "base/arena.h"
#include "store/db.h"
#include "store/records.h"

enum { AMMUNITION_ROWS_MAX = 500, AMMUNITION_MOVES_MAX = 500 };

bool ammunition_insert(struct db *db, const struct ammunition *ammunition, struct err *err);
/* ERR_BUSY when it changed since known_ms. */
bool ammunition_update(struct db *db, const struct ammunition *ammunition, int64_t known_ms,
                       struct err *err);
bool ammunition_read(struct db *db, record_id id, struct ammunition *ammunition, struct err *err);
/* All of them by name, at most AMMUNITION_ROWS_MAX. */
bool ammunition_rows(struct db *db, struct arena *arena, struct ammunition **rows, int *count,
                     struct err *err);

bool ammunition_move_add(struct db *db, const struct ammunition_move *move, struct err *err);
/* Newest first, at most AMMUNITION_MOVES_MAX. */
bool ammunition_move_rows(struct db *db, struct arena *arena, record_id ammunition_id,
                          struct ammunition_move **rows, int *count, struct err *err);
bool ammunition_stock_sum(struct db *db, record_id ammunition_id, int64_t *rounds, struct err *err);

#endif
