/* Where backups and what is needed to make them stand, and one at a time. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/sanitize.h"
#include "base/text.h"
#include "base/time.h"
#include "core/audit_json.h"
#include "core/backup_parts.h"

enum { READ_BLOCK = 256 * 1024 };

bool backup_say_damaged(struct err *err, const char *detail)
{
    err_set(err, ERR_CORRUPT,
            _("The backup is damaged: it is not whole, or it is no backup of AimTrack."));
    return err_detail(err, "%s", detail);
}

bool backup_say_stopped(struct err *err)
{
    return err_set(err, ERR_BUSY, _("Stopped: nothing was left behind."));
}

/* --- folders --- */

bool backup_folder(const char *data_folder, bool makes, char dst[BACKUP_FOLDER_ROOM],
                   struct err *err)
{
    struct config config;
    if (!config_read(data_folder, &config, err)) {
        return false;
    }
    const char *named = config.backup.folder[0] != '\0' ? config.backup.folder : "backups";
    bool fits = named[0] == '/' ? text_copy(dst, BACKUP_FOLDER_ROOM, named)
                                : file_join(dst, BACKUP_FOLDER_ROOM, data_folder, named);
    if (!fits) {
        return err_set(err, ERR_CONFIG, _("The name of the folder for backups is too long."));
    }
    if (!makes || file_private_folder(dst, err)) {
        return true;
    }
    if (err->kind == ERR_INPUT) {
        err_set(
            err, ERR_READONLY,
            _("\"%s\" should be the folder of the backups and is none: no backup was made. Take it"
              " away, or name another with [backup] folder in aimtrack.conf."),
            dst);
    }
    return false;
}

bool backup_is_same_folder(const char *one, const char *other)
{
    struct stat first;
    struct stat second;
    return stat(one, &first) == 0 && stat(other, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

bool backup_is_own(const char *data_folder, const char *path)
{
    char own[BACKUP_FOLDER_ROOM];
    char folder[BACKUP_PATH_ROOM];
    struct err ignored = {0};
    text_copy(folder, sizeof folder, path);
    char *slash = strrchr(folder, '/');
    if (slash != NULL) {
        slash[slash == folder] = '\0';
    }
    return backup_folder(data_folder, false, own, &ignored) &&
           backup_is_same_folder(slash != NULL ? folder : ".", own);
}

/* Files first, then the folder; links are not followed. */
static void remove_entries(const char *folder, int deep)
{
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        return;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        char path[BACKUP_PATH_ROOM + 300];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            !file_join(path, sizeof path, folder, entry->d_name)) {
            continue;
        }
        if (unlink(path) != 0 && deep > 0) {
            remove_entries(path, deep - 1);
            rmdir(path);
        }
    }
    closedir(dir);
}

void backup_remove_folder(const char *folder)
{
    remove_entries(folder, 1);
    if (rmdir(folder) != 0 && errno != ENOENT) {
        log_event(LOG_LEVEL_WARNING, "left behind: %s", folder);
    }
}

bool backup_room_start(const char *data_folder, char dst[BACKUP_PATH_ROOM], struct err *err)
{
    if (!file_join(dst, BACKUP_PATH_ROOM, data_folder, "backup-work")) {
        return err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
    }
    remove_entries(dst, 1); /* of one that was killed here */
    return file_private_folder(dst, err);
}

void backup_room_end(const char *work)
{
    backup_remove_folder(work);
}

int backup_lock(const char *data_folder, struct err *err)
{
    char path[BACKUP_PATH_ROOM];
    char me[64];
    snprintf(me, sizeof me, "pid %ld\n", (long)getpid());
    if (!file_join(path, sizeof path, data_folder, "backup.lock")) {
        err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
        return -1;
    }
    int lock = file_lock(path, me, NULL, 0, err);
    if (lock < 0 && err->kind == ERR_BUSY) {
        err_set(err, ERR_BUSY,
                _("A backup, a test of one or a restore is going on already. Wait for its end."));
    }
    return lock;
}

/* --- how far it is --- */

bool backup_tell(const struct backup_watch *watch, const char *what, int per_mille)
{
    return watch == NULL || watch->go_on == NULL || watch->go_on(watch->context, what, per_mille);
}

