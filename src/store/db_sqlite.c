/* The seam to SQLite: errors, statements, transactions, care. Opening is in db_sqlite_open.c. */
#include "store/db_sqlite.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/time.h"

/* --- errors ------------------------------------------------------------------------------------
 */

static atomic_long busy_count; /* of the process: db_busy_count */

/* What the system said of the last call on that file that failed; errno itself is another one by
 * the time sqlite3_system_errno takes it. which: SQLITE_FCNTL_FILE_POINTER, _JOURNAL_POINTER (in
 * WAL mode that is the WAL). */
static int last_reason(struct db *db, int which)
{
    sqlite3_file *file = NULL;
    int reason = 0;
    int code = sqlite3_file_control(db->handle, "main", which, &file);
    if (code == SQLITE_OK && file != NULL && file->pMethods != NULL) {
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &reason);
    }
    return reason;
}

/* SQLite calls a page damaged that cannot be read (SQLITE_IOERR_CORRUPTFS). What lies there may be
 * whole: it is the disk that failed, and a backup put in its place would take shots away. */
static bool is_unread(struct db *db, int code)
{
    return (code & 0xFF) == SQLITE_CORRUPT && db->handle != NULL &&
           (last_reason(db, SQLITE_FCNTL_FILE_POINTER) == EIO ||
            last_reason(db, SQLITE_FCNTL_JOURNAL_POINTER) == EIO);
}

/* What the system said when a call of SQLite failed; 0: that was not why. */
static int system_reason(struct db *db, int code)
{
    int primary = code & 0xFF;
    if (db->handle == NULL || (primary != SQLITE_IOERR && primary != SQLITE_CANTOPEN)) {
        return 0;
    }
    int reason = code == SQLITE_IOERR_WRITE ? last_reason(db, SQLITE_FCNTL_JOURNAL_POINTER) : 0;
    return reason != 0 ? reason : sqlite3_system_errno(db->handle);
}

static void set_sentence(struct db *db, int code, struct err *err)
{
    int primary = is_unread(db, code) ? SQLITE_IOERR : code & 0xFF;
    int reason = system_reason(db, code);
    if (primary == SQLITE_FULL || err_is_no_room(reason)) {
        err_set(err, ERR_FULL,
                _("The disk is full: this was not saved. Everything stored before is kept. Free "
                  "some space"
                  " and try again."));
    } else if (reason == EMFILE || reason == ENFILE) {
        err_set(err, ERR_BUSY,
                _("Too many files are open on this machine: this was not saved. Close other"
                  " programs and try again."));
    } else if (primary == SQLITE_READONLY) {
        err_set(err, ERR_READONLY,
                _("The database cannot be written: this was not saved. Everything stored before is "
                  "kept."));
    } else if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) {
        err_set(err, ERR_BUSY, _("Another program is writing: this was not saved. Try again."));
    } else if (primary == SQLITE_INTERRUPT) {
        err_set(err, ERR_BUSY, _("This took too long and was stopped. Nothing was changed."));
    } else if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB) {
        err_set(err, ERR_CORRUPT,
                _("The database is damaged: nothing was written. Keep the data folder as it is and "
                  "restore"
                  " the newest backup."));
    } else if (primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN || primary == SQLITE_PERM) {
        err_set(
            err, ERR_IO,
            _("The disk reported a failure: this was not saved. What was shown as stored before is"
              " kept. Start AimTrack again; if it stays, check the disk."));
    } else if (primary == SQLITE_NOMEM) {
        err_set(err, ERR_BUSY, _("There is too little memory: this was not saved. Try again."));
    } else if (primary == SQLITE_CONSTRAINT) {
        err_set(err, ERR_INPUT,
                _("This conflicts with a record that is already there. Nothing was saved."));
    } else {
        err_set(err, ERR_BUG,
                _("AimTrack made a mistake: this was not saved. The log has the details."));
    }
}

bool db_fail(struct db *db, int code, struct err *err)
{
    const char *message = db->handle != NULL ? sqlite3_errmsg(db->handle) : "";
    set_sentence(db, code, err);
    if ((code & 0xFF) == SQLITE_BUSY) {
        atomic_fetch_add(&busy_count, 1);
    }
    err_detail(err, "sqlite %d: %s", code, message);
    if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC) {
        db->is_broken = true; /* the kernel may have dropped the pages: trying again could lie */
    }
    return false;
}

int db_code(struct db *db)
{
    return sqlite3_extended_errcode(db->handle);
}

void db_close(struct db *db)
{
    if (db == NULL) {
        return;
    }
    for (int i = 0; i < DB_SLOTS; i++) {
        sqlite3_finalize(db->slots[i].handle);
        free(db->slots[i].places);
    }
    sqlite3_close_v2(db->handle);
    free(db);
}

