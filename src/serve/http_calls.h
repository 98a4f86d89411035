/* The calls of libmicrohttpd, opened when a page is served: it brings a dozen libraries along that
 * nobody else needs (compare ai/curl_calls.h). Used inside src/serve, and for its version. */
#ifndef SERVE_HTTP_CALLS_H
#define SERVE_HTTP_CALLS_H
#include "base/err.h"
#include <microhttpd.h>

struct http_calls {
    __typeof__(MHD_start_daemon) *start_daemon;
    __typeof__(MHD_stop_daemon) *stop_daemon;
    __typeof__(MHD_suspend_connection) *suspend_connection;
    __typeof__(MHD_resume_connection) *resume_connection;
    __typeof__(MHD_lookup_connection_value) *lookup_connection_value;
    __typeof__(MHD_create_response_from_buffer) *create_response_from_buffer;
    __typeof__(MHD_add_response_header) *add_response_header;
    __typeof__(MHD_queue_response) *queue_response;
    __typeof__(MHD_destroy_response) *destroy_response;
    __typeof__(MHD_get_version) *get_version;
};

/* NULL with ERR_CONFIG: the library is not installed. */
const struct http_calls *http_calls_open(struct err *err);

#endif
