#include "core/restore.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "core/attachment_file.h"
#include "core/backup_parts.h"
#include "core/club_lock.h"
#include "core/restore_switch.h"
#include "store/club.h"
#include "store/db_alone.h"
#include "store/migrate.h"

struct restoring {
    const struct restore_order *order;
    struct restore_result *result;
    struct arena *arena;
    char work[BACKUP_PATH_ROOM];
    int64_t started_ms;
    struct err *err;
};

static bool say_long(struct err *err)
{
    return err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
}

/* --- alone --- */

static bool take_database(const char *folder, struct club_alone *alone, struct err *err)
{
    char path[BACKUP_PATH_ROOM];
    long holder = 0;
    if (!file_join(path, sizeof path, folder, BACKUP_DATABASE)) {
        return say_long(err);
    }
    if (db_alone_take(path, &alone->database, &holder, err)) {
        return true;
    }
    if (err->kind == ERR_BUSY && holder > 0) {
        err_set(err, ERR_BUSY,
                _("Another program has the club open (pid %ld). Close it first. Nothing was"
                  " changed."),
                holder);
    }
    return err->kind == ERR_IO || err->kind == ERR_INPUT; /* no file of ours: it is moved away */
}

bool club_alone_take(const char *folder, struct club_alone *alone, struct err *err)
{
    *alone = (struct club_alone){.database = -1};
    alone->backup = backup_lock(folder, err);
    return alone->backup >= 0 && club_lock_alone(folder, &alone->club, err) &&
           restore_switch_finish(folder, err) && take_database(folder, alone, err);
}

void club_alone_leave(struct club_alone *alone)
{
    if (alone->database >= 0) {
        close(alone->database);
    }
    club_lock_leave(&alone->club);
    if (alone->backup >= 0) {
        close(alone->backup);
    }
    *alone = (struct club_alone){.backup = -1, .database = -1};
}

/* --- brought up to date --- */

/* A schema that no migration of ours made is not opened: a trigger in it would run as ours. */
static bool check_schema(struct restoring *restoring, struct db *db)
{
    char path[BACKUP_PATH_ROOM];
    char wanted[65];
    char found[65];
    struct err *err = restoring->err;
    if (!file_join(path, sizeof path, restoring->work, "schema.db")) {
        return say_long(err);
    }
    struct db *fresh = db_open(path, &(struct db_options){.create = true}, err);
    bool ok = fresh != NULL && migrate_run(fresh, err) && db_schema_digest(fresh, wanted, err);
    db_close(fresh);
    return ok && db_schema_digest(db, found, err) &&
           (strcmp(wanted, found) == 0 ||
            err_set(err, ERR_CORRUPT,
                    _("The database in the backup is not laid out as AimTrack lays it out. Nothing"
                      " was changed.")));
}

/* The row that says so is in the restored database itself. */
static bool note_restore(struct restoring *restoring, struct app *app)
{
    const struct restore_order *order = restoring->order;
    const char *slash = strrchr(order->path, '/');
    struct maintenance row = {.kind = MAINTENANCE_RESTORE, .is_good = true};
    text_copy(row.file_name, sizeof row.file_name, slash != NULL ? slash + 1 : order->path);
    snprintf(row.detail, sizeof row.detail, "schema %d to %d, %lld rows as backed up",
             restoring->result->from_schema, restoring->result->to_schema,
             (long long)restoring->result->manifest.rows);
    row.duration_ms = (int)(time_monotonic_ms() - restoring->started_ms);
    return app_begin(app, restoring->err) &&
           ((backup_note_in(app, &row, restoring->err) && app_commit(app, restoring->err)) ||
            app_abort(app));
}

static bool update_database(struct restoring *restoring)
{
    char path[BACKUP_PATH_ROOM];
    struct app app = {.seat_lock = -1};
    struct err *err = restoring->err;
    app_act_as_owner(&app);
    if (!file_join(path, sizeof path, restoring->work, BACKUP_DATABASE)) {
        return say_long(err);
    }
    app.db = db_open(path, &(struct db_options){0}, err);
    if (app.db == NULL) {
        return false;
    }
    restoring->result->from_schema = restoring->result->manifest.schema;
    bool is_older = restoring->result->from_schema < migrate_newest();
    bool ok = migrate_run(app.db, err) && check_schema(restoring, app.db) &&
              (!is_older || db_check_whole(app.db, NULL, NULL, err)) &&
              club_read(app.db, &app.club, err);
    restoring->result->to_schema = migrate_newest();
    text_copy(restoring->result->zone, sizeof restoring->result->zone, app.club.zone);
    ok = ok && note_restore(restoring, &app) && db_settle(app.db, err);
    db_close(app.db);
    return ok;
}

