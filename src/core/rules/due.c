#include "core/rules/due.h"

#define HOUR_MS        (INT64_C(3600) * 1000)
#define TEST_EVERY_MS  (INT64_C(30) * 24 * HOUR_MS)
#define AGAIN_AFTER_MS HOUR_MS

/* A moment of another clock, which was wrong, is no moment. */
static int64_t known(int64_t at_ms, int64_t now_ms)
{
    return at_ms <= now_ms ? at_ms : 0;
}

/* The last moment of the settings' hour that has come. */
static int64_t last_hour(const struct due_facts *facts)
{
    return facts->now_ms >= facts->today_ms ? facts->today_ms : facts->yesterday_ms;
}

static int64_t next_hour(const struct due_facts *facts)
{
    return facts->now_ms >= facts->today_ms ? facts->tomorrow_ms : facts->today_ms;
}

/* When that work is due, or was: at most now when it is due now. */
static int64_t due_at(const struct due_facts *facts, enum due_work work)
{
    int64_t since = known(facts->club_since_ms, facts->now_ms);
    int64_t good = known(facts->good_ms[work], facts->now_ms);
    int64_t tried = known(facts->tried_ms[work], facts->now_ms);
    int64_t at = 0;
    if (work != DUE_CHECK && !facts->is_automatic) {
        return INT64_MAX;
    }
    if (work == DUE_RESTORE_TEST) {
        if (!facts->has_backup) {
            return INT64_MAX;
        }
        at = good > 0 ? good + TEST_EVERY_MS : last_hour(facts);
        at = good == 0 && since >= at ? next_hour(facts) : at;
    } else {
        int64_t from = good > since ? good : since;
        at = from >= last_hour(facts) ? next_hour(facts) : last_hour(facts);
    }
    int64_t again = tried > good ? tried + AGAIN_AFTER_MS : 0;
    return at > again ? at : again;
}

bool due_now(const struct due_facts *facts, enum due_work work)
{
    return due_at(facts, work) <= facts->now_ms;
}

int64_t due_next_ms(const struct due_facts *facts)
{
    int64_t next = next_hour(facts);
    for (int work = 0; work < DUE_COUNT; work++) {
        int64_t at = due_at(facts, (enum due_work)work);
        next = at < next ? at : next;
    }
    return next > facts->now_ms ? next : facts->now_ms;
}
