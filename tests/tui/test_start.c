/* Starting and ending where something is in the way: one clear sentence each, and everything kept.
 */
#include "tui/tui.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "core/demo.h"
#include "store/db.h"

static struct tui *start(const char *folder, int lines, int columns, const char *const *env)
{
    const char *argv[] = {"--data", folder, NULL};
    return tui_start(
        &(struct tui_options){.lines = lines, .columns = columns, .argv = argv, .env = env});
}

static struct tui *start_in_entry(const char *folder)
{
    struct tui *tui = start(folder, 24, 80, NULL);
    tui_login(tui, "", demo_accounts[0].secret);
    tui_expect(tui, "Nobody is shooting");
    tui_type(tui, "nvisser<Enter><Enter>LP60<Enter>98");
    tui_expect(tui, "stored");
    return tui;
}

static void expect_two_shots(const char *folder)
{
    struct tui *tui = start(folder, 24, 80, NULL);
    tui_login(tui, "", demo_accounts[0].secret);
    tui_expect(tui, "series 1, shot 3");
    tui_stop(tui);
}

static void an_unknown_terminal_is_one_sentence_and_exit_78(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start(folder, 24, 80, (const char *const[]){"TERM=no-such-terminal", NULL});
    tui_expect(tui, "no-such-terminal");
    tui_expect(tui, "Nothing was");
    assert_int_equal(tui_wait_exit(tui, TEST_PATIENCE_MS), 78);
    tui_stop(tui);
}

static void a_second_kiosk_on_the_seat_is_refused_with_75_and_commands_work_beside_it(void **state)
{
    (void)state;
    char folder[512];
    char command[1200];
    tui_demo_folder(folder);
    struct tui *first = start(folder, 24, 80, NULL);
    tui_expect(first, "Who are you?");
    struct tui *second = start(folder, 24, 80, NULL);
    tui_expect(second, "already running on this seat");
    assert_int_equal(tui_wait_exit(second, TEST_PATIENCE_MS), 75);
    tui_stop(second);
    snprintf(command, sizeof command, "%s member add --family Beside --data %s >/dev/null",
             TEST_PROGRAM, folder);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): our own program */
    tui_stop(first);
}

static void a_club_of_a_newer_version_is_refused_with_78_and_left_alone(void **state)
{
    (void)state;
    char folder[512];
    char path[600];
    struct err err = {0};
    tui_demo_folder(folder);
    snprintf(path, sizeof path, "%s/aimtrack.db", folder);
    struct db *db = db_open(path, &(struct db_options){0}, &err);
    assert_non_null(db);
    assert_ok(db_script(db, "INSERT INTO schema_migration VALUES (9999, 'later', 0, 'x')", &err),
              err);
    db_close(db);
    struct tui *tui = start(folder, 24, 80, NULL);
    tui_expect(tui, "newer AimTrack");
    assert_int_equal(tui_wait_exit(tui, TEST_PATIENCE_MS), 78);
    tui_stop(tui);
}

static void a_terminal_below_80x24_says_so_and_everything_comes_back(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_in_entry(folder);
    tui_resize(tui, 23, 79);
    tui_expect(tui, "terminal too small (need 80x24), it is 79x23");
    tui_expect_not(tui, "Visser");
    tui_resize(tui, 24, 80);
    tui_expect(tui, "Visser, Mo");
    tui_expect(tui, "series 1, shot 3");
    tui_stop(tui);
}

static void a_storm_of_sizes_does_no_harm(void **state)
{
    (void)state;
    char folder[512];
    struct test_random random;
    tui_demo_folder(folder);
    test_random_start(&random);
    struct tui *tui = start_in_entry(folder);
    for (int i = 0; i < 40; i++) {
        tui_resize(tui, 1 + test_random_below(&random, 60), 1 + test_random_below(&random, 200));
    }
    tui_resize(tui, 45, 140);
    tui_expect(tui, "Visser, Mo");
    tui_type(tui, "7");
    tui_expect(tui, "stored");
    tui_stop(tui);
}

static void without_a_utf8_locale_the_screens_are_plain_ascii(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start(folder, 24, 80, (const char *const[]){"LC_ALL=C", "LANGUAGE=nl", NULL});
    tui_expect(tui, "Wie bent u?"); /* Dutch works all the same */
    for (const char *at = tui_text(tui); *at != '\0'; at++) {
        assert_true((unsigned char)*at < 128);
    }
    tui_login(tui, "", demo_accounts[0].secret);
    tui_expect(tui, "Er schiet niemand");
    tui_type(tui, "nvisser<Enter><Enter>LP60<Enter>9p");
    tui_expect(tui, "ring 10");
    for (const char *at = tui_text(tui); *at != '\0'; at++) {
        assert_true((unsigned char)*at < 128);
    }
    tui_stop(tui);
}

