/* Accounts: what may be a login, who may change one, and what is never shown. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "base/text.h"
#include "core/account.h"
#include "core/audit_json.h"
#include "store/account.h"

static record_id add(struct app *app, const char *login, enum role role, const char *secret)
{
    struct account_input input = {.role = role};
    struct err err = {0};
    record_id id = 0;
    text_copy(input.login, sizeof input.login, login);
    text_copy(input.name, sizeof input.name, login);
    text_copy(input.secret, sizeof input.secret, secret);
    assert_ok(account_add(app, &input, &id, &err), err);
    return id;
}

static void expect_refused(struct app *app, const struct account_input *input, const char *word)
{
    struct err err = {0};
    record_id id = 0;
    assert_false(account_add(app, input, &id, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    if (strstr(err.what, word) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", err.what, word);
    }
    assert_int_equal(id, 0);
}

static struct account_input usual(void)
{
    return (struct account_input){
        .login = "mo", .name = "Mo Visser", .role = ROLE_OFFICER, .secret = "482913"};
}

static void a_login_name_is_one_clean_word_and_free(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    record_id id = 0;
    test_club(&app);
    struct account_input input = usual();
    text_copy(input.login, sizeof input.login, "mo visser");
    expect_refused(&app, &input, "one word");
    text_copy(input.login, sizeof input.login, "  ");
    expect_refused(&app, &input, "one word");
    text_copy(input.login, sizeof input.login, "mo\033");
    expect_refused(&app, &input, "Login");
    input = usual();
    text_copy(input.name, sizeof input.name, " ");
    expect_refused(&app, &input, "name is needed");
    text_copy(input.name, sizeof input.name, "Mo\nVisser");
    expect_refused(&app, &input, "Name");
    input = usual();
    input.role = ROLE_COUNT;
    expect_refused(&app, &input, "role");
    input = usual();
    assert_ok(account_add(&app, &input, &id, &err), err);
    id = 0;
    text_copy(input.login, sizeof input.login, " MÓ "); /* folds to the same */
    expect_refused(&app, &input, "taken");
    app_close(&app);
}

