/* Login: who gets in, who waits, and what is never told. The wall clock is fixed by the
 * environment; for the monotonic one, what was measured by it is moved into the past. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"
#include "core/account.h"
#include "core/auth.h"
#include "store/account.h"

static const int64_t START_MS = INT64_C(1795000000000);

static void set_clock(int64_t ms)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)ms);
    setenv("AIMTRACK_CLOCK_MS", text, 1);
}

/* Both clocks go on. */
static void pass_time(struct app *app, int64_t ms)
{
    set_clock(time_now_ms() + ms);
    for (int i = 0; i < AUTH_DELAYS; i++) {
        app->delays.rows[i].until_monotonic_ms -= ms;
    }
    app->delays.seat_since_monotonic_ms -= ms;
}

/* The program ends and starts again; nobody is logged in. */
static void restart(struct app *app)
{
    char folder[512];
    struct err err = {0};
    text_copy(folder, sizeof folder, app->folder);
    app_close(app);
    struct app_options options = {.folder = folder, .must_exist = true};
    assert_ok(app_open(app, &options, &err), err);
    auth_logout(app);
}

static void read_officer(struct app *app, struct account *account)
{
    struct err err = {0};
    assert_ok(account_read_login(app->db, "mo", account, &err), err);
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
    pass_time(&app, 1100);
    assert_false(try_login(&app, "mo", "111111", &err));
    assert_int_equal(err.kind, ERR_DENIED);
    pass_time(&app, 1500);
    assert_false(try_login(&app, "mo", "482913", &err)); /* two seconds now */
    assert_int_equal(err.kind, ERR_BUSY);
    pass_time(&app, 600);
    assert_true(try_login(&app, "mo", "482913", &err));
    app_close(&app);
}

static void fail_three_times(struct app *app)
{
    struct err err;
    for (int i = 0; i < 3; i++) {
        assert_false(try_login(app, "mo", "111111", &err));
        assert_int_equal(err.kind, ERR_DENIED);
    }
}

static void the_delay_survives_a_restart(void **state)
{
    (void)state;
    struct app app;
    struct err err;
    open_club(&app);
    fail_three_times(&app);
    restart(&app);
    assert_false(try_login(&app, "mo", "482913", &err));
    assert_int_equal(err.kind, ERR_BUSY);
    set_clock(START_MS + 1000);
    restart(&app);
    assert_true(try_login(&app, "mo", "482913", &err));
    app_close(&app);
}

static void a_clock_put_forward_does_not_end_a_delay(void **state)
{
    (void)state;
    struct app app;
    struct err err;
    open_club(&app);
    fail_three_times(&app);
    set_clock(START_MS + INT64_C(86400000));
    assert_false(try_login(&app, "mo", "482913", &err));
    assert_int_equal(err.kind, ERR_BUSY);
    app_close(&app);
}

static void a_clock_put_back_ten_years_does_not_prolong_a_delay(void **state)
{
    (void)state;
    struct app app;
    struct err err;
    struct account officer;
    open_club(&app);
    fail_three_times(&app);
    read_officer(&app, &officer);
    set_clock(START_MS - INT64_C(3650) * 86400000);
    assert_int_equal(auth_wait_s(&app, &officer), 1);
    restart(&app); /* a flat battery: the moment of the failure lies ten years ahead */
    assert_int_equal(auth_wait_s(&app, &officer), 1);
    pass_time(&app, 1000);
    assert_int_equal(auth_wait_s(&app, &officer), 0);
    assert_true(try_login(&app, "mo", "482913", &err));
    app_close(&app);
}

static void delays_double_to_five_minutes_and_never_end_in_a_lock(void **state)
{
    (void)state;
    static const int seconds[] = {0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300};
    for (int i = 0; i < (int)(sizeof seconds / sizeof seconds[0]); i++) {
        assert_int_equal(auth_delay_ms(i), seconds[i] * 1000);
    }
    assert_int_equal(auth_delay_ms(INT32_MAX), 300000);
}

static void a_name_nobody_has_fails_like_a_known_one_time_after_time(void **state)
{
    (void)state;
    struct app app;
    open_club(&app);
    for (int i = 0; i < 5; i++) {
        struct err known;
        struct err unknown;
        assert_false(try_login(&app, "mo", "111111", &known));
        assert_false(try_login(&app, "nobody", "111111", &unknown));
        assert_string_equal(known.what, unknown.what);
        assert_int_equal(known.kind, unknown.kind);
        assert_false(try_login(&app, "mo", "111111", &known)); /* while waiting, too */
        assert_false(try_login(&app, "nobody", "111111", &unknown));
        assert_string_equal(known.what, unknown.what);
        assert_int_equal(known.kind, unknown.kind);
        pass_time(&app, 61000);
    }
    app_close(&app);
}

