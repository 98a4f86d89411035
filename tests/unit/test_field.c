#include "screen_support.h"

#include "base/text.h"
#include "ui/field.h"
#include "ui/text_lines.h"

enum { ROOM = 24, CONTROL_U = 21, CONTROL_W = 23, E_ACUTE = 0xE9, ACUTE = 0x301 };

static void type(struct field *field, const char *text)
{
    while (*text != '\0') {
        int code_point = 0;
        text += text_decode(text, &code_point);
        assert_true(field_key(field, code_point));
    }
}

/* --- a field ---------------------------------------------------------------------------------- */

static void typing_goes_in_at_the_cursor(void **state)
{
    char text[ROOM] = "Bker";
    struct field field = {0};
    (void)state;
    field_start(&field, text, sizeof text);
    assert_int_equal(field.cursor, 4);
    field_key(&field, UI_KEY_HOME);
    field_key(&field, UI_KEY_RIGHT);
    type(&field, "ak");
    assert_string_equal(text, "Bakker");
    field_key(&field, UI_KEY_END);
    type(&field, "é");
    assert_string_equal(text, "Bakkeré");
}

static void a_text_that_was_changed_below_the_field_keeps_the_cursor_inside(void **state)
{
    char around[3 * ROOM];
    char *text = around + ROOM;
    struct field field = {0};
    (void)state;
    memset(around, '#', sizeof around);
    memcpy(text, "  Jan      ", 12);
    field_start(&field, text, ROOM);
    text_trim(text); /* as before a save that then failed */
    type(&field, "a");
    assert_string_equal(text, "Jana");
    memcpy(text, "  Jan      ", 12);
    field_start(&field, text, ROOM);
    text_trim(text);
    field_key(&field, UI_KEY_BACKSPACE);
    assert_string_equal(text, "Ja");
    field_start(&field, text, ROOM);
    text[0] = '\0';
    field_key(&field, UI_KEY_DELETE);
    field_key(&field, CONTROL_W);
    field_key(&field, UI_KEY_LEFT);
    assert_string_equal(text, "");
    for (int i = 0; i < ROOM; i++) {
        assert_int_equal(around[i], '#');
    }
}

static void backspace_takes_what_a_person_sees_as_one_character(void **state)
{
    char text[64] = "";
    struct field field = {0};
    (void)state;
    field_start(&field, text, sizeof text);
    type(&field, "ae");
    assert_true(field_key(&field, ACUTE));
    assert_string_equal(text, "ae\xCC\x81");
    field_key(&field, UI_KEY_BACKSPACE);
    assert_string_equal(text, "a");
    type(&field, "🇳🇱x");
    field_key(&field, UI_KEY_LEFT);
    field_key(&field, UI_KEY_BACKSPACE);
    assert_string_equal(text, "ax");
    field_key(&field, UI_KEY_DELETE);
    field_key(&field, UI_KEY_DELETE);
    assert_string_equal(text, "a");
}

static void control_w_takes_a_word_and_control_u_everything(void **state)
{
    char text[64] = "Anna van den Berg  ";
    struct field field = {0};
    (void)state;
    field_start(&field, text, sizeof text);
    assert_true(field_key(&field, CONTROL_W));
    assert_string_equal(text, "Anna van den ");
    field_key(&field, UI_KEY_LEFT);
    assert_true(field_key(&field, CONTROL_W));
    assert_string_equal(text, "Anna van  ");
    assert_true(field_key(&field, CONTROL_U));
    assert_string_equal(text, "");
    assert_int_equal(field.cursor, 0);
}

static void what_does_not_fit_is_left_out_whole(void **state)
{
    char text[6] = "";
    struct field field = {0};
    (void)state;
    field_start(&field, text, sizeof text);
    type(&field, "abcd€");
    assert_string_equal(text, "abcd");
    type(&field, "ef");
    assert_string_equal(text, "abcde");
}

