/* Opening a club: the folder, the seat, who acts, and what is refused with a sentence. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/secret.h"
#include "core/account.h"
#include "store/setting.h"

static void make_club(const char *folder)
{
    struct app app;
    struct err err = {0};
    secret_set_lowest_cost(true);
    assert_ok(app_open(&app, &(struct app_options){.folder = folder}, &err), err);
    struct club_setup setup = {.club_name = "Test",
                               .language = "en",
                               .admin_login = "admin",
                               .admin_name = "A",
                               .passphrase = "correct horse"};
    assert_ok(app_create_club(&app, &setup, &err), err);
    app_close(&app);
}

static void the_data_folder_is_found_as_the_manual_says(void **state)
{
    (void)state;
    char folder[512];
    struct err err = {0};
    unsetenv("AIMTRACK_DATA");
    setenv("XDG_DATA_HOME", "/x/data", 1);
    setenv("HOME", "/home/jan", 1);
    assert_ok(app_folder("/given", folder, sizeof folder, &err), err);
    assert_string_equal(folder, "/given");
    assert_ok(app_folder(NULL, folder, sizeof folder, &err), err);
    assert_string_equal(folder, "/x/data/aimtrack");
    setenv("XDG_DATA_HOME", "relative", 1); /* the specification says: ignore */
    assert_ok(app_folder(NULL, folder, sizeof folder, &err), err);
    assert_string_equal(folder, "/home/jan/.local/share/aimtrack");
    setenv("AIMTRACK_DATA", "/env", 1);
    assert_ok(app_folder(NULL, folder, sizeof folder, &err), err);
    assert_string_equal(folder, "/env");
    unsetenv("AIMTRACK_DATA");
    unsetenv("XDG_DATA_HOME");
    unsetenv("HOME");
    assert_false(app_folder(NULL, folder, sizeof folder, &err));
    assert_int_equal(err.kind, ERR_CONFIG);
    char small[5];
    assert_false(app_folder("/given", small, sizeof small, &err));
}

