/* The log: one line an event, to stderr, or to DATA/aimtrack.log while a screen owns the terminal.
 * Always cleaned (no control character, no line break), registered secrets and what looks like a
 * key replaced by ***. A line that cannot be written is lost; the program never waits for it or
 * stops because of it. docs/operations.md */
#ifndef BASE_LOG_H
#define BASE_LOG_H
#include "base/err.h"

enum log_level {
    LOG_LEVEL_ERROR = 3,
    LOG_LEVEL_WARNING = 4,
    LOG_LEVEL_INFO = 6,
    LOG_LEVEL_DEBUG = 7
};
enum log_format {
    LOG_PLAIN,  /* "<6>words"; on a terminal "aimtrack: words"; in a file "2026-11-27 13:05 <6>
                 * words"
                 */
    LOG_LOGFMT, /* time=... level=info pid=7 terminal=1 msg="words" alert=ai */
    LOG_JSON    /* one object with the same names */
};
/* "error", "warning", "info", "debug"; "plain", "logfmt", "json". False: no such word. */
bool log_level_find(const char *word, enum log_level *level);
bool log_format_find(const char *word, enum log_format *format);

/* Sends the log to that file (append, 0600) instead of stderr; NULL: stderr again. At LOG_FILE_MAX
 * bytes it is renamed to PATH.1, which replaces the one before: a kiosk runs for years. */
enum { LOG_FILE_MAX = 1024 * 1024 };
bool log_to_file(const char *path, struct err *err);

/* Registers a secret: written as *** from now on, kept in locked memory. Keeps the newest 8;
 * shorter than 4 bytes: no. */
void log_hide(const char *secret);

void log_set_level(enum log_level level);
/* A person at a terminal reads what the command prints; of the log only what is as grave as this
 * (warnings, unless said otherwise) stands between it. Files and the journal get all of it. */
void log_set_level_at_terminal(enum log_level level);
void log_set_format(enum log_format format);
void log_set_terminal(int terminal); /* the club's number of this machine; -1: not known yet */

void log_event(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));
void log_err(const char *doing, const struct err *err);

/* With facts for machines, in logfmt and JSON: names are ours, [a-z_]; values may come from
 * anywhere. The words say them too. With the field LOG_MESSAGE_ID (32 hexadecimal digits, one for
 * each kind of event) systemd's journal gets them too: journalctl MESSAGE_ID=... finds the event.
 */
#define LOG_MESSAGE_ID "message_id"
struct log_field { /* ends with {0} */
    const char *name, *value;
};
void log_event_with(enum log_level level, const struct log_field *fields, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
