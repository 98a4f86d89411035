#include "cli/insight_command.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/find_member.h"
#include "core/member.h"
#include "core/weapon.h"

static bool take_date(int *argc, char **argv, const char *name, char iso[DATE_ROOM])
{
    const char *typed = command_option(argc, argv, name);
    return typed == NULL || time_read_date(typed, iso);
}

bool insight_request_choice(struct insight_request *request, int *argc, char **argv)
{
    const char *programme = command_option(argc, argv, "--programme");
    if (!take_date(argc, argv, "--from", request->choice.from) ||
        !take_date(argc, argv, "--to", request->choice.to)) {
        command_usage(NULL, _("A date is written as 2026-11-23."));
        return false;
    }
    if (programme != NULL) {
        text_copy(request->programme_id, sizeof request->programme_id, programme);
        request->choice.programme_id = request->programme_id;
    }
    return true;
}

static bool take_member(struct insight_request *request, struct app *app, const char *text,
                        struct err *err)
{
    struct member member;
    if (!find_member(app, text, &member, err)) {
        return false;
    }
    request->id = request->of.member_id = member.id;
    request->skip = BY_SHOOTER;
    member_name(&member, request->name, sizeof request->name);
    return true;
}

static bool find_weapon(struct insight_request *request, struct app *app, const char *text,
                        struct err *err)
{
    struct weapon weapon;
    record_id id = 0;
    if (!command_record_id(text, &id) || !weapon_get(app, id, &weapon, err)) {
        return err_set(err, ERR_NOT_FOUND, _("There is no weapon \"%s\"."), text);
    }
    request->id = request->of.weapon_id = weapon.id;
    request->skip = BY_WEAPON;
    text_copy(request->name, sizeof request->name, weapon.name);
    return true;
}

bool insight_request_subject(struct insight_request *request, struct app *app, const char *kind,
                             const char *id, int *code)
{
    struct err err = {0};
    bool is_weapon = strcmp(kind, "weapon") == 0;
    const char *programme = request->choice.programme_id;
    bool ok = is_weapon ? find_weapon(request, app, id, &err) : take_member(request, app, id, &err);
    if (ok && programme != NULL && programme_find(&app->programmes, programme) == NULL) {
        ok = err_set(&err, ERR_NOT_FOUND, _("There is no programme \"%s\"."), programme);
    }
    if (!ok) {
        *code = command_fail(&err);
    }
    return ok;
}
