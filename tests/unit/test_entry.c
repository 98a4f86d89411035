#include "support.h"

#include "core/rules/entry.h"

#include <string.h>

enum { IMPOSSIBLE = -1, UNFINISHED = -2 };

/* Types the keys (^ is Enter, < is Backspace); the value the last key completed, in tenths. */
static int typed(bool decimals, const char *keys, struct entry_value *value)
{
    struct entry entry = {.decimals = decimals};
    enum entry_outcome outcome = ENTRY_IGNORED;
    for (; *keys != '\0'; keys++) {
        int key = *keys == '^' ? '\n' : *keys == '<' ? '\b' : *keys;
        outcome = entry_key(&entry, key, value);
    }
    assert_true(outcome != ENTRY_SHOT || entry.pending[0] == '\0');
    assert_true(outcome != ENTRY_PENDING || entry.pending[0] != '\0');
    if (outcome == ENTRY_BAD) {
        assert_string_equal(entry.pending, "");
        return IMPOSSIBLE;
    }
    return outcome == ENTRY_SHOT ? value->tenths : UNFINISHED;
}

static void whole_rings_take_one_key_a_shot(void **state)
{
    struct entry_value value;
    char key[2] = "1";
    (void)state;
    for (; key[0] <= '9'; key[0]++) {
        assert_int_equal(typed(false, key, &value), (key[0] - '0') * 10);
        assert_false(value.is_inner_ten);
    }
    assert_int_equal(typed(false, "0", &value), 100);
    assert_false(value.is_inner_ten);
    assert_int_equal(typed(false, "x", &value), 100);
    assert_true(value.is_inner_ten);
    assert_int_equal(typed(false, "*", &value), 100);
    assert_true(value.is_inner_ten);
    assert_int_equal(typed(false, "-", &value), 0);
    assert_int_equal(typed(false, "m", &value), 0);
    assert_false(value.is_inner_ten);
}

static void decimals_imply_the_point(void **state)
{
    static const struct {
        const char *keys;
        int tenths;
    } cases[] = {{"98", 98},   {"104", 104},  {"109", 109},  {"100", 100},  {"10^", 10},
                 {"1.0", 10},  {"15", 15},    {"20", 20},    {"05", 5},     {"00", 0},
                 {"9.8", 98},  {"9,8", 98},   {"10.4", 104}, {"10,9", 109}, {"9^", 90},
                 {"1^", 10},   {"10.^", 100}, {"0^", 0},     {"-", 0},      {"m", 0},
                 {"9<98", 98}, {"10<55", 55}};
    struct entry_value value;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (typed(true, cases[i].keys, &value) != cases[i].tenths) {
            fail_msg("keys %s gave %d", cases[i].keys, value.tenths);
        }
        assert_false(value.is_inner_ten);
    }
    assert_int_equal(typed(true, "1", &value), UNFINISHED);
    assert_int_equal(typed(true, "10", &value), UNFINISHED);
    assert_int_equal(typed(true, "10.", &value), UNFINISHED);
    assert_int_equal(typed(true, "9", &value), UNFINISHED);
}

static void keys_that_make_no_value_are_refused_and_dropped(void **state)
{
    static const char *const keys[] = {"9..", "1.,", "9-", "10m", "x", "*", "9x"};
    struct entry_value value;
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        assert_int_equal(typed(true, keys[i], &value), IMPOSSIBLE);
    }
}

static void no_keys_give_more_than_ten_point_nine(void **state)
{
    static const char keys[] = "0123456789.,-mx*^<";
    struct test_random random;
    (void)state;
    test_random_start(&random);
    for (int decimals = 0; decimals < 2; decimals++) {
        struct entry entry = {.decimals = decimals == 1};
        for (int i = 0; i < 20000; i++) {
            char key = keys[test_random_below(&random, (int)sizeof keys - 1)];
            struct entry_value value = {.tenths = -1};
            enum entry_outcome outcome = entry_key(&entry,
                                                   key == '^'   ? '\n'
                                                   : key == '<' ? '\b'
                                                                : key,
                                                   &value);
            assert_true(strlen(entry.pending) <= 3);
            if (outcome == ENTRY_SHOT) {
                assert_in_range(value.tenths, 0, decimals == 1 ? 109 : 100);
                assert_true(decimals == 1 || value.tenths % 10 == 0);
            }
        }
    }
}

static void other_keys_are_left_to_the_screen(void **state)
{
    static const int keys[] = {'s', 'g', 'p', 'u', '\t', ' ', 0x110010, '\n', '\b', 27};
    struct entry_value value;
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct entry rings = {.decimals = false};
        struct entry decimals = {.decimals = true};
        assert_int_equal(entry_key(&rings, keys[i], &value), ENTRY_IGNORED);
        assert_int_equal(entry_key(&decimals, keys[i], &value), ENTRY_IGNORED);
    }
}

static void backspace_and_escape_drop_what_was_typed(void **state)
{
    static const int keys[] = {'\b', 27};
    struct entry_value value;
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct entry entry = {.decimals = true, .pending = "10"};
        assert_int_equal(entry_key(&entry, keys[i], &value), ENTRY_CLEARED);
        assert_string_equal(entry.pending, "");
    }
}

static void a_value_as_text_means_itself(void **state)
{
    static const struct {
        const char *text;
        bool decimals;
        int tenths; /* IMPOSSIBLE: refused */
        bool inner;
    } cases[] = {
        {"9", false, 90, false},
        {"10", false, 100, false},
        {"0", false, 0, false},
        {"x", false, 100, true},
        {"X", false, 100, true},
        {"10x", false, 100, true},
        {"-", false, 0, false},
        {" 9 ", false, 90, false},
        {"11", false, IMPOSSIBLE, false},
        {"9.5", false, IMPOSSIBLE, false},
        {"-1", false, IMPOSSIBLE, false},
        {"", false, IMPOSSIBLE, false},
        {"1e1", false, IMPOSSIBLE, false},
        {"10.4", true, 104, false},
        {"10,4", true, 104, false},
        {"9", true, 90, false},
        {"0.0", true, 0, false},
        {"m", true, 0, false},
        {"10.95", true, IMPOSSIBLE, false},
        {"11.0", true, IMPOSSIBLE, false},
        {"110", true, IMPOSSIBLE, false},
        {"98", true, IMPOSSIBLE, false},
        {"-1", true, IMPOSSIBLE, false},
        {"x", true, IMPOSSIBLE, false},
        {"9.8.1", true, IMPOSSIBLE, false},
        {"99999999999999999999", true, IMPOSSIBLE, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct entry_value value = {0};
        bool is_read = entry_read(cases[i].text, cases[i].decimals, &value);
        if (is_read != (cases[i].tenths != IMPOSSIBLE) ||
            (is_read &&
             (value.tenths != cases[i].tenths || value.is_inner_ten != cases[i].inner))) {
            fail_msg("\"%s\" gave %d, %d", cases[i].text, is_read, value.tenths);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_rings_take_one_key_a_shot),
        cmocka_unit_test(decimals_imply_the_point),
        cmocka_unit_test(keys_that_make_no_value_are_refused_and_dropped),
        cmocka_unit_test(no_keys_give_more_than_ten_point_nine),
        cmocka_unit_test(other_keys_are_left_to_the_screen),
        cmocka_unit_test(backspace_and_escape_drop_what_was_typed),
        cmocka_unit_test(a_value_as_text_means_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