bool db_is_read_only(const struct db *db)
{
    return db->is_read_only;
}

bool db_is_broken(const struct db *db)
{
    return db->is_broken;
}

/* --- statements --------------------------------------------------------------------------------
 */

static struct db_stmt *slot_of(struct db *db, const char *sql)
{
    uintptr_t hash = (uintptr_t)sql;
    hash = (hash >> 3) * (uintptr_t)0x9E3779B97F4A7C15U;
    for (size_t i = 0; i < DB_SLOTS; i++) {
        struct db_stmt *slot = &db->slots[((hash >> 40) + i) % DB_SLOTS];
        if (slot->sql == sql || slot->sql == NULL) {
            return slot;
        }
    }
    return NULL;
}

/* SQLite numbers "$n" by appearance, PostgreSQL by n: what callers bind is n. */
static int *places_of(sqlite3_stmt *handle)
{
    int count = sqlite3_bind_parameter_count(handle);
    bool is_in_order = true;
    int *places = mem_array((size_t)count + 1, sizeof *places);
    for (int i = 1; i <= count; i++) {
        const char *name = sqlite3_bind_parameter_name(handle, i);
        long number = name == NULL ? i : strtol(name + 1, NULL, 10);
        if (number >= 1 && number <= count) {
            places[number] = i;
        }
        is_in_order = is_in_order && number == i;
    }
    if (is_in_order) {
        free(places);
        return NULL;
    }
    return places;
}

/* There was no memory for a value: a statement without it would store or say something else. */
static void keep_loss(struct db *db, int code)
{
    db->has_lost_memory = db->has_lost_memory || code == SQLITE_NOMEM || code == SQLITE_TOOBIG;
}

/* False, once, when a value was lost since. */
static bool has_every_value(struct db *db, struct err *err)
{
    bool ok = !db->has_lost_memory;
    db->has_lost_memory = false;
    return ok || db_fail(db, SQLITE_NOMEM, err);
}

/* On some failures (no memory, no room, an error of the disk) SQLite takes the whole transaction
 * back by itself; what follows would then be stored one by one, as if it were all. */
static bool is_whole(struct db *db, struct err *err)
{
    bool is_lost = db->is_writing && !db_in_transaction(db);
    return !is_lost || db_fail(db, db->lost_code != 0 ? db->lost_code : SQLITE_ABORT, err);
}

static void keep_code(struct db *db, int code)
{
    if (db->is_writing && db->lost_code == 0 && !db_in_transaction(db)) {
        db->lost_code = code;
    }
}

static int place_of(const struct db_stmt *stmt, int index)
{
    return stmt->places == NULL ? index : stmt->places[index];
}

/* A statement without a handle: SQLite's calls do nothing with it, its first step says why. */
static struct db_stmt *failed(struct db *db, const struct err *why)
{
    db->failed = (struct db_stmt){.db = db};
    db->failure = *why;
    return &db->failed;
}

struct db_stmt *db_prepare(struct db *db, const char *sql)
{
    struct err why = {0};
    struct db_stmt *stmt = slot_of(db, sql);
    if (!has_every_value(db, &why)) {
        return failed(db, &why);
    }
    if (stmt == NULL) {
        err_set(&why, ERR_BUG,
                _("AimTrack made a mistake: this was not saved. The log has the details."));
        err_detail(&why, "more than %d statements", DB_SLOTS);
        return failed(db, &why);
    }
    if (stmt->sql == NULL) {
        int code =
            sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt->handle, NULL);
        if (code != SQLITE_OK) {
            db_fail(db, db_code(db), &why);
            return failed(db, &why);
        }
        stmt->places = places_of(stmt->handle);
        stmt->db = db;
        stmt->sql = sql;
    }
    sqlite3_reset(stmt->handle);
    sqlite3_clear_bindings(stmt->handle);
    return stmt;
}

void db_bind_int(struct db_stmt *stmt, int index, int64_t value)
{
    sqlite3_bind_int64(stmt->handle, place_of(stmt, index), value);
}

void db_bind_real(struct db_stmt *stmt, int index, double value)
{
    sqlite3_bind_double(stmt->handle, place_of(stmt, index), value);
}

void db_bind_text(struct db_stmt *stmt, int index, const char *text)
{
    keep_loss(stmt->db,
              sqlite3_bind_text(stmt->handle, place_of(stmt, index), text, -1, SQLITE_TRANSIENT));
}

void db_bind_null(struct db_stmt *stmt, int index)
{
    sqlite3_bind_null(stmt->handle, place_of(stmt, index));
}

void db_bind_id(struct db_stmt *stmt, int index, int64_t value_or_0)
{
    if (value_or_0 == 0) {
        sqlite3_bind_null(stmt->handle, place_of(stmt, index));
    } else {
        sqlite3_bind_int64(stmt->handle, place_of(stmt, index), value_or_0);
    }
}

