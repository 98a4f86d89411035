/* Score entry where it goes wrong: half values, older shots, cards in between, a lane that somebody
 * else closed. What is asserted is that no key becomes a shot that nobody fired. */
#include "tui/range_start.h"

#include <stdlib.h>
#include <string.h>

#include "core/range.h"

static void sixty_shots_in_tenths_take_at_most_a_hundred_and_ninety_keys(void **state)
{
    (void)state;
    char folder[512];
    int keys = 0;
    tui_demo_folder(folder);
    struct tui *tui = range_start(folder, NULL);
    tui_type(tui, "nbak<Enter><Enter>LG60<Enter>");
    tui_expect(tui, "10 m Air Rifle 60");
    for (int i = 0; i < 60; i++) {
        const char *shot = (const char *[]){"104", "98", "100", "109"}[i % 4];
        tui_keys(tui, shot);
        keys += (int)strlen(shot);
    }
    tui_expect(tui, "Shot 60: 10.9 stored");
    tui_expect(tui, "All 60 in: 616.5"); /* 15 x (10.4 + 9.8 + 10.0 + 10.9) */
    tui_type(tui, "f");
    keys++;
    tui_expect(tui, "616.5, finished and stored");
    assert_true(keys <= 190);
    tui_stop(tui);
}

static void half_a_value_stops_the_keys_that_would_drop_it(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = range_start_two(folder);
    const char *const keys[] = {"<Tab>", "<BTab>", "f", "n", "p", "s", "g", "<Left>"};
    tui_type(tui, "10");
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        tui_type(tui, keys[i]);
        tui_expect(tui, "10_ is half a value");
    }
    tui_type(tui, "<Enter>");
    tui_expect(tui, "Shot 1: 1.0 stored");
    tui_type(tui, "10<BS>");
    tui_expect(tui, "Dropped. Nothing was stored.");
    tui_type(tui, "<Tab>");
    tui_expect(tui, "Lane 1: score entry");
    tui_type(tui, "<BTab>");
    tui_expect(tui, "Lane 2: score entry");
    tui_expect(tui, "series 1, shot 2");
    tui_stop(tui);
}

static void a_number_that_does_not_exist_never_becomes_a_shot(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = range_start_rings(folder);
    tui_type(tui, "g");
    tui_expect(tui, "There is no shot yet.");
    tui_type(tui, "999999999");
    tui_expect(tui, "Shot 9: 9 stored");
    tui_type(tui, "g77<Enter>");
    tui_expect(tui, "There is no shot 77 yet, only 1 to 9");
    tui_type(tui, "8<Enter>"); /* still a number: to shot 8 */
    tui_expect(tui, "Shot 8 is 9: type the new value");
    tui_type(tui, "<Esc>");
    tui_expect(tui, "Nothing was changed.");
    tui_expect(tui, "series 1, shot 10");
    tui_stop(tui);
}

static void arrows_go_to_an_older_shot_and_enter_alone_changes_nothing(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = range_start_rings(folder);
    tui_type(tui, "999999999988");
    tui_expect(tui, "Shot 12: 8 stored");
    tui_type(tui, "<Left>");
    tui_expect(tui, "Shot 12 is 8");
    tui_type(tui, "<Up>");
    tui_expect(tui, "Shot 2 is 9");
    tui_type(tui, "<Right><Enter><Enter>");
    tui_expect(tui, "Shot 3 is 9");
    tui_type(tui, "7");
    tui_expect(tui, "Shot 3 becomes 7");
    tui_type(tui, "<Tab>");
    tui_type(tui, "n"); /* not before the value is stored or left */
    tui_expect(tui, "first Enter to store it, or Esc");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "Shot 3: 9 is now 7, stored");
    tui_expect(tui, "series 2, shot 3");
    tui_stop(tui);
}

static void taking_back_a_sighter_says_which(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = range_start_rings(folder);
    tui_type(tui, "s98");
    tui_expect(tui, "Sighter 2: 8 stored");
    tui_type(tui, "s<BS>");
    tui_expect(tui, "Taken back: Sighter 2, 8");
    tui_type(tui, "<BS><BS>");
    tui_expect(tui, "There is no shot to take back.");
    tui_type(tui, "7");
    tui_expect(tui, "Shot 1: 7 stored");
    tui_stop(tui);
}

static void an_unknown_card_leaves_entry_as_it_was(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = range_start_two(folder);
    tui_type(tui, "9");
    tui_keys(tui, ";12345678<Enter>");
    tui_expect(tui, "Card 12345678 belongs to no member");
    tui_type(tui, "8"); /* the half value is still there */
    tui_expect(tui, "Shot 1: 9.8 stored");
    tui_type(tui, "9");
    tui_keys(tui, ";90002<Enter>"); /* to the other lane: said, not silently lost */
    tui_expect(tui, "Lane 1: score entry");
    tui_expect(tui, "9_ was half typed before and is not stored");
    tui_stop(tui);
}

static void choosing_somebody_who_is_shooting_goes_to_that_lane(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = range_start_two(folder);
    tui_type(tui, "nvisser");
    tui_expect(tui, "on lane 1");
    tui_type(tui, "<Enter>9");
    tui_expect(tui, "Lane 1: score entry");
    tui_expect(tui, "Shot 1: 9 stored");
    tui_stop(tui);
}

