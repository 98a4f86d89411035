#include "screen_support.h"

#include "ui/list.h"

static const struct list_column columns[] = {
    {.title = "Name", .width = 12, .grow = 1, .is_key = true},
    {.title = "Number", .width = 8, .priority = 1, .is_right = true},
    {.title = "Calibre", .width = 10, .priority = 3},
    {.title = "State", .width = 8, .priority = 2},
};

static void cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    static const char *const words[] = {"name", "number", "calibre", "state"};
    (void)owner;
    (void)ink;
    snprintf(dst, size, "%s%d", words[column], row);
}

static struct list list_of(int count)
{
    return (struct list){.columns = columns,
                         .column_count = 4,
                         .count = count,
                         .empty = "Nobody yet. n adds the first.",
                         .cell = cell};
}

static void type(struct list *list, const char *text)
{
    for (; *text != '\0'; text++) {
        assert_int_equal(list_key(list, *text, NULL), LIST_FILTER_CHANGED);
    }
}

static void columns_go_by_priority_when_there_is_little_room(void **state)
{
    (void)state;
    struct list list = list_of(3);
    screen_start(24, 80, false, "signal-mint");
    list_draw(&list, area_part(screen_area(), 0, 0, 10, 80));
    assert_screen_has("Calibre");
    erase();
    list_draw(&list, area_part(screen_area(), 0, 0, 10, 36));
    assert_screen_has("State");
    assert_false(screen_has("Calibre"));
    erase();
    list_draw(&list, area_part(screen_area(), 0, 0, 10, 14));
    assert_screen_has("Name");
    assert_screen_has("name2");
    assert_false(screen_has("Number"));
    screen_stop();
}

static void right_aligned_columns_end_below_their_title(void **state)
{
    (void)state;
    struct list list = list_of(2);
    screen_start(24, 80, false, "signal-mint");
    list_draw(&list, screen_area());
    const char *title = strstr(screen_row(0), "Number");
    assert_non_null(title);
    size_t end = (size_t)(title - screen_row(0)) + strlen("Number");
    const char *row = screen_row(2); /* not the chosen one: no wide marker before it */
    assert_int_equal((size_t)(strstr(row, "number1") - row) + strlen("number1"), end);
    screen_stop();
}

static void a_cursor_move_changes_nothing_but_marker_and_key_text(void **state)
{
    enum { LINES_SHOWN = 6, WIDTH = 80 };
    static char before[LINES_SHOWN][WIDTH][32];
    static int pairs[LINES_SHOWN][WIDTH];
    (void)state;
    struct list list = list_of(5);
    screen_start(24, WIDTH, false, "signal-mint");
    list_draw(&list, screen_area());
    for (int line = 0; line < LINES_SHOWN; line++) {
        for (int column = 0; column < WIDTH; column++) {
            screen_cell(line, column, before[line][column], NULL, &pairs[line][column]);
        }
    }
    assert_int_equal(list_key(&list, UI_KEY_DOWN, NULL), LIST_MOVED);
    list_draw(&list, screen_area());
    int changed = 0;
    for (int line = 0; line < LINES_SHOWN; line++) {
        for (int column = 0; column < WIDTH; column++) {
            char text[32];
            int pair = 0;
            screen_cell(line, column, text, NULL, &pair);
            changed += strcmp(text, before[line][column]) != 0 || pair != pairs[line][column];
        }
    }
    assert_int_equal(changed, 2 * (1 + (int)strlen("name0")));
    screen_stop();
}

static void an_empty_list_says_what_to_do_next(void **state)
{
    (void)state;
    struct list list = list_of(0);
    screen_start(24, 80, false, "signal-mint");
    list_draw(&list, screen_area());
    assert_screen_has("Nobody yet. n adds the first.");
    assert_int_equal(list_key(&list, UI_KEY_ENTER, NULL), LIST_UNUSED);
    assert_int_equal(list_key(&list, UI_KEY_DOWN, NULL), LIST_MOVED);
    assert_int_equal(list.cursor, 0);
    screen_stop();
}

static void a_filter_takes_characters_until_it_is_left(void **state)
{
    (void)state;
    struct list list = list_of(50);
    screen_start(24, 80, false, "signal-mint");
    list.cursor = 7;
    assert_int_equal(list_key(&list, 'q', NULL), LIST_UNUSED);
    assert_int_equal(list_key(&list, '/', NULL), LIST_MOVED);
    type(&list, "bak");
    assert_string_equal(list.filter, "bak");
    assert_int_equal(list.cursor, 0);
    list_set_count(&list, 2);
    list_draw(&list, screen_area());
    assert_screen_has("bak");
    assert_screen_has("2 rows");
    assert_int_equal(list_key(&list, UI_KEY_ENTER, NULL), LIST_OPENED);
    assert_int_equal(list_key(&list, UI_KEY_ESCAPE, NULL), LIST_FILTER_CHANGED);
    assert_string_equal(list.filter, "");
    assert_int_equal(list_key(&list, UI_KEY_ESCAPE, NULL), LIST_UNUSED);
    screen_stop();
}

