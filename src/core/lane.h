/* What a lane derives from its shots. Used by core/range*.c only. */
#ifndef CORE_LANE_H
#define CORE_LANE_H
#include "core/range.h"

/* Numbers, next place and comparison again, from lane->shots. */
void lane_refresh(struct lane *lane);

/* "lane.sighting" rows: the session whose next shots are sighters. */
bool lane_sighting_read(struct app *app, struct lane *lane, struct err *err);
bool lane_sighting_write(struct app *app, const struct lane *lane, bool sighting, struct err *err);

/* "Visser, Mo" for a sentence. */
void lane_member_name(struct app *app, record_id member_id, char name[NAME_ROOM]);

#endif
