#include "screen_support.h"

#include "base/text.h"
#include "ui/picker.h"

/* Sixty names; the likely one, found last time, stands first while nothing is typed. */
struct people {
    int likely;
    bool is_broken;
    int asked;
};

static void name_of(int index, char *dst, size_t size)
{
    static const char *const names[] = {"Bakker, Anna", "de Vries, Jan", "Özgür, Elif",
                                        "Bakker, Bert"};
    if (index < 4) {
        snprintf(dst, size, "%s", names[index]);
    } else {
        snprintf(dst, size, "Member %d", index);
    }
}

static int find(struct app *app, void *context, const char *typed, struct picker_row *rows,
                int room, struct err *err)
{
    struct people *people = context;
    char needle[PICKER_FIND_ROOM];
    int count = 0;
    (void)app;
    people->asked++;
    if (people->is_broken) {
        err_set(err, ERR_IO, "The members could not be read. Nothing was changed.");
        return -1;
    }
    text_fold(needle, sizeof needle, typed);
    for (int i = -1; i < 60 && count < room; i++) {
        char folded[NAME_ROOM];
        int index = i < 0 ? people->likely : i;
        struct picker_row row = {.id = index + 1};
        name_of(index, row.text, sizeof row.text);
        snprintf(row.side, sizeof row.side, "900%02d", index);
        text_fold(folded, sizeof folded, row.text);
        if ((i < 0 && *typed == '\0') ||
            ((i >= 0 && index != people->likely) && text_matches(folded, needle)) ||
            (i == people->likely && *typed != '\0' && text_matches(folded, needle))) {
            rows[count++] = row;
        }
    }
    return count;
}

static const struct picker_source source = {
    .title = "Member", .create = "New member \"%s\"", .find = find};
static const struct picker_source closed_source = {.title = "Programme", .find = find};

static enum picker_event type(struct picker *picker, const char *text)
{
    enum picker_event event = PICKER_UNUSED;
    while (*text != '\0') {
        int code_point = 0;
        text += text_decode(text, &code_point);
        event = picker_key(picker, code_point);
        assert_int_equal(event, PICKER_MOVED);
    }
    return event;
}

static void enter_at_once_takes_the_likely_one(void **state)
{
    static struct picker picker;
    struct people club = {.likely = 1};
    (void)state;
    picker_start(&picker, NULL, &source, &club);
    assert_int_equal(picker.count, PICKER_ROWS_MAX);
    assert_int_equal(picker_key(&picker, UI_KEY_ENTER), PICKER_PICKED);
    assert_string_equal(picker_chosen(&picker)->text, "de Vries, Jan");
}

static void typing_finds_without_accents_and_starts_at_the_first(void **state)
{
    static struct picker picker;
    struct people club = {.likely = 1};
    (void)state;
    picker_start(&picker, NULL, &source, &club);
    picker_key(&picker, UI_KEY_DOWN);
    type(&picker, "ozg");
    assert_int_equal(picker.count, 1);
    assert_string_equal(picker_chosen(&picker)->text, "Özgür, Elif");
    for (int i = 0; i < 3; i++) {
        assert_int_equal(picker_key(&picker, UI_KEY_BACKSPACE), PICKER_MOVED);
    }
    assert_string_equal(picker_chosen(&picker)->text, "de Vries, Jan");
    assert_int_equal(picker_key(&picker, UI_KEY_BACKSPACE), PICKER_UNUSED);
}

static void what_is_not_there_can_be_made_from_what_was_typed(void **state)
{
    static struct picker picker;
    struct people club = {0};
    (void)state;
    picker_start(&picker, NULL, &source, &club);
    assert_false(picker.offers_create);
    type(&picker, "Nieuwe, Klaas");
    assert_int_equal(picker.count, 0);
    assert_null(picker_chosen(&picker));
    screen_start(24, 80, false, "signal-mint");
    picker_draw(&picker, area_part(screen_area(), 0, 0, 8, 60), true);
    assert_screen_has("New member \"Nieuwe, Klaas\"");
    screen_stop();
    assert_int_equal(picker_key(&picker, UI_KEY_ENTER), PICKER_CREATE);
}

static void a_part_of_a_name_offers_the_new_one_below_the_found_ones(void **state)
{
    static struct picker picker;
    struct people club = {0};
    (void)state;
    picker_start(&picker, NULL, &source, &club);
    type(&picker, "bakker");
    assert_int_equal(picker.count, 2);
    picker_key(&picker, UI_KEY_DOWN);
    assert_int_equal(picker_key(&picker, UI_KEY_ENTER), PICKER_PICKED);
    picker_key(&picker, UI_KEY_DOWN);
    assert_int_equal(picker_key(&picker, UI_KEY_ENTER), PICKER_CREATE);
    picker_key(&picker, UI_KEY_DOWN);
    assert_int_equal(picker.cursor, 2);
}

