/* What surrounds every screen: keys as terminals really send them, scanners, clicks, the lock, help
 * and the palette. */
#include "tui/tui.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "core/demo.h"

static struct tui *start_on(const char *folder, const char *const *env)
{
    const char *argv[] = {"--data", folder, NULL};
    return tui_start(&(struct tui_options){.argv = argv, .env = env});
}

/* The officer on an empty range; he stands first in the list. */
static struct tui *start_at_range(const char *const *env)
{
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_on(folder, env);
    tui_login(tui, "", demo_accounts[0].secret);
    tui_expect(tui, "Nobody is shooting");
    return tui;
}

/* Score entry of the first shooter on whole rings, nothing shot yet. */
static struct tui *start_at_entry(const char *const *env)
{
    struct tui *tui = start_at_range(env);
    tui_type(tui, "nbak<Enter><Enter>LP60<Enter>");
    tui_expect(tui, "Bakker, Anna");
    return tui;
}

static void click_on(struct tui *tui, const char *text)
{
    for (int line = 0; line < 24; line++) {
        const char *row = tui_row(tui, line);
        const char *at = strstr(row, text);
        if (at != NULL) {
            char before[1024];
            snprintf(before, sizeof before, "%.*s", (int)(at - row), row);
            tui_click(tui, line, text_width(before));
            return;
        }
    }
    fail_msg("\"%s\" is not there to click on:\n%s", text, tui_text(tui));
}

static void a_sequence_that_nobody_knows_types_nothing(void **state)
{
    (void)state;
    static const char *const unknown[] = {"\033[1;9A", "\033[25;5~", "\033[[E", "\033[203~",
                                          "\033[1;2P"};
    struct tui *tui = start_at_entry(NULL);
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        tui_keys(tui, unknown[i]);
        tui_expect_not(tui, "stored");
    }
    tui_type(tui, "9");
    tui_expect(tui, "Shot 1: 9 stored");
    tui_stop(tui);
}

static void a_key_behind_bytes_that_are_no_character_does_not_wait_for_the_next(void **state)
{
    (void)state;
    struct tui *tui = start_at_entry(NULL);
    tui_type(tui, "98");
    tui_expect(tui, "Shot 2: 8 stored");
    tui_keys(tui, "\xff<BS>");
    tui_expect(tui, "Taken back");
    tui_stop(tui);
}

/* ncurses reads a report of the mouse to its end: one that was cut stopped everything. */
static void half_a_report_of_the_mouse_stops_nothing(void **state)
{
    (void)state;
    struct tui *tui = start_at_entry(NULL);
    tui_keys(tui, "\033[<0;1");
    tui_expect_not(tui, "stored"); /* it was read, and was no shot */
    tui_signal(tui, SIGTERM);
    assert_int_equal(tui_wait_exit(tui, TEST_PATIENCE_MS), 0);
    tui_stop(tui);
}

static void digits_of_an_application_keypad_are_shots(void **state)
{
    (void)state;
    static const char *const terminals[] = {"TERM=xterm-256color", "TERM=vt100", "TERM=linux"};
    for (size_t i = 0; i < sizeof terminals / sizeof terminals[0]; i++) {
        const char *env[] = {terminals[i], NULL};
        struct tui *tui = start_at_entry(env);
        tui_keys(tui, "\033Ow");
        tui_expect(tui, "Shot 1: 7 stored");
        tui_keys(tui, "\033Oq");
        tui_expect(tui, "Shot 2: 1 stored");
        tui_stop(tui);
    }
}

static void arrows_work_however_the_terminal_spells_them(void **state)
{
    (void)state;
    static const char *const downs[] = {"\033[B", "\033OB"};
    char folder[512];
    tui_demo_folder(folder);
    for (size_t i = 0; i < sizeof downs / sizeof downs[0]; i++) {
        struct tui *tui = start_on(folder, NULL);
        tui_expect(tui, "Who are you?");
        tui_keys(tui, downs[i]);
        tui_keys(tui, "\r");
        tui_expect(tui, "PIN");
        tui_expect_not(tui, "Jan de Vries");
        tui_expect(tui, "Carla Bos");
        tui_stop(tui);
    }
}

static void escape_and_a_key_in_one_breath_are_two_keys(void **state)
{
    (void)state;
    struct tui *tui = start_at_range(NULL);
    tui_type(tui, "?");
    tui_expect(tui, "Keys everywhere");
    tui_keys(tui, "<Esc>3");
    tui_expect(tui, "AimTrack › Members");
    tui_stop(tui);
}

