#include "rules_support.h"
#include "screen_support.h"

#include <math.h>

#include "base/text.h"
#include "ui/plot.h"

static struct arena arena;
static struct face_list faces;

static int start(void **state)
{
    (void)state;
    i18n_start();
    test_faces(&arena, &faces);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct target_view view_of(const char *face_id)
{
    const struct face *face = face_find(&faces, face_id);
    assert_non_null(face);
    return (struct target_view){
        .face = face, .gauge_um = face->gauge_am / AM_PER_UM, .selected = -1, .zoom = 1};
}

static struct shot shot_at(double x_mm, double y_mm)
{
    return (struct shot){.series = 1,
                         .number = 1,
                         .is_plotted = true,
                         .value_tenths = 90,
                         .ring = 9,
                         .x_um = lround(x_mm * 1000),
                         .y_um = lround(y_mm * 1000)};
}

static int count_on_screen(const char *glyph)
{
    int count = 0;
    for (int line = 0; line < LINES; line++) {
        for (int column = 0; column < COLS; column++) {
            char text[32];
            screen_cell(line, column, text, NULL, NULL);
            count += strcmp(text, glyph) == 0;
        }
    }
    return count;
}

/* Braille bits of a cell; 0 for anything else. */
static unsigned dots_at(int line, int column)
{
    char text[32];
    int code_point = 0;
    screen_cell(line, column, text, NULL, NULL);
    text_decode(text, &code_point);
    return code_point >= 0x2800 && code_point < 0x2900 ? (unsigned)code_point - 0x2800 : 0;
}

static unsigned mirrored(unsigned dots)
{
    static const int other[8] = {3, 4, 5, 0, 1, 2, 7, 6};
    unsigned result = 0;
    for (int bit = 0; bit < 8; bit++) {
        result |= (dots >> bit & 1U) << other[bit];
    }
    return result;
}

static unsigned upside_down(unsigned dots)
{
    static const int other[8] = {6, 2, 1, 7, 5, 4, 0, 3};
    unsigned result = 0;
    for (int bit = 0; bit < 8; bit++) {
        result |= (dots >> bit & 1U) << other[bit];
    }
    return result;
}

/* --- the target ------------------------------------------------------------------------------- */

static void a_click_gives_the_place_that_is_drawn_there(void **state)
{
    struct test_random random;
    (void)state;
    test_random_start(&random);
    screen_start(50, 100, false, "signal-mint");
    for (int i = 0; i < 400; i++) {
        struct target_view view = view_of(i % 2 == 0 ? "AP10" : "P25");
        int lines = 10 + test_random_below(&random, 40);
        int columns = 20 + test_random_below(&random, 80);
        struct area area = area_part(screen_area(), test_random_below(&random, 50 - lines + 1),
                                     test_random_below(&random, 100 - columns + 1), lines, columns);
        int line = area.line + test_random_below(&random, lines);
        int column = area.column + test_random_below(&random, columns);
        int64_t x = 0;
        int64_t y = 0;
        view.zoom = 1 + test_random_below(&random, 30) / 10.0;
        view.centre_x_mm = test_random_below(&random, 41) - 20;
        view.centre_y_mm = test_random_below(&random, 41) - 20;
        assert_true(plot_target_at(area, &view, line, column, &x, &y));
        struct shot shot = shot_at((double)x / 1000, (double)y / 1000);
        view.gauge_um = 10;
        view.shots = &shot;
        view.shot_count = 1;
        erase();
        plot_target(area, &view);
        char text[32];
        screen_cell(line, column, text, NULL, NULL);
        assert_string_equal(text, "●");
    }
    screen_stop();
}

static void outside_the_target_s_area_there_is_no_place(void **state)
{
    struct target_view view = view_of("AP10");
    struct area area = {3, 5, 20, 44};
    int64_t x = 7;
    int64_t y = 7;
    (void)state;
    assert_false(plot_target_at(area, &view, 2, 10, &x, &y));
    assert_false(plot_target_at(area, &view, 23, 10, &x, &y));
    assert_false(plot_target_at(area, &view, 10, 4, &x, &y));
    assert_false(plot_target_at(area, &view, 10, 49, &x, &y));
    assert_true(plot_target_at(area, &view, 12, 26, &x, &y));
    assert_int_equal(x, 0);
    assert_int_equal(y, 0);
}

static void right_and_up_are_positive(void **state)
{
    struct target_view view = view_of("AP10");
    struct area area = {0, 0, 21, 45};
    int64_t x = 0;
    int64_t y = 0;
    (void)state;
    assert_true(plot_target_at(area, &view, 0, 44, &x, &y));
    assert_true(x > 70000 && x < 90000);
    assert_true(y > 70000 && y < 90000);
}

static void every_face_is_drawn_the_same_on_all_four_sides(void **state)
{
    (void)state;
    screen_start(51, 101, false, "signal-mint");
    for (int i = 0; i < faces.count; i++) {
        for (int lines = 11; lines <= 51; lines += 10) {
            struct target_view view = view_of(faces.rows[i].id);
            int columns = lines * 2 - 1;
            int seen = 0;
            erase();
            plot_target(area_part(screen_area(), 0, 0, lines, columns), &view);
            for (int line = 0; line < lines; line++) {
                for (int column = 0; column < columns; column++) {
                    unsigned dots = dots_at(line, column);
                    seen += dots != 0;
                    assert_int_equal(dots, mirrored(dots_at(line, columns - 1 - column)));
                    assert_int_equal(dots, upside_down(dots_at(lines - 1 - line, column)));
                }
            }
            assert_true(seen > lines); /* there is a target at all */
        }
    }
    screen_stop();
}

/* Columns of the row through the middle that lie on the black. */
static int columns_on_black(int line, const char *theme, attr_t *attributes)
{
    int plain = 0;
    int count = 0;
    (void)theme;
    screen_cell(0, 0, (char[32]){0}, NULL, &plain);
    for (int column = 0; column < COLS; column++) {
        char text[32];
        attr_t found = 0;
        int pair = 0;
        screen_cell(line, column, text, &found, &pair);
        if (strcmp(text, " ") == 0 && (pair != plain || found != 0)) {
            count++;
            *attributes = found;
        }
    }
    return count;
}

static void the_black_is_as_wide_as_it_is(void **state)
{
    static const char *const themes[] = {"signal-mint", "daylight", "mono"};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        attr_t attributes = 0;
        struct target_view view = view_of("RF25");
        struct target_view pistol = view_of("AP10");
        screen_start(41, 81, false, themes[i]);
        plot_target(screen_area(), &view); /* black all over: row 3 is well inside */
        assert_true(columns_on_black(12, themes[i], &attributes) > 40);
        assert_true(strcmp(themes[i], "mono") != 0 || (attributes & A_REVERSE) != 0);
        erase();
        plot_target(screen_area(), &pistol);
        assert_int_equal(columns_on_black(3, themes[i], &attributes), 0);
        int middle = columns_on_black(19, themes[i], &attributes);
        assert_true(middle > 10 && middle < 32); /* 59.5 of 155.5 mm over 81 columns is 31 */
        screen_stop();
    }
}