static void a_command_on_a_missing_club_makes_nothing(void **state)
{
    (void)state;
    char root[512];
    char folder[600];
    struct app app;
    struct err err = {0};
    test_folder(root);
    file_join(folder, sizeof folder, root, "none");
    struct app_options options = {.folder = folder, .must_exist = true};
    assert_false(app_open(&app, &options, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    assert_false(file_exists(folder));
    options.folder = root; /* there, but empty */
    assert_false(app_open(&app, &options, &err));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
    file_join(folder, sizeof folder, root, "aimtrack.db");
    assert_false(file_exists(folder));
}

static void a_command_acts_as_the_folders_owner(void **state)
{
    (void)state;
    char folder[512];
    struct app app;
    struct err err = {0};
    test_folder(folder);
    make_club(folder);
    assert_ok(app_open(&app, &(struct app_options){.folder = folder, .must_exist = true}, &err),
              err);
    assert_true(app.actor.is_present);
    assert_int_equal(app.actor.role, ROLE_ADMIN);
    assert_int_equal(app.actor.account_id, 0);
    assert_int_equal(strncmp(app.actor.name, "cli:", 4), 0);
    app_close(&app);
}

static void a_second_kiosk_on_the_seat_is_told_who_sits_there(void **state)
{
    (void)state;
    char folder[512];
    char pid[32];
    struct app first;
    struct app second;
    struct err err = {0};
    test_folder(folder);
    make_club(folder);
    struct app_options kiosk = {.folder = folder, .is_kiosk = true};
    assert_ok(app_open(&first, &kiosk, &err), err);
    assert_false(first.actor.is_present); /* nobody is logged in */
    assert_false(app_open(&second, &kiosk, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    assert_int_equal(err_exit_code(&err), 75);
    snprintf(pid, sizeof pid, "pid %ld", (long)getpid());
    assert_non_null(strstr(err.what, pid));
    /* commands work beside it */
    assert_ok(app_open(&second, &(struct app_options){.folder = folder, .must_exist = true}, &err),
              err);
    app_close(&second);
    app_close(&first);
    assert_ok(app_open(&first, &kiosk, &err), err);
    app_close(&first);
}

static void a_folder_behind_a_link_works(void **state)
{
    (void)state;
    char root[512];
    char folder[600];
    char link[600];
    struct app app;
    struct err err = {0};
    test_folder(root);
    file_join(folder, sizeof folder, root, "real");
    file_join(link, sizeof link, root, "link");
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(symlink(folder, link), 0);
    make_club(link);
    assert_ok(app_open(&app, &(struct app_options){.folder = link, .must_exist = true}, &err), err);
    assert_string_equal(app.club.name, "Test");
    struct db *second = app_second_connection(&app, &err);
    assert_non_null(second);
    db_close(second);
    app_close(&app);
}

static void a_folder_that_others_may_write_is_refused_with_77(void **state)
{
    (void)state;
    char folder[512];
    struct app app;
    struct err err = {0};
    test_folder(folder);
    make_club(folder);
    chmod(folder, 0770);
    assert_false(app_open(&app, &(struct app_options){.folder = folder}, &err));
    assert_int_equal(err_exit_code(&err), 77);
    chmod(folder, 0700);
}

static void the_pepper_is_made_once_and_a_damaged_one_is_refused(void **state)
{
    (void)state;
    char folder[512];
    char path[600];
    struct app app;
    struct stat status;
    struct err err = {0};
    unsigned char pepper[32];
    test_folder(folder);
    make_club(folder);
    file_join(path, sizeof path, folder, "pepper");
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(status.st_size, 32);
    assert_ok(app_open(&app, &(struct app_options){.folder = folder}, &err), err);
    memcpy(pepper, app.pepper, sizeof pepper);
    app_close(&app);
    assert_ok(app_open(&app, &(struct app_options){.folder = folder}, &err), err);
    assert_memory_equal(app.pepper, pepper, sizeof pepper);
    app_close(&app);
    assert_ok(file_write_durable(path, "short", 5, &err), err);
    assert_false(app_open(&app, &(struct app_options){.folder = folder}, &err));
    assert_int_equal(err.kind, ERR_CONFIG);
}

static void a_lost_pepper_is_made_anew_only_with_a_new_secret(void **state)
{
    (void)state;
    char folder[512];
    char path[600];
    struct app app;
    struct err err = {0};
    struct account *accounts = NULL;
    int count = 0;
    struct app_options renewing = {.folder = folder, .renews_pepper = true};
    test_folder(folder);
    make_club(folder);
    file_join(path, sizeof path, folder, "pepper");
    assert_int_equal(unlink(path), 0);
    assert_false(app_open(&app, &(struct app_options){.folder = folder}, &err));
    assert_int_equal(err.kind, ERR_CONFIG);
    assert_non_null(strstr(err.what, "account secret LOGIN"));
    assert_false(file_exists(path));
    assert_ok(app_open(&app, &renewing, &err), err);
    assert_false(account_set_secret(&app, 1, "482913", &err)); /* nobody of that number */
    assert_false(file_exists(path));
    assert_ok(account_list(&app, &app.arena, true, &accounts, &count, &err), err);
    assert_ok(account_set_secret(&app, accounts[0].id, "another passphrase", &err), err);
    assert_true(file_exists(path));
    app_close(&app);
    assert_ok(app_open(&app, &(struct app_options){.folder = folder}, &err), err);
    app_close(&app);
}

static void a_newer_database_is_refused_with_78(void **state)
{
    (void)state;
    char folder[512];
    struct app app;
    struct err err = {0};
    test_folder(folder);
    make_club(folder);
    assert_ok(app_open(&app, &(struct app_options){.folder = folder}, &err), err);
    assert_ok(
        db_script(app.db, "INSERT INTO schema_migration VALUES (7000, 'later', 0, 'x')", &err),
        err);
    app_close(&app);
    assert_false(app_open(&app, &(struct app_options){.folder = folder}, &err));
    assert_int_equal(err_exit_code(&err), 78);
}

static void settings_are_kept_and_audited(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    char value[64];
    int64_t before = 0;
    int64_t after = 0;
    test_club(&app);
    assert_true(app_setting_get(&app, "theme", "signal", value, sizeof value));
    assert_string_equal(value, "signal");
    assert_ok(audit_verify(app.db, &before, &err), err);
    assert_ok(app_setting_put(&app, "theme", "paper", &err), err);
    assert_ok(app_setting_put(&app, "theme", "paper", &err), err); /* no change, no row */
    assert_ok(audit_verify(app.db, &after, &err), err);
    assert_int_equal(after, before + 1);
    assert_true(app_setting_get(&app, "theme", "signal", value, sizeof value));
    assert_string_equal(value, "paper");
    assert_false(app_setting_put(&app, "auth.seat_failures", "0", &err));
    assert_int_equal(err.kind, ERR_INPUT);
    err = (struct err){0};
    app.actor.role = ROLE_OFFICER;
    assert_false(app_setting_put(&app, "idle_lock_s", "0", &err));
    assert_int_equal(err.kind, ERR_DENIED);
    err = (struct err){0};
    app.actor.role = ROLE_ADMIN;
    app.actor.is_present = false;
    assert_false(app_setting_put(&app, "theme", "other", &err));
    assert_int_equal(err.kind, ERR_DENIED);
    app_close(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_on_a_missing_club_makes_nothing),
        cmocka_unit_test(a_command_acts_as_the_folders_owner),
        cmocka_unit_test(a_second_kiosk_on_the_seat_is_told_who_sits_there),
        cmocka_unit_test(a_folder_behind_a_link_works),
        cmocka_unit_test(a_folder_that_others_may_write_is_refused_with_77),
        cmocka_unit_test(the_pepper_is_made_once_and_a_damaged_one_is_refused),
        cmocka_unit_test(a_lost_pepper_is_made_anew_only_with_a_new_secret),
        cmocka_unit_test(a_newer_database_is_refused_with_78),
        cmocka_unit_test(settings_are_kept_and_audited),
        cmocka_unit_test(the_data_folder_is_found_as_the_manual_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
