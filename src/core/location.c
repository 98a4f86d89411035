#include "core/location.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/audit_json.h"
#include "core/check.h"
#include "core/rights.h"
#include "store/location.h"

bool location_list(struct app *app, struct arena *arena, bool with_retired, struct location **rows,
                   int *count, struct err *err)
{
    if (!rights_check(app, RIGHT_SEE, err) || !location_rows(app->db, arena, rows, count, err)) {
        return false;
    }
    int kept = 0;
    for (int i = 0; i < *count; i++) {
        if (with_retired || (*rows)[i].retired_on[0] == '\0') {
            (*rows)[kept++] = (*rows)[i];
        }
    }
    *count = kept;
    return true;
}

bool location_get(struct app *app, record_id id, struct location *location, struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) && location_read(app->db, id, location, err);
}

static bool check_location(struct location *location, struct err *err)
{
    text_trim(location->name);
    if (location->name[0] == '\0') {
        return err_set(err, ERR_INPUT, _("Name: a name is needed."));
    }
    return check_line(location->name, _("Name"), err) &&
           check_line(location->distances, _("Distances"), err) &&
           check_lines(location->notes, _("Notes"), err) &&
           check_date(location->retired_on, _("Retired on"), err);
}

static void list_audited(const struct location *location, const char **pairs)
{
    const char *const all[] = {"name",       location->name,
                               "range",      location->is_range ? "yes" : "no",
                               "storage",    location->is_storage ? "yes" : "no",
                               "elsewhere",  location->is_elsewhere ? "yes" : "no",
                               "distances",  location->distances,
                               "retired_on", location->retired_on,
                               NULL};
    memcpy(pairs, all, sizeof all);
}

bool location_add(struct app *app, const struct location *input, record_id *id, struct err *err)
{
    char after[512];
    const char *pairs[13];
    struct location location = *input;
    if (!rights_check(app, RIGHT_ADD_MEMBER, err) || !check_location(&location, err) ||
        !app_begin(app, err)) {
        return false;
    }
    location.id = app_new_id(app);
    location.changed_at_ms = time_now_ms();
    list_audited(&location, pairs);
    audit_json(after, sizeof after, pairs);
    if (!location_insert(app->db, &location, err) ||
        !app_audit(app, "location.add", "location", location.id, "", after, err) ||
        !app_commit(app, err)) {
        return app_abort(app);
    }
    *id = location.id;
    return true;
}

bool location_edit(struct app *app, const struct location *input, struct err *err)
{
    char before[512];
    char after[512];
    const char *was[13];
    const char *is[13];
    struct location old;
    struct location location = *input;
    if (!rights_check(app, RIGHT_EDIT_MEMBER, err) || !check_location(&location, err) ||
        !app_begin(app, err)) {
        return false;
    }
    int64_t now = time_now_ms();
    location.changed_at_ms = now > input->changed_at_ms ? now : input->changed_at_ms + 1;
    if (!location_read(app->db, location.id, &old, err)) {
        return app_abort(app);
    }
    list_audited(&old, was);
    list_audited(&location, is);
    audit_json_changes(before, after, sizeof before, was, is);
    bool ok = location_update(app->db, &location, input->changed_at_ms, err) &&
              app_audit(app, "location.edit", "location", location.id, before, after, err) &&
              app_commit(app, err);
    return ok || app_abort(app);
}
