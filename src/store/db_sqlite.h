/* What the files that know SQLite share (db_sqlite*.c, db_backup.c, db_salvage.c). Nobody else
 * includes it. */
#ifndef STORE_DB_SQLITE_H
#define STORE_DB_SQLITE_H
#include "store/db.h"
#include <sqlite3.h>

enum {
    DB_SLOTS = 512, /* statements a connection keeps; a power of two */
    DB_CACHE_KIB = 2000,
};

struct db_stmt {
    struct db *db;
    const char *sql;
    sqlite3_stmt *handle;
    int *places; /* SQLite's index of parameter $n; NULL: they appear in the order of their numbers
                  */
};

struct db {
    sqlite3 *handle;
    struct db_stmt slots[DB_SLOTS];
    struct db_stmt
        failed; /* what db_prepare gives when it cannot: its first step gives `failure` */
    struct err failure;
    int wal_pages;
    int nested; /* reads within the transaction that runs */
    bool is_read_only, is_broken, is_bulk;
    int busy_ms;
    int64_t limit_at_ms; /* monotonic; 0: no limit */
    bool is_writing;     /* between db_begin_write and its end */
    int lost_code; /* SQLite took the transaction back by itself for this: nothing may follow in it
                    */
    bool has_lost_memory; /* a value could not be bound or read: the next statement fails for it */
};

/* Fills err from SQLite's (extended) result code; returns false. */
bool db_fail(struct db *db, int code, struct err *err);

/* The extended code of the last call on this connection. */
int db_code(struct db *db);

#endif
