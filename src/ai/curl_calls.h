/* libcurl, opened at the first request. It brings forty libraries along (OpenSSL, GnuTLS, Kerberos,
 * LDAP): 7 MiB and a third of the start of every command, for a kiosk that asks no model.
 *
 * line.c includes curl.h and calls curl_easy_init() as usual; curl_calls.c defines those
 * calls by what is found in the library. Before curl_calls_open() was true none may be called. */
#ifndef AI_CURL_CALLS_H
#define AI_CURL_CALLS_H
#include "base/err.h"
#include <stdbool.h>

/* From any thread, any number of times; the library stays open. ERR_CONFIG: it is not installed. */
bool curl_calls_open(struct err *err);
/* "7.88.1"; NULL: it is not installed. Opens it. */
const char *curl_calls_version(void);

#endif
