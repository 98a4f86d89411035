/* The page Health of the System section: what is well, what is not, and what to do about it. */
#include "tui/tui.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "store/db.h"

static struct tui *start(const char *folder, int lines, int columns, const char *language)
{
    const char *const argv[] = {"--data", folder, "--language", language, NULL};
    struct tui_options options = {.argv = argv, .lines = lines, .columns = columns};
    struct tui *tui = tui_start(&options);
    tui_login(tui, "petra", "vijf ringen");
    return tui;
}

static struct tui *open_page(char folder[512], int lines, int columns)
{
    tui_demo_folder(folder);
    struct tui *tui = start(folder, lines, columns, "en");
    tui_type(tui, "7");
    tui_page(tui, "Health");
    return tui;
}

static void every_row_stands_on_the_page_with_its_state(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = open_page(folder, 24, 80);
    tui_expect(tui, "1 worker answers");
    static const char *const rows[] = {"Database", "Queue",       "Storage", "Backups",
                                       "Clock",    "Whole check", "Coach"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        tui_expect(tui, rows[i]);
    }
    tui_expect(tui, "A commit took");
    tui_expect(tui, "There is no good backup yet");
    tui_expect(tui, "-> Make one: m on the page Backups.");
    tui_stop(tui);
}

/* Eight names of pages stand whole in 80 columns, whichever is shown. */
static void every_page_of_system_is_named_in_80_columns(void **state)
{
    (void)state;
    static const char *const names[] = {"Overzicht", "Gezondheid", "Back-ups", "Instellingen",
                                        "Accounts",  "Wachtrij",   "Logboek",  "Log"};
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start(folder, 24, 80, "nl");
    tui_type(tui, "7");
    for (size_t shown = 0; shown < sizeof names / sizeof names[0]; shown++) {
        char row[200] = " ";
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
            size_t used = strlen(row);
            snprintf(row + used - 1, sizeof row - used + 1, "%s%s%s",
                     i == shown       ? "["
                     : i == shown + 1 ? "]"
                                      : " ",
                     names[i], " ");
        }
        row[strlen(row) - 1] = '\0';
        tui_expect(tui, row);
        tui_type(tui, "<Tab>");
    }
    tui_stop(tui);
}

static void a_state_is_seen_without_colour(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    const char *const argv[] = {"--data", folder, "--language", "en", "--ascii", NULL};
    const char *const env[] = {"NO_COLOR=1", NULL};
    struct tui_options options = {.argv = argv, .env = env};
    struct tui *tui = tui_start(&options);
    tui_login(tui, "petra", "vijf ringen");
    tui_type(tui, "7");
    tui_page(tui, "Health");
    tui_expect(tui, "? look");
    tui_stop(tui);
}

static struct db *lock_database(const char *folder)
{
    char path[600];
    struct err err = {0};
    struct db_options how = {0};
    assert_true(file_join(path, sizeof path, folder, "aimtrack.db"));
    struct db *db = db_open(path, &how, &err);
    assert_non_null(db);
    assert_ok(db_begin_write(db, &err), err);
    return db;
}

static void a_locked_database_is_seen_within_seconds_and_its_end_too(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = open_page(folder, 24, 80);
    tui_expect(tui, "A commit took");
    struct db *db = lock_database(folder);
    tui_expect(tui, "Another program holds the database");
    tui_expect(tui, "! FAILED");
    db_rollback(db);
    db_close(db);
    tui_expect(tui, "A commit took");
    tui_stop(tui);
}

static void the_worker_is_started_anew_with_one_key(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = open_page(folder, 24, 80);
    tui_expect(tui, "1 worker answers");
    tui_type(tui, "W");
    tui_expect(tui, "The worker was started anew");
    tui_expect(tui, "1 worker answers");
    tui_stop(tui);
}

static void leaving_the_page_while_it_looks_does_no_harm(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start(folder, 24, 80, "en");
    for (int i = 0; i < 5; i++) {
        tui_keys(tui, "7<Tab>1");
    }
    tui_type(tui, "7");
    tui_expect(tui, "[Overview]");
    tui_stop(tui);
}

static void who_is_no_administrator_is_shown_no_pages_that_are_not_theirs(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    const char *const argv[] = {"--data", folder, "--language", "en", NULL};
    struct tui_options options = {.argv = argv};
    struct tui *tui = tui_start(&options);
    tui_login(tui, "carla", "135790");
    tui_type(tui, "7");
    tui_expect(tui, "[Overview]");
    tui_expect(tui, "Settings");
    tui_expect_not(tui, "Health");
    tui_expect_not(tui, "Backups");
    tui_expect_not(tui, "Accounts");
    tui_expect_not(tui, "check everything");
    tui_expect_not(tui, "take out the demonstration");
    tui_type(tui, "<Tab>");
    tui_expect(tui, "[Settings]");
    tui_type(tui, "<Down><Down>");
    tui_expect(tui, "This one only an administrator changes.");
    tui_type(tui, "?");
    tui_expect(tui, "Help: System");
    tui_expect_not(tui, "new account");
    tui_stop(tui);
}

static void the_page_is_whole_in_dutch_and_on_a_wide_terminal(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start(folder, 45, 140, "nl");
    tui_type(tui, "7");
    tui_page(tui, "Gezondheid");
    tui_expect(tui, "1 werker antwoordt");
    tui_expect(tui, "Er is nog geen goede back-up");
    tui_expect_not(tui, "There is");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_stands_on_the_page_with_its_state),
        cmocka_unit_test(every_page_of_system_is_named_in_80_columns),
        cmocka_unit_test(a_state_is_seen_without_colour),
        cmocka_unit_test(a_locked_database_is_seen_within_seconds_and_its_end_too),
        cmocka_unit_test(the_worker_is_started_anew_with_one_key),
        cmocka_unit_test(leaving_the_page_while_it_looks_does_no_harm),
        cmocka_unit_test(who_is_no_administrator_is_shown_no_pages_that_are_not_theirs),
        cmocka_unit_test(the_page_is_whole_in_dutch_and_on_a_wide_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
