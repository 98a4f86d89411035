#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/log.h"

enum {
    APPLICATION_ID = 0x41494D54, /* "AIMT" */
    SLOTS = 512,                 /* statements a connection keeps; a power of two */
    CACHE_KIB = 2000,
    WAL_PAGES_LIMIT = 4000, /* the screen checkpoints long before on another thread */
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
    struct db_stmt slots[SLOTS];
    int wal_pages;
    bool is_read_only, is_broken, is_bulk;
};

/* --- errors ------------------------------------------------------------------------------------
 */

static bool is_no_space(struct db *db, int code)
{
    return (code & 0xFF) == SQLITE_IOERR && db != NULL && db->handle != NULL &&
           (sqlite3_system_errno(db->handle) == ENOSPC ||
            sqlite3_system_errno(db->handle) == EDQUOT);
}

static void set_sentence(struct db *db, int code, struct err *err)
{
    int primary = code & 0xFF;
    if (primary == SQLITE_FULL || is_no_space(db, code)) {
        err_set(err, ERR_FULL,
                _("The disk is full: this was not saved. Everything stored before is kept. Free "
                  "some space"
                  " and try again."));
    } else if (primary == SQLITE_READONLY) {
        err_set(err, ERR_READONLY,
                _("The database cannot be written: this was not saved. Everything stored before is "
                  "kept."));
    } else if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) {
        err_set(err, ERR_BUSY, _("Another program is writing: this was not saved. Try again."));
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
    } else if (primary == SQLITE_CONSTRAINT) {
        err_set(err, ERR_INPUT,
                _("This conflicts with a record that is already there. Nothing was saved."));
    } else {
        err_set(err, ERR_BUG,
                _("AimTrack made a mistake: this was not saved. The log has the details."));
    }
}

static bool fail(struct db *db, int code, struct err *err)
{
    const char *message = db != NULL && db->handle != NULL ? sqlite3_errmsg(db->handle) : "";
    set_sentence(db, code, err);
    err_detail(err, "sqlite %d: %s", code, message);
    if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC) {
        db->is_broken = true; /* the kernel may have dropped the pages: trying again could lie */
    }
    return false;
}

static int code_of(struct db *db)
{
    return sqlite3_extended_errcode(db->handle);
}

/* --- opening -----------------------------------------------------------------------------------
 */

static void set_defences(sqlite3 *handle)
{
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
}

static int on_wal(void *context, sqlite3 *handle, const char *name, int pages)
{
    struct db *db = context;
    db->wal_pages = pages;
    if (pages >= WAL_PAGES_LIMIT && !db->is_bulk) {
        sqlite3_wal_checkpoint_v2(handle, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    }
    return SQLITE_OK;
}

static bool query_int(struct db *db, const char *sql, int64_t *value)
{
    sqlite3_stmt *stmt = NULL;
    bool ok = sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL) == SQLITE_OK &&
              sqlite3_step(stmt) == SQLITE_ROW;
    *value = ok ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return ok;
}

