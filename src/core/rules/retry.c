#include "core/rules/retry.h"

enum {
    MS = 1000,
    WAITS_MAX = 10,
    PAUSE_MAX_S = 3600,
    PAUSE_DEFAULT_S = 30,
    STRUCTURE_REFUSED = 400
};

enum alert_weight { NO_ALERT, COUNTS, AT_ONCE };

/* Retries: how often it is tried again after a charged attempt. A request that was cut off with its
 * worker is charged too, so that one that brings the program down does not do so for ever. */
static const struct {
    int retries;
    enum alert_weight alert;
} table[RETRY_CLASS_COUNT] = {
    [RETRY_NETWORK] = {4, COUNTS},        [RETRY_TLS] = {0, COUNTS},
    [RETRY_RATE_LIMITED] = {0, NO_ALERT}, [RETRY_QUOTA] = {0, AT_ONCE},
    [RETRY_CONFIG] = {0, AT_ONCE},        [RETRY_SERVER] = {3, COUNTS},
    [RETRY_BAD_RESPONSE] = {2, COUNTS},   [RETRY_INVALID_ANSWER] = {2, COUNTS},
    [RETRY_TRUNCATED] = {1, COUNTS},      [RETRY_REFUSED] = {0, NO_ALERT},
    [RETRY_STOPPED] = {5, NO_ALERT},
};

/* backoff * 2^(n-1), give or take a fifth, at most an hour. */
static int64_t backoff_ms(const struct retry_failure *failure)
{
    int64_t delay = (int64_t)failure->backoff_s * MS;
    for (int i = 1; i < failure->attempts && delay < (int64_t)PAUSE_MAX_S * MS; i++) {
        delay *= 2;
    }
    int64_t jitter = delay / 5;
    delay += jitter > 0 ? (int64_t)(failure->random % (uint64_t)(2 * jitter + 1)) - jitter : 0;
    return delay < (int64_t)PAUSE_MAX_S * MS ? delay : (int64_t)PAUSE_MAX_S * MS;
}

/* The provider said how long; without a word of it half a minute, growing. */
static struct retry_step wait_for_provider(const struct retry_failure *failure)
{
    int64_t seconds = failure->retry_after_s >= 0
                          ? failure->retry_after_s
                          : (int64_t)PAUSE_DEFAULT_S
                                << (failure->waits < WAITS_MAX ? failure->waits : WAITS_MAX);
    seconds = seconds < PAUSE_MAX_S ? seconds : PAUSE_MAX_S;
    seconds = seconds > 0 ? seconds : 1;
    return (struct retry_step){.is_final = failure->waits >= WAITS_MAX,
                               .delay_ms = seconds * MS,
                               .pause_ms = seconds * MS};
}

static bool may_drop_structure(const struct retry_failure *failure)
{
    return failure->class_ == RETRY_CONFIG && failure->http_status == STRUCTURE_REFUSED &&
           failure->was_structured;
}

struct retry_step retry_decide(const struct retry_failure *failure)
{
    struct retry_step step = {.is_charged = true};
    if (failure->class_ <= 0 || failure->class_ >= RETRY_CLASS_COUNT) {
        step.is_final = true;
        return step;
    }
    if (failure->class_ == RETRY_RATE_LIMITED) {
        return wait_for_provider(failure);
    }
    if (may_drop_structure(failure)) {
        step.drop_structure = true;
        return step;
    }
    step.is_final = failure->attempts > table[failure->class_].retries;
    if (failure->class_ == RETRY_TRUNCATED) {
        step.is_final = failure->token_factor > 1;
        step.double_tokens = true;
        return step;
    }
    step.delay_ms = step.is_final ? 0 : backoff_ms(failure);
    return step;
}

unsigned retry_alert_classes(void)
{
    unsigned classes = 0;
    for (unsigned i = 1; i < RETRY_CLASS_COUNT; i++) {
        classes |= table[i].alert != NO_ALERT ? 1U << i : 0U;
    }
    return classes;
}

bool retry_alerts_at_once(int class_)
{
    return class_ > 0 && class_ < RETRY_CLASS_COUNT && table[class_].alert == AT_ONCE;
}