static void a_name_that_has_no_room_is_refused_and_the_old_one_stays(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct account account;
    char name[NAME_ROOM + 1];
    test_club(&app);
    memset(name, 'n', NAME_ROOM);
    name[NAME_ROOM] = '\0';
    record_id id = add(&app, "mo", ROLE_OFFICER, "482913");
    assert_false(account_edit(&app, id, name, ROLE_OFFICER, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_non_null(strstr(err.what, "at most 95 bytes"));
    assert_ok(account_get(&app, id, &account, &err), err);
    assert_string_equal(account.name, "mo");
    name[NAME_ROOM - 1] = '\0';
    assert_ok(account_edit(&app, id, name, ROLE_OFFICER, &err), err);
    assert_ok(account_get(&app, id, &account, &err), err);
    assert_string_equal(account.name, name);
    app_close(&app);
}

static void a_pin_is_six_digits_and_a_passphrase_ten_characters(void **state)
{
    (void)state;
    static const struct {
        enum role role;
        const char *secret;
        bool is_allowed;
    } cases[] = {
        {ROLE_OFFICER, "48291", false},     {ROLE_OFFICER, "482913", true},
        {ROLE_COACH, "48291a", false},      {ROLE_COACH, "4829130", true},
        {ROLE_OFFICER, "wordswords", true}, {ROLE_OFFICER, "", false},
        {ROLE_ADMIN, "482913", false},      {ROLE_ADMIN, "wordsword", false},
        {ROLE_ADMIN, "wordswords", true},   {ROLE_ADMIN, "ééééé", false},
        {ROLE_ADMIN, "éééééééééé", true},
    };
    struct app app;
    test_club(&app);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct account_input input = {.name = "X", .role = cases[i].role};
        struct err err = {0};
        record_id id = 0;
        input.login[0] = (char)('a' + (char)i);
        text_copy(input.secret, sizeof input.secret, cases[i].secret);
        if (account_add(&app, &input, &id, &err) != cases[i].is_allowed) {
            fail_msg("role %d, \"%s\": %s", (int)cases[i].role, cases[i].secret, err.what);
        }
    }
    app_close(&app);
}

static void nothing_that_comes_out_holds_a_hash(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct arena arena = {0};
    struct account account;
    struct account *rows = NULL;
    int count = 0;
    test_club(&app);
    record_id id = add(&app, "mo", ROLE_OFFICER, "482913");
    assert_ok(account_get(&app, id, &account, &err), err);
    assert_string_equal(account.secret_hash, "");
    assert_string_equal(account.shown_secret, "");
    assert_ok(account_list(&app, &arena, true, &rows, &count, &err), err);
    assert_int_equal(count, 2);
    for (int i = 0; i < count; i++) {
        assert_string_equal(rows[i].secret_hash, "");
    }
    arena_free(&arena);
    app_close(&app);
}

static void a_disabled_account_is_listed_only_for_who_manages_them(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct arena arena = {0};
    struct account *rows = NULL;
    int count = 0;
    test_club(&app);
    record_id id = add(&app, "mo", ROLE_OFFICER, "482913");
    assert_ok(account_disable(&app, id, &err), err);
    assert_ok(account_list(&app, &arena, false, &rows, &count, &err), err);
    assert_int_equal(count, 1);
    assert_string_equal(rows[0].login, "admin");
    assert_ok(account_list(&app, &arena, true, &rows, &count, &err), err);
    assert_int_equal(count, 2);
    arena_free(&arena);
    app_close(&app);
}

static void an_administrator_goes_only_while_another_enabled_one_stays(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct account first;
    test_club(&app);
    assert_ok(account_read_login(app.db, "admin", &first, &err), err);
    record_id second = add(&app, "second", ROLE_ADMIN, "another horse");
    add(&app, "coach", ROLE_COACH, "482913"); /* does not count */
    assert_ok(account_disable(&app, second, &err), err);
    assert_false(account_disable(&app, first.id, &err)); /* the other one is disabled */
    assert_int_equal(err.kind, ERR_INPUT);
    assert_ok(account_get(&app, first.id, &first, &err), err);
    assert_false(first.is_disabled);
    add(&app, "third", ROLE_ADMIN, "third horse!");
    assert_ok(account_disable(&app, first.id, &err), err);
    assert_false(account_disable(&app, 12345, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    app_close(&app);
}

static void who_logs_in_sets_their_own_secret_and_nobody_elses(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct account account;
    test_club(&app);
    record_id mo = add(&app, "mo", ROLE_OFFICER, "482913");
    record_id anna = add(&app, "anna", ROLE_OFFICER, "482913");
    app.actor = (struct actor){.account_id = mo, .role = ROLE_OFFICER, .is_present = true};
    assert_false(account_set_secret(&app, anna, "777777", &err));
    assert_int_equal(err.kind, ERR_DENIED);
    assert_false(account_set_secret(&app, mo, "7777", &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_ok(account_set_secret(&app, mo, "777777", &err), err);
    assert_ok(account_read(app.db, mo, &account, &err), err);
    assert_true(secret_matches(account.secret_hash, "777777", app.pepper));
    assert_ok(account_read(app.db, anna, &account, &err), err);
    assert_true(secret_matches(account.secret_hash, "482913", app.pepper));
    app_close(&app);
}

static void a_new_secret_ends_the_wait_and_does_not_enable(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct account account;
    test_club(&app);
    record_id id = add(&app, "mo", ROLE_OFFICER, "482913");
    assert_ok(account_read(app.db, id, &account, &err), err);
    account.failed_count = 9;
    account.locked_until_ms = INT64_MAX / 2;
    text_copy(account.shown_secret, sizeof account.shown_secret, "482913");
    account.is_disabled = true;
    assert_ok(app_begin(&app, &err) && account_update(app.db, &account, &err) &&
                  app_commit(&app, &err),
              err);
    assert_ok(account_set_secret(&app, id, "777777", &err), err);
    assert_ok(account_read(app.db, id, &account, &err), err);
    assert_int_equal(account.failed_count, 0);
    assert_int_equal(account.locked_until_ms, 0);
    assert_string_equal(account.shown_secret, "");
    assert_true(account.is_disabled);
    app_close(&app);
}

static void the_trail_is_json_whatever_the_name(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct audit_row rows[2];
    record_id id = 0;
    test_club(&app);
    struct account_input input = usual();
    text_copy(input.login, sizeof input.login, "m\"o\\");
    assert_ok(account_add(&app, &input, &id, &err), err);
    assert_ok(account_disable(&app, id, &err), err);
    assert_int_equal(audit_page(app.db, 0, rows, 2, &err), 2);
    assert_string_equal(rows[1].after, "{\"login\":\"m\\\"o\\\\\",\"name\":\"Mo Visser\","
                                       "\"role\":\"officer\"}");
    assert_string_equal(rows[0].action, "account.disable");
    assert_string_equal(rows[0].after, "{\"disabled\":\"yes\"}");
    app_close(&app);
}

static void only_what_differs_is_told_of_a_change(void **state)
{
    (void)state;
    char before[64];
    char after[64];
    const char *const was[] = {"a", "1", "b", "2", "c", "", NULL};
    const char *const is[] = {"a", "1", "b", "3", "c", "4", NULL};
    audit_json_changes(before, after, sizeof before, was, is);
    assert_string_equal(before, "{\"b\":\"2\"}");
    assert_string_equal(after, "{\"b\":\"3\",\"c\":\"4\"}");
    audit_json_changes(before, after, sizeof before, was, was);
    assert_string_equal(before, "{}");
    assert_string_equal(after, "{}");
}

static void every_role_has_a_code_that_reads_back(void **state)
{
    (void)state;
    for (int i = 0; i < ROLE_COUNT; i++) {
        enum role role = ROLE_COUNT;
        assert_true(role_read(role_code((enum role)i), &role));
        assert_int_equal(role, i);
    }
    enum role role = ROLE_COUNT;
    assert_false(role_read("root", &role));
    assert_int_equal(role, ROLE_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_login_name_is_one_clean_word_and_free),
        cmocka_unit_test(a_name_that_has_no_room_is_refused_and_the_old_one_stays),
        cmocka_unit_test(a_pin_is_six_digits_and_a_passphrase_ten_characters),
        cmocka_unit_test(nothing_that_comes_out_holds_a_hash),
        cmocka_unit_test(a_disabled_account_is_listed_only_for_who_manages_them),
        cmocka_unit_test(an_administrator_goes_only_while_another_enabled_one_stays),
        cmocka_unit_test(who_logs_in_sets_their_own_secret_and_nobody_elses),
        cmocka_unit_test(a_new_secret_ends_the_wait_and_does_not_enable),
        cmocka_unit_test(the_trail_is_json_whatever_the_name),
        cmocka_unit_test(only_what_differs_is_told_of_a_change),
        cmocka_unit_test(every_role_has_a_code_that_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
