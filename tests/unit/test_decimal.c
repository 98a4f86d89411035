/* Numbers as people write them, to exact integers and back. */
#include "support.h"

#include <math.h>

#include <stdio.h>

#include "base/decimal.h"

static void assert_reads(const char *text, int decimals, int64_t expected)
{
    int64_t value = -999;
    if (!decimal_read(text, decimals, false, &value) || value != expected) {
        fail_msg("\"%s\" gave %lld", text, (long long)value);
    }
}

static void assert_refuses(const char *text, int decimals)
{
    int64_t value = 0;
    if (decimal_read(text, decimals, false, &value)) {
        fail_msg("\"%s\" gave %lld", text, (long long)value);
    }
}

static void point_comma_sign_and_exponent_are_read(void **state)
{
    (void)state;
    assert_reads("3.31", 3, 3310);
    assert_reads("-12,5", 1, -125);
    assert_reads(" +.5\t", 2, 50);
    assert_reads("7", 0, 7);
    assert_reads("7.", 1, 70);
    assert_reads("1e-3", 3, 1);
    assert_reads("1.25E2", 0, 125);
    assert_reads("0.000", 1, 0);
    assert_reads("-0", 1, 0);
    assert_reads("0e400", 3, 0);
    assert_reads("10.900", 1, 109);
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"",     " ",   ".",    "-",   "1,2.3", "1 2",
                                        "0x10", "inf", "nan",  "1e",  "1e+",   "--1",
                                        "1_0",  "٣",   "1.2a", "+-1", "1e1e1"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_refuses(texts[i], 3);
    }
}

static void digits_past_the_last_place_are_refused_not_rounded(void **state)
{
    (void)state;
    assert_refuses("10.95", 1);
    assert_refuses("1e-4", 3);
    int64_t value = 0;
    assert_true(decimal_read("10.91", 1, true, &value));
    assert_int_equal(value, 110); /* asked to: away from zero */
    assert_true(decimal_read("-10.91", 1, true, &value));
    assert_int_equal(value, -110);
    assert_true(decimal_read("0.0001", 3, true, &value));
    assert_int_equal(value, 1);
}

static void what_does_not_fit_is_refused(void **state)
{
    (void)state;
    assert_reads("9223372036854775807", 0, INT64_MAX);
    assert_refuses("9223372036854775808", 0);
    assert_refuses("18446744073709551615", 0);
    assert_refuses("1e19", 0);
    assert_refuses("9223372036854775807", 1);
    int64_t value = 0;
    assert_false(decimal_read("18446744073709551615.5", 0, true, &value));
    assert_false(decimal_read("9223372036854775807.5", 0, true, &value));
}

static void assert_writes(int64_t value, int decimals, int least, char point, const char *expected)
{
    char dst[40];
    assert_string_equal(decimal_write(dst, sizeof dst, value, decimals, least, point), expected);
}

static void writing_trims_to_the_least_decimals(void **state)
{
    (void)state;
    assert_writes(3310, 3, 0, '.', "3.31");
    assert_writes(3310, 3, 3, '.', "3.310");
    assert_writes(-5, 1, 1, ',', "-0,5");
    assert_writes(1000, 3, 0, '.', "1");
    assert_writes(0, 3, 1, '.', "0.0");
    assert_writes(104, 1, 1, ',', "10,4");
    assert_writes(INT64_MIN, 0, 0, '.', "-9223372036854775808");
}

static void what_is_written_reads_back_the_same(void **state)
{
    (void)state;
    struct test_random random;
    test_random_start(&random);
    for (int i = 0; i < 20000; i++) {
        int64_t value = (int64_t)(test_random_next(&random) >> test_random_below(&random, 64));
        value = value == INT64_MIN ? 0 : value;
        int decimals = test_random_below(&random, 10);
        char dst[40];
        int64_t again = 0;
        decimal_write(dst, sizeof dst, value, decimals, test_random_below(&random, decimals + 1),
                      test_random_below(&random, 2) ? ',' : '.');
        if (!decimal_read(dst, decimals, false, &again) || again != value) {
            fail_msg("%lld with %d decimals: %s", (long long)value, decimals, dst);
        }
    }
}

/* Against integers: every average of exact scores, as it is stored, of up to 120 shots. */
static void averages_are_rounded_as_the_exact_fraction_is(void **state)
{
    (void)state;
    int halves = 0;
    for (int64_t count = 1; count <= 120; count++) {
        for (int64_t tenths = 0; tenths <= 109 * count; tenths++) {
            int64_t exact = (20 * tenths + count) / (2 * count); /* hundredths of a ring, half up */
            bool is_half = 20 * tenths % (2 * count) == count;
            double ways[] = {(double)tenths / (double)count / 10,
                             (double)tenths / (10.0 * (double)count),
                             (double)tenths / 10 / (double)count};
            halves += is_half ? 1 : 0;
            for (size_t way = 0; way < sizeof ways / sizeof ways[0]; way++) {
                if (decimal_round(ways[way], 2) != exact ||
                    decimal_round(-ways[way], 2) != -exact) {
                    fail_msg("%lld tenths of %lld shots", (long long)tenths, (long long)count);
                }
            }
        }
    }
    assert_true(halves > 10000);
    for (int64_t count = 1; count < 10000000; count = count * 3 + 1) { /* beside a half */
        int64_t tenths = 92 * count + count / 2;
        double average = (double)tenths / 10 / (double)count;
        assert_int_equal(decimal_round(average, 2), (20 * tenths + count) / (2 * count));
    }
}

static void rounded_numbers_are_written_in_both_languages(void **state)
{
    (void)state;
    static const struct {
        int tenths, count, decimals;
        const char *english, *dutch;
    } rows[] = {{5547, 60, 2, "9.25", "9,25"},  {5541, 60, 2, "9.24", "9,24"},
                {5553, 60, 2, "9.26", "9,26"},  {1, 20, 2, "0.01", "0,01"},
                {3, 20, 2, "0.02", "0,02"},     {2001, 200, 2, "1.00", "1,00"},
                {2010, 2, 1, "100.5", "100,5"}, {185, 20, 1, "0.9", "0,9"},
                {19, 20, 1, "0.1", "0,1"},      {10, 20, 1, "0.1", "0,1"},
                {0, 7, 2, "0.00", "0,00"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[32];
        double average = (double)rows[i].tenths / rows[i].count / 10;
        assert_string_equal(
            decimal_write_rounded(text, sizeof text, average, rows[i].decimals, '.'),
            rows[i].english);
        assert_string_equal(
            decimal_write_rounded(text, sizeof text, average, rows[i].decimals, ','),
            rows[i].dutch);
    }
    assert_int_equal(decimal_round(-9.245, 2), -925);
    assert_int_equal(decimal_round((double)NAN, 2), 0);
    assert_int_equal(decimal_round((double)INFINITY, 2), 1000000000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(point_comma_sign_and_exponent_are_read),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(digits_past_the_last_place_are_refused_not_rounded),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(writing_trims_to_the_least_decimals),
        cmocka_unit_test(what_is_written_reads_back_the_same),
        cmocka_unit_test(averages_are_rounded_as_the_exact_fraction_is),
        cmocka_unit_test(rounded_numbers_are_written_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