static void a_name_nobody_has_costs_as_much_time(void **state)
{
    (void)state;
    secret_set_lowest_cost(true);
    assert_false(secret_needs_rehash(secret_dummy_hash())); /* the same cost as a real one */
    unsigned char pepper[SECRET_PEPPER_SIZE] = {0};
    assert_false(secret_matches(secret_dummy_hash(), "", pepper));
}

static void a_login_forgets_the_failures(void **state)
{
    (void)state;
    struct app app;
    struct err err;
    struct account officer;
    open_club(&app);
    fail_three_times(&app);
    pass_time(&app, 1000);
    assert_true(try_login(&app, "mo", "482913", &err));
    read_officer(&app, &officer);
    assert_int_equal(officer.failed_count, 0);
    assert_int_equal(officer.locked_until_ms, 0);
    assert_int_equal(officer.last_login_ms, START_MS + 1000);
    app_close(&app);
}

static void the_name_is_taken_as_people_type_it(void **state)
{
    (void)state;
    struct app app;
    struct err err;
    open_club(&app);
    assert_true(try_login(&app, " MO ", "482913", &err));
    app_close(&app);
}

static void who_is_disabled_while_the_secret_is_compared_stays_out(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct account officer;
    struct auth_attempt attempt;
    open_club(&app);
    read_officer(&app, &officer);
    assert_ok(auth_begin(&app, "mo", "482913", &attempt, &err), err);
    auth_compare(&attempt);
    assert_true(attempt.is_match);
    app.actor = (struct actor){.role = ROLE_ADMIN, .is_present = true};
    assert_ok(account_disable(&app, officer.id, &err), err);
    auth_logout(&app);
    assert_false(auth_end(&app, &attempt, &err));
    assert_int_equal(err.kind, ERR_DENIED);
    assert_false(app.actor.is_present);
    app_close(&app);
}

static void an_old_secret_does_not_get_in_nor_come_back(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct account officer;
    struct auth_attempt attempt;
    open_club(&app);
    read_officer(&app, &officer);
    assert_ok(auth_begin(&app, "mo", "482913", &attempt, &err), err);
    auth_compare(&attempt);
    app.actor = (struct actor){.role = ROLE_ADMIN, .is_present = true};
    assert_ok(account_set_secret(&app, officer.id, "777777", &err), err);
    auth_logout(&app);
    assert_false(auth_end(&app, &attempt, &err));
    assert_false(try_login(&app, "mo", "482913", &err));
    assert_true(try_login(&app, "mo", "777777", &err));
    app_close(&app);
}

/* The PIN hashed at a cost that this machine does not use now. */
static void store_hash_of_other_cost(struct app *app)
{
    unsigned char digest[32];
    char peppered[65];
    struct account officer;
    struct err err = {0};
    read_officer(app, &officer);
    crypto_generichash(digest, sizeof digest, (const unsigned char *)"482913", 6, app->pepper, 32);
    sodium_bin2hex(peppered, sizeof peppered, digest, sizeof digest);
    assert_int_equal(crypto_pwhash_str(officer.secret_hash, peppered, 64, 2, 16384), 0);
    assert_ok(app_begin(app, &err) && account_update(app->db, &officer, &err) &&
                  app_commit(app, &err),
              err);
}

static void a_hash_of_another_cost_is_made_again_at_login(void **state)
{
    (void)state;
    struct app app;
    struct err err;
    struct account before;
    struct account after;
    open_club(&app);
    store_hash_of_other_cost(&app);
    read_officer(&app, &before);
    assert_true(secret_needs_rehash(before.secret_hash));
    assert_true(try_login(&app, "mo", "482913", &err));
    read_officer(&app, &after);
    assert_string_not_equal(before.secret_hash, after.secret_hash);
    assert_false(secret_needs_rehash(after.secret_hash));
    assert_true(try_login(&app, "mo", "482913", &err));
    app_close(&app);
}

