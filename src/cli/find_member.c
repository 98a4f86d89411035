#include "cli/find_member.h"

#include "base/i18n.h"
#include "cli/command.h"
#include "core/member.h"

bool find_member(struct app *app, const char *typed, struct member *member, struct err *err)
{
    record_id id = 0;
    struct err ignored = {0};
    return member_by_card(app, typed, member, &ignored) ||
           (command_record_id(typed, &id) && member_get(app, id, member, &ignored)) ||
           err_set(err, ERR_NOT_FOUND, _("There is no member \"%s\"."), typed);
}
