/* Files that are really there afterwards: private folders, durable writes, locks. */
#ifndef BASE_FILE_H
#define BASE_FILE_H
#include "base/err.h"
#include <stddef.h>

/* Makes the folder and its parents (0700). An existing one must be ours and not writable by
 * others, else ERR_DENIED. */
bool file_private_folder(const char *path, struct err *err);

/* Whole file into memory (free()), at most `limit` bytes; NUL-terminated. NULL on error; what is no
 * plain file (a folder, a pipe) is ERR_CORRUPT and not waited for. */
char *file_read(const char *path, size_t limit, size_t *size, struct err *err);

/* The same for a file that somebody named: only a regular one that is not empty, never through a
 * link, and without waiting for what is not a file (a pipe, a device). */
char *file_read_regular(const char *path, size_t limit, size_t *size, struct err *err);

/* Write to a temporary name, fsync, rename, fsync the folder. Mode 0600. */
bool file_write_durable(const char *path, const void *bytes, size_t size, struct err *err);

/* The same, but ERR_INPUT when something has that name already: nothing is ever overwritten. */
bool file_write_new(const char *path, const void *bytes, size_t size, struct err *err);

/* An exclusive lock that dies with the process. Returns the descriptor to keep, or -1 with
 * ERR_BUSY. `holder` (may be NULL) gets what the holder wrote ("pid 123, /dev/tty1"); when the lock
 * was free, what the one before left: "" after file_unlock, else it ended suddenly. */
int file_lock(const char *path, const char *about_me, char *holder, size_t holder_size,
              struct err *err);

/* Gives the lock back in good order. */
void file_unlock(int lock);

bool file_exists(const char *path);

/* Sees to it that the folder's entry of `path` is on disk; false with errno. */
bool file_sync_folder_of(const char *path);

/* dst = folder + "/" + name; false when it does not fit. */
bool file_join(char *dst, size_t size, const char *folder, const char *name);

/* The same place without links, "." and "..", from the root; what is not there yet keeps its name.
 * False when it does not fit. */
bool file_real(char *path, size_t size);

#endif
