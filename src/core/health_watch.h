/* What an administrator is told about without looking: a failed or overdue backup, an overdue
 * restore test, low space, a failed check of the database, a clock that jumped, a worker that is
 * stuck. Each is raised once and cleared once (core/alert.h), also over restarts. */
#ifndef CORE_HEALTH_WATCH_H
#define CORE_HEALTH_WATCH_H
#include "core/app.h"

/* Looks and tells: the rows, a line in the log, the alert command. For the thread that takes care
 * of the data (hourly), on its own connection app->db; takes at most a few seconds and writes
 * nothing when nothing changed. False: it could not look, or not write. */
bool health_watch(struct app *app, struct err *err);

#endif
