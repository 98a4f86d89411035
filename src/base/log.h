/* The log: one line an event to stderr with <N> priority prefixes (journald reads them), or to
 * DATA/aimtrack.log while a screen owns the terminal. Registered secrets are replaced by ***. */
#ifndef BASE_LOG_H
#define BASE_LOG_H
#include "base/err.h"

enum log_level {
    LOG_LEVEL_ERROR = 3,
    LOG_LEVEL_WARNING = 4,
    LOG_LEVEL_INFO = 6,
    LOG_LEVEL_DEBUG = 7
};

/* Sends the log to that file (append, 0600) instead of stderr; NULL: stderr again. */
bool log_to_file(const char *path, struct err *err);

/* Registers a secret: written as *** from now on. Keeps the newest 8; shorter than 4 bytes: no. */
void log_hide(const char *secret);

void log_set_level(enum log_level level);
void log_event(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));
void log_err(const char *doing, const struct err *err);

#endif
