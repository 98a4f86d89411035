#include "core/app.h"

#include <errno.h>
#include <pwd.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/data.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "core/club_lock.h"
#include "core/log_setup.h"
#include "core/migrate_app.h"
#include "core/restore.h"
#include "core/rights.h"
#include "core/settings.h"
#include "store/account.h"
#include "store/club.h"
#include "store/setting.h"

static const char database_name[] = "aimtrack.db";

bool app_folder(const char *given, char *dst, size_t size, struct err *err)
{
    const char *chosen = given != NULL ? given : getenv("AIMTRACK_DATA");
    const char *xdg = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    int length = 0;
    if (chosen != NULL && *chosen != '\0') {
        length = snprintf(dst, size, "%s", chosen);
    } else if (xdg != NULL && *xdg == '/') {
        length = snprintf(dst, size, "%s/aimtrack", xdg);
    } else if (home != NULL && *home != '\0') {
        length = snprintf(dst, size, "%s/.local/share/aimtrack", home);
    } else {
        return err_set(err, ERR_CONFIG,
                       _("There is no home folder. Say where the club is with --data DIR."));
    }
    return (length > 0 && (size_t)length < size && file_real(dst, size)) ||
           err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
}

/* --- parts of opening --------------------------------------------------------------------------
 */

/* The pepper is made after the first database: beside it a database of no bytes, or none, is not a
 * new one but a lost one. */
static bool check_not_lost(struct app *app, const char *path, struct err *err)
{
    char pepper[600];
    char wal[600];
    struct stat status;
    bool has_wal = snprintf(wal, sizeof wal, "%s-wal", path) < (int)sizeof wal &&
                   stat(wal, &status) == 0 && status.st_size > 0;
    app->was_unclean = has_wal;
    bool is_empty = lstat(path, &status) != 0 || (S_ISREG(status.st_mode) && status.st_size == 0);
    return !is_empty || !file_join(pepper, sizeof pepper, app->folder, "pepper") ||
           !file_exists(pepper) ||
           err_set(err, ERR_CORRUPT,
                   _("The database of this club is gone or empty. Nothing was written. Keep the"
                     " data folder as it is and restore the newest backup."));
}

/* An older club is upgraded, a new one gets its tables, the newest is only read. */
static bool bring_up_to_date(struct app *app, const char *path, struct db_options how,
                             struct err *err)
{
    struct upgrade done;
    int version = migrate_known_version(app->db, err);
    if (version > 0 && version < migrate_newest()) {
        db_close(app->db);
        how.create = false;
        app->db = migrate_app_run(app->folder, &done, err) ? db_open(path, &how, err) : NULL;
    }
    return version >= 0 && app->db != NULL && migrate_run(app->db, err);
}

static bool open_database(struct app *app, const struct app_options *options, struct err *err)
{
    char path[600];
    struct db_options how = {.create = !options->must_exist};
    if (!file_join(path, sizeof path, app->folder, database_name)) {
        return err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
    }
    if (!check_not_lost(app, path, err)) {
        return false;
    }
    app->db = db_open(path, &how, err);
    if (app->db == NULL && err->kind == ERR_BUSY && migrate_app_wait(app->folder, err)) {
        app->db = db_open(path, &how, err);
    }
    /* Commands can look around on a full disk; a kiosk that only shows would not come back. */
    bool can_look = err->kind == ERR_READONLY || (err->kind == ERR_FULL && !options->is_kiosk);
    if (app->db == NULL && options->is_read_only_ok && can_look) {
        app->is_disk_full = err->kind == ERR_FULL;
        how = (struct db_options){.read_only = true};
        app->db = db_open(path, &how, err);
        app->is_view_only = app->db != NULL;
    }
    if (app->db == NULL) {
        return false;
    }
    err_clear(err);
    return app->is_view_only ? migrate_check(app->db, err) : bring_up_to_date(app, path, how, err);
}

static bool write_pepper(const struct app *app, struct err *err)
{
    char path[600];
    return file_join(path, sizeof path, app->folder, "pepper")
               ? file_write_durable(path, app->pepper, sizeof app->pepper, err)
               : err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
}

/* Beside accounts the file is not new but lost, and with it every PIN: made anew without a word it
 * would keep everybody out, and hide that the old one must come back. ERR_CONFIG, not ERR_CORRUPT:
 * a backup put in place of the club would take shots away and bring no PIN back. */
static bool make_pepper(struct app *app, const struct app_options *options, struct err *err)
{
    int admins = 0;
    if (app->is_view_only) {
        return true;
    }
    if (!account_count_admins(app->db, 0, &admins, err)) {
        return false;
    }
    if (admins > 0 && !options->renews_pepper) {
        return err_set(err, ERR_CONFIG,
                       _("The file \"pepper\" is gone from the data folder: nobody could log in."
                         " Nothing was changed. Put it back from a copy of the folder; without one,"
                         " give every account a new PIN: aimtrack account secret LOGIN"));
    }
    randombytes_buf(app->pepper, sizeof app->pepper);
    app->is_pepper_unwritten = admins > 0;
    return app->is_pepper_unwritten || write_pepper(app, err);
}

