#include "base/library.h"

#include <dlfcn.h>
#include <stddef.h>

#include "base/log.h"

bool library_open(const char *name, const struct library_call *calls)
{
    void *handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        log_event(LOG_LEVEL_ERROR, "%s", dlerror());
        return false;
    }
    for (; calls->name != NULL; calls++) {
        void *found = dlsym(handle, calls->name);
        if (found == NULL) {
            log_event(LOG_LEVEL_ERROR, "%s has no %s", name, calls->name);
            return false;
        }
        __builtin_memcpy(calls->place, &found, sizeof found); /* POSIX: it fits a pointer */
    }
    return true;
}
