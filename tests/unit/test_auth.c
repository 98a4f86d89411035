/* Login: who gets in, who waits, and what is never told. The clock is fixed by the environment. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "core/account.h"
#include "core/auth.h"

static const int64_t START_MS = INT64_C(1795000000000);

static void set_clock(int64_t ms)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)ms);
    setenv("AIMTRACK_CLOCK_MS", text, 1);
}

/* A club with the officer "mo", PIN 482913. */
static void open_club(struct app *app)
{
    struct err err = {0};
    record_id id = 0;
    set_clock(START_MS);
    test_club(app);
    struct account_input input = {
        .login = "mo", .name = "Mo Visser", .role = ROLE_OFFICER, .secret = "482913"};
    assert_ok(account_add(app, &input, &id, &err), err);
    auth_logout(app);
}

static bool try_login(struct app *app, const char *login, const char *secret, struct err *err)
{
    struct auth_attempt attempt;
    *err = (struct err){0};
    if (!auth_begin(app, login, secret, &attempt, err)) {
        return false;
    }
    auth_compare(&attempt);
    assert_true(attempt.secret[0] == '\0'); /* wiped */
    return auth_end(app, &attempt, err);
}

static void the_right_pin_logs_in_with_the_role_of_the_account(void **state)
{
    (void)state;
    struct app app;
    struct err err;
    open_club(&app);
    assert_true(try_login(&app, "mo", "482913", &err));
    assert_true(app.actor.is_present);
    assert_int_equal(app.actor.role, ROLE_OFFICER);
    assert_string_equal(app.actor.name, "Mo Visser");
    app_close(&app);
}

static void an_unknown_name_and_a_wrong_pin_get_the_same_sentence(void **state)
{
    (void)state;
    struct app app;
    struct err unknown;
    struct err wrong;
    open_club(&app);
    assert_false(try_login(&app, "nobody", "482913", &unknown));
    assert_false(try_login(&app, "mo", "000000", &wrong));
    assert_string_equal(unknown.what, wrong.what);
    assert_int_equal(unknown.kind, ERR_DENIED);
    assert_false(app.actor.is_present);
    app_close(&app);
}

static void the_third_failure_starts_a_delay_that_doubles(void **state)
{
    (void)state;
    struct app app;
    struct err err;
    open_club(&app);
    for (int i = 0; i < 3; i++) {
        assert_false(try_login(&app, "mo", "111111", &err));
    }
    assert_false(try_login(&app, "mo", "482913", &err)); /* even the right one waits */
    assert_int_equal(err.kind, ERR_BUSY);
    set_clock(START_MS + 1100);
    assert_false(try_login(&app, "mo", "111111", &err));
    set_clock(START_MS + 1100 + 1500);
    assert_false(try_login(&app, "mo", "482913", &err)); /* two seconds now */
    assert_int_equal(err.kind, ERR_BUSY);
    set_clock(START_MS + 1100 + 2100);
    assert_true(try_login(&app, "mo", "482913", &err));
    app_close(&app);
}

static void the_delay_survives_a_restart_and_a_clock_that_jumps_back(void **state)
{
    (void)state;
    struct app app;
    struct err err;
    open_club(&app);
    char folder[512];
    snprintf(folder, sizeof folder, "%s", app.folder);
    for (int i = 0; i < 3; i++) {
        assert_false(try_login(&app, "mo", "111111", &err));
    }
    app_close(&app);
    struct app_options options = {.folder = folder, .must_exist = true};
    assert_ok(app_open(&app, &options, &err), err);
    auth_logout(&app);
    assert_false(try_login(&app, "mo", "482913", &err));
    assert_int_equal(err.kind, ERR_BUSY);
    set_clock(START_MS - INT64_C(365) * 86400000); /* a year back: not locked for a year */
    struct auth_attempt attempt;
    bool may_try = auth_begin(&app, "mo", "482913", &attempt, &err);
    assert_true(may_try || strstr(err.what, "in 1 second") != NULL);
    app_close(&app);
}

static void a_kiosk_allows_ten_wrong_tries_a_minute(void **state)
{
    (void)state;
    struct app app;
    struct err err;
    open_club(&app);
    for (int i = 0; i < 10; i++) {
        char login[16];
        snprintf(login, sizeof login, "guess%d", i);
        assert_false(try_login(&app, login, "111111", &err));
        assert_int_equal(err.kind, ERR_DENIED);
    }
    assert_false(try_login(&app, "mo", "482913", &err));
    assert_int_equal(err.kind, ERR_BUSY);
    set_clock(START_MS + 61000);
    assert_true(try_login(&app, "mo", "482913", &err));
    app_close(&app);
}

static void a_disabled_account_cannot_log_in(void **state)
{
    (void)state;
    struct app app;
    struct err err;
    open_club(&app);
    assert_true(try_login(&app, "admin", "correct horse", &err));
    struct arena arena = {0};
    struct account *rows = NULL;
    int count = 0;
    assert_ok(account_list(&app, &arena, true, &rows, &count, &err), err);
    for (int i = 0; i < count; i++) {
        if (strcmp(rows[i].login, "mo") == 0) {
            assert_ok(account_disable(&app, rows[i].id, &err), err);
        }
        assert_string_equal(rows[i].secret_hash, ""); /* never in lists */
    }
    arena_free(&arena);
    auth_logout(&app);
    assert_false(try_login(&app, "mo", "482913", &err));
    assert_int_equal(err.kind, ERR_DENIED);
    app_close(&app);
}

static void the_last_administrator_cannot_be_disabled(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct arena arena = {0};
    struct account *rows = NULL;
    int count = 0;
    test_club(&app);
    assert_ok(account_list(&app, &arena, true, &rows, &count, &err), err);
    assert_false(account_disable(&app, rows[0].id, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    arena_free(&arena);
    app_close(&app);
}

static void weak_secrets_are_refused(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    record_id id = 0;
    test_club(&app);
    struct account_input input = {
        .login = "x", .name = "X", .role = ROLE_OFFICER, .secret = "12345"};
    assert_false(account_add(&app, &input, &id, &err));
    input = (struct account_input){
        .login = "x", .name = "X", .role = ROLE_ADMIN, .secret = "123456789"};
    assert_false(account_add(&app, &input, &id, &err));
    input = (struct account_input){
        .login = "x", .name = "X", .role = ROLE_ADMIN, .secret = "1234567890"};
    assert_ok(account_add(&app, &input, &id, &err), err);
    assert_false(account_add(&app, &input, &id, &err)); /* the login name is taken */
    app_close(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_right_pin_logs_in_with_the_role_of_the_account),
        cmocka_unit_test(an_unknown_name_and_a_wrong_pin_get_the_same_sentence),
        cmocka_unit_test(the_third_failure_starts_a_delay_that_doubles),
        cmocka_unit_test(the_delay_survives_a_restart_and_a_clock_that_jumps_back),
        cmocka_unit_test(a_kiosk_allows_ten_wrong_tries_a_minute),
        cmocka_unit_test(a_disabled_account_cannot_log_in),
        cmocka_unit_test(the_last_administrator_cannot_be_disabled),
        cmocka_unit_test(weak_secrets_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
