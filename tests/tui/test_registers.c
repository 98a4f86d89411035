/* The registers on the screen: scan in, scan out, a weapon out and back, a guest, a void row. */
#include "tui/tui.h"

#include <stdio.h>
#include <unistd.h>

/* The demonstration's Bakker, Anna. */
static const char *const card = "90001\n";

static struct tui *start_in(const char *folder, int lines, int columns, const char *const *env)
{
    const char *const argv[] = {"--data", folder, NULL};
    struct tui_options options = {.argv = argv, .lines = lines, .columns = columns, .env = env};
    struct tui *tui = tui_start(&options);
    tui_login(tui, "jan", "246810");
    tui_type(tui, "6");
    tui_expect(tui, "Nothing was exported yet");
    tui_type(tui, "g");
    tui_expect(tui, "Nobody came in today");
    return tui;
}

static struct tui *start(int lines, int columns)
{
    char folder[512];
    tui_demo_folder(folder);
    return start_in(folder, lines, columns, NULL);
}

static void a_card_comes_in_twice_within_a_minute_and_stays(void **state)
{
    (void)state;
    struct tui *tui = start(24, 80);
    tui_keys(tui, card);
    tui_expect(tui, "Bakker, Anna is in, ");
    tui_expect(tui, "In now: 1");
    tui_keys(tui, card);
    tui_expect(tui, "Bakker, Anna is in already");
    tui_expect(tui, "In now: 1");
    tui_type(tui, "o");
    tui_expect(tui, "Bakker, Anna is out, ");
    tui_expect(tui, "In now: 0");
    tui_stop(tui);
}

/* Its first digits would open sections and the others be shots there. */
static void a_card_without_its_enter_does_nothing_and_is_said(void **state)
{
    (void)state;
    struct tui *tui = start(24, 80);
    tui_keys(tui, "91001");
    tui_expect(tui, "without Enter behind it");
    tui_expect(tui, "In now: 0");
    tui_stop(tui);
}

/* The program's clock stands; another program with a later one is the second scan. */
static void a_scan_an_hour_later_goes_out(void **state)
{
    (void)state;
    char folder[512];
    tui_demo_folder(folder);
    struct tui *tui =
        start_in(folder, 24, 80, (const char *const[]){"AIMTRACK_CLOCK_MS=1895003200000", NULL});
    tui_type(tui, ";90001<Enter>"); /* typed by hand behind the scanner's sign */
    tui_expect(tui, "Bakker, Anna is in, ");
    tui_stop(tui);
    const char *const later[] = {"AIMTRACK_CLOCK_MS=1895006800000", NULL};
    const char *const argv[] = {"--data", folder, NULL};
    tui = tui_start(&(struct tui_options){.argv = argv, .env = later});
    tui_login(tui, "jan", "246810");
    tui_type(tui, "6");
    tui_type(tui, "g");
    tui_expect(tui, "In now: 1");
    tui_keys(tui, card);
    tui_expect(tui, "Bakker, Anna is out, ");
    tui_expect(tui, "In now: 0");
    tui_stop(tui);
}

static void a_card_of_nobody_is_said(void **state)
{
    (void)state;
    struct tui *tui = start(24, 80);
    tui_keys(tui, "77777\n");
    tui_expect(tui, "77777");
    tui_expect(tui, "Nobody came in today");
    tui_stop(tui);
}

static void a_member_is_found_by_name_and_a_mistake_is_void(void **state)
{
    (void)state;
    struct tui *tui = start(24, 80);
    tui_type(tui, "nvisser<Enter>");
    tui_expect(tui, "Visser, Mo is in, ");
    tui_type(tui, "v");
    tui_expect(tui, "Void this row: Visser, Mo?");
    tui_type(tui, "n");
    tui_expect(tui, "In now: 1");
    tui_type(tui, "v");
    tui_expect(tui, "Void this row");
    tui_type(tui, "y");
    tui_expect(tui, "The row is void");
    tui_expect(tui, "Nobody came in today");
    tui_stop(tui);
}

