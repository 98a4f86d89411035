/* CSV that a spreadsheet opens: nothing is run, nothing is lost, numbers are numbers. */
#include "support.h"

#include "base/arena.h"
#include "base/csv.h"
#include "export/spreadsheet.h"

static const struct spreadsheet_style comma = {.separator = ','};
static const struct spreadsheet_style semicolon = {.separator = ';', .has_mark = true};

/* One row as it stands in the file. */
static const char *row_of(struct buf *buf, const struct spreadsheet_style *style,
                          const char *const *cells, const enum cell_kind *kinds, int count)
{
    buf_clear(buf);
    spreadsheet_row(buf, style, cells, kinds, count);
    return buf_text(buf);
}

static void what_would_be_a_formula_gets_an_apostrophe(void **state)
{
    static const char *const hostile[] = {"=1+1",
                                          "+31 6",
                                          "-5",
                                          "@SUM(A1)",
                                          "\tx",
                                          "\rx",
                                          "\nx",
                                          "\xEF\xBC\x9D"
                                          "1+1",
                                          "\xEF\xBC\xA0x",
                                          "'quoted",
                                          "''"};
    struct buf buf = {0};
    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
        struct arena arena = {0};
        struct csv_table table;
        struct err err = {0};
        const char *text = row_of(&buf, &comma, (const char *[]){"a", hostile[i]}, NULL, 2);
        assert_ok(csv_read(&arena, text, buf.size, ',', &table, &err), err);
        assert_int_equal(table.rows[0].cells[1][0], '\'');
        assert_string_equal(table.rows[0].cells[1] + 1, hostile[i]);
        arena_free(&arena);
    }
    buf_free(&buf);
}

static void a_negative_number_of_ours_is_a_number(void **state)
{
    static const enum cell_kind kinds[] = {CELL_NUMBER, CELL_TEXT, CELL_DATE};
    struct buf buf = {0};
    (void)state;
    assert_string_equal(
        row_of(&buf, &comma, (const char *[]){"-12.345", "-12.345", "2026-11-23"}, kinds, 3),
        "-12.345,'-12.345,2026-11-23\r\n");
    buf_free(&buf);
}

/* Where semicolons separate, the comma is what decimals are written with: Excel takes 9.81 there
 * for a text or a date. */
static void semicolons_go_with_decimal_commas(void **state)
{
    static const enum cell_kind kinds[] = {CELL_NUMBER, CELL_TEXT, CELL_DATE};
    struct buf buf = {0};
    (void)state;
    assert_string_equal(
        row_of(&buf, &semicolon, (const char *[]){"-9.81", "v1.2, x", "2026-11-23"}, kinds, 3),
        "-9,81;v1.2, x;2026-11-23\r\n");
    buf_free(&buf);
}

static void quotes_separators_and_lines_come_back(void **state)
{
    struct buf buf = {0};
    (void)state;
    assert_string_equal(
        row_of(&buf, &semicolon, (const char *[]){"a;b", "say \"no\"", "1\n2"}, NULL, 3),
        "\"a;b\";\"say \"\"no\"\"\";\"1\n2\"\r\n");
    buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_would_be_a_formula_gets_an_apostrophe),
        cmocka_unit_test(a_negative_number_of_ours_is_a_number),
        cmocka_unit_test(semicolons_go_with_decimal_commas),
        cmocka_unit_test(quotes_separators_and_lines_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
