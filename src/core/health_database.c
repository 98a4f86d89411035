/* The database: a real commit, within a second; and when it was last checked as a whole. */
#include "base/file.h"
#include "base/text.h"
#include "base/time.h"
#include "core/health_parts.h"
#include "store/club.h"
#include "store/maintenance.h"
#include "store/migrate.h"

enum { LIMIT_MS = 1000, BUSY_MS = 900 };

static enum health_error error_of(const struct err *err)
{
    switch (err->kind) {
    case ERR_BUSY:
        return HEALTH_DATABASE_BUSY;
    case ERR_CORRUPT:
        return HEALTH_DATABASE_DAMAGED;
    case ERR_READONLY:
        return HEALTH_READ_ONLY;
    case ERR_FULL:
        return HEALTH_DATABASE_FULL;
    case ERR_NOT_FOUND:
        return HEALTH_NO_CLUB;
    default:
        return HEALTH_DATABASE_UNREACHABLE;
    }
}

static void fail(struct health_run *run, const struct err *err)
{
    health_judge(run, HEALTH_DATABASE, HEALTH_FAILED, error_of(err));
}

static struct db *open_database(struct health_run *run, bool is_read_only, struct err *err)
{
    char path[640];
    struct db_options how = {.read_only = is_read_only, .busy_ms = BUSY_MS, .limit_ms = LIMIT_MS};
    if (!file_join(path, sizeof path, run->health->folder, "aimtrack.db")) {
        err_set(err, ERR_IO, "%s", "");
        return NULL;
    }
    return db_open(path, &how, err);
}

/* What cannot be written may still be read by the other checks. */
static bool open_either_way(struct health_run *run, struct err *err)
{
    run->db = open_database(run, false, err);
    if (run->db != NULL) {
        return true;
    }
    if (err->kind == ERR_READONLY) {
        struct err ignored = {0};
        run->db = open_database(run, true, &ignored);
    }
    return false;
}

/* Only a schema of this program is asked further. */
static bool check_schema(struct health_run *run, struct err *err)
{
    int version = migrate_version(run->db, err);
    if (version < 0) {
        return false;
    }
    health_note(run, FACT_SCHEMA_VERSION, version);
    if (version != migrate_newest()) {
        health_judge(run, HEALTH_DATABASE, HEALTH_FAILED,
                     version < migrate_newest() ? HEALTH_SCHEMA_OLD : HEALTH_SCHEMA_NEW);
        db_close(run->db);
        run->db = NULL;
        return true;
    }
    if (!club_read(run->db, &run->club, err)) {
        return false;
    }
    text_copy(run->health->zone, sizeof run->health->zone, run->club.zone);
    return true;
}

static bool note_settings(struct health_run *run, struct err *err)
{
    struct db_how how;
    if (!db_how_read(run->db, &how, err)) {
        return false;
    }
    health_note_text(run, FACT_JOURNAL_MODE, how.journal_mode);
    health_note_text(run, FACT_SYNCHRONOUS, how.synchronous);
    return true;
}

/* Begun, written and committed: what a shot needs. */
static bool commit_probe(struct health_run *run, struct err *err)
{
    int64_t started_ms = time_monotonic_ms();
    if (!db_begin_write(run->db, err)) {
        return false;
    }
    bool ok =
        health_probe_put(run->db, run->club.terminal, run->now_ms, err) && db_commit(run->db, err);
    if (!ok) {
        db_rollback(run->db);
        return false;
    }
    health_note(run, FACT_LATENCY_MS, time_monotonic_ms() - started_ms);
    health_note(run, FACT_WAL_PAGES, db_wal_pages(run->db));
    return true;
}

void health_check_database(struct health_run *run)
{
    struct err err = {0};
    bool ok = open_either_way(run, &err);
    if (run->db != NULL) {
        ok = check_schema(run, &err) && ok;
    }
    if (run->db != NULL) {
        ok = note_settings(run, &err) && ok && (run->is_looking || commit_probe(run, &err));
    }
    if (!ok) {
        fail(run, &err);
    }
    health_note(run, FACT_BUSY_COUNT, db_busy_count());
}

void health_check_integrity(struct health_run *run)
{
    struct maintenance row;
    struct err err = {0};
    if (run->db == NULL || !maintenance_newest(run->db, MAINTENANCE_CHECK, false, &row, &err)) {
        health_judge(run, HEALTH_INTEGRITY, HEALTH_WARN, HEALTH_NOT_KNOWN);
        return;
    }
    const char *word = row.id == 0 ? "unchecked" : row.is_good ? "ok" : "failed";
    health_note_text(run, FACT_INTEGRITY, word);
    health_note_text(run, FACT_DATABASE_INTEGRITY, word);
    if (row.id != 0) {
        health_note(run, FACT_INTEGRITY_CHECKED_AT, row.at_ms);
        health_note(run, FACT_DATABASE_CHECKED_AT, row.at_ms);
    }
    if (row.id != 0 && !row.is_good) {
        health_judge(run, HEALTH_INTEGRITY, HEALTH_FAILED, HEALTH_INTEGRITY_FAILED);
    }
}