static void the_exact_name_is_not_made_twice(void **state)
{
    static struct picker picker;
    struct people club = {0};
    (void)state;
    picker_start(&picker, NULL, &source, &club);
    type(&picker, "bakker, anna ");
    assert_int_equal(picker.count, 1);
    assert_false(picker.offers_create);
    picker_key(&picker, ' ');
    assert_false(picker.offers_create);
}

static void blanks_alone_are_nobody(void **state)
{
    static struct picker picker;
    struct people club = {0};
    (void)state;
    picker_start(&picker, NULL, &source, &club);
    type(&picker, "  ");
    assert_false(picker.offers_create);
}

static void where_nothing_can_be_made_enter_does_nothing(void **state)
{
    static struct picker picker;
    struct people club = {0};
    (void)state;
    picker_start(&picker, NULL, &closed_source, &club);
    type(&picker, "zzz");
    assert_int_equal(picker_key(&picker, UI_KEY_ENTER), PICKER_MOVED);
    screen_start(24, 80, false, "signal-mint");
    picker_draw(&picker, area_part(screen_area(), 0, 0, 8, 60), true);
    assert_screen_has("Nothing matches.");
    assert_screen_has("zzz");
    screen_stop();
}

static void a_failed_search_says_so(void **state)
{
    static struct picker picker;
    struct people club = {.is_broken = true};
    (void)state;
    picker_start(&picker, NULL, &closed_source, &club);
    assert_int_equal(picker.count, 0);
    screen_start(24, 80, false, "signal-mint");
    picker_draw(&picker, area_part(screen_area(), 0, 0, 8, 60), true);
    assert_screen_has("The members could not be read.");
    screen_stop();
    club.is_broken = false;
    type(&picker, "jan");
    assert_string_equal(picker.error, "");
}

static void the_chosen_row_is_seen_with_its_number_at_the_right(void **state)
{
    static struct picker picker;
    struct people club = {0};
    static const int keys[] = {UI_KEY_DOWN, UI_KEY_PAGE_DOWN, UI_KEY_PAGE_DOWN, UI_KEY_UP,
                               UI_KEY_PAGE_UP};
    (void)state;
    picker_start(&picker, NULL, &source, &club);
    screen_start(24, 80, false, "signal-mint");
    for (int i = 0; i < 40; i++) {
        char row[NAME_ROOM + 8];
        assert_int_equal(picker_key(&picker, keys[i % 5]), PICKER_MOVED);
        erase();
        picker_draw(&picker, area_part(screen_area(), 2, 4, 7, 50), true);
        snprintf(row, sizeof row, "▸ %s", picker_chosen(&picker)->text);
        assert_screen_has(row);
        assert_screen_has(picker_chosen(&picker)->side);
        assert_int_equal(text_width(screen_row(3)), 54);
    }
    screen_stop();
}

static void arrows_within_the_text_are_left_to_the_screen(void **state)
{
    static struct picker picker;
    struct people club = {0};
    (void)state;
    picker_start(&picker, NULL, &source, &club);
    int asked = club.asked;
    assert_int_equal(picker_key(&picker, UI_KEY_LEFT), PICKER_UNUSED);
    assert_int_equal(picker_key(&picker, UI_KEY_ESCAPE), PICKER_UNUSED);
    assert_int_equal(picker_key(&picker, UI_KEY_TAB), PICKER_UNUSED);
    assert_int_equal(club.asked, asked);
}

int main(void)
{
    i18n_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enter_at_once_takes_the_likely_one),
        cmocka_unit_test(typing_finds_without_accents_and_starts_at_the_first),
        cmocka_unit_test(what_is_not_there_can_be_made_from_what_was_typed),
        cmocka_unit_test(a_part_of_a_name_offers_the_new_one_below_the_found_ones),
        cmocka_unit_test(the_exact_name_is_not_made_twice),
        cmocka_unit_test(blanks_alone_are_nobody),
        cmocka_unit_test(where_nothing_can_be_made_enter_does_nothing),
        cmocka_unit_test(a_failed_search_says_so),
        cmocka_unit_test(the_chosen_row_is_seen_with_its_number_at_the_right),
        cmocka_unit_test(arrows_within_the_text_are_left_to_the_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