/* --- papers, pepper, settings --- */

static bool same_file(const char *a, const char *b)
{
    char left[65];
    char right[65];
    int64_t left_bytes = 0;
    int64_t right_bytes = 0;
    struct err ignored = {0};
    return backup_hash_path(a, left, &left_bytes, NULL, &ignored) &&
           backup_hash_path(b, right, &right_bytes, NULL, &ignored) && left_bytes == right_bytes &&
           strcmp(left, right) == 0;
}

/* A paper that is there already stays; one that is there but differs makes room, kept beside. */
static bool put_paper(struct restoring *restoring, const char *name)
{
    char from[ATTACHMENT_PATH_ROOM];
    char to[ATTACHMENT_PATH_ROOM];
    char aside[ATTACHMENT_PATH_ROOM + RESTORE_MARK_ROOM];
    const char *folder = restoring->order->data_folder;
    snprintf(from, sizeof from, "%.500s/" BACKUP_PAPERS "/%.80s", restoring->work, name);
    snprintf(to, sizeof to, "%.500s/" BACKUP_PAPERS "/%.80s", folder, name);
    snprintf(aside, sizeof aside, "%.500s/%.80s.%s", folder, name, restoring->result->kept);
    if (file_exists(to) && same_file(from, to)) {
        return true;
    }
    if (file_exists(to) && rename(to, aside) != 0) {
        return err_errno(restoring->err, errno, _("The file \"%s\" could not be written."), to);
    }
    restoring->result->papers++;
    return rename(from, to) == 0 ||
           err_errno(restoring->err, errno, _("The file \"%s\" could not be written."), to);
}

static bool put_papers(struct restoring *restoring)
{
    char folder[BACKUP_PATH_ROOM];
    const struct backup_manifest *manifest = &restoring->result->manifest;
    size_t length = strlen(BACKUP_PAPERS "/");
    bool ok = file_join(folder, sizeof folder, restoring->order->data_folder, BACKUP_PAPERS);
    for (int i = 0; ok && i < manifest->item_count; i++) {
        const char *name = manifest->items[i].name;
        if (strncmp(name, BACKUP_PAPERS "/", length) == 0) {
            ok = file_private_folder(folder, restoring->err) && put_paper(restoring, name + length);
        }
    }
    return ok;
}

/* This machine's own settings stay when it has some. A backup without the pepper leaves the one
 * that is here; the manifest tells whether it is the right one. */
static bool prepare_secrets(struct restoring *restoring)
{
    char path[BACKUP_PATH_ROOM];
    char check[65] = "";
    struct err ignored = {0};
    const char *folder = restoring->order->data_folder;
    struct restore_result *result = restoring->result;
    if (file_join(path, sizeof path, folder, BACKUP_SETTINGS) && file_exists(path) &&
        file_join(path, sizeof path, restoring->work, BACKUP_SETTINGS)) {
        unlink(path);
    }
    if (result->manifest.has_login) {
        result->do_pins_work = true;
        return true;
    }
    if (!file_join(path, sizeof path, folder, BACKUP_PEPPER) || !file_exists(path)) {
        return backup_pepper_make(restoring->work, restoring->err);
    }
    size_t size = 0;
    char *pepper = file_read(path, 64, &size, &ignored);
    if (pepper != NULL && size == 32) {
        backup_pepper_check((unsigned char *)pepper, check);
        sodium_memzero(pepper, size);
    }
    free(pepper);
    result->do_pins_work = strcmp(check, result->manifest.pepper_check) == 0;
    return true;
}

/* --- all of it --- */

static bool is_anything_kept(const char *folder, const char *kept)
{
    char path[BACKUP_PATH_ROOM];
    char name[96];
    snprintf(name, sizeof name, BACKUP_DATABASE ".%s", kept);
    return file_join(path, sizeof path, folder, name) && file_exists(path);
}

