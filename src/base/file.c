#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"

bool file_exists(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

bool file_join(char *dst, size_t size, const char *folder, const char *name)
{
    int length = snprintf(dst, size, "%s/%s", folder, name);
    return length > 0 && (size_t)length < size;
}

/* What is there, of a path whose end may be missing: its length. 0: nothing is. */
static size_t length_there(const char *path, char copy[PATH_MAX])
{
    struct stat status;
    size_t length = text_copy(copy, PATH_MAX, path) ? strlen(copy) : 0;
    while (length > 0 && stat(copy, &status) != 0) {
        while (length > 0 && copy[length - 1] != '/') {
            length--;
        }
        while (length > 1 && copy[length - 1] == '/') {
            length--;
        }
        copy[length] = '\0';
    }
    return length;
}

bool file_real(char *path, size_t size)
{
    char copy[PATH_MAX];
    char real[PATH_MAX];
    char whole[PATH_MAX];
    size_t length = length_there(path, copy);
    if (realpath(length > 0 ? copy : ".", real) == NULL) {
        return true; /* who opens it says why it cannot be */
    }
    const char *rest = path + length + strspn(path + length, "/");
    const char *between = *rest != '\0' && strcmp(real, "/") != 0 ? "/" : "";
    int wanted = snprintf(whole, sizeof whole, "%s%s%s", real, between, rest);
    return wanted > 0 && (size_t)wanted < sizeof whole && text_copy(path, size, whole);
}

bool file_sync_folder_of(const char *path)
{
    char copy[1024];
    text_copy(copy, sizeof copy, path);
    int folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        return false;
    }
    bool ok = fsync(folder) == 0;
    close(folder);
    return ok;
}

/* mkdir -p with 0700 for what is made; what was made survives a power cut. */
static bool make_folders(char *path, struct err *err)
{
    for (char *slash = strchr(path + 1, '/');; slash = strchr(slash + 1, '/')) {
        if (slash != NULL) {
            *slash = '\0';
        }
        int made = mkdir(path, 0700);
        if ((made != 0 && errno != EEXIST) || (made == 0 && !file_sync_folder_of(path))) {
            return err_errno(err, errno,
                             _("The folder \"%s\" could not be made. Nothing was changed."), path);
        }
        if (slash == NULL) {
            return true;
        }
        *slash = '/';
    }
}

bool file_private_folder(const char *path, struct err *err)
{
    char copy[1024];
    struct stat status;
    if (!text_copy(copy, sizeof copy, path) || *path == '\0') {
        return err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
    }
    if (stat(path, &status) != 0 && !make_folders(copy, err)) {
        return false;
    }
    if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode)) {
        return err_set(err, ERR_INPUT, _("\"%s\" is not a folder. Choose another with --data."),
                       path);
    }
    if (status.st_uid != geteuid()) {
        return err_set(
            err, ERR_DENIED,
            _("The folder \"%s\" belongs to somebody else. Nothing was changed. Start AimTrack"
              " as its owner."),
            path);
    }
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        return err_set(err, ERR_DENIED,
                       _("Others may write in \"%s\". Nothing was changed. Run: chmod 700 \"%s\""),
                       path, path);
    }
    if ((status.st_mode & 077) != 0) {
        chmod(path, 0700);
    }
    return true;
}

/* The whole of an open file, which is closed. NULL on error. */
static char *read_all(int file, const char *path, size_t limit, size_t *size, struct err *err)
{
    struct buf bytes = {0};
    char chunk[16384];
    ssize_t got = 0;
    while ((got = read(file, chunk, sizeof chunk)) > 0 && bytes.size + (size_t)got <= limit) {
        buf_add(&bytes, chunk, (size_t)got);
    }
    int reason = errno;
    close(file);
    if (got != 0) {
        buf_free(&bytes);
        if (got < 0) {
            err_errno(err, reason, _("The file \"%s\" could not be read."), path);
        } else {
            err_set(err, ERR_INPUT, _("The file \"%s\" is too large."), path);
        }
        return NULL;
    }
    if (size != NULL) {
        *size = bytes.size;
    }
    return bytes.bytes != NULL ? bytes.bytes : mem_alloc(1);
}

static bool say_not_opened(const char *path, int reason, struct err *err)
{
    return reason == ELOOP
               ? err_set(err, ERR_DENIED,
                         _("\"%s\" is a link, and links are not followed there. Put the file itself"
                           " in that place."),
                         path)
               : err_errno(err, reason, _("The file \"%s\" could not be opened."), path);
}

char *file_read(const char *path, size_t limit, size_t *size, struct err *err)
{
    struct stat status;
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file < 0) {
        say_not_opened(path, errno, err);
        return NULL;
    }
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) { /* a pipe would be waited for */
        close(file);
        err_set(err, ERR_CORRUPT, _("\"%s\" is not a plain file. It was not changed."), path);
        return NULL;
    }
    return read_all(file, path, limit, size, err);
}

