/* CSV from anywhere: strict, limited, and errors that say where. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"

struct fixture {
    struct arena arena;
    struct csv_table table;
    struct err err;
};

static bool read_bytes(struct fixture *fixture, const char *bytes, size_t size)
{
    return csv_read(&fixture->arena, bytes, size, 0, &fixture->table, &fixture->err);
}

static bool read_text(struct fixture *fixture, const char *text)
{
    return read_bytes(fixture, text, strlen(text));
}

static void quotes_line_ends_and_semicolons_are_read(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    assert_true(read_text(&fixture,
                          "\xEF\xBB\xBFname;note\r\n\"de Vries; \"\"Jan\"\"\";\"a\nb\"\r\n"
                          "\r\nBakker;\r\n"));
    assert_int_equal(fixture.table.count, 3);
    assert_int_equal(csv_column(&fixture.table, "NOTE"), 1);
    assert_int_equal(csv_column(&fixture.table, "other"), -1);
    assert_string_equal(csv_cell(&fixture.table.rows[1], 0), "de Vries; \"Jan\"");
    assert_string_equal(csv_cell(&fixture.table.rows[1], 1), "a\nb");
    assert_string_equal(csv_cell(&fixture.table.rows[2], 1), "");
    assert_string_equal(csv_cell(&fixture.table.rows[2], 7), "");
    arena_free(&fixture.arena);
}

static void a_row_knows_its_line_in_the_file(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    assert_true(read_text(&fixture, "a,b\n\n\"1\n2\",x\ny,z"));
    assert_int_equal(fixture.table.rows[0].line, 1);
    assert_int_equal(fixture.table.rows[1].line, 3);
    assert_int_equal(fixture.table.rows[2].line, 5);
    arena_free(&fixture.arena);
}

static void carriage_returns_alone_end_lines(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    assert_true(read_text(&fixture, "a,b\rc,d\re,f\r"));
    assert_int_equal(fixture.table.count, 3);
    assert_int_equal(fixture.table.rows[2].line, 3);
    arena_free(&fixture.arena);
}

static void a_stray_quote_is_refused_with_line_and_column(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    assert_false(read_text(&fixture, "a,b\n\n1,2\"x\n"));
    assert_int_equal(fixture.err.kind, ERR_INPUT);
    assert_non_null(strstr(fixture.err.what, "Line 3, column 2"));
    assert_false(read_text(&fixture, "a,b\n1,\"never closed\n"));
    assert_non_null(strstr(fixture.err.what, "Line 2, column 2"));
    arena_free(&fixture.arena);
}

static void nul_bytes_and_huge_cells_are_refused(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    assert_false(read_bytes(&fixture, "a\0b", 3));
    assert_int_equal(fixture.err.kind, ERR_INPUT);
    size_t size = 70000;
    char *cell = malloc(size);
    memset(cell, 'x', size);
    assert_false(read_bytes(&fixture, cell, size));
    assert_non_null(strstr(fixture.err.what, "Line 1, column 1"));
    free(cell);
    arena_free(&fixture.arena);
}

static void more_than_ten_mebibytes_are_refused(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    size_t size = 10 * 1024 * 1024 + 1;
    char *bytes = malloc(size);
    memset(bytes, '\n', size);
    assert_false(read_bytes(&fixture, bytes, size));
    free(bytes);
    arena_free(&fixture.arena);
}

static void more_than_100000_rows_are_refused(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    size_t size = 2 * 100001;
    char *bytes = malloc(size);
    for (size_t i = 0; i < size; i += 2) {
        memcpy(bytes + i, "x\n", 2);
    }
    assert_false(read_bytes(&fixture, bytes, size));
    assert_true(read_bytes(&fixture, bytes, size - 2));
    assert_int_equal(fixture.table.count, 100000);
    free(bytes);
    arena_free(&fixture.arena);
}

static void nothing_gives_no_rows(void **state)
{
    (void)state;
    struct fixture fixture = {0};
    assert_true(read_text(&fixture, ""));
    assert_int_equal(fixture.table.count, 0);
    assert_int_equal(csv_column(&fixture.table, "x"), -1);
    arena_free(&fixture.arena);
}

static void cells_are_quoted_only_when_needed_and_come_back_the_same(void **state)
{
    (void)state;
    static const char *const cells[] = {"plain",    "a,b",      "say \"x\"", "two\nlines",
                                        " spaces ", "\ttabs\t", ""};
    struct fixture fixture = {0};
    struct buf out = {0};
    int count = (int)(sizeof cells / sizeof cells[0]);
    for (int i = 0; i < count; i++) {
        csv_add_cell(&out, cells[i], ',');
        buf_add_text(&out, i + 1 < count ? "," : "\n");
    }
    static const char start[] = "plain,\"a,b\",\"say \"\"x\"\"\",";
    assert_memory_equal(buf_text(&out), start, sizeof start - 1);
    assert_true(read_text(&fixture, buf_text(&out)));
    assert_int_equal(fixture.table.count, 1);
    for (int i = 0; i < count; i++) {
        assert_string_equal(csv_cell(&fixture.table.rows[0], i), cells[i]);
    }
    buf_free(&out);
    arena_free(&fixture.arena);
}

static void any_bytes_are_read_or_refused(void **state)
{
    (void)state;
    static const char alphabet[] = "ab,;\"\"\n\r \xEF\xBB\xBF";
    struct test_random random;
    test_random_start(&random);
    for (int round = 0; round < 5000; round++) {
        struct fixture fixture = {0};
        char bytes[64];
        int size = test_random_below(&random, (int)sizeof bytes);
        for (int i = 0; i < size; i++) {
            bytes[i] = alphabet[test_random_below(&random, (int)sizeof alphabet - 1)];
        }
        if (!read_bytes(&fixture, bytes, (size_t)size)) {
            assert_true(fixture.err.what[0] != '\0');
        }
        arena_free(&fixture.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_line_ends_and_semicolons_are_read),
        cmocka_unit_test(a_row_knows_its_line_in_the_file),
        cmocka_unit_test(carriage_returns_alone_end_lines),
        cmocka_unit_test(a_stray_quote_is_refused_with_line_and_column),
        cmocka_unit_test(nul_bytes_and_huge_cells_are_refused),
        cmocka_unit_test(more_than_ten_mebibytes_are_refused),
        cmocka_unit_test(more_than_100000_rows_are_refused),
        cmocka_unit_test(nothing_gives_no_rows),
        cmocka_unit_test(cells_are_quoted_only_when_needed_and_come_back_the_same),
        cmocka_unit_test(any_bytes_are_read_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
