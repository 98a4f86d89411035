/* A whole copy of the database as it is at this moment, while others go on reading and writing. */
#ifndef STORE_DB_COPY_H
#define STORE_DB_COPY_H
#include "store/db.h"

struct db_copied {
    int64_t bytes;
    char digest[65]; /* SHA-256 of the file */
};

/* Copies it (db_snapshot) to a temporary name, checks that copy (quick_check), syncs it, gives it
 * its name (0600) and syncs the folder. Something of that name is replaced. On an error nothing is
 * left behind: ERR_FULL, ERR_IO, ERR_CORRUPT when the copy is not whole. */
bool db_copy(struct db *from, const char *path, struct db_copied *copied, struct err *err);

#endif
