#include "core/auth_delay.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"

enum {
    FREE_FAILURES = 3, /* from the third on there is a delay */
    DELAY_MAX_S = 300,
    SEAT_WINDOW_MS = 60000,
};

int64_t auth_delay_ms(int failures)
{
    if (failures < FREE_FAILURES) {
        return 0;
    }
    int doublings = failures - FREE_FAILURES;
    int64_t seconds = doublings >= 9 ? DELAY_MAX_S : INT64_C(1) << doublings;
    return (seconds > DELAY_MAX_S ? DELAY_MAX_S : seconds) * 1000;
}

record_id auth_delay_nobody(const char *folded_login)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325); /* FNV-1a */
    for (; *folded_login != '\0'; folded_login++) {
        hash = (hash ^ (unsigned char)*folded_login) * UINT64_C(0x100000001B3);
    }
    return -1 - (record_id)(hash >> 1);
}

/* Theirs, or the one that has waited out first. */
static struct auth_delay *row_of(struct auth_delays *delays, record_id who)
{
    struct auth_delay *oldest = &delays->rows[0];
    for (int i = 0; i < AUTH_DELAYS; i++) {
        struct auth_delay *row = &delays->rows[i];
        if (row->who == who) {
            return row;
        }
        if (row->until_monotonic_ms < oldest->until_monotonic_ms) {
            oldest = row;
        }
    }
    *oldest = (struct auth_delay){.who = who};
    return oldest;
}

static int64_t left_of(const struct auth_delay *row)
{
    int64_t left_ms = row->until_monotonic_ms - time_monotonic_ms();
    return row->locked_until_ms != 0 && left_ms > 0 ? left_ms : 0;
}

int64_t auth_delay_left_ms(struct auth_delays *delays, const struct account *account)
{
    if (account->locked_until_ms == 0) {
        return 0;
    }
    struct auth_delay *row = row_of(delays, account->id);
    if (row->locked_until_ms != account->locked_until_ms) {
        int64_t whole_ms = auth_delay_ms(account->failed_count);
        int64_t left_ms = account->locked_until_ms - time_now_ms();
        left_ms = left_ms > whole_ms ? whole_ms : left_ms;
        row->locked_until_ms = account->locked_until_ms;
        row->until_monotonic_ms = time_monotonic_ms() + left_ms;
    }
    return left_of(row);
}

int64_t auth_delay_left_unkept_ms(struct auth_delays *delays, record_id who)
{
    return left_of(row_of(delays, who));
}

void auth_delay_fail_unkept(struct auth_delays *delays, record_id who)
{
    struct auth_delay *row = row_of(delays, who);
    row->failures++;
    row->locked_until_ms = time_now_ms();
    row->until_monotonic_ms = time_monotonic_ms() + auth_delay_ms(row->failures);
}

void auth_delay_forget(struct auth_delays *delays, record_id who)
{
    *row_of(delays, who) = (struct auth_delay){0};
}

/* --- the seat ----------------------------------------------------------------------------------
 */

static void read_seat(struct auth_delays *delays, const char *kept)
{
    char *rest = NULL;
    delays->seat_failures = (int)strtol(kept, &rest, 10);
    int64_t since_ms = *rest == ',' ? strtoll(rest + 1, NULL, 10) : 0;
    int64_t age_ms = time_now_ms() - since_ms;
    /* Begun in the future: the clock was put back meanwhile, the minute begins again. */
    delays->seat_since_monotonic_ms = time_monotonic_ms() - (age_ms > 0 ? age_ms : 0);
    delays->is_seat_known = true;
}

int auth_delay_seat_failures(struct auth_delays *delays, const char *kept)
{
    if (!delays->is_seat_known) {
        read_seat(delays, kept);
    }
    if (time_monotonic_ms() - delays->seat_since_monotonic_ms > SEAT_WINDOW_MS) {
        delays->seat_failures = 0;
    }
    return delays->seat_failures;
}

void auth_delay_seat_fail(struct auth_delays *delays)
{
    if (delays->seat_failures == 0) {
        delays->seat_since_monotonic_ms = time_monotonic_ms();
    }
    delays->seat_failures++;
}

void auth_delay_seat_text(const struct auth_delays *delays, char *dst, size_t size)
{
    int64_t age_ms = time_monotonic_ms() - delays->seat_since_monotonic_ms;
    snprintf(dst, size, "%d,%lld", delays->seat_failures, (long long)(time_now_ms() - age_ms));
}
