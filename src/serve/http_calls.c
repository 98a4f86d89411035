#include "serve/http_calls.h"

#include <dlfcn.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdarg.h>

#include "base/i18n.h"
#include "base/log.h"

#define CALLS(X)                                                                                   \
    X(MHD_add_response_header)                                                                     \
    X(MHD_create_response_from_buffer)                                                             \
    X(MHD_destroy_response)                                                                        \
    X(MHD_get_version)                                                                             \
    X(MHD_lookup_connection_value)                                                                 \
    X(MHD_queue_response)                                                                          \
    X(MHD_resume_connection)                                                                       \
    X(MHD_start_daemon_va)                                                                         \
    X(MHD_stop_daemon)                                                                             \
    X(MHD_suspend_connection)

static struct {
#define MEMBER(name) __typeof__(name) *(name); /* a pointer to such a function */
    CALLS(MEMBER)
#undef MEMBER
} library;
static bool is_open;

static bool find(void *handle, const char *name, void *place, size_t size)
{
    void *found = dlsym(handle, name);
    __builtin_memcpy(place, &found, size); /* POSIX: a function's address fits a pointer */
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
    bool ok = true;
#define FIND(name) ok = ok && find(handle, #name, &library.name, sizeof library.name);
    CALLS(FIND)
#undef FIND
    is_open = ok;
}

bool http_calls_open(struct err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_library);
    return is_open || err_set(err, ERR_CONFIG,
                              _("The library for serving pages (libmicrohttpd12) is not here:"
                                " nothing is served. Install the package, then try again."));
}

const char *http_calls_version(void)
{
    struct err ignored = {0};
    return http_calls_open(&ignored) ? library.MHD_get_version() : NULL;
}

/* --- the calls ----------------------------------------------------------------------------------
 */
enum MHD_Result MHD_add_response_header(struct MHD_Response *response, const char *name,
                                        const char *value)
{
    return library.MHD_add_response_header(response, name, value);
}

struct MHD_Response *MHD_create_response_from_buffer(size_t size, void *bytes,
                                                     enum MHD_ResponseMemoryMode mode)
{
    return library.MHD_create_response_from_buffer(size, bytes, mode);
}

void MHD_destroy_response(struct MHD_Response *response)
{
    library.MHD_destroy_response(response);
}

const char *MHD_lookup_connection_value(struct MHD_Connection *connection, enum MHD_ValueKind kind,
                                        const char *key)
{
    return library.MHD_lookup_connection_value(connection, kind, key);
}

enum MHD_Result MHD_queue_response(struct MHD_Connection *connection, unsigned status,
                                   struct MHD_Response *response)
{
    return library.MHD_queue_response(connection, status, response);
}

void MHD_suspend_connection(struct MHD_Connection *connection)
{
    library.MHD_suspend_connection(connection);
}

void MHD_resume_connection(struct MHD_Connection *connection)
{
    library.MHD_resume_connection(connection);
}

struct MHD_Daemon *MHD_start_daemon(unsigned flags, uint16_t port, MHD_AcceptPolicyCallback accept,
                                    void *accept_context, MHD_AccessHandlerCallback answer,
                                    void *answer_context, ...)
{
    va_list arguments;
    va_start(arguments, answer_context);
    struct MHD_Daemon *daemon = library.MHD_start_daemon_va(flags, port, accept, accept_context,
                                                            answer, answer_context, arguments);
    va_end(arguments);
    return daemon;
}

void MHD_stop_daemon(struct MHD_Daemon *daemon)
{
    library.MHD_stop_daemon(daemon);
}
