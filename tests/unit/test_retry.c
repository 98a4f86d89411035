/* What a failed request to the coach does next. */
#include "support.h"

#include "ai/ai.h"
#include "core/rules/retry.h"

enum { SECOND = 1000, HOUR = 3600 * SECOND };

static struct retry_failure failure_of(enum retry_class class_, int attempts)
{
    return (struct retry_failure){.class_ = (int)class_,
                                  .retry_after_s = -1,
                                  .attempts = attempts,
                                  .was_structured = true,
                                  .token_factor = 1,
                                  .backoff_s = 5,
                                  .random = 12345};
}

/* How often it is tried in all before it fails. */
static int tries_of(enum retry_class class_)
{
    int attempts = 1;
    while (attempts < 100) {
        struct retry_failure failure = failure_of(class_, attempts);
        if (retry_decide(&failure).is_final) {
            return attempts;
        }
        attempts++;
    }
    return attempts;
}

static void the_classes_are_those_of_the_wire(void **state)
{
    (void)state;
    assert_int_equal(RETRY_NETWORK, AI_NETWORK);
    assert_int_equal(RETRY_TLS, AI_TLS);
    assert_int_equal(RETRY_RATE_LIMITED, AI_RATE_LIMITED);
    assert_int_equal(RETRY_QUOTA, AI_QUOTA);
    assert_int_equal(RETRY_CONFIG, AI_CONFIG);
    assert_int_equal(RETRY_SERVER, AI_SERVER);
    assert_int_equal(RETRY_BAD_RESPONSE, AI_BAD_RESPONSE);
    assert_int_equal(RETRY_INVALID_ANSWER, AI_INVALID_ANSWER);
    assert_int_equal(RETRY_TRUNCATED, AI_TRUNCATED);
    assert_int_equal(RETRY_REFUSED, AI_REFUSED);
    assert_int_equal(RETRY_STOPPED, AI_STOPPED);
    assert_int_equal(RETRY_CLASS_COUNT, AI_CLASS_COUNT);
}

static void each_class_is_tried_as_often_as_its_row_says(void **state)
{
    (void)state;
    assert_int_equal(tries_of(RETRY_NETWORK), 5);
    assert_int_equal(tries_of(RETRY_TLS), 1);
    assert_int_equal(tries_of(RETRY_QUOTA), 1);
    assert_int_equal(tries_of(RETRY_SERVER), 4);
    assert_int_equal(tries_of(RETRY_BAD_RESPONSE), 3);
    assert_int_equal(tries_of(RETRY_INVALID_ANSWER), 3);
    assert_int_equal(tries_of(RETRY_REFUSED), 1);
    assert_int_equal(tries_of(RETRY_STOPPED), 6);
}

static void pauses_double_and_differ_by_a_fifth_at_most(void **state)
{
    (void)state;
    int64_t whole = 5 * SECOND;
    for (int attempts = 1; attempts <= 4; attempts++, whole *= 2) {
        int64_t least = INT64_MAX;
        int64_t most = 0;
        for (uint32_t i = 0; i < 2000; i++) {
            struct retry_failure failure = failure_of(RETRY_NETWORK, attempts);
            failure.random = i * 2654435761U;
            int64_t delay = retry_decide(&failure).delay_ms;
            least = delay < least ? delay : least;
            most = delay > most ? delay : most;
        }
        assert_in_range(least, whole * 8 / 10, whole * 82 / 100);
        assert_in_range(most, whole * 118 / 100, whole * 12 / 10);
    }
}

static void a_rate_limit_waits_as_told_rests_the_provider_and_costs_nothing(void **state)
{
    (void)state;
    struct retry_failure failure = failure_of(RETRY_RATE_LIMITED, 1);
    failure.retry_after_s = 17;
    struct retry_step step = retry_decide(&failure);
    assert_false(step.is_final);
    assert_false(step.is_charged);
    assert_int_equal(step.delay_ms, 17 * SECOND);
    assert_int_equal(step.pause_ms, 17 * SECOND);
    failure.retry_after_s = 100000;
    assert_int_equal(retry_decide(&failure).pause_ms, HOUR);
    failure.retry_after_s = 0;
    assert_int_equal(retry_decide(&failure).pause_ms, SECOND);
    failure.waits = 10;
    assert_true(retry_decide(&failure).is_final);
}

static void without_a_word_of_how_long_the_pause_grows_to_an_hour(void **state)
{
    (void)state;
    struct retry_failure failure = failure_of(RETRY_RATE_LIMITED, 1);
    assert_int_equal(retry_decide(&failure).pause_ms, 30 * SECOND);
    failure.waits = 3;
    assert_int_equal(retry_decide(&failure).pause_ms, 240 * SECOND);
    failure.waits = 1000;
    assert_int_equal(retry_decide(&failure).pause_ms, HOUR);
}

static void a_refused_schema_is_left_out_once(void **state)
{
    (void)state;
    struct retry_failure failure = failure_of(RETRY_CONFIG, 1);
    failure.http_status = 400;
    struct retry_step step = retry_decide(&failure);
    assert_true(step.drop_structure);
    assert_false(step.is_final);
    assert_int_equal(step.delay_ms, 0);
    failure.was_structured = false;
    assert_true(retry_decide(&failure).is_final);
    failure.was_structured = true;
    failure.http_status = 401;
    assert_true(retry_decide(&failure).is_final);
}

static void a_cut_off_answer_gets_twice_the_room_once(void **state)
{
    (void)state;
    struct retry_failure failure = failure_of(RETRY_TRUNCATED, 1);
    struct retry_step step = retry_decide(&failure);
    assert_true(step.double_tokens);
    assert_false(step.is_final);
    failure.token_factor = 2;
    assert_true(retry_decide(&failure).is_final);
}

static void what_is_no_class_fails_at_once(void **state)
{
    (void)state;
    struct retry_failure failure = failure_of((enum retry_class)99, 1);
    assert_true(retry_decide(&failure).is_final);
    failure.class_ = -1;
    assert_true(retry_decide(&failure).is_final);
}

static void alerts_count_what_an_administrator_can_mend(void **state)
{
    (void)state;
    unsigned classes = retry_alert_classes();
    assert_true(classes & 1U << RETRY_NETWORK);
    assert_true(classes & 1U << RETRY_SERVER);
    assert_false(classes & 1U << RETRY_RATE_LIMITED);
    assert_false(classes & 1U << RETRY_REFUSED);
    assert_false(classes & 1U << RETRY_STOPPED);
    assert_true(retry_alerts_at_once(RETRY_QUOTA));
    assert_true(retry_alerts_at_once(RETRY_CONFIG));
    assert_false(retry_alerts_at_once(RETRY_NETWORK));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_classes_are_those_of_the_wire),
        cmocka_unit_test(each_class_is_tried_as_often_as_its_row_says),
        cmocka_unit_test(pauses_double_and_differ_by_a_fifth_at_most),
        cmocka_unit_test(a_rate_limit_waits_as_told_rests_the_provider_and_costs_nothing),
        cmocka_unit_test(without_a_word_of_how_long_the_pause_grows_to_an_hour),
        cmocka_unit_test(a_refused_schema_is_left_out_once),
        cmocka_unit_test(a_cut_off_answer_gets_twice_the_room_once),
        cmocka_unit_test(what_is_no_class_fails_at_once),
        cmocka_unit_test(alerts_count_what_an_administrator_can_mend),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
