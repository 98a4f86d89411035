/* Backups in front of people: the page of the System section, and the screen that stands in place
 * of the login when the database is damaged. */
#include "tui/tui.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "core/backup.h"
#include "core/demo.h"

enum { PAGES_MAX = 9, PATH_ROOM = 700 };

static struct tui *start(const char *folder, const char *language)
{
    const char *argv[] = {"--data", folder, "--language", language, NULL};
    return tui_start(&(struct tui_options){.argv = argv});
}

/* The administrator of the demonstration. */
static void log_in(struct tui *tui)
{
    for (int i = 0; demo_accounts[i].login != NULL; i++) {
        if (demo_accounts[i].role == ROLE_ADMIN) {
            tui_login(tui, demo_accounts[i].login, demo_accounts[i].secret);
            return;
        }
    }
}

static void open_page(struct tui *tui, const char *title)
{
    tui_type(tui, "7");
    for (int i = 0; i < PAGES_MAX && !tui_has(tui, title); i++) {
        tui_type(tui, "<Tab>");
    }
    tui_expect(tui, title);
}

static bool has_good_backup(const char *folder, struct backup_file *file)
{
    return backup_newest(folder, file);
}

static void a_key_makes_a_backup_and_another_restores_it_as_a_test(void **state)
{
    (void)state;
    char folder[512];
    struct backup_file file;
    tui_demo_folder(folder);
    struct tui *tui = start(folder, "en");
    log_in(tui);
    tui_expect(tui, "Nobody is shooting");
    open_page(tui, "Backups in ");
    tui_expect(tui, "There is no backup yet");
    tui_expect(tui, "Not encrypted");
    tui_keys(tui, "m");
    tui_expect(tui, "Backup made and checked");
    assert_true(has_good_backup(folder, &file));
    tui_expect(tui, file.name);
    tui_expect(tui, "weekly-");
    tui_expect(tui, "whole");
    tui_expect(tui, "Never restored as a test");
    tui_keys(tui, "v");
    tui_expect(tui, "is whole: every table");
    tui_keys(tui, "t");
    tui_expect(tui, "Restored as a test on");
    tui_stop(tui);
}

static void a_changed_backup_is_shown_as_such(void **state)
{
    (void)state;
    char folder[512];
    struct backup_file file;
    tui_demo_folder(folder);
    struct tui *tui = start(folder, "nl");
    log_in(tui);
    tui_expect(tui, "Er schiet niemand");
    open_page(tui, "Back-ups in ");
    tui_keys(tui, "m");
    tui_expect(tui, "Back-up gemaakt en nagekeken");
    assert_true(has_good_backup(folder, &file));
    int changed = open(file.path, O_WRONLY);
    assert_int_equal(pwrite(changed, "xx", 2, 100000), 2);
    close(changed);
    tui_keys(tui, "v");
    tui_expect(tui, "SHA256SUMS ernaast");
    tui_expect(tui, "! niet");
    tui_stop(tui);
}

/* --- damaged --- */

static void overwrite(const char *folder, off_t at, size_t size)
{
    char path[PATH_ROOM];
    char *bytes = calloc(1, size);
    memset(bytes, 0xA5, size);
    file_join(path, sizeof path, folder, "aimtrack.db");
    int file = open(path, O_WRONLY);
    assert_true(file >= 0);
    assert_int_equal(pwrite(file, bytes, size, at), size);
    close(file);
    free(bytes);
}

static void run_program(const char *folder, const char *command)
{
    char line[PATH_ROOM + 600];
    snprintf(line, sizeof line, "'%s' --data '%s' %s >/dev/null 2>&1", TEST_PROGRAM, folder,
             command);
    assert_int_equal(system(line), 0); /* NOLINT(cert-env33-c): the test's own folder */
}

static bool has_file_like(const char *folder, const char *pattern)
{
    char line[PATH_ROOM + 100];
    snprintf(line, sizeof line, "ls '%s'/%s >/dev/null 2>&1", folder, pattern);
    return system(line) == 0; /* NOLINT(cert-env33-c): the test's own folder */
}

static void in_place_of_the_login_the_newest_backup_is_offered_and_put_back(void **state)
{
    (void)state;
    char folder[512];
    struct backup_file file;
    tui_demo_folder(folder);
    run_program(folder, "backup");
    assert_true(backup_newest(folder, &file));
    overwrite(folder, 0, 4096);
    struct tui *tui = start(folder, "en");
    tui_expect(tui, "The database is damaged");
    tui_expect(tui, file.name);
    tui_expect_not(tui, "Who are you?");
    tui_type(tui, "r");
    tui_expect(tui, "Put back the club as it was on");
    tui_type(tui, "n");
    tui_expect(tui, file.name);
    assert_false(has_file_like(folder, "aimtrack.db.corrupt-*")); /* asked, and said no */
    tui_type(tui, "r");
    tui_keys(tui, "y");
    tui_expect(tui, "Who are you?");
    assert_true(has_file_like(folder, "aimtrack.db.corrupt-*"));
    log_in(tui);
    tui_expect(tui, "Nobody is shooting");
    tui_stop(tui);
}