void club_kept_name(const char *folder, const char *why, char *dst, size_t size)
{
    char date[DATE_ROOM];
    char clock[6];
    char path[BACKUP_PATH_ROOM];
    int64_t moment_ms = time_now_ms();
    do {
        time_local_date(date, moment_ms);
        time_local_clock(clock, moment_ms);
        snprintf(dst, size, "%s-%.4s%.2s%.2s-%.2s%.2s%02d", why, date, date + 5, date + 8, clock,
                 clock + 3, (int)(moment_ms / 1000 % 60));
        moment_ms += 1000; /* two in one second: the second is called a second later */
    } while (is_anything_kept(folder, dst) ||
             (file_join(path, sizeof path, folder, dst) && file_exists(path)));
}

static bool change(const char *folder, const char *made, const char *kept, struct err *err)
{
    restore_switch_clear(folder);
    return restore_switch_ready(folder, made, BACKUP_SETTINGS, err) &&
           restore_switch_ready(folder, made, BACKUP_PEPPER, err) &&
           restore_switch_ready(folder, made, BACKUP_DATABASE, err) &&
           restore_switch_run(folder, kept, err);
}

static bool restore_alone(struct restoring *restoring)
{
    const struct restore_order *order = restoring->order;
    struct backup_check check;
    if (!backup_room_start(order->data_folder, restoring->work, restoring->err) ||
        !backup_examine(order->path, &order->key, restoring->work, &order->watch, restoring->arena,
                        &check, restoring->err)) {
        return false;
    }
    if (!check.is_whole) {
        return err_set(restoring->err, ERR_DENIED,
                       _("This backup is encrypted. Give the file of the private key with --key."));
    }
    restoring->result->manifest = check.manifest;
    club_kept_name(order->data_folder, order->was_damaged ? "corrupt" : "before-restore",
                   restoring->result->kept, sizeof restoring->result->kept);
    if (!update_database(restoring) || !put_papers(restoring) || !prepare_secrets(restoring) ||
        !change(order->data_folder, restoring->work, restoring->result->kept, restoring->err)) {
        return false;
    }
    if (!is_anything_kept(order->data_folder, restoring->result->kept)) {
        restoring->result->kept[0] = '\0';
    }
    return true;
}

bool club_alone_start(const char *folder, struct err *err)
{
    umask(077);
    if (sodium_init() < 0) {
        return err_set(err, ERR_BUG, _("The cryptographic library could not start."));
    }
    return file_private_folder(folder, err);
}

bool restore_run(const struct restore_order *order, struct arena *arena,
                 struct restore_result *result, struct err *err)
{
    struct restoring restoring = {.order = order,
                                  .result = result,
                                  .arena = arena,
                                  .started_ms = time_monotonic_ms(),
                                  .err = err};
    *result = (struct restore_result){0};
    if (!club_alone_start(order->data_folder, err)) {
        return false;
    }
    struct club_alone alone;
    bool ok = club_alone_take(order->data_folder, &alone, err) && restore_alone(&restoring);
    if (restoring.work[0] != '\0') {
        backup_room_end(restoring.work);
    }
    club_alone_leave(&alone);
    return ok;
}

bool restore_adopt(const char *data_folder, const char *made, bool was_damaged,
                   char kept[RESTORE_MARK_ROOM], struct err *err)
{
    struct club_alone alone;
    if (!club_alone_start(data_folder, err)) {
        return false;
    }
    club_kept_name(data_folder, was_damaged ? "corrupt" : "before-restore", kept,
                   RESTORE_MARK_ROOM);
    bool ok = club_alone_take(data_folder, &alone, err) && change(data_folder, made, kept, err);
    club_alone_leave(&alone);
    return ok;
}

bool restore_finish(const char *data_folder, struct err *err)
{
    char path[BACKUP_PATH_ROOM];
    if (!file_join(path, sizeof path, data_folder, "restore-pending") || !file_exists(path)) {
        return true;
    }
    int lock = backup_lock(data_folder, err);
    if (lock < 0) {
        return false;
    }
    int club = 0;
    bool ok = club_lock_alone(data_folder, &club, err) && restore_switch_finish(data_folder, err);
    club_lock_leave(&club);
    close(lock);
    return ok;
}
