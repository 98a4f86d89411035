/* The accents of each theme on paper: there, dark enough to read, and apart when printed in grey.
 */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "core/print_colours.h"

/* 0: black, 1: white; as an eye, and a grey printer, weighs it. */
static double grey_of(const char *rgb)
{
    assert_int_equal(strlen(rgb), 7);
    assert_int_equal(rgb[0], '#');
    long value = strtol(rgb + 1, NULL, 16);
    return (0.299 * (double)(value >> 16 & 0xFF) + 0.587 * (double)(value >> 8 & 0xFF) +
            0.114 * (double)(value & 0xFF)) /
           255;
}

static void every_theme_has_two_accents_that_are_apart_in_grey(void **state)
{
    (void)state;
    static const char *const themes[] = {"signal-mint", "range-amber", "steel-cyan", "daylight",
                                         "mono"};
    struct app app;
    struct err err = {0};
    test_club(&app);
    for (size_t i = 0; i < sizeof themes / sizeof themes[0]; i++) {
        struct print_colours colours;
        assert_ok(app_setting_put(&app, "theme", themes[i], &err), err);
        print_colours_read(&app, &colours);
        double accent = grey_of(colours.accent);
        double second = grey_of(colours.second);
        assert_true(accent < 0.3);
        assert_true(second < 0.55 && second > accent + 0.12);
    }
    app_close(&app);
}

static void another_theme_prints_as_usual(void **state)
{
    (void)state;
    struct app app;
    struct err err = {0};
    struct print_colours colours;
    test_club(&app);
    assert_ok(app_setting_put(&app, "theme", "of a later version", &err), err);
    print_colours_read(&app, &colours);
    assert_string_equal(colours.accent, "");
    assert_string_equal(colours.second, "");
    app_close(&app);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_theme_has_two_accents_that_are_apart_in_grey),
        cmocka_unit_test(another_theme_prints_as_usual),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
