/* Alerts as they came and went, and the end of those that nothing else would end. */
#ifndef CORE_ALERT_LIST_H
#define CORE_ALERT_LIST_H
#include "core/alert.h"
#include "store/alert.h"

/* The newest first, at most ALERT_HISTORY_MAX, in the arena. RIGHT_SEE. */
bool alert_history(struct app *app, struct arena *arena, struct alert_row **rows, int *count,
                   struct err *err);

/* The coach's alert ends when its window passed without a failure, also when nobody asks anything
 * any more, or when the coach was set to calculate; told once. For the worker and the upkeep, on
 * their own connection app->db; writes nothing when nothing changed. *ended (may be NULL). */
bool alert_expire(struct app *app, bool *ended, struct err *err);

#endif
