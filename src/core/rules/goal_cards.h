/* A card added up: its total, and its series with what is missing and of which kind they are. Pure.
 */
#ifndef CORE_RULES_GOAL_CARDS_H
#define CORE_RULES_GOAL_CARDS_H
#include "core/rules/programme.h"
#include "store/records.h"

struct card_series {
    int64_t total_tenths;
    bool is_complete; /* every shot of the programme was fired */
    int kind;         /* equal where length and time of the stage are; 0: as the first stage */
};

struct card_sums {
    int64_t total_tenths;
    bool is_complete;
    int series_count;                      /* of the programme */
    struct card_series series[SERIES_MAX]; /* [0] = series 1 */
};

/* Current match shots count. programme NULL or open-ended: there is only a total. */
void card_sums_read(const struct shot *shots, int count, const struct programme *programme,
                    struct card_sums *sums);

#endif
