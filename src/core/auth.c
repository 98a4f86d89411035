#include "core/auth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"
#include "store/account.h"
#include "store/setting.h"

enum {
    FREE_FAILURES = 3, /* from the third on there is a delay */
    DELAY_MAX_S = 300,
    SEAT_TRIES = 10, /* wrong tries of this seat within a minute */
    SEAT_WINDOW_MS = 60000,
};

static const char seat_key[] = "auth.seat_failures"; /* "count,window start ms" */

static int64_t delay_ms(int failures)
{
    if (failures < FREE_FAILURES) {
        return 0;
    }
    int doublings = failures - FREE_FAILURES;
    int64_t seconds = doublings >= 9 ? DELAY_MAX_S : INT64_C(1) << doublings;
    return (seconds > DELAY_MAX_S ? DELAY_MAX_S : seconds) * 1000;
}

int auth_wait_s(const struct app *app, const struct account *account)
{
    (void)app;
    int64_t wait_ms = account->locked_until_ms - time_now_ms();
    if (account->locked_until_ms == 0 || wait_ms <= 0) {
        return 0;
    }
    /* A clock that jumped back must not lock anyone out longer than the longest delay. */
    int64_t longest_ms = delay_ms(account->failed_count);
    wait_ms = wait_ms > longest_ms ? longest_ms : wait_ms;
    return (int)((wait_ms + 999) / 1000);
}

static void read_seat(struct app *app, int *count, int64_t *since_ms)
{
    char value[64];
    app_setting_get(app, seat_key, "0,0", value, sizeof value);
    char *rest = NULL;
    *count = (int)strtol(value, &rest, 10);
    *since_ms = *rest == ',' ? strtoll(rest + 1, NULL, 10) : 0;
    int64_t age_ms = time_now_ms() - *since_ms;
    if (age_ms > SEAT_WINDOW_MS || age_ms < 0) {
        *count = 0;
        *since_ms = time_now_ms();
    }
}

static bool note_seat_failure(struct app *app, struct err *err)
{
    int count = 0;
    int64_t since_ms = 0;
    char value[64];
    read_seat(app, &count, &since_ms);
    snprintf(value, sizeof value, "%d,%lld", count + 1, (long long)since_ms);
    return setting_put(app->db, seat_key, value, err);
}

bool auth_begin(struct app *app, const char *login, const char *secret,
                struct auth_attempt *attempt, struct err *err)
{
    char folded[NUMBER_ROOM];
    int seat_count = 0;
    int64_t since_ms = 0;
    struct err unknown = {0};
    *attempt = (struct auth_attempt){0};
    text_fold(folded, sizeof folded, login);
    if (!account_read_login(app->db, folded, &attempt->account, &unknown) &&
        unknown.kind != ERR_NOT_FOUND) {
        *err = unknown;
        return false;
    }
    if (attempt->account.is_disabled) {
        attempt->account = (struct account){0};
    }
    int wait_s = auth_wait_s(app, &attempt->account);
    if (wait_s > 0) {
        return err_set(err, ERR_BUSY,
                       P_("Too many wrong tries. Try again in %d second.",
                          "Too many wrong tries. Try again in %d seconds.", wait_s),
                       wait_s);
    }
    read_seat(app, &seat_count, &since_ms);
    if (seat_count >= SEAT_TRIES) {
        return err_set(err, ERR_BUSY,
                       _("Too many wrong tries on this kiosk. Wait a minute and try again."));
    }
    text_copy(attempt->secret, sizeof attempt->secret, secret);
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

static bool note_failure(struct app *app, struct account *account, struct err *err)
{
    if (account->id == 0) {
        return note_seat_failure(app, err) &&
               app_audit(app, "login.fail", "account", 0, "", "", err);
    }
    account->failed_count++;
    int64_t delay = delay_ms(account->failed_count);
    account->locked_until_ms = delay > 0 ? time_now_ms() + delay : 0;
    if (delay > 0 && account->role == ROLE_ADMIN) {
        log_event(LOG_LEVEL_WARNING, "login of an administrator delayed after %d failures",
                  account->failed_count);
    }
    return note_seat_failure(app, err) && account_update(app->db, account, err) &&
           app_audit(app, "login.fail", "account", account->id, "", "", err);
}

static bool store_failure(struct app *app, struct auth_attempt *attempt, struct err *err)
{
    struct account now = {0};
    struct err ignored = {0};
    if (!app_begin(app, err)) {
        return false;
    }
    /* As it is now: another seat may have counted meanwhile. */
    if (attempt->account.id != 0 && !account_read(app->db, attempt->account.id, &now, &ignored)) {
        now = (struct account){0};
    }
    if (!note_failure(app, &now, err) || !app_commit(app, err)) {
        return app_abort(app);
    }
    int wait_s = auth_wait_s(app, &now);
    if (wait_s > 0) {
        return err_set(err, ERR_DENIED,
                       P_("That is not right. Try again in %d second.",
                          "That is not right. Try again in %d seconds.", wait_s),
                       wait_s);
    }
    return err_set(err, ERR_DENIED, _("That is not right. Try again."));
}

static bool store_success(struct app *app, struct auth_attempt *attempt, struct err *err)
{
    struct account account;
    if (!app_begin(app, err)) {
        return false;
    }
    if (!account_read(app->db, attempt->account.id, &account, err)) {
        return app_abort(app);
    }
    account.failed_count = 0;
    account.locked_until_ms = 0;
    account.last_login_ms = time_now_ms();
    if (attempt->needs_rehash) {
        text_copy(account.secret_hash, sizeof account.secret_hash, attempt->new_hash);
    }
    struct actor before = app->actor;
    app->actor = (struct actor){.account_id = account.id, .role = account.role, .is_present = true};
    text_copy(app->actor.name, sizeof app->actor.name, account.name);
    if (!account_update(app->db, &account, err) ||
        !app_audit(app, "login", "account", account.id, "", "", err) || !app_commit(app, err)) {
        app->actor = before;
        return app_abort(app);
    }
    return true;
}

bool auth_end(struct app *app, struct auth_attempt *attempt, struct err *err)
{
    if (app->is_view_only && attempt->is_match) {
        app->actor = (struct actor){
            .account_id = attempt->account.id, .role = attempt->account.role, .is_present = true};
        text_copy(app->actor.name, sizeof app->actor.name, attempt->account.name);
        return true;
    }
    if (app->is_view_only) {
        return err_set(err, ERR_DENIED, _("That is not right. Try again."));
    }
    return attempt->is_match ? store_success(app, attempt, err) : store_failure(app, attempt, err);
}

void auth_logout(struct app *app)
{
    app->actor = (struct actor){0};
}
