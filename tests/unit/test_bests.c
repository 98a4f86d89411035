/* Personal bests. */
#include "rules_support.h"

#include <string.h>

#include "base/text.h"
#include "core/rules/bests.h"

static struct card_sums card(const char *date, int64_t total, bool is_complete)
{
    struct card_sums sums = {.total_tenths = total, .is_complete = is_complete};
    text_copy(sums.local_date, sizeof sums.local_date, date);
    text_copy(sums.programme_id, sizeof sums.programme_id, "A");
    return sums;
}

static void add_series(struct card_sums *sums, int64_t total, bool is_complete)
{
    sums->series[sums->series_count++] =
        (struct card_sum){.total_tenths = total, .is_complete = is_complete};
}

static void without_a_complete_card_there_is_no_best(void **state)
{
    (void)state;
    struct bests bests;
    struct card_sums sums = card("2026-01-01", 9000, false);
    bests_read(NULL, 0, NULL, &bests);
    assert_false(bests.total.has || bests.series.has || bests.stage.has);
    bests_read(&sums, 1, "A", &bests);
    assert_false(bests.total.has || bests.series.has || bests.stage.has);
}

static void one_series_is_its_own_best(void **state)
{
    (void)state;
    struct bests bests;
    struct card_sums sums = card("2026-01-01", 950, false);
    add_series(&sums, 950, true);
    add_series(&sums, 990, false); /* higher, but shots are missing */
    bests_read(&sums, 1, "A", &bests);
    assert_false(bests.total.has);
    assert_int_equal(bests.series.total_tenths, 950);
    assert_int_equal(bests.series.number, 1);
    assert_string_equal(bests.series.date, "2026-01-01");
}

static void a_card_of_nothing_but_misses_is_a_best_too(void **state)
{
    (void)state;
    struct bests bests;
    struct card_sums sums = card("2026-01-01", 0, true);
    bests_read(&sums, 1, "A", &bests);
    assert_true(bests.total.has);
    assert_int_equal(bests.total.total_tenths, 0);
}

static void on_ties_the_latest_date_counts_whatever_the_order(void **state)
{
    (void)state;
    struct bests bests;
    struct card_sums sums[] = {card("2026-03-01", 5500, true), card("2026-05-01", 5500, true),
                               card("2026-04-01", 5500, true), card("2026-06-01", 5400, true)};
    for (int i = 0; i < 4; i++) {
        add_series(&sums[i], 900, true);
        add_series(&sums[i], 900, true);
    }
    bests_read(sums, 4, "A", &bests);
    assert_string_equal(bests.total.date, "2026-05-01");
    assert_int_equal(bests.total.session, 1);
    assert_string_equal(bests.series.date, "2026-06-01");
    assert_int_equal(bests.series.number, 1); /* within a session the first */
    text_copy(sums[2].local_date, DATE_ROOM, "2026-05-01");
    bests_read(sums, 4, "A", &bests);
    assert_int_equal(bests.total.session, 2); /* the same date: further on in the list */
}

static void other_programmes_do_not_count(void **state)
{
    (void)state;
    struct bests bests;
    struct card_sums sums[] = {card("2026-03-01", 5500, true), card("2026-05-01", 6000, true)};
    text_copy(sums[1].programme_id, sizeof sums[1].programme_id, "B");
    bests_read(sums, 2, "A", &bests);
    assert_int_equal(bests.total.total_tenths, 5500);
    bests_read(sums, 2, NULL, &bests);
    assert_int_equal(bests.total.total_tenths, 6000);
}

/* --- a card from its shots ---------------------------------------------------------------------
 */

/* Two stages: 2 series of 3 in 150 s, 1 of 2 in 20 s; then one more as the first. */
static const struct programme staged = {
    .id = "S", .stage_count = 3, .stages = {{2, 3, 150}, {1, 2, 20}, {1, 3, 150}}};

static int fire(struct shot *shots, int count, int series, int shots_in_it, int tenths)
{
    for (int i = 1; i <= shots_in_it; i++) {
        shots[count++] = (struct shot){.series = series, .number = i, .value_tenths = tenths};
    }
    return count;
}

static void a_card_knows_its_series_and_stages_and_what_is_missing(void **state)
{
    (void)state;
    struct shot shots[20];
    struct card_sums sums;
    int count = fire(shots, 0, 0, 2, 100); /* sighters */
    count = fire(shots, count, 1, 3, 90);
    count = fire(shots, count, 2, 3, 80);
    count = fire(shots, count, 3, 1, 70);
    card_sums_read(shots, count, &staged, &sums);
    assert_string_equal(sums.programme_id, "S");
    assert_int_equal(sums.total_tenths, 580);
    assert_false(sums.is_complete);
    assert_int_equal(sums.series_count, 4);
    assert_int_equal(sums.series[0].total_tenths, 270);
    assert_true(sums.series[0].is_complete && sums.series[1].is_complete);
    assert_false(sums.series[2].is_complete || sums.series[3].is_complete);
    assert_int_equal(sums.series[2].total_tenths, 70);
    assert_int_equal(sums.stages[0].total_tenths, 510);
    assert_true(sums.stages[0].is_complete);
    assert_false(sums.stages[1].is_complete || sums.stages[2].is_complete);
    assert_int_equal(sums.series[2].kind, 1);
    assert_int_equal(sums.series[3].kind, 0); /* as the first stage */
    count = fire(shots, count - 1, 3, 2, 70);
    count = fire(shots, count, 4, 3, 100);
    card_sums_read(shots, count, &staged, &sums);
    assert_true(sums.is_complete);
    assert_true(sums.stages[2].is_complete);
    struct bests bests;
    text_copy(sums.local_date, DATE_ROOM, "2026-02-03");
    bests_read(&sums, 1, "S", &bests);
    assert_int_equal(bests.stage.total_tenths, 510);
    assert_int_equal(bests.stage.number, 1);
    assert_int_equal(bests.stages[1].total_tenths, 140);
    assert_int_equal(bests.series.total_tenths, 300);
    assert_int_equal(bests.series.number, 4);
}

static void a_card_without_a_programme_has_only_a_total(void **state)
{
    (void)state;
    struct shot shots[4];
    struct card_sums sums;
    struct programme open = staged;
    int count = fire(shots, 0, 1, 3, 90);
    card_sums_read(shots, count, NULL, &sums);
    assert_int_equal(sums.total_tenths, 270);
    assert_false(sums.is_complete);
    assert_int_equal(sums.series_count, 0);
    open.is_open_ended = true;
    card_sums_read(shots, count, &open, &sums);
    assert_int_equal(sums.series_count, 0);
    card_sums_read(NULL, 0, &staged, &sums);
    assert_int_equal(sums.total_tenths, 0);
    assert_false(sums.is_complete);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_complete_card_there_is_no_best),
        cmocka_unit_test(one_series_is_its_own_best),
        cmocka_unit_test(a_card_of_nothing_but_misses_is_a_best_too),
        cmocka_unit_test(on_ties_the_latest_date_counts_whatever_the_order),
        cmocka_unit_test(other_programmes_do_not_count),
        cmocka_unit_test(a_card_knows_its_series_and_stages_and_what_is_missing),
        cmocka_unit_test(a_card_without_a_programme_has_only_a_total),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
