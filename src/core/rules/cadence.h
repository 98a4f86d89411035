/* The time between shots, and whether it has to do with what they are worth. Pure. */
#ifndef CORE_RULES_CADENCE_H
#define CORE_RULES_CADENCE_H
#include "core/rules/tally.h"

/* A shot with the time since the shot before it in the same session. */
struct cadence_pair {
    int64_t gap_ms; /* > 0 */
    int tenths;
};

enum { CADENCE_GAP_MOST_MS = 300000, CADENCE_PAIRS_MIN = 30 };

struct cadence {
    int pairs;
    struct measure mean_s, median_s; /* seconds; gaps above 300 s count as 300 s */
    /* Spearman's rank correlation of gap and value (equal ones share their rank), its 95 % interval
     * by Fisher's z with variance 1.06 / (n - 3); from 30 pairs that are not all equal. */
    struct measure correlation, low, high;
    enum verdict verdict; /* HIGHER: the slower, the better */
    /* Average value, rings, of the quickest, the middle and the slowest third (n / 3, the rest goes
     * to the middle), by gap, then in the order they came; from 30 pairs. */
    struct measure quick, middle, slow;
};
/* Sorts the pairs. */
void cadence_read(struct cadence_pair *pairs, int count, struct cadence *cadence);

/* Adds the pairs of one session's current match shots to `pairs` (room for count more). Returns how
 * many. */
int cadence_pairs(const struct shot *shots, int count, struct cadence_pair *pairs);

#endif
