/* What this installation is: for the System screen. */
#ifndef CORE_ABOUT_H
#define CORE_ABOUT_H
#include "core/app.h"

struct about {
    const char *version;
    int64_t database_bytes; /* the file and what waits beside it in the write-ahead log */
    int64_t free_bytes;     /* on the medium that holds the data folder; -1: not known */
};
void about_read(const struct app *app, struct about *about);
/* The version of libcurl, which is opened for this; NULL: it is not installed. */
const char *about_network_library(void);
const char *about_server_library(void); /* the same of libmicrohttpd */

#endif
