/* A club match as its officer marks it: at the start, on the lanes, on a session's page, and
 * several at once in the list. */
#include "range_start.h"

#include <stdio.h>
#include <string.h>

static void the_evening_of_a_match_is_said_once(void **state)
{
    char folder[512];
    (void)state;
    tui_demo_folder(folder);
    struct tui *tui = range_start(folder, NULL);
    tui_type(tui, "nvisser<Enter>");
    tui_expect(tui, "as a competition");
    tui_type(tui, "<Tab>");
    tui_expect(tui, "as practice");
    tui_expect(tui, "competition   Left and Right");
    tui_type(tui, "<Enter>LP60<Enter>");
    tui_expect(tui, "series 1, shot 1");
    tui_expect(tui, "♦");
    tui_type(tui, "nbak<Enter>"); /* who comes next */
    tui_expect(tui, "competition   Left and Right");
    tui_type(tui, "<Enter>LG60<Enter>");
    tui_expect(tui, "10 m Air Rifle 60");
    tui_type(tui, "<Esc>");
    tui_expect_not(tui, "0-9 x m");
    tui_type(tui, "c");
    tui_expect(tui, "1 session is practice again. u undoes it.");
    tui_type(tui, "u");
    tui_expect(tui, "It is as it was.");
    tui_type(tui, "c");
    tui_expect(tui, "1 session is practice again. u undoes it.");
    tui_type(tui, "c");
    tui_expect(tui, "1 session is a competition now. u undoes it.");
    tui_stop(tui);
}

static void a_session_becomes_one_on_its_page(void **state)
{
    char folder[512];
    (void)state;
    tui_demo_folder(folder);
    struct tui *tui = range_start(folder, NULL);
    tui_type(tui, "2");
    tui_expect(tui, "Shooter");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "[Series]");
    bool was = strstr(tui_row(tui, 2), "competition") != NULL;
    tui_type(tui, "c");
    tui_expect(tui, was ? "is practice again" : "is a competition now");
    tui_type(tui, "u");
    tui_expect(tui, "It is as it was.");
    tui_type(tui, "c");
    tui_expect(tui, was ? "is practice again" : "is a competition now");
    tui_stop(tui);
}

static void several_become_one_at_once_in_the_list(void **state)
{
    char folder[512];
    (void)state;
    tui_demo_folder(folder);
    struct tui *tui = range_start(folder, NULL);
    tui_type(tui, "2");
    tui_expect(tui, "Shooter");
    tui_type(tui, " ");
    tui_expect(tui, "1 session chosen");
    tui_type(tui, " ");
    tui_expect(tui, "2 sessions chosen");
    tui_type(tui, " ");
    tui_expect(tui, "3 sessions chosen");
    tui_expect(tui, " + ");
    tui_type(tui, "<Esc>");
    tui_expect_not(tui, " + ");
    tui_type(tui, "<Home>  ");
    tui_expect(tui, "2 sessions chosen");
    tui_type(tui, "c");
    tui_expect(tui, "u undoes it.");
    tui_expect(tui, "match");
    tui_expect_not(tui, " + ");
    tui_type(tui, "u");
    tui_expect(tui, "It is as it was.");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_evening_of_a_match_is_said_once),
        cmocka_unit_test(a_session_becomes_one_on_its_page),
        cmocka_unit_test(several_become_one_at_once_in_the_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
