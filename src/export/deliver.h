/* Writing a file to a stick or a folder so that it is really there: a pulled stick is silent until
 * it is synced, so "done" is said only after the file was synced, renamed without replacing
 * anything, its folder and its disk synced, and every byte read back past the cache and compared.
 * What a killed program left behind in the folder is cleared away at the next one.
 *
 * Whatever fails: under the final name there is no file that is not whole, and the sentence says
 * which step it was and what to do. */
#ifndef EXPORT_DELIVER_H
#define EXPORT_DELIVER_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum deliver_step { /* stored in the database: new ones go to the end */
                    DELIVER_DONE,
                    DELIVER_TARGET, /* the folder is missing, no folder, or may not be written */
                    DELIVER_SPACE,  /* too little room, before anything was written */
                    DELIVER_CREATE,
                    DELIVER_WRITE,
                    DELIVER_SYNC,
                    DELIVER_RENAME,
                    DELIVER_SYNC_FOLDER,
                    DELIVER_SYNC_DISK,
                    DELIVER_VERIFY, /* what was read back is not what was written */
                    DELIVER_SUMS,   /* the list of checksums beside it */
                    DELIVER_CANCELLED,
                    DELIVER_EMPTY, /* there was nothing to write: no file was made */
                    DELIVER_READ,  /* the database could not be read to its end */
                    DELIVER_PAPER, /* the pages could not be made */
                    DELIVER_MOVED, /* the folder is another one than when it began */
                    DELIVER_STEP_COUNT
};
const char *deliver_step_code(enum deliver_step step); /* "write": for JSON and the log */

/* "checked", "no room": translated, two or three words. */
const char *deliver_step_name(enum deliver_step step);

enum { DELIVER_NAME_ROOM = 80 };

struct deliver_result {
    enum deliver_step step;       /* DELIVER_DONE, or the one that failed */
    int error_number;             /* of the system; 0: none */
    char name[DELIVER_NAME_ROOM]; /* as it is there now: " (2)" was added when the name was taken;
                                     "": nothing is there */
    int64_t bytes;
    char sha256[65];
    int cleared; /* files that a killed program left behind, which are gone now */
};

/* The calls that can fail, so that a test can let each of them fail; NULL members: the system's. */
struct deliver_calls {
    ssize_t (*write)(int fd, const void *bytes, size_t size);
    /* Begins writing out `bytes` from there, and waits for all before. */
    int (*push)(int fd, int64_t from, int64_t bytes);
    int (*fsync)(int fd);
    int (*syncfs)(int fd);
    int (*rename)(int folder, const char *from, const char *to); /* never replaces: EEXIST */
    ssize_t (*read)(int fd, void *bytes, size_t size);
};

struct delivery;

/* Opens `folder` and begins a file there. `name` must be deliver_name_is_safe. expected: bytes, for
 * the look at the room that is left (-1: not known). On failure result->step and err say why. */
struct delivery *delivery_open(const char *folder, const char *name, int64_t expected,
                               const struct deliver_calls *calls, struct deliver_result *result,
                               struct err *err);
/* Once it is known how many bytes come: looks whether there is room for them, as delivery_open
 * does. */
bool delivery_expect(struct delivery *delivery, int64_t expected, struct err *err);
bool delivery_write(struct delivery *delivery, const void *bytes, size_t size, struct err *err);
/* Asked before each step after the last byte, and while it is read back, with the step (from
 * DELIVER_SYNC on) and the bytes so far; false stops it: DELIVER_CANCELLED. NULL: never. Not while
 * the system syncs: that cannot be stopped. */
struct deliver_watch {
    bool (*go_on)(void *context, enum deliver_step step, int64_t bytes);
    void *context;
};
/* All the steps after the last byte; frees, also when it fails. watch: NULL for none. */
bool delivery_finish(struct delivery *delivery, const struct deliver_watch *watch,
                     struct deliver_result *result, struct err *err);
/* After a failed write, or when a person stops it: leaves nothing behind and frees. */
void delivery_cancel(struct delivery *delivery, struct deliver_result *result);

/* ASCII letters, digits, '-', '_' and '.', at most 64, not beginning or ending with a dot, no name
 * that Windows keeps for a device. */
bool deliver_name_is_safe(const char *name);
/* Makes such a name of any text: accents are taken off, the rest becomes '-'. */
void deliver_safe_name(char *dst, size_t size, const char *text);

#endif
