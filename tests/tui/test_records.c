/* Members, weapons, settings, accounts, the whole check and the audit trail as a person uses them.
 */
#include "tui/tui.h"

#include <stdio.h>
#include <string.h>

static struct tui *start_as(char folder[512], const char *login, const char *secret)
{
    tui_demo_folder(folder);
    const char *const argv[] = {"--data", folder, NULL};
    struct tui_options options = {.argv = argv};
    struct tui *tui = tui_start(&options);
    tui_login(tui, login, secret);
    return tui;
}

static struct tui *start_section(char folder[512], const char *section, const char *expect)
{
    struct tui *tui = start_as(folder, "petra", "vijf ringen");
    tui_type(tui, section);
    tui_expect(tui, expect);
    return tui;
}

static void a_new_member_can_be_found_at_once(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_section(folder, "3", "Licence");
    tui_type(tui, "n");
    tui_expect(tui, "New member");
    tui_keys(tui, "Zuiderwijk<Enter>Tess<Enter>");
    tui_type(tui, "<C-s>");
    tui_expect(tui, "Zuiderwijk, Tess");
    tui_type(tui, "/zuiderw");
    tui_expect(tui, "Zuiderwijk, Tess");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "0 turns in 12 months");
    tui_stop(tui);
}

static void a_wrong_date_is_told_beside_the_form_and_nothing_is_lost(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_section(folder, "3", "Licence");
    tui_type(tui, "n");
    tui_keys(tui, "Zuiderwijk<Enter>Tess<Enter><Enter><Enter>31-31-2001");
    tui_type(tui, "<C-s>");
    tui_expect(tui, "is no date");
    tui_expect(tui, "Zuiderwijk");
    tui_stop(tui);
}

static void leaving_a_changed_form_asks_first(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_section(folder, "3", "Licence");
    tui_type(tui, "n");
    tui_type(tui, "Z<Esc>");
    tui_expect(tui, "not saved yet");
    tui_type(tui, "<Esc>");
    tui_expect(tui, "New member");
    tui_stop(tui);
}

static void a_member_who_leaves_comes_back_with_undo(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_section(folder, "3", "Licence");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "Joined");
    tui_type(tui, "d");
    tui_expect(tui, "left the club today?");
    tui_type(tui, "y");
    tui_expect(tui, "left the club on");
    tui_type(tui, "u");
    tui_expect(tui, "is a member again");
    tui_expect_not(tui, "left the club on");
    tui_stop(tui);
}

static void a_weapon_card_shows_rounds_and_sessions(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_section(folder, "4", "Calibre");
    tui_type(tui, "/lp500<Enter>");
    tui_expect(tui, "Rounds fired");
    tui_expect(tui, "Trigger weight");
    tui_expect(tui, "10 m Air Pistol 60");
    tui_stop(tui);
}

static void a_retired_weapon_is_offered_again_after_undo(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_section(folder, "4", "Calibre");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "Rounds fired");
    tui_type(tui, "d");
    tui_expect(tui, "Retire");
    tui_type(tui, "y");
    tui_expect(tui, "retired on");
    tui_type(tui, "u");
    tui_expect(tui, "is in use again");
    tui_stop(tui);
}

static void the_whole_check_says_that_everything_is_whole(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_section(folder, "7", "Data folder");
    tui_type(tui, "c");
    tui_expect(tui, "Everything is whole.");
    tui_stop(tui);
}

static void a_check_goes_on_while_another_section_is_looked_at(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_section(folder, "7", "Data folder");
    tui_keys(tui, "c2");
    tui_expect(tui, "Shooter");
    tui_expect(tui, "Checked: everything is whole.");
    tui_type(tui, "7");
    tui_expect(tui, "rows of the trail");
    tui_stop(tui);
}

static void the_language_changes_at_once(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_section(folder, "7", "Data folder");
    tui_page(tui, "Settings");
    tui_type(tui, "<Down><Right>");
    tui_expect(tui, "[Instellingen]");
    tui_type(tui, "<Right>");
    tui_expect(tui, "[Settings]");
    tui_stop(tui);
}

static void every_theme_has_its_name(void **state)
{
    (void)state;
    static const char *const themes[] = {"Range Amber", "Steel Cyan", "Daylight", "Mono",
                                         "Signal Mint"};
    char folder[512];
    struct tui *tui = start_section(folder, "7", "Data folder");
    tui_page(tui, "Settings");
    for (size_t i = 0; i < sizeof themes / sizeof themes[0]; i++) {
        tui_type(tui, "<Right>");
        tui_expect(tui, themes[i]);
    }
    tui_stop(tui);
}

static void a_new_account_can_log_in(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_section(folder, "7", "Data folder");
    tui_page(tui, "Accounts");
    tui_type(tui, "n");
    tui_expect(tui, "New account");
    tui_keys(tui, "Tess Zuiderwijk<Enter>tess<Enter><Enter>987654");
    tui_type(tui, "<C-s>");
    tui_expect(tui, "can log in now");
    tui_stop(tui);
    const char *const argv[] = {"--data", folder, NULL};
    struct tui_options options = {.argv = argv};
    tui = tui_start(&options);
    tui_login(tui, "tess", "987654");
    tui_expect(tui, "Tess Zuiderwijk");
    tui_stop(tui);
}

static void an_officer_may_not_read_the_audit_trail(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_as(folder, "jan", "246810");
    tui_type(tui, "7");
    tui_expect(tui, "Data folder");
    tui_expect_not(tui, "Audit trail");
    tui_type(tui, "<C-p>audit");
    tui_expect(tui, "No action has that name");
    tui_stop(tui);
}

static void the_administrator_reads_who_did_what(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_section(folder, "7", "Data folder");
    tui_page(tui, "Audit trail");
    tui_expect(tui, "Before");
    tui_type(tui, "<End>");
    tui_expect(tui, "demo.load");
    tui_stop(tui);
}

static void the_demonstration_goes_after_a_question(void **state)
{
    (void)state;
    char folder[512];
    struct tui *tui = start_section(folder, "7", "Data folder");
    tui_type(tui, "x");
    tui_expect(tui, "Take out the demonstration club");
    tui_type(tui, "y");
    tui_expect(tui, "The demonstration is gone");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_member_can_be_found_at_once),
        cmocka_unit_test(a_wrong_date_is_told_beside_the_form_and_nothing_is_lost),
        cmocka_unit_test(leaving_a_changed_form_asks_first),
        cmocka_unit_test(a_member_who_leaves_comes_back_with_undo),
        cmocka_unit_test(a_weapon_card_shows_rounds_and_sessions),
        cmocka_unit_test(a_retired_weapon_is_offered_again_after_undo),
        cmocka_unit_test(the_whole_check_says_that_everything_is_whole),
        cmocka_unit_test(a_check_goes_on_while_another_section_is_looked_at),
        cmocka_unit_test(the_language_changes_at_once),
        cmocka_unit_test(every_theme_has_its_name),
        cmocka_unit_test(a_new_account_can_log_in),
        cmocka_unit_test(an_officer_may_not_read_the_audit_trail),
        cmocka_unit_test(the_administrator_reads_who_did_what),
        cmocka_unit_test(the_demonstration_goes_after_a_question),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
