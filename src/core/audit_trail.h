/* The audit trail as people read it: who did what, when. */
#ifndef CORE_AUDIT_TRAIL_H
#define CORE_AUDIT_TRAIL_H
#include "core/app.h"

enum { AUDIT_TRAIL_PAGE_MAX = 200 };

/* Rows numbered below `before` (0: from the newest), newest first, at most `limit`. In the arena.
 * Needs RIGHT_MANAGE_SYSTEM. */
bool audit_trail_list(struct app *app, struct arena *arena, int64_t before, int limit,
                      struct audit_row **rows, int *count, struct err *err);

#endif
