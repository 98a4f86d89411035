#include "core/sticks.h"

#include "base/i18n.h"
#include "base/log.h"
#include "core/audit_json.h"
#include "core/rights.h"

/* Below these folders everything that is mounted counts as a stick: one more may be set. */
static void media_folder(struct app *app, char *dst, size_t size)
{
    app_setting_get(app, "stick.folder", "", dst, size);
}

int sticks_list(struct app *app, struct stick *sticks, int room)
{
    char folder[512];
    media_folder(app, folder, sizeof folder);
    return rights_check(app, RIGHT_SEE, NULL) ? stick_list(folder, sticks, room) : 0;
}

bool sticks_mount(struct app *app, struct stick *stick, struct err *err)
{
    return rights_check(app, RIGHT_EXPORT, err) && stick_mount(stick, err);
}

bool sticks_is_on(struct app *app, const char *folder)
{
    struct stick stick;
    char media[512];
    media_folder(app, media, sizeof media);
    return stick_of_folder(media, folder, &stick);
}

/* The files are safe whether the row can be written or not. */
static void keep(struct app *app, const struct stick *stick)
{
    char after[512];
    struct err err = {0};
    const char *const pairs[] = {"folder", stick->folder, "device", stick->device, NULL};
    audit_json(after, sizeof after, pairs);
    if (!app_begin(app, &err) || !app_audit(app, "stick.unmount", "stick", 0, "", after, &err) ||
        !app_commit(app, &err)) {
        app_abort(app);
        log_err("stick row", &err);
    }
}

enum stick_outcome sticks_release(struct app *app, const char *folder, struct err *err)
{
    struct stick stick;
    char media[512];
    media_folder(app, media, sizeof media);
    if (!stick_of_folder(media, folder, &stick)) {
        return STICK_NONE;
    }
    if (!rights_check(app, RIGHT_EXPORT, err) || !stick_unmount(&stick, err)) {
        return STICK_HELD;
    }
    keep(app, &stick);
    return STICK_RELEASED;
}