bool app_keep_pepper(struct app *app, struct err *err)
{
    if (!app->is_pepper_unwritten) {
        return true;
    }
    if (!write_pepper(app, err)) {
        return false;
    }
    app->is_pepper_unwritten = false;
    log_event(LOG_LEVEL_WARNING,
              "the file pepper was gone from the data folder: a new one was made,"
              " and every other account needs a new PIN too");
    return true;
}

/* 32 bytes beside the database, never in it: a stolen database alone opens no PIN. */
static bool load_pepper(struct app *app, const struct app_options *options, struct err *err)
{
    char path[600];
    if (!file_join(path, sizeof path, app->folder, "pepper")) {
        return err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
    }
    if (!file_exists(path)) {
        return make_pepper(app, options, err);
    }
    size_t size = 0;
    char *bytes = file_read(path, 64, &size, err);
    bool ok = bytes != NULL && size == sizeof app->pepper;
    if (ok) {
        memcpy(app->pepper, bytes, sizeof app->pepper);
    } else if (bytes != NULL || err->kind == ERR_CORRUPT || err->kind == ERR_INPUT) {
        err_set(err, ERR_CONFIG,
                _("The file \"pepper\" in the data folder is damaged: nobody could log in. Nothing"
                  " was changed. Put it back from a copy of the folder; without one, take it away"
                  " and give every account a new PIN: aimtrack account secret LOGIN"));
    }
    free(bytes);
    return ok;
}

static bool load_data(struct app *app, struct err *err)
{
    const struct data_file *faces = data_find("faces.csv");
    const struct data_file *programmes = data_find("programmes.csv");
    if (faces == NULL || programmes == NULL) {
        return err_set(err, ERR_BUG, _("This build of AimTrack lacks its faces and programmes."));
    }
    return face_list_read(&app->arena, faces->bytes, &app->faces, err) &&
           programme_list_read(&app->arena, programmes->bytes, &app->programmes, err);
}

static bool take_seat(struct app *app, struct err *err)
{
    char name[64];
    char path[600];
    char me[128];
    char holder[128] = "";
    const char *terminal = ttyname(STDIN_FILENO);
    snprintf(name, sizeof name, "seat-%d.lock", app->club.terminal);
    snprintf(me, sizeof me, "pid %ld, %s\n", (long)getpid(), terminal != NULL ? terminal : "-");
    if (!file_join(path, sizeof path, app->folder, name)) {
        return err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
    }
    app->seat_lock = file_lock(path, me, holder, sizeof holder, err);
    if (app->seat_lock < 0 && err->kind == ERR_BUSY) {
        err_set(err, ERR_BUSY,
                _("AimTrack is already running on this seat (%s). Go to that terminal, or close it "
                  "there"
                  " first. Nothing was changed."),
                holder);
    }
    app->ended_suddenly = app->seat_lock >= 0 && holder[0] != '\0';
    return app->seat_lock >= 0;
}

/* From the file itself: getpwuid() loads what the machine's settings name (directories over the
 * network among them), and in Debian 12 falls when memory ends just then. */
void app_owner_name(char *dst, size_t size)
{
    const struct passwd *user = NULL;
    FILE *users = fopen("/etc/passwd", "re");
    snprintf(dst, size, "cli:%ld", (long)geteuid());
    while (users != NULL && (user = fgetpwent(users)) != NULL) {
        if (user->pw_uid == geteuid()) {
            snprintf(dst, size, "cli:%.80s", user->pw_name);
            break;
        }
    }
    if (users != NULL) {
        fclose(users);
    }
}

/* Command-line commands act as whoever owns the folder, and are audited so. */
void app_act_as_owner(struct app *app)
{
    app->actor = (struct actor){.role = ROLE_ADMIN, .is_present = true};
    app_owner_name(app->actor.name, sizeof app->actor.name);
}

