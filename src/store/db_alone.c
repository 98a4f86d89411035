#include "store/db_alone.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/i18n.h"

/* Where SQLite's locks lie in the file (sqlite.org/lockingv3.html): an open connection in WAL mode
 * holds a shared one in the range after the pending and the reserved byte. */
enum { LOCK_START = 0x40000000, LOCK_BYTES = 512 };

bool db_alone_take(const char *path, int *lock, long *holder, struct err *err)
{
    struct flock range = {
        .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_START, .l_len = LOCK_BYTES};
    *holder = 0;
    *lock = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    if (*lock < 0) {
        return errno == ENOENT ||
               err_errno(err, errno, _("The database \"%s\" could not be opened."), path);
    }
    if (fcntl(*lock, F_OFD_SETLK, &range) == 0) {
        return true;
    }
    int reason = errno;
    if (fcntl(*lock, F_OFD_GETLK, &range) == 0 && range.l_type != F_UNLCK && range.l_pid > 0) {
        *holder = range.l_pid;
    }
    close(*lock);
    *lock = -1;
    return reason == EAGAIN || reason == EACCES
               ? err_set(err, ERR_BUSY, _("Another AimTrack has the club open. Close it first."))
               : err_errno(err, reason, _("The database \"%s\" could not be opened."), path);
}
