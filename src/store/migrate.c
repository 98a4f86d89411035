#include "store/migrate.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/data.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"

static const char folder[] = "migrations/sqlite/";

/* Number of a step's file, 0 when the file is none. */
static int step_number(const struct data_file *file)
{
    size_t length = strlen(folder);
    return strncmp(file->name, folder, length) == 0 ? (int)strtol(file->name + length, NULL, 10)
                                                    : 0;
}

int migrate_newest(void)
{
    int newest = 0;
    for (const struct data_file *file = data_files; file->name != NULL; file++) {
        int number = step_number(file);
        newest = number > newest ? number : newest;
    }
    return newest;
}

static void checksum(char hex[65], const struct data_file *file)
{
    unsigned char digest[32];
    crypto_generichash(digest, sizeof digest, (const unsigned char *)file->bytes, file->size, NULL,
                       0);
    sodium_bin2hex(hex, 65, digest, sizeof digest);
}

static bool has_table(struct db *db, bool *has, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migration'");
    if (db_step(stmt, err) != DB_ROW) {
        return false;
    }
    *has = db_int(stmt, 0) > 0;
    db_reset(stmt);
    return true;
}

int migrate_version(struct db *db, struct err *err)
{
    bool has = false;
    if (!has_table(db, &has, err)) {
        return -1;
    }
    if (!has) {
        return 0;
    }
    struct db_stmt *stmt = db_prepare(db, "SELECT coalesce(max(number), 0) FROM schema_migration");
    if (db_step(stmt, err) != DB_ROW) {
        return -1;
    }
    int version = (int)db_int(stmt, 0);
    db_reset(stmt);
    return version;
}

static const struct data_file *step_file(int number)
{
    for (const struct data_file *file = data_files; file->name != NULL; file++) {
        if (step_number(file) == number) {
            return file;
        }
    }
    return NULL;
}

/* What was applied must be what this program carries. */
static bool check_applied(struct db *db, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT number, checksum FROM schema_migration ORDER BY number");
    enum db_step step = DB_DONE;
    while ((step = db_step(stmt, err)) == DB_ROW) {
        char ours[65];
        const struct data_file *file = step_file((int)db_int(stmt, 0));
        if (file != NULL) {
            checksum(ours, file);
        }
        if (file == NULL || strcmp(ours, db_text(stmt, 1)) != 0) {
            err_set(err, ERR_CORRUPT,
                    _("The database was made by a different AimTrack of the same number: it was not"
                      " opened. Install the version that made it."));
            err_detail(err, "migration %d has another checksum", (int)db_int(stmt, 0));
            db_reset(stmt);
            return false;
        }
    }
    return step == DB_DONE;
}

static bool note_step(struct db *db, int number, const struct data_file *file, struct err *err)
{
    char hex[65];
    struct db_stmt *stmt =
        db_prepare(db, "INSERT INTO schema_migration (number, name, applied_at_ms, "
                       "checksum) VALUES ($1, $2, $3, $4)");
    checksum(hex, file);
    db_bind_int(stmt, 1, number);
    db_bind_text(stmt, 2, file->name + strlen(folder));
    db_bind_int(stmt, 3, time_now_ms());
    db_bind_text(stmt, 4, hex);
    return db_run(stmt, err);
}

static bool apply_step(struct db *db, int number, struct err *err)
{
    static const char table[] = "CREATE TABLE IF NOT EXISTS schema_migration ("
                                " number INTEGER PRIMARY KEY, name TEXT NOT NULL,"
                                " applied_at_ms INTEGER NOT NULL, checksum TEXT NOT NULL) STRICT";
    const struct data_file *file = step_file(number);
    if (file == NULL) {
        return err_set(err, ERR_BUG,
                       _("A step of the database's schema is missing from this program."));
    }
    return db_script(db, table, err) && db_script(db, file->bytes, err) &&
           note_step(db, number, file, err);
}

bool migrate_apply(struct db *db, int *failed_step, struct err *err)
{
    int version = migrate_version(db, err);
    int newest = migrate_newest();
    for (int number = version + 1; version >= 0 && number <= newest; number++) {
        if (failed_step != NULL) {
            *failed_step = number;
        }
        if (!apply_step(db, number, err)) {
            return false;
        }
    }
    return version >= 0;
}