static bool open_parts(struct app *app, const struct app_options *options, struct err *err)
{
    if (options->must_exist && !file_exists(app->folder)) {
        return err_set(
            err, ERR_NOT_FOUND,
            _("There is no club in \"%s\". Start \"aimtrack\" there, or \"aimtrack demo\" to"
              " try it out."),
            app->folder);
    }
    if (!file_private_folder(app->folder, err)) {
        return false;
    }
    log_setup_read(app->folder);
    if (!restore_finish(app->folder, err) || !club_lock_share(app->folder, &app->club_lock, err) ||
        !open_database(app, options, err) || !load_pepper(app, options, err) ||
        !load_data(app, err) || !club_read(app->db, &app->club, err)) {
        return false;
    }
    if (options->must_exist && app->club.id == 0) {
        return err_set(
            err, ERR_NOT_FOUND,
            _("There is no club in \"%s\". Start \"aimtrack\" there, or \"aimtrack demo\" to"
              " try it out."),
            app->folder);
    }
    time_set_zone(app->club.zone);
    log_set_terminal(app->club.id != 0 ? app->club.terminal : -1);
    if (options->is_kiosk) {
        return app->is_view_only || take_seat(app, err);
    }
    app_act_as_owner(app);
    return true;
}

bool app_open(struct app *app, const struct app_options *options, struct err *err)
{
    *app = (struct app){.seat_lock = -1};
    umask(077);
    prctl(PR_SET_DUMPABLE, 0); /* secrets pass through our memory: no core files of it */
    if (sodium_init() < 0) {
        return err_set(err, ERR_BUG, _("The cryptographic library could not start."));
    }
    if (!app_folder(options->folder, app->folder, sizeof app->folder, err) ||
        !open_parts(app, options, err)) {
        log_event(LOG_LEVEL_DEBUG, "open: %s", err->detail);
        app_close(app);
        return false;
    }
    return true;
}

bool app_reload_club(struct app *app, struct err *err)
{
    if (!club_read(app->db, &app->club, err)) {
        return false;
    }
    time_set_zone(app->club.zone);
    return true;
}

void app_close(struct app *app)
{
    db_close(app->db);
    club_lock_leave(&app->club_lock);
    if (app->seat_lock >= 0) {
        file_unlock(app->seat_lock);
    }
    sodium_memzero(app->pepper, sizeof app->pepper);
    arena_free(&app->arena);
    app->db = NULL;
    app->seat_lock = -1;
}

struct db *app_second_connection(const struct app *app, struct err *err)
{
    return app_connection(app, 0, err);
}

struct db *app_connection(const struct app *app, int busy_ms, struct err *err)
{
    char path[600];
    struct db_options how = {.read_only = app->is_view_only, .busy_ms = busy_ms};
    if (!file_join(path, sizeof path, app->folder, database_name)) {
        err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
        return NULL;
    }
    return db_open(path, &how, err);
}

/* --- transactions ------------------------------------------------------------------------------
 */

bool app_begin(struct app *app, struct err *err)
{
    return app->is_in_batch || db_begin_write(app->db, err);
}

bool app_commit(struct app *app, struct err *err)
{
    return app->is_in_batch || db_commit(app->db, err);
}

bool app_abort(struct app *app)
{
    if (!app->is_in_batch) {
        db_rollback(app->db);
    }
    return false;
}

bool app_batch_begin(struct app *app, struct err *err)
{
    app->is_in_batch = db_begin_write(app->db, err);
    return app->is_in_batch;
}

bool app_batch_end(struct app *app, bool keep, struct err *err)
{
    app->is_in_batch = false;
    if (keep) {
        return db_commit(app->db, err);
    }
    db_rollback(app->db);
    return true;
}

bool app_audit(struct app *app, const char *action, const char *subject, record_id id,
               const char *before, const char *after, struct err *err)
{
    struct audit_actor actor = {.account_id = app->actor.account_id};
    text_copy(actor.name, sizeof actor.name, app->actor.is_present ? app->actor.name : "-");
    return audit_add(app->db, &actor, time_now_ms(), action, subject, id, before, after, err);
}

record_id app_new_id(const struct app *app)
{
    return id_new(app->club.terminal);
}

bool app_setting_get(struct app *app, const char *key, const char *fallback, char *dst, size_t size)
{
    struct err err = {0};
    bool ok = setting_get(app->db, key, fallback, dst, size, &err);
    if (!ok) {
        log_err("setting", &err);
    }
    return ok;
}

static bool may_put(const struct app *app, const char *key, const char *value, struct err *err)
{
    const struct setting_row *row = setting_find(key);
    if (row == NULL) {
        return err_set(err, ERR_INPUT, _("There is no such setting: nothing was changed."));
    }
    return rights_check(app, row->right, err) && setting_check(row, value, err);
}

bool app_setting_put(struct app *app, const char *key, const char *value, struct err *err)
{
    char before[256];
    if (!may_put(app, key, value, err) ||
        !setting_get(app->db, key, "", before, sizeof before, err)) {
        return false;
    }
    if (strcmp(before, value) == 0) {
        return true;
    }
    if (!app_begin(app, err)) {
        return false;
    }
    bool ok = setting_put(app->db, key, value, err) &&
              app_audit(app, "setting.put", key, 0, before, value, err) && app_commit(app, err);
    return ok || app_abort(app);
}
