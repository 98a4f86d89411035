#include "core/account.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/secret.h"
#include "base/text.h"
#include "core/account_secret.h"
#include "core/rights.h"
#include "store/account.h"

const char *role_name(enum role role)
{
    static const char *const names[ROLE_COUNT] = {N_("range officer"), N_("coach"),
                                                  N_("administrator")};
    return role >= 0 && role < ROLE_COUNT ? _(names[role]) : "?";
}

bool role_read(const char *text, enum role *role)
{
    static const char *const codes[ROLE_COUNT] = {"officer", "coach", "admin"};
    for (int i = 0; i < ROLE_COUNT; i++) {
        if (strcmp(text, codes[i]) == 0) {
            *role = (enum role)i;
            return true;
        }
    }
    return false;
}

bool account_secret_is_allowed(enum role role, const char *secret, struct err *err)
{
    size_t length = strlen(secret);
    if (length >= SECRET_MAX) {
        return err_set(err, ERR_INPUT, _("The secret is too long: at most %d characters."),
                       SECRET_MAX - 1);
    }
    if (role == ROLE_ADMIN) {
        return length >= 10 ||
               err_set(err, ERR_INPUT,
                       _("An administrator needs a passphrase of at least 10 characters."));
    }
    return (length >= 6 && strspn(secret, "0123456789") == length) || length >= 10 ||
           err_set(err, ERR_INPUT, _("A PIN has at least 6 digits."));
}

bool account_list(struct app *app, struct arena *arena, bool all, struct account **rows, int *count,
                  struct err *err)
{
    /* The login screen asks before anyone is present: names only, and only of who can log in. */
    if (all && !rights_check(app, RIGHT_MANAGE_ACCOUNTS, err)) {
        return false;
    }
    return account_rows(app->db, arena, all, rows, count, err);
}

bool account_get(struct app *app, record_id id, struct account *account, struct err *err)
{
    bool ok = account_read(app->db, id, account, err);
    secret_wipe(account->secret_hash, sizeof account->secret_hash);
    return ok;
}

static bool check_input(struct account *account, const struct account_input *input, struct err *err)
{
    text_fold(account->login, sizeof account->login, input->login);
    text_trim(account->login);
    text_copy(account->name, sizeof account->name, input->name);
    text_trim(account->name);
    if (account->login[0] == '\0' || strchr(account->login, ' ') != NULL) {
        return err_set(err, ERR_INPUT, _("The login name is one word, for example \"jan\"."));
    }
    if (account->name[0] == '\0') {
        return err_set(err, ERR_INPUT, _("A name is needed."));
    }
    return account_secret_is_allowed(input->role, input->secret, err);
}

static bool insert(struct app *app, const struct account *account, struct err *err)
{
    char after[256];
    struct account same;
    struct err ignored = {0};
    if (account_read_login(app->db, account->login, &same, &ignored)) {
        return err_set(err, ERR_INPUT, _("The login name \"%s\" is taken. Choose another."),
                       account->login);
    }
    snprintf(after, sizeof after, "{\"login\":\"%s\",\"role\":%d}", account->login,
             (int)account->role);
    return account_insert(app->db, account, err) &&
           app_audit(app, "account.add", "account", account->id, "", after, err);
}

bool account_add(struct app *app, const struct account_input *input, record_id *id, struct err *err)
{
    struct account account = {
        .id = app_new_id(app), .role = input->role, .member_id = input->member_id};
    if (!rights_check(app, RIGHT_MANAGE_ACCOUNTS, err) || !check_input(&account, input, err)) {
        return false;
    }
    if (input->is_shown) {
        text_copy(account.shown_secret, sizeof account.shown_secret, input->secret);
    }
    if (!secret_hash(account.secret_hash, input->secret, app->pepper)) {
        return err_set(err, ERR_IO,
                       _("There is not enough memory to protect a secret. Close other programs"
                         " and try again."));
    }
    if (!app_begin(app, err)) {
        return false;
    }
    if (!insert(app, &account, err) || !app_commit(app, err)) {
        return app_abort(app);
    }
    *id = account.id;
    return true;
}

static bool change(struct app *app, const struct account *account, const char *action,
                   struct err *err)
{
    if (!app_begin(app, err)) {
        return false;
    }
    bool ok = account_update(app->db, account, err) &&
              app_audit(app, action, "account", account->id, "", "", err) && app_commit(app, err);
    return ok || app_abort(app);
}

bool account_disable(struct app *app, record_id id, struct err *err)
{
    struct account account;
    int admins = 0;
    if (!rights_check(app, RIGHT_MANAGE_ACCOUNTS, err) ||
        !account_read(app->db, id, &account, err) ||
        !account_count_admins(app->db, id, &admins, err)) {
        return false;
    }
    if (account.role == ROLE_ADMIN && admins == 0) {
        return err_set(
            err, ERR_INPUT,
            _("This is the last administrator: without one nobody could manage the club. Nothing"
              " was changed."));
    }
    account.is_disabled = true;
    return change(app, &account, "account.disable", err);
}

bool account_set_secret(struct app *app, record_id id, const char *secret, struct err *err)
{
    struct account account;
    bool is_own = app->actor.is_present && app->actor.account_id == id && id != 0;
    if ((!is_own && !rights_check(app, RIGHT_MANAGE_ACCOUNTS, err)) ||
        !account_read(app->db, id, &account, err) ||
        !account_secret_is_allowed(account.role, secret, err)) {
        return false;
    }
    if (!secret_hash(account.secret_hash, secret, app->pepper)) {
        return err_set(err, ERR_IO,
                       _("There is not enough memory to protect a secret. Close other programs"
                         " and try again."));
    }
    account.shown_secret[0] = '\0';
    account.failed_count = 0;
    account.locked_until_ms = 0;
    return change(app, &account, "account.secret", err);
}