static void a_part_of_a_name_or_a_number_finds_the_lane(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = range_start_two(folder);
    tui_type(tui, "<Esc>/viss");
    tui_expect(tui, "Find viss_");
    tui_type(tui, "<Enter>9");
    tui_expect(tui, "Lane 1: score entry");
    tui_expect(tui, "Shot 1: 9 stored");
    tui_type(tui, "<Esc>/2<Enter>");
    tui_expect(tui, "Lane 2: score entry");
    tui_type(tui, "<Esc>/zzz<Enter>");
    tui_expect(tui, "nobody on the lanes is called that");
    tui_type(tui, "<Esc>");
    tui_expect_not(tui, "Find");
    tui_stop(tui);
}

/* Another terminal finishes the session of lane 2. */
static void finish_elsewhere(const char *folder, int number)
{
    struct err err = {0};
    struct app app;
    struct lane *lanes = NULL;
    int count = 0;
    bool is_found = false;
    assert_ok(app_open(&app, &(struct app_options){.folder = folder, .must_exist = true}, &err),
              err);
    assert_ok(range_load(&app, &lanes, &count, &err), err);
    for (int i = 0; i < count; i++) {
        if (lanes[i].session.lane == number) {
            is_found = true;
            assert_ok(range_finish(&app, &lanes[i], &err), err);
        }
    }
    assert_true(is_found);
    for (int i = 0; i < count; i++) {
        lane_free(&lanes[i]);
    }
    free(lanes);
    app_close(&app);
}

static void a_lane_closed_elsewhere_gives_its_shots_to_nobody(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = range_start_two(folder);
    tui_type(tui, "98");
    tui_expect(tui, "Shot 1: 9.8 stored");
    finish_elsewhere(folder, 2);
    tui_type(tui, "97");
    tui_expect(tui, "The session of Bakker, Anna was closed elsewhere.");
    tui_type(tui, "8"); /* no longer in entry: Visser, now chosen, gets nothing */
    tui_expect_not(tui, "Shot");
    tui_expect(tui, "Visser, Mo");
    tui_expect(tui, "series 1, shot 1");
    tui_expect_not(tui, "LG60");
    tui_stop(tui);
}

static void undoing_a_finish_returns_to_that_lane(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = range_start_two(folder);
    tui_type(tui, "98fy");
    tui_expect(tui, "finished and stored");
    tui_expect_not(tui, "LG60");
    tui_type(tui, "u");
    tui_expect(tui, "The session is open again.");
    tui_type(tui, "<Enter>97");
    tui_expect(tui, "Lane 2: score entry");
    tui_expect(tui, "Shot 2: 9.7 stored");
    tui_stop(tui);
}

static void the_idle_lock_keeps_a_half_typed_value(void **state)
{
    (void)state;
    char folder[512];
    struct err err = {0};
    struct app app;
    tui_demo_folder(folder);
    assert_ok(app_open(&app, &(struct app_options){.folder = folder, .must_exist = true}, &err),
              err);
    assert_ok(app_setting_put(&app, "idle_lock_s", "2", &err), err);
    app_close(&app);
    struct tui *tui = range_start(folder, NULL);
    tui_keys(tui, "nbak<Enter><Enter>LG60<Enter>98");
    tui_expect(tui, "Shot 1: 9.8 stored");
    tui_keys(tui, "10");
    tui_expect(tui, "10_");
    tui_expect(tui, "Locked by Jan de Vries");
    tui_expect_not(tui, "Bakker");
    tui_keys(tui, "246810<Enter>");
    tui_expect(tui, "10_");
    tui_keys(tui, "4");
    tui_expect(tui, "Shot 2: 10.4 stored");
    tui_stop(tui);
}

static void nothing_is_cut_in_dutch_at_eighty_columns(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = range_start(folder, (const char *const[]){"LANGUAGE=nl", NULL});
    tui_type(tui, "nbak<Enter><Enter>LG60<Enter>s98");
    tui_expect(tui, "Proefschoten");
    tui_expect(tui, "Proefschot 1: 9,8 opgeslagen");
    tui_expect(tui, "proef, 1 schot");
    tui_expect(tui, "Baan 1: proefschoten, ze tellen niet");
    tui_expect_not(tui, "…"); /* the mark of a cut text; no series stands half shot here */
    tui_type(tui, "<Left>");
    tui_expect(tui, "Proefschot 1 is 9,8: typ de nieuwe waarde, dan Enter. Esc");
    tui_type(tui, "<Esc>;123");
    tui_expect(tui, "Pas 123_");
    tui_expect_not(tui, "…");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sixty_shots_in_tenths_take_at_most_a_hundred_and_ninety_keys),
        cmocka_unit_test(half_a_value_stops_the_keys_that_would_drop_it),
        cmocka_unit_test(a_number_that_does_not_exist_never_becomes_a_shot),
        cmocka_unit_test(arrows_go_to_an_older_shot_and_enter_alone_changes_nothing),
        cmocka_unit_test(taking_back_a_sighter_says_which),
        cmocka_unit_test(an_unknown_card_leaves_entry_as_it_was),
        cmocka_unit_test(choosing_somebody_who_is_shooting_goes_to_that_lane),
        cmocka_unit_test(a_part_of_a_name_or_a_number_finds_the_lane),
        cmocka_unit_test(a_lane_closed_elsewhere_gives_its_shots_to_nobody),
        cmocka_unit_test(undoing_a_finish_returns_to_that_lane),
        cmocka_unit_test(the_idle_lock_keeps_a_half_typed_value),
        cmocka_unit_test(nothing_is_cut_in_dutch_at_eighty_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
