/* Locations and ammunition: short lists that a session refers to. */
#ifndef CORE_LOCATION_H
#define CORE_LOCATION_H
#include "core/app.h"

bool location_list(struct app *app, struct arena *arena, struct location **rows, int *count,
                   struct err *err);
bool location_add(struct app *app, const struct location *input, record_id *id, struct err *err);
bool ammunition_list(struct app *app, struct arena *arena, const char *calibre,
                     struct ammunition **rows, int *count, struct err *err);
bool ammunition_add(struct app *app, const struct ammunition *input, record_id *id,
                    struct err *err);

#endif
