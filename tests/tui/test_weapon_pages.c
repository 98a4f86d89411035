/* The pages of a weapon's card that people write in: service, settings, papers. */
#include "tui/tui.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"

static struct tui *start_card(char folder[512], const char *login, const char *secret,
                              const char *page)
{
    tui_demo_folder(folder);
    const char *const argv[] = {"--data", folder, NULL};
    struct tui_options options = {.argv = argv};
    struct tui *tui = tui_start(&options);
    tui_login(tui, login, secret);
    tui_type(tui, "4");
    tui_expect(tui, "Calibre");
    tui_type(tui, "<Enter>");
    for (int i = 0; i < 12 && !tui_has(tui, page); i++) {
        tui_type(tui, "<Tab>");
    }
    tui_expect(tui, page);
    return tui;
}

static void a_service_resets_what_is_left_and_undo_brings_it_back(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_card(folder, "carla", "135790", "[Service]");
    tui_expect_not(tui, "4000 rounds ");
    tui_type(tui, "n");
    tui_expect(tui, "New service");
    tui_keys(tui, "<Enter>New springs");
    tui_type(tui, "<Enter><Enter>");
    tui_expect(tui, "The service is in the log");
    tui_expect(tui, "New springs");
    tui_expect(tui, "Rounds left      4000 rounds");
    tui_type(tui, "d");
    tui_expect(tui, "no longer counts");
    tui_expect_not(tui, "Rounds left      4000 rounds");
    tui_type(tui, "u");
    tui_expect(tui, "counts again");
    tui_expect(tui, "Rounds left      4000 rounds");
    tui_stop(tui);
}

static void more_rounds_than_were_fired_are_refused_in_the_form(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_card(folder, "carla", "135790", "[Service]");
    tui_type(tui, "n");
    tui_expect(tui, "New service");
    tui_keys(tui, "<Enter>New springs<Enter>9999999");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "Rounds: from 0 to");
    tui_stop(tui);
}

static void a_changed_sight_is_a_new_row_of_the_history(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_card(folder, "carla", "135790", "[Settings]");
    tui_type(tui, "e");
    tui_expect(tui, "Change weapon");
    for (int i = 0; i < 7; i++) {
        tui_type(tui, "<Tab>");
    }
    tui_type(tui, "<C-u>");
    tui_keys(tui, "ring 4.2");
    tui_type(tui, "<C-s>");
    tui_expect(tui, "card is stored");
    tui_expect(tui, "ring 4.2");
    tui_stop(tui);
}

static void a_paper_is_kept_with_the_weapon(void **state)
{
    (void)state;
    char folder[512];
    char outside[512];
    char path[700];
    struct err err = {0};
    struct tui *tui = start_card(folder, "carla", "135790", "[Attachments]");
    test_folder(outside);
    file_join(path, sizeof path, outside, "permit.txt");
    assert_ok(file_write_durable(path, "Permit 4711\n", 12, &err), err);
    tui_type(tui, "n");
    tui_expect(tui, "Add a file");
    tui_keys(tui, path);
    tui_type(tui, "<Enter>");
    tui_expect(tui, "The file is kept");
    tui_expect(tui, "permit.txt");
    tui_type(tui, "dy");
    tui_expect(tui, "Nothing is attached yet");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_service_resets_what_is_left_and_undo_brings_it_back),
        cmocka_unit_test(more_rounds_than_were_fired_are_refused_in_the_form),
        cmocka_unit_test(a_changed_sight_is_a_new_row_of_the_history),
        cmocka_unit_test(a_paper_is_kept_with_the_weapon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
