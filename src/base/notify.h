/* Word to systemd about a service: that it is ready, and that it still lives. Without a systemd
 * that asked for it (NOTIFY_SOCKET is not set) nothing is said and nothing is due. */
#ifndef BASE_NOTIFY_H
#define BASE_NOTIFY_H
#include <stdbool.h>
#include <stdint.h>

struct notify {
    int64_t every_ms; /* how often it wants to hear; 0: never */
    int64_t due_ms;   /* monotonic; 0: nothing is due */
};

/* Says that the service is ready, and finds out how often a sign of life is wanted: WatchdogSec=,
 * halved, so that one late sign is no death. */
void notify_ready(struct notify *notify);

/* The sign of life when it is due, and when the next one is. */
void notify_alive(struct notify *notify, int64_t now_ms);

/* That it is ending on purpose. */
void notify_stopping(void);

#endif
