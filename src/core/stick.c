#include "core/stick.h"

#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "core/ai_settings.h"
#include "core/audit_json.h"
#include "core/rights.h"

/* Settings that cannot be read name no folder; who asks the coach hears what is wrong with them. */
static void chosen_folder(struct app *app, struct ai_settings *settings)
{
    struct err err = {0};
    if (!ai_settings_read(app, settings, &err)) {
        log_err("stick folder", &err);
        settings->stick_folder[0] = '\0';
    }
}

bool stick_list(struct app *app, struct stick *list, int *count, struct err *err)
{
    struct ai_settings settings;
    if (!rights_check(app, RIGHT_SEE, err)) {
        return false;
    }
    chosen_folder(app, &settings);
    *count = sticks_find(settings.stick_folder, list, STICKS_MAX);
    return true;
}

bool stick_at(struct app *app, const char *folder, struct stick *stick, struct err *err)
{
    struct ai_settings settings;
    if (!rights_check(app, RIGHT_SEE, err)) {
        return false;
    }
    chosen_folder(app, &settings);
    return stick_of_folder(settings.stick_folder, folder, stick);
}

/* What was done to a stick stays done when the database cannot take it: that goes to the log. */
static void keep(struct app *app, const char *action, const struct stick *stick, const char *end)
{
    char after[1024];
    struct err err = {0};
    const char *const pairs[] = {"folder",     stick->folder, "device", stick->device, "label",
                                 stick->label, "end",         end,      NULL};
    audit_json(after, sizeof after, pairs);
    if (!app_begin(app, &err)) {
        log_err(action, &err);
        return;
    }
    if (!app_audit(app, action, "stick", 0, "", after, &err) || !app_commit(app, &err)) {
        (void)app_abort(app);
        log_err(action, &err);
    }
}

bool stick_take(struct app *app, const char *device, struct stick *stick, struct err *err)
{
    struct stick list[STICKS_MAX];
    int count = 0;
    if (!rights_check(app, RIGHT_EXPORT, err) || !stick_list(app, list, &count, err)) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        if (strcmp(list[i].device, device) == 0) {
            *stick = list[i];
            bool was_mounted = stick->is_mounted;
            bool ok = stick_mount(stick, err);
            if (!was_mounted) {
                keep(app, "stick.mount", stick, ok ? "mounted" : "failed");
            }
            return ok;
        }
    }
    return err_set(err, ERR_NOT_FOUND, _("There is no such stick: nothing was done."));
}

bool stick_release(struct app *app, const char *folder, struct stick *stick, char *holder,
                   size_t holder_size, struct err *err)
{
    struct err none = {0};
    if (!rights_check(app, RIGHT_EXPORT, err)) {
        return false;
    }
    if (!stick_at(app, folder, stick, &none)) {
        return err_set(err, ERR_NOT_FOUND,
                       _("That folder is not on a stick that is mounted: nothing was done."));
    }
    bool ok = stick_unmount(stick, holder, holder_size, err);
    keep(app, "stick.unmount", stick, ok ? "gone" : "failed");
    return ok;
}