static void a_click_on_a_section_while_scoring_stores_no_shot(void **state)
{
    (void)state;
    struct tui *tui = start_at_entry(NULL);
    tui_type(tui, "9");
    tui_expect(tui, "Shot 1: 9 stored");
    click_on(tui, "4 Weapons");
    tui_expect(tui, "AimTrack › Weapons");
    click_on(tui, "1 Range");
    tui_expect(tui, "Bakker, Anna");
    tui_expect(tui, "shot 2"); /* the next one: the click was none */
    tui_stop(tui);
}

static void a_click_on_a_hint_in_the_footer_does_what_its_key_does(void **state)
{
    (void)state;
    struct tui *tui = start_at_range(NULL);
    click_on(tui, "? help");
    tui_expect(tui, "Keys everywhere");
    click_on(tui, "Esc close");
    tui_expect_not(tui, "Keys everywhere");
    click_on(tui, "n new shooter");
    tui_expect(tui, "Member");
    tui_stop(tui);
}

static void keys_do_nothing_while_the_terminal_is_too_small_to_show_it(void **state)
{
    (void)state;
    struct tui *tui = start_at_entry(NULL);
    tui_resize(tui, 23, 79);
    tui_expect(tui, "terminal too small (need 80x24), it is 79x23");
    tui_type(tui, "9");
    tui_resize(tui, 24, 80);
    tui_expect(tui, "Bakker, Anna");
    tui_expect(tui, "shot 1");
    tui_stop(tui);
}

static void looking_for_another_name_does_not_end_what_is_locked(void **state)
{
    (void)state;
    struct tui *tui = start_at_range(NULL);
    tui_type(tui, "3");
    tui_type(tui, "/zw");
    tui_expect(tui, "zw");
    tui_type(tui, "<Esc>L");
    tui_type(tui, "<Esc>");
    tui_expect(tui, "Who are you?");
    tui_type(tui, "<Esc>");
    tui_expect(tui, "Locked by Jan de Vries");
    tui_type(tui, "246810<Enter>");
    tui_expect(tui, "AimTrack › Members");
    tui_stop(tui);
}

static void someone_else_takes_over_from_the_lock_at_the_range(void **state)
{
    (void)state;
    struct tui *tui = start_at_range(NULL);
    tui_type(tui, "4L<Esc>carla<Enter>135790<Enter>");
    tui_expect(tui, "Nobody is shooting");
    tui_expect(tui, "Carla Bos");
    tui_expect_not(tui, "Locked");
    tui_stop(tui);
}

static void the_lock_asks_an_administrator_for_the_passphrase(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_on(folder, NULL);
    tui_login(tui, "petra", "vijf ringen");
    tui_expect(tui, "Petra Mulder");
    tui_type(tui, "L");
    tui_expect(tui, "Passphrase");
    tui_expect_not(tui, "PIN");
    tui_stop(tui);
}

static void the_wait_after_wrong_pins_counts_down(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_on(folder, NULL);
    tui_type(tui, "<Enter>");
    for (int i = 0; i < 4; i++) {
        tui_type(tui, "111111<Enter>");
        tui_expect(tui, i < 2 ? "That is not right." : "Try again in");
        if (i == 2) {
            tui_expect(tui, "You can try again now.");
        }
    }
    tui_expect(tui, "Try again in 1 second.");
    tui_expect(tui, "You can try again now.");
    tui_type(tui, "246810<Enter>");
    tui_expect(tui, "Nobody is shooting");
    tui_stop(tui);
}

static void help_lists_each_key_once_and_scrolls_to_its_end(void **state)
{
    (void)state;
    struct tui *tui = start_at_range(NULL);
    tui_type(tui, "?");
    tui_expect(tui, "Keys everywhere");
    const char *keys = strstr(tui_text(tui), "Keys here");
    assert_non_null(keys);
    const char *first = strstr(keys, "new shooter");
    assert_non_null(first);
    assert_null(strstr(first + 1, "new shooter"));
    tui_type(tui, "<PgDn><PgDn><PgDn><PgDn>");
    tui_expect(tui, "leave AimTrack");
    tui_type(tui, "<PgUp><PgUp><PgUp><PgUp>");
    tui_expect(tui, "Everyone shooting now.");
    tui_stop(tui);
}

static void the_palette_does_what_it_finds_by_a_part_of_its_name(void **state)
{
    (void)state;
    struct tui *tui = start_at_range(NULL);
    tui_type(tui, ":weap");
    tui_expect(tui, "go to Weapons");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "AimTrack › Weapons");
    tui_type(tui, "<C-p>range");
    click_on(tui, "go to Range");
    tui_expect(tui, "Nobody is shooting");
    tui_stop(tui);
}

