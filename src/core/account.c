#include "core/account.h"

#include <string.h>

#include "base/i18n.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"
#include "core/account_secret.h"
#include "core/audit_json.h"
#include "core/auth_delay.h"
#include "core/check.h"
#include "core/rights.h"
#include "store/account.h"

int64_t account_waits_until_ms(const struct account *account)
{
    struct auth_delays delays = {0};
    int64_t left_ms = auth_delay_left_ms(&delays, account);
    return left_ms > 0 ? time_now_ms() + left_ms : 0;
}

const char *role_name(enum role role)
{
    static const char *const names[ROLE_COUNT] = {N_("range officer"), N_("coach"),
                                                  N_("administrator")};
    return role >= 0 && role < ROLE_COUNT ? _(names[role]) : "?";
}

static const char *const role_codes[ROLE_COUNT] = {"officer", "coach", "admin"};

const char *role_code(enum role role)
{
    return role >= 0 && role < ROLE_COUNT ? role_codes[role] : "?";
}

bool role_read(const char *text, enum role *role)
{
    for (int i = 0; i < ROLE_COUNT; i++) {
        if (strcmp(text, role_codes[i]) == 0) {
            *role = (enum role)i;
            return true;
        }
    }
    return false;
}

/* As a person counts: "é" is one. */
static size_t character_count(const char *text)
{
    size_t count = 0;
    for (size_t size = text_cluster(text); size > 0; size = text_cluster(text)) {
        text += size;
        count++;
    }
    return count;
}

