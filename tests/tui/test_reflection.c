/* What the numbers say in words, on the screen of a session. */
#include "tui/tui.h"

#include <string.h>

/* The first complete pistol session of the demonstration, on its first page. */
static struct tui *start_session(int lines, int columns)
{
    char folder[512];
    tui_demo_folder(folder);
    const char *const argv[] = {"--data", folder, NULL};
    const char *const env[] = {"LANGUAGE=en", NULL};
    struct tui_options options = {.lines = lines, .columns = columns, .argv = argv, .env = env};
    struct tui *tui = tui_start(&options);
    tui_login(tui, "petra", "vijf ringen");
    tui_type(tui, "2");
    tui_expect(tui, "Shooter");
    tui_type(tui, "/lp60<Enter>");
    tui_expect(tui, "[Series]");
    return tui;
}

static void the_page_after_the_numbers_says_what_they_mean(void **state)
{
    (void)state;
    struct tui *tui = start_session(24, 80);
    tui_type(tui, "<Tab><Tab><Tab><Tab>");
    tui_expect(tui, "[Reflection]");
    tui_expect(tui, "calculated, not AI");
    tui_expect(tui, "Summary");
    tui_expect(tui, "on average.");
    tui_expect_not(tui, "shots 60, average");
    tui_type(tui, "<End>");
    tui_expect(tui, "Next focus");
    tui_stop(tui);
}

static void b_shows_and_hides_the_number_behind_each_sentence(void **state)
{
    (void)state;
    struct tui *tui = start_session(24, 80);
    tui_type(tui, "b");
    tui_expect(tui, "[Reflection]");
    tui_expect(tui, "shots 60, average");
    tui_type(tui, "b");
    tui_expect_not(tui, "shots 60, average");
    tui_expect(tui, "on average.");
    tui_type(tui, "<Tab>b");
    tui_expect(tui, "[Reflection]");
    tui_expect(tui, "shots 60, average");
    tui_stop(tui);
}

static void sentences_are_wrapped_and_never_cut(void **state)
{
    (void)state;
    struct tui *tui = start_session(24, 80);
    tui_type(tui, "b");
    tui_expect(tui, "[Reflection]");
    for (int line = 5; line < 22; line++) {
        assert_null(strstr(tui_row(tui, line), "…"));
    }
    tui_stop(tui);
}

static void a_large_terminal_has_it_below_the_target(void **state)
{
    (void)state;
    struct tui *tui = start_session(50, 160);
    tui_expect(tui, "calculated, not AI");
    tui_expect(tui, "Own reflection");
    tui_expect(tui, "Total 5");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_after_the_numbers_says_what_they_mean),
        cmocka_unit_test(b_shows_and_hides_the_number_behind_each_sentence),
        cmocka_unit_test(sentences_are_wrapped_and_never_cut),
        cmocka_unit_test(a_large_terminal_has_it_below_the_target),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
