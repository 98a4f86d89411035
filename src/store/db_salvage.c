#include "store/db_salvage.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/sanitize.h"
#include "base/text.h"
#include "store/db_sqlite.h"
#include "store/migrate.h"

enum {
    HEADER = 100,
    PAGE = 4096,
    AT_PAGE_COUNT = 28,
    AT_FREELIST = 32,
    COLUMNS_MAX = 64,
    ORPHANS_NAMED = 200,
    ROW_TEXT_ROOM = 400,
    ROWS_PER_LOOK = 1000
};

/* --- a way in --- */

static bool say_hopeless(struct err *err)
{
    return err_set(err, ERR_CORRUPT,
                   _("Nothing can be read from this database any more. It was not changed. Restore"
                     " a backup."));
}

static sqlite3 *open_damaged(const char *path)
{
    sqlite3 *handle = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
    if (sqlite3_open_v2(path, &handle, flags, NULL) != SQLITE_OK) {
        sqlite3_close_v2(handle);
        return NULL;
    }
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024);
    return handle;
}

/* First column of the first row; false: there is none, or it cannot be read. */
static bool ask_number(sqlite3 *handle, const char *sql, int64_t *number)
{
    sqlite3_stmt *stmt = NULL;
    bool ok = sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL) == SQLITE_OK &&
              sqlite3_step(stmt) == SQLITE_ROW;
    *number = ok ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return ok;
}

static bool has_way_in(const char *path, int *schema)
{
    int64_t tables = 0;
    int64_t version = 0;
    int64_t ignored = 0;
    sqlite3 *handle = open_damaged(path);
    if (handle == NULL) {
        return false;
    }
    bool ok = ask_number(handle, "SELECT count(*) FROM sqlite_schema", &tables) && tables > 0 &&
              sqlite3_exec(handle, "SELECT 1 FROM member LIMIT 0", NULL, NULL, NULL) == SQLITE_OK;
    bool has_version = ok &&
                       ask_number(handle, "SELECT max(number) FROM schema_migration", &version) &&
                       version >= 1 && version <= migrate_newest() &&
                       ask_number(handle, "SELECT count(*) FROM schema_migration", &ignored);
    *schema = has_version ? (int)version : migrate_newest();
    sqlite3_close_v2(handle);
    return ok;
}

static void put_number(unsigned char *at, uint32_t number)
{
    for (int i = 0; i < 4; i++) {
        at[i] = (unsigned char)(number >> (24 - 8 * i));
    }
}

