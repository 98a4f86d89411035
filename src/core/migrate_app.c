#include "core/migrate_app.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "core/app.h"
#include "store/club.h"
#include "store/consistency.h"
#include "store/db_backup.h"
#include "store/db_copy.h"
#include "store/maintenance.h"

enum { PATH_ROOM = 700, LOOK_AGAIN_MS = 50, WAIT_MS = 60 * 1000, ALONE_MS = 3000 };

static bool path_in(char path[PATH_ROOM], const char *folder, const char *name, struct err *err)
{
    return file_join(path, PATH_ROOM, folder, name) ||
           err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
}

static struct db *open_club(const char *folder, const struct db_options *how, struct err *err)
{
    char path[PATH_ROOM];
    return path_in(path, folder, "aimtrack.db", err) ? db_open(path, how, err) : NULL;
}

/* --- one at a time -------------------------------------------------------------------------------
 */
/* The lock of whoever upgrades; waits for it. -1 with ERR_BUSY after a minute. */
static int lock_upgrade(const char *folder, struct err *err)
{
    char path[PATH_ROOM];
    char me[32];
    int64_t until_ms = time_monotonic_ms() + WAIT_MS;
    snprintf(me, sizeof me, "pid %ld\n", (long)getpid());
    if (!path_in(path, folder, "migrate.lock", err)) {
        return -1;
    }
    int lock = file_lock(path, me, NULL, 0, err);
    while (lock < 0 && err->kind == ERR_BUSY && time_monotonic_ms() < until_ms) {
        nanosleep(&(struct timespec){.tv_nsec = LOOK_AGAIN_MS * 1000000L}, NULL);
        err_clear(err);
        lock = file_lock(path, me, NULL, 0, err);
    }
    if (lock < 0 && err->kind == ERR_BUSY) {
        err_set(err, ERR_BUSY,
                _("Another AimTrack is bringing this club up to date. Nothing was changed here. Try"
                  " again in a few minutes."));
    }
    return lock;
}

bool migrate_app_wait(const char *folder, struct err *err)
{
    int lock = lock_upgrade(folder, err);
    if (lock >= 0) {
        close(lock);
    }
    return lock >= 0;
}

/* --- the copy ------------------------------------------------------------------------------------
 */
static bool backups_folder(char path[PATH_ROOM], const char *folder, struct err *err)
{
    return path_in(path, folder, "backups", err) && file_private_folder(path, err);
}

bool migrate_app_copy(struct db *db, const char *folder, int from, struct upgrade *done,
                      struct err *err)
{
    char backups[PATH_ROOM];
    char path[PATH_ROOM];
    char moment[32];
    struct tm utc;
    struct db_copied copied;
    time_t now = (time_t)(time_now_ms() / 1000);
    gmtime_r(&now, &utc);
    strftime(moment, sizeof moment, "%Y%m%dT%H%M%SZ", &utc);
    snprintf(done->copy_name, sizeof done->copy_name, "aimtrack.db.before-migration-%04d-%s", from,
             moment);
    if (!backups_folder(backups, folder, err) || !path_in(path, backups, done->copy_name, err) ||
        !db_copy(db, path, &copied, err)) {
        done->copy_name[0] = '\0';
        return false;
    }
    done->copy_bytes = copied.bytes;
    text_copy(done->copy_digest, sizeof done->copy_digest, copied.digest);
    log_event(LOG_LEVEL_INFO, "before the upgrade: %s, %lld bytes, sha256 %s", done->copy_name,
              (long long)copied.bytes, copied.digest);
    return true;
}

/* Nothing was changed, so that it holds nothing that the club does not hold. A program that is
 * started again and again must not fill the disk with them. */
static void drop_copy(const char *folder, struct upgrade *done)
{
    char backups[PATH_ROOM];
    char path[PATH_ROOM];
    struct err ignored = {0};
    if (path_in(backups, folder, "backups", &ignored) &&
        path_in(path, backups, done->copy_name, &ignored)) {
        db_copy_remove(path);
    }
    done->copy_name[0] = '\0';
}

