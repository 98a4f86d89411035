/* The order of the cards of a competition. Pure.
 *
 * Higher total first; on ties more inner tens, then the series from the last one back (data/
 * programmes.csv, "inner_tens+countback"). Cards that are still equal share their position. */
#ifndef CORE_RULES_RANKING_H
#define CORE_RULES_RANKING_H
#include "store/records.h"

struct ranking_card {
    record_id session_id, member_id;
    int64_t total_tenths;
    int inner_tens;
    int series_count;
    int series_tenths[SERIES_MAX];
    int position; /* from 1, filled in by ranking_sort */
    int index;    /* the caller's */
};
/* Sorts and numbers. Cards that are equal keep the order they came in. */
void ranking_sort(struct ranking_card *cards, int count);
/* Adds up neighbouring series so that at most `room` are left ("S1..S6" of 12 series of 5).
 * Returns how many; those that do not go in evenly stay as they are, the last takes the rest. */
int ranking_columns(const struct ranking_card *card, int64_t *columns, int room);

#endif
