/* Opening: whose file is it, can it be written, and the settings of docs/decisions/0003. Nothing is
 * written before the file is known to be ours or new. The database is never opened through a
 * descriptor of our own: closing one would drop the locks of every connection of this process. */
#include "store/db_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/time.h"

enum {
    APPLICATION_ID = 0x41494D54, /* "AIMT" */
    HEADER_SIZE = 100,
    HEADER_APPLICATION_ID = 68,
    WAL_PAGES_LIMIT = 4000, /* the screen checkpoints long before on another thread */
    BUSY_MS = 2000,
    WAIT_MS = 10,
    STEPS_BETWEEN_LOOKS = 10000, /* of SQLite's machine: a millisecond or so */
};

/* --- the file before SQLite sees it ------------------------------------------------------------
 */

static bool say_damaged(struct err *err)
{
    return err_set(err, ERR_CORRUPT,
                   _("The database is damaged: nothing was written. Keep the data folder as it is"
                     " and restore the newest backup."));
}

static bool has_wal(const char *path)
{
    char wal[1024];
    struct stat status;
    snprintf(wal, sizeof wal, "%s-wal", path);
    return stat(wal, &status) == 0 && status.st_size > 0;
}

static bool make_file(const char *path, struct err *err)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0 && errno != EEXIST) { /* another process may have been quicker */
        return err_errno(err, errno, _("The database could not be made in \"%s\"."), path);
    }
    if (file >= 0) {
        close(file);
    }
    return true;
}

static bool prepare_file(const char *path, const struct db_options *options, struct err *err)
{
    struct stat status;
    if (options->vfs != NULL) {
        return true;
    }
    if (lstat(path, &status) != 0) {
        return options->create
                   ? make_file(path, err)
                   : err_set(err, ERR_NOT_FOUND,
                             _("There is no club in this data folder yet. Start \"aimtrack\""
                               " or \"aimtrack setup\" to make one."));
    }
    if (!S_ISREG(status.st_mode)) {
        return err_set(err, ERR_CORRUPT, _("\"%s\" is not a plain file. It was not changed."),
                       path);
    }
    /* A file of no bytes beside a WAL is not new: something emptied it. */
    return (status.st_size > 0 || !has_wal(path)) || say_damaged(err);
}

/* --- whose it is --- */

/* First column of the first row, at most size - 1 bytes. */
static bool query(struct db *db, const char *sql, char *dst, size_t size)
{
    sqlite3_stmt *stmt = NULL;
    bool ok = sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL) == SQLITE_OK &&
              sqlite3_step(stmt) == SQLITE_ROW;
    const unsigned char *text = ok ? sqlite3_column_text(stmt, 0) : NULL;
    snprintf(dst, size, "%s", text != NULL ? (const char *)text : "");
    sqlite3_finalize(stmt);
    return ok;
}

/* Reads the header as it lies on disk: no lock, no recovery, nothing written. */
static bool read_header(struct db *db, unsigned char header[HEADER_SIZE], sqlite3_int64 *size)
{
    sqlite3_file *file = NULL;
    memset(header, 0, HEADER_SIZE);
    return sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) ==
               SQLITE_OK &&
           file->pMethods->xFileSize(file, size) == SQLITE_OK &&
           (*size < HEADER_SIZE ||
            file->pMethods->xRead(file, header, HEADER_SIZE, 0) == SQLITE_OK);
}

/* Whether the power went while the file was being made: a rollback journal of no pages lies beside
 * it, so whatever the file holds, it held nothing before. */