static void control_and_direction_characters_are_refused(void **state)
{
    static const int refused[] = {
        1,      7,        0x7F,       0x80,          0x9B,      0x202E,      0x2066,
        0xD800, 0x110000, UI_KEY_TAB, UI_KEY_ESCAPE, UI_KEY_F1, UI_KEY_MOUSE};
    char text[ROOM] = "x";
    struct field field = {0};
    (void)state;
    field_start(&field, text, sizeof text);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        assert_false(field_key(&field, refused[i]));
        assert_string_equal(text, "x");
    }
}

static enum field_paste paste(struct field *field, const char *text)
{
    field_offer_paste(text);
    (void)field_key(field, UI_KEY_PASTE);
    return field_end_paste();
}

static void a_paste_goes_in_at_the_cursor_as_one_line(void **state)
{
    char text[ROOM] = "ad";
    struct field field = {0};
    (void)state;
    field_start(&field, text, sizeof text);
    field_key(&field, UI_KEY_LEFT);
    assert_int_equal(paste(&field, "b\nc\u202e\n\n"), FIELD_PASTE_TAKEN);
    assert_string_equal(text, "ab cd");
    assert_int_equal(field.cursor, 4);
    assert_int_equal(paste(&field, ""), FIELD_PASTE_TAKEN);
    assert_false(field_key(&field, UI_KEY_PASTE)); /* nothing is offered */
    field_offer_paste("x");
    assert_int_equal(field_end_paste(), FIELD_PASTE_LEFT);
}

static void a_paste_keeps_its_lines_where_there_are_lines(void **state)
{
    char text[ROOM] = "";
    struct field field = {.has_lines = true};
    (void)state;
    field_start(&field, text, sizeof text);
    assert_int_equal(paste(&field, "a\n\nb\n"), FIELD_PASTE_TAKEN);
    assert_string_equal(text, "a\n\nb\n");
}

static void a_paste_that_does_not_fit_is_cut_between_characters_and_said_so(void **state)
{
    char text[6] = "";
    struct field field = {0};
    (void)state;
    field_start(&field, text, sizeof text);
    assert_int_equal(paste(&field, "abcd€e"), FIELD_PASTE_CUT);
    assert_string_equal(text, "abcd");
    assert_int_equal(paste(&field, "e"), FIELD_PASTE_TAKEN);
    assert_string_equal(text, "abcde");
}

static void any_keys_leave_clean_text_in_its_room(void **state)
{
    static const int keys[] = {'a',          ' ',           E_ACUTE,         ACUTE,
                               0x20AC,       0x1F3AF,       0x200D,          UI_KEY_LEFT,
                               UI_KEY_RIGHT, UI_KEY_HOME,   UI_KEY_END,      UI_KEY_DELETE,
                               CONTROL_W,    UI_KEY_DELETE, UI_KEY_BACKSPACE};
    char text[ROOM + 1] = "";
    struct field field = {0};
    struct test_random random;
    (void)state;
    test_random_start(&random);
    text[ROOM] = '#';
    field_start(&field, text, ROOM);
    for (int i = 0; i < 20000; i++) {
        field_key(&field, keys[test_random_below(&random, sizeof keys / sizeof keys[0])]);
        assert_true(strlen(text) < ROOM);
        assert_true(field.cursor <= strlen(text));
        assert_true(text_is_clean(text, strlen(text)));
        assert_true(text_is_clean(text, field.cursor));
        assert_int_equal(text[ROOM], '#');
    }
}

static void a_secret_is_shown_as_dots(void **state)
{
    char text[ROOM] = "geheim";
    struct field field = {.is_secret = true};
    (void)state;
    field_start(&field, text, sizeof text);
    screen_start(24, 80, false, "signal-mint");
    field_draw(&field, screen_area(), 0, 0, 20, true);
    assert_string_equal(screen_row(0), "••••••");
    assert_false(screen_has("g"));
    screen_stop();
}

