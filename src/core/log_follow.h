/* What is added to DATA/aimtrack.log from now on, also after it became aimtrack.log.1. */
#ifndef CORE_LOG_FOLLOW_H
#define CORE_LOG_FOLLOW_H
#include "base/err.h"
#include <stdint.h>

struct log_follow;

/* from: what log_read gave as the end. ERR_NOT_FOUND: there is no such folder. A log that is not
 * there yet is waited for. */
struct log_follow *log_follow_open(const char *data_folder, int64_t from, struct err *err);
void log_follow_close(struct log_follow *follow);

/* To poll for reading: something happened in the folder. */
int log_follow_descriptor(const struct log_follow *follow);
/* Every whole line that is new since the last call; never waits. Lines come from a file: who shows
 * them cleans them. */
void log_follow_read(struct log_follow *follow, void (*line)(void *context, const char *line),
                     void *context);

#endif
