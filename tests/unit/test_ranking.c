/* The order of a competition's cards, and the columns of the result form. */
#include "support.h"

#include "core/rules/ranking.h"

static struct ranking_card card(int64_t total, int inner, int first, int last)
{
    return (struct ranking_card){.total_tenths = total,
                                 .inner_tens = inner,
                                 .series_count = 2,
                                 .series_tenths = {first, last}};
}

static void the_highest_total_comes_first(void **state)
{
    (void)state;
    struct ranking_card cards[] = {card(5400, 9, 0, 0), card(5600, 1, 0, 0), card(5500, 20, 0, 0)};
    ranking_sort(cards, 3);
    assert_int_equal(cards[0].index, 1);
    assert_int_equal(cards[1].index, 2);
    assert_int_equal(cards[2].index, 0);
    assert_int_equal(cards[2].position, 3);
}

static void inner_tens_break_a_tie_and_then_the_last_series(void **state)
{
    (void)state;
    struct ranking_card cards[] = {card(5400, 9, 950, 900), card(5400, 10, 900, 900),
                                   card(5400, 9, 900, 950)};
    ranking_sort(cards, 3);
    assert_int_equal(cards[0].index, 1);
    assert_int_equal(cards[1].index, 2);
    assert_int_equal(cards[2].index, 0);
}

static void what_is_still_equal_shares_its_position(void **state)
{
    (void)state;
    struct ranking_card cards[] = {card(5400, 9, 900, 950), card(5400, 9, 900, 950),
                                   card(5300, 9, 900, 950)};
    ranking_sort(cards, 3);
    assert_int_equal(cards[0].position, 1);
    assert_int_equal(cards[1].position, 1);
    assert_int_equal(cards[2].position, 3);
    assert_int_equal(cards[0].index, 0);
}

static void twelve_series_of_five_become_six_columns(void **state)
{
    (void)state;
    struct ranking_card twelve = {.series_count = 12};
    int64_t columns[6];
    for (int i = 0; i < 12; i++) {
        twelve.series_tenths[i] = 100 + i;
    }
    assert_int_equal(ranking_columns(&twelve, columns, 6), 6);
    assert_int_equal(columns[0], 201);
    assert_int_equal(columns[5], 221);
}

static void four_series_stay_four_and_the_last_column_takes_what_is_over(void **state)
{
    (void)state;
    struct ranking_card four = {.series_count = 4, .series_tenths = {1, 2, 3, 4}};
    struct ranking_card eight = {.series_count = 8, .series_tenths = {1, 1, 1, 1, 1, 1, 1, 1}};
    int64_t columns[6];
    assert_int_equal(ranking_columns(&four, columns, 6), 4);
    assert_int_equal(columns[3], 4);
    assert_int_equal(ranking_columns(&eight, columns, 6), 6);
    assert_int_equal(columns[5], 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_highest_total_comes_first),
        cmocka_unit_test(inner_tens_break_a_tie_and_then_the_last_series),
        cmocka_unit_test(what_is_still_equal_shares_its_position),
        cmocka_unit_test(twelve_series_of_five_become_six_columns),
        cmocka_unit_test(four_series_stay_four_and_the_last_column_takes_what_is_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
