/* Members from CSV on the screen: tried first, stored after a question. */
#include "tui/tui.h"

#include <stdio.h>

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static struct tui *start_with(const char *csv)
{
    char folder[512];
    char path[600];
    char keys[700];
    tui_demo_folder(folder);
    snprintf(path, sizeof path, "%s/members.csv", folder);
    write_file(path, csv);
    const char *const argv[] = {"--data", folder, NULL};
    struct tui_options options = {.argv = argv};
    struct tui *tui = tui_start(&options);
    tui_login(tui, "petra", "vijf ringen");
    tui_type(tui, "3");
    tui_expect(tui, "Licence");
    tui_type(tui, "in");
    tui_expect(tui, "It is only tried");
    snprintf(keys, sizeof keys, "%s<Enter>", path);
    tui_keys(tui, keys);
    return tui;
}

static void a_good_file_is_stored_after_a_question(void **state)
{
    (void)state;
    struct tui *tui = start_with("lidnummer;achternaam;voornaam\n7001;Zuiderwijk;Tess\n");
    tui_expect(tui, "1 new, 0 changed");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "Store this: 1 new");
    tui_type(tui, "y");
    tui_expect(tui, "Stored: 1 new");
    tui_type(tui, "<Esc>/zuider");
    tui_expect(tui, "Zuiderwijk, Tess");
    tui_stop(tui);
}

static void a_wrong_row_stands_first_and_nothing_can_be_stored(void **state)
{
    (void)state;
    struct tui *tui =
        start_with("number,family name,born\n7001,Good,1990-01-01\n7002,Bad,1-13-90\n");
    tui_expect(tui, "1 new, 0 changed, 0 the same, 1 wrong");
    tui_expect(tui, "This is no date");
    tui_type(tui, "<Enter>");
    tui_expect_not(tui, "Store this");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_file_is_stored_after_a_question),
        cmocka_unit_test(a_wrong_row_stands_first_and_nothing_can_be_stored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
