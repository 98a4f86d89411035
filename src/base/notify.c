#include "base/notify.h"

#include <systemd/sd-daemon.h>

#include "base/time.h"

enum { US_PER_MS = 1000 };

void notify_ready(struct notify *notify)
{
    uint64_t limit_us = 0;
    *notify = (struct notify){0};
    if (sd_watchdog_enabled(false, &limit_us) > 0) {
        notify->every_ms = (int64_t)(limit_us / US_PER_MS / 2);
        notify->due_ms = time_monotonic_ms() + notify->every_ms;
    }
    (void)sd_notify(false, "READY=1"); /* nobody listens: nothing to do about it */
}

void notify_alive(struct notify *notify, int64_t now_ms)
{
    if (notify->due_ms == 0 || now_ms < notify->due_ms) {
        return;
    }
    (void)sd_notify(false, "WATCHDOG=1");
    notify->due_ms = now_ms + notify->every_ms;
}

void notify_stopping(void)
{
    (void)sd_notify(false, "STOPPING=1");
}
