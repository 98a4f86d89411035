#include "core/audit_trail.h"

#include "core/rights.h"

bool audit_trail_list(struct app *app, struct arena *arena, int64_t before, int limit,
                      struct audit_row **rows, int *count, struct err *err)
{
    *rows = NULL;
    *count = 0;
    if (!rights_check(app, RIGHT_MANAGE_SYSTEM, err)) {
        return false;
    }
    int room = limit < AUDIT_TRAIL_PAGE_MAX ? limit : AUDIT_TRAIL_PAGE_MAX;
    struct audit_row *page = arena_array(arena, (size_t)room, sizeof *page);
    int found = audit_page(app->db, before, page, room, err);
    if (found < 0) {
        return false;
    }
    *rows = page;
    *count = found;
    return true;
}