static bool set_pragmas(struct db *db, struct err *err)
{
    char sql[400];
    snprintf(sql, sizeof sql,
             "PRAGMA cache_size=-%d; PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON;"
             " PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; %s",
             CACHE_KIB,
             db->is_read_only ? "" : "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
    int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK || fail(db, code_of(db), err);
}

/* Ours, or new and empty (then it becomes ours). A file of another program is left alone. */
static bool check_owner(struct db *db, struct err *err)
{
    int64_t id = 0;
    int64_t tables = 0;
    if (!query_int(db, "PRAGMA application_id", &id) ||
        !query_int(db, "SELECT count(*) FROM sqlite_schema", &tables)) {
        return fail(db, code_of(db), err);
    }
    if (id == APPLICATION_ID) {
        return true;
    }
    if (id != 0 || tables != 0) {
        return err_set(
            err, ERR_CORRUPT,
            _("The file aimtrack.db in the data folder belongs to another program. It was not"
              " changed. Choose another folder with --data."));
    }
    if (db->is_read_only) {
        return err_set(err, ERR_NOT_FOUND, _("There is no club here yet."));
    }
    char sql[64];
    snprintf(sql, sizeof sql, "PRAGMA application_id=%d", APPLICATION_ID);
    int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK || fail(db, code_of(db), err);
}

/* A file of no bytes beside a WAL is not new: something emptied it. */
static bool is_emptied(const char *path)
{
    char wal[1024];
    struct stat status;
    struct stat wal_status;
    snprintf(wal, sizeof wal, "%s-wal", path);
    return stat(path, &status) == 0 && status.st_size == 0 && stat(wal, &wal_status) == 0 &&
           wal_status.st_size > 0;
}

static bool prepare_file(const char *path, const struct db_options *options, struct err *err)
{
    struct stat status;
    if (options->vfs != NULL) {
        return true;
    }
    if (lstat(path, &status) == 0) {
        if (!S_ISREG(status.st_mode)) {
            return err_set(err, ERR_CORRUPT, _("\"%s\" is not a plain file. It was not changed."),
                           path);
        }
        if (is_emptied(path)) {
            return err_set(
                err, ERR_CORRUPT,
                _("The database is damaged: nothing was written. Keep the data folder as it is"
                  " and restore the newest backup."));
        }
        return true;
    }
    if (!options->create) {
        return err_set(err, ERR_NOT_FOUND,
                       _("There is no club in this data folder yet. Start \"aimtrack\""
                         " or \"aimtrack setup\" to make one."));
    }
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) {
        return err_errno(err, errno, _("The database could not be made in \"%s\"."), path);
    }
    close(file);
    return true;
}

static int open_handle(struct db *db, const char *path, const struct db_options *options)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
    flags |= options->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (options->vfs != NULL && options->create) {
        flags |= SQLITE_OPEN_CREATE;
    }
    return sqlite3_open_v2(path, &db->handle, flags, options->vfs);
}

