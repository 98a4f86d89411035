#include "base/id.h"

#include <stdatomic.h>

#include "base/time.h"

static const int64_t EPOCH_MS = INT64_C(1577836800000); /* 2020-01-01 UTC */

record_id id_at(int64_t ms, int terminal, int sequence)
{
    int64_t since = ms > EPOCH_MS ? ms - EPOCH_MS : 0;
    return (since & ((INT64_C(1) << 41) - 1)) << 22 | (int64_t)(terminal & 1023) << 12 |
           (int64_t)(sequence & 4095);
}

/* The last moment and sequence given out, as ms << 12 | sequence; strictly increasing even when the
 * clock jumps back. */
record_id id_new(int terminal)
{
    static _Atomic int64_t last;
    int64_t clock = time_now_ms();
    int64_t now = clock > EPOCH_MS ? (clock - EPOCH_MS) << 12 : 0;
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