/* Without our list of steps there must be nothing at all. */
static bool check_empty(struct db *db, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "SELECT count(*) FROM sqlite_schema");
    if (db_step(stmt, err) != DB_ROW) {
        return false;
    }
    int64_t tables = db_int(stmt, 0);
    db_reset(stmt);
    return tables == 0 ||
           err_set(err, ERR_CORRUPT,
                   _("The database is damaged: nothing was written. Keep the data folder as it is"
                     " and restore the newest backup."));
}

/* What is there is of this program, as far as it goes. Only reads. */
static bool check_known(struct db *db, int version, struct err *err)
{
    int newest = migrate_newest();
    if (version > newest) {
        return err_set(err, ERR_NEWER,
                       _("This club was made by a newer AimTrack (schema %d, this program knows"
                         " %d). Nothing was changed. Install the newer version."),
                       version, newest);
    }
    return version > 0 ? check_applied(db, err) : check_empty(db, err);
}

int migrate_known_version(struct db *db, struct err *err)
{
    int version = migrate_version(db, err);
    bool is_known = version >= 0 && check_known(db, version, err);
    if (!is_known && version == 0) { /* another process may have made it just now */
        version = migrate_version(db, err);
        is_known = version > 0 && check_known(db, version, err);
    }
    return is_known ? version : -1;
}

bool migrate_check(struct db *db, struct err *err)
{
    int version = migrate_version(db, err);
    if (version < 0 || !check_known(db, version, err)) {
        return false;
    }
    return version == migrate_newest() ||
           err_set(
               err, ERR_READONLY,
               _("This club was made by an older AimTrack and cannot be brought up to date here:"
                 " its medium cannot be written. Open it once where it can be written."));
}

bool migrate_run(struct db *db, struct err *err)
{
    int version = migrate_known_version(db, err);
    if (version < 0 || version == migrate_newest()) {
        return version >= 0;
    }
    if (!db_begin_write(db, err)) {
        return false;
    }
    bool ok = migrate_apply(db, NULL, err) && db_commit(db, err);
    if (!ok) {
        db_rollback(db);
    }
    return ok;
}

/* --- how they stand ------------------------------------------------------------------------------
 */
const char *migrate_step_name(int number)
{
    const struct data_file *file = step_file(number);
    return file != NULL ? file->name + strlen(folder) : "";
}

static void read_applied(struct db_stmt *stmt, struct migrate_step *step)
{
    char ours[65] = "";
    const struct data_file *file = step_file((int)db_int(stmt, 0));
    *step = (struct migrate_step){.number = (int)db_int(stmt, 0), .applied_at_ms = db_int(stmt, 2)};
    text_copy(step->name, sizeof step->name, db_text(stmt, 1));
    if (file == NULL) {
        step->state = MIGRATE_UNKNOWN;
        return;
    }
    checksum(ours, file);
    step->state = strcmp(ours, db_text(stmt, 3)) == 0 ? MIGRATE_APPLIED : MIGRATE_DIFFERS;
}

static bool read_all_applied(struct db *db, struct migrate_step *steps, int room, int *count,
                             struct err *err)
{
    bool has = false;
    if (!has_table(db, &has, err) || !has) {
        return err->kind == ERR_OK;
    }
    struct db_stmt *stmt = db_prepare(
        db, "SELECT number, name, applied_at_ms, checksum FROM schema_migration ORDER BY number");
    enum db_step step = DB_ROW;
    while (step == DB_ROW && *count < room && (step = db_step(stmt, err)) == DB_ROW) {
        read_applied(stmt, &steps[(*count)++]);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool migrate_steps(struct db *db, struct arena *arena, struct migrate_step **steps, int *count,
                   struct err *err)
{
    enum { NEWER_SHOWN = 100 };
    int newest = migrate_newest();
    int room = newest + NEWER_SHOWN;
    *steps = arena_alloc(arena, (size_t)room * sizeof **steps);
    *count = 0;
    if (!read_all_applied(db, *steps, room, count, err)) {
        return false;
    }
    int last = *count > 0 ? (*steps)[*count - 1].number : 0;
    for (int number = last + 1; number <= newest; number++) {
        struct migrate_step *step = &(*steps)[(*count)++];
        *step = (struct migrate_step){.number = number, .state = MIGRATE_WAITS};
        text_copy(step->name, sizeof step->name, migrate_step_name(number));
    }
    return true;
}

bool migrate_to(struct db *db, int version, struct err *err)
{
    bool ok = db_begin_write(db, err);
    for (int number = 1; ok && number <= version; number++) {
        ok = apply_step(db, number, err);
    }
    ok = ok && db_commit(db, err);
    if (!ok) {
        db_rollback(db);
    }
    return ok;
}