/* A view-only medium without a WAL can be read as immutable: nobody can be writing there. */
static int open_immutable(struct db *db, const char *path)
{
    char uri[1100];
    char wal[1024];
    struct stat status;
    snprintf(wal, sizeof wal, "%s-wal", path);
    if (stat(wal, &status) == 0 && status.st_size > 0) {
        return SQLITE_CANTOPEN;
    }
    struct buf escaped = {0};
    for (const char *at = path; *at != '\0'; at++) {
        if (*at == '%' || *at == '?' || *at == '#') {
            buf_printf(&escaped, "%%%02X", (unsigned)(unsigned char)*at);
        } else {
            buf_add(&escaped, at, 1);
        }
    }
    snprintf(uri, sizeof uri, "file:%s?immutable=1", buf_text(&escaped));
    buf_free(&escaped);
    sqlite3_close_v2(db->handle);
    db->handle = NULL;
    return sqlite3_open_v2(uri, &db->handle,
                           SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
}

static bool start_connection(struct db *db, const char *path, const struct db_options *options,
                             struct err *err)
{
    int64_t ignored = 0;
    set_defences(db->handle);
    sqlite3_busy_timeout(db->handle, options->busy_ms > 0 ? options->busy_ms : 2000);
    if (db->is_read_only && !query_int(db, "SELECT count(*) FROM sqlite_schema", &ignored)) {
        if (open_immutable(db, path) != SQLITE_OK) {
            return fail(db, code_of(db), err);
        }
        set_defences(db->handle);
    }
    if (!set_pragmas(db, err) || !check_owner(db, err)) {
        return false;
    }
    if (!db->is_read_only && sqlite3_db_readonly(db->handle, "main") == 1) {
        return fail(db, SQLITE_READONLY, err);
    }
    sqlite3_wal_hook(db->handle, on_wal, db);
    return true;
}

struct db *db_open(const char *path, const struct db_options *options, struct err *err)
{
    if (!prepare_file(path, options, err)) {
        return NULL;
    }
    mode_t before = umask(077);
    struct db *db = mem_alloc(sizeof *db);
    db->is_read_only = options->read_only;
    int code = open_handle(db, path, options);
    bool ok = code == SQLITE_OK ? start_connection(db, path, options, err) : fail(db, code, err);
    umask(before);
    if (!ok) {
        db_close(db);
        return NULL;
    }
    return db;
}

void db_close(struct db *db)
{
    if (db == NULL) {
        return;
    }
    for (int i = 0; i < SLOTS; i++) {
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
    for (size_t i = 0; i < SLOTS; i++) {
        struct db_stmt *slot = &db->slots[((hash >> 40) + i) % SLOTS];
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

static int place_of(const struct db_stmt *stmt, int index)
{
    return stmt->places == NULL ? index : stmt->places[index];
}

struct db_stmt *db_prepare(struct db *db, const char *sql, struct err *err)
{
    struct db_stmt *stmt = slot_of(db, sql);
    if (stmt == NULL) {
        err_set(err, ERR_BUG,
                _("AimTrack made a mistake: this was not saved. The log has the details."));
        err_detail(err, "more than %d statements", SLOTS);
        return NULL;
    }
    if (stmt->sql == NULL) {
        int code =
            sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt->handle, NULL);
        if (code != SQLITE_OK) {
            fail(db, code_of(db), err);
            return NULL;
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
    sqlite3_bind_text(stmt->handle, place_of(stmt, index), text, -1, SQLITE_TRANSIENT);
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
    int code = sqlite3_step(stmt->handle);
    if (code == SQLITE_ROW) {
        return DB_ROW;
    }
    if (code == SQLITE_DONE) {
        return DB_DONE;
    }
    fail(stmt->db, code_of(stmt->db), err);
    sqlite3_reset(stmt->handle);
    return DB_FAILED;
}

int64_t db_int(struct db_stmt *stmt, int column)
{
    return sqlite3_column_int64(stmt->handle, column);
}

double db_real(struct db_stmt *stmt, int column)
{
    return sqlite3_column_double(stmt->handle, column);
}

const char *db_text(struct db_stmt *stmt, int column)
{
    const unsigned char *text = sqlite3_column_text(stmt->handle, column);
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
    return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK ||
           fail(db, code_of(db), err);
}

/* --- transactions ------------------------------------------------------------------------------
 */

static bool run_word(struct db *db, const char *sql, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, sql, err);
    return stmt != NULL && db_run(stmt, err);
}

bool db_begin_write(struct db *db, struct err *err)
{
    if (db->is_read_only) {
        return fail(db, SQLITE_READONLY, err);
    }
    if (db->is_broken) {
        return err_set(
            err, ERR_IO,
            _("The disk reported a failure before: this was not saved. Start AimTrack again to"
              " see what is stored."));
    }
    return run_word(db, "BEGIN IMMEDIATE", err);
}

bool db_begin_read(struct db *db, struct err *err)
{
    return run_word(db, "BEGIN", err);
}

bool db_commit(struct db *db, struct err *err)
{
    return run_word(db, "COMMIT", err);
}

void db_rollback(struct db *db)
{
    if (db_in_transaction(db) &&
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
    return code == SQLITE_OK || fail(db, code, err);
}

int db_wal_pages(const struct db *db)
{
    return db->wal_pages;
}

bool db_check(struct db *db, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "PRAGMA quick_check(1)", err);
    if (stmt == NULL) {
        return false;
    }
    enum db_step step = db_step(stmt, err);
    if (step == DB_FAILED) {
        return false;
    }
    char finding[120];
    snprintf(finding, sizeof finding, "%s", db_text(stmt, 0));
    db_reset(stmt);
    if (strcmp(finding, "ok") != 0) {
        fail(db, SQLITE_CORRUPT, err);
        return err_detail(err, "quick_check: %s", finding);
    }
    return true;
}

bool db_bulk_begin(struct db *db, struct err *err)
{
    db->is_bulk = true;
    return db_script(
        db, "PRAGMA synchronous=OFF; PRAGMA cache_size=-65536; PRAGMA foreign_keys=OFF;", err);
}

bool db_bulk_end(struct db *db, struct err *err)
{
    db->is_bulk = false;
    if (db_in_transaction(db)) {
        db_rollback(db);
    }
    char sql[128];
    snprintf(sql, sizeof sql,
             "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-%d;", CACHE_KIB);
    bool ok = db_script(db, sql, err);
    int code =
        sqlite3_wal_checkpoint_v2(db->handle, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    db_trim(db);
    return ok && (code == SQLITE_OK || code == SQLITE_BUSY || fail(db, code, err));
}

void db_trim(struct db *db)
{
    sqlite3_db_release_memory(db->handle);
}
