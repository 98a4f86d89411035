/* Text as people see it: widths, cutting, folding, and what may reach a terminal or the log. */
#include "support.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "base/sanitize.h"
#include "base/text.h"

static void copying_cuts_between_characters(void **state)
{
    (void)state;
    char dst[6];
    assert_false(text_copy(dst, sizeof dst, "abcd€"));
    assert_string_equal(dst, "abcd");
    assert_true(text_copy(dst, sizeof dst, "ab€"));
    assert_string_equal(dst, "ab€");
    assert_false(text_copy(dst, 1, "x"));
    assert_string_equal(dst, "");
}

static void width_counts_columns_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(text_width(""), 0);
    assert_int_equal(text_width("Visser"), 6);
    assert_int_equal(text_width("Özgür"), 5);
    assert_int_equal(text_width("e\u0301te\u0301"), 3); /* combining accents */
    assert_int_equal(text_width("靶場"), 4);
    assert_int_equal(text_width("\xFF\xC3"), 2); /* invalid bytes: U+FFFD each */
}

static void width_agrees_with_the_terminals_wcwidth(void **state)
{
    (void)state;
    static const int ranges[][2] = {
        {0x20, 0x7E},     {0xA1, 0xAC},     {0xAE, 0x2FF},    {0x391, 0x3A1},   {0x3B1, 0x3C9},
        {0x400, 0x45F},   {0x2190, 0x21FF}, {0x2500, 0x257F}, {0x2580, 0x259F}, {0x2800, 0x28FF},
        {0x3041, 0x3096}, {0x30A1, 0x30FA}, {0x4E00, 0x4FFF}, {0xAC00, 0xACFF}, {0x2022, 0x2022},
        {0x2026, 0x2026}, {0x2713, 0x2713}, {0x20AC, 0x20AC}};
    assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        for (int point = ranges[i][0]; point <= ranges[i][1]; point++) {
            char bytes[8];
            int size = snprintf(bytes, sizeof bytes, "%lc", (wint_t)point);
            if (size <= 0 || text_width(bytes) != wcwidth((wchar_t)point)) {
                fail_msg("U+%04X: %d columns here, %d there", (unsigned)point, text_width(bytes),
                         wcwidth((wchar_t)point));
            }
        }
    }
}

static void what_does_not_fit_ends_in_an_ellipsis(void **state)
{
    (void)state;
    char dst[32];
    assert_int_equal(text_fit(dst, sizeof dst, "Bakker, Anna", 12), 12);
    assert_string_equal(dst, "Bakker, Anna");
    assert_int_equal(text_fit(dst, sizeof dst, "Bakker, Anna", 11), 11);
    assert_string_equal(dst, "Bakker, An…");
    assert_int_equal(text_fit(dst, sizeof dst, "靶場靶場", 4), 3); /* a wide one is not halved */
    assert_string_equal(dst, "靶…");
    assert_int_equal(text_fit(dst, sizeof dst, "abc", 0), 0);
    assert_string_equal(dst, "");
    assert_int_equal(text_fit(dst, 6, "abcdefgh", 8), 3); /* the room is the limit */
    assert_string_equal(dst, "ab…");
}

static void a_cluster_keeps_its_accents(void **state)
{
    (void)state;
    assert_int_equal(text_cluster(""), 0);
    assert_int_equal(text_cluster("ab"), 1);
    assert_int_equal(text_cluster("e\u0301a"), 3);
}

static void folding_makes_names_findable(void **state)
{
    (void)state;
    char dst[64];
    text_fold(dst, sizeof dst, "Özgür d'Été");
    assert_string_equal(dst, "ozgur d'ete");
    text_fold(dst, sizeof dst, "ŁÓDŹ Straße Ĳssel Ærø");
    assert_string_equal(dst, "lodz strasse ijssel aero");
    text_fold(dst, sizeof dst, "ΣΊΣΥΦΟΣ Дмитрий");
    assert_string_equal(dst, "σισυφοσ дмитрии");
    text_fold(dst, 4, "aбДc"); /* nothing after what did not fit */
    assert_string_equal(dst, "aб");
}

static void ascii_spells_what_it_can(void **state)
{
    (void)state;
    char dst[64];
    text_ascii(dst, sizeof dst, "Café “Ĳ” … 3½ € ✓ 靶");
    assert_string_equal(dst, "Cafe \"IJ\" ... 31?2 EUR + ?");
}

static void every_word_must_occur(void **state)
{
    (void)state;
    assert_true(text_matches("bakker anna 1042", "anna bak"));
    assert_true(text_matches("bakker anna 1042", "  "));
    assert_false(text_matches("bakker anna 1042", "anna x"));
}

