#include "serve/http_calls.h"

#include "base/i18n.h"
#include "base/library.h"
#include "serve/serve.h"

#define ROW(name) {"MHD_" #name, &http_calls.name},
LIBRARY_LATE(http, "libmicrohttpd.so.12", HTTP_CALLS, ROW)

const struct http_calls *http_calls_open(struct err *err)
{
    const struct http_calls *calls = http();
    if (calls == NULL) {
        err_set(err, ERR_CONFIG,
                _("The library for the page of health (libmicrohttpd12) is not here. Install the"
                  " package, or take [health] listen out of the settings file."));
    }
    return calls;
}

const char *serve_library_version(void)
{
    struct err ignored = {0};
    const struct http_calls *library = http_calls_open(&ignored);
    return library != NULL ? library->get_version() : NULL;
}
