#include "core/club_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"

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

bool club_lock_alone(const char *folder, int *lock, struct err *err)
{
    int file = open_lock(folder, err);
    *lock = 0;
    if (file < 0) {
        return false;
    }
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
        close(file);
        return err_set(err, ERR_BUSY,
                       _("Another AimTrack has the club open. Close it first (the kiosk, the worker"
                         " of the coach, every command). Nothing was changed."));
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