static void enter_opens_nothing_when_the_filter_matches_nothing(void **state)
{
    (void)state;
    struct list list = list_of(5);
    list_key(&list, '/', NULL);
    type(&list, "zz");
    list_set_count(&list, 0);
    assert_int_equal(list_key(&list, UI_KEY_ENTER, NULL), LIST_MOVED);
}

static void the_ends_ask_for_more_rows(void **state)
{
    (void)state;
    struct list list = list_of(30);
    screen_start(24, 80, false, "signal-mint");
    list_draw(&list, screen_area());
    assert_int_equal(list_key(&list, UI_KEY_UP, NULL), LIST_NEED_NEWER);
    assert_int_equal(list_key(&list, UI_KEY_END, NULL), LIST_MOVED);
    assert_int_equal(list.cursor, 29);
    assert_int_equal(list_key(&list, UI_KEY_DOWN, NULL), LIST_NEED_OLDER);
    assert_int_equal(list_key(&list, UI_KEY_PAGE_DOWN, NULL), LIST_NEED_OLDER);
    assert_int_equal(list_key(&list, UI_KEY_HOME, NULL), LIST_MOVED);
    assert_int_equal(list.cursor, 0);
    screen_stop();
}

static void the_chosen_row_stays_in_sight(void **state)
{
    (void)state;
    struct list list = list_of(200);
    struct test_random random;
    static const int keys[] = {UI_KEY_UP,      UI_KEY_DOWN, UI_KEY_PAGE_UP, UI_KEY_PAGE_DOWN,
                               UI_KEY_PAGE_UP, UI_KEY_END,  UI_KEY_HOME};
    test_random_start(&random);
    screen_start(24, 80, false, "signal-mint");
    for (int i = 0; i < 300; i++) {
        char name[32];
        list_key(&list, keys[test_random_below(&random, 7)], NULL);
        if (i % 20 == 0) {
            list_set_count(&list, 1 + test_random_below(&random, 200));
        }
        erase();
        list_draw(&list, area_part(screen_area(), 0, 0, 4 + i % 20, 80));
        snprintf(name, sizeof name, "▸ name%d ", list.cursor);
        assert_screen_has(name);
    }
    screen_stop();
}

static void a_click_chooses_and_a_second_one_opens(void **state)
{
    (void)state;
    struct list list = list_of(9);
    screen_start(24, 80, false, "signal-mint");
    list_draw(&list, area_part(screen_area(), 5, 0, 12, 80));
    struct ui_mouse mouse = {.line = 9, .column = 3, .what = MOUSE_CLICK};
    assert_int_equal(list_key(&list, UI_KEY_MOUSE, &mouse), LIST_MOVED);
    assert_int_equal(list.cursor, 3);
    assert_int_equal(list_key(&list, UI_KEY_MOUSE, &mouse), LIST_OPENED);
    mouse.line = 5; /* the heading */
    assert_int_equal(list_key(&list, UI_KEY_MOUSE, &mouse), LIST_UNUSED);
    mouse.line = 16; /* below the last row */
    assert_int_equal(list_key(&list, UI_KEY_MOUSE, &mouse), LIST_UNUSED);
    mouse.what = MOUSE_WHEEL_DOWN;
    assert_int_equal(list_key(&list, UI_KEY_MOUSE, &mouse), LIST_MOVED);
    assert_int_equal(list.cursor, 6);
    screen_stop();
}

static void ascii_terminals_get_an_ascii_marker(void **state)
{
    (void)state;
    struct list list = list_of(2);
    screen_start(24, 80, true, "mono");
    list_draw(&list, screen_area());
    assert_screen_has("> name0");
    screen_stop();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_go_by_priority_when_there_is_little_room),
        cmocka_unit_test(right_aligned_columns_end_below_their_title),
        cmocka_unit_test(a_cursor_move_changes_nothing_but_marker_and_key_text),
        cmocka_unit_test(an_empty_list_says_what_to_do_next),
        cmocka_unit_test(a_filter_takes_characters_until_it_is_left),
        cmocka_unit_test(enter_opens_nothing_when_the_filter_matches_nothing),
        cmocka_unit_test(the_ends_ask_for_more_rows),
        cmocka_unit_test(the_chosen_row_stays_in_sight),
        cmocka_unit_test(a_click_chooses_and_a_second_one_opens),
        cmocka_unit_test(ascii_terminals_get_an_ascii_marker),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