/* --- the steps -----------------------------------------------------------------------------------
 */
static bool check_after(struct db *db, struct err *err)
{
    char table[CODE_ROOM];
    char parent[CODE_ROOM];
    int64_t count = 0;
    if (!consistency_references(db, table, parent, &count, err) || !db_check(db, err)) {
        return false;
    }
    if (count > 0) {
        err->kind = ERR_CORRUPT; /* its sentence is explain's */
        return err_detail(err, "%lld rows of %s refer to a %s that is not there", (long long)count,
                          table, parent);
    }
    return true;
}

/* The rows that tell of it. Everything they need is of the new schema by now. */
static bool note_upgrade(struct db *db, const struct upgrade *done, struct err *err)
{
    char before[16];
    char after[16];
    struct club club;
    struct audit_actor actor = {0};
    int64_t now_ms = time_now_ms();
    app_owner_name(actor.name, sizeof actor.name);
    snprintf(before, sizeof before, "%d", done->from);
    snprintf(after, sizeof after, "%d", done->to);
    if (!club_read(db, &club, err)) {
        return false;
    }
    struct maintenance row = {.id = id_new(club.terminal),
                              .kind = MAINTENANCE_MIGRATION,
                              .is_good = true,
                              .bytes = done->copy_bytes,
                              .at_ms = now_ms,
                              .duration_ms = done->duration_ms};
    text_copy(row.file_name, sizeof row.file_name, done->copy_name);
    text_copy(row.digest, sizeof row.digest, done->copy_digest);
    text_copy(row.by_name, sizeof row.by_name, actor.name);
    snprintf(row.detail, sizeof row.detail, "schema %d to %d, AimTrack %s", done->from, done->to,
             AIMTRACK_VERSION);
    return maintenance_insert(db, &row, err) &&
           audit_add(db, &actor, now_ms, "schema.upgrade", "schema", done->to, before, after, err);
}

/* What a person can act on stays as it was said (disk full, disk failure); the rest is one sentence
 * with the step. */
static bool explain(const struct upgrade *done, int step, struct err *err)
{
    char detail[sizeof err->detail];
    if (err->kind == ERR_FULL || err->kind == ERR_IO || err->kind == ERR_READONLY) {
        return false;
    }
    text_copy(detail, sizeof detail, err->detail);
    err_set(err, ERR_CORRUPT,
            _("The upgrade from schema %d to %d failed at step %s. Nothing was changed: start the"
              " AimTrack that was here before, and report this."),
            done->from, done->to, migrate_step_name(step));
    return err_detail(err, "%s", detail);
}

static bool apply(struct db *db, int64_t started_ms, struct upgrade *done, struct err *err)
{
    int step = 0;
    if (!db_begin_write(db, err)) {
        return false;
    }
    bool ok = migrate_apply(db, &step, err) && check_after(db, err);
    done->duration_ms = (int)(time_monotonic_ms() - started_ms);
    ok = ok && note_upgrade(db, done, err) && db_commit(db, err);
    if (!ok) {
        db_rollback(db);
        explain(done, step, err);
    }
    return ok;
}

static bool upgrade(struct db *db, const char *folder, int from, struct upgrade *done,
                    struct err *err)
{
    int64_t started_ms = time_monotonic_ms();
    *done = (struct upgrade){.from = from, .to = migrate_newest()};
    log_event(LOG_LEVEL_INFO, "upgrading schema %d to %d, after a copy", done->from, done->to);
    if (!migrate_app_copy(db, folder, from, done, err)) {
        return false;
    }
    if (!apply(db, started_ms, done, err)) {
        log_err("upgrade", err);
        if (!db_is_broken(db)) { /* else only the next start knows what is on disk */
            drop_copy(folder, done);
        }
        return false;
    }
    log_event(LOG_LEVEL_INFO, "upgraded: schema %d to %d in %d ms", done->from, done->to,
              done->duration_ms);
    return true;
}