static void the_rings_carry_their_values_on_both_sides(void **state)
{
    struct target_view view = view_of("AP10");
    (void)state;
    screen_start(41, 81, false, "signal-mint");
    plot_target(screen_area(), &view);
    const char *row = screen_row(20);
    for (char ring = '1'; ring <= '8'; ring++) {
        const char *left = strchr(row, ring);
        assert_non_null(left);
        assert_ptr_not_equal(left, strrchr(row, ring));
        assert_int_equal(count_on_screen((const char[]){ring, '\0'}), 4);
    }
    screen_stop();
}

static void a_large_hole_covers_what_it_covers(void **state)
{
    struct target_view view = view_of("AR10");
    struct shot shot = shot_at(0, 0);
    (void)state;
    view.shots = &shot;
    view.shot_count = 1;
    screen_start(41, 81, false, "signal-mint");
    plot_target(screen_area(), &view);
    assert_int_equal(count_on_screen("●"), 0);
    int across = 0;
    for (int column = 0; column < COLS; column++) {
        across += dots_at(20, column) == 0xFF;
    }
    /* 4.5 of 45.5 mm, of 81 columns: 8 */
    assert_in_range(across, 6, 8);
    screen_stop();
}

static void shots_without_a_place_and_hidden_sighters_are_not_drawn(void **state)
{
    struct target_view view = view_of("AP10");
    struct shot shots[3] = {shot_at(30, 30), shot_at(-30, 30), shot_at(0, -30)};
    (void)state;
    shots[0].is_plotted = false;
    shots[1].series = 0;
    view.shots = shots;
    view.shot_count = 3;
    screen_start(24, 48, false, "signal-mint");
    plot_target(screen_area(), &view);
    assert_int_equal(count_on_screen("●"), 1);
    view.show_sighters = true;
    erase();
    plot_target(screen_area(), &view);
    assert_int_equal(count_on_screen("●"), 2);
    screen_stop();
}

