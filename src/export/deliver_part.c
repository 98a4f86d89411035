/* The file while it is not whole. It is locked as long as it is written, so that one a killed
 * program left behind can be told apart; where the file system has no locks nothing is swept. */
#include "export/deliver_inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

enum { TRIES = 8, TAIL_BYTES = 14 }; /* ".1234abcd.part" */

/* Whether it is ours alone: locked, and not swept away between being made and being locked. */
static bool is_held(int file)
{
    struct stat found;
    bool is_taken = flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    return !is_taken && fstat(file, &found) == 0 && found.st_nlink > 0;
}

int part_create(int folder, const char *name, char part[DELIVER_PART_ROOM])
{
    for (int i = 0; i < TRIES; i++) {
        snprintf(part, DELIVER_PART_ROOM, ".%.64s.%08x.part", name, (unsigned)randombytes_random());
        int file = openat(folder, part, O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (file < 0 && errno != EEXIST) {
            return -1;
        }
        if (file >= 0 && is_held(file)) {
            return file;
        }
        if (file >= 0) {
            close(file);
        }
    }
    errno = EEXIST;
    return -1;
}

static bool is_part_name(const char *name)
{
    char inner[DELIVER_NAME_ROOM];
    size_t length = strlen(name);
    if (name[0] != '.' || length <= 1 + TAIL_BYTES || length - TAIL_BYTES > sizeof inner ||
        strcmp(name + length - 5, ".part") != 0 || name[length - TAIL_BYTES] != '.' ||
        strspn(name + length - TAIL_BYTES + 1, "0123456789abcdef") != 8) {
        return false;
    }
    snprintf(inner, sizeof inner, "%.*s", (int)(length - TAIL_BYTES - 1), name + 1);
    return deliver_name_is_safe(inner);
}

static bool is_left_behind(int folder, const char *name)
{
    struct stat found;
    int file = openat(folder, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    bool ok = fstat(file, &found) == 0 && S_ISREG(found.st_mode) &&
              flock(file, LOCK_EX | LOCK_NB) == 0 && unlinkat(folder, name, 0) == 0;
    close(file);
    return ok;
}

int parts_clear(int folder)
{
    int count = 0;
    int own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = own >= 0 ? fdopendir(own) : NULL;
    if (dir == NULL) {
        if (own >= 0) {
            close(own);
        }
        return 0;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        count += is_part_name(entry->d_name) && is_left_behind(folder, entry->d_name) ? 1 : 0;
    }
    closedir(dir);
    return count;
}
