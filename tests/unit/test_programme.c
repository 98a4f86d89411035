#include "rules_support.h"

#include "base/i18n.h"

#include <stdio.h>
#include <string.h>

static const char header[] =
    "id,name_en,name_nl,face_id,gauge_mm,decimal,sighter_series,stages,kinds,drop_rule,tie_rule\n";

static void shipped(struct arena *arena, struct programme_list *programmes)
{
    struct err err = {0};
    assert_ok(programme_list_read(arena, data_find("programmes.csv")->bytes, programmes, &err),
              err);
}

static bool read_row(struct arena *arena, const char *row, struct programme_list *list,
                     struct err *err)
{
    char csv[512];
    snprintf(csv, sizeof csv, "%s%s\n", header, row);
    return programme_list_read(arena, csv, list, err);
}

static void every_shipped_programme_has_its_face_and_length(void **state)
{
    static const struct {
        const char *id, *face;
        int shots, series;
    } known[] = {{"LP60", "AP10", 60, 6}, {"LG60", "AR10", 60, 6}, {"KKG60", "FR50", 60, 6},
                 {"VP60", "P50", 60, 12}, {"SP60", "P25", 60, 12}, {"KKP25", "P25", 20, 4}};
    struct arena arena = {0};
    struct programme_list programmes;
    struct face_list faces;
    (void)state;
    shipped(&arena, &programmes);
    test_faces(&arena, &faces);
    assert_int_equal(programmes.count, 7);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        const struct programme *programme = programme_find(&programmes, known[i].id);
        assert_non_null(programme);
        assert_string_equal(programme->face_id, known[i].face);
        assert_int_equal(programme_shot_count(programme), known[i].shots);
        assert_int_equal(programme_series_count(programme), known[i].series);
        assert_false(programme->is_open_ended);
        const struct face *face = face_find(&faces, programme->face_id);
        assert_non_null(face);
        assert_int_equal(programme->gauge_um * AM_PER_UM, face->gauge_am);
        assert_true(face->has_decimals || !programme->has_decimals);
    }
    arena_free(&arena);
}

static void free_practice_has_no_face_and_no_end(void **state)
{
    struct arena arena = {0};
    struct programme_list programmes;
    (void)state;
    shipped(&arena, &programmes);
    const struct programme *free_practice = programme_find(&programmes, "free");
    assert_non_null(free_practice);
    assert_string_equal(free_practice->face_id, "");
    assert_true(free_practice->is_open_ended);
    assert_true(programme_shot_count(free_practice) <= SESSION_SHOTS_MAX);
    arena_free(&arena);
}

static void the_standard_pistol_has_three_stages(void **state)
{
    struct arena arena = {0};
    struct programme_list programmes;
    (void)state;
    shipped(&arena, &programmes);
    const struct programme *programme = programme_find(&programmes, "SP60");
    assert_int_equal(programme->stage_count, 3);
    assert_int_equal(programme->stages[1].seconds, 20);
    assert_int_equal(programme_stage_of(programme, 1), 0);
    assert_int_equal(programme_stage_of(programme, 4), 0);
    assert_int_equal(programme_stage_of(programme, 5), 1);
    assert_int_equal(programme_stage_of(programme, 12), 2);
    assert_int_equal(programme_stage_of(programme, 13), -1);
    assert_int_equal(programme_stage_of(programme, 0), -1);
    assert_int_equal(programme_series_shots(programme, 12), 5);
    assert_int_equal(programme_series_shots(programme, 13), 0);
    arena_free(&arena);
}

static void sighters_and_dropped_series_are_data(void **state)
{
    struct arena arena = {0};
    struct programme_list programmes;
    (void)state;
    shipped(&arena, &programmes);
    const struct programme *cards = programme_find(&programmes, "KKP25");
    assert_int_equal(cards->sighter_series, 1);
    assert_int_equal(cards->sighter_shots, 5);
    assert_int_equal(cards->drop_best, 12);
    assert_int_equal(cards->drop_of, 15);
    assert_int_equal(programme_find(&programmes, "LP60")->sighter_series, 0);
    assert_int_equal(programme_find(&programmes, "LP60")->weapon_kinds, 1U << WEAPON_AIR_PISTOL);
    arena_free(&arena);
}

static void the_name_follows_the_language(void **state)
{
    struct arena arena = {0};
    struct programme_list programmes;
    (void)state;
    shipped(&arena, &programmes);
    const struct programme *programme = programme_find(&programmes, "LP60");
    i18n_set_language(LANGUAGE_NL);
    assert_string_equal(programme_name(programme), "Luchtpistool 60");
    i18n_set_language(LANGUAGE_EN);
    assert_string_equal(programme_name(programme), "10 m Air Pistol 60");
    arena_free(&arena);
}

static void a_wrong_cell_is_named(void **state)
{
    static const struct {
        const char *row, *column;
    } wrong[] = {
        {"A,,n,AP10,4.5,no,unlimited,6x10,,,", "name_en"},
        {"A,e,n,AP10,-1,no,unlimited,6x10,,,", "gauge_mm"},
        {"A,e,n,AP10,4.5,perhaps,unlimited,6x10,,,", "decimal"},
        {"A,e,n,AP10,4.5,no,two,6x10,,,", "sighter_series"},
        {"A,e,n,AP10,4.5,no,2x,6x10,,,", "sighter_series"},
        {"A,e,n,AP10,4.5,no,unlimited,,,,", "stages"},
        {"A,e,n,AP10,4.5,no,unlimited,6x,,,", "stages"},
        {"A,e,n,AP10,4.5,no,unlimited,6x10+,,,", "stages"},
        {"A,e,n,AP10,4.5,no,unlimited,6x10@,,,", "stages"},
        {"A,e,n,AP10,4.5,no,unlimited,61x1,,,", "stages"},
        {"A,e,n,AP10,4.5,no,unlimited,60x10,,,", "stages"},
        {"A,e,n,AP10,4.5,no,unlimited,6x10,crossbow,,", "kinds"},
        {"A,e,n,AP10,4.5,no,unlimited,6x10,,15/12,", "drop_rule"},
    };
    struct arena arena = {0};
    struct programme_list list;
    struct err err = {0};
    (void)state;
    assert_ok(read_row(&arena, "A,e,n,AP10,4.5,no,unlimited,6x10@60+1x5,pistol+revolver,2/3,x",
                       &list, &err),
              err);
    assert_int_equal(list.rows[0].weapon_kinds, 1U << WEAPON_PISTOL | 1U << WEAPON_REVOLVER);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        err_clear(&err);
        if (read_row(&arena, wrong[i].row, &list, &err)) {
            fail_msg("accepted: %s", wrong[i].row);
        }
        assert_non_null(strstr(err.what, wrong[i].column));
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shipped_programme_has_its_face_and_length),
        cmocka_unit_test(free_practice_has_no_face_and_no_end),
        cmocka_unit_test(the_standard_pistol_has_three_stages),
        cmocka_unit_test(sighters_and_dropped_series_are_data),
        cmocka_unit_test(the_name_follows_the_language),
        cmocka_unit_test(a_wrong_cell_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