static void a_club_weapon_is_handed_out_and_comes_back(void **state)
{
    (void)state;
    struct tui *tui = start(24, 80);
    tui_type(tui, "<Tab>");
    tui_expect(tui, "No club weapon is out");
    tui_type(tui, "nmorini<Enter>");
    tui_type(tui, "visser<Enter>");
    tui_expect(tui, "Morini CM162EI goes out, with Visser, Mo");
    tui_type(tui, "scratch on the grip<Enter>");
    tui_expect(tui, "Morini CM162EI is out, with Visser, Mo.");
    tui_expect(tui, "Out now: 1");
    tui_expect(tui, "scratch on the grip");
    tui_type(tui, "nmorini"); /* who is out is not offered */
    tui_expect(tui, "▸ Morini CM84E");
    tui_type(tui, "<Esc>");
    tui_type(tui, "r");
    tui_expect(tui, "Morini CM162EI comes back");
    tui_type(tui, "clean<Enter>");
    tui_expect(tui, "Morini CM162EI is back.");
    tui_expect(tui, "Out now: 0");
    tui_expect(tui, "when back: clean");
    tui_stop(tui);
}

static void a_guest_comes_in_with_who_brings_them(void **state)
{
    (void)state;
    struct tui *tui = start(24, 80);
    tui_keys(tui, card);
    tui_expect(tui, "Bakker, Anna is in, ");
    tui_type(tui, "g");
    tui_expect(tui, "New guest");
    tui_type(tui, "Kees de Groot<Tab><Right><Tab>NX12345<F2>");
    tui_expect(tui, "Kees de Groot is in as a guest of Bakker, Anna.");
    tui_expect(tui, "In now: 2");
    tui_expect(tui, "(guest of Bakker, Anna)");
    tui_type(tui, "<Tab><Tab>");
    tui_expect(tui, "passport NX12345");
    tui_type(tui, "o");
    tui_expect(tui, "Kees de Groot is out, ");
    tui_expect(tui, "In now: 0");
    tui_stop(tui);
}

static void a_guest_of_nobody_is_refused_at_the_field(void **state)
{
    (void)state;
    struct tui *tui = start(24, 80);
    tui_type(tui, "<Tab><Tab>n");
    tui_expect(tui, "New guest");
    tui_type(tui, "Kees<Tab><Tab>X1<F2>");
    tui_expect(tui, "Whose guest is it?");
    tui_type(tui, "<Esc>");
    tui_expect(tui, "not saved yet");
    tui_type(tui, "y");
    tui_expect(tui, "No guests today");
    tui_stop(tui);
}

static void everybody_goes_out_after_a_question(void **state)
{
    (void)state;
    struct tui *tui = start(45, 140);
    tui_keys(tui, card);
    tui_expect(tui, "Bakker, Anna is in, ");
    tui_type(tui, "nvisser<Enter>");
    tui_expect(tui, "In now: 2");
    tui_type(tui, "e");
    tui_expect(tui, "Write everybody out");
    tui_type(tui, "y");
    tui_expect(tui, "2 people are written out.");
    tui_expect(tui, "In now: 0");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_card_comes_in_twice_within_a_minute_and_stays),
        cmocka_unit_test(a_card_without_its_enter_does_nothing_and_is_said),
        cmocka_unit_test(a_scan_an_hour_later_goes_out),
        cmocka_unit_test(a_card_of_nobody_is_said),
        cmocka_unit_test(a_member_is_found_by_name_and_a_mistake_is_void),
        cmocka_unit_test(a_club_weapon_is_handed_out_and_comes_back),
        cmocka_unit_test(a_guest_comes_in_with_who_brings_them),
        cmocka_unit_test(a_guest_of_nobody_is_refused_at_the_field),
        cmocka_unit_test(everybody_goes_out_after_a_question),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
