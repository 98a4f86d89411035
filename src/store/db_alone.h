/* Whether anybody has a database open, and keeping it so. */
#ifndef STORE_DB_ALONE_H
#define STORE_DB_ALONE_H
#include "base/err.h"
#include <stdbool.h>

/* Takes the locks of SQLite that every open connection stands in the way of; *lock is a descriptor
 * to close (-1: there is no such file). This process must have no connection to it: closing the
 * descriptor would drop its locks. ERR_BUSY: somebody has it open; *holder: that process, 0 when it
 * cannot be seen. */
bool db_alone_take(const char *path, int *lock, long *holder, struct err *err);

#endif
