/* A number over time: the straight line through it with its uncertainty, and the smoothed line that
 * is drawn through the points. Pure. */
#ifndef CORE_RULES_TREND_H
#define CORE_RULES_TREND_H
#include "core/rules/stats.h"
#include "core/rules/tally.h"

struct trend_point {
    double day; /* since 1970-01-01, any origin will do */
    double value;
};

struct trend {
    int count;
    struct measure slope;     /* per 30 days; from 5 points on 2 days */
    struct measure low, high; /* its 95 % interval */
    struct measure error;     /* standard error of the slope, per 30 days */
    enum verdict verdict;     /* HIGHER: rising, LOWER: falling */
    int more_points;          /* within noise: about how many more sessions to know; 0: not said */
};
void trend_read(const struct trend_point *points, int count, struct trend *trend);

/* The line drawn through the points: EWMA with weight 0.3, starting at the first value, and its
 * 95 % band: 1.96 s sqrt(sum of the squared weights), s the sample deviation of the points from
 * the line one step before. Arrays of `count`; low and high may be NULL. False (and no band, low =
 * high = line) below 5 points. */
bool trend_smooth(const struct trend_point *points, int count, double *line, double *low,
                  double *high);

#endif
