/* The system's calls that a delivery makes, where they need a word more than their name. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "export/deliver_inside.h"

/* NTFS by FUSE and NFS cannot rename without replacing: a second name, and then one less, is the
 * same. What has no second names either (exFAT by FUSE) is looked at first; between looking and
 * renaming another program could come, and what is read back afterwards would tell. */
static int rename_by_hand(int folder, const char *from, const char *to)
{
    struct stat there;
    if (linkat(folder, from, folder, to, 0) == 0) {
        (void)unlinkat(folder, from, 0);
        return 0;
    }
    if (errno == EEXIST) {
        return -1;
    }
    if (fstatat(folder, to, &there, AT_SYMLINK_NOFOLLOW) == 0) {
        errno = EEXIST;
        return -1;
    }
    return renameat(folder, from, folder, to);
}

static int rename_new(int folder, const char *from, const char *to)
{
    int done = renameat2(folder, from, folder, to, RENAME_NOREPLACE);
    if (done != 0 && (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP)) {
        return rename_by_hand(folder, from, to);
    }
    return done;
}

/* Begins writing out the newest bytes and waits for those before: the disk works while the next
 * rows are made, and has no more than two pushes to do when it comes to the sync. What fails here
 * is said here only: fsync does not say it again. */
static int push(int file, int64_t from, int64_t bytes)
{
    if (from > 0 && sync_file_range(file, 0, from, SYNC_FILE_RANGE_WAIT_BEFORE) != 0) {
        return errno == EINVAL || errno == ENOSYS || errno == ESPIPE ? 0 : -1;
    }
    (void)sync_file_range(file, from, bytes, SYNC_FILE_RANGE_WRITE);
    return 0;
}

void deliver_calls_fill(struct deliver_calls *calls)
{
    calls->write = calls->write != NULL ? calls->write : write;
    calls->push = calls->push != NULL ? calls->push : push;
    calls->fsync = calls->fsync != NULL ? calls->fsync : fsync;
    calls->syncfs = calls->syncfs != NULL ? calls->syncfs : syncfs;
    calls->rename = calls->rename != NULL ? calls->rename : rename_new;
    calls->read = calls->read != NULL ? calls->read : read;
}

bool deliver_write_all(const struct deliver_calls *calls, int file, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = calls->write(file, bytes, size);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            errno = written == 0 ? EIO : errno;
            return false;
        }
        bytes += written;
        size -= (size_t)written;
    }
    return true;
}
