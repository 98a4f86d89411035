/* A copy of the whole database while others write, and what a copy holds: is it whole, how many
 * rows a table has, and a digest of them that another program can compute again
 * (docs/decisions/0011). Call off the screen's path. */
#ifndef STORE_DB_BACKUP_H
#define STORE_DB_BACKUP_H
#include "base/arena.h"
#include "store/db.h"

enum { DB_TABLE_ROOM = 64, DB_TABLES_MAX = 200 };

struct db_table {
    char name[DB_TABLE_ROOM];
    int64_t rows;
    char sha256[65]; /* of its rows in the order of their key */
};

/* Asked now and then; false: stop. done of total, in pages or rows. NULL: never asked. */
typedef bool (*db_go_on)(void *context, int64_t done, int64_t total);

/* One view of the database into a new file at `path` (0600), which needs no WAL to be read. Writers
 * are not kept waiting, and none of them makes it begin again. Not synced: whoever keeps it copies
 * it durably. When it fails or is stopped (ERR_BUSY) there is no file. */
bool db_snapshot(struct db *db, const char *path, db_go_on go_on, void *context, struct err *err);

/* Takes away a copy that was opened as a database, with what lies beside it. */
void db_copy_remove(const char *path);

/* SQLite's integrity_check and foreign_key_check of everything: ERR_CORRUPT with the first finding
 * in the detail. Stopped: ERR_BUSY. */
bool db_check_whole(struct db *db, db_go_on go_on, void *context, struct err *err);

/* Every table of ours by name, with its rows and their digest. *tables lives in the arena. */
bool db_digest(struct db *db, struct arena *arena, struct db_table **tables, int *count,
               db_go_on go_on, void *context, struct err *err);

/* SHA-256 of the schema's text: tables, indexes and triggers by kind and name. Two databases of the
 * same migrations have the same. */
bool db_schema_digest(struct db *db, char hex[65], struct err *err);

/* The file needs no WAL beside it from now on, and its WAL is gone. Nobody else may have it open.
 */
bool db_settle(struct db *db, struct err *err);

#endif
