/* Within one session: the rolling average over its shots, and where each series lies. Pure. */
#ifndef CORE_RULES_COURSE_H
#define CORE_RULES_COURSE_H
#include "core/rules/stats.h"

enum { ROLLING_SHOTS = 10 };

struct rolling {
    int count;      /* match shots */
    double *values; /* [i]: rings, mean of match shots i-8 .. i+1 (from 1); NaN before the tenth */
    int weak_first, weak_last; /* the weakest ten in a row, the first of equals; 0: fewer than 11 */
    double weak_average;
};
/* values: room for `count` numbers, given by the caller. Sighters and voided shots are skipped. */
void rolling_read(const struct shot *shots, int count, double *values, struct rolling *rolling);

struct series_group {
    int number; /* of the series */
    int shots, plotted;
    struct measure average;             /* rings a shot */
    struct measure mpi_x, mpi_y, sigma; /* mm, as stats.h */
};
/* One for each series from 1 to the highest with a shot; returns how many. */
int series_groups_read(const struct shot *shots, int count, struct series_group groups[SERIES_MAX]);

#endif