static bool is_half_made(const char *path)
{
    static const unsigned char magic[8] = {0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7};
    unsigned char bytes[20] = {0};
    char journal[1024];
    snprintf(journal, sizeof journal, "%s-journal", path);
    int file = open(journal, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    bool is_whole = read(file, bytes, sizeof bytes) == (ssize_t)sizeof bytes;
    close(file);
    return is_whole && memcmp(bytes, magic, sizeof magic) == 0 &&
           (bytes[16] | bytes[17] | bytes[18] | bytes[19]) == 0;
}

enum owner { OWNER_US, OWNER_NOBODY, OWNER_OTHER, OWNER_UNKNOWN };

/* NOBODY: no bytes yet. UNKNOWN: no database, or a damaged one. */
static bool read_owner(struct db *db, enum owner *owner)
{
    unsigned char header[HEADER_SIZE];
    sqlite3_int64 size = 0;
    if (!read_header(db, header, &size)) {
        return false;
    }
    const unsigned char *id = header + HEADER_APPLICATION_ID;
    if (size == 0) {
        *owner = OWNER_NOBODY;
    } else if (size < HEADER_SIZE || memcmp(header, "SQLite format 3", 16) != 0) {
        *owner = OWNER_UNKNOWN;
    } else {
        uint32_t mark =
            (uint32_t)id[0] << 24 | (uint32_t)id[1] << 16 | (uint32_t)id[2] << 8 | id[3];
        *owner = mark == APPLICATION_ID ? OWNER_US : OWNER_OTHER;
    }
    return true;
}

/* Ours, or new and empty. *is_new: no bytes yet. */
static bool check_owner(struct db *db, const char *path, bool *is_new, struct err *err)
{
    char ignored[8];
    enum owner owner = OWNER_UNKNOWN;
    bool ok = read_owner(db, &owner);
    if (ok && owner != OWNER_US && owner != OWNER_NOBODY && is_half_made(path)) {
        query(db, "SELECT count(*) FROM sqlite_schema", ignored, sizeof ignored); /* rolls back */
        ok = read_owner(db, &owner);
    }
    if (!ok) {
        return db_fail(db, SQLITE_IOERR_READ, err);
    }
    *is_new = owner == OWNER_NOBODY;
    if (owner == OWNER_OTHER) {
        return err_set(
            err, ERR_CORRUPT,
            _("The file aimtrack.db in the data folder belongs to another program. It was not"
              " changed. Choose another folder with --data."));
    }
    return owner != OWNER_UNKNOWN || say_damaged(err);
}

/* --- settings --- */

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

/* Waiting for another writer, and work, end when the time of the connection is over. */
static int wait_a_little(void *context, int tries)
{
    struct db *db = context;
    bool is_over = tries * WAIT_MS >= db->busy_ms || time_monotonic_ms() >= db->limit_at_ms;
    if (!is_over) {
        nanosleep(&(struct timespec){.tv_nsec = WAIT_MS * 1000000L}, NULL);
    }
    return !is_over;
}

static int is_too_late(void *context)
{
    const struct db *db = context;
    return time_monotonic_ms() >= db->limit_at_ms;
}

static void set_waiting(struct db *db, const struct db_options *options, int busy_ms)
{
    db->busy_ms = busy_ms;
    if (options->limit_ms == 0) {
        sqlite3_busy_timeout(db->handle, busy_ms);
        return;
    }
    db_limit(db, options->limit_ms);
    sqlite3_busy_handler(db->handle, wait_a_little, db);
    sqlite3_progress_handler(db->handle, STEPS_BETWEEN_LOOKS, is_too_late, db);
}

static int on_wal(void *context, sqlite3 *handle, const char *name, int pages)
{
    struct db *db = context;
    db->wal_pages = pages;
    if (pages >= WAL_PAGES_LIMIT && !db->is_bulk) {
        int code = sqlite3_wal_checkpoint_v2(handle, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
        if (code != SQLITE_OK) { /* the commit stands: the WAL keeps it */
            log_event(LOG_LEVEL_WARNING, "checkpoint: sqlite %d", code);
        }
    }
    return SQLITE_OK;
}

static bool run(struct db *db, const char *sql, struct err *err)
{
    return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK ||
           db_fail(db, db_code(db), err);
}

/* The change to WAL asks for the file alone and does not wait for it: another process that makes
 * the same new club may be in the way for a moment. */
static bool use_wal(struct db *db, int busy_ms, struct err *err)
{
    char mode[16];
    for (int waited = 0; !query(db, "PRAGMA journal_mode=WAL", mode, sizeof mode); waited += 10) {
        bool is_late = db->limit_at_ms != 0 && time_monotonic_ms() >= db->limit_at_ms;
        if ((db_code(db) & 0xFF) != SQLITE_BUSY || waited >= busy_ms || is_late) {
            return db_fail(db, db_code(db), err);
        }
        nanosleep(&(struct timespec){.tv_nsec = 10000000L}, NULL);
    }
    if (strcmp(mode, "wal") != 0) {
        return err_set(err, ERR_CONFIG,
                       _("The file system of the data folder cannot hold a database safely. Choose"
                         " a folder on a local disk with --data."));
    }
    return true;
}

static bool start_writing(struct db *db, bool is_new, int busy_ms, struct err *err)
{
    char sql[64];
    snprintf(sql, sizeof sql, "PRAGMA application_id=%d", APPLICATION_ID);
    /* Before WAL, so that the mark lies in the file itself from the first moment on. */
    return (!is_new || run(db, sql, err)) && use_wal(db, busy_ms, err) &&
           run(db, "PRAGMA synchronous=FULL", err);
}

/* --- view-only --- */
/* A medium that cannot be written, without a WAL, can be read as immutable: nobody writes there. */
static int open_immutable(struct db *db, const char *path)
{
    struct buf uri = {0};
    buf_add_text(&uri, "file:");
    for (const char *at = path; *at != '\0'; at++) {
        if (*at == '%' || *at == '?' || *at == '#') {
            buf_printf(&uri, "%%%02X", (unsigned)(unsigned char)*at);
        } else {
            buf_add(&uri, at, 1);
        }
    }
    buf_add_text(&uri, "?immutable=1");
    sqlite3_close_v2(db->handle);
    db->handle = NULL;
    int code = sqlite3_open_v2(buf_text(&uri), &db->handle,
                               SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
    buf_free(&uri);
    return code;
}

static bool start_viewing(struct db *db, const char *path, bool is_new, struct err *err)
{
    char ignored[8];
    if (is_new) {
        return err_set(err, ERR_NOT_FOUND, _("There is no club here yet."));
    }
    if (query(db, "SELECT count(*) FROM sqlite_schema", ignored, sizeof ignored)) {
        return true;
    }
    int primary = db_code(db) & 0xFF;
    bool is_full = db_code(db) == SQLITE_IOERR_SHMSIZE; /* nobody has it open, and has no room to */
    if (primary != SQLITE_READONLY && primary != SQLITE_CANTOPEN && !is_full) {
        return db_fail(db, db_code(db), err);
    }
    if (has_wal(path)) {
        err_set(err, ERR_READONLY,
                _("The newest entries still wait beside the database, and this medium cannot be"
                  " written. Open it once where it can be written."));
        return err_detail(err, "sqlite %d", db_code(db));
    }
    if (open_immutable(db, path) != SQLITE_OK) {
        return db_fail(db, db_code(db), err);
    }
    set_defences(db->handle);
    return true;
}

/* --- db_open --- */

static int open_handle(struct db *db, const char *path, const struct db_options *options)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
    flags |= options->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (options->vfs != NULL && options->create) {
        flags |= SQLITE_OPEN_CREATE;
    }
    return sqlite3_open_v2(path, &db->handle, flags, options->vfs);
}

/* The WAL lies beside the database: both must be writable. */
static bool is_folder_writable(const char *path)
{
    char folder[1024];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL) {
        return access(".", W_OK) == 0;
    }
    slash[slash == folder] = '\0';
    return access(folder, W_OK) == 0;
}

static bool explain_open(struct db *db, const char *path, int code, struct err *err)
{
    if ((code & 0xFF) == SQLITE_CANTOPEN && access(path, R_OK) != 0) {
        return err_errno(err, errno, _("The database \"%s\" could not be opened."), path);
    }
    return db_fail(db, code, err);
}

static bool start_connection(struct db *db, const char *path, const struct db_options *options,
                             struct err *err)
{
    char sql[160];
    char ignored[8];
    bool is_new = false;
    int busy_ms = options->busy_ms > 0 ? options->busy_ms : BUSY_MS;
    set_defences(db->handle);
    set_waiting(db, options, busy_ms);
    if (!check_owner(db, path, &is_new, err)) {
        return false;
    }
    if (!db->is_read_only && (sqlite3_db_readonly(db->handle, "main") == 1 ||
                              (options->vfs == NULL && !is_folder_writable(path)))) {
        return err_set(
            err, ERR_READONLY,
            _("The database cannot be written here: nothing was changed. Make the data folder"
              " writable, or choose another with --data."));
    }
    /* In WAL mode every connection keeps a shared lock on the file as long as it lives; in this
     * mode the first access takes the exclusive one instead. Hence before anything that reads. */
    if (options->alone && !run(db, "PRAGMA locking_mode=EXCLUSIVE", err)) {
        return false;
    }
    snprintf(sql, sizeof sql,
             "PRAGMA cache_size=-%d; PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON;"
             " PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON",
             DB_CACHE_KIB);
    if (db->is_read_only) {
        return start_viewing(db, path, is_new, err) && run(db, sql, err);
    }
    if (!run(db, sql, err) || !start_writing(db, is_new, busy_ms, err)) {
        return false;
    }
    sqlite3_wal_hook(db->handle, on_wal, db);
    return query(db, "SELECT count(*) FROM sqlite_schema", ignored, sizeof ignored) ||
           db_fail(db, db_code(db), err);
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
    bool ok = code == SQLITE_OK ? start_connection(db, path, options, err)
                                : explain_open(db, path, code, err);
    umask(before);
    if (!ok) {
        db_close(db);
        return NULL;
    }
    return db;
}
