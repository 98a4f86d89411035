#include "core/auth.h"

#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"
#include "store/account.h"
#include "store/setting.h"

enum { SEAT_TRIES = 10 }; /* wrong tries of this seat within a minute */

static const char seat_key[] = "auth.seat_failures";

static int whole_seconds(int64_t ms)
{
    return (int)((ms + 999) / 1000);
}

int auth_wait_s(struct app *app, const struct account *account)
{
    return whole_seconds(auth_delay_left_ms(&app->delays, account));
}

/* --- trying ------------------------------------------------------------------------------------
 */

/* Of an account, of a name nobody has, or of an account that a view-only database cannot count. */
static int wait_s(struct app *app, const struct auth_attempt *attempt)
{
    int64_t kept_ms =
        attempt->account.id != 0 ? auth_delay_left_ms(&app->delays, &attempt->account) : 0;
    int64_t unkept_ms = attempt->account.id == 0 || app->is_view_only
                            ? auth_delay_left_unkept_ms(&app->delays, attempt->who)
                            : 0;
    return whole_seconds(kept_ms > unkept_ms ? kept_ms : unkept_ms);
}

static int seat_failures(struct app *app)
{
    char kept[64];
    app_setting_get(app, seat_key, "0,0", kept, sizeof kept);
    return auth_delay_seat_failures(&app->delays, kept);
}

/* Leaves the account empty when nobody who may log in has that name. */
static bool find_account(struct app *app, const char *login, struct auth_attempt *attempt,
                         struct err *err)
{
    char folded[NUMBER_ROOM];
    struct err why = {0};
    text_fold(folded, sizeof folded, login);
    text_trim(folded);
    if (!account_read_login(app->db, folded, &attempt->account, &why) &&
        why.kind != ERR_NOT_FOUND) {
        *err = why;
        return false;
    }
    if (attempt->account.is_disabled) {
        attempt->account = (struct account){0};
    }
    attempt->who = attempt->account.id != 0 ? attempt->account.id : auth_delay_nobody(folded);
    return true;
}

bool auth_begin(struct app *app, const char *login, const char *secret,
                struct auth_attempt *attempt, struct err *err)
{
    *attempt = (struct auth_attempt){0};
    if (!find_account(app, login, attempt, err)) {
        return false;
    }
    int seconds = wait_s(app, attempt);
    if (seconds > 0) {
        return err_set(err, ERR_BUSY,
                       P_("Too many wrong tries. Try again in %d second.",
                          "Too many wrong tries. Try again in %d seconds.", seconds),
                       seconds);
    }
    if (seat_failures(app) >= SEAT_TRIES) {
        return err_set(err, ERR_BUSY,
                       _("Too many wrong tries on this kiosk. Wait a minute and try again."));
    }
    if (!text_copy(attempt->secret, sizeof attempt->secret, secret)) {
        attempt->secret[0] = '\0'; /* longer than any secret: must not match by its beginning */
    }
    memcpy(attempt->pepper, app->pepper, sizeof attempt->pepper);
    return true;
}

void auth_compare(struct auth_attempt *attempt)
{
    bool is_known = attempt->account.id != 0;
    const char *hash = is_known ? attempt->account.secret_hash : secret_dummy_hash();
    attempt->is_match = secret_matches(hash, attempt->secret, attempt->pepper) && is_known;
    if (attempt->is_match && attempt->account.shown_secret[0] == '\0') {
        attempt->needs_rehash = secret_needs_rehash(hash) &&
                                secret_hash(attempt->new_hash, attempt->secret, attempt->pepper);
    }
    secret_wipe(attempt->secret, sizeof attempt->secret);
    secret_wipe(attempt->pepper, sizeof attempt->pepper);
}

/* --- the wrong secret --------------------------------------------------------------------------
 */

static bool deny(int seconds, struct err *err)
{
    if (seconds > 0) {
        return err_set(err, ERR_DENIED,
                       P_("That is not right. Try again in %d second.",
                          "That is not right. Try again in %d seconds.", seconds),
                       seconds);
    }
    return err_set(err, ERR_DENIED, _("That is not right. Try again."));
}

static bool put_seat_failure(struct app *app, struct err *err)
{
    char text[64];
    seat_failures(app); /* a minute that is over counts no more */
    auth_delay_seat_fail(&app->delays);
    auth_delay_seat_text(&app->delays, text, sizeof text);
    return setting_put(app->db, seat_key, text, err);
}

