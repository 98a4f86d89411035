/* The end of DATA/aimtrack.log, for who looks after the machine. Needs no database. */
#ifndef CORE_LOG_READ_H
#define CORE_LOG_READ_H
#include "base/arena.h"
#include "base/err.h"
#include <stdint.h>

/* The last `most` lines of the log and of its predecessor, the newest last, in the arena. None, and
 * no error, when there is no log (it goes to the journal). Lines come from a file: the screen and
 * the terminal clean them. *end (may be NULL): how far the log was read, for log_follow_open. */
bool log_read(const char *data_folder, int most, struct arena *arena, const char ***lines,
              int *count, int64_t *end, struct err *err);

#endif
