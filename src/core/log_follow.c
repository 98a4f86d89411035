#include "core/log_follow.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"

enum { PATH_ROOM = 700, READ_ROOM = 64 * 1024, LINE_MAX_BYTES = 64 * 1024 };

struct log_follow {
    char path[PATH_ROOM];
    int watch;       /* of the folder: it knows of files that are not there yet */
    int file;        /* -1: there is none */
    int64_t at;      /* where to read on in it */
    struct buf rest; /* of a line that is not at its end */
};

static void open_log(struct log_follow *follow, int64_t at)
{
    follow->file = open(follow->path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    follow->at = at;
}

struct log_follow *log_follow_open(const char *data_folder, int64_t from, struct err *err)
{
    struct log_follow *follow = mem_alloc(sizeof *follow);
    follow->file = -1;
    follow->watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (!file_join(follow->path, sizeof follow->path, data_folder, "aimtrack.log")) {
        err_set(err, ERR_INPUT, _("The name of the data folder is too long."));
    } else if (follow->watch < 0 || inotify_add_watch(follow->watch, data_folder,
                                                      IN_MODIFY | IN_CREATE | IN_MOVED_TO) < 0) {
        err_errno(err, errno, _("The folder \"%s\" could not be watched."), data_folder);
    } else {
        open_log(follow, from);
        return follow;
    }
    log_follow_close(follow);
    return NULL;
}

void log_follow_close(struct log_follow *follow)
{
    if (follow->file >= 0) {
        close(follow->file);
    }
    if (follow->watch >= 0) {
        close(follow->watch);
    }
    buf_free(&follow->rest);
    free(follow);
}

int log_follow_descriptor(const struct log_follow *follow)
{
    return follow->watch;
}

/* What happened is seen in the files themselves. */
static void drain(int watch)
{
    char events[4096];
    while (read(watch, events, sizeof events) > 0) {
    }
}

struct sink {
    void (*line)(void *context, const char *line);
    void *context;
};

static void give_line(struct log_follow *follow, const struct sink *sink)
{
    if (follow->rest.size > 0) {
        sink->line(sink->context, buf_text(&follow->rest));
        buf_clear(&follow->rest);
    }
}

static void take(struct log_follow *follow, const char *bytes, size_t size, const struct sink *sink)
{
    while (size > 0) {
        const char *newline = memchr(bytes, '\n', size);
        size_t length = newline != NULL ? (size_t)(newline - bytes) : size;
        buf_add(&follow->rest, bytes, length);
        if (newline != NULL || follow->rest.size > LINE_MAX_BYTES) {
            give_line(follow, sink);
        }
        length += newline != NULL ? 1 : 0;
        bytes += length;
        size -= length;
    }
}

static void read_on(struct log_follow *follow, const struct sink *sink)
{
    char bytes[READ_ROOM];
    struct stat status;
    ssize_t got = 0;
    if (follow->file >= 0 && fstat(follow->file, &status) == 0 && status.st_size < follow->at) {
        follow->at = 0; /* somebody emptied it */
    }
    while (follow->file >= 0 && (got = pread(follow->file, bytes, sizeof bytes, follow->at)) > 0) {
        take(follow, bytes, (size_t)got, sink);
        follow->at += got;
    }
}

static bool has_new_file(const struct log_follow *follow)
{
    struct stat ours;
    struct stat there;
    if (lstat(follow->path, &there) != 0) {
        return false;
    }
    return follow->file < 0 || fstat(follow->file, &ours) != 0 || ours.st_ino != there.st_ino ||
           ours.st_dev != there.st_dev;
}

void log_follow_read(struct log_follow *follow, void (*line)(void *context, const char *line),
                     void *context)
{
    const struct sink sink = {line, context};
    drain(follow->watch);
    bool is_new = has_new_file(follow); /* before reading: then the old one is at its end */
    read_on(follow, &sink);
    if (is_new) {
        give_line(follow, &sink);
        if (follow->file >= 0) {
            close(follow->file);
        }
        open_log(follow, 0);
        read_on(follow, &sink);
    }
}
