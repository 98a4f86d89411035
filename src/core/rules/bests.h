/* Personal bests: the highest total, series and sum of a stage over a list of sessions. Pure.
 *
 * Only what is complete counts: a session with all the shots of its programme, a series with all
 * its shots, a stage whose series are all complete. Highest first; on ties the latest date; on the
 * same date the one further on in the list; within one session the first series or stage. A card
 * without a programme has nothing complete. */
#ifndef CORE_RULES_BESTS_H
#define CORE_RULES_BESTS_H
#include "core/rules/programme.h"
#include "store/records.h"

struct card_sum { /* of a series or a stage */
    int64_t total_tenths;
    bool is_complete;
    int kind; /* of a series: equal when length and time of the stage are; stages: not used */
};

struct card_sums { /* one session */
    char local_date[DATE_ROOM];
    char programme_id[CODE_ROOM];
    int64_t total_tenths;
    bool is_complete;
    int series_count, stage_count;
    struct card_sum series[SERIES_MAX]; /* [0] = series 1 */
    struct card_sum stages[STAGES_MAX];
};

/* Adds up the current match shots; programme NULL or open-ended: only the total. */
void card_sums_read(const struct shot *shots, int count, const struct programme *programme,
                    struct card_sums *sums);

struct best {
    bool has;
    int64_t total_tenths;
    char date[DATE_ROOM];
    int number;  /* of the series or stage, from 1; 0 for a total */
    int session; /* index in the list */
};
struct bests {
    struct best total, series, stage;
    struct best stages[STAGES_MAX]; /* each stage by itself */
};
/* programme_id NULL: every session, which only makes sense when they share one. */
void bests_read(const struct card_sums *sessions, int count, const char *programme_id,
                struct bests *bests);

#endif