bool account_secret_is_allowed(enum role role, const char *secret, struct err *err)
{
    if (strlen(secret) >= SECRET_MAX) {
        return err_set(err, ERR_INPUT, _("The secret is too long: at most %d characters."),
                       SECRET_MAX - 1);
    }
    size_t length = character_count(secret);
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

bool account_take_login(struct account *account, const char *typed, struct err *err)
{
    char folded[4 * NAME_ROOM];
    text_fold(folded, sizeof folded, typed);
    text_trim(folded);
    return check_copy(account->login, sizeof account->login, folded, _("Login"), err);
}

static bool check_input(struct account *account, const struct account_input *input, struct err *err)
{
    if (input->role < 0 || input->role >= ROLE_COUNT) {
        return err_set(err, ERR_INPUT, _("The role is officer, coach or admin."));
    }
    if (!account_take_login(account, input->login, err) ||
        !check_copy(account->name, sizeof account->name, input->name, _("Name"), err)) {
        return false;
    }
    text_trim(account->name);
    if (account->login[0] == '\0' || strpbrk(account->login, " \t\n") != NULL) {
        return err_set(err, ERR_INPUT, _("The login name is one word, for example \"jan\"."));
    }
    if (account->name[0] == '\0') {
        return err_set(err, ERR_INPUT, _("A name is needed."));
    }
    if (!check_line(account->login, _("Login"), err) ||
        !check_line(account->name, _("Name"), err)) {
        return false;
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
    audit_json(after, sizeof after,
               (const char *const[]){"login", account->login, "name", account->name, "role",
                                     role_code(account->role), NULL});
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

static bool disable(struct app *app, record_id id, struct err *err)
{
    struct account account;
    int other_admins = 0;
    if (!account_read(app->db, id, &account, err) ||
        !account_count_admins(app->db, id, &other_admins, err)) {
        return false;
    }
    if (account.role == ROLE_ADMIN && other_admins == 0) {
        return err_set(
            err, ERR_INPUT,
            _("This is the last administrator: without one nobody could manage the club. Nothing"
              " was changed."));
    }
    if (account.is_disabled) {
        return true;
    }
    account.is_disabled = true;
    return account_update(app->db, &account, err) &&
           app_audit(app, "account.disable", "account", id, "{\"disabled\":\"no\"}",
                     "{\"disabled\":\"yes\"}", err);
}

bool account_disable(struct app *app, record_id id, struct err *err)
{
    if (!rights_check(app, RIGHT_MANAGE_ACCOUNTS, err) || !app_begin(app, err)) {
        return false;
    }
    return (disable(app, id, err) && app_commit(app, err)) || app_abort(app);
}

static bool enable(struct app *app, record_id id, struct err *err)
{
    struct account account;
    if (!account_read(app->db, id, &account, err)) {
        return false;
    }
    if (!account.is_disabled && account.failed_count == 0 && account.locked_until_ms == 0) {
        return true;
    }
    const char *before = account.is_disabled ? "{\"disabled\":\"yes\"}" : "{\"locked\":\"yes\"}";
    account.is_disabled = false;
    account.failed_count = 0;
    account.locked_until_ms = 0;
    return account_update(app->db, &account, err) &&
           app_audit(app, "account.enable", "account", id, before, "{\"disabled\":\"no\"}", err);
}

bool account_enable(struct app *app, record_id id, struct err *err)
{
    if (!rights_check(app, RIGHT_MANAGE_ACCOUNTS, err) || !app_begin(app, err)) {
        return false;
    }
    return (enable(app, id, err) && app_commit(app, err)) || app_abort(app);
}

static bool edit(struct app *app, record_id id, const char *name, enum role role, struct err *err)
{
    struct account account;
    int other_admins = 0;
    char before[256];
    char after[256];
    if (!account_read(app->db, id, &account, err) ||
        !account_count_admins(app->db, id, &other_admins, err)) {
        return false;
    }
    if (account.role == ROLE_ADMIN && role != ROLE_ADMIN && other_admins == 0) {
        return err_set(
            err, ERR_INPUT,
            _("This is the last administrator: without one nobody could manage the club. Nothing"
              " was changed."));
    }
    if (account.role != ROLE_ADMIN && role == ROLE_ADMIN) {
        return err_set(err, ERR_INPUT,
                       _("An administrator needs a passphrase, not a PIN: make a new account for"
                         " that. Nothing was changed."));
    }
    audit_json(before, sizeof before,
               (const char *const[]){"name", account.name, "role", role_code(account.role), NULL});
    text_copy(account.name, sizeof account.name, name);
    account.role = role;
    audit_json(after, sizeof after,
               (const char *const[]){"name", account.name, "role", role_code(role), NULL});
    return account_update(app->db, &account, err) &&
           app_audit(app, "account.edit", "account", id, before, after, err);
}

bool account_edit(struct app *app, record_id id, const char *name, enum role role, struct err *err)
{
    char trimmed[NAME_ROOM];
    if (!rights_check(app, RIGHT_MANAGE_ACCOUNTS, err) ||
        !check_copy(trimmed, sizeof trimmed, name, _("Name"), err)) {
        return false;
    }
    text_trim(trimmed);
    if (trimmed[0] == '\0') {
        return err_set(err, ERR_INPUT, _("Name: a name is needed."));
    }
    if (!check_line(trimmed, _("Name"), err) || !app_begin(app, err)) {
        return false;
    }
    return (edit(app, id, trimmed, role, err) && app_commit(app, err)) || app_abort(app);
}

/* Whose secret it is may set it, and who manages accounts. */
static bool may_set_secret(struct app *app, record_id id, const char *secret, struct err *err)
{
    struct account account;
    bool is_own = app->actor.is_present && app->actor.account_id == id && id != 0;
    return (is_own || rights_check(app, RIGHT_MANAGE_ACCOUNTS, err)) &&
           account_read(app->db, id, &account, err) &&
           account_secret_is_allowed(account.role, secret, err);
}

/* The account is read again: while the secret was being hashed it may have been disabled. */
static bool put_secret(struct app *app, record_id id, const char *hash, struct err *err)
{
    struct account account;
    if (!account_read(app->db, id, &account, err)) {
        return false;
    }
    text_copy(account.secret_hash, sizeof account.secret_hash, hash);
    account.shown_secret[0] = '\0';
    account.failed_count = 0;
    account.locked_until_ms = 0;
    return account_update(app->db, &account, err) &&
           app_audit(app, "account.secret", "account", id, "", "", err);
}

bool account_set_secret(struct app *app, record_id id, const char *secret, struct err *err)
{
    char hash[SECRET_HASH_MAX];
    if (!may_set_secret(app, id, secret, err)) {
        return false;
    }
    if (!secret_hash(hash, secret, app->pepper)) {
        return err_set(err, ERR_IO,
                       _("There is not enough memory to protect a secret. Close other programs"
                         " and try again."));
    }
    if (!app_keep_pepper(app, err) || !app_begin(app, err)) {
        return false;
    }
    return (put_secret(app, id, hash, err) && app_commit(app, err)) || app_abort(app);
}
