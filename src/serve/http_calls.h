/* libmicrohttpd, opened when something is served. It brings ten libraries along (GnuTLS and what
 * that needs): half of the start of every command, and of every process that makes paper.
 *
 * serve.c includes microhttpd.h and calls MHD_start_daemon() as usual; http_calls.c defines those
 * calls by what is found in the library. Before http_calls_open() was true none may be called. */
#ifndef SERVE_HTTP_CALLS_H
#define SERVE_HTTP_CALLS_H
#include "base/err.h"
#include <stdbool.h>

/* From any thread, any number of times; the library stays open. ERR_CONFIG: it is not installed. */
bool http_calls_open(struct err *err);
/* "0.9.75"; NULL: it is not installed. Opens it. */
const char *http_calls_version(void);

#endif
