/* Section 2 as a person sees it: the list, one session, its texts and its trail. */
#include "tui/tui.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct tui *start(const char *folder, int lines, int columns, const char *language)
{
    char environment[64];
    snprintf(environment, sizeof environment, "LANGUAGE=%s", language);
    const char *const argv[] = {"--data", folder, NULL};
    const char *const env[] = {environment, NULL};
    struct tui_options options = {.lines = lines, .columns = columns, .argv = argv, .env = env};
    struct tui *tui = tui_start(&options);
    tui_login(tui, "petra", "vijf ringen");
    return tui;
}

static struct tui *start_list(char folder[512], int lines, int columns)
{
    tui_demo_folder(folder);
    struct tui *tui = start(folder, lines, columns, "en");
    tui_type(tui, "2");
    tui_expect(tui, "Shooter");
    return tui;
}

/* Where the first session stands; the test fails when no row holds a date. */
static int first_row(struct tui *tui)
{
    for (int line = 2; line < 12; line++) {
        if (strstr(tui_row(tui, line), " 20") != NULL) {
            return line;
        }
    }
    fail_msg("no session in the list:\n%s", tui_text(tui));
    return -1;
}

static void copy_row(struct tui *tui, int line, char dst[1024])
{
    snprintf(dst, 1024, "%s", tui_row(tui, line));
}

static void the_list_opens_with_sessions_at_80_columns(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_list(folder, 24, 80);
    int line = first_row(tui);
    for (int i = 0; i < 10; i++) {
        assert_non_null(strstr(tui_row(tui, line + i), " 20"));
    }
    tui_stop(tui);
}

static void what_is_typed_after_a_slash_filters_the_list(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_list(folder, 24, 80);
    tui_type(tui, "/bakker");
    tui_expect(tui, "Bakker, ");
    int line = first_row(tui);
    for (int i = 0; i < 5; i++) {
        assert_non_null(strstr(tui_row(tui, line + i), "Bakker"));
    }
    tui_type(tui, "zzzz");
    tui_expect_not(tui, "Bakker, ");
    tui_type(tui, "<Esc>");
    tui_expect(tui, "Shooter");
    (void)first_row(tui);
    tui_stop(tui);
}

static void end_shows_the_first_session_ever_and_home_the_newest_again(void **state)
{
    (void)state;
    char folder[512];
    char newest[1024];
    struct tui *tui = start_list(folder, 24, 80);
    int line = first_row(tui);
    copy_row(tui, line, newest);
    tui_type(tui, "<End>");
    tui_type(tui, "<Home>");
    assert_string_equal(tui_row(tui, line), newest);
    tui_type(tui, "<End>");
    tui_expect_not(tui, newest + 12);
    tui_stop(tui);
}

static void page_down_walks_past_what_was_loaded_and_page_up_comes_back(void **state)
{
    (void)state;
    char folder[512];
    char newest[1024];
    struct tui *tui = start_list(folder, 24, 80);
    int line = first_row(tui);
    copy_row(tui, line, newest);
    for (int i = 0; i < 25; i++) {
        tui_type(tui, "<PgDn>");
    }
    (void)first_row(tui);
    assert_string_not_equal(tui_row(tui, line), newest);
    for (int i = 0; i < 60; i++) {
        tui_type(tui, "<PgUp>");
    }
    assert_string_equal(tui_row(tui, line) + 2, newest + 2);
    tui_stop(tui);
}

static void a_session_shows_its_pages_one_by_one_at_80_columns(void **state)
{
    (void)state;
    static const char *const pages[] = {"[Shots]",   "[Target]", "[Numbers]", "[Reflection]",
                                        "[Weapons]", "[Notes]",  "[Trail]"};
    char folder[512];
    struct tui *tui = start_list(folder, 24, 80);
    tui_type(tui, "/lp60<Enter>");
    tui_expect(tui, "[Series]");
    tui_expect(tui, "average");
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        tui_type(tui, "<Tab>");
        tui_expect(tui, pages[i]);
    }
    tui_stop(tui);
}

static void the_numbers_page_names_every_number_of_the_group(void **state)
{
    (void)state;
    static const char *const names[] = {"Group centre",    "SD across",      "Width x height",
                                        "FoM, diagonal",   "Extreme spread", "Mean radius",
                                        "Sigma",           "CEP (R50), R95", "Fliers",
                                        "Sight, sideways", "Inner tens",     "Nine or better"};
    char folder[512];
    struct tui *tui = start_list(folder, 45, 100);
    tui_type(tui, "/lp60<Enter>");
    tui_expect(tui, "[Series]");
    tui_type(tui, "<Tab><Tab><Tab>");
    tui_expect(tui, "[Numbers]");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        tui_expect(tui, names[i]);
    }
    tui_stop(tui);
}

static void a_large_terminal_shows_everything_at_once(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_list(folder, 45, 140);
    tui_type(tui, "/lp60<Enter>");
    tui_expect(tui, "[Series]");
    tui_expect(tui, "Target");
    tui_expect(tui, "Extreme spread");
    tui_expect(tui, "Own reflection");
    tui_expect(tui, "Trail");
    tui_stop(tui);
}

