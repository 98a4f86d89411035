#include "store/db_backup.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "store/db_sqlite.h"

enum {
    PAGES_PER_STEP = 128, /* half a megabyte: nobody waits for that long */
    OPCODES_PER_LOOK = 200000,
    ROWS_PER_LOOK = 5000,
    PATH_ROOM = 1200,
};

static bool say_stopped(struct err *err)
{
    return err_set(err, ERR_BUSY, _("Stopped: nothing was left behind."));
}

/* --- the copy --- */

static sqlite3 *make_target(const char *path, struct err *err)
{
    sqlite3 *target = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
    mode_t before = umask(077);
    int code = sqlite3_open_v2(path, &target, flags, NULL);
    umask(before);
    if (code == SQLITE_OK) {
        code = sqlite3_exec(target, "PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF", NULL, NULL,
                            NULL);
    }
    if (code != SQLITE_OK) {
        struct db shell = {.handle = target};
        db_fail(&shell, code, err);
        sqlite3_close_v2(target);
        return NULL;
    }
    return target;
}

static bool copy_pages(struct db *db, sqlite3 *target, db_go_on go_on, void *context,
                       struct err *err)
{
    struct db shell = {.handle = target};
    sqlite3_backup *backup = sqlite3_backup_init(target, "main", db->handle, "main");
    if (backup == NULL) {
        return db_fail(&shell, sqlite3_extended_errcode(target), err);
    }
    int code = SQLITE_OK;
    bool goes_on = true;
    while (goes_on && code == SQLITE_OK) {
        code = sqlite3_backup_step(backup, PAGES_PER_STEP);
        int total = sqlite3_backup_pagecount(backup);
        goes_on = go_on == NULL || go_on(context, total - sqlite3_backup_remaining(backup), total);
    }
    int end = sqlite3_backup_finish(backup);
    if (!goes_on) {
        return say_stopped(err);
    }
    return (code == SQLITE_DONE && end == SQLITE_OK) ||
           db_fail(&shell, code != SQLITE_DONE ? code : end, err);
}

/* The copy says "WAL" in its header, as the original does; it must stand alone. */
static bool stand_alone(sqlite3 *target, struct err *err)
{
    struct db shell = {.handle = target};
    int code = sqlite3_exec(target, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
    return code == SQLITE_OK || db_fail(&shell, code, err);
}

void db_copy_remove(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char name[PATH_ROOM];
        if (snprintf(name, sizeof name, "%s%s", path, ends[i]) < (int)sizeof name) {
            unlink(name);
        }
    }
}

bool db_snapshot(struct db *db, const char *path, db_go_on go_on, void *context, struct err *err)
{
    db_copy_remove(path);
    sqlite3 *target = make_target(path, err);
    if (target == NULL) {
        db_copy_remove(path);
        return false;
    }
    /* Within a read of our own the view stays the same: writers do not make it begin again. */
    char ignored[65];
    bool ok = db_begin_read(db, err);
    if (ok) {
        ok = db_schema_digest(db, ignored, err) && copy_pages(db, target, go_on, context, err) &&
             stand_alone(target, err);
        db_rollback(db);
    }
    sqlite3_close_v2(target);
    if (!ok) {
        db_copy_remove(path);
    }
    return ok;
}

bool db_settle(struct db *db, struct err *err)
{
    for (int i = 0; i < DB_SLOTS; i++) { /* a statement that is not at its end keeps the WAL */
        if (db->slots[i].handle != NULL) {
            sqlite3_reset(db->slots[i].handle);
        }
    }
    int code = sqlite3_exec(db->handle, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
    return code == SQLITE_OK || db_fail(db, code, err);
}

/* --- is it whole --- */

struct looking {
    db_go_on go_on;
    void *context;
    bool is_stopped;
};

static int look(void *argument)
{
    struct looking *looking = argument;
    looking->is_stopped = !looking->go_on(looking->context, 0, 0);
    return looking->is_stopped;
}

/* The first finding of one of SQLite's own checks; "": none. */
static bool first_finding(struct db *db, const char *sql, char *finding, size_t size,
                          struct err *err)
{
    sqlite3_stmt *stmt = NULL;
    finding[0] = '\0';
    int code = sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL);
    code = code == SQLITE_OK ? sqlite3_step(stmt) : code;
    if (code == SQLITE_ROW) {
        const unsigned char *text = sqlite3_column_text(stmt, 0);
        snprintf(finding, size, "%s", text != NULL ? (const char *)text : "?");
    }
    sqlite3_finalize(stmt);
    return code == SQLITE_ROW || code == SQLITE_DONE || db_fail(db, code, err);
}

