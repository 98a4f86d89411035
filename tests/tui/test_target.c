/* The target: placing shots by keyboard, mouse and in between cards; looking back. */
#include "tui/range_start.h"

static void a_cross_that_was_not_moved_is_stored_only_on_the_second_enter(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = range_start_rings(folder);
    tui_type(tui, "p");
    tui_expect(tui, "Visser, Mo");
    tui_expect(tui, "lane 1, series 1, shot 1");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "The cross was not moved.");
    tui_expect_not(tui, "stored ✓");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "Shot 1: 10x stored ✓");
    tui_type(tui, "<Right><Right><Enter><Enter>"); /* the accident */
    tui_expect(tui, "The cross was not moved.");
    tui_expect(tui, "series 1, shot 3");
    tui_stop(tui);
}

static void the_read_out_follows_every_step(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = range_start_rings(folder);
    tui_type(tui, "p<S-Right>");
    tui_expect(tui, "10.0 mm");
    tui_expect(tui, "ring 9");
    tui_type(tui, "<Left>h"); /* 1 mm, 0.1 mm */
    tui_expect(tui, "8.9 mm");
    tui_type(tui, "JK<Up><Down>");
    tui_expect(tui, "0.0 mm");
    tui_type(tui, "LLLLLLLLL"); /* 98.9 mm: off the card */
    tui_expect(tui, "ring 0");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "Shot 1: 0 stored");
    tui_stop(tui);
}

static void digits_on_the_target_are_neither_shots_nor_sections(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = range_start_rings(folder);
    tui_type(tui, "p2");
    tui_expect(tui, "Here the cross is the shot.");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "The cross was not moved.");
    tui_type(tui, "<Esc>2");
    tui_expect(tui, "Shot 1: 2 stored");
    tui_stop(tui);
}

static void a_card_on_the_target_goes_to_its_lane_and_stores_nothing(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = range_start_two(folder);
    tui_type(tui, "p<Right>");
    tui_expect(tui, "lane 2, series 1, shot 1");
    tui_keys(tui, "90002<Enter>"); /* a burst, as a scanner types */
    tui_expect(tui, "Lane 1: score entry");
    tui_expect_not(tui, "stored");
    tui_type(tui, "p<Right>");
    tui_expect(tui, "lane 1, series 1, shot 1");
    tui_type(tui, ";90001<Enter>");
    tui_expect(tui, "Lane 2: score entry");
    tui_expect_not(tui, "shot 2");
    tui_stop(tui);
}

static void an_older_shot_is_corrected_by_its_place(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = range_start_rings(folder);
    tui_type(tui, "99g1<Enter>p");
    tui_expect(tui, "Shot 1: correcting it");
    tui_type(tui, "<S-Right><S-Right><Enter>");
    tui_expect(tui, "Shot 1: 9 is now 8, stored");
    tui_expect(tui, "series 1, shot 3");
    tui_type(tui, "g1<Enter>p"); /* its place is known now */
    tui_expect(tui, "20.0 mm");
    tui_type(tui, "<Esc><Esc>");
    tui_expect(tui, "score entry");
    tui_stop(tui);
}

static void sighters_are_placed_too(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = range_start_rings(folder);
    tui_type(tui, "ps");
    tui_expect(tui, "lane 1, sighter 1");
    tui_type(tui, "<Right><Enter>");
    tui_expect(tui, "Sighter 1: 10x stored");
    tui_type(tui, "<BS>");
    tui_expect(tui, "Taken back: Sighter 1, 10x");
    tui_stop(tui);
}

static void a_click_places_the_cross(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = range_start_rings(folder);
    tui_type(tui, "p");
    tui_click(tui, 4, 22); /* above the centre */
    tui_expect_not(tui, "ring 10");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "Shot 1:");
    tui_expect(tui, "stored ✓");
    tui_stop(tui);
}

static void looking_back_goes_from_shot_to_shot(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = range_start_rings(folder);
    tui_type(tui, "p<S-Right><Enter><Left><Enter><Esc><Esc>fy");
    tui_expect(tui, "finished and stored");
    tui_type(tui, "2<Enter>p");
    tui_expect(tui, "shots plotted");
    tui_type(tui, "<Right>");
    tui_expect(tui, "series 1, shot 1");
    tui_expect(tui, "10.0 mm");
    tui_type(tui, "<Right>");
    tui_expect(tui, "series 1, shot 2");
    tui_expect(tui, "-1.0 mm");
    tui_type(tui, "<Enter>");
    tui_expect_not(tui, "stored ✓");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cross_that_was_not_moved_is_stored_only_on_the_second_enter),
        cmocka_unit_test(the_read_out_follows_every_step),
        cmocka_unit_test(digits_on_the_target_are_neither_shots_nor_sections),
        cmocka_unit_test(a_card_on_the_target_goes_to_its_lane_and_stores_nothing),
        cmocka_unit_test(an_older_shot_is_corrected_by_its_place),
        cmocka_unit_test(sighters_are_placed_too),
        cmocka_unit_test(a_click_places_the_cross),
        cmocka_unit_test(looking_back_goes_from_shot_to_shot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
