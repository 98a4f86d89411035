/* The club's one row. */
#ifndef STORE_CLUB_H
#define STORE_CLUB_H
#include "store/db.h"
#include "store/records.h"

/* id 0 when there is no club yet. */
bool club_read(struct db *db, struct club *club, struct err *err);
/* Inserts or replaces it; inside a write transaction. */
bool club_put(struct db *db, const struct club *club, struct err *err);

#endif
