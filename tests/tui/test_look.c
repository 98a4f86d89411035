/* How it looks: sizes, languages, colours or none, ASCII, resizing. */
#include "tui/tui.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum { SECTIONS = 7 };

static struct tui *start(int lines, int columns, const char *first, const char *second)
{
    char folder[512];
    tui_demo_folder(folder);
    const char *argv[] = {"--data", folder, NULL, NULL};
    const char *env[] = {first, second, NULL};
    if (first != NULL && first[0] == '-') {
        argv[2] = first;
        env[0] = second;
        env[1] = NULL;
    }
    struct tui_options options = {.lines = lines, .columns = columns, .argv = argv, .env = env};
    struct tui *tui = tui_start(&options);
    tui_login(tui, "petra", "vijf ringen");
    tui_expect(tui, "Petra Mulder");
    return tui;
}

static void go_to(struct tui *tui, int section)
{
    char key[2] = {(char)('0' + section), '\0'};
    tui_type(tui, "<Esc>");
    tui_type(tui, key);
}

static void expect_whole_frame(struct tui *tui, int lines, int section)
{
    char digit[3] = {(char)('0' + section), ' ', '\0'};
    const char *wholes[] = {tui_row(tui, 1)};
    if (strstr(wholes[0], digit) == NULL) {
        fail_msg("section %d is missing in the section bar:\n%s", section, tui_text(tui));
    }
    const int frame[] = {0, 1, lines - 1};
    for (size_t i = 0; i < sizeof frame / sizeof frame[0]; i++) {
        const char *row = tui_row(tui, frame[i]);
        if (strstr(row, "…") != NULL || row[strspn(row, " ")] == '\0') {
            fail_msg("line %d is cut or empty in section %d:\n%s", frame[i], section,
                     tui_text(tui));
        }
    }
}

static void walk_sections(int lines, int columns, const char *language)
{
    struct tui *tui = start(lines, columns, language, NULL);
    for (int section = 1; section <= SECTIONS; section++) {
        if (section == 5 || section == 6) {
            continue; /* Coach and Reports have tests of their own */
        }
        go_to(tui, section);
        expect_whole_frame(tui, lines, section);
    }
    tui_stop(tui);
}

static void the_frame_is_whole_at_80x24_in_english(void **state)
{
    (void)state;
    walk_sections(24, 80, "LANGUAGE=en");
}

static void the_frame_is_whole_at_80x24_in_dutch(void **state)
{
    (void)state;
    walk_sections(24, 80, "LANGUAGE=nl");
}

static void the_frame_is_whole_at_140x45(void **state)
{
    (void)state;
    walk_sections(45, 140, "LANGUAGE=nl");
}

static void the_frame_is_whole_at_200x60(void **state)
{
    (void)state;
    walk_sections(60, 200, "LANGUAGE=en");
}

/* Every page of a session in Dutch, the longer language: nothing of ours is cut. */
static void a_session_is_not_cut_at_80x24_in_dutch(void **state)
{
    (void)state;
    struct tui *tui = start(24, 80, "LANGUAGE=nl", NULL);
    tui_type(tui, "2");
    tui_expect(tui, "Schutter");
    tui_type(tui, "/lp60<Enter>");
    tui_expect(tui, "[Series]");
    for (int page = 0; page < 7; page++) {
        tui_expect_not(tui, "…");
        tui_type(tui, "<Tab>");
    }
    tui_stop(tui);
}

static void no_colour_means_no_colour(void **state)
{
    (void)state;
    struct tui *tui = start(24, 80, "NO_COLOR=1", NULL);
    tui_type(tui, "2");
    tui_expect(tui, "Shooter");
    assert_false(tui_has_any_colour(tui));
    tui_stop(tui);
}

static void a_colour_terminal_gets_colour(void **state)
{
    (void)state;
    struct tui *tui = start(24, 80, NULL, NULL);
    tui_type(tui, "2");
    tui_expect(tui, "Shooter");
    assert_true(tui_has_any_colour(tui));
    tui_stop(tui);
}

static void expect_ascii(struct tui *tui)
{
    for (const char *c = tui_text(tui); *c != '\0'; c++) {
        if ((unsigned char)*c >= 0x80) {
            fail_msg("not ASCII:\n%s", tui_text(tui));
        }
    }
}

