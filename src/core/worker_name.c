#include "core/worker_name.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HOST_ROOM = 32, START_FIELD = 22 }; /* proc(5): field 22 of /proc/PID/stat */

static void host_name(char dst[HOST_ROOM])
{
    if (gethostname(dst, HOST_ROOM) != 0) {
        dst[0] = '\0';
    }
    dst[HOST_ROOM - 1] = '\0';
    for (char *slash = strchr(dst, '/'); slash != NULL; slash = strchr(slash, '/')) {
        *slash = '-';
    }
}

/* When that process began; 0: there is none. Fields are counted behind the name, which may hold
 * anything in its brackets. */
static unsigned long long start_of(long pid)
{
    char path[48];
    char text[1024];
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return 0;
    }
    size_t size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[size] = '\0';
    const char *at = strrchr(text, ')');
    for (int field = 2; at != NULL && field < START_FIELD; field++) {
        at = strchr(at + 1, ' ');
    }
    return at != NULL ? strtoull(at + 1, NULL, 10) : 0;
}

void worker_name(char *dst, size_t size)
{
    char host[HOST_ROOM];
    host_name(host);
    snprintf(dst, size, "%s/%ld/%llu", host, (long)getpid(), start_of((long)getpid()));
}

bool worker_is_gone(const char *name)
{
    char host[HOST_ROOM];
    char *end = NULL;
    host_name(host);
    size_t length = strlen(host);
    if (strncmp(name, host, length) != 0 || name[length] != '/' || start_of((long)getpid()) == 0) {
        return false; /* of another machine, or nothing can be known here */
    }
    long pid = strtol(name + length + 1, &end, 10);
    unsigned long long start = start_of(pid);
    if (start == 0 && (kill((pid_t)pid, 0) == 0 || errno == EPERM)) {
        return false; /* it is there, but may not be looked at (systemd's ProtectProc=) */
    }
    return *end == '/' && start != strtoull(end + 1, NULL, 10);
}