static void the_chosen_shot_shows_its_number_over_the_others(void **state)
{
    struct target_view view = view_of("AP10");
    struct shot shots[3] = {shot_at(10, 10), shot_at(60, 0), shot_at(60, 0)};
    attr_t attributes = 0;
    int64_t x = 0;
    int64_t y = 0;
    char text[32];
    (void)state;
    shots[0].series = 0;
    view.shots = shots;
    view.shot_count = 3;
    view.selected = 1; /* the first match shot: sighters are not counted */
    screen_start(24, 48, false, "mono");
    plot_target(screen_area(), &view);
    for (int column = 0; column < 48; column++) {
        plot_target_at(screen_area(), &view, 11, column, &x, &y);
        screen_cell(11, column, text, &attributes, NULL);
        if (x >= 58000 && x <= 62000 && (attributes & A_REVERSE) != 0) {
            assert_string_equal(text, "1");
            screen_stop();
            return;
        }
    }
    fail_msg("the chosen shot is not lit");
}

static void overlays_are_drawn_over_the_holes(void **state)
{
    struct target_view view = view_of("AP10");
    struct shot shots[10];
    struct session_stats stats;
    (void)state;
    for (int i = 0; i < 10; i++) {
        shots[i] = shot_at(15 + 10 * cos(i), 20 + 10 * sin(i));
        shots[i].number = i + 1;
    }
    stats_session(shots, 10, NULL, &stats);
    view.shots = shots;
    view.shot_count = 10;
    view.stats = &stats;
    view.show_mpi = true;
    screen_start(41, 81, false, "signal-mint");
    plot_target(screen_area(), &view);
    int before = count_on_screen("✚");
    view.show_mpi = false;
    view.has_cursor = true;
    erase();
    plot_target(screen_area(), &view);
    assert_int_equal(before, 1);
    assert_int_equal(count_on_screen("✚"), 0);
    assert_int_equal(count_on_screen("┼"), 1);
    screen_stop();
}

static void without_utf8_it_is_still_a_target(void **state)
{
    struct target_view view = view_of("AP10");
    struct shot shot = shot_at(0, 40);
    (void)state;
    view.shots = &shot;
    view.shot_count = 1;
    view.has_cursor = true;
    screen_start(21, 45, true, "mono");
    plot_target(screen_area(), &view);
    for (int line = 0; line < LINES; line++) {
        for (const char *byte = screen_row(line); *byte != '\0'; byte++) {
            assert_in_range(*byte, ' ', '~');
        }
    }
    assert_int_equal(count_on_screen("o"), 1);
    assert_true(count_on_screen("#") > 40);
    assert_int_equal(count_on_screen("1"), 2);
    assert_non_null(strchr(screen_row(0), '.')); /* the top of ring 1 */
    screen_stop();
}

static void the_caption_gives_the_size_of_the_card_s_rings(void **state)
{
    char text[120];
    struct target_view view = view_of("NSRA25");
    (void)state;
    plot_target_caption(&view, text, sizeof text);
    assert_string_equal(text, "NSRA25: ring 1 is 78.755 mm across");
}

static void any_size_face_and_zoom_can_be_drawn(void **state)
{
    struct test_random random;
    struct shot shots[60];
    struct session_stats stats;
    (void)state;
    test_random_start(&random);
    screen_start(50, 100, false, "signal-mint");
    for (int i = 0; i < 300; i++) {
        struct target_view view = view_of(faces.rows[test_random_below(&random, faces.count)].id);
        for (int j = 0; j < 60; j++) {
            shots[j] = shot_at(test_random_below(&random, 4000) / 10.0 - 200,
                               test_random_below(&random, 4000) / 10.0 - 200);
            shots[j].series = j / 10;
            shots[j].is_plotted = j % 7 != 0;
        }
        stats_session(shots, 60, NULL, &stats);
        view.shots = shots;
        view.shot_count = 60;
        view.stats = &stats;
        view.selected = test_random_below(&random, 61) - 1;
        view.zoom = test_random_below(&random, 160) / 10.0;
        view.centre_x_mm = test_random_below(&random, 200) - 100;
        view.show_mpi = view.show_mean_radius = view.show_spread = view.has_cursor = true;
        view.show_numbers = i % 2 == 0;
        plot_target(area_part(screen_area(), 0, 0, test_random_below(&random, 51),
                              test_random_below(&random, 101)),
                    &view);
    }
    screen_stop();
}

