/* The range officer's evening, through the real program: lanes, score entry, corrections, cards,
 * target. Keys are counted where the design promises a number. */
#include "tui/tui.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/demo.h"
#include "core/range.h"

static struct tui *start(const char *folder, int lines, int columns, const char *const *env)
{
    const char *argv[] = {"--data", folder, NULL};
    struct tui *tui = tui_start(
        &(struct tui_options){.lines = lines, .columns = columns, .argv = argv, .env = env});
    tui_login(tui, "", demo_accounts[0].secret); /* the officer stands first: Enter, PIN, Enter */
    return tui;
}

static struct tui *start_at_range(const char *folder)
{
    struct tui *tui = start(folder, 24, 80, NULL);
    tui_expect(tui, "Nobody is shooting");
    return tui;
}

/* The number of keys in the harness's spelling. */
static int key_count(const char *keys)
{
    int count = 0;
    for (; *keys != '\0'; keys++) {
        const char *end = *keys == '<' ? strchr(keys, '>') : NULL;
        keys = end != NULL ? end : keys;
        count++;
    }
    return count;
}

static void logging_in_takes_at_most_ten_keys(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    const char *argv[] = {"--data", folder, NULL};
    struct tui *tui = tui_start(&(struct tui_options){.argv = argv});
    tui_expect(tui, "Who are you?");
    tui_expect(tui, demo_accounts[0].secret); /* a newcomer can walk straight in */
    const char *keys = "ja<Enter>246810<Enter>";
    assert_true(key_count(keys) <= 10);
    tui_type(tui, keys);
    tui_expect(tui, "Nobody is shooting");
    tui_stop(tui);
}

static void a_wrong_pin_is_one_sentence_and_the_right_one_still_works(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    const char *argv[] = {"--data", folder, NULL};
    struct tui *tui = tui_start(&(struct tui_options){.argv = argv});
    tui_expect(tui, "Who are you?");
    tui_type(tui, "ja<Enter>111111<Enter>");
    tui_expect(tui, "That is not right.");
    tui_type(tui, "246810<Enter>");
    tui_expect(tui, "Nobody is shooting");
    tui_stop(tui);
}

static void the_first_shot_of_a_known_shooter_takes_at_most_eight_keys(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_at_range(folder);
    const char *keys = "nbak<Enter><Enter><Enter>";
    assert_true(key_count(keys) + 1 <= 8);
    tui_type(tui, keys);
    tui_expect(tui, "Bakker, Anna");
    tui_expect(tui, "series 1, shot 1");
    tui_stop(tui);
}

/* Puts Visser on a whole-ring programme, in entry. */
static struct tui *start_whole_rings(const char *folder)
{
    struct tui *tui = start_at_range(folder);
    tui_type(tui, "nvisser<Enter><Enter>luchtp<Esc>");
    tui_type(tui, "<Esc><Esc>");
    tui_type(tui, "nvisser<Enter><Enter>LP60<Enter>");
    tui_expect(tui, "10 m Air Pistol 60");
    return tui;
}

static void sixty_whole_ring_shots_take_at_most_sixty_six_keys(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_whole_rings(folder);
    int keys = 0;
    for (int i = 0; i < 60; i++, keys++) {
        tui_keys(tui, (const char *[]){"9", "0", "x", "8"}[i % 4]);
    }
    tui_expect(tui, "Shot 60: 8 stored");
    tui_expect(tui, "All 60 in");
    keys++; /* f */
    assert_true(keys <= 66);
    tui_type(tui, "7");
    tui_expect_not(tui, "Shot 61");
    tui_type(tui, "f");
    tui_expect(tui, "finished and stored");
    tui_expect(tui, "555"); /* 15 x (9 + 10 + 10 + 8) */
    tui_type(tui, "u");
    tui_expect(tui, "all 60 in");
    tui_stop(tui);
}