static bool run_checks(struct db *db, struct err *err)
{
    char finding[100];
    if (!first_finding(db, "PRAGMA integrity_check(1)", finding, sizeof finding, err)) {
        return false;
    }
    if (strcmp(finding, "ok") != 0) {
        db_fail(db, SQLITE_CORRUPT, err);
        return err_detail(err, "integrity_check: %s", finding);
    }
    if (!first_finding(db, "PRAGMA foreign_key_check", finding, sizeof finding, err)) {
        return false;
    }
    if (finding[0] != '\0') {
        db_fail(db, SQLITE_CORRUPT, err);
        return err_detail(err, "foreign_key_check: %s", finding);
    }
    return true;
}

bool db_check_whole(struct db *db, db_go_on go_on, void *context, struct err *err)
{
    struct looking looking = {.go_on = go_on, .context = context};
    if (go_on != NULL) {
        sqlite3_progress_handler(db->handle, OPCODES_PER_LOOK, look, &looking);
    }
    bool ok = run_checks(db, err);
    sqlite3_progress_handler(db->handle, 0, NULL, NULL);
    return looking.is_stopped ? say_stopped(err) : ok;
}

/* --- digests -----------------------------------------------------------------------------------
 * A value is one letter and, but for N, what follows: N; I and 8 bytes; F and the 8 bytes of an
 * IEEE double; T or B, 8 bytes of length and the bytes. Numbers are big-endian. A table begins with
 * its name and its columns, each as T. */

static void hash_number(crypto_hash_sha256_state *hash, char kind, uint64_t number)
{
    unsigned char bytes[9] = {(unsigned char)kind};
    for (int i = 0; i < 8; i++) {
        bytes[1 + i] = (unsigned char)(number >> (56 - 8 * i));
    }
    crypto_hash_sha256_update(hash, bytes, sizeof bytes);
}

static void hash_bytes(crypto_hash_sha256_state *hash, char kind, const void *bytes, size_t size)
{
    hash_number(hash, kind, size);
    crypto_hash_sha256_update(hash, bytes, size);
}

static void hash_value(crypto_hash_sha256_state *hash, sqlite3_stmt *stmt, int column)
{
    double real = 0;
    uint64_t bits = 0;
    switch (sqlite3_column_type(stmt, column)) {
    case SQLITE_INTEGER:
        hash_number(hash, 'I', (uint64_t)sqlite3_column_int64(stmt, column));
        break;
    case SQLITE_FLOAT:
        real = sqlite3_column_double(stmt, column);
        memcpy(&bits, &real, sizeof bits);
        hash_number(hash, 'F', bits);
        break;
    case SQLITE_TEXT: {
        const void *text = sqlite3_column_text(stmt, column);
        hash_bytes(hash, 'T', text, (size_t)sqlite3_column_bytes(stmt, column));
        break;
    }
    case SQLITE_BLOB: {
        const void *blob = sqlite3_column_blob(stmt, column);
        hash_bytes(hash, 'B', blob != NULL ? blob : "", (size_t)sqlite3_column_bytes(stmt, column));
        break;
    }
    default:
        crypto_hash_sha256_update(hash, (const unsigned char *)"N", 1);
    }
}

static void add_name(struct buf *sql, const char *name)
{
    char *quoted = sqlite3_mprintf("\"%w\"", name);
    buf_add_text(sql, quoted != NULL ? quoted : "");
    sqlite3_free(quoted);
}

/* "SELECT every column FROM table ORDER BY its key", and the head of the digest. */
static bool select_of(struct db *db, const char *table, struct buf *sql,
                      crypto_hash_sha256_state *hash, struct err *err)
{
    sqlite3_stmt *stmt = NULL;
    struct buf order = {0};
    int code = sqlite3_prepare_v2(db->handle,
                                  "SELECT name, pk FROM pragma_table_info(?1) ORDER BY pk = 0, pk,"
                                  " cid",
                                  -1, &stmt, NULL);
    sqlite3_bind_text(stmt, 1, table, -1, SQLITE_TRANSIENT);
    hash_bytes(hash, 'T', table, strlen(table));
    buf_add_text(sql, "SELECT ");
    int columns = 0;
    while (code == SQLITE_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        hash_bytes(hash, 'T', name, strlen(name));
        buf_add_text(sql, columns++ > 0 ? ", " : "");
        add_name(sql, name);
        if (sqlite3_column_int(stmt, 1) > 0) {
            buf_add_text(&order, order.size > 0 ? ", " : "");
            add_name(&order, name);
        }
        code = SQLITE_OK;
    }
    sqlite3_finalize(stmt);
    buf_add_text(sql, " FROM ");
    add_name(sql, table);
    buf_printf(sql, " ORDER BY %s", order.size > 0 ? order.bytes : "rowid");
    buf_free(&order);
    return code == SQLITE_DONE || db_fail(db, code, err);
}

