#include "rules_support.h"

#include "base/csv.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    struct arena arena;
    struct face_list faces;
};

static int setup(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){0};
    test_faces(&fixture.arena, &fixture.faces);
    *state = &fixture;
    return 0;
}

static int teardown(void **state)
{
    arena_free(&((struct fixture *)*state)->arena);
    return 0;
}

static const struct face *face_of(void **state, const char *id)
{
    const struct face *face = face_find(&((struct fixture *)*state)->faces, id);
    assert_non_null(face);
    return face;
}

static struct score score_at(void **state, const char *id, const char *x, const char *y)
{
    const struct face *face = face_of(state, id);
    return score_hole(face, face->gauge_am, test_hole(x, y));
}

/* tests/data/scoring_cases.csv: columns as written there. */
static void check_case(void **state, const struct csv_table *table, const struct csv_row *row)
{
    const char *id = csv_cell(row, csv_column(table, "face_id"));
    const char *decimal = csv_cell(row, csv_column(table, "expected_decimal"));
    const struct face *face = face_of(state, id);
    int64_t gauge_am = 0;
    char text[16];
    assert_true(
        face_length_read(csv_cell(row, csv_column(table, "projectile_mm")), 100, &gauge_am));
    struct score score = score_hole(face, gauge_am,
                                    test_hole(csv_cell(row, csv_column(table, "x_mm")),
                                              csv_cell(row, csv_column(table, "y_mm"))));
    score_text(text, sizeof text, score.tenths, true, false, '.');
    int ring = (int)strtol(csv_cell(row, csv_column(table, "expected_ring")), NULL, 10);
    bool is_inner = strcmp(csv_cell(row, csv_column(table, "is_inner_ten")), "yes") == 0;
    if (score.ring != ring || score.is_inner_ten != is_inner ||
        (decimal[0] != '\0' && strcmp(text, decimal) != 0) ||
        face->has_decimals != (decimal[0] != '\0')) {
        fail_msg("row %d: ring %d, %s, inner %d: %s", row->line, score.ring, text,
                 score.is_inner_ten, csv_cell(row, csv_column(table, "why")));
    }
}

static void every_row_of_the_scoring_cases_comes_out(void **state)
{
    struct arena arena = {0};
    struct csv_table table;
    struct err err = {0};
    size_t size = 0;
    char *bytes = file_read(TEST_DATA "/scoring_cases.csv", 1 << 20, &size, &err);
    assert_non_null(bytes);
    assert_ok(csv_read(&arena, bytes, size, ',', &table, &err), err);
    assert_true(table.count > 70);
    for (int i = 1; i < table.count; i++) {
        check_case(state, &table, &table.rows[i]);
    }
    free(bytes);
    arena_free(&arena);
}

static void a_shot_touching_the_ten_line_scores_ten(void **state)
{
    assert_int_equal(score_at(state, "AP10", "8", "0").ring, 10);
    assert_int_equal(score_at(state, "AP10", "8.000000000000001", "0").ring, 9);
    assert_int_equal(score_at(state, "AP10", "4.8", "6.4").ring, 10);
}

static void digits_past_the_attometre_still_decide(void **state)
{
    assert_int_equal(score_at(state, "AP10", "7.99999999999999999999", "0").ring, 10);
    assert_int_equal(score_at(state, "AP10", "8.00000000000000000001", "0").ring, 9);
    /* 8 mm from the centre to 28 digits, one grain inside and one outside */
    assert_int_equal(score_at(state, "AP10", "6.4", "4.7999999999999999999999999999").ring, 10);
    assert_int_equal(score_at(state, "AP10", "6.4", "4.8000000000000000000000000001").ring, 9);
    /* beyond 33 decimals anything more counts as outwards */
    assert_int_equal(score_at(state, "AP10", "8.0000000000000000000000000000000000001", "0").ring,
                     9);
    assert_int_equal(score_at(state, "AP10", "8", "1e-300").ring, 9);
}