static void trimming_works_in_place(void **state)
{
    (void)state;
    char text[] = " \t Jan de Vries \r\n";
    text_trim(text);
    assert_string_equal(text, "Jan de Vries");
    char blank[] = "  \n";
    text_trim(blank);
    assert_string_equal(blank, "");
}

static void clean_text_is_utf8_without_controls(void **state)
{
    (void)state;
    assert_true(text_is_clean("Été\n\tok", 9));
    assert_false(text_is_clean("a\x1b[31m", 6));
    assert_false(text_is_clean("a\xC3", 2));
    assert_false(text_is_clean("a\0b", 3));
    assert_false(text_is_clean("\xC2\x9B", 2));     /* C1 CSI */
    assert_false(text_is_clean("\xED\xA0\x80", 3)); /* a surrogate */
}

static void assert_screen(const char *src, const char *expected)
{
    char dst[64];
    sanitize_screen(dst, sizeof dst, src);
    assert_string_equal(dst, expected);
}

static void nothing_that_steers_a_terminal_passes(void **state)
{
    (void)state;
    assert_screen("a\x1b]52;c;eA==\x07z", "a␛]52;c;eA==␇z");
    assert_screen("\xC2\x9B"
                  "31m",
                  "␦31m");
    assert_screen("x\u202Egnp.exe", "xgnp.exe");
    assert_screen("a\nb\tc\x7F", "a b c␡");
    assert_screen("\xFF\xC3(", "\uFFFD\uFFFD(");
}

/* Every code point there is, as a note could hold it. */
static void no_code_point_reaches_the_terminal_as_a_control(void **state)
{
    (void)state;
    assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
    for (int point = 1; point <= 0x10FFFF; point++) {
        if (point >= 0xD800 && point <= 0xDFFF) {
            continue;
        }
        char src[8];
        char dst[16];
        snprintf(src, sizeof src, "%lc", (wint_t)point);
        sanitize_screen(dst, sizeof dst, src);
        const unsigned char *at = (const unsigned char *)dst;
        bool is_bidi = strstr(dst, "\u202E") != NULL || strstr(dst, "\u2066") != NULL;
        if (*at == 0x1B || (*at != 0 && *at < 0x20) || *at == 0x7F ||
            (at[0] == 0xC2 && at[1] < 0xA0 && at[1] >= 0x80) || is_bidi) {
            fail_msg("U+%04X", (unsigned)point);
        }
    }
}

static void the_log_escapes_quotes(void **state)
{
    (void)state;
    char dst[32];
    sanitize_log(dst, sizeof dst, "say \"a\\b\"\n");
    assert_string_equal(dst, "say \\\"a\\\\b\\\" ");
    sanitize_log(dst, 4, "€€");
    assert_string_equal(dst, "€");
}

static void any_bytes_at_all_are_survived(void **state)
{
    (void)state;
    struct test_random random;
    test_random_start(&random);
    for (int round = 0; round < 20000; round++) {
        char src[24];
        char dst[24];
        int size = test_random_below(&random, (int)sizeof src);
        for (int i = 0; i < size; i++) {
            src[i] = (char)(1 + test_random_below(&random, 255));
        }
        src[size] = '\0';
        size_t room = 1 + (size_t)test_random_below(&random, (int)sizeof dst);
        sanitize_screen(dst, room, src);
        assert_true(strlen(dst) < room && text_is_clean(dst, strlen(dst)));
        int columns = test_random_below(&random, 30);
        assert_true(text_fit(dst, room, src, columns) <= columns);
        text_fold(dst, room, src);
        assert_true(strlen(dst) < room);
        text_ascii(dst, room, src);
        assert_true(strlen(dst) < room);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copying_cuts_between_characters),
        cmocka_unit_test(width_counts_columns_not_bytes),
        cmocka_unit_test(width_agrees_with_the_terminals_wcwidth),
        cmocka_unit_test(what_does_not_fit_ends_in_an_ellipsis),
        cmocka_unit_test(a_cluster_keeps_its_accents),
        cmocka_unit_test(folding_makes_names_findable),
        cmocka_unit_test(ascii_spells_what_it_can),
        cmocka_unit_test(every_word_must_occur),
        cmocka_unit_test(trimming_works_in_place),
        cmocka_unit_test(clean_text_is_utf8_without_controls),
        cmocka_unit_test(nothing_that_steers_a_terminal_passes),
        cmocka_unit_test(no_code_point_reaches_the_terminal_as_a_control),
        cmocka_unit_test(the_log_escapes_quotes),
        cmocka_unit_test(any_bytes_at_all_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
