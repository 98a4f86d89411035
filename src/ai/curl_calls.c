#include "ai/curl_calls.h"

#include "base/i18n.h"
#include "base/library.h"

#define ROW(name) {"curl_" #name, &curl_calls.name},
LIBRARY_LATE(curl, "libcurl.so.4", CURL_CALLS, ROW)

static bool is_ready;

static void get_ready(void)
{
    is_ready = curl() != NULL && curl()->global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

bool curl_calls_open(struct err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, get_ready);
    return is_ready ||
           err_set(err, ERR_CONFIG,
                   _("The library for requests over the network (libcurl4) is not here: nothing"
                     " was sent. Install the package, then try again."));
}

const char *curl_calls_version(void)
{
    struct err ignored = {0};
    return curl_calls_open(&ignored) ? curl()->version_info(CURLVERSION_NOW)->version : NULL;
}
