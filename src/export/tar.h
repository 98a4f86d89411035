/* The plain form of an archive (POSIX.1-1988 ustar), so that "tar xf" opens without AimTrack what
 * AimTrack wrote. Only regular files, mode 0600, names of at most 99 ASCII bytes. */
#ifndef EXPORT_TAR_H
#define EXPORT_TAR_H
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TAR_BLOCK = 512, TAR_NAME_ROOM = 100 };
#define TAR_BYTES_MAX INT64_C(8589934591) /* of one file: eleven octal digits */

/* The block before a file of `size` bytes. False: the name or the size cannot be written. */
bool tar_header(unsigned char block[TAR_BLOCK], const char *name, int64_t size, int64_t at_ms);
/* Zeros after a file of that size, up to a whole block. */
size_t tar_padding(int64_t size);

/* Gives the next bytes of an archive: fills dst with `size` bytes, or fewer only at its end. */
typedef bool (*tar_source)(void *context, void *dst, size_t size, size_t *got, struct err *err);

struct tar_reader {
    tar_source source;
    void *context;
    int64_t left;   /* bytes of the present file not read yet */
    size_t padding; /* after it */
};
struct tar_entry {
    char name[TAR_NAME_ROOM];
    int64_t size;
};

enum tar_step { TAR_ENTRY, TAR_END, TAR_FAILED };
/* The next file; what was not read of the one before is passed over. TAR_END: both zero blocks were
 * there and nothing after them. ERR_CORRUPT when it is no archive of ours. */
enum tar_step tar_next(struct tar_reader *reader, struct tar_entry *entry, struct err *err);
/* The next bytes of the present file; *got 0: its end. */
bool tar_read(struct tar_reader *reader, void *dst, size_t size, size_t *got, struct err *err);

#endif
