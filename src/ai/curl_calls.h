/* libcurl, opened at the first request. It brings forty libraries along (OpenSSL, GnuTLS, Kerberos,
 * LDAP): 7 MiB and a third of the start of every command, for a kiosk that asks no model. */
#ifndef AI_CURL_CALLS_H
#define AI_CURL_CALLS_H
#include "base/err.h"
#include <curl/curl.h>
#include <stdbool.h>

#define CURL_CALLS(X)                                                                              \
    X(global_init)                                                                                 \
    X(version_info)                                                                                \
    X(easy_init)                                                                                   \
    X(easy_cleanup)                                                                                \
    X(easy_setopt)                                                                                 \
    X(easy_getinfo)                                                                                \
    X(easy_strerror)                                                                               \
    X(multi_init)                                                                                  \
    X(multi_cleanup)                                                                               \
    X(multi_add_handle)                                                                            \
    X(multi_remove_handle)                                                                         \
    X(multi_perform)                                                                               \
    X(multi_poll)                                                                                  \
    X(multi_info_read)                                                                             \
    X(slist_append)                                                                                \
    X(slist_free_all)                                                                              \
    X(url)                                                                                         \
    X(url_set)                                                                                     \
    X(url_get)                                                                                     \
    X(url_cleanup)                                                                                 \
    X(free)                                                                                        \
    X(getdate)

struct curl_calls { /* each as in curl.h, behind its curl_ */
#define CURL_MEMBER(name) __typeof__(curl_##name) *(name);
    CURL_CALLS(CURL_MEMBER)
#undef CURL_MEMBER
};

/* curl()->easy_init() is curl_easy_init(). NULL: it is not installed. */
const struct curl_calls *curl(void);

/* From any thread, any number of times, before the first request; the library stays open.
 * ERR_CONFIG: it is not installed. */
bool curl_calls_open(struct err *err);
/* "7.88.1"; NULL: it is not installed. Opens it. */
const char *curl_calls_version(void);

#endif
