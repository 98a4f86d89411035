/* Numbers as people write them, to exact integers and back. */
#include "support.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(point_comma_sign_and_exponent_are_read),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(digits_past_the_last_place_are_refused_not_rounded),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(writing_trims_to_the_least_decimals),
        cmocka_unit_test(what_is_written_reads_back_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
