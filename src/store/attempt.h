/* Every request to a provider, whatever came of it: for limits, alerts and the use of tokens.
 * Writing functions run inside the caller's transaction. */
#ifndef STORE_ATTEMPT_H
#define STORE_ATTEMPT_H
#include "store/db.h"
#include "store/records.h"

bool attempt_insert(struct db *db, const struct attempt *attempt, struct err *err);
/* Requests that went out after since_ms and until until_ms, and the moment of the first of them (0:
 * none). */
bool attempt_count(struct db *db, int64_t since_ms, int64_t until_ms, int64_t *count,
                   int64_t *failed, int64_t *first_ms, struct err *err);
/* Moments of the newest `room` failures after since_ms and until until_ms whose class is among the
 * bits of `classes`, oldest first; and of the newest answer until then (0: none). */
bool attempt_failures(struct db *db, int64_t since_ms, int64_t until_ms, unsigned classes,
                      int64_t *moments_ms, int room, int *count, int64_t *answered_ms,
                      struct err *err);
struct attempt_sum {
    int64_t requests, failures, input_tokens, output_tokens;
};
/* Of the requests within from..until (exclusive). */
bool attempt_sums(struct db *db, int64_t from_ms, int64_t until_ms, struct attempt_sum *sum,
                  struct err *err);

#endif