static void decimals_need_no_point(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_at_range(folder);
    tui_type(tui, "nbak<Enter><Enter>LG60<Enter>");
    tui_expect(tui, "10 m Air Rifle 60");
    tui_type(tui, "98");
    tui_expect(tui, "Shot 1: 9.8 stored");
    tui_type(tui, "104");
    tui_expect(tui, "Shot 2: 10.4 stored");
    tui_type(tui, "10<Enter>");
    tui_expect(tui, "Shot 3: 1.0 stored");
    tui_type(tui, "m");
    tui_expect(tui, "Shot 4: 0.0 stored");
    tui_type(tui, "x");
    tui_expect(tui, "Not a possible value");
    tui_expect_not(tui, "Shot 5:");
    assert_true(60 * 3 + 1 <= 190);
    tui_stop(tui);
}

static void backspace_takes_back_the_last_shot(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_whole_rings(folder);
    tui_type(tui, "98");
    tui_expect(tui, "Shot 2: 8 stored");
    tui_type(tui, "<BS>");
    tui_expect(tui, "Taken back: Shot 2, 8");
    tui_type(tui, "7");
    tui_expect(tui, "Shot 2: 7 stored");
    tui_stop(tui);
}

static void correcting_shot_fourteen_takes_at_most_six_keys_and_keeps_the_old_value(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_whole_rings(folder);
    tui_type(tui, "9999999999999999");
    tui_expect(tui, "Shot 16: 9 stored");
    const char *keys = "g14<Enter>8<Enter>";
    assert_true(key_count(keys) <= 6);
    tui_type(tui, keys);
    tui_expect(tui, "Shot 14: 9 is now 8, stored");
    tui_type(tui, "<Esc>f");
    tui_expect(tui, "Finish with 16 of 60 shots?");
    tui_type(tui, "y");
    tui_expect(tui, "finished and stored");
    tui_type(tui, "2<Enter>");
    tui_expect(tui, "Visser");
    tui_stop(tui);
}

static void starting_again_lands_on_the_same_lanes_with_the_same_shots(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_whole_rings(folder);
    tui_type(tui, "98x");
    tui_expect(tui, "Shot 3: 10x stored");
    tui_signal(tui, SIGKILL);
    tui_stop(tui);
    tui = start(folder, 24, 80, NULL);
    tui_expect(tui, "series 1, shot 4");
    tui_expect(tui, "Visser, Mo");
    tui_expect(tui, "27");
    tui_stop(tui);
}

static void a_scanned_card_starts_a_shooter_in_three_keys_and_then_selects_the_lane(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_at_range(folder);
    tui_keys(tui, "90001<Enter>"); /* a burst, as a scanner types */
    tui_expect(tui, "New shooter");
    tui_expect(tui, "Bakker, Anna");
    tui_type(tui, "<Enter><Enter>");
    tui_expect(tui, "series 1, shot 1");
    tui_type(tui, "<Esc>");
    tui_keys(tui, "90001<Enter>");
    tui_expect(tui, "take back"); /* in entry on that lane */
    tui_type(tui, "<Esc>");
    tui_keys(tui, "12345678<Enter>");
    tui_expect(tui, "Card 12345678 belongs to no member");
    tui_stop(tui);
}

static void a_card_is_read_during_entry_behind_the_scanners_prefix(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_whole_rings(folder);
    tui_keys(tui, ";90001<Enter>");
    tui_expect(tui, "New shooter");
    tui_expect(tui, "Bakker, Anna");
    tui_stop(tui);
}

static void sighters_do_not_count(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_whole_rings(folder);
    tui_type(tui, "s9");
    tui_expect(tui, "Sighter 1: 9 stored");
    tui_expect(tui, "sighting, 1 shot");
    tui_type(tui, "s8");
    tui_expect(tui, "Shot 1: 8 stored");
    tui_stop(tui);
}