static void a_long_text_shows_the_end_where_the_cursor_is(void **state)
{
    char text[200] = "";
    struct field field = {0};
    (void)state;
    field_start(&field, text, sizeof text);
    for (int i = 0; i < 30; i++) {
        type(&field, "abc");
    }
    type(&field, "xyz");
    screen_start(24, 80, false, "signal-mint");
    field_draw(&field, screen_area(), 0, 0, 20, true);
    assert_screen_has("xyz");
    assert_true(text_width(screen_row(0)) < 20);
    screen_stop();
}

/* --- a form ----------------------------------------------------------------------------------- */

struct sample {
    char name[ROOM], pin[ROOM], owner[ROOM];
    int kind, is_guest;
    record_id owner_id;
    struct form_field fields[5];
    struct form form;
};

static void sample_start(struct sample *sample)
{
    static const char *const kinds[] = {"pistol", "rifle", "revolver", NULL};
    memset(sample, 0, sizeof *sample);
    sample->fields[0] = (struct form_field){.kind = FORM_TEXT,
                                            .label = "Name",
                                            .text = sample->name,
                                            .room = sizeof sample->name,
                                            .hint = "As on the licence."};
    sample->fields[1] = (struct form_field){
        .kind = FORM_SECRET, .label = "PIN", .text = sample->pin, .room = sizeof sample->pin};
    sample->fields[2] = (struct form_field){
        .kind = FORM_CHOICE, .label = "Kind", .choices = kinds, .number = &sample->kind};
    sample->fields[3] = (struct form_field){.kind = FORM_PICK,
                                            .label = "Owner",
                                            .text = sample->owner,
                                            .room = sizeof sample->owner,
                                            .picked = &sample->owner_id};
    sample->fields[4] =
        (struct form_field){.kind = FORM_SWITCH, .label = "Guest", .number = &sample->is_guest};
    form_start(&sample->form, sample->fields, 5);
}

static enum form_event press(struct sample *sample, int key)
{
    return form_key(&sample->form, key, NULL);
}

static void enter_goes_from_field_to_field_and_saves_on_the_last(void **state)
{
    struct sample sample;
    (void)state;
    sample_start(&sample);
    assert_int_equal(press(&sample, 'A'), FORM_CHANGED);
    assert_int_equal(press(&sample, UI_KEY_ENTER), FORM_CHANGED);
    assert_int_equal(press(&sample, '7'), FORM_CHANGED);
    assert_string_equal(sample.name, "A");
    assert_string_equal(sample.pin, "7");
    assert_int_equal(press(&sample, UI_KEY_ENTER), FORM_CHANGED);
    assert_int_equal(press(&sample, UI_KEY_ENTER), FORM_CHANGED);
    assert_int_equal(sample.form.focus, 3);
    assert_int_equal(press(&sample, UI_KEY_ENTER), FORM_WANTS_PICK);
    assert_int_equal(press(&sample, UI_KEY_TAB), FORM_CHANGED);
    assert_int_equal(press(&sample, UI_KEY_ENTER), FORM_SAVE);
}

static void tab_and_arrows_go_round(void **state)
{
    struct sample sample;
    (void)state;
    sample_start(&sample);
    press(&sample, UI_KEY_SHIFT_TAB);
    assert_int_equal(sample.form.focus, 4);
    press(&sample, UI_KEY_DOWN);
    assert_int_equal(sample.form.focus, 0);
    press(&sample, UI_KEY_UP);
    press(&sample, UI_KEY_UP);
    assert_int_equal(sample.form.focus, 3);
    assert_int_equal(press(&sample, UI_KEY_ESCAPE), FORM_CANCEL);
}

