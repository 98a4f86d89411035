#include "base/id.h"

#include <stdatomic.h>
#include <sys/random.h>

#include "base/time.h"

static const int64_t EPOCH_MS = INT64_C(1577836800000); /* 2020-01-01 UTC */

record_id id_at(int64_t ms, int terminal, int sequence)
{
    int64_t since = ms > EPOCH_MS ? ms - EPOCH_MS : 0;
    return (since & ((INT64_C(1) << 41) - 1)) << 22 | (int64_t)(terminal & 1023) << 12 |
           (int64_t)(sequence & 4095);
}

/* Where this process begins to count within a millisecond: another one of the same terminal (a
 * command beside a kiosk) begins elsewhere. 1..2047, so that as many follow before the next ms. */
static int64_t first_sequence(void)
{
    static _Atomic int64_t first;
    int64_t known = atomic_load(&first);
    if (known == 0) {
        uint16_t random = 0;
        ssize_t got = getrandom(&random, sizeof random, 0);
        int64_t mine = got == (ssize_t)sizeof random ? (random & 2047) + 1 : 1;
        mine = mine > 2047 ? 2047 : mine;
        known = atomic_compare_exchange_strong(&first, &known, mine) ? mine : known;
    }
    return known;
}

/* The last moment and sequence given out, as ms << 12 | sequence; strictly increasing even when the
 * clock jumps back. */
record_id id_new(int terminal)
{
    static _Atomic int64_t last;
    int64_t clock = time_now_ms();
    int64_t now = clock > EPOCH_MS ? (clock - EPOCH_MS) << 12 | first_sequence() : 0;
    int64_t before = atomic_load(&last);
    int64_t next = 0;
    do {
        next = now > before ? now : before + 1;
    } while (!atomic_compare_exchange_weak(&last, &before, next));
    return id_at((next >> 12) + EPOCH_MS, terminal, (int)(next & 4095));
}

int id_terminal(record_id id)
{
    return (int)(id >> 12 & 1023);
}

int64_t id_ms(record_id id)
{
    return (id >> 22) + EPOCH_MS;
}
