/* What can still be read from a damaged database, row by row, into a new one. The sqlite3 shell's
 * ".recover" is not built in Debian, so the rows are probed: read until the damage, then the next
 * key behind it is looked for by doubling and halving, then backwards up to the damage again. */
#ifndef STORE_DB_SALVAGE_H
#define STORE_DB_SALVAGE_H
#include "store/db_backup.h"

struct db_salvage_hooks {
    void *context;
    /* After a table: rows brought over, and rows that were readable but not possible. */
    void (*table)(void *context, const char *name, int64_t rows, int64_t refused);
    /* One thing that was lost: English, clean. */
    void (*lost)(void *context, const char *table, const char *what);
    bool (*go_on)(void *context); /* false: stop */
};

/* Makes the copy of a damaged database at `path` readable as far as that goes: its header, or its
 * first page, from a new database when it has none of its own. Changes that copy. *schema: the
 * newest step that it knows; the newest of this program when that cannot be read. ERR_CORRUPT:
 * there is no way in. */
bool db_salvage_open(const char *path, const char *fresh, int *schema, bool *was_rebuilt,
                     struct err *err);
/* Every table of `target`, which is new and of that schema, from the copy at `path`. What refers to
 * something that was lost is taken out again and named. */
bool db_salvage(const char *path, struct db *target, const struct db_salvage_hooks *hooks,
                struct err *err);

#endif
