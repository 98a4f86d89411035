#include "base/notify.h"

#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <systemd/sd-daemon.h>

#include "base/library.h"
#include "base/time.h"

enum { US_PER_MS = 1000 };

static __typeof__(sd_notify) *tell;
static __typeof__(sd_watchdog_enabled) *watchdog_enabled;

static void open_library(void)
{
    static const struct library_call rows[] = {
        {"sd_notify", &tell}, {"sd_watchdog_enabled", &watchdog_enabled}, {NULL, NULL}};
    if (!library_open("libsystemd.so.0", rows)) {
        tell = NULL;
    }
}

/* Whether there is a systemd that asked to be told; only then its library is opened. */
static bool is_asked(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (getenv("NOTIFY_SOCKET") == NULL) {
        return false;
    }
    pthread_once(&once, open_library);
    return tell != NULL;
}

void notify_ready(struct notify *notify)
{
    uint64_t limit_us = 0;
    *notify = (struct notify){0};
    if (!is_asked()) {
        return;
    }
    if (watchdog_enabled(false, &limit_us) > 0) {
        notify->every_ms = (int64_t)(limit_us / US_PER_MS / 2);
        notify->due_ms = time_monotonic_ms() + notify->every_ms;
    }
    (void)tell(false, "READY=1"); /* nobody listens: nothing to do about it */
}

void notify_alive(struct notify *notify, int64_t now_ms)
{
    if (notify->due_ms == 0 || now_ms < notify->due_ms) {
        return;
    }
    (void)tell(false, "WATCHDOG=1");
    notify->due_ms = now_ms + notify->every_ms;
}

void notify_stopping(void)
{
    if (is_asked()) {
        (void)tell(false, "STOPPING=1"); /* nobody listens: nothing to do about it */
    }
}
