/* The first run: a club and its first administrator, or nothing at all. */
#include "support.h"

#include <stdio.h>
#include <string.h>

#include "base/secret.h"
#include "base/text.h"
#include "core/account.h"
#include "core/auth.h"

static void open_empty(struct app *app)
{
    char folder[512];
    struct err err = {0};
    test_folder(folder);
    secret_set_lowest_cost(true);
    assert_ok(app_open(app, &(struct app_options){.folder = folder, .is_kiosk = true}, &err), err);
    assert_int_equal(app->club.id, 0);
}

static struct club_setup usual(void)
{
    return (struct club_setup){.club_name = "De Vrijheid",
                               .city = "Zwolle",
                               .admin_login = "jan",
                               .admin_name = "Jan de Vries",
                               .passphrase = "correct horse"};
}

static int count_accounts(struct app *app, char login[NUMBER_ROOM])
{
    struct arena arena = {0};
    struct account *rows = NULL;
    struct err err = {0};
    int count = 0;
    assert_ok(account_list(app, &arena, false, &rows, &count, &err), err);
    text_copy(login, NUMBER_ROOM, count > 0 ? rows[0].login : "");
    arena_free(&arena);
    return count;
}

/* Refused, with that in the sentence, and the folder still holds no club. */
static void expect_refused(struct app *app, const struct club_setup *setup, const char *word)
{
    char login[NUMBER_ROOM];
    int64_t rows = 0;
    struct err err = {0};
    assert_false(app_create_club(app, setup, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_non_null(strstr(err.what, word));
    assert_int_equal(app->club.id, 0);
    assert_int_equal(count_accounts(app, login), 0);
    assert_ok(audit_verify(app->db, &rows, &err), err);
    assert_int_equal(rows, 0);
}

static void the_club_and_its_administrator_are_there_and_can_log_in(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct auth_attempt attempt;
    struct club_setup setup = usual();
    open_empty(&app);
    assert_ok(app_create_club(&app, &setup, &err), err);
    assert_string_equal(app.club.name, "De Vrijheid");
    assert_string_equal(app.club.language, "auto");
    assert_ok(auth_begin(&app, "jan", "correct horse", &attempt, &err), err);
    auth_compare(&attempt);
    assert_ok(auth_end(&app, &attempt, &err), err);
    assert_int_equal(app.actor.role, ROLE_ADMIN);
    assert_string_equal(app.actor.name, "Jan de Vries");
    app_close(&app);
}

static void both_stand_in_the_trail_without_the_passphrase(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct audit_row rows[3];
    struct club_setup setup = usual();
    open_empty(&app);
    assert_ok(app_create_club(&app, &setup, &err), err);
    assert_int_equal(audit_page(app.db, 0, rows, 3, &err), 2);
    assert_string_equal(rows[1].action, "club.create");
    assert_string_equal(rows[1].after, "{\"name\":\"De Vrijheid\",\"city\":\"Zwolle\"}");
    assert_string_equal(rows[0].action, "account.add");
    assert_string_equal(rows[0].after,
                        "{\"login\":\"jan\",\"name\":\"Jan de Vries\",\"role\":\"admin\"}");
    app_close(&app);
}

static void a_second_club_is_refused_and_the_first_stays(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    char login[NUMBER_ROOM];
    struct club_setup setup = usual();
    open_empty(&app);
    assert_ok(app_create_club(&app, &setup, &err), err);
    text_copy(setup.club_name, sizeof setup.club_name, "Another");
    text_copy(setup.admin_login, sizeof setup.admin_login, "piet");
    assert_false(app_create_club(&app, &setup, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_string_equal(app.club.name, "De Vrijheid");
    assert_int_equal(count_accounts(&app, login), 1);
    assert_string_equal(login, "jan");
    app_close(&app);
}

static void names_are_needed_and_the_passphrase_is_long(void **state)
{
    (void)state;
    struct app app;
    struct club_setup setup = usual();
    open_empty(&app);
    text_copy(setup.club_name, sizeof setup.club_name, "  ");
    expect_refused(&app, &setup, "club needs a name");
    setup = usual();
    text_copy(setup.admin_name, sizeof setup.admin_name, " ");
    expect_refused(&app, &setup, "administrator needs a name");
    setup = usual();
    text_copy(setup.passphrase, sizeof setup.passphrase, "ninechars");
    expect_refused(&app, &setup, "10 characters");
    text_copy(setup.passphrase, sizeof setup.passphrase, "ééééé"); /* 10 bytes, 5 characters */
    expect_refused(&app, &setup, "10 characters");
    setup = usual();
    text_copy(setup.city, sizeof setup.city, "Zwo\033[31mlle");
    expect_refused(&app, &setup, "City");
    app_close(&app);
}

static void without_a_login_name_the_first_word_of_the_name_is_taken(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    char login[NUMBER_ROOM];
    struct club_setup setup = usual();
    open_empty(&app);
    text_copy(setup.admin_login, sizeof setup.admin_login, "   ");
    text_copy(setup.admin_name, sizeof setup.admin_name, "  Özgür Çelik ");
    assert_ok(app_create_club(&app, &setup, &err), err);
    assert_int_equal(count_accounts(&app, login), 1);
    assert_string_equal(login, "ozgur");
    app_close(&app);
}

/* "jan" of "Jan de Vries": a first word that has no room is no login, and half of it neither. */
static void a_login_that_would_be_cut_is_refused(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    char login[NUMBER_ROOM];
    struct club_setup setup = usual();
    setup.admin_login[0] = '\0';
    memset(setup.admin_name, 'w', NUMBER_ROOM);
    setup.admin_name[NUMBER_ROOM] = '\0';
    open_empty(&app);
    expect_refused(&app, &setup, "at most 31 bytes");
    setup.admin_name[NUMBER_ROOM - 1] = '\0';
    assert_ok(app_create_club(&app, &setup, &err), err);
    assert_int_equal(count_accounts(&app, login), 1);
    assert_string_equal(login, setup.admin_name);
    app_close(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_club_and_its_administrator_are_there_and_can_log_in),
        cmocka_unit_test(both_stand_in_the_trail_without_the_passphrase),
        cmocka_unit_test(a_second_club_is_refused_and_the_first_stays),
        cmocka_unit_test(names_are_needed_and_the_passphrase_is_long),
        cmocka_unit_test(a_login_that_would_be_cut_is_refused),
        cmocka_unit_test(without_a_login_name_the_first_word_of_the_name_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