static void termination_hang_up_and_a_closed_terminal_end_it_cleanly(void **state)
{
    (void)state;
    static const int signals[] = {SIGTERM, SIGHUP, 0};
    for (int i = 0; i < 3; i++) {
        char folder[512];
        tui_demo_folder(folder);
        struct tui *tui = start_in_entry(folder);
        if (signals[i] != 0) {
            tui_signal(tui, signals[i]);
        } else {
            tui_hang_up(tui);
        }
        assert_int_equal(tui_wait_exit(tui, TEST_PATIENCE_MS), 0);
        tui_stop(tui);
        expect_two_shots(folder);
    }
}

static void control_c_and_control_z_do_not_end_the_kiosk(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_in_entry(folder);
    tui_type(tui, "<C-c><C-z>");
    tui_signal(tui, SIGINT);
    tui_signal(tui, SIGTSTP);
    tui_type(tui, "7");
    tui_expect(tui, "series 1, shot 4");
    tui_stop(tui);
}

static void a_folder_that_others_may_write_is_refused(void **state)
{
    (void)state;
    char folder[512];
    char command[700];
    tui_demo_folder(folder);
    snprintf(command, sizeof command, "chmod 777 '%s'", folder);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): a test's own folder */
    struct tui *tui = start(folder, 24, 80, NULL);
    tui_expect(tui, "chmod 700");
    assert_int_equal(tui_wait_exit(tui, TEST_PATIENCE_MS), 77);
    tui_stop(tui);
}

static void the_first_run_ends_at_the_range(void **state)
{
    (void)state;
    char folder[512];
    test_folder(folder);
    struct tui *tui = start(folder, 24, 80, NULL);
    tui_expect(tui, "Welcome");
    char letters[NAME_ROOM];
    memset(letters, 'w', sizeof letters);
    tui_type(tui, "<Enter>");
    letters[sizeof letters - 1] = '\0';
    tui_keys(tui, letters); /* as many as have room */
    tui_expect_not(tui, "This is full");
    tui_keys(tui, "w");
    tui_expect(tui, "This is full");
    tui_type(
        tui,
        "<C-u>SV Zwart<Enter>Truus Bos<Enter>een wachtzin<Enter>andere wachtzin<Enter><Enter>");
    tui_expect(tui, "not the same passphrase");
    tui_type(tui, "<C-u>een wachtzin<Enter><Enter>");
    tui_expect(tui, "Nobody is shooting");
    tui_expect(tui, "Truus Bos");
    tui_stop(tui);
}

/* One write: the comparison of the PIN is slow, a hurried person is not. */
static void what_is_typed_behind_a_pin_waits_for_the_next_screen(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start(folder, 24, 80, NULL);
    tui_expect(tui, "AimTrack");
    tui_keys(tui, "<Enter>000000<Enter>nvisser<Enter>");
    tui_expect(tui, "That is not right");
    tui_expect_not(tui, "visser"); /* meant for a screen that did not come */
    tui_keys(tui, "246810<Enter>nvisser<Enter><Enter>LP60<Enter>");
    tui_expect(tui, "series 1, shot 1");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_unknown_terminal_is_one_sentence_and_exit_78),
        cmocka_unit_test(a_second_kiosk_on_the_seat_is_refused_with_75_and_commands_work_beside_it),
        cmocka_unit_test(a_club_of_a_newer_version_is_refused_with_78_and_left_alone),
        cmocka_unit_test(a_terminal_below_80x24_says_so_and_everything_comes_back),
        cmocka_unit_test(a_storm_of_sizes_does_no_harm),
        cmocka_unit_test(without_a_utf8_locale_the_screens_are_plain_ascii),
        cmocka_unit_test(termination_hang_up_and_a_closed_terminal_end_it_cleanly),
        cmocka_unit_test(control_c_and_control_z_do_not_end_the_kiosk),
        cmocka_unit_test(a_folder_that_others_may_write_is_refused),
        cmocka_unit_test(the_first_run_ends_at_the_range),
        cmocka_unit_test(what_is_typed_behind_a_pin_waits_for_the_next_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