static void the_palette_finds_what_is_inside_a_section(void **state)
{
    (void)state;
    static const char *const places[][2] = {
        {"backup", "[Backups]"}, {"health", "[Health]"},           {"log", "[Log]"},
        {"queue", "[Queue]"},    {"privacy", "Reports › Privacy"}, {"registers", "› Registers"}};
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_on(folder, NULL);
    tui_login(tui, "petra", "vijf ringen");
    tui_expect(tui, "Nobody is shooting");
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        tui_type(tui, ":");
        tui_type(tui, places[i][0]);
        tui_expect(tui, "go to ");
        tui_type(tui, "<Enter>");
        tui_expect(tui, places[i][1]);
    }
    tui_stop(tui);
}

static void the_palette_makes_a_backup_for_who_may(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_on(folder, NULL);
    tui_login(tui, demo_accounts[0].login, demo_accounts[0].secret);
    tui_expect(tui, "Nobody is shooting");
    tui_type(tui, "<C-p>backup");
    tui_expect(tui, "No action has that name");
    tui_type(tui, "<Esc>O");
    tui_login(tui, "petra", "vijf ringen");
    tui_expect(tui, "Nobody is shooting");
    tui_type(tui, "<C-p>backup now<Enter>");
    tui_expect(tui, "[Backups]");
    tui_expect(tui, "Backup made and checked");
    tui_stop(tui);
}

/* What is typed in a field does nothing else, so that help names no other use of it. */
static void help_names_no_key_that_does_nothing(void **state)
{
    (void)state;
    struct tui *tui = start_at_range(NULL);
    tui_type(tui, "6e<F1>");
    tui_expect(tui, "Help: An export");
    tui_expect(tui, "field, choice");
    tui_expect_not(tui, "go to a section");
    tui_expect_not(tui, "leave AimTrack");
    tui_type(tui, "<Esc><Esc>?");
    tui_expect(tui, "Help: Reports");
    tui_expect(tui, "leave AimTrack");
    tui_expect_not(tui, "privacy");
    tui_stop(tui);
}

static void the_palette_finds_a_word_without_its_hyphen(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    const char *const argv[] = {"--data", folder, "--language", "nl", NULL};
    struct tui *tui = tui_start(&(struct tui_options){.argv = argv});
    tui_login(tui, "petra", "vijf ringen");
    tui_type(tui, "<C-p>backup");
    tui_expect(tui, "naar Systeem: Back-ups");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "[Back-ups]");
    tui_stop(tui);
}

static void leaving_asks_first(void **state)
{
    (void)state;
    struct tui *tui = start_at_range(NULL);
    tui_type(tui, "q");
    tui_expect(tui, "Leave AimTrack?");
    tui_type(tui, "n");
    tui_expect(tui, "Nobody is shooting");
    tui_type(tui, "qy");
    assert_int_equal(tui_wait_exit(tui, TEST_PATIENCE_MS), 0);
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sequence_that_nobody_knows_types_nothing),
        cmocka_unit_test(a_key_behind_bytes_that_are_no_character_does_not_wait_for_the_next),
        cmocka_unit_test(half_a_report_of_the_mouse_stops_nothing),
        cmocka_unit_test(digits_of_an_application_keypad_are_shots),
        cmocka_unit_test(arrows_work_however_the_terminal_spells_them),
        cmocka_unit_test(escape_and_a_key_in_one_breath_are_two_keys),
        cmocka_unit_test(a_click_on_a_section_while_scoring_stores_no_shot),
        cmocka_unit_test(a_click_on_a_hint_in_the_footer_does_what_its_key_does),
        cmocka_unit_test(keys_do_nothing_while_the_terminal_is_too_small_to_show_it),
        cmocka_unit_test(looking_for_another_name_does_not_end_what_is_locked),
        cmocka_unit_test(someone_else_takes_over_from_the_lock_at_the_range),
        cmocka_unit_test(the_lock_asks_an_administrator_for_the_passphrase),
        cmocka_unit_test(the_wait_after_wrong_pins_counts_down),
        cmocka_unit_test(help_lists_each_key_once_and_scrolls_to_its_end),
        cmocka_unit_test(the_palette_does_what_it_finds_by_a_part_of_its_name),
        cmocka_unit_test(the_palette_finds_what_is_inside_a_section),
        cmocka_unit_test(the_palette_makes_a_backup_for_who_may),
        cmocka_unit_test(help_names_no_key_that_does_nothing),
        cmocka_unit_test(the_palette_finds_a_word_without_its_hyphen),
        cmocka_unit_test(leaving_asks_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