static void a_lost_list_is_said_and_the_backups_are_shown_and_offered(void **state)
{
    (void)state;
    char folder[512];
    char sums[PATH_ROOM];
    struct backup_file file;
    tui_demo_folder(folder);
    run_program(folder, "backup");
    assert_true(backup_newest(folder, &file));
    snprintf(sums, sizeof sums, "%s/backups/SHA256SUMS", folder);
    assert_int_equal(unlink(sums), 0);
    struct tui *tui = start(folder, "en");
    log_in(tui);
    tui_expect(tui, "Nobody is shooting");
    open_page(tui, "Backups in ");
    tui_expect(tui, "SHA256SUMS, the list beside the backups, is gone");
    tui_expect(tui, file.name);
    tui_expect(tui, "whole");
    tui_expect_not(tui, "There is no backup yet");
    tui_keys(tui, "m");
    tui_expect(tui, "Backup made and checked");
    assert_true(file_exists(sums));
    tui_expect_not(tui, "SHA256SUMS, the list");
    tui_stop(tui);
    assert_true(backup_newest(folder, &file));
    assert_int_equal(unlink(sums), 0);
    overwrite(folder, 0, 4096);
    tui = start(folder, "en");
    tui_expect(tui, "The database is damaged");
    tui_expect(tui, file.name);
    tui_expect(tui, "weekly-");
    tui_stop(tui);
}

static void without_a_backup_what_is_left_is_saved(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    overwrite(folder, 0, 100);
    struct tui *tui = start(folder, "en");
    tui_expect(tui, "There is no verified backup");
    tui_expect_not(tui, "r put it back");
    tui_type(tui, "s");
    tui_keys(tui, "y");
    tui_expect(tui, "Go on with these");
    tui_keys(tui, "y");
    tui_expect(tui, "Who are you?");
    assert_true(has_file_like(folder, "aimtrack.db.corrupt-*"));
    log_in(tui);
    tui_expect(tui, "Nobody is shooting");
    tui_stop(tui);
}

static void who_leaves_finds_everything_as_it_was(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    overwrite(folder, 0, 4096);
    struct tui *tui = start(folder, "nl");
    tui_expect(tui, "De database is beschadigd");
    tui_keys(tui, "q");
    assert_int_equal(tui_wait_exit(tui, TEST_PATIENCE_MS), 65);
    assert_false(has_file_like(folder, "aimtrack.db.*"));
    tui_stop(tui);
}

/* Damage in the middle of the file, where opening does not look: found in the background. */
static void a_damaged_page_is_found_soon_after_the_start(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    overwrite(folder, (off_t)4096 * 60, (size_t)4096 * 20);
    struct tui *tui = start(folder, "en");
    tui_expect(tui, "The database is damaged");
    tui_expect(tui, "save what is left");
    tui_stop(tui);
}

/* Opening reads little; here the list of who may log in is gone, so that no screen can come. */
static void where_not_even_the_login_can_be_read_the_rescue_comes(void **state)
{
    (void)state;
    char folder[512];
    struct backup_file file;
    tui_demo_folder(folder);
    run_program(folder, "backup");
    assert_true(backup_newest(folder, &file));
    overwrite(folder, (off_t)4096 * 3, (size_t)4096 * 9);
    struct tui *tui = start(folder, "en");
    tui_expect(tui, "The database is damaged");
    tui_expect(tui, file.name);
    tui_type(tui, "r");
    tui_keys(tui, "y");
    tui_expect(tui, "Who are you?");
    tui_expect(tui, "The club is as it was on");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_makes_a_backup_and_another_restores_it_as_a_test),
        cmocka_unit_test(a_changed_backup_is_shown_as_such),
        cmocka_unit_test(in_place_of_the_login_the_newest_backup_is_offered_and_put_back),
        cmocka_unit_test(a_lost_list_is_said_and_the_backups_are_shown_and_offered),
        cmocka_unit_test(without_a_backup_what_is_left_is_saved),
        cmocka_unit_test(who_leaves_finds_everything_as_it_was),
        cmocka_unit_test(a_damaged_page_is_found_soon_after_the_start),
        cmocka_unit_test(where_not_even_the_login_can_be_read_the_rescue_comes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
