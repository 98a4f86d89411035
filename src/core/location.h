/* Locations: ranges, where sessions are shot, and storage places. */
#ifndef CORE_LOCATION_H
#define CORE_LOCATION_H
#include "core/app.h"

/* By name; retired ones only when asked for. At most 100, in the arena. */
bool location_list(struct app *app, struct arena *arena, bool with_retired, struct location **rows,
                   int *count, struct err *err);
bool location_get(struct app *app, record_id id, struct location *location, struct err *err);
bool location_add(struct app *app, const struct location *input, record_id *id, struct err *err);
/* The whole record as it was read, changed; ERR_BUSY when someone else changed it meanwhile. */
bool location_edit(struct app *app, const struct location *input, struct err *err);

#endif