static void choices_and_switches_change_with_arrows_and_space(void **state)
{
    struct sample sample;
    (void)state;
    sample_start(&sample);
    form_focus(&sample.form, 2);
    assert_int_equal(press(&sample, UI_KEY_LEFT), FORM_CHANGED);
    assert_int_equal(sample.kind, 2);
    press(&sample, UI_KEY_RIGHT);
    press(&sample, ' ');
    assert_int_equal(sample.kind, 1);
    assert_int_equal(press(&sample, 'x'), FORM_UNUSED);
    form_focus(&sample.form, 4);
    press(&sample, ' ');
    assert_int_equal(sample.is_guest, 1);
    press(&sample, ' ');
    assert_int_equal(sample.is_guest, 0);
}

static void an_error_stands_below_its_field_in_words(void **state)
{
    struct sample sample;
    (void)state;
    sample_start(&sample);
    screen_start(24, 80, false, "signal-mint");
    snprintf(sample.form.error, sizeof sample.form.error, "%s",
             "A PIN has 4 to 12 digits. Nothing was stored; type another one, or leave with Esc"
             " and ask the administrator.");
    sample.form.error_field = 1;
    form_draw(&sample.form, area_part(screen_area(), 0, 0, 20, 60));
    assert_non_null(strstr(screen_row(1), "PIN"));
    assert_non_null(strstr(screen_row(2), "A PIN has 4 to 12 digits."));
    assert_screen_has("administrator.");
    screen_stop();
}

static void nothing_jumps_when_the_focus_moves(void **state)
{
    struct sample sample;
    char rows[5][200];
    (void)state;
    sample_start(&sample);
    screen_start(24, 80, false, "signal-mint");
    form_draw(&sample.form, area_part(screen_area(), 0, 0, 12, 60));
    assert_screen_has("As on the licence.");
    for (int i = 0; i < 5; i++) {
        snprintf(rows[i], sizeof rows[i], "%s", screen_row(i));
    }
    press(&sample, UI_KEY_DOWN);
    erase();
    form_draw(&sample.form, area_part(screen_area(), 0, 0, 12, 60));
    assert_false(screen_has("As on the licence."));
    for (int i = 0; i < 5; i++) {
        assert_string_equal(screen_row(i), rows[i]);
    }
    screen_stop();
}

static void a_click_goes_to_the_field_also_below_an_error(void **state)
{
    struct sample sample;
    (void)state;
    sample_start(&sample);
    screen_start(24, 80, false, "signal-mint");
    snprintf(sample.form.error, sizeof sample.form.error, "A name is needed.");
    sample.form.error_field = 0;
    form_draw(&sample.form, area_part(screen_area(), 4, 2, 14, 60));
    struct ui_mouse mouse = {.line = 7, .column = 20, .what = MOUSE_CLICK};
    assert_non_null(strstr(screen_row(7), "Kind"));
    assert_int_equal(form_key(&sample.form, UI_KEY_MOUSE, &mouse), FORM_CHANGED);
    assert_int_equal(sample.form.focus, 2);
    mouse.line = 5; /* the error's own line */
    assert_int_equal(form_key(&sample.form, UI_KEY_MOUSE, &mouse), FORM_UNUSED);
    mouse.line = 8;
    assert_int_equal(form_key(&sample.form, UI_KEY_MOUSE, &mouse), FORM_CHANGED);
    assert_int_equal(form_key(&sample.form, UI_KEY_MOUSE, &mouse), FORM_WANTS_PICK);
    screen_stop();
}

static void a_form_longer_than_the_screen_follows_the_focus(void **state)
{
    enum { COUNT = 30 };
    static char labels[COUNT][16];
    static char texts[COUNT][ROOM];
    struct form_field fields[COUNT];
    struct form form;
    (void)state;
    memset(fields, 0, sizeof fields);
    for (int i = 0; i < COUNT; i++) {
        snprintf(labels[i], sizeof labels[i], "Field %d.", i);
        fields[i] = (struct form_field){
            .kind = FORM_TEXT, .label = labels[i], .text = texts[i], .room = ROOM};
    }
    form_start(&form, fields, COUNT);
    screen_start(24, 80, false, "signal-mint");
    for (int i = 0; i < COUNT; i++) {
        erase();
        form_draw(&form, area_part(screen_area(), 0, 0, 10, 60));
        assert_screen_has(labels[i]);
        form_key(&form, UI_KEY_DOWN, NULL);
    }
    screen_stop();
}

