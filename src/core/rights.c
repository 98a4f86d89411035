#include "core/rights.h"

#include "base/i18n.h"

#define BIT(role) (1U << (role))
#define EVERYONE  (BIT(ROLE_OFFICER) | BIT(ROLE_COACH) | BIT(ROLE_ADMIN))

/* The one table of who may do what. */
static const unsigned roles_of[RIGHT_COUNT] = {
    [RIGHT_SEE] = EVERYONE,
    [RIGHT_SCORE] = EVERYONE,
    [RIGHT_EDIT_NOTES] = EVERYONE,
    [RIGHT_ADD_MEMBER] = EVERYONE,
    [RIGHT_EDIT_MEMBER] = BIT(ROLE_COACH) | BIT(ROLE_ADMIN),
    [RIGHT_VOID_SESSION] = BIT(ROLE_OFFICER) | BIT(ROLE_ADMIN),
    [RIGHT_MARK_COMPETITION] = BIT(ROLE_OFFICER) | BIT(ROLE_ADMIN),
    [RIGHT_ASK] = EVERYONE,
    [RIGHT_MANAGE_QUEUE] = BIT(ROLE_ADMIN),
    [RIGHT_EXPORT] = EVERYONE,
    [RIGHT_SET_LOOK] = EVERYONE,
    [RIGHT_MANAGE_ACCOUNTS] = BIT(ROLE_ADMIN),
    [RIGHT_MANAGE_SYSTEM] = BIT(ROLE_ADMIN),
};

bool rights_has(const struct actor *actor, enum right right)
{
    return actor->is_present && (roles_of[right] & BIT(actor->role)) != 0;
}

static const char *who_may(enum right right)
{
    unsigned roles = roles_of[right];
    if (roles == BIT(ROLE_ADMIN)) {
        return _("Only an administrator may do this. Nothing was changed.");
    }
    if (roles == (BIT(ROLE_COACH) | BIT(ROLE_ADMIN))) {
        return _("Only a coach or an administrator may do this. Nothing was changed.");
    }
    if (roles == (BIT(ROLE_OFFICER) | BIT(ROLE_ADMIN))) {
        return _("Only a range officer or an administrator may do this. Nothing was changed.");
    }
    return _("Log in first. Nothing was changed.");
}

bool rights_check(const struct app *app, enum right right, struct err *err)
{
    if (app->is_view_only && app->is_disk_full && right != RIGHT_SEE) {
        return err_set(err, ERR_FULL,
                       _("The disk is full: you can look, nothing can be changed. Everything stored"
                         " before is kept. Free some space and try again."));
    }
    if (app->is_view_only && right != RIGHT_SEE) {
        return err_set(
            err, ERR_READONLY,
            _("The database cannot be written here: you can look, nothing can be changed."));
    }
    return rights_has(&app->actor, right) || err_set(err, ERR_DENIED, "%s", who_may(right));
}
