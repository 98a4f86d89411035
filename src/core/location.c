#include "core/location.h"

#include "base/i18n.h"
#include "base/text.h"
#include "core/audit_json.h"
#include "core/check.h"
#include "core/rights.h"
#include "store/ammunition.h"
#include "store/location.h"

bool location_list(struct app *app, struct arena *arena, struct location **rows, int *count,
                   struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) && location_rows(app->db, arena, rows, count, err);
}

bool location_add(struct app *app, const struct location *input, record_id *id, struct err *err)
{
    char after[256];
    struct location location = *input;
    text_trim(location.name);
    if (!rights_check(app, RIGHT_ADD_MEMBER, err)) {
        return false;
    }
    if (location.name[0] == '\0') {
        return err_set(err, ERR_INPUT, _("Name: a name is needed."));
    }
    if (!check_line(location.name, _("Name"), err) ||
        !check_lines(location.notes, _("Notes"), err) || !app_begin(app, err)) {
        return false;
    }
    location.id = app_new_id(app);
    audit_json(after, sizeof after, (const char *const[]){"name", location.name, NULL});
    if (!location_insert(app->db, &location, err) ||
        !app_audit(app, "location.add", "location", location.id, "", after, err) ||
        !app_commit(app, err)) {
        return app_abort(app);
    }
    *id = location.id;
    return true;
}

bool ammunition_list(struct app *app, struct arena *arena, const char *calibre,
                     struct ammunition **rows, int *count, struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) &&
           ammunition_rows(app->db, arena, calibre, rows, count, err);
}

bool ammunition_add(struct app *app, const struct ammunition *input, record_id *id, struct err *err)
{
    char after[256];
    struct ammunition ammunition = *input;
    text_trim(ammunition.name);
    if (!rights_check(app, RIGHT_ADD_MEMBER, err)) {
        return false;
    }
    if (ammunition.name[0] == '\0') {
        return err_set(err, ERR_INPUT, _("Name: a name is needed."));
    }
    if (!check_line(ammunition.name, _("Name"), err) ||
        !check_line(ammunition.calibre, _("Calibre"), err) || !app_begin(app, err)) {
        return false;
    }
    ammunition.id = app_new_id(app);
    audit_json(after, sizeof after,
               (const char *const[]){"name", ammunition.name, "calibre", ammunition.calibre, NULL});
    if (!ammunition_insert(app->db, &ammunition, err) ||
        !app_audit(app, "ammunition.add", "ammunition", ammunition.id, "", after, err) ||
        !app_commit(app, err)) {
        return app_abort(app);
    }
    *id = ammunition.id;
    return true;
}