bool backup_stage_go_on(void *context, int64_t done, int64_t total)
{
    const struct backup_stage *stage = context;
    int share = total > 0 && done <= total ? (int)(done * (stage->to - stage->from) / total) : 0;
    return backup_tell(stage->watch, stage->what, stage->from + share);
}

/* --- files --- */

int backup_open(const char *path, struct err *err)
{
    struct stat status;
    int file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT) {
        err_set(err, ERR_NOT_FOUND, _("There is no backup \"%s\"."), path);
        return -1;
    }
    if (file < 0) {
        err_errno(err, errno, _("The file \"%s\" could not be opened."), path);
        return -1;
    }
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
        close(file);
        err_set(err, ERR_INPUT, _("\"%s\" is no file itself, but a folder, a link or a device."),
                path);
        return -1;
    }
    return file;
}

bool backup_hash(int file, char sha256[65], int64_t *bytes, struct backup_stage *stage,
                 struct err *err)
{
    crypto_hash_sha256_state hash;
    unsigned char digest[crypto_hash_sha256_BYTES];
    char *block = mem_alloc(READ_BLOCK);
    struct stat status = {0};
    ssize_t got = -1;
    bool goes_on = true;
    crypto_hash_sha256_init(&hash);
    *bytes = 0;
    if (fstat(file, &status) == 0 && lseek(file, 0, SEEK_SET) == 0) {
        while (goes_on && (got = read(file, block, READ_BLOCK)) > 0) {
            crypto_hash_sha256_update(&hash, (unsigned char *)block, (size_t)got);
            *bytes += got;
            goes_on = stage == NULL || backup_stage_go_on(stage, *bytes, status.st_size);
        }
    }
    int reason = errno;
    free(block);
    crypto_hash_sha256_final(&hash, digest);
    sodium_bin2hex(sha256, 65, digest, sizeof digest);
    if (!goes_on) {
        return backup_say_stopped(err);
    }
    return got == 0 || err_errno(err, reason, _("The backup could not be read."));
}

bool backup_hash_path(const char *path, char sha256[65], int64_t *bytes, struct backup_stage *stage,
                      struct err *err)
{
    int file = backup_open(path, err);
    if (file < 0) {
        return false;
    }
    bool ok = backup_hash(file, sha256, bytes, stage, err);
    close(file);
    return ok;
}

/* --- what is kept of it --- */

static const char *const kind_actions[MAINTENANCE_KIND_COUNT] = {
    "backup", "restore.test", "restore", "migration", "check", "salvage"};

bool backup_note_in(struct app *app, struct maintenance *row, struct err *err)
{
    char after[512];
    char bytes[24];
    row->id = app_new_id(app);
    row->account_id = app->actor.account_id;
    row->at_ms = time_now_ms();
    text_copy(row->by_name, sizeof row->by_name, app->actor.name);
    snprintf(bytes, sizeof bytes, "%lld", (long long)row->bytes);
    const char *const pairs[] = {"file",   row->file_name, "good",  row->is_good ? "yes" : "no",
                                 "sha256", row->digest,    "bytes", row->bytes > 0 ? bytes : "",
                                 "detail", row->detail,    NULL};
    audit_json(after, sizeof after, pairs);
    return maintenance_insert(app->db, row, err) &&
           app_audit(app, kind_actions[row->kind], "maintenance", row->id, "", after, err);
}

void backup_note(struct app *app, struct maintenance *row, int64_t started_ms,
                 const struct err *failure)
{
    struct err err = {0};
    row->duration_ms = (int)(time_monotonic_ms() - started_ms);
    if (failure != NULL) { /* the detail is English; the sentence may be in another language */
        sanitize_screen(row->detail, sizeof row->detail,
                        failure->detail[0] != '\0' ? failure->detail : failure->what);
    }
    log_event(row->is_good ? LOG_LEVEL_INFO : LOG_LEVEL_ERROR, "%s %s: %s %s",
              kind_actions[row->kind], row->is_good ? "good" : "failed", row->file_name,
              row->detail);
    if (app_begin(app, &err)) {
        if (backup_note_in(app, row, &err) && app_commit(app, &err)) {
            return;
        }
        (void)app_abort(app);
    }
    log_err("maintenance row", &err);
}