/* The first `size` bytes of a new database over those that are there; the rest stays. */
static bool take_beginning(const char *path, const char *fresh, size_t size)
{
    unsigned char page[PAGE];
    struct stat status;
    int from = open(fresh, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    int to = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    bool ok = from >= 0 && to >= 0 && fstat(to, &status) == 0 && pread(from, page, PAGE, 0) == PAGE;
    if (ok) {
        put_number(page + AT_PAGE_COUNT, (uint32_t)(status.st_size / PAGE));
        put_number(page + AT_FREELIST, 0);
        put_number(page + AT_FREELIST + 4, 0);
        ok = pwrite(to, page, size, 0) == (ssize_t)size;
    }
    if (from >= 0) {
        close(from);
    }
    if (to >= 0) {
        close(to);
    }
    return ok;
}

static uint32_t get_number(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static bool copy_page(int from, int to, uint32_t number)
{
    unsigned char page[PAGE];
    off_t at = (off_t)(number - 1) * PAGE;
    return number > 1 && pread(from, page, PAGE, at) == PAGE && pwrite(to, page, PAGE, at) == PAGE;
}

/* The pages that hold the schema, from a new database: they lie where they lie in every database
 * that this program made in one go. The first page names them (its right-most child at 108, the
 * others in its cells). */
static bool take_schema_pages(const char *path, const char *fresh)
{
    enum { AT_TYPE = 100, AT_CELLS = 103, AT_RIGHT = 108, AT_POINTERS = 112, INTERIOR = 5 };
    unsigned char first[PAGE];
    int from = open(fresh, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    int to = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    bool ok = from >= 0 && to >= 0 && pread(from, first, PAGE, 0) == PAGE &&
              first[AT_TYPE] == INTERIOR && copy_page(from, to, get_number(first + AT_RIGHT));
    int cells = ok ? first[AT_CELLS] << 8 | first[AT_CELLS + 1] : 0;
    for (int i = 0; ok && i < cells; i++) {
        const unsigned char *pointer = first + AT_POINTERS + (ptrdiff_t)2 * i;
        int cell = pointer[0] << 8 | pointer[1];
        ok = cell <= PAGE - 4 && copy_page(from, to, get_number(first + cell));
    }
    if (from >= 0) {
        close(from);
    }
    if (to >= 0) {
        close(to);
    }
    return ok;
}

/* A file that was cut short gets its length back, in zeros: a table whose place is outside of the
 * file would make all of it unreadable. */
static void give_length(const char *path)
{
    enum { GROWS_AT_MOST = 64 };
    unsigned char header[HEADER];
    struct stat status;
    int file = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    if (file >= 0 && fstat(file, &status) == 0 && pread(file, header, HEADER, 0) == HEADER) {
        int64_t pages = get_number(header + AT_PAGE_COUNT);
        bool is_sane = pages * PAGE <= (int64_t)status.st_size * GROWS_AT_MOST;
        if (memcmp(header, "SQLite format 3", 16) == 0 && is_sane &&
            pages * PAGE > status.st_size) {
            int failed = ftruncate(file, pages * PAGE);
            (void)failed; /* what is there is tried all the same */
        }
    }
    if (file >= 0) {
        close(file);
    }
}

bool db_salvage_open(const char *path, const char *fresh, int *schema, bool *was_rebuilt,
                     struct err *err)
{
    *was_rebuilt = false;
    give_length(path);
    if (has_way_in(path, schema)) {
        return true;
    }
    *was_rebuilt = true;
    return (take_beginning(path, fresh, HEADER) && has_way_in(path, schema)) ||
           (take_beginning(path, fresh, PAGE) && has_way_in(path, schema)) ||
           (take_schema_pages(path, fresh) && has_way_in(path, schema)) || say_hopeless(err);
}

/* --- one table --- */

struct table_copy {
    sqlite3 *source;
    struct db *target;
    const struct db_salvage_hooks *hooks;
    char name[DB_TABLE_ROOM];
    struct buf columns, marks, order, backwards; /* of the statements */
    char lead[DB_TABLE_ROOM];                    /* the first column of the key */
    bool is_lead_integer;
    int lead_index; /* among the columns */
    sqlite3_stmt *insert;
    int64_t rows, refused, seen;
    bool is_stopped;
};

static void add_quoted(struct buf *buf, const char *name)
{
    char *quoted = sqlite3_mprintf("\"%w\"", name);
    buf_add_text(buf, quoted != NULL ? quoted : "");
    sqlite3_free(quoted);
}

static void add_column(struct table_copy *copy, sqlite3_stmt *stmt, int index)
{
    const char *name = (const char *)sqlite3_column_text(stmt, 0);
    const char *type = (const char *)sqlite3_column_text(stmt, 1);
    int key = sqlite3_column_int(stmt, 2);
    buf_add_text(&copy->columns, index > 0 ? ", " : "");
    buf_add_text(&copy->marks, index > 0 ? ", ?" : "?");
    add_quoted(&copy->columns, name);
    if (key == 1) {
        text_copy(copy->lead, sizeof copy->lead, name);
        copy->lead_index = index;
        copy->is_lead_integer = type != NULL && strcmp(type, "INTEGER") == 0;
    }
}

/* The key's columns in their order; every table of ours has a key. */
static bool read_order(struct table_copy *copy)
{
    sqlite3_stmt *stmt = NULL;
    sqlite3_prepare_v2(copy->target->handle,
                       "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk", -1, &stmt,
                       NULL);
    sqlite3_bind_text(stmt, 1, copy->name, -1, SQLITE_TRANSIENT);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        buf_add_text(&copy->order, copy->order.size > 0 ? ", " : "");
        buf_add_text(&copy->backwards, copy->backwards.size > 0 ? ", " : "");
        add_quoted(&copy->order, name);
        add_quoted(&copy->backwards, name);
        buf_add_text(&copy->backwards, " DESC");
    }
    sqlite3_finalize(stmt);
    return copy->order.size > 0;
}

static bool read_columns(struct table_copy *copy)
{
    sqlite3_stmt *stmt = NULL;
    int count = 0;
    sqlite3_prepare_v2(copy->target->handle,
                       "SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid", -1, &stmt,
                       NULL);
    sqlite3_bind_text(stmt, 1, copy->name, -1, SQLITE_TRANSIENT);
    while (sqlite3_step(stmt) == SQLITE_ROW && count < COLUMNS_MAX) {
        add_column(copy, stmt, count++);
    }
    sqlite3_finalize(stmt);
    return count > 0 && read_order(copy);
}

static bool prepare_insert(struct table_copy *copy, struct err *err)
{
    struct buf sql = {0};
    buf_add_text(&sql, "INSERT OR IGNORE INTO ");
    add_quoted(&sql, copy->name);
    buf_printf(&sql, " (%s) VALUES (%s)", buf_text(&copy->columns), buf_text(&copy->marks));
    int code = sqlite3_prepare_v2(copy->target->handle, buf_text(&sql), -1, &copy->insert, NULL);
    buf_free(&sql);
    return code == SQLITE_OK || db_fail(copy->target, code, err);
}

/* Brought over, there already, or not possible: what a damaged page gives may break every rule. */
static void take_row(struct table_copy *copy, sqlite3_stmt *row, bool is_again)
{
    int columns = sqlite3_column_count(row);
    sqlite3_reset(copy->insert);
    for (int i = 0; i < columns; i++) {
        sqlite3_bind_value(copy->insert, i + 1, sqlite3_column_value(row, i));
    }
    bool is_taken =
        sqlite3_step(copy->insert) == SQLITE_DONE && sqlite3_changes(copy->target->handle) == 1;
    copy->rows += is_taken;
    copy->refused += !is_taken && !is_again;
    if (++copy->seen % ROWS_PER_LOOK == 0) {
        copy->is_stopped = !copy->hooks->go_on(copy->hooks->context);
    }
}

/* SELECT every column, with a condition on the first column of the key. */
static sqlite3_stmt *select_rows(struct table_copy *copy, const char *condition, const char *order,
                                 int64_t from)
{
    struct buf sql = {0};
    sqlite3_stmt *stmt = NULL;
    buf_printf(&sql, "SELECT %s FROM ", buf_text(&copy->columns));
    add_quoted(&sql, copy->name);
    if (condition != NULL) {
        buf_add_text(&sql, " WHERE ");
        add_quoted(&sql, copy->lead);
        buf_add_text(&sql, condition);
    }
    buf_printf(&sql, " ORDER BY %s", order);
    if (sqlite3_prepare_v2(copy->source, buf_text(&sql), -1, &stmt, NULL) == SQLITE_OK &&
        condition != NULL) {
        sqlite3_bind_int64(stmt, 1, from);
    }
    buf_free(&sql);
    return stmt;
}

enum pass_end { PASS_WHOLE, PASS_DAMAGED, PASS_STOPPED };

/* Forwards from a key to the end or the damage; *last: the largest key that was read: a damaged
 * page may give them in any order. */
static enum pass_end read_forwards(struct table_copy *copy, const char *condition, int64_t from,
                                   int64_t *last)
{
    int code = SQLITE_ERROR;
    sqlite3_stmt *stmt = select_rows(copy, condition, buf_text(&copy->order), from);
    while (stmt != NULL && !copy->is_stopped && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        int64_t key = sqlite3_column_int64(stmt, copy->lead_index);
        *last = key > *last ? key : *last;
        take_row(copy, stmt, condition != NULL);
    }
    sqlite3_finalize(stmt);
    return copy->is_stopped ? PASS_STOPPED : code == SQLITE_DONE ? PASS_WHOLE : PASS_DAMAGED;
}

/* Backwards from behind the damage to the damage: what lies between two damaged pages. */
static void read_backwards(struct table_copy *copy, const char *condition, int64_t from,
                           int64_t until)
{
    sqlite3_stmt *stmt = select_rows(copy, condition, buf_text(&copy->backwards), from);
    while (stmt != NULL && !copy->is_stopped && sqlite3_step(stmt) == SQLITE_ROW &&
           sqlite3_column_int64(stmt, copy->lead_index) >= until) {
        take_row(copy, stmt, true);
    }
    sqlite3_finalize(stmt);
}

/* Whether the first row at or behind that key can be read, or there is none. */
static bool is_readable(struct table_copy *copy, int64_t from)
{
    sqlite3_stmt *stmt = select_rows(copy, " >= ?1", buf_text(&copy->order), from);
    int code = stmt != NULL ? sqlite3_step(stmt) : SQLITE_ERROR;
    sqlite3_finalize(stmt);
    return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* The smallest key behind the damage that can be read; INT64_MAX: none. */
static int64_t find_behind(struct table_copy *copy, int64_t damaged)
{
    int64_t low = damaged;
    int64_t step = 1;
    int64_t high = damaged;
    while (!is_readable(copy, high)) {
        if (high > INT64_MAX - step) {
            return INT64_MAX;
        }
        low = high;
        high += step;
        step = step > INT64_MAX / 4 ? step : step * 2;
    }
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (is_readable(copy, middle)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return high;
}

static void say_gap(struct table_copy *copy, int64_t from, int64_t to)
{
    char what[120];
    if (to == INT64_MAX) {
        snprintf(what, sizeof what, "rows behind %s %lld could not be read", copy->lead,
                 (long long)from);
    } else {
        snprintf(what, sizeof what, "rows with %s from %lld to %lld could not all be read",
                 copy->lead, (long long)from, (long long)to);
    }
    copy->hooks->lost(copy->hooks->context, copy->name, what);
}

/* Around every damaged place: up to it, over it, back to it, and on. A try that brings nothing new
 * makes the next leap twice as long, so that it ends whatever the pages say. */
static void copy_numbered(struct table_copy *copy)
{
    int64_t last = 0;
    int64_t leap = 1;
    enum pass_end end = read_forwards(copy, NULL, 0, &last);
    while (end == PASS_DAMAGED) {
        int64_t had = copy->rows;
        int64_t behind = last < INT64_MAX - leap ? find_behind(copy, last + leap) : INT64_MAX;
        say_gap(copy, last, behind);
        if (behind == INT64_MAX) {
            read_backwards(copy, " <= ?1", INT64_MAX, last);
            return;
        }
        read_backwards(copy, " < ?1", behind, last);
        last = behind; /* whatever comes: the next gap begins behind this one */
        end = read_forwards(copy, " >= ?1", behind, &last);
        leap = copy->rows > had ? 1 : leap > INT64_MAX / 4 ? leap : leap * 2;
    }
}

/* A key of text is small here (settings): from both ends. */
static void copy_worded(struct table_copy *copy)
{
    int64_t ignored = 0;
    if (read_forwards(copy, NULL, 0, &ignored) == PASS_DAMAGED) {
        read_backwards(copy, NULL, 0, INT64_MIN);
        copy->hooks->lost(copy->hooks->context, copy->name, "some rows could not be read");
    }
}

static bool copy_table(struct table_copy *copy, struct err *err)
{
    bool ok = read_columns(copy) && prepare_insert(copy, err);
    if (ok && copy->is_lead_integer) {
        copy_numbered(copy);
    } else if (ok) {
        copy_worded(copy);
    }
    sqlite3_finalize(copy->insert);
    buf_free(&copy->columns);
    buf_free(&copy->marks);
    buf_free(&copy->order);
    buf_free(&copy->backwards);
    if (ok) {
        copy->hooks->table(copy->hooks->context, copy->name, copy->rows, copy->refused);
    }
    return ok && !copy->is_stopped;
}

/* --- what refers to nothing --- */

/* The row as text, so that what is taken out can be read and typed again. */
static void row_text(sqlite3_stmt *row, char dst[ROW_TEXT_ROOM])
{
    char plain[ROW_TEXT_ROOM];
    size_t used = 0;
    plain[0] = '\0';
    for (int i = 0; i < sqlite3_column_count(row) && used + 1 < sizeof plain; i++) {
        const unsigned char *text = sqlite3_column_text(row, i);
        snprintf(plain + used, sizeof plain - used, "%s%s=%.60s", i > 0 ? ", " : "",
                 sqlite3_column_name(row, i), text != NULL ? (const char *)text : "");
        used += strlen(plain + used);
    }
    sanitize_log(dst, ROW_TEXT_ROOM, plain);
}

/* One table and its reference that lead nowhere; false: there is none. */
static bool next_orphan(struct db *target, char table[DB_TABLE_ROOM], int *reference)
{
    sqlite3_stmt *stmt = NULL;
    bool has = sqlite3_prepare_v2(target->handle, "PRAGMA foreign_key_check", -1, &stmt, NULL) ==
                   SQLITE_OK &&
               sqlite3_step(stmt) == SQLITE_ROW;
    if (has) {
        text_copy(table, DB_TABLE_ROOM, (const char *)sqlite3_column_text(stmt, 0));
        *reference = sqlite3_column_int(stmt, 3);
    }
    sqlite3_finalize(stmt);
    return has;
}

/* " FROM table WHERE column NOT IN (SELECT key FROM parent)" */
static void write_condition(struct db *target, const char *table, int reference, struct buf *sql)
{
    sqlite3_stmt *stmt = NULL;
    sqlite3_prepare_v2(target->handle,
                       "SELECT \"table\", \"from\", coalesce(\"to\", 'id') FROM"
                       " pragma_foreign_key_list(?1) WHERE id = ?2",
                       -1, &stmt, NULL);
    sqlite3_bind_text(stmt, 1, table, -1, SQLITE_TRANSIENT);
    sqlite3_bind_int(stmt, 2, reference);
    if (sqlite3_step(stmt) == SQLITE_ROW) {
        buf_add_text(sql, " FROM ");
        add_quoted(sql, table);
        buf_add_text(sql, " WHERE ");
        add_quoted(sql, (const char *)sqlite3_column_text(stmt, 1));
        buf_add_text(sql, " NOT IN (SELECT ");
        add_quoted(sql, (const char *)sqlite3_column_text(stmt, 2));
        buf_add_text(sql, " FROM ");
        add_quoted(sql, (const char *)sqlite3_column_text(stmt, 0));
        buf_add_text(sql, ")");
    }
    sqlite3_finalize(stmt);
}

static void name_rows(struct db *target, const struct db_salvage_hooks *hooks, const char *table,
                      const char *condition)
{
    struct buf sql = {0};
    sqlite3_stmt *stmt = NULL;
    int count = 0;
    buf_printf(&sql, "SELECT *%s", condition);
    sqlite3_prepare_v2(target->handle, buf_text(&sql), -1, &stmt, NULL);
    while (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW) {
        char text[ROW_TEXT_ROOM];
        char what[ROW_TEXT_ROOM + 80];
        row_text(stmt, text);
        snprintf(what, sizeof what, "taken out, what it belongs to was lost: %s", text);
        if (count++ < ORPHANS_NAMED) {
            hooks->lost(hooks->context, table, what);
        }
    }
    sqlite3_finalize(stmt);
    buf_free(&sql);
    if (count > ORPHANS_NAMED) {
        char what[80];
        snprintf(what, sizeof what, "and %d more like these", count - ORPHANS_NAMED);
        hooks->lost(hooks->context, table, what);
    }
}

/* Until nothing refers to what is not there: what goes may be a parent itself. */
static bool remove_orphans(struct db *target, const struct db_salvage_hooks *hooks)
{
    char table[DB_TABLE_ROOM];
    int reference = 0;
    while (next_orphan(target, table, &reference)) {
        struct buf condition = {0};
        struct buf sql = {0};
        write_condition(target, table, reference, &condition);
        name_rows(target, hooks, table, buf_text(&condition));
        buf_printf(&sql, "DELETE%s", buf_text(&condition));
        bool ok = sqlite3_exec(target->handle, buf_text(&sql), NULL, NULL, NULL) == SQLITE_OK &&
                  sqlite3_changes(target->handle) > 0 && hooks->go_on(hooks->context);
        buf_free(&condition);
        buf_free(&sql);
        if (!ok) {
            return false;
        }
    }
    return true;
}

/* --- all of it --- */

static bool copy_tables(sqlite3 *source, struct db *target, const struct db_salvage_hooks *hooks,
                        struct err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool ok = true;
    sqlite3_prepare_v2(target->handle,
                       "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE"
                       " 'sqlite~_%' ESCAPE '~' AND name <> 'schema_migration' ORDER BY name",
                       -1, &stmt, NULL);
    while (ok && sqlite3_step(stmt) == SQLITE_ROW) {
        struct table_copy copy = {.source = source, .target = target, .hooks = hooks};
        text_copy(copy.name, sizeof copy.name, (const char *)sqlite3_column_text(stmt, 0));
        ok = copy_table(&copy, err);
        if (copy.is_stopped) {
            err_set(err, ERR_BUSY, _("Stopped: nothing was left behind."));
        }
    }
    sqlite3_finalize(stmt);
    return ok;
}

bool db_salvage(const char *path, struct db *target, const struct db_salvage_hooks *hooks,
                struct err *err)
{
    sqlite3 *source = open_damaged(path);
    if (source == NULL) {
        return say_hopeless(err);
    }
    bool ok = db_script(target, "PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF; BEGIN", err) &&
              copy_tables(source, target, hooks, err);
    sqlite3_close_v2(source);
    ok = ok && (remove_orphans(target, hooks) ||
                err_set(err, ERR_CORRUPT,
                        _("What was read does not fit together, and could not be made to.")));
    if (!ok) {
        db_rollback(target);
        return false;
    }
    return db_script(target, "COMMIT; PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL", err);
}
