/* Ammunition, its ledger, and locations on the screen. */
#include "tui/tui.h"

static struct tui *start(const char *login, const char *secret)
{
    char folder[512];
    tui_demo_folder(folder);
    const char *const argv[] = {"--data", folder, NULL};
    struct tui_options options = {.argv = argv};
    struct tui *tui = tui_start(&options);
    tui_login(tui, login, secret);
    tui_type(tui, "4");
    tui_expect(tui, "Calibre");
    tui_type(tui, "a");
    tui_expect(tui, "by name");
    return tui;
}

static void rounds_that_were_bought_are_in_stock(void **state)
{
    (void)state;
    struct tui *tui = start("carla", "135790");
    tui_type(tui, "<Enter>");
    tui_expect(tui, "Nothing was booked yet");
    tui_type(tui, "n");
    tui_expect(tui, "Book rounds");
    tui_type(tui, "<Enter>500<Enter>invoice 7<Enter>");
    tui_expect(tui, "500 rounds in stock");
    tui_expect(tui, "bought");
    tui_expect(tui, "invoice 7");
    tui_stop(tui);
}

static void more_than_there_is_cannot_be_issued(void **state)
{
    (void)state;
    struct tui *tui = start("carla", "135790");
    tui_type(tui, "<Enter>n");
    tui_expect(tui, "Book rounds");
    tui_type(tui, "<Right><Enter>50<Enter><Enter>");
    tui_expect(tui, "There are only 0 rounds");
    tui_stop(tui);
}

/* What was bought is for who may change the stock: the officer is offered what he may book. */
static void an_officer_is_offered_what_he_may_book(void **state)
{
    (void)state;
    struct tui *tui = start("jan", "246810");
    tui_type(tui, "<Enter>n");
    tui_expect(tui, "Book rounds");
    tui_expect(tui, "issued");
    tui_type(tui, "<Right>");
    tui_expect(tui, "returned");
    tui_type(tui, "<Right>");
    tui_expect(tui, "issued");
    tui_stop(tui);
}

static void ammunition_is_found_retired_and_used_again(void **state)
{
    (void)state;
    struct tui *tui = start("carla", "135790");
    tui_type(tui, "/eley<Enter>");
    tui_expect(tui, "Eley");
    tui_type(tui, "<Esc>");
    tui_expect(tui, "1 of 5");
    tui_type(tui, "d");
    tui_expect(tui, "is retired");
    tui_type(tui, "u");
    tui_expect(tui, "is in use again");
    tui_stop(tui);
}

static void an_officer_may_not_change_a_location(void **state)
{
    (void)state;
    struct tui *tui = start("jan", "246810");
    tui_type(tui, "l");
    tui_expect(tui, "Distances, m");
    tui_expect_not(tui, "e edit");
    tui_expect_not(tui, "d retire");
    tui_stop(tui);
}

static void a_new_location_stands_in_the_list(void **state)
{
    (void)state;
    struct tui *tui = start("carla", "135790");
    tui_type(tui, "l");
    tui_expect(tui, "Distances, m");
    tui_type(tui, "n");
    tui_expect(tui, "New location");
    tui_type(tui, "Kelder 12 m<F2>");
    tui_expect(tui, "Kelder 12 m");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounds_that_were_bought_are_in_stock),
        cmocka_unit_test(more_than_there_is_cannot_be_issued),
        cmocka_unit_test(an_officer_is_offered_what_he_may_book),
        cmocka_unit_test(ammunition_is_found_retired_and_used_again),
        cmocka_unit_test(an_officer_may_not_change_a_location),
        cmocka_unit_test(a_new_location_stands_in_the_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