static void notes_are_kept_over_a_restart(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_list(folder, 24, 80);
    tui_type(tui, "/lp60<Enter>");
    tui_expect(tui, "[Series]");
    tui_type(tui, "e");
    tui_keys(tui, "quiet evening ");
    tui_type(tui, "<C-s>");
    tui_expect(tui, "quiet evening");
    tui_expect(tui, "[Notes]");
    tui_stop(tui);
    tui = start(folder, 24, 80, "en");
    tui_type(tui, "2");
    tui_expect(tui, "Shooter");
    tui_type(tui, "/lp60<Enter>");
    tui_expect(tui, "[Series]");
    tui_type(tui, "<BTab><BTab>");
    tui_expect(tui, "quiet evening");
    tui_stop(tui);
}

static void a_session_is_voided_only_after_a_question(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_list(folder, 24, 80);
    tui_type(tui, "<Enter>");
    tui_expect(tui, "[Series]");
    tui_type(tui, "d");
    tui_expect(tui, "Void the session of");
    tui_type(tui, "<Esc>");
    tui_expect_not(tui, "VOID");
    tui_type(tui, "dy");
    tui_expect(tui, "VOID");
    tui_type(tui, "<Esc>");
    tui_expect(tui, "void");
    tui_stop(tui);
}

static void the_weapon_line_can_be_changed(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_list(folder, 24, 80);
    tui_type(tui, "/lp60<Enter>");
    tui_expect(tui, "[Series]");
    tui_type(tui, "w");
    tui_expect(tui, "Rounds fired");
    tui_type(tui, "<BS><BS><BS><BS>x");
    tui_type(tui, "<C-s>");
    tui_expect(tui, "whole number");
    tui_type(tui, "<BS>77<C-s>");
    tui_expect(tui, "77");
    tui_expect(tui, "[Weapons]");
    tui_stop(tui);
}

/* Types that mean something on whole-ring and on decimal programmes: who stands first in the
 * demonstration depends on the day. */
static void a_correction_stands_in_the_trail_and_a_partial_series_is_marked(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start(folder, 24, 80, "en");
    tui_expect(tui, "Nobody is shooting");
    tui_type(tui, "n<Enter><Enter>KKG60<Enter>");
    tui_expect(tui, "series 1, shot 1");
    tui_type(tui, "98");
    tui_expect(tui, "stored");
    tui_type(tui, "g1<Enter>70<Enter>");
    tui_expect(tui, "is now 7.0, stored");
    tui_type(tui, "f");
    tui_expect(tui, "Finish with");
    tui_type(tui, "y");
    tui_expect(tui, "finished and stored");
    tui_type(tui, "2<Enter>");
    tui_expect(tui, "[Series]");
    tui_expect(tui, "missing");
    tui_expect(tui, "of 60 shots");
    tui_type(tui, "<BTab>");
    tui_expect(tui, "[Trail]");
    tui_expect(tui, "series 1, shot 1");
    tui_expect(tui, "→ ");
    tui_expect(tui, "Petra Mulder");
    tui_stop(tui);
}

static void page_down_in_a_session_goes_to_the_next_one_of_the_list(void **state)
{
    (void)state;
    char folder[512];
    char first[1024];
    struct tui *tui = start_list(folder, 24, 80);
    tui_type(tui, "<Enter>");
    tui_expect(tui, "[Series]");
    copy_row(tui, 2, first);
    tui_type(tui, "<PgDn>");
    assert_string_not_equal(tui_row(tui, 2), first);
    tui_type(tui, "<PgUp>");
    assert_string_equal(tui_row(tui, 2), first);
    tui_stop(tui);
}

static void decimals_are_written_as_the_language_does(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start(folder, 24, 80, "nl");
    tui_type(tui, "2");
    tui_expect(tui, "Schutter");
    tui_type(tui, "/kkg60<Enter>");
    tui_expect(tui, "[Series]");
    tui_expect(tui, "gemiddeld 10,");
    tui_expect_not(tui, "10.");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_opens_with_sessions_at_80_columns),
        cmocka_unit_test(what_is_typed_after_a_slash_filters_the_list),
        cmocka_unit_test(end_shows_the_first_session_ever_and_home_the_newest_again),
        cmocka_unit_test(page_down_walks_past_what_was_loaded_and_page_up_comes_back),
        cmocka_unit_test(a_session_shows_its_pages_one_by_one_at_80_columns),
        cmocka_unit_test(the_numbers_page_names_every_number_of_the_group),
        cmocka_unit_test(a_large_terminal_shows_everything_at_once),
        cmocka_unit_test(notes_are_kept_over_a_restart),
        cmocka_unit_test(a_session_is_voided_only_after_a_question),
        cmocka_unit_test(the_weapon_line_can_be_changed),
        cmocka_unit_test(a_correction_stands_in_the_trail_and_a_partial_series_is_marked),
        cmocka_unit_test(page_down_in_a_session_goes_to_the_next_one_of_the_list),
        cmocka_unit_test(decimals_are_written_as_the_language_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
