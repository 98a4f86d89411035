/* The seam behind which the database engine stands: statements with $1..$n, one connection owned by
 * one thread. SQLite today (db_sqlite.c); SQL text keeps to what PostgreSQL also runs
 * (docs/architecture.md, "Common SQL").
 *
 * Writing: db_begin_write (BEGIN IMMEDIATE) .. db_commit. Only core opens transactions; store
 * functions run inside the caller's.
 *
 * A failed sync is final: after ERR_IO from db_commit the connection refuses every further write
 * (db_is_broken) until it is closed and opened again. */
#ifndef STORE_DB_H
#define STORE_DB_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct db_stmt;

enum db_step { DB_ROW, DB_DONE, DB_FAILED };

struct db_options {
    bool read_only;  /* view-only: reads work, every write gives ERR_READONLY */
    bool create;     /* make the file when it is missing */
    const char *vfs; /* tests: name of a registered SQLite VFS; NULL: the system's */
    int busy_ms;     /* how long to wait for another writer; 0: 2000 */
    bool alone;      /* ERR_BUSY while any other connection has it, of whatever version of AimTrack;
                        nobody else can open it until this one is closed */
    int limit_ms;    /* as db_limit, opening included; 0: none */
};

/* Opens with WAL, synchronous=FULL, foreign keys, the defensive settings, our application_id
 * (docs/decisions/0003). Errors: ERR_NOT_FOUND, ERR_CORRUPT (damaged or not ours), ERR_READONLY,
 * ERR_NEWER is for migrate_run. File mode 0600. */
struct db *db_open(const char *path, const struct db_options *options, struct err *err);
void db_close(struct db *db);

bool db_is_read_only(const struct db *db);
bool db_is_broken(const struct db *db);

/* The statement for that text, reset and unbound; compiled once per connection and kept. `sql` must
 * be a string that lives as long as the connection (a literal). Never NULL: one that could not be
 * made takes values as any other, and its first step (or run) gives the error. */
struct db_stmt *db_prepare(struct db *db, const char *sql);

/* Parameters count from 1. Text is copied. NULL text binds NULL. */
void db_bind_int(struct db_stmt *stmt, int index, int64_t value);
void db_bind_real(struct db_stmt *stmt, int index, double value);
void db_bind_text(struct db_stmt *stmt, int index, const char *text);
void db_bind_null(struct db_stmt *stmt, int index);
/* NULL for 0: how "no such record" and "never" are stored. */
void db_bind_id(struct db_stmt *stmt, int index, int64_t value_or_0);

/* Columns count from 0. Text is valid until the next step; NULL column: 0 / "" (db_is_null tells).
 */
enum db_step db_step(struct db_stmt *stmt, struct err *err);
int64_t db_int(struct db_stmt *stmt, int column);
/* As db_int, for a column that the schema keeps within low..high; `low` (and a line in the log)
 * when a damaged database holds something else, so that it can index a table. Verify finds the
 * cause. */
int db_int_in(struct db_stmt *stmt, int column, int low, int high);
double db_real(struct db_stmt *stmt, int column);
const char *db_text(struct db_stmt *stmt, int column);
bool db_is_null(struct db_stmt *stmt, int column);

/* Ends a statement early, so that it holds no read lock. db_prepare resets too. */
void db_reset(struct db_stmt *stmt);

/* Runs a statement that gives no rows, then resets it. */
bool db_run(struct db_stmt *stmt, struct err *err);

/* Rows changed by the last db_run on this connection. */
int db_changes(const struct db *db);

/* Text without parameters, several statements allowed (migrations, bulk switches). */
bool db_script(struct db *db, const char *sql, struct err *err);

bool db_begin_write(struct db *db, struct err *err);
bool db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db); /* nothing happens outside a transaction */
bool db_in_transaction(const struct db *db);

/* Consistent reads over several statements (BEGIN; deferred). End with db_commit or db_rollback.
 * Within a transaction it sees that one's view, and its end leaves that one open. */
bool db_begin_read(struct db *db, struct err *err);

/* Copies the WAL into the database without blocking writers; call off the screen's path.
 * *wal_pages (may be NULL): pages in the WAL before. */
bool db_checkpoint(struct db *db, int *wal_pages, struct err *err);

/* Empties the WAL file, so that what was overwritten in the database is not in there either. Waits
 * for readers a moment; false: some still look. */
bool db_forget(struct db *db, struct err *err);

/* Pages in the WAL after the last commit of this connection. */
int db_wal_pages(const struct db *db);

/* Quick structural check of the whole file; ERR_CORRUPT with the first finding in detail. */
bool db_check(struct db *db, struct err *err);

/* From any thread: whatever statement that connection is running ends with an error soon. The
 * caller sees to it that the connection is not being closed meanwhile. */
void db_interrupt(struct db *db);

/* From now on everything on this connection together takes at most that long: what waits or runs
 * longer ends with ERR_BUSY. Only for a connection that was opened with a limit. */
void db_limit(struct db *db, int ms);

/* How the connection writes, as the engine says it: "wal", "full". */
struct db_how {
    char journal_mode[16], synchronous[16];
    int page_bytes;
};
bool db_how_read(struct db *db, struct db_how *how, struct err *err);

/* How often this process was turned away because another one was writing, since it started. */
long db_busy_count(void);

/* Bulk loading: larger cache, no sync per transaction, until db_bulk_end, which syncs everything.
 * For data that can be made again (the demonstration). */
bool db_bulk_begin(struct db *db, struct err *err);
bool db_bulk_end(struct db *db, struct err *err);

/* Memory held by page caches is given back. */
void db_trim(struct db *db);

#endif