static void a_secret_too_long_does_not_match_by_its_beginning(void **state)
{
    (void)state;
    struct app app;
    struct err err;
    record_id id = 0;
    char longer[SECRET_MAX + 1];
    open_club(&app);
    struct account_input input = {.login = "ad", .name = "Ad", .role = ROLE_ADMIN};
    memset(input.secret, 'x', sizeof input.secret - 1);
    app.actor = (struct actor){.role = ROLE_ADMIN, .is_present = true};
    assert_ok(account_add(&app, &input, &id, &err), err);
    auth_logout(&app);
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_false(try_login(&app, "ad", longer, &err));
    assert_true(try_login(&app, "ad", input.secret, &err));
    app_close(&app);
}

static void every_failure_and_every_login_stands_in_the_trail_without_secrets(void **state)
{
    (void)state;
    struct app app;
    struct err err;
    struct audit_row *rows = calloc(20, sizeof *rows);
    assert_non_null(rows);
    open_club(&app);
    assert_false(try_login(&app, "mo", "135790", &err));
    assert_false(try_login(&app, "nobody", "135790", &err));
    assert_true(try_login(&app, "mo", "482913", &err));
    int count = audit_page(app.db, 0, rows, 20, &err);
    assert_true(count >= 3);
    assert_string_equal(rows[0].action, "login");
    assert_string_equal(rows[0].actor_name, "Mo Visser");
    assert_true(rows[0].actor_id == app.actor.account_id);
    assert_string_equal(rows[1].action, "login.fail");
    assert_int_equal(rows[1].subject_id, 0);
    assert_string_equal(rows[2].action, "login.fail");
    assert_true(rows[2].subject_id == app.actor.account_id);
    for (int i = 0; i < count; i++) {
        assert_null(strstr(rows[i].after, "482913"));
        assert_null(strstr(rows[i].after, "135790"));
        assert_null(strstr(rows[i].after, "argon2"));
    }
    free(rows);
    app_close(&app);
}

static void a_view_only_database_still_asks_and_delays(void **state)
{
    (void)state;
    struct app app;
    struct err err;
    int64_t before = 0;
    int64_t after = 0;
    open_club(&app);
    app.is_view_only = true;
    assert_ok(audit_verify(app.db, &before, &err), err);
    fail_three_times(&app);
    assert_false(try_login(&app, "mo", "482913", &err));
    assert_int_equal(err.kind, ERR_BUSY);
    pass_time(&app, 1000);
    assert_true(try_login(&app, "mo", "482913", &err));
    assert_int_equal(app.actor.role, ROLE_OFFICER);
    assert_ok(audit_verify(app.db, &after, &err), err);
    assert_int_equal(before, after); /* nothing was written */
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
    restart(&app); /* does not help */
    assert_false(try_login(&app, "mo", "482913", &err));
    assert_int_equal(err.kind, ERR_BUSY);
    set_clock(START_MS + INT64_C(3600000)); /* nor does another wall clock */
    assert_false(try_login(&app, "mo", "482913", &err));
    assert_int_equal(err.kind, ERR_BUSY);
    pass_time(&app, 61000);
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
        cmocka_unit_test(the_delay_survives_a_restart),
        cmocka_unit_test(a_clock_put_forward_does_not_end_a_delay),
        cmocka_unit_test(a_clock_put_back_ten_years_does_not_prolong_a_delay),
        cmocka_unit_test(delays_double_to_five_minutes_and_never_end_in_a_lock),
        cmocka_unit_test(a_name_nobody_has_fails_like_a_known_one_time_after_time),
        cmocka_unit_test(a_name_nobody_has_costs_as_much_time),
        cmocka_unit_test(a_login_forgets_the_failures),
        cmocka_unit_test(the_name_is_taken_as_people_type_it),
        cmocka_unit_test(who_is_disabled_while_the_secret_is_compared_stays_out),
        cmocka_unit_test(an_old_secret_does_not_get_in_nor_come_back),
        cmocka_unit_test(a_hash_of_another_cost_is_made_again_at_login),
        cmocka_unit_test(a_secret_too_long_does_not_match_by_its_beginning),
        cmocka_unit_test(every_failure_and_every_login_stands_in_the_trail_without_secrets),
        cmocka_unit_test(a_view_only_database_still_asks_and_delays),
        cmocka_unit_test(a_kiosk_allows_ten_wrong_tries_a_minute),
        cmocka_unit_test(a_disabled_account_cannot_log_in),
        cmocka_unit_test(the_last_administrator_cannot_be_disabled),
        cmocka_unit_test(weak_secrets_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
