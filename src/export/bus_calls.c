#include "export/bus_calls.h"

#include <pthread.h>

#include "base/library.h"

static struct bus_calls calls;
static bool is_open;

static void open_library(void)
{
#define BUS_ROW(name) {"sd_bus_" #name, &calls.name},
    static const struct library_call rows[] = {BUS_CALLS(BUS_ROW){NULL, NULL}};
#undef BUS_ROW
    is_open = library_open("libsystemd.so.0", rows);
}

const struct bus_calls *sd(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_library);
    return is_open ? &calls : NULL;
}
