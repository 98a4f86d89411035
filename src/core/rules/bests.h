/* A shooter's best cards of one programme: whole card, series, stage, each with its date; on ties
 * the latest. Pure. */
#ifndef CORE_RULES_BESTS_H
#define CORE_RULES_BESTS_H
#include "core/rules/programme.h"
#include "store/records.h"

struct best {
    int64_t tenths;
    int number;           /* series or stage, from 1; 0 for the whole card */
    char date[DATE_ROOM]; /* "" : there is none yet */
    record_id session_id;
};
struct bests {
    struct best total, series;
    int stage_count;
    struct best stages[STAGES_MAX]; /* of a programme with more than one */
};

/* Adds one card. Only whole cards, series and stages count: those with every shot of the programme.
 * Open-ended programmes have none. Arrays as a summary row has them, [0] = series 1. */
void bests_add(struct bests *bests, const struct programme *programme, record_id session_id,
               const char *date, const int *series_tenths, const int *series_shots, int count);

#endif
