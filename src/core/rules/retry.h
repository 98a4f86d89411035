/* What a failed request does next: one table, a row a class of failure. Pure. */
#ifndef CORE_RULES_RETRY_H
#define CORE_RULES_RETRY_H
#include <stdbool.h>
#include <stdint.h>

enum retry_class { /* the values of enum ai_class; tests/unit/test_retry.c holds them together */
                   RETRY_NETWORK = 1,
                   RETRY_TLS,
                   RETRY_RATE_LIMITED,
                   RETRY_QUOTA,
                   RETRY_CONFIG,
                   RETRY_SERVER,
                   RETRY_BAD_RESPONSE,
                   RETRY_INVALID_ANSWER,
                   RETRY_TRUNCATED,
                   RETRY_REFUSED,
                   RETRY_STOPPED,
                   RETRY_CLASS_COUNT
};

struct retry_failure {
    int class_; /* enum retry_class */
    int http_status;
    int retry_after_s;   /* -1: not said */
    int attempts, waits; /* charged, with this one; not charged, without this one */
    bool was_structured; /* a schema was sent along */
    int token_factor;    /* of the request that failed */
    int backoff_s;       /* of the settings */
    uint32_t random;     /* for the jitter of +-20 % */
};

struct retry_step {
    bool is_final;
    bool is_charged;     /* false: the attempt is given back, a wait is counted */
    int64_t delay_ms;    /* until it may run again */
    int64_t pause_ms;    /* the whole provider rests that long; 0: not */
    bool drop_structure; /* ask again without a schema */
    bool double_tokens;  /* ask again with room for twice as much */
};
struct retry_step retry_decide(const struct retry_failure *failure);

/* Bits of the classes that an alert counts; and whether one failure of it is enough. */
unsigned retry_alert_classes(void);
bool retry_alerts_at_once(int class_);

#endif