/* --- who asks for it -----------------------------------------------------------------------------
 */
/* 0: nothing to do or no club; -1: cannot be known now. */
static int waiting_version(const char *folder, struct err *err)
{
    struct db *db = open_club(folder, &(struct db_options){.read_only = true}, err);
    int version = db != NULL ? migrate_known_version(db, err) : -1;
    db_close(db);
    return version == migrate_newest() ? 0 : version;
}

static bool run_alone(const char *folder, struct upgrade *done, struct err *err)
{
    struct db_options how = {.alone = true, .busy_ms = ALONE_MS};
    struct db *db = open_club(folder, &how, err);
    if (db == NULL) {
        return err->kind == ERR_BUSY &&
               err_set(err, ERR_BUSY,
                       _("The club must be brought up to date, and another AimTrack has it open."
                         " Nothing was changed. Close it there (kiosk, worker, commands) and try"
                         " again."));
    }
    int version = migrate_known_version(db, err);
    bool ok = version >= 0;
    if (ok && version > 0 && version < migrate_newest()) {
        ok = upgrade(db, folder, version, done, err);
    } else if (ok) {
        ok = migrate_run(db, err);
    }
    db_close(db);
    return ok;
}

static bool start(struct err *err)
{
    return sodium_init() >= 0 ||
           err_set(err, ERR_BUG, _("The cryptographic library could not start."));
}

bool migrate_app_run(const char *folder, struct upgrade *done, struct err *err)
{
    *done = (struct upgrade){.from = migrate_newest(), .to = migrate_newest()};
    if (!start(err)) {
        return false;
    }
    int waiting = waiting_version(folder, err);
    if (waiting == 0 || (waiting < 0 && err->kind != ERR_BUSY)) {
        return waiting == 0;
    }
    err_clear(err);
    int lock = lock_upgrade(folder, err);
    bool ok = lock >= 0 && run_alone(folder, done, err);
    if (lock >= 0) {
        close(lock);
    }
    return ok;
}

/* --- the rehearsal -------------------------------------------------------------------------------
 */
static bool rehearse_on(const char *path, int from, struct upgrade *would, struct err *err)
{
    int64_t started_ms = time_monotonic_ms();
    struct db *copy = db_open(path, &(struct db_options){.alone = true}, err);
    would->from = from;
    bool ok = copy != NULL && apply(copy, started_ms, would, err);
    db_close(copy);
    return ok;
}

bool migrate_app_rehearse(const char *folder, struct upgrade *would, struct err *err)
{
    char backups[PATH_ROOM];
    char path[PATH_ROOM];
    struct db_copied copied;
    *would = (struct upgrade){.from = migrate_newest(), .to = migrate_newest()};
    if (!start(err)) {
        return false;
    }
    int waiting = waiting_version(folder, err);
    if (waiting <= 0) {
        return waiting == 0;
    }
    int lock = lock_upgrade(folder, err);
    struct db *db =
        lock >= 0 ? open_club(folder, &(struct db_options){.read_only = true}, err) : NULL;
    bool ok = db != NULL && backups_folder(backups, folder, err) &&
              path_in(path, backups, "aimtrack.db.dry-run", err);
    if (ok) {
        db_copy_remove(path); /* of a rehearsal that was killed */
        ok = db_copy(db, path, &copied, err) && rehearse_on(path, waiting, would, err);
        would->copy_bytes = copied.bytes;
        db_copy_remove(path);
    }
    db_close(db);
    if (lock >= 0) {
        close(lock);
    }
    return ok;
}

bool migrate_app_status(const char *folder, struct arena *arena, struct migrate_step **steps,
                        int *count, struct err *err)
{
    struct db *db =
        start(err) ? open_club(folder, &(struct db_options){.read_only = true}, err) : NULL;
    bool ok = db != NULL && migrate_steps(db, arena, steps, count, err);
    db_close(db);
    return ok;
}
