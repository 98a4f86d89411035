#include "core/club_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"

enum { WHO_ROOM = 128, SEATS_LOOKED_AT = 8 };

static int open_lock(const char *folder, struct err *err)
{
    char path[600];
    if (!file_join(path, sizeof path, folder, "club.lock")) {
        err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
        return -1;
    }
    int file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) {
        err_errno(err, errno, _("The lock file \"%s\" could not be opened."), path);
    }
    return file;
}

bool club_lock_share(const char *folder, int *lock, struct err *err)
{
    struct err opening = {0};
    int file = open_lock(folder, &opening);
    *lock = 0;
    if (file < 0) { /* read-only or full: what is there can be looked at all the same */
        return true;
    }
    if (flock(file, LOCK_SH | LOCK_NB) != 0) {
        close(file);
        return err_set(err, ERR_BUSY,
                       _("The club is being restored from a backup. Wait for its end, then start"
                         " again."));
    }
    *lock = file + 1;
    return true;
}

/* What a kiosk wrote into the lock of its seat: "pid 812, /dev/tty1". Only of one that runs. */
static bool find_kiosk(const char *folder, char who[WHO_ROOM])
{
    for (int seat = 1; seat <= SEATS_LOOKED_AT; seat++) {
        char name[32];
        char path[600];
        struct err ignored = {0};
        snprintf(name, sizeof name, "seat-%d.lock", seat);
        char *text = file_join(path, sizeof path, folder, name) && file_exists(path)
                         ? file_read(path, WHO_ROOM, NULL, &ignored)
                         : NULL;
        bool is_named = text != NULL && strncmp(text, "pid ", 4) == 0;
        long process = is_named ? strtol(text + 4, NULL, 10) : 0;
        bool is_there = process > 0 && (kill((pid_t)process, 0) == 0 || errno == EPERM);
        if (is_there) {
            text_trim(text);
            text_copy(who, WHO_ROOM, text);
        }
        free(text);
        if (is_there) {
            return true;
        }
    }
    return false;
}

static bool say_open(const char *folder, struct err *err)
{
    char who[WHO_ROOM];
    if (find_kiosk(folder, who)) {
        return err_set(err, ERR_BUSY,
                       _("A kiosk has the club open (%s). Close it first. Nothing was changed."),
                       who);
    }
    return err_set(err, ERR_BUSY,
                   _("Another AimTrack has the club open. Close it first (the kiosk, the worker"
                     " of the coach, every command). Nothing was changed."));
}

bool club_lock_alone(const char *folder, int *lock, struct err *err)
{
    int file = open_lock(folder, err);
    *lock = 0;
    if (file < 0) {
        return false;
    }
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
        close(file);
        return say_open(folder, err);
    }
    *lock = file + 1;
    return true;
}

void club_lock_leave(int *lock)
{
    if (*lock > 0) {
        close(*lock - 1);
    }
    *lock = 0;
}