/* --- lines of a text -------------------------------------------------------------------------- */

static void text_breaks_at_blanks_and_never_inside_a_character(void **state)
{
    const char *text = "een twee drie\nvier";
    size_t size = 0;
    size_t next = 0;
    (void)state;
    assert_true(text_line(text, 0, 9, &size, &next));
    assert_int_equal(size, strlen("een twee "));
    assert_true(text_line(text, next, 9, &size, &next));
    assert_int_equal(size, strlen("drie"));
    assert_false(text_line(text, next, 9, &size, &next));
    assert_int_equal(text_line_count(text, 9), 3);
    assert_int_equal(text_line_count("", 9), 1);
    assert_int_equal(text_line_count("a\n", 9), 2);
    assert_true(text_line("日本語", 0, 4, &size, &next));
    assert_int_equal(size, strlen("日本"));
}

static void every_place_in_a_text_is_found_again(void **state)
{
    static const char *const pieces[] = {"a", "bc ", "\n", " ", "é", "日", "e\xCC\x81", "woord "};
    struct test_random random;
    (void)state;
    test_random_start(&random);
    for (int round = 0; round < 300; round++) {
        char text[400] = "";
        int columns = 2 + test_random_below(&random, 20);
        for (int i = test_random_below(&random, 60); i > 0; i--) {
            const char *piece = pieces[test_random_below(&random, 8)];
            memcpy(text + strlen(text), piece, strlen(piece) + 1);
        }
        int last_line = 0;
        for (size_t at = 0; text[at] != '\0'; at += text_cluster(text + at)) {
            struct text_place place = text_place_of(text, columns, at);
            assert_true(place.line == last_line || place.line == last_line + 1);
            last_line = place.line;
            assert_int_equal(text_offset_of(text, columns, place), at);
        }
        struct text_place beyond = {1000, 1000};
        assert_int_equal(text_offset_of(text, columns, beyond), strlen(text));
    }
}

int main(void)
{
    i18n_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typing_goes_in_at_the_cursor),
        cmocka_unit_test(a_text_that_was_changed_below_the_field_keeps_the_cursor_inside),
        cmocka_unit_test(backspace_takes_what_a_person_sees_as_one_character),
        cmocka_unit_test(control_w_takes_a_word_and_control_u_everything),
        cmocka_unit_test(what_does_not_fit_is_left_out_whole),
        cmocka_unit_test(control_and_direction_characters_are_refused),
        cmocka_unit_test(a_paste_goes_in_at_the_cursor_as_one_line),
        cmocka_unit_test(a_paste_keeps_its_lines_where_there_are_lines),
        cmocka_unit_test(a_paste_that_does_not_fit_is_cut_between_characters_and_said_so),
        cmocka_unit_test(any_keys_leave_clean_text_in_its_room),
        cmocka_unit_test(a_secret_is_shown_as_dots),
        cmocka_unit_test(a_long_text_shows_the_end_where_the_cursor_is),
        cmocka_unit_test(enter_goes_from_field_to_field_and_saves_on_the_last),
        cmocka_unit_test(tab_and_arrows_go_round),
        cmocka_unit_test(choices_and_switches_change_with_arrows_and_space),
        cmocka_unit_test(an_error_stands_below_its_field_in_words),
        cmocka_unit_test(nothing_jumps_when_the_focus_moves),
        cmocka_unit_test(a_click_goes_to_the_field_also_below_an_error),
        cmocka_unit_test(a_form_longer_than_the_screen_follows_the_focus),
        cmocka_unit_test(text_breaks_at_blanks_and_never_inside_a_character),
        cmocka_unit_test(every_place_in_a_text_is_found_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