static void a_shot_is_entered_on_the_target_by_arrows_and_by_mouse(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_whole_rings(folder);
    tui_type(tui, "p");
    tui_expect(tui, "ring 10");
    tui_type(tui, "<S-Right><S-Right>"); /* 20 mm right: an 8 on the air pistol face */
    tui_expect(tui, "20.0 mm");
    tui_expect(tui, "ring 8");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "Shot 1: 8 stored");
    tui_click(tui, 12, 23);
    tui_type(tui, "<Enter>");
    tui_expect(tui, "Shot 2:");
    tui_type(tui, "<Esc>");
    tui_expect(tui, "series 1, shot 3");
    tui_stop(tui);
}

static void an_unknown_shooter_is_made_on_the_way(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_at_range(folder);
    tui_type(tui, "nZwaan, Wim<Enter>");
    tui_expect(tui, "Zwaan");
    tui_expect(tui, "Wim");
    tui_type(tui, "<F2>");
    tui_expect(tui, "Weapon");
    tui_type(tui, "<Enter><Enter>9");
    tui_expect(tui, "Zwaan, Wim");
    tui_expect(tui, "stored");
    tui_stop(tui);
}

static void the_idle_lock_keeps_a_half_typed_series(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start_at_range(folder);
    tui_type(tui, "nbak<Enter><Enter>LG60<Enter>981");
    tui_expect(tui, "1_");
    tui_type(tui, "<Esc><Esc>L");
    tui_expect(tui, "Locked by Jan de Vries");
    tui_expect_not(tui, "Bakker");
    tui_type(tui, "246810<Enter>");
    tui_expect(tui, "Bakker, Anna");
    tui_expect(tui, "9.8");
    tui_stop(tui);
}

static void everything_is_there_in_dutch_and_on_a_wide_terminal(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start(folder, 45, 140, (const char *const[]){"LANGUAGE=nl", NULL});
    tui_expect(tui, "Er schiet niemand");
    tui_type(tui, "nbak<Enter><Enter>LG60<Enter>98");
    tui_expect(tui, "Schot 1: 9,8 opgeslagen");
    tui_expect(tui, "AR10"); /* the target beside the lanes */
    tui_type(tui, "<F1>");
    tui_expect(tui, "Toetsen hier");
    tui_stop(tui);
}

static void no_colour_means_no_colour(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui = start(folder, 24, 80, (const char *const[]){"NO_COLOR=1", NULL});
    tui_expect(tui, "Nobody is shooting");
    assert_false(tui_has_any_colour(tui));
    tui_stop(tui);
    tui = start(folder, 24, 80, NULL);
    tui_expect(tui, "Nobody is shooting");
    assert_true(tui_has_any_colour(tui)); /* the check can fail */
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logging_in_takes_at_most_ten_keys),
        cmocka_unit_test(a_wrong_pin_is_one_sentence_and_the_right_one_still_works),
        cmocka_unit_test(the_first_shot_of_a_known_shooter_takes_at_most_eight_keys),
        cmocka_unit_test(sixty_whole_ring_shots_take_at_most_sixty_six_keys),
        cmocka_unit_test(decimals_need_no_point),
        cmocka_unit_test(backspace_takes_back_the_last_shot),
        cmocka_unit_test(correcting_shot_fourteen_takes_at_most_six_keys_and_keeps_the_old_value),
        cmocka_unit_test(starting_again_lands_on_the_same_lanes_with_the_same_shots),
        cmocka_unit_test(a_scanned_card_starts_a_shooter_in_three_keys_and_then_selects_the_lane),
        cmocka_unit_test(a_card_is_read_during_entry_behind_the_scanners_prefix),
        cmocka_unit_test(sighters_do_not_count),
        cmocka_unit_test(a_shot_is_entered_on_the_target_by_arrows_and_by_mouse),
        cmocka_unit_test(an_unknown_shooter_is_made_on_the_way),
        cmocka_unit_test(the_idle_lock_keeps_a_half_typed_series),
        cmocka_unit_test(everything_is_there_in_dutch_and_on_a_wide_terminal),
        cmocka_unit_test(no_colour_means_no_colour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
