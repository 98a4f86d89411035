#include "core/migrate_back.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "core/app.h"
#include "core/backup_parts.h"
#include "core/restore_switch.h"
#include "store/club.h"
#include "store/db_alone.h"
#include "store/db_backup.h"

enum { KEY_PARTS = 4, CHUNK = 1 << 16, VERSION_ROOM = 32 };

struct going {
    const char *folder;
    struct migrate_back *back;
    char work[BACKUP_PATH_ROOM]; /* "aimtrack.db" in it is the copy of the copy */
    char digest[65];             /* as the upgrade wrote it down */
    struct err *err;
};

static bool join(const struct going *going, char *dst, const char *folder, const char *name)
{
    return file_join(dst, BACKUP_PATH_ROOM, folder, name) ||
           err_set(going->err, ERR_INPUT, _("The name of the data folder is too long."));
}

/* --- what the upgrade wrote down -----------------------------------------------------------------
 */
static bool say_none(struct err *err)
{
    return err_set(err, ERR_NOT_FOUND,
                   _("There is no copy of before an upgrade that belongs to this club as it is now."
                     " Nothing was changed. Restore a backup with the older AimTrack instead."));
}

/* "schema 8 to 9, AimTrack 0.6.0" */
static bool read_detail(const char *detail, int *from, int *to, char version[VERSION_ROOM])
{
    char *end = NULL;
    if (strncmp(detail, "schema ", 7) != 0) {
        return false;
    }
    *from = (int)strtol(detail + 7, &end, 10);
    if (strncmp(end, " to ", 4) != 0) {
        return false;
    }
    *to = (int)strtol(end + 4, &end, 10);
    return strncmp(end, ", AimTrack ", 11) == 0 && text_copy(version, VERSION_ROOM, end + 11);
}

static bool read_upgrade(struct going *going, struct db *db)
{
    struct maintenance row;
    char version[VERSION_ROOM];
    struct migrate_back *back = going->back;
    back->from = migrate_known_version(db, going->err);
    if (back->from < 0 || !maintenance_newest(db, MAINTENANCE_MIGRATION, true, &row, going->err)) {
        return false;
    }
    if (row.id == 0 || back->from < migrate_newest()) {
        return true; /* never upgraded with this schema */
    }
    int from = 0;
    int to = 0;
    if (!read_detail(row.detail, &from, &to, version) || to != back->from) {
        return say_none(going->err);
    }
    if (strcmp(version, AIMTRACK_VERSION) != 0) {
        return true; /* this version found the schema as it is */
    }
    back->is_needed = true;
    back->to = from;
    back->upgraded_at_ms = row.at_ms;
    text_copy(back->copy_name, sizeof back->copy_name, row.file_name);
    text_copy(going->digest, sizeof going->digest, row.digest);
    return (row.digest[0] != '\0' && row.file_name[0] != '\0' &&
            strchr(row.file_name, '/') == NULL) ||
           say_none(going->err);
}

/* --- the copy ------------------------------------------------------------------------------------
 */
static int copy_bytes(int from, int to)
{
    char *bytes = mem_alloc(CHUNK);
    ssize_t got = 0;
    int reason = 0;
    while (reason == 0 && (got = read(from, bytes, CHUNK)) > 0) {
        ssize_t put = write(to, bytes, (size_t)got);
        reason = put == got ? 0 : put < 0 ? errno : ENOSPC;
    }
    reason = reason == 0 && got < 0 ? errno : reason;
    free(bytes);
    return reason == 0 && fsync(to) != 0 ? errno : reason;
}

