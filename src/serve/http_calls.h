/* The calls of libmicrohttpd, opened when a page is served: it brings a dozen libraries along that
 * nobody else needs (compare ai/curl_calls.h). Used inside src/serve, and for its version. */
#ifndef SERVE_HTTP_CALLS_H
#define SERVE_HTTP_CALLS_H
#include "base/err.h"
#include <microhttpd.h>

#define HTTP_CALLS(X)                                                                              \
    X(start_daemon)                                                                                \
    X(stop_daemon)                                                                                 \
    X(suspend_connection)                                                                          \
    X(resume_connection)                                                                           \
    X(lookup_connection_value)                                                                     \
    X(create_response_from_buffer)                                                                 \
    X(add_response_header)                                                                         \
    X(queue_response)                                                                              \
    X(destroy_response)                                                                            \
    X(get_version)

struct http_calls { /* each as in microhttpd.h, behind its MHD_ */
#define HTTP_MEMBER(name) __typeof__(MHD_##name) *(name);
    HTTP_CALLS(HTTP_MEMBER)
#undef HTTP_MEMBER
};

/* http()->start_daemon() is MHD_start_daemon(). NULL: it is not installed. */
const struct http_calls *http(void);
/* The same; NULL with ERR_CONFIG. */
const struct http_calls *http_calls_open(struct err *err);

#endif