static void walk_in_ascii(const char *first, const char *second)
{
    struct tui *tui = start(24, 80, first, second);
    for (int section = 1; section <= 4; section++) {
        go_to(tui, section);
        expect_ascii(tui);
    }
    tui_type(tui, "2");
    tui_type(tui, "/lp60<Enter>");
    tui_expect(tui, "[Series]");
    for (int page = 0; page < 7; page++) {
        expect_ascii(tui);
        tui_type(tui, "<Tab>");
    }
    tui_stop(tui);
}

static void ascii_on_request_draws_ascii_only(void **state)
{
    (void)state;
    walk_in_ascii("--ascii", NULL);
}

static void a_locale_without_utf8_draws_ascii_only(void **state)
{
    (void)state;
    walk_in_ascii("LC_ALL=C", NULL);
}

static void the_target_is_drawn_in_braille(void **state)
{
    (void)state;
    struct tui *tui = start(45, 140, NULL, NULL);
    tui_type(tui, "2");
    tui_expect(tui, "Shooter");
    tui_type(tui, "/lp60<Enter>");
    tui_expect(tui, "[Series]");
    int braille = 0;
    const char *text = tui_text(tui);
    for (size_t used = 0; *text != '\0'; text += used) {
        int c = 0;
        used = text_decode(text, &c);
        braille += c > 0x2800 && c <= 0x28FF;
    }
    assert_true(braille > 200);
    tui_stop(tui);
}

static void a_terminal_that_is_too_small_says_so_and_recovers(void **state)
{
    (void)state;
    struct tui *tui = start(24, 80, NULL, NULL);
    tui_type(tui, "2");
    tui_expect(tui, "Shooter");
    tui_resize(tui, 23, 79);
    tui_expect(tui, "80x24");
    tui_expect_not(tui, "Shooter");
    tui_resize(tui, 45, 140);
    tui_expect(tui, "Shooter");
    tui_resize(tui, 24, 80);
    tui_expect(tui, "Shooter");
    tui_stop(tui);
}

static void a_session_survives_any_resize(void **state)
{
    (void)state;
    static const int sizes[][2] = {{24, 80}, {60, 200}, {24, 200}, {60, 80}, {30, 119}, {36, 120}};
    struct tui *tui = start(24, 80, NULL, NULL);
    tui_type(tui, "2");
    tui_expect(tui, "Shooter");
    tui_type(tui, "/lp60<Enter>");
    tui_expect(tui, "[Series]");
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        tui_resize(tui, sizes[i][0], sizes[i][1]);
        tui_expect(tui, "[Series]");
        tui_expect(tui, "average");
    }
    tui_stop(tui);
}

static void a_click_chooses_a_page(void **state)
{
    (void)state;
    struct tui *tui = start(24, 80, NULL, NULL);
    tui_type(tui, "2");
    tui_expect(tui, "Shooter");
    tui_type(tui, "/lp60<Enter>");
    tui_expect(tui, "[Series]");
    for (int line = 0; line < 10; line++) {
        const char *row = tui_row(tui, line);
        const char *at = strstr(row, "Numbers");
        if (at != NULL) {
            char before[1024];
            snprintf(before, sizeof before, "%.*s", (int)(at - row), row);
            tui_click(tui, line, text_width(before) + 2);
            break;
        }
    }
    tui_expect(tui, "[Numbers]");
    tui_stop(tui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_frame_is_whole_at_80x24_in_english),
        cmocka_unit_test(the_frame_is_whole_at_80x24_in_dutch),
        cmocka_unit_test(the_frame_is_whole_at_140x45),
        cmocka_unit_test(the_frame_is_whole_at_200x60),
        cmocka_unit_test(a_session_is_not_cut_at_80x24_in_dutch),
        cmocka_unit_test(no_colour_means_no_colour),
        cmocka_unit_test(a_colour_terminal_gets_colour),
        cmocka_unit_test(ascii_on_request_draws_ascii_only),
        cmocka_unit_test(a_locale_without_utf8_draws_ascii_only),
        cmocka_unit_test(the_target_is_drawn_in_braille),
        cmocka_unit_test(a_terminal_that_is_too_small_says_so_and_recovers),
        cmocka_unit_test(a_session_survives_any_resize),
        cmocka_unit_test(a_click_chooses_a_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
