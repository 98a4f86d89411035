/* The moment of the change. Everything that comes stands ready beside what is there, as
 * "NAME.restored"; a small file says that the change has begun and how what was there is called
 * from then on. Whoever finds that file does the rest, as often as needed: each step is one rename.
 */
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
#include "core/backup_parts.h"
#include "core/restore_switch.h"

static const char mark_name[] = "restore-pending";
/* The database is the last: with it the change is done. */
static const char *const names[] = {BACKUP_SETTINGS, BACKUP_PEPPER, BACKUP_DATABASE};

static bool say_failed(int reason, struct err *err)
{
    return err_errno(err, reason,
                     _("The restored club could not be put in its place: the disk failed. Nothing"
                       " is lost; start AimTrack again, it goes on from here."));
}

static bool sync_folder(const char *folder, struct err *err)
{
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = file >= 0 && fsync(file) == 0;
    int reason = errno;
    if (file >= 0) {
        close(file);
    }
    return ok || say_failed(reason, err);
}

/* Nothing to move is as good as moved. */
static bool move(const char *folder, const char *from, const char *to, struct err *err)
{
    char source[BACKUP_PATH_ROOM];
    char target[BACKUP_PATH_ROOM];
    if (!file_join(source, sizeof source, folder, from) ||
        !file_join(target, sizeof target, folder, to)) {
        return err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
    }
    return renameat2(AT_FDCWD, source, AT_FDCWD, target, RENAME_NOREPLACE) == 0 ||
           errno == ENOENT || say_failed(errno, err);
}

static bool is_there(const char *folder, const char *name)
{
    char path[BACKUP_PATH_ROOM];
    return file_join(path, sizeof path, folder, name) && file_exists(path);
}

static bool move_away(const char *folder, const char *name, const char *end, const char *kept,
                      struct err *err)
{
    char from[64];
    char to[128];
    snprintf(from, sizeof from, "%s%s", name, end);
    snprintf(to, sizeof to, "%s.%s%s", name, kept, end);
    /* Moved already by who was interrupted: what has the name now came after it. */
    return is_there(folder, to) || move(folder, from, to, err);
}

static bool switch_one(const char *folder, const char *name, const char *kept, struct err *err)
{
    char ready[64];
    snprintf(ready, sizeof ready, "%s.restored", name);
    if (!is_there(folder, ready)) {
        return true;
    }
    bool is_database = strcmp(name, BACKUP_DATABASE) == 0;
    /* The old WAL is never beside the new database: it would be taken for its own. */
    bool ok = move_away(folder, name, "", kept, err) &&
              (!is_database || (move_away(folder, name, "-wal", kept, err) &&
                                move_away(folder, name, "-shm", kept, err) &&
                                move_away(folder, name, "-journal", kept, err)));
    return ok && sync_folder(folder, err) && move(folder, ready, name, err) &&
           sync_folder(folder, err);
}

static bool is_mark(const char *kept)
{
    return *kept != '\0' && strspn(kept, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(kept);
}

bool restore_switch_finish(const char *folder, struct err *err)
{
    char path[BACKUP_PATH_ROOM];
    char kept[RESTORE_MARK_ROOM];
    if (!file_join(path, sizeof path, folder, mark_name)) {
        return err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
    }
    if (!file_exists(path)) {
        return true;
    }
    char *text = file_read(path, RESTORE_MARK_ROOM, NULL, err);
    if (text == NULL) {
        return false;
    }
    text_trim(text);
    bool ok = text_copy(kept, sizeof kept, text) && is_mark(kept);
    free(text);
    if (!ok) {
        return err_set(err, ERR_CORRUPT,
                       _("The file \"restore-pending\" in the data folder is damaged. Nothing was"
                         " changed; ask for help."));
    }
    for (size_t i = 0; ok && i < sizeof names / sizeof names[0]; i++) {
        ok = switch_one(folder, names[i], kept, err);
    }
    if (!ok) {
        return false;
    }
    log_event(LOG_LEVEL_INFO, "restored; what was there, if anything, is kept as .%s", kept);
    return (unlink(path) == 0 || say_failed(errno, err)) && sync_folder(folder, err);
}

bool restore_switch_ready(const char *folder, const char *made, const char *name, struct err *err)
{
    char from[BACKUP_PATH_ROOM];
    char to[BACKUP_PATH_ROOM];
    char ready[64];
    snprintf(ready, sizeof ready, "%s.restored", name);
    if (!file_join(from, sizeof from, made, name) || !file_join(to, sizeof to, folder, ready)) {
        return err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
    }
    return !file_exists(from) || rename(from, to) == 0 || say_failed(errno, err);
}

void restore_switch_clear(const char *folder)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char ready[64];
        char path[BACKUP_PATH_ROOM];
        snprintf(ready, sizeof ready, "%s.restored", names[i]);
        if (file_join(path, sizeof path, folder, ready)) {
            unlink(path);
        }
    }
}

bool restore_switch_run(const char *folder, const char *kept, struct err *err)
{
    char path[BACKUP_PATH_ROOM];
    if (!file_join(path, sizeof path, folder, mark_name)) {
        return err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
    }
    if (!sync_folder(folder, err)) {
        return false;
    }
    bool ok =
        file_write_durable(path, kept, strlen(kept), err) && restore_switch_finish(folder, err);
    if (!ok && err->kind != ERR_CORRUPT && file_exists(path)) {
        say_failed(EIO, err); /* the mark is there all the same: the next start goes on */
    }
    return ok;
}
