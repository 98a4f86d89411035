/* Locations as they are kept. */
#ifndef STORE_LOCATION_H
#define STORE_LOCATION_H
#include "base/arena.h"
#include "store/db.h"
#include "store/records.h"

bool location_insert(struct db *db, const struct location *location, struct err *err);
/* ERR_BUSY when it changed since known_ms. */
bool location_update(struct db *db, const struct location *location, int64_t known_ms,
                     struct err *err);
bool location_read(struct db *db, record_id id, struct location *location, struct err *err);
bool location_rows(struct db *db, struct arena *arena, struct location **rows, int *count,
                   struct err *err);

#endif
