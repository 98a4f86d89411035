/* Alerts and the log where people see them: the header of every screen, System, the page Log. */
#include "tui/tui.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "core/alert.h"

/* Administrator and range officer of the demonstration. */
static struct tui *start_as(const char *folder, const char *login, const char *secret, int columns)
{
    const char *const argv[] = {"--data", folder, NULL};
    struct tui_options options = {.argv = argv, .lines = 24, .columns = columns};
    struct tui *tui = tui_start(&options);
    tui_login(tui, login, secret);
    return tui;
}

static void set_alert(const char *folder, const char *key, bool is_bad, const char *detail)
{
    struct app app;
    struct err err = {0};
    enum alert_change change;
    assert_ok(app_open(&app, &(struct app_options){.folder = folder, .must_exist = true}, &err),
              err);
    assert_ok(app_begin(&app, &err) &&
                  alert_set(app.db, key, is_bad, detail, 1795786117000, 1, &change, &err) &&
                  app_commit(&app, &err),
              err);
    app_close(&app);
}

/* What is really so, because a kiosk looks by itself: no folder of backups, and no disk large
 * enough. */
static void set_conditions(const char *folder, const char *settings)
{
    char path[600];
    struct err err = {0};
    assert_true(file_join(path, sizeof path, folder, "aimtrack.conf"));
    assert_ok(file_write_durable(path, settings, strlen(settings), &err), err);
}
static const char no_backups[] =
    "[backup]\nautomatic = no\nfolder = /nonexistent/aimtrack-backups\n";

static void everybody_sees_in_the_header_what_needs_attention(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    set_conditions(folder, "[backup]\nautomatic = no\nfolder = /nonexistent/aimtrack-backups\n"
                           "[health]\nfree_mib = 1000000\nfree_percent = 90\n");
    set_alert(folder, "backup", true, "the newest is 40 hours old");
    set_alert(folder, "space", true, "40 hours until it is full");
    struct tui *tui = start_as(folder, "jan", "246810", 80);
    for (const char *section = "1234"; *section != '\0'; section++) {
        char key[2] = {*section, '\0'};
        tui_type(tui, key);
        tui_expect(tui, "! disk nearly full +1");
    }
    tui_expect_not(tui, "40 hours"); /* the reason is for who can do something about it */
    tui_stop(tui);
}

static void the_administrator_reads_what_to_do_and_nothing_once_it_is_well(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    set_conditions(folder, no_backups);
    set_alert(folder, "backup_failed", true, "the newest is 40 hours old\033[2J");
    struct tui *tui = start_as(folder, "petra", "vijf ringen", 80);
    tui_type(tui, "7");
    tui_expect(tui, "! A backup failed, or the folder for backups is missing.");
    tui_expect(tui, "the newest is 40 hours old");
    tui_expect(tui, "m on the page Backups makes one");
    tui_stop(tui);
    set_conditions(folder, "");
    set_alert(folder, "backup_failed", false, "");
    tui = start_as(folder, "petra", "vijf ringen", 80);
    tui_type(tui, "7");
    tui_expect(tui, "Data folder");
    tui_expect_not(tui, "! backup failed");
    tui_expect_not(tui, "A backup failed");
    tui_stop(tui);
}

static void nobody_who_is_not_logged_in_sees_it(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    set_alert(folder, "space", true, "3 MiB");
    const char *const argv[] = {"--data", folder, NULL};
    struct tui *tui = tui_start(&(struct tui_options){.argv = argv});
    tui_expect(tui, "AimTrack");
    tui_expect_not(tui, "disk nearly full");
    tui_stop(tui);
}

static void the_page_log_finds_among_its_lines(void **state)
{
    (void)state;
    static const char lines[] =
        "2026-11-27 10:00 <6> first line\n2026-11-27 10:01 <3> upgrade: broken\033]0;x\007 7\n"
        "2026-11-27 10:02 <6> third line\n";
    char folder[512];
    char path[600];
    struct err err = {0};
    tui_demo_folder(folder);
    assert_true(file_join(path, sizeof path, folder, "aimtrack.log"));
    assert_ok(file_write_durable(path, lines, strlen(lines), &err), err);
    struct tui *tui = start_as(folder, "petra", "vijf ringen", 80);
    tui_type(tui, "7");
    tui_page(tui, "Log");
    tui_expect(tui, "[Log]");
    tui_expect(tui, "third line");
    tui_expect(tui, "first line");
    tui_type(tui, "/broken 7"); /* the digit is no section now */
    tui_expect_not(tui, "third line");
    tui_expect(tui, "upgrade: broken");
    tui_type(tui, "<Esc>");
    tui_expect(tui, "third line");
    tui_stop(tui);
}

static void a_coach_sees_no_log(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_as(folder, "carla", "135790", 80);
    tui_type(tui, "7");
    tui_expect(tui, "[Overview]");
    tui_expect_not(tui, "Log ");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_sees_in_the_header_what_needs_attention),
        cmocka_unit_test(the_administrator_reads_what_to_do_and_nothing_once_it_is_well),
        cmocka_unit_test(nobody_who_is_not_logged_in_sees_it),
        cmocka_unit_test(the_page_log_finds_among_its_lines),
        cmocka_unit_test(a_coach_sees_no_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
