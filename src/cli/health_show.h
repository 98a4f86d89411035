/* What the commands that look at the health share: looking, and its rows for a person. */
#ifndef CLI_HEALTH_SHOW_H
#define CLI_HEALTH_SHOW_H
#include "base/err.h"
#include "core/health.h"

/* On a thread, because a disk that does not answer must not hold a command up. */
bool health_show_look(const char *folder, struct health *health, struct err *err);
/* A row a check, with what is the matter and what to do; is_unwell_only: those that are well are
 * left out. */
void health_show_rows(const struct health *health, bool is_unwell_only);

#endif
