/* A session looked at deeper: replay, the session before, calls; a shooter's bests and course. */
#include "tui/tui.h"

#include <stdio.h>

static struct tui *start_as(const char *login, const char *secret)
{
    char folder[512];
    tui_demo_folder(folder);
    const char *const argv[] = {"--data", folder, NULL};
    struct tui_options options = {.argv = argv};
    struct tui *tui = tui_start(&options);
    tui_login(tui, login, secret);
    return tui;
}

static void a_session_is_played_shot_by_shot(void **state)
{
    (void)state;
    struct tui *tui = start_as("carla", "135790");
    tui_type(tui, "2<Enter>");
    tui_expect(tui, "[Series]");
    tui_type(tui, "v");
    tui_expect(tui, "Shot 60 of 60");
    tui_expect(tui, "Average of the last ten shots, rings");
    tui_type(tui, "<Home><Right><Right>");
    tui_expect(tui, "Shot 2 of 60");
    tui_expect(tui, "after");
    tui_type(tui, "<Home>+ ");
    tui_expect(tui, "Shot 3 of 60");
    tui_type(tui, " ");
    tui_stop(tui);
}

static void the_session_before_is_laid_under(void **state)
{
    (void)state;
    struct tui *tui = start_as("carla", "135790");
    tui_type(tui, "2<Enter>v");
    tui_expect(tui, "sigma");
    tui_type(tui, "o");
    tui_expect(tui, "now");
    tui_expect(tui, "sigma");
    tui_stop(tui);
}

static void a_called_shot_keeps_its_call(void **state)
{
    (void)state;
    struct tui *tui = start_as("jan", "246810");
    tui_type(tui, "nbak<Enter><Enter>LP60<Enter>");
    tui_expect(tui, "Bakker, Anna");
    tui_type(tui, "p");
    tui_expect(tui, "call");
    tui_type(tui, "<Right><Right>c");
    tui_expect(tui, "Called here");
    tui_type(tui, "<Left><Enter>");
    tui_expect(tui, "stored");
    tui_stop(tui);
}

static void a_shooter_has_bests_a_course_and_a_heat_map(void **state)
{
    (void)state;
    struct tui *tui = start_as("carla", "135790");
    tui_type(tui, "3<Enter><Tab>");
    tui_expect(tui, "Personal bests, of all time");
    tui_expect(tui, "Whole card");
    tui_type(tui, "<Tab>");
    tui_expect(tui, "Average by shot, rings");
    tui_expect(tui, "Weakest ten");
    tui_expect(tui, "Rhythm");
    tui_type(tui, "<Tab><Tab>");
    tui_expect(tui, "[Heat map]");
    tui_expect(tui, "mm across");
    tui_expect(tui, "Below the ten");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_is_played_shot_by_shot),
        cmocka_unit_test(the_session_before_is_laid_under),
        cmocka_unit_test(a_called_shot_keeps_its_call),
        cmocka_unit_test(a_shooter_has_bests_a_course_and_a_heat_map),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
