/* The goals on a member's card. */
#include "tui/tui.h"

#include <stdio.h>
#include <string.h>

static struct tui *start_goals(char folder[512])
{
    tui_demo_folder(folder);
    const char *const argv[] = {"--data", folder, NULL};
    struct tui_options options = {.argv = argv};
    struct tui *tui = tui_start(&options);
    tui_login(tui, "carla", "135790");
    tui_type(tui, "3");
    tui_expect(tui, "Bakker");
    tui_type(tui, "<Enter>");
    for (int i = 0; i < 12 && !tui_has(tui, "[Goals]"); i++) {
        tui_type(tui, "<Tab>");
    }
    tui_expect(tui, "No goals yet");
    return tui;
}

static void write_goal(struct tui *tui, const char *title)
{
    tui_type(tui, "n");
    tui_expect(tui, "New goal");
    tui_keys(tui, title);
    tui_type(tui, "<Enter>");
    tui_keys(tui, "Count to two");
    tui_type(tui, "<Enter><Enter>");
    tui_expect(tui, "The goal is in the list");
}

static void a_goal_is_written_ticked_off_and_opened_again(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_goals(folder);
    write_goal(tui, "Follow through");
    tui_expect(tui, "Count to two");
    tui_expect(tui, "[ ]");
    write_goal(tui, "Breathe");
    tui_expect_not(tui, "[x]");
    tui_type(tui, " ");
    tui_expect(tui, "\"Breathe\" is done");
    tui_expect(tui, "[x]");
    tui_type(tui, " "); /* the cursor went with it */
    tui_expect(tui, "\"Breathe\" is open again");
    tui_expect_not(tui, "[x]");
    tui_stop(tui);
}

static void a_goal_that_was_taken_out_comes_back_with_u(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_goals(folder);
    write_goal(tui, "Follow through");
    tui_type(tui, "d");
    tui_expect(tui, "No goals yet");
    tui_type(tui, "u");
    tui_expect(tui, "The goal is back");
    tui_expect(tui, "Follow through");
    tui_stop(tui);
}

static void a_month_that_is_none_is_refused_in_the_form(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_goals(folder);
    tui_type(tui, "n");
    tui_keys(tui, "Follow through<Enter><Enter>x");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "A month is written as 2026-11");
    tui_stop(tui);
}

static void a_suggestion_is_taken_over_once(void **state)
{
    (void)state;
    char folder[512];
    char title[40];
    struct tui *tui = start_goals(folder);
    tui_type(tui, "s");
    tui_expect(tui, "Suggested goals");
    tui_expect(tui, "calculated, not AI");
    const char *row = strstr(tui_text(tui), "▸ ");
    assert_non_null(row);
    snprintf(title, sizeof title, "%.20s", row + strlen("▸ "));
    tui_type(tui, "<Enter>");
    tui_expect(tui, "The goal is in the list");
    tui_expect(tui, title);
    tui_expect(tui, "suggested");
    tui_type(tui, "s");
    tui_expect(tui, "Suggested goals");
    for (int i = 4; i < 11; i++) { /* the popup covers the list below */
        if (strstr(tui_row(tui, i), title) != NULL) {
            fail_msg("suggested again: %s", tui_row(tui, i));
        }
    }
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_goal_is_written_ticked_off_and_opened_again),
        cmocka_unit_test(a_goal_that_was_taken_out_comes_back_with_u),
        cmocka_unit_test(a_month_that_is_none_is_refused_in_the_form),
        cmocka_unit_test(a_suggestion_is_taken_over_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
