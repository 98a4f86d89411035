/* Dates people type, local days, both ends of summer time, a clock that jumps. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/time.h"

static const int64_t NOV_23_1842_UTC = INT64_C(1795459320000); /* 2026-11-23 18:42 UTC */

static int set_up(void **state)
{
    (void)state;
    i18n_start();
    i18n_set_language(LANGUAGE_EN);
    time_set_zone("Europe/Amsterdam");
    setenv("AIMTRACK_CLOCK_MS", "1795459320000", 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unsetenv("AIMTRACK_CLOCK_MS");
    return 0;
}

static void local_dates_follow_the_clubs_zone(void **state)
{
    (void)state;
    char date[11];
    char clock[6];
    time_local_date(date, NOV_23_1842_UTC);
    time_local_clock(clock, NOV_23_1842_UTC);
    assert_string_equal(date, "2026-11-23");
    assert_string_equal(clock, "19:42");
    time_set_zone("Pacific/Auckland");
    time_local_date(date, NOV_23_1842_UTC);
    assert_string_equal(date, "2026-11-24");
}

static void without_a_zone_the_systems_is_used_again(void **state)
{
    (void)state;
    const char *before = getenv("TZ");
    assert_string_equal(before, "Europe/Amsterdam");
    time_set_zone("");
    const char *after = getenv("TZ");
    assert_true(after == NULL || strcmp(after, "Europe/Amsterdam") != 0);
}

static void the_hour_that_comes_twice_and_the_one_that_is_skipped(void **state)
{
    (void)state;
    char clock[6];
    int64_t first = INT64_C(1792888200000); /* 2026-10-25 00:30 UTC: 02:30 summer time */
    time_local_clock(clock, first);
    assert_string_equal(clock, "02:30");
    time_local_clock(clock, first + 3600000);
    assert_string_equal(clock, "02:30");
    time_local_clock(clock, time_from_local("2027-03-28", 2, 30, 0)); /* there is no 02:30 */
    assert_true(strcmp(clock, "01:30") == 0 || strcmp(clock, "03:30") == 0);
}

static void local_moments_come_back(void **state)
{
    (void)state;
    int64_t ms = time_from_local("2026-11-23", 19, 42, 0);
    assert_int_equal(ms, NOV_23_1842_UTC);
}

static void days_count_and_come_back(void **state)
{
    (void)state;
    assert_int_equal(time_date_days("1970-01-01"), 0);
    assert_int_equal(time_date_days("2000-03-01"), 11017);
    char before[11] = "1899-12-31";
    for (int64_t days = time_date_days("1900-01-01"); days < 60000; days++) {
        char date[11];
        time_days_date(date, days);
        if (!time_is_date(date) || time_date_days(date) != days || strcmp(date, before) <= 0) {
            fail_msg("%lld: %s after %s", (long long)days, date, before);
        }
        memcpy(before, date, sizeof before);
    }
}

static void only_real_dates_are_dates(void **state)
{
    (void)state;
    assert_true(time_is_date("2024-02-29"));
    assert_false(time_is_date("2026-02-29"));
    assert_false(time_is_date("2026-13-01"));
    assert_false(time_is_date("2026-1-01"));
    assert_false(time_is_date("2026-01-01 "));
    assert_false(time_is_date(""));
}

static void assert_typed(const char *text, const char *expected)
{
    char iso[11] = "";
    if (time_read_date(text, iso) != (expected != NULL)) {
        fail_msg("\"%s\" gave %s", text, iso);
    }
    if (expected != NULL) {
        assert_string_equal(iso, expected);
    }
}

static void dates_are_read_as_people_type_them(void **state)
{
    (void)state;
    assert_typed("2026-10-12", "2026-10-12");
    assert_typed("12-10-2026", "2026-10-12");
    assert_typed("12/10/2026", "2026-10-12");
    assert_typed("1.2.26", "2026-02-01");
    assert_typed("12-10", "2026-10-12"); /* this year */
    static const char *const wrong[] = {"",         "12",         "31-2",        "0-1",
                                        "12-13",    "-5-10",      "+5-10",       "12--10",
                                        "12-10-",   "12-10-202",  "12-10-2026x", "a-b",
                                        "1-1-0026", "2026/10/12", "12-10-20260"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_typed(wrong[i], NULL);
    }
}

static void moments_are_written_for_people(void **state)
{
    (void)state;
    char text[64];
    time_date_text(text, sizeof text, "2026-10-12");
    assert_string_equal(text, "12 Oct 2026");
    time_moment_text(text, sizeof text, NOV_23_1842_UTC);
    assert_string_equal(text, "23 Nov 19:42");
    time_day_part_text(text, sizeof text, NOV_23_1842_UTC);
    assert_string_equal(text, "Mon 23 Nov, evening");
    time_date_text(text, sizeof text, "no date");
    assert_string_equal(text, "no date");
}

static void the_header_waits_until_the_minute_changes(void **state)
{
    (void)state;
    assert_int_equal(time_ms_to_next_minute(), 60000);
    setenv("AIMTRACK_CLOCK_MS", "1795459379999", 1);
    assert_int_equal(time_ms_to_next_minute(), 1);
}

static void ids_hold_moment_and_terminal(void **state)
{
    (void)state;
    record_id id = id_new(17);
    assert_int_equal(id_terminal(id), 17);
    assert_int_equal(id_ms(id), NOV_23_1842_UTC);
    record_id made = id_at(NOV_23_1842_UTC, ID_TERMINAL_DEMO, 4095);
    assert_int_equal(id_terminal(made), ID_TERMINAL_DEMO);
    assert_int_equal(made & 4095, 4095);
    assert_true(made > 0 && id_at(INT64_C(3976000000000), 1022, 1) > 0); /* until 2089 */
}

static void ids_rise_even_when_the_clock_jumps_back(void **state)
{
    (void)state;
    static const char *const clocks[] = {"1795459320000", "1795459319000", "0", "1795459321000"};
    record_id last = 0;
    for (size_t i = 0; i < sizeof clocks / sizeof clocks[0]; i++) {
        setenv("AIMTRACK_CLOCK_MS", clocks[i], 1);
        for (int k = 0; k < 10000; k++) { /* more than one millisecond holds */
            record_id id = id_new(3);
            assert_true(id > last && id_terminal(id) == 3);
            last = id;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(local_dates_follow_the_clubs_zone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_zone_the_systems_is_used_again, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_hour_that_comes_twice_and_the_one_that_is_skipped,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(local_moments_come_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(days_count_and_come_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_real_dates_are_dates, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dates_are_read_as_people_type_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(moments_are_written_for_people, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_header_waits_until_the_minute_changes, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(ids_hold_moment_and_terminal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ids_rise_even_when_the_clock_jumps_back, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
