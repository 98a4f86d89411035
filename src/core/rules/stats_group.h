/* The group on the target: shared between the stats_*.c files only. */
#ifndef CORE_RULES_STATS_GROUP_H
#define CORE_RULES_STATS_GROUP_H
#include "core/rules/stats.h"

static inline bool stats_counts(const struct shot *shot)
{
    return shot->series > 0 && shot->series <= SERIES_MAX && shot->voided_at_ms == 0;
}

static inline struct measure stat_of(double value)
{
    return (struct measure){.has = true, .value = value};
}

static inline struct measure stat_absent(const char *why)
{
    return (struct measure){.why = why};
}

/* Largest squared distance between two places, um^2. */
int64_t stats_spread_squared(const int64_t *x_um, const int64_t *y_um, int count);

/* Fills everything under "group" in the struct. */
void stats_group(const struct shot *shots, int count, struct session_stats *stats);

#endif