/* --- the strip -------------------------------------------------------------------------------- */

static int make_series(struct shot *shots, int series_count, int per_series, int value_tenths)
{
    for (int i = 0; i < series_count * per_series; i++) {
        shots[i] = (struct shot){.series = i / per_series + 1,
                                 .number = i % per_series + 1,
                                 .value_tenths = value_tenths,
                                 .ring = value_tenths / 10};
    }
    return series_count * per_series;
}

/* Height of the bar in eighths of a line. */
static int bar_height(int first_line, int lines, int column)
{
    int height = 0;
    for (int line = first_line; line < first_line + lines; line++) {
        char text[32];
        int code_point = 0;
        screen_cell(line, column, text, NULL, NULL);
        text_decode(text, &code_point);
        height += code_point >= 0x2581 && code_point <= 0x2588 ? code_point - 0x2580 : 0;
    }
    return height;
}

static void eights_nines_and_tens_look_different(void **state)
{
    struct shot shots[60];
    int count = make_series(shots, 6, 10, 90);
    (void)state;
    shots[0].value_tenths = 80;
    shots[2].value_tenths = 100;
    shots[3].value_tenths = 0;
    screen_start(24, 80, false, "signal-mint");
    plot_shot_strip(area_part(screen_area(), 0, 0, 6, 78), shots + 4, count - 4, 0, 0, -1);
    int nine = bar_height(0, 5, 5);
    shots[3].value_tenths = 70;
    erase();
    plot_shot_strip(area_part(screen_area(), 0, 0, 6, 78), shots, count, 0, 0, -1);
    assert_int_equal(bar_height(0, 5, 7), 40); /* a ten fills it */
    assert_true(bar_height(0, 5, 7) - bar_height(0, 5, 6) >= 6);
    assert_true(bar_height(0, 5, 6) - bar_height(0, 5, 5) >= 6);
    assert_int_equal(bar_height(0, 5, 6), nine); /* the axis does not follow good shots */
    screen_stop();
}

static void every_shot_has_a_bar_and_series_stay_together(void **state)
{
    static const int widths[] = {78, 48, 30, 20};
    struct shot shots[60];
    int count = make_series(shots, 12, 5, 90);
    (void)state;
    shots[17].value_tenths = 0; /* a miss too */
    screen_start(45, 80, false, "signal-mint");
    for (size_t i = 0; i < 4; i++) {
        int bars = 0;
        erase();
        plot_shot_strip(area_part(screen_area(), 0, 0, 40, widths[i]), shots, count, 0, 0, -1);
        for (int line = 0; line < 40; line++) {
            int run = 0;
            for (int column = 5; column <= widths[i]; column++) {
                bool is_bar = column < widths[i] && bar_height(line, 1, column) > 0;
                run = is_bar ? run + 1 : run;
                if (!is_bar && run > 0) {
                    bool is_bottom = bar_height(line + 1, 1, column - 1) == 0;
                    assert_true(run <= 5);
                    assert_true(!is_bottom || run == 5);
                    bars += is_bottom ? run : 0;
                    run = 0;
                }
            }
        }
        assert_int_equal(bars, 60);
    }
    screen_stop();
}

static void the_weak_run_is_marked_below_its_shots(void **state)
{
    struct shot shots[60];
    int count = make_series(shots, 6, 10, 90);
    (void)state;
    screen_start(24, 80, false, "mono");
    plot_shot_strip(area_part(screen_area(), 0, 0, 6, 78), shots, count, 21, 30, -1);
    assert_int_equal(count_on_screen("▔"), 10);
    for (int column = 5 + 22; column < 5 + 32; column++) {
        char text[32];
        screen_cell(5, column, text, NULL, NULL);
        assert_string_equal(text, "▔");
    }
    screen_stop();
}

