#include "serve/http_calls.h"

#include <pthread.h>

#include "base/i18n.h"
#include "base/library.h"
#include "serve/serve.h"

static struct http_calls calls;
static bool is_open;

static void open_library(void)
{
    static const struct library_call rows[] = {
        {"MHD_start_daemon", &calls.start_daemon},
        {"MHD_stop_daemon", &calls.stop_daemon},
        {"MHD_suspend_connection", &calls.suspend_connection},
        {"MHD_resume_connection", &calls.resume_connection},
        {"MHD_lookup_connection_value", &calls.lookup_connection_value},
        {"MHD_create_response_from_buffer", &calls.create_response_from_buffer},
        {"MHD_add_response_header", &calls.add_response_header},
        {"MHD_queue_response", &calls.queue_response},
        {"MHD_destroy_response", &calls.destroy_response},
        {"MHD_get_version", &calls.get_version},
        {NULL, NULL},
    };
    is_open = library_open("libmicrohttpd.so.12", rows);
}

const struct http_calls *http_calls_open(struct err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_library);
    if (!is_open) {
        err_set(err, ERR_CONFIG,
                _("The library for the page of health (libmicrohttpd12) is not here. Install the"
                  " package, or take [health] listen out of the settings file."));
        return NULL;
    }
    return &calls;
}

const char *serve_library_version(void)
{
    struct err ignored = {0};
    const struct http_calls *library = http_calls_open(&ignored);
    return library != NULL ? library->get_version() : NULL;
}
