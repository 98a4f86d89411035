/* A coach's questions, answered from the screen: who got worse, which ammunition, when is service.
 */
#include "tui/tui.h"

#include <stdio.h>
#include <string.h>

static struct tui *start_coach(int lines, int columns)
{
    char folder[512];
    tui_demo_folder(folder);
    const char *const argv[] = {"--data", folder, NULL};
    struct tui_options options = {.argv = argv, .lines = lines, .columns = columns};
    struct tui *tui = tui_start(&options);
    tui_login(tui, "carla", "135790");
    return tui;
}

static void one_key_shows_who_got_worse_this_quarter(void **state)
{
    (void)state;
    struct tui *tui = start_coach(24, 80);
    tui_type(tui, "5");
    tui_expect(tui, "Shooters: the last 90 days against the 90 before");
    tui_expect(tui, "Change");
    tui_expect(tui, "rings a shot");
    tui_stop(tui);
}

static void the_period_of_the_coach_changes_with_p(void **state)
{
    (void)state;
    struct tui *tui = start_coach(24, 80);
    tui_type(tui, "5p");
    tui_expect(tui, "the last 365 days");
    tui_type(tui, "p");
    tui_expect(tui, "the last 30 days");
    tui_stop(tui);
}

static void the_coach_finds_a_shooter_by_a_part_of_the_name(void **state)
{
    (void)state;
    struct tui *tui = start_coach(24, 80);
    tui_type(tui, "5");
    tui_expect(tui, "Shooters");
    tui_type(tui, "/vissmo");
    tui_expect_not(tui, "Bakker");
    tui_stop(tui);
}

static void weapons_stand_beside_shooters(void **state)
{
    (void)state;
    struct tui *tui = start_coach(24, 80);
    tui_type(tui, "5w");
    tui_expect(tui, "Weapons: the last 90 days");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "[Overview]");
    tui_expect(tui, "Rounds fired");
    tui_type(tui, "<Esc>");
    tui_expect(tui, "Weapons: the last 90 days");
    tui_stop(tui);
}

/* 4, the name, Enter, Tab, Tab: the better ammunition of the demonstration groups closer. */
static void two_kinds_of_ammunition_stand_beside_each_other_with_a_verdict(void **state)
{
    (void)state;
    struct tui *tui = start_coach(24, 80);
    tui_type(tui, "4");
    tui_expect(tui, "Calibre");
    tui_type(tui, "/1903<Enter>");
    tui_expect(tui, "[Overview]");
    tui_type(tui, "<Tab><Tab>");
    tui_expect(tui, "By ammunition");
    tui_expect(tui, "Eley Tenex against CCI Standard Velocity");
    tui_expect(tui, "smaller");
    tui_stop(tui);
}

static void the_next_service_stands_on_the_weapons_first_page(void **state)
{
    (void)state;
    struct tui *tui = start_coach(24, 80);
    tui_type(tui, "4<Enter>");
    tui_expect(tui, "[Overview]");
    tui_expect(tui, "Service");
    tui_stop(tui);
}

static void the_trend_has_axes_a_unit_and_a_verdict(void **state)
{
    (void)state;
    struct tui *tui = start_coach(24, 80);
    tui_type(tui, "4<Enter><Tab>");
    tui_expect(tui, "[Trend]");
    tui_expect(tui, "Average a shot, rings");
    tui_expect(tui, "per 30 days");
    tui_type(tui, "g");
    tui_expect(tui, "Total of whole cards, rings");
    tui_type(tui, "g");
    tui_expect(tui, "Group (sigma), mm");
    tui_stop(tui);
}

static void a_weapon_in_words_shows_the_numbers_on_request(void **state)
{
    (void)state;
    struct tui *tui = start_coach(24, 80);
    tui_type(tui, "4<Enter><Tab><Tab><Tab><Tab><Tab>");
    tui_expect(tui, "calculated, not AI");
    tui_expect_not(tui, "95 % interval");
    tui_type(tui, "b");
    tui_expect(tui, "95 % interval");
    tui_stop(tui);
}

static void a_period_stands_beside_the_one_before_and_another_shooter(void **state)
{
    (void)state;
    struct tui *tui = start_coach(24, 80);
    tui_type(tui, "3<Enter>");
    tui_expect(tui, "[Progress]");
    tui_type(tui, "c");
    tui_expect(tui, "Score trend");
    tui_expect(tui, "against");
    tui_type(tui, "c");
    tui_expect(tui, "Compare with");
    tui_type(tui, "bakker<Enter>");
    tui_expect(tui, "against Bakker, Anna");
    tui_type(tui, "d");
    tui_expect_not(tui, "against Bakker, Anna");
    tui_stop(tui);
}

static void a_member_shows_turns_and_progress_by_programme(void **state)
{
    (void)state;
    struct tui *tui = start_coach(24, 80);
    tui_type(tui, "3<Enter>");
    tui_expect(tui, "turns in 12 months");
    tui_expect(tui, "Progress in the last 365 days");
    tui_type(tui, "p");
    tui_expect(tui, "Progress over everything");
    tui_stop(tui);
}

static void every_page_of_a_card_is_painted_at_any_size(void **state)
{
    (void)state;
    static const struct {
        int lines, columns;
    } sizes[] = {{24, 80}, {45, 140}, {60, 200}};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct tui *tui = start_coach(sizes[i].lines, sizes[i].columns);
        tui_type(tui, "4<Enter>");
        tui_expect(tui, "[Overview]");
        static const char *const pages[] = {"[Trend]",    "[Compare]",  "[Impact]",
                                            "[Heat map]", "[In words]", "[Sessions]",
                                            "[Service]",  "[Settings]", "[Attachments]"};
        for (size_t page = 0; page < sizeof pages / sizeof pages[0]; page++) {
            tui_type(tui, "<Tab>");
            tui_expect(tui, pages[page]);
        }
        tui_stop(tui);
    }
}

static void a_session_opened_from_a_card_steps_through_the_cards_list(void **state)
{
    (void)state;
    struct tui *tui = start_coach(24, 80);
    tui_type(tui, "4<Enter><Tab><Tab><Tab><Tab><Tab><Tab>");
    tui_expect(tui, "[Sessions]");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "[Series]");
    tui_type(tui, "<PgDn>");
    tui_expect(tui, "[Series]");
    tui_expect_not(tui, "There is no older session");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_key_shows_who_got_worse_this_quarter),
        cmocka_unit_test(the_period_of_the_coach_changes_with_p),
        cmocka_unit_test(the_coach_finds_a_shooter_by_a_part_of_the_name),
        cmocka_unit_test(weapons_stand_beside_shooters),
        cmocka_unit_test(two_kinds_of_ammunition_stand_beside_each_other_with_a_verdict),
        cmocka_unit_test(the_next_service_stands_on_the_weapons_first_page),
        cmocka_unit_test(the_trend_has_axes_a_unit_and_a_verdict),
        cmocka_unit_test(a_weapon_in_words_shows_the_numbers_on_request),
        cmocka_unit_test(a_period_stands_beside_the_one_before_and_another_shooter),
        cmocka_unit_test(a_member_shows_turns_and_progress_by_programme),
        cmocka_unit_test(every_page_of_a_card_is_painted_at_any_size),
        cmocka_unit_test(a_session_opened_from_a_card_steps_through_the_cards_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
