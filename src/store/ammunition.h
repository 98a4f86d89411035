/* Ammunition as it is kept. */
#ifndef STORE_AMMUNITION_H
#define STORE_AMMUNITION_H
#include "base/arena.h"
#include "store/db.h"
#include "store/records.h"

bool ammunition_insert(struct db *db, const struct ammunition *ammunition, struct err *err);
/* calibre "" or NULL: all. */
bool ammunition_rows(struct db *db, struct arena *arena, const char *calibre,
                     struct ammunition **rows, int *count, struct err *err);

#endif