/* What is put in place is a copy of the copy: that one stays, whatever happens. */
static bool take_copy(struct going *going)
{
    char backups[BACKUP_PATH_ROOM];
    char path[BACKUP_PATH_ROOM];
    char ready[BACKUP_PATH_ROOM];
    if (!join(going, backups, going->folder, "backups") ||
        !join(going, path, backups, going->back->copy_name) ||
        !join(going, ready, going->work, BACKUP_DATABASE)) {
        return false;
    }
    int from = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (from < 0) {
        return errno == ENOENT
                   ? err_set(going->err, ERR_NOT_FOUND,
                             _("The copy of before the upgrade, backups/%s, is gone. Nothing was"
                               " changed. Restore a backup with the older AimTrack instead."),
                             going->back->copy_name)
                   : err_errno(going->err, errno, _("The file \"%s\" could not be opened."), path);
    }
    int to = open(ready, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    int reason = to >= 0 ? copy_bytes(from, to) : errno;
    close(from);
    if (to >= 0) {
        close(to);
    }
    return reason == 0 ||
           err_errno(going->err, reason, _("The file \"%s\" could not be written."), ready);
}

static bool say_damaged(struct going *going)
{
    return err_set(
        going->err, ERR_CORRUPT,
        _("The copy of before the upgrade, backups/%s, is damaged or not the one that was"
          " made then. Nothing was changed."),
        going->back->copy_name);
}

static bool check_digest(struct going *going)
{
    char path[BACKUP_PATH_ROOM];
    char found[65];
    int64_t bytes = 0;
    return join(going, path, going->work, BACKUP_DATABASE) &&
           backup_hash_path(path, found, &bytes, NULL, going->err) &&
           (strcmp(found, going->digest) == 0 || say_damaged(going));
}

/* The last row of the copy's trail stands in the club's too, with the same hash: the club is the
 * copy and what came after it. */
static bool is_continued(struct going *going, struct db *copy, struct db *now, int64_t *number)
{
    struct club before;
    struct club after;
    char hash[65] = "";
    struct db_stmt *stmt =
        db_prepare(copy, "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1");
    if (db_step(stmt, going->err) == DB_FAILED) {
        return false;
    }
    *number = db_int(stmt, 0);
    text_copy(hash, sizeof hash, db_text(stmt, 1));
    db_reset(stmt);
    stmt = db_prepare(now, "SELECT hash FROM audit WHERE number = $1");
    db_bind_int(stmt, 1, *number);
    enum db_step step = db_step(stmt, going->err);
    bool is_same = step == DB_ROW && strcmp(db_text(stmt, 0), hash) == 0;
    db_reset(stmt);
    if (step == DB_FAILED || !club_read(copy, &before, going->err) ||
        !club_read(now, &after, going->err)) {
        return false;
    }
    time_set_zone(after.zone);
    return (is_same && before.id == after.id) || say_damaged(going);
}

/* --- what would be lost --------------------------------------------------------------------------
 */
static int compare_keys(struct db_stmt *left, struct db_stmt *right)
{
    for (int i = 0; i < KEY_PARTS; i++) {
        int64_t a = db_int(left, i);
        int64_t b = db_int(right, i);
        if (a != b) {
            return a < b ? -1 : 1;
        }
    }
    return 0;
}

/* Rows whose key only `now` has; both come in the order of the key. */
static bool count_new(struct going *going, struct db *now, struct db *copy, const char *sql,
                      int64_t *count)
{
    struct db_stmt *mine = db_prepare(now, sql);
    struct db_stmt *theirs = mine != NULL ? db_prepare(copy, sql) : NULL;
    if (theirs == NULL) {
        return false;
    }
    *count = 0;
    enum db_step left = db_step(mine, going->err);
    enum db_step right = db_step(theirs, going->err);
    while (left == DB_ROW && right != DB_FAILED) {
        int order = right == DB_ROW ? compare_keys(mine, theirs) : -1;
        *count += order < 0 ? 1 : 0;
        left = order <= 0 ? db_step(mine, going->err) : left;
        right = order >= 0 ? db_step(theirs, going->err) : right;
    }
    db_reset(mine);
    db_reset(theirs);
    return left != DB_FAILED && right != DB_FAILED;
}

static bool count_changes(struct going *going, struct db *now, int64_t after)
{
    struct db_stmt *stmt = db_prepare(
        now, "SELECT count(*) FROM audit WHERE number > $1 AND action <> 'schema.upgrade'");
    db_bind_int(stmt, 1, after);
    bool ok = db_step(stmt, going->err) == DB_ROW;
    going->back->changes = ok ? db_int(stmt, 0) : 0;
    db_reset(stmt);
    return ok;
}

static bool count_lost(struct going *going, struct db *now, struct db *copy)
{
    struct migrate_back *back = going->back;
    int64_t number = 0;
    return is_continued(going, copy, now, &number) && count_changes(going, now, number) &&
           count_new(going, now, copy, "SELECT id, 0, 0, 0 FROM session ORDER BY id",
                     &back->sessions) &&
           count_new(going, now, copy,
                     "SELECT session_weapon_id, series, number, revision FROM shot"
                     " ORDER BY session_weapon_id, series, number, revision",
                     &back->shots) &&
           count_new(going, now, copy, "SELECT id, 0, 0, 0 FROM member ORDER BY id",
                     &back->members);
}

/* --- all of it -----------------------------------------------------------------------------------
 */
static bool compare(struct going *going, struct db *now)
{
    char path[BACKUP_PATH_ROOM];
    if (!backup_room_start(going->folder, going->work, going->err) || !take_copy(going) ||
        !check_digest(going) || !join(going, path, going->work, BACKUP_DATABASE)) {
        return false;
    }
    struct db *copy = db_open(path, &(struct db_options){.alone = true}, going->err);
    bool ok = copy != NULL && db_check_whole(copy, NULL, NULL, going->err);
    ok = ok && (migrate_version(copy, going->err) == going->back->to || say_damaged(going)) &&
         count_lost(going, now, copy);
    db_close(copy);
    return ok;
}

static bool look(struct going *going)
{
    char path[BACKUP_PATH_ROOM];
    if (!join(going, path, going->folder, BACKUP_DATABASE)) {
        return false;
    }
    struct db *now = db_open(path, &(struct db_options){.read_only = true}, going->err);
    bool ok =
        now != NULL && read_upgrade(going, now) && (!going->back->is_needed || compare(going, now));
    db_close(now);
    return ok;
}

/* The club that comes back says in its trail that it did. */
static bool note(struct going *going)
{
    char path[BACKUP_PATH_ROOM];
    char before[16];
    char after[16];
    struct audit_actor actor = {0};
    struct migrate_back *back = going->back;
    app_owner_name(actor.name, sizeof actor.name);
    snprintf(before, sizeof before, "%d", back->from);
    snprintf(after, sizeof after, "%d", back->to);
    if (!join(going, path, going->work, BACKUP_DATABASE)) {
        return false;
    }
    struct db *copy = db_open(path, &(struct db_options){.alone = true}, going->err);
    bool ok = copy != NULL && db_begin_write(copy, going->err) &&
              audit_add(copy, &actor, time_now_ms(), "schema.back", "schema", back->to, before,
                        after, going->err) &&
              db_commit(copy, going->err) && db_settle(copy, going->err);
    db_close(copy);
    return ok;
}

static bool change(struct going *going)
{
    char path[BACKUP_PATH_ROOM];
    long holder = 0;
    int database = -1;
    const char *folder = going->folder;
    char *kept = going->back->kept;
    club_kept_name(folder, "before-back", kept, RESTORE_MARK_ROOM);
    if (!join(going, path, folder, BACKUP_DATABASE) ||
        !db_alone_take(path, &database, &holder, going->err)) {
        return false;
    }
    restore_switch_clear(folder);
    bool ok = restore_switch_ready(folder, going->work, BACKUP_DATABASE, going->err) &&
              restore_switch_run(folder, kept, going->err);
    if (database >= 0) {
        close(database);
    }
    if (ok) {
        log_event(LOG_LEVEL_WARNING, "back from schema %d to %d; what was there is aimtrack.db.%s",
                  going->back->from, going->back->to, kept);
    }
    return ok;
}

/* Nobody else has the club open, and nobody opens it until we leave. Our own connection must be
 * able to read it meanwhile: club.lock keeps the others out, SQLite's own lock is taken again for
 * the change. */
static bool go(const char *folder, struct migrate_back *back, bool is_change, struct err *err)
{
    int64_t shown = back->changes;
    struct going going = {.folder = folder, .back = back, .err = err};
    struct club_alone alone = {.backup = -1, .database = -1};
    *back = (struct migrate_back){0};
    if (!club_alone_start(folder, err)) {
        return false;
    }
    bool ok = true;
    if (is_change) {
        ok = club_alone_take(folder, &alone, err);
    } else {
        alone.backup = backup_lock(folder, err);
        ok = alone.backup >= 0;
    }
    if (alone.database >= 0) {
        close(alone.database);
        alone.database = -1;
    }
    ok = ok && look(&going);
    if (ok && is_change && back->changes != shown) {
        ok = err_set(err, ERR_BUSY,
                     _("Something was stored in the club in the meantime. Nothing was changed: look"
                       " again at what would be lost."));
    }
    ok = ok && (!is_change || !back->is_needed || (note(&going) && change(&going)));
    if (going.work[0] != '\0') {
        backup_room_end(going.work);
    }
    club_alone_leave(&alone);
    return ok;
}

bool migrate_back_look(const char *folder, struct migrate_back *back, struct err *err)
{
    return go(folder, back, false, err);
}

bool migrate_back_run(const char *folder, struct migrate_back *back, struct err *err)
{
    return go(folder, back, true, err);
}
