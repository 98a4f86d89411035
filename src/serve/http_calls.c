#include "serve/http_calls.h"

#include <dlfcn.h>
#include <pthread.h>

#include "base/i18n.h"
#include "base/log.h"
#include "serve/serve.h"

static struct http_calls calls;
static bool is_open;

static bool find(void *handle, const char *name, void *place)
{
    void *found = dlsym(handle, name);
    __builtin_memcpy(place, &found, sizeof found); /* POSIX: a function's address fits a pointer */
    if (found == NULL) {
        log_event(LOG_LEVEL_ERROR, "libmicrohttpd has no %s", name);
    }
    return found != NULL;
}

static void open_library(void)
{
    void *handle = dlopen("libmicrohttpd.so.12", RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        log_event(LOG_LEVEL_ERROR, "%s", dlerror());
        return;
    }
    is_open = find(handle, "MHD_start_daemon", &calls.start_daemon) &&
              find(handle, "MHD_stop_daemon", &calls.stop_daemon) &&
              find(handle, "MHD_suspend_connection", &calls.suspend_connection) &&
              find(handle, "MHD_resume_connection", &calls.resume_connection) &&
              find(handle, "MHD_lookup_connection_value", &calls.lookup_connection_value) &&
              find(handle, "MHD_create_response_from_buffer", &calls.create_response_from_buffer) &&
              find(handle, "MHD_add_response_header", &calls.add_response_header) &&
              find(handle, "MHD_queue_response", &calls.queue_response) &&
              find(handle, "MHD_destroy_response", &calls.destroy_response) &&
              find(handle, "MHD_get_version", &calls.get_version);
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
