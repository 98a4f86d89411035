/* SHA256SUMS: one line a file, added behind what is there. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "export/deliver_inside.h"

static const char list_name[] = "SHA256SUMS";

/* A file, and never a pipe that somebody put there to be waited for. */
static int open_list(int folder, int64_t *size)
{
    struct stat found;
    int file = openat(folder, list_name,
                      O_CREAT | O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
    if (file < 0) {
        return -1;
    }
    if (fstat(file, &found) != 0 || !S_ISREG(found.st_mode)) {
        close(file);
        errno = EEXIST;
        return -1;
    }
    *size = found.st_size;
    return file;
}

/* Somebody else's last line, or half a line of a program that was killed. */
static bool ends_in_a_line(int file, int64_t size)
{
    char last = '\n';
    return size == 0 || pread(file, &last, 1, size - 1) != 1 || last == '\n';
}

/* Half a line would make the next one unreadable too. */
static void take_back(int folder, int file, int64_t size)
{
    int error_number = errno;
    if (size == 0) {
        (void)unlinkat(folder, list_name, 0);
    } else if (ftruncate(file, size) == 0) {
        (void)fsync(file);
    }
    errno = error_number;
}

bool sums_add(const struct deliver_calls *calls, int folder, const char *sha256, const char *name)
{
    struct buf line = {0};
    int64_t size = 0;
    int file = open_list(folder, &size);
    if (file < 0) {
        return false;
    }
    buf_printf(&line, "%s%s  %s\n", ends_in_a_line(file, size) ? "" : "\n", sha256, name);
    bool ok = deliver_write_all(calls, file, line.bytes, line.size) && calls->fsync(file) == 0 &&
              calls->fsync(folder) == 0;
    if (!ok) {
        take_back(folder, file, size);
    }
    int error_number = errno;
    ok = close(file) == 0 && ok;
    errno = ok ? errno : error_number;
    buf_free(&line);
    return ok;
}