static void what_has_no_room_goes_from_the_start(void **state)
{
    struct shot shots[120];
    int count = make_series(shots, 12, 10, 90);
    (void)state;
    screen_start(24, 80, false, "signal-mint");
    plot_shot_strip(area_part(screen_area(), 0, 0, 6, 40), shots, count, 0, 0, -1);
    assert_screen_has("#91");
    assert_false(screen_has("#1 "));
    erase();
    plot_shot_strip(area_part(screen_area(), 0, 0, 6, 40), shots, count, 0, 0, 3);
    assert_screen_has("▲");
    screen_stop();
}

static void sighters_have_no_bar(void **state)
{
    struct shot shots[20];
    int count = make_series(shots, 2, 10, 90);
    (void)state;
    for (int i = 0; i < 10; i++) {
        shots[i].series = 0;
    }
    screen_start(24, 80, false, "signal-mint");
    plot_shot_strip(area_part(screen_area(), 0, 0, 6, 78), shots, count, 0, 0, -1);
    assert_true(bar_height(0, 5, 14) > 0);
    assert_int_equal(bar_height(0, 5, 15), 0);
    assert_int_equal(bar_height(0, 5, 16), 0);
    screen_stop();
}

/* --- the line --------------------------------------------------------------------------------- */

static void a_line_rises_with_its_values_and_says_its_unit(void **state)
{
    const double values[] = {540, 545, 550, 560};
    struct plot_line line = {
        .values = values, .count = 4, .low = 540, .high = 560, .unit = "rings"};
    (void)state;
    screen_start(24, 80, false, "signal-mint");
    plot_line(area_part(screen_area(), 0, 0, 6, 50), &line);
    assert_non_null(strstr(screen_row(0), "560 rings"));
    assert_non_null(strstr(screen_row(5), "540 rings"));
    assert_int_not_equal(dots_at(5, 10), 0);
    assert_int_not_equal(dots_at(0, 49), 0);
    assert_int_equal(dots_at(0, 10), 0);
    assert_int_equal(dots_at(5, 49), 0);
    screen_stop();
}

static void one_value_and_no_value_are_drawn_too(void **state)
{
    const double values[] = {9.5};
    struct plot_line line = {.values = values, .count = 1};
    (void)state;
    screen_start(24, 80, false, "signal-mint");
    plot_line(area_part(screen_area(), 0, 0, 6, 50), &line);
    int dots = 0;
    for (int row = 0; row < 6; row++) {
        dots += dots_at(row, 10) != 0;
    }
    assert_int_equal(dots, 1);
    erase();
    line.count = 0;
    plot_line(area_part(screen_area(), 0, 0, 6, 50), &line);
    assert_string_equal(screen_row(0), "");
    screen_stop();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_click_gives_the_place_that_is_drawn_there),
        cmocka_unit_test(outside_the_target_s_area_there_is_no_place),
        cmocka_unit_test(right_and_up_are_positive),
        cmocka_unit_test(every_face_is_drawn_the_same_on_all_four_sides),
        cmocka_unit_test(the_black_is_as_wide_as_it_is),
        cmocka_unit_test(the_rings_carry_their_values_on_both_sides),
        cmocka_unit_test(a_large_hole_covers_what_it_covers),
        cmocka_unit_test(shots_without_a_place_and_hidden_sighters_are_not_drawn),
        cmocka_unit_test(the_chosen_shot_shows_its_number_over_the_others),
        cmocka_unit_test(overlays_are_drawn_over_the_holes),
        cmocka_unit_test(without_utf8_it_is_still_a_target),
        cmocka_unit_test(the_caption_gives_the_size_of_the_card_s_rings),
        cmocka_unit_test(any_size_face_and_zoom_can_be_drawn),
        cmocka_unit_test(eights_nines_and_tens_look_different),
        cmocka_unit_test(every_shot_has_a_bar_and_series_stay_together),
        cmocka_unit_test(the_weak_run_is_marked_below_its_shots),
        cmocka_unit_test(what_has_no_room_goes_from_the_start),
        cmocka_unit_test(sighters_have_no_bar),
        cmocka_unit_test(a_line_rises_with_its_values_and_says_its_unit),
        cmocka_unit_test(one_value_and_no_value_are_drawn_too),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