enum db_step db_step(struct db_stmt *stmt, struct err *err)
{
    if (stmt->handle == NULL) {
        *err = stmt->db->failure;
        return DB_FAILED;
    }
    if (!has_every_value(stmt->db, err) || !is_whole(stmt->db, err)) {
        sqlite3_reset(stmt->handle);
        return DB_FAILED;
    }
    int code = sqlite3_step(stmt->handle);
    if (code == SQLITE_ROW) {
        return DB_ROW;
    }
    if (code == SQLITE_DONE) {
        return DB_DONE;
    }
    keep_code(stmt->db, db_code(stmt->db));
    db_fail(stmt->db, db_code(stmt->db), err);
    sqlite3_reset(stmt->handle); /* gives the same code again, which db_commit reads */
    return DB_FAILED;
}

int64_t db_int(struct db_stmt *stmt, int column)
{
    return sqlite3_column_int64(stmt->handle, column);
}

int db_int_in(struct db_stmt *stmt, int column, int low, int high)
{
    sqlite3_int64 value = sqlite3_column_int64(stmt->handle, column);
    if (value < low || value > high) {
        log_event(LOG_LEVEL_ERROR, "damaged value %lld in column %s", (long long)value,
                  sqlite3_column_name(stmt->handle, column));
        return low;
    }
    return (int)value;
}

double db_real(struct db_stmt *stmt, int column)
{
    return sqlite3_column_double(stmt->handle, column);
}

const char *db_text(struct db_stmt *stmt, int column)
{
    const unsigned char *text = sqlite3_column_text(stmt->handle, column);
    if (text == NULL && sqlite3_column_type(stmt->handle, column) != SQLITE_NULL) {
        keep_loss(stmt->db, SQLITE_NOMEM);
    }
    return text != NULL ? (const char *)text : "";
}

bool db_is_null(struct db_stmt *stmt, int column)
{
    return sqlite3_column_type(stmt->handle, column) == SQLITE_NULL;
}

void db_reset(struct db_stmt *stmt)
{
    sqlite3_reset(stmt->handle);
}

bool db_run(struct db_stmt *stmt, struct err *err)
{
    enum db_step step = db_step(stmt, err);
    sqlite3_reset(stmt->handle);
    return step != DB_FAILED;
}

int db_changes(const struct db *db)
{
    return sqlite3_changes(db->handle);
}

bool db_script(struct db *db, const char *sql, struct err *err)
{
    if (!is_whole(db, err)) {
        return false;
    }
    if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK) {
        return true;
    }
    keep_code(db, db_code(db));
    return db_fail(db, db_code(db), err);
}

/* --- transactions ------------------------------------------------------------------------------
 */

static bool run_word(struct db *db, const char *sql, struct err *err)
{
    return db_run(db_prepare(db, sql), err);
}

bool db_begin_write(struct db *db, struct err *err)
{
    if (db->is_read_only) {
        return db_fail(db, SQLITE_READONLY, err);
    }
    if (db->is_broken) {
        return err_set(
            err, ERR_IO,
            _("The disk reported a failure before: this was not saved. Start AimTrack again to"
              " see what is stored."));
    }
    db->lost_code = 0;
    db->nested = 0;
    db->is_writing = false;
    db->is_writing = run_word(db, "BEGIN IMMEDIATE", err);
    return db->is_writing;
}

bool db_begin_read(struct db *db, struct err *err)
{
    if (db_in_transaction(db)) {
        db->nested++;
        return true;
    }
    return run_word(db, "BEGIN", err);
}

/* The end of a read within another transaction, which goes on. */
static bool end_nested(struct db *db)
{
    bool is_nested = db->nested > 0 && (db_in_transaction(db) || db->is_writing);
    db->nested = is_nested ? db->nested - 1 : 0;
    return is_nested;
}

/* A file that was removed or replaced goes on being written, and nobody will ever read it. */
static bool is_moved(struct db *db)
{
    int moved = 0;
    return sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK &&
           moved != 0;
}

bool db_commit(struct db *db, struct err *err)
{
    if (end_nested(db)) {
        return true;
    }
    if (is_moved(db)) {
        return err_set(err, ERR_IO,
                       _("The file of the database was removed or replaced while AimTrack was"
                         " running: this was not saved. Leave everything as it is, and restore the"
                         " newest backup."));
    }
    struct db_stmt *stmt = db_prepare(db, "COMMIT");
    if (db_run(stmt, err)) {
        db->is_writing = false;
        return true;
    }
    if (stmt->handle == NULL) { /* it never came to the disk */
        return false;
    }
    int code = db->lost_code != 0 ? db->lost_code : db_code(db);
    if ((code & 0xFF) == SQLITE_IOERR && !err_is_no_room(system_reason(db, code))) {
        db->is_broken = true; /* what the disk holds of it is known only after opening again */
    }
    return false;
}

