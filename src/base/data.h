/* The files of data/ and the catalogues of po/, embedded at build time (cmake/embed_file.cmake). */
#ifndef BASE_DATA_H
#define BASE_DATA_H
#include <stddef.h>

struct data_file {
    const char *name;  /* below data/, e.g. "migrations/sqlite/0001_first.sql"; of po/: "nl.mo" */
    const char *bytes; /* NUL-terminated after `size` bytes */
    size_t size;
};

/* The row with a NULL name ends it. */
extern const struct data_file data_files[];

/* The file of that name, or NULL. */
const struct data_file *data_find(const char *name);

#endif
