/* The first run: a club and its first administrator, in one transaction. */
#include <string.h>

#include "base/i18n.h"
#include "base/secret.h"
#include "base/text.h"
#include "core/account.h"
#include "core/account_secret.h"
#include "core/app.h"
#include "core/audit_json.h"
#include "core/check.h"
#include "store/account.h"
#include "store/club.h"

static bool fill_club(struct club *club, const struct club_setup *setup, struct err *err)
{
    *club = (struct club){.id = id_new(1), .terminal = 1};
    text_copy(club->name, sizeof club->name, setup->club_name);
    text_copy(club->city, sizeof club->city, setup->city);
    text_copy(club->language, sizeof club->language,
              setup->language[0] != '\0' ? setup->language : "auto");
    text_trim(club->name);
    text_trim(club->city);
    if (club->name[0] == '\0') {
        return err_set(err, ERR_INPUT, _("The club needs a name."));
    }
    return check_line(club->name, _("Name"), err) && check_line(club->city, _("City"), err);
}

static bool fill_admin(struct account *account, const struct club_setup *setup, struct err *err)
{
    *account = (struct account){.id = id_new(1), .role = ROLE_ADMIN};
    text_copy(account->name, sizeof account->name, setup->admin_name);
    text_trim(account->name);
    if (account->name[0] == '\0') {
        return err_set(err, ERR_INPUT, _("The administrator needs a name."));
    }
    char chosen[NAME_ROOM];
    text_copy(chosen, sizeof chosen, setup->admin_login);
    text_trim(chosen);
    if (chosen[0] == '\0') {
        text_copy(chosen, sizeof chosen, account->name);
    }
    chosen[strcspn(chosen, " \t\n")] = '\0'; /* "Jan de Vries": jan */
    return account_take_login(account, chosen, err) &&
           check_line(account->login, _("Login"), err) &&
           check_line(account->name, _("Name"), err) &&
           account_secret_is_allowed(ROLE_ADMIN, setup->passphrase, err);
}

static bool store(struct app *app, const struct club *club, const struct account *admin,
                  struct err *err)
{
    char club_json[512];
    char admin_json[512];
    struct club existing;
    if (!club_read(app->db, &existing, err)) {
        return false;
    }
    if (existing.id != 0) {
        return err_set(err, ERR_INPUT, _("There is a club here already. Nothing was changed."));
    }
    audit_json(club_json, sizeof club_json,
               (const char *const[]){"name", club->name, "city", club->city, NULL});
    audit_json(admin_json, sizeof admin_json,
               (const char *const[]){"login", admin->login, "name", admin->name, "role",
                                     role_code(admin->role), NULL});
    return club_put(app->db, club, err) && account_insert(app->db, admin, err) &&
           app_audit(app, "club.create", "club", club->id, "", club_json, err) &&
           app_audit(app, "account.add", "account", admin->id, "", admin_json, err);
}

bool app_create_club(struct app *app, const struct club_setup *setup, struct err *err)
{
    struct club club;
    struct account admin;
    if (!fill_club(&club, setup, err) || !fill_admin(&admin, setup, err)) {
        return false;
    }
    if (!secret_hash(admin.secret_hash, setup->passphrase, app->pepper)) {
        return err_set(err, ERR_IO,
                       _("There is not enough memory to protect a secret. Close other programs"
                         " and try again."));
    }
    if (!app_begin(app, err)) {
        return false;
    }
    if (!store(app, &club, &admin, err) || !app_commit(app, err)) {
        return app_abort(app);
    }
    app->club = club;
    return true;
}