char *file_read_regular(const char *path, size_t limit, size_t *size, struct err *err)
{
    struct stat status;
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT) {
        err_set(err, ERR_NOT_FOUND, _("There is no file \"%s\"."), path);
        return NULL;
    }
    if (file < 0 && errno != ELOOP && errno != ENXIO) {
        err_errno(err, errno, _("The file \"%s\" could not be opened."), path);
        return NULL;
    }
    if (file < 0 || fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
        err_set(err, ERR_INPUT, _("\"%s\" is no file itself, but a folder, a link or a device."),
                path);
    } else if (status.st_size == 0) {
        err_set(err, ERR_INPUT, _("The file \"%s\" is empty."), path);
    } else if ((size_t)status.st_size > limit) {
        err_set(err, ERR_INPUT, _("The file \"%s\" is too large."), path);
    } else {
        return read_all(file, path, limit, size, err);
    }
    if (file >= 0) {
        close(file);
    }
    return NULL;
}

static bool write_all(int file, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = write(file, bytes, size);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        if (written > 0) {
            bytes += written;
            size -= (size_t)written;
        }
    }
    return true;
}

/* Makes `part` whole on disk. Returns errno, 0 when done. */
static int write_part(const char *part, const void *bytes, size_t size)
{
    unlink(part); /* of a process of the same number that was killed here */
    int file = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) {
        return errno;
    }
    int reason = write_all(file, bytes, size) && fsync(file) == 0 ? 0 : errno;
    if (close(file) != 0 && reason == 0) {
        reason = errno;
    }
    return reason;
}

static bool part_name(char *part, size_t size, const char *path, struct err *err)
{
    return snprintf(part, size, "%s.%ld.part", path, (long)getpid()) < (int)size ||
           err_set(err, ERR_INPUT, _("The name \"%s\" is too long."), path);
}

bool file_write_durable(const char *path, const void *bytes, size_t size, struct err *err)
{
    char part[1024];
    if (!part_name(part, sizeof part, path, err)) {
        return false;
    }
    int reason = write_part(part, bytes, size);
    if (reason == 0 && rename(part, path) != 0) {
        reason = errno;
    }
    if (reason != 0) {
        unlink(part);
        return err_errno(err, reason,
                         _("The file \"%s\" could not be written. What was there before is kept."),
                         path);
    }
    return file_sync_folder_of(path) ||
           err_errno(err, errno, _("The disk reported a failure while \"%s\" was stored."), path);
}

/* Gives the part its name unless something has it. Returns errno, 0 when done. */
static int rename_new(const char *part, const char *path)
{
    if (renameat2(AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return errno;
    }
    if (link(part, path) != 0) { /* a file system that cannot refuse a rename */
        return errno;
    }
    unlink(part);
    return 0;
}

bool file_write_new(const char *path, const void *bytes, size_t size, struct err *err)
{
    char part[1024];
    if (!part_name(part, sizeof part, path, err)) {
        return false;
    }
    int reason = file_exists(path) ? EEXIST : write_part(part, bytes, size);
    if (reason == 0) {
        reason = rename_new(part, path);
    }
    if (reason == EEXIST) {
        unlink(part);
        return err_set(err, ERR_INPUT, _("\"%s\" exists already. Nothing was overwritten."), path);
    }
    if (reason != 0) {
        unlink(part);
        return err_errno(err, reason, _("The file \"%s\" could not be written."), path);
    }
    return file_sync_folder_of(path) ||
           err_errno(err, errno, _("The disk reported a failure while \"%s\" was stored."), path);
}

int file_lock(const char *path, const char *about_me, char *holder, size_t holder_size,
              struct err *err)
{
    int file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) {
        err_errno(err, errno, _("The lock file \"%s\" could not be opened."), path);
        return -1;
    }
    bool is_free = flock(file, LOCK_EX | LOCK_NB) == 0;
    if (holder != NULL && holder_size > 0) {
        ssize_t got = pread(file, holder, holder_size - 1, 0);
        holder[got > 0 ? got : 0] = '\0';
        text_trim(holder);
    }
    if (!is_free) {
        close(file);
        err_set(err, ERR_BUSY, _("Another AimTrack holds this. Close it first."));
        return -1;
    }
    if (ftruncate(file, 0) != 0 || pwrite(file, about_me, strlen(about_me), 0) < 0) {
        err_detail(err, "lock file not written"); /* the lock holds all the same */
    }
    return file;
}

void file_unlock(int lock)
{
    if (ftruncate(lock, 0) != 0) { /* then the next one only thinks that this one ended suddenly */
        log_event(LOG_LEVEL_WARNING, "lock file not emptied");
    }
    close(lock);
}