void db_rollback(struct db *db)
{
    bool is_end = !end_nested(db);
    db->is_writing = db->is_writing && !is_end;
    if (is_end && db_in_transaction(db) &&
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK) {
        log_event(LOG_LEVEL_WARNING, "rollback: %s", sqlite3_errmsg(db->handle));
    }
}

bool db_in_transaction(const struct db *db)
{
    return sqlite3_get_autocommit(db->handle) == 0;
}

/* --- care --------------------------------------------------------------------------------------
 */

bool db_checkpoint(struct db *db, int *wal_pages, struct err *err)
{
    int pages = 0;
    int done = 0;
    int code =
        sqlite3_wal_checkpoint_v2(db->handle, "main", SQLITE_CHECKPOINT_PASSIVE, &pages, &done);
    if (wal_pages != NULL) {
        *wal_pages = pages;
    }
    return code == SQLITE_OK || db_fail(db, code, err);
}

int db_wal_pages(const struct db *db)
{
    return db->wal_pages;
}

bool db_forget(struct db *db, struct err *err)
{
    int code =
        sqlite3_wal_checkpoint_v2(db->handle, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return code == SQLITE_OK || db_fail(db, code, err);
}

bool db_check(struct db *db, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "PRAGMA quick_check(1)");
    enum db_step step = db_step(stmt, err);
    if (step == DB_FAILED) {
        return false;
    }
    char finding[120];
    snprintf(finding, sizeof finding, "%s", db_text(stmt, 0));
    db_reset(stmt);
    if (strcmp(finding, "ok") != 0) {
        db_fail(db, SQLITE_CORRUPT, err);
        return err_detail(err, "quick_check: %s", finding);
    }
    return true;
}

void db_interrupt(struct db *db)
{
    sqlite3_interrupt(db->handle);
}

void db_limit(struct db *db, int ms)
{
    db->limit_at_ms = time_monotonic_ms() + ms;
}

static bool read_word(struct db *db, const char *sql, char *dst, size_t size, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, sql);
    if (db_step(stmt, err) == DB_FAILED) {
        return false;
    }
    snprintf(dst, size, "%s", db_text(stmt, 0));
    db_reset(stmt);
    return true;
}

bool db_how_read(struct db *db, struct db_how *how, struct err *err)
{
    static const char *const levels[] = {"off", "normal", "full", "extra"};
    char level[16] = "";
    char page[16] = "";
    if (!read_word(db, "PRAGMA journal_mode", how->journal_mode, sizeof how->journal_mode, err) ||
        !read_word(db, "PRAGMA synchronous", level, sizeof level, err) ||
        !read_word(db, "PRAGMA page_size", page, sizeof page, err)) {
        return false;
    }
    int number = (int)strtol(level, NULL, 10);
    snprintf(how->synchronous, sizeof how->synchronous, "%s",
             number >= 0 && number < 4 ? levels[number] : "");
    how->page_bytes = (int)strtol(page, NULL, 10);
    return true;
}

long db_busy_count(void)
{
    return atomic_load(&busy_count);
}

bool db_bulk_begin(struct db *db, struct err *err)
{
    db->is_bulk = true;
    return db_script(
        db, "PRAGMA synchronous=OFF; PRAGMA cache_size=-65536; PRAGMA foreign_keys=OFF;", err);
}

/* What was written without syncs, a checkpoint in between included, is on disk after this. */
static int sync_file(struct db *db, int which)
{
    sqlite3_file *file = NULL;
    int code = sqlite3_file_control(db->handle, "main", which, &file);
    if (code != SQLITE_OK || file == NULL || file->pMethods == NULL) {
        return code;
    }
    return file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
}

bool db_bulk_end(struct db *db, struct err *err)
{
    db->is_bulk = false;
    if (db_in_transaction(db)) {
        db_rollback(db);
    }
    char sql[128];
    snprintf(sql, sizeof sql,
             "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-%d;",
             DB_CACHE_KIB);
    bool ok = db_script(db, sql, err);
    int code =
        sqlite3_wal_checkpoint_v2(db->handle, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    if (code == SQLITE_OK || code == SQLITE_BUSY) { /* busy: a reader keeps the WAL, synced below */
        code = sync_file(db, SQLITE_FCNTL_JOURNAL_POINTER);
    }
    if (code == SQLITE_OK) {
        code = sync_file(db, SQLITE_FCNTL_FILE_POINTER);
    }
    db_trim(db);
    return ok && (code == SQLITE_OK || db_fail(db, code, err));
}

void db_trim(struct db *db)
{
    sqlite3_db_release_memory(db->handle);
}