static void outward_gauging_needs_the_far_edge_inside(void **state)
{
    assert_int_equal(score_at(state, "NSRA25", "3.5", "0").ring, 10);
    assert_int_equal(score_at(state, "NSRA25", "3.66", "0").ring, 10);
    assert_int_equal(score_at(state, "NSRA25", "3.67", "0").ring, 9);
    assert_int_equal(score_at(state, "NSRA25", "7.3", "0").ring, 9);
    assert_int_equal(score_at(state, "NSRA25", "7.4", "0").ring, 8);
}

static void a_face_without_gauge_is_scored_by_the_centre(void **state)
{
    assert_int_equal(score_at(state, "DSB6", "40", "0").ring, 10);
    assert_int_equal(score_at(state, "DSB6", "40.0001", "0").ring, 9);
}

/* shooting.md 1.4: w = step / 2, k = smallest integer with d <= k w / 10, decimal = 11 - k / 10. */
static int published_tenths(const struct face *face, int64_t d_um)
{
    int64_t step_um = face->ring_step_am / 2 / AM_PER_UM;
    int64_t k = (d_um * 10 + step_um - 1) / step_um;
    k = k < 1 ? 1 : k;
    return k <= 100 ? (int)(110 - k) : 0;
}

static void decimals_equal_the_published_formula_at_every_micrometre(void **state)
{
    static const char *const ids[] = {"AR10", "AP10", "FR50"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        const struct face *face = face_of(state, ids[i]);
        for (int64_t d_um = 0; d_um <= 81000; d_um += 1) {
            struct score score = score_hole(face, face->gauge_am, hole_from_um(0, -d_um));
            if (score.tenths != published_tenths(face, d_um)) {
                fail_msg("%s at %lld um: %d", ids[i], (long long)d_um, score.tenths);
            }
        }
    }
}

static void the_whole_part_of_a_decimal_is_the_ring_with_any_gauge(void **state)
{
    struct test_random random;
    test_random_start(&random);
    for (int i = 0; i < 20000; i++) {
        static const char *const ids[] = {"AR10", "AP10", "FR50"};
        const struct face *face = face_of(state, ids[i % 3]);
        int64_t gauge_am = test_random_below(&random, 12000) * AM_PER_UM;
        struct score score = score_hole(face, gauge_am,
                                        hole_from_um(test_random_below(&random, 70000),
                                                     -(int64_t)test_random_below(&random, 70000)));
        assert_int_equal(score.tenths / 10, score.ring);
        assert_true(score.tenths <= 109);
    }
}

static void an_inner_ten_is_always_a_ten(void **state)
{
    const struct face *face = face_of(state, "AR10");
    struct score score = score_hole(face, 0, hole_from_um(1000, 0));
    assert_int_equal(score.ring, 9); /* with no gauge the 10 is a dot of 0.5 mm */
    assert_false(score.is_inner_ten);
}

static void distance_and_margin_round_half_up_from_the_exact_value(void **state)
{
    struct score score = score_at(state, "AP10", "3.31", "5.53");
    assert_int_equal(score.distance_um, 6445);
    assert_int_equal(score.margin_um, 1555);
    assert_int_equal(score.tenths, 101);
    assert_int_equal(score_at(state, "AP10", "1.0005", "0").distance_um, 1001);
    assert_int_equal(score_at(state, "AP10", "1.00049999999999999999", "0").distance_um, 1000);
    assert_int_equal(score_at(state, "AP10", "7.9995", "0").margin_um, 1);
    assert_int_equal(score_at(state, "AP10", "7.99950000000000000001", "0").margin_um, 0);
    assert_int_equal(score_at(state, "AP10", "80.0105", "0").margin_um, -11);
    assert_int_equal(score_at(state, "AP10", "80.01049", "0").margin_um, -10);
    assert_int_equal(score_at(state, "AP10", "3000", "3000").distance_um, 4242641);
    assert_int_equal(score_at(state, "AP10", "0", "0").margin_um, 8000);
}

