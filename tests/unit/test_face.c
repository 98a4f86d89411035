#include "rules_support.h"

#include <stdio.h>
#include <string.h>

static const char header[] =
    "id,name,distance_m,ring10_mm,ring_step_mm,lowest_ring,inner_ten_mm,"
    "inner_ten_limit_mm,black_mm,gauge_mm,gauging,decimal,card_mm,status\n";

static bool read_row(const char *row, struct err *err)
{
    struct arena arena = {0};
    struct face_list faces;
    char csv[512];
    snprintf(csv, sizeof csv, "%s%s\n", header, row);
    bool is_read = face_list_read(&arena, csv, &faces, err);
    arena_free(&arena);
    return is_read;
}

static void every_shipped_face_is_read(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct face_list faces;
    test_faces(&arena, &faces);
    assert_int_equal(faces.count, 25);
    const struct face *face = face_find(&faces, "ap10");
    assert_non_null(face);
    assert_string_equal(face->id, "AP10");
    assert_int_equal(face->distance_mm, 10000);
    assert_int_equal(face->ring10_am, 11500 * AM_PER_UM);
    assert_int_equal(face->black_am, 59500 * AM_PER_UM);
    assert_true(face->has_decimals);
    assert_int_equal(face->status, FACE_CONFIRMED);
    assert_int_equal(face_find(&faces, "DSB6")->gauge_am, 0);
    assert_int_equal(face_find(&faces, "DSB6")->status, FACE_SINGLE_SOURCE);
    assert_int_equal(face_find(&faces, "R100")->status, FACE_UNCERTAIN);
    assert_int_equal(face_find(&faces, "NSRA25")->gauging, GAUGING_OUTWARD);
    assert_null(face_find(&faces, "AP"));
    arena_free(&arena);
}

static void limits_are_those_of_the_rule_book(void **state)
{
    static const struct {
        const char *face;
        int ring;
        int64_t limit_nm;
    } limits[] = {
        {"AR10", 10, 2500000},  {"AR10", 1, 25000000},    {"AP10", 10, 8000000},
        {"AP10", 1, 80000000},  {"P25", 10, 27800000},    {"P25CF", 10, 29825000},
        {"RF25", 10, 52800000}, {"RF25CF", 10, 54825000}, {"FR50", 10, 8000000},
        {"R300", 10, 54000000}, {"NSRA25", 10, 3660000},  {"NSRA25", 9, 7317500},
    };
    struct arena arena = {0};
    struct face_list faces;
    (void)state;
    test_faces(&arena, &faces);
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        const struct face *face = face_find(&faces, limits[i].face);
        assert_int_equal(face_ring_limit_am(face, limits[i].ring, face->gauge_am),
                         limits[i].limit_nm * 1000000000);
    }
    assert_int_equal(face_ring_limit_am(face_find(&faces, "RF25"), 4, 0), -1);
    assert_int_equal(face_ring_limit_am(face_find(&faces, "RF25"), 11, 0), -1);
    assert_int_equal(face_ring_limit_am(face_find(&faces, "NSRA25"), 10, 13 * AM_PER_MM), -1);
    arena_free(&arena);
}

static void inner_tens_follow_the_touch_rule_except_on_air_rifle(void **state)
{
    struct arena arena = {0};
    struct face_list faces;
    (void)state;
    test_faces(&arena, &faces);
    const struct face *air_rifle = face_find(&faces, "AR10");
    const struct face *air_pistol = face_find(&faces, "AP10");
    assert_int_equal(face_inner_ten_limit_am(air_rifle, air_rifle->gauge_am), 2 * AM_PER_MM);
    assert_int_equal(face_inner_ten_limit_am(air_rifle, 0), 2 * AM_PER_MM);
    assert_int_equal(face_inner_ten_limit_am(air_pistol, air_pistol->gauge_am), 4750 * AM_PER_UM);
    assert_int_equal(face_inner_ten_limit_am(face_find(&faces, "DSB2"), 4500 * AM_PER_UM), -1);
    arena_free(&arena);
}

static void every_limit_of_every_face_is_whole_in_attometres(void **state)
{
    struct arena arena = {0};
    struct face_list faces;
    (void)state;
    test_faces(&arena, &faces);
    for (int i = 0; i < faces.count; i++) {
        const struct face *face = &faces.rows[i];
        for (int ring = face->lowest_ring; ring <= 10; ring++) {
            int64_t diameter = face_ring_diameter_am(face, ring);
            assert_int_equal((diameter + face->gauge_am) % 20, 0);
            assert_int_equal((diameter - face->gauge_am) % 20, 0);
        }
    }
    arena_free(&arena);
}

static void a_wrong_cell_is_named_with_row_and_column(void **state)
{
    static const struct {
        const char *row, *column;
    } wrong[] = {
        {",a,10,11.5,16,1,5,,59.5,4.5,inward,yes,1x1,confirmed", "id"},
        {"A,a,zero,11.5,16,1,5,,59.5,4.5,inward,yes,1x1,confirmed", "distance_m"},
        {"A,a,10,,16,1,5,,59.5,4.5,inward,yes,1x1,confirmed", "ring10_mm"},
        {"A,a,10,11.5,-16,1,5,,59.5,4.5,inward,yes,1x1,confirmed", "ring_step_mm"},
        {"A,a,10,11.5,400,1,5,,59.5,4.5,inward,yes,1x1,confirmed", "ring_step_mm"},
        {"A,a,10,11.5,16,11,5,,59.5,4.5,inward,yes,1x1,confirmed", "lowest_ring"},
        {"A,a,10,11.5,16,1,5,,59.5,thick,inward,yes,1x1,confirmed", "gauge_mm"},
        {"A,a,10,11.5,16,1,5,,59.5,4.5,sideways,yes,1x1,confirmed", "gauging"},
        {"A,a,10,11.5,16,1,5,,59.5,4.5,inward,maybe,1x1,confirmed", "decimal"},
        {"A,a,10,11.5,16,1,5,,59.5,4.5,inward,yes,1x1,rumour", "status"},
    };
    struct err err = {0};
    (void)state;
    assert_ok(read_row("A,a,10,11.5,16,1,5,,59.5,4.5,inward,yes,1x1,confirmed", &err), err);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        err_clear(&err);
        assert_false(read_row(wrong[i].row, &err));
        assert_int_equal(err.kind, ERR_INPUT);
        assert_non_null(strstr(err.what, wrong[i].column));
        assert_non_null(strstr(err.what, "2"));
    }
}

static void two_faces_with_one_id_are_refused(void **state)
{
    struct err err = {0};
    (void)state;
    assert_false(read_row("A,a,10,11.5,16,1,5,,59.5,4.5,inward,yes,1x1,confirmed\n"
                          "a,b,10,11.5,16,1,5,,59.5,4.5,inward,yes,1x1,confirmed",
                          &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shipped_face_is_read),
        cmocka_unit_test(limits_are_those_of_the_rule_book),
        cmocka_unit_test(inner_tens_follow_the_touch_rule_except_on_air_rifle),
        cmocka_unit_test(every_limit_of_every_face_is_whole_in_attometres),
        cmocka_unit_test(a_wrong_cell_is_named_with_row_and_column),
        cmocka_unit_test(two_faces_with_one_id_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
