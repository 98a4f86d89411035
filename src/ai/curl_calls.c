#include "ai/curl_calls.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdarg.h>

#include "base/i18n.h"
#include "base/library.h"

/* line.c sees the macros that check the types of options; what is defined here are the functions.
 */
#undef curl_easy_setopt
#undef curl_easy_getinfo

#define CALLS(X)                                                                                   \
    X(curl_global_init)                                                                            \
    X(curl_version_info)                                                                           \
    X(curl_easy_init)                                                                              \
    X(curl_easy_cleanup)                                                                           \
    X(curl_easy_setopt)                                                                            \
    X(curl_easy_getinfo)                                                                           \
    X(curl_easy_strerror)                                                                          \
    X(curl_multi_init)                                                                             \
    X(curl_multi_cleanup)                                                                          \
    X(curl_multi_add_handle)                                                                       \
    X(curl_multi_remove_handle)                                                                    \
    X(curl_multi_perform)                                                                          \
    X(curl_multi_poll)                                                                             \
    X(curl_multi_info_read)                                                                        \
    X(curl_slist_append)                                                                           \
    X(curl_slist_free_all)                                                                         \
    X(curl_url)                                                                                    \
    X(curl_url_set)                                                                                \
    X(curl_url_get)                                                                                \
    X(curl_url_cleanup)                                                                            \
    X(curl_free)                                                                                   \
    X(curl_getdate)

static struct {
#define MEMBER(name) __typeof__(name) *(name); /* a pointer to such a function */
    CALLS(MEMBER)
#undef MEMBER
} library;
static bool is_open;

static void open_library(void)
{
#define ROW(name) {#name, &library.name},
    static const struct library_call rows[] = {CALLS(ROW){NULL, NULL}};
#undef ROW
    is_open = library_open("libcurl.so.4", rows) &&
              library.curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

bool curl_calls_open(struct err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_library);
    return is_open ||
           err_set(err, ERR_CONFIG,
                   _("The library for requests over the network (libcurl4) is not here: nothing"
                     " was sent. Install the package, then try again."));
}

const char *curl_calls_version(void)
{
    struct err ignored = {0};
    return curl_calls_open(&ignored) ? library.curl_version_info(CURLVERSION_NOW)->version : NULL;
}

/* --- the calls ----------------------------------------------------------------------------------
 */
CURL *curl_easy_init(void)
{
    return library.curl_easy_init();
}

void curl_easy_cleanup(CURL *easy)
{
    library.curl_easy_cleanup(easy);
}

/* The option's number says what comes with it (curl.h: CURLOPTTYPE_). */
CURLcode curl_easy_setopt(CURL *easy, CURLoption option, ...)
{
    CURLcode code = CURLE_OK;
    va_list arguments;
    va_start(arguments, option);
    /* NOLINTNEXTLINE(bugprone-branch-clone): a long has not everywhere the size of a curl_off_t */
    if (option >= CURLOPTTYPE_OFF_T && option < CURLOPTTYPE_BLOB) {
        code = library.curl_easy_setopt(easy, option, va_arg(arguments, curl_off_t));
    } else if (option >= CURLOPTTYPE_OBJECTPOINT) {
        code = library.curl_easy_setopt(easy, option, va_arg(arguments, void *));
    } else {
        code = library.curl_easy_setopt(easy, option, va_arg(arguments, long));
    }
    va_end(arguments);
    return code;
}

CURLcode curl_easy_getinfo(CURL *easy, CURLINFO info, ...)
{
    va_list arguments;
    va_start(arguments, info);
    CURLcode code = library.curl_easy_getinfo(easy, info, va_arg(arguments, void *));
    va_end(arguments);
    return code;
}

const char *curl_easy_strerror(CURLcode code)
{
    return library.curl_easy_strerror(code);
}

CURLM *curl_multi_init(void)
{
    return library.curl_multi_init();
}

CURLMcode curl_multi_cleanup(CURLM *multi)
{
    return library.curl_multi_cleanup(multi);
}

CURLMcode curl_multi_add_handle(CURLM *multi, CURL *easy)
{
    return library.curl_multi_add_handle(multi, easy);
}

CURLMcode curl_multi_remove_handle(CURLM *multi, CURL *easy)
{
    return library.curl_multi_remove_handle(multi, easy);
}

CURLMcode curl_multi_perform(CURLM *multi, int *running)
{
    return library.curl_multi_perform(multi, running);
}

CURLMcode curl_multi_poll(CURLM *multi, struct curl_waitfd files[], unsigned count, int timeout_ms,
                          int *ready)
{
    return library.curl_multi_poll(multi, files, count, timeout_ms, ready);
}

CURLMsg *curl_multi_info_read(CURLM *multi, int *left)
{
    return library.curl_multi_info_read(multi, left);
}

struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text)
{
    return library.curl_slist_append(list, text);
}

void curl_slist_free_all(struct curl_slist *list)
{
    library.curl_slist_free_all(list);
}

CURLU *curl_url(void)
{
    return library.curl_url();
}

CURLUcode curl_url_set(CURLU *address, CURLUPart part, const char *text, unsigned flags)
{
    return library.curl_url_set(address, part, text, flags);
}

CURLUcode curl_url_get(CURLU *address, CURLUPart part, char **text, unsigned flags)
{
    return library.curl_url_get(address, part, text, flags);
}

void curl_url_cleanup(CURLU *address)
{
    library.curl_url_cleanup(address);
}

void curl_free(void *bytes)
{
    library.curl_free(bytes);
}

time_t curl_getdate(const char *text, const time_t *unused)
{
    return library.curl_getdate(text, unused);
}