static bool put_failure(struct app *app, struct account *account, struct err *err)
{
    account->failed_count++;
    int64_t delay_ms = auth_delay_ms(account->failed_count);
    account->locked_until_ms = delay_ms > 0 ? time_now_ms() + delay_ms : 0;
    if (delay_ms > 0 && account->role == ROLE_ADMIN) {
        log_event(LOG_LEVEL_WARNING, "login of an administrator delayed after %d failures",
                  account->failed_count);
    }
    return account_update(app->db, account, err);
}

/* The account as it is now: another seat may have counted, or it may be gone meanwhile. */
static bool read_again(struct app *app, record_id id, struct account *account, struct err *err)
{
    struct err why = {0};
    *account = (struct account){0};
    if (id == 0 || account_read(app->db, id, account, &why) || why.kind == ERR_NOT_FOUND) {
        return true;
    }
    *err = why;
    return false;
}

static bool store_failure(struct app *app, struct auth_attempt *attempt, struct err *err)
{
    struct account *account = &attempt->account;
    if (!app_begin(app, err)) {
        return false;
    }
    bool ok = read_again(app, account->id, account, err) && put_seat_failure(app, err) &&
              (account->id == 0 || put_failure(app, account, err)) &&
              app_audit(app, "login.fail", "account", account->id, "", "", err) &&
              app_commit(app, err);
    if (!ok) {
        return app_abort(app);
    }
    if (account->id == 0) {
        auth_delay_fail_unkept(&app->delays, attempt->who);
    }
    return deny(wait_s(app, attempt), err);
}

/* --- the right one -----------------------------------------------------------------------------
 */

static void act_as(struct app *app, const struct account *account)
{
    app->actor =
        (struct actor){.account_id = account->id, .role = account->role, .is_present = true};
    text_copy(app->actor.name, sizeof app->actor.name, account->name);
}

/* Hashing takes its time: somebody may have been disabled or got another secret meanwhile. */
static bool is_still_valid(const struct account *now, const struct auth_attempt *attempt)
{
    return now->id != 0 && !now->is_disabled &&
           strcmp(now->secret_hash, attempt->account.secret_hash) == 0;
}

static bool put_success(struct app *app, const struct auth_attempt *attempt,
                        struct account *account, struct err *err)
{
    account->failed_count = 0;
    account->locked_until_ms = 0;
    account->last_login_ms = time_now_ms();
    if (attempt->needs_rehash) {
        text_copy(account->secret_hash, sizeof account->secret_hash, attempt->new_hash);
    }
    return account_update(app->db, account, err) &&
           app_audit(app, "login", "account", account->id, "", "", err) && app_commit(app, err);
}

static bool store_success(struct app *app, struct auth_attempt *attempt, struct err *err)
{
    struct account account;
    struct actor before = app->actor;
    if (!app_begin(app, err)) {
        return false;
    }
    if (!read_again(app, attempt->account.id, &account, err)) {
        return app_abort(app);
    }
    if (!is_still_valid(&account, attempt)) {
        app_abort(app);
        return store_failure(app, attempt, err);
    }
    act_as(app, &account); /* the audit row is theirs */
    if (!put_success(app, attempt, &account, err)) {
        app->actor = before;
        return app_abort(app);
    }
    return true;
}

/* Nothing can be counted in a database that cannot be written: this run remembers. */
static bool end_view_only(struct app *app, const struct auth_attempt *attempt, struct err *err)
{
    if (attempt->is_match) {
        auth_delay_forget(&app->delays, attempt->who);
        act_as(app, &attempt->account);
        return true;
    }
    seat_failures(app);
    auth_delay_seat_fail(&app->delays);
    auth_delay_fail_unkept(&app->delays, attempt->who);
    return deny(wait_s(app, attempt), err);
}

bool auth_end(struct app *app, struct auth_attempt *attempt, struct err *err)
{
    if (app->is_view_only) {
        return end_view_only(app, attempt, err);
    }
    return attempt->is_match ? store_success(app, attempt, err) : store_failure(app, attempt, err);
}

void auth_logout(struct app *app)
{
    app->actor = (struct actor){0};
}
