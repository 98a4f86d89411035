/* How long someone waits after wrong secrets. What was failed is kept in the database; within a run
 * the waiting is measured by the monotonic clock, so that a wall clock put forward does not end it
 * and one put back does not prolong it. Used by core/auth.c, and by
 * core/account.c for who looks. */
#ifndef CORE_AUTH_DELAY_H
#define CORE_AUTH_DELAY_H
#include "store/records.h"
#include <stddef.h>

enum { AUTH_DELAYS = 32 }; /* more than a seat can fail in any delay that matters */

/* One who failed, as this run knows it. */
struct auth_delay {
    record_id who;           /* account; negative: a name that nobody has */
    int failures;            /* of those that the database does not count */
    int64_t locked_until_ms; /* the stored moment that until_monotonic_ms was made from */
    int64_t until_monotonic_ms;
};

struct auth_delays { /* zero-initialise */
    struct auth_delay rows[AUTH_DELAYS];
    bool is_seat_known; /* the seat's numbers were read from the database */
    int seat_failures;
    int64_t seat_since_monotonic_ms;
};

/* 0 for the first two failures, then 1, 2, 4 .. 300 s. */
int64_t auth_delay_ms(int failures);

/* Stands for a name nobody has, so that it waits as a known one does. Negative. */
record_id auth_delay_nobody(const char *folded_login);

/* What is left of the account's stored delay. The first call of a run goes by the wall clock, but
 * never waits longer than the delay itself; later ones by the monotonic clock. */
int64_t auth_delay_left_ms(struct auth_delays *delays, const struct account *account);

/* The same for those that the database does not count: unknown names, a view-only database. */
int64_t auth_delay_left_unkept_ms(struct auth_delays *delays, record_id who);
void auth_delay_fail_unkept(struct auth_delays *delays, record_id who);
void auth_delay_forget(struct auth_delays *delays, record_id who);

/* The seat's failures within the running minute. `kept`: what auth_delay_seat_text wrote last, for
 * the first call of a run. */
int auth_delay_seat_failures(struct auth_delays *delays, const char *kept);
void auth_delay_seat_fail(struct auth_delays *delays);
void auth_delay_seat_text(const struct auth_delays *delays, char *dst, size_t size);

#endif