struct digesting {
    struct db *db;
    db_go_on go_on;
    void *context;
    int64_t done;
    struct err *err;
};

static bool hash_rows(struct digesting *digesting, sqlite3_stmt *stmt,
                      crypto_hash_sha256_state *hash, int64_t *rows)
{
    int code = SQLITE_ROW;
    int columns = sqlite3_column_count(stmt);
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        for (int i = 0; i < columns; i++) {
            hash_value(hash, stmt, i);
        }
        (*rows)++;
        digesting->done++;
        if (digesting->done % ROWS_PER_LOOK == 0 && digesting->go_on != NULL &&
            !digesting->go_on(digesting->context, digesting->done, 0)) {
            return say_stopped(digesting->err);
        }
    }
    return code == SQLITE_DONE || db_fail(digesting->db, code, digesting->err);
}

static bool digest_table(struct digesting *digesting, struct db_table *table)
{
    struct buf sql = {0};
    sqlite3_stmt *stmt = NULL;
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state hash;
    crypto_hash_sha256_init(&hash);
    bool ok = select_of(digesting->db, table->name, &sql, &hash, digesting->err);
    if (ok &&
        sqlite3_prepare_v2(digesting->db->handle, buf_text(&sql), -1, &stmt, NULL) != SQLITE_OK) {
        ok = db_fail(digesting->db, db_code(digesting->db), digesting->err);
    }
    ok = ok && hash_rows(digesting, stmt, &hash, &table->rows);
    sqlite3_finalize(stmt);
    buf_free(&sql);
    crypto_hash_sha256_final(&hash, digest);
    sodium_bin2hex(table->sha256, sizeof table->sha256, digest, sizeof digest);
    return ok;
}

static bool list_tables(struct db *db, struct db_table *tables, int *count, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND"
                                          " name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name");
    enum db_step step = DB_DONE;
    *count = 0;
    while ((step = db_step(stmt, err)) == DB_ROW) {
        if (*count == DB_TABLES_MAX ||
            !text_copy(tables[*count].name, DB_TABLE_ROOM, db_text(stmt, 0))) {
            db_reset(stmt);
            return db_fail(db, SQLITE_CORRUPT, err); /* no schema of ours is like that */
        }
        tables[(*count)++].rows = 0;
    }
    return step == DB_DONE;
}

bool db_digest(struct db *db, struct arena *arena, struct db_table **tables, int *count,
               db_go_on go_on, void *context, struct err *err)
{
    struct digesting digesting = {.db = db, .go_on = go_on, .context = context, .err = err};
    *tables = arena_array(arena, DB_TABLES_MAX, sizeof **tables);
    *count = 0;
    if (!db_begin_read(db, err)) {
        return false;
    }
    bool ok = list_tables(db, *tables, count, err);
    for (int i = 0; ok && i < *count; i++) {
        ok = digest_table(&digesting, &(*tables)[i]);
    }
    db_rollback(db);
    return ok;
}

bool db_schema_digest(struct db *db, char hex[65], struct err *err)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state hash;
    crypto_hash_sha256_init(&hash);
    struct db_stmt *stmt =
        db_prepare(db, "SELECT type, name, tbl_name, coalesce(sql, '') FROM"
                       " sqlite_schema WHERE name NOT LIKE 'sqlite~_stat%' ESCAPE"
                       " '~' ORDER BY type, name");
    enum db_step step = DB_DONE;
    while ((step = db_step(stmt, err)) == DB_ROW) {
        for (int i = 0; i < 4; i++) {
            hash_bytes(&hash, 'T', db_text(stmt, i), strlen(db_text(stmt, i)));
        }
    }
    crypto_hash_sha256_final(&hash, digest);
    sodium_bin2hex(hex, 65, digest, sizeof digest);
    return step == DB_DONE;
}
