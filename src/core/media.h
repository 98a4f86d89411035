/* What kind of file some bytes are, by the bytes themselves, never by a name. Pure. */
#ifndef CORE_MEDIA_H
#define CORE_MEDIA_H
#include <stddef.h>

struct media {
    const char *type;   /* "image/jpeg" */
    const char *ending; /* "jpg" */
};

/* NULL: none that is kept. Plain text is UTF-8 without control characters to its last byte. */
const struct media *media_of(const char *bytes, size_t size);

/* A file's name as it came, made fit for a list and for any folder: its last part, without what
 * a terminal or a file system obeys, never beginning with a dot, never empty. */
void media_clean_name(char *dst, size_t size, const char *path);

#endif