static void millimetres_are_read_as_people_and_programs_write_them(void **state)
{
    static const struct {
        const char *text;
        int64_t um;
    } good[] = {{"3.31", 3310},   {"-0,07", -70}, {"+.5", 500},           {"5.", 5000},
                {" 12 ", 12000},  {"1e-3", 1},    {"2.5E+1", 25000},      {"-3000", -3000000},
                {"0003.5", 3500}, {"0.0e99", 0},  {"300000e-2", 3000000}, {"0.003e3", 3000}};
    static const char *const bad[] = {"",
                                      ".",
                                      "-",
                                      "x",
                                      "3.3.1",
                                      "1e",
                                      "1e+",
                                      "3 3",
                                      "--1",
                                      "0x10",
                                      "nan",
                                      "inf",
                                      "1,2.3",
                                      "3000.001",
                                      "1e99",
                                      "-3001",
                                      "9999999999999999999999",
                                      "3000.0000000000000000000000000000000000001"};
    struct err err = {0};
    struct hole hole = {0};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_ok(hole_read(good[i].text, "0", &hole, &err), err);
        assert_int_equal(hole.x_am, good[i].um * AM_PER_UM);
        assert_int_equal(hole.x_rest, 0);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (hole_read("0", bad[i], &hole, &err)) {
            fail_msg("\"%s\" was read as a place", bad[i]);
        }
        assert_int_equal(err.kind, ERR_INPUT);
        assert_non_null(strstr(err.what, "y"));
    }
}

static void a_score_is_written_in_one_way(void **state)
{
    char text[16];
    (void)state;
    assert_string_equal(score_text(text, sizeof text, 90, false, false, '.'), "9");
    assert_string_equal(score_text(text, sizeof text, 100, false, false, '.'), "10");
    assert_string_equal(score_text(text, sizeof text, 100, false, true, '.'), "10x");
    assert_string_equal(score_text(text, sizeof text, 0, false, false, '.'), "0");
    assert_string_equal(score_text(text, sizeof text, 104, true, false, '.'), "10.4");
    assert_string_equal(score_text(text, sizeof text, 104, true, true, ','), "10,4");
    assert_string_equal(score_text(text, sizeof text, 0, true, false, '.'), "0.0");
    assert_string_equal(score_total_text(text, sizeof text, 2810, false, '.'), "281");
    assert_string_equal(score_total_text(text, sizeof text, 2080, true, ','), "208,0");
}

static void a_typed_value_has_its_ring(void **state)
{
    (void)state;
    assert_int_equal(score_value(104, false).ring, 10);
    assert_int_equal(score_value(99, false).ring, 9);
    assert_true(score_value(100, true).is_inner_ten);
    assert_false(score_value(90, true).is_inner_ten);
    assert_int_equal(score_value(0, false).ring, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_of_the_scoring_cases_comes_out),
        cmocka_unit_test(a_shot_touching_the_ten_line_scores_ten),
        cmocka_unit_test(digits_past_the_attometre_still_decide),
        cmocka_unit_test(outward_gauging_needs_the_far_edge_inside),
        cmocka_unit_test(a_face_without_gauge_is_scored_by_the_centre),
        cmocka_unit_test(decimals_equal_the_published_formula_at_every_micrometre),
        cmocka_unit_test(the_whole_part_of_a_decimal_is_the_ring_with_any_gauge),
        cmocka_unit_test(an_inner_ten_is_always_a_ten),
        cmocka_unit_test(distance_and_margin_round_half_up_from_the_exact_value),
        cmocka_unit_test(millimetres_are_read_as_people_and_programs_write_them),
        cmocka_unit_test(a_score_is_written_in_one_way),
        cmocka_unit_test(a_typed_value_has_its_ring),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
