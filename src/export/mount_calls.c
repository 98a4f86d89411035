#include "export/mount_calls.h"

#include <pthread.h>

#include "base/library.h"

static struct mount_calls calls;
static bool is_open;

static void open_library(void)
{
#define MOUNT_ROW(name) {"mnt_" #name, &calls.name},
    static const struct library_call rows[] = {MOUNT_CALLS(MOUNT_ROW){NULL, NULL}};
#undef MOUNT_ROW
    is_open = library_open("libmount.so.1", rows);
}

const struct mount_calls *mnt(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_library);
    return is_open ? &calls : NULL;
}
