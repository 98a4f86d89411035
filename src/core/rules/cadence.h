/* The rhythm of a shooter over several sessions, and whether it goes with the score. Pure.
 *
 * Gap before a shot: the moment it was entered minus that of the match shot before it in the same
 * session, also over the change of a series; sighters and voided shots are passed over. Only gaps
 * above 0 count. (One session's mean gap is cadence_s of stats.h.)
 *
 * A pair is a gap and the value of the shot after it. For what follows a gap above 300 s counts as
 * 300 s: a pause is a pause.
 *
 * correlation: Spearman's: the Pearson correlation of the ranks of gap and value, equal ones
 * sharing the mean of their ranks; from 3 pairs, absent when all gaps or all values are equal. Its
 * approximate 95 % interval, from 30 pairs: tanh(atanh(r) +- 1.959963984540054 sqrt(1.06 / (n-3)))
 * (Fisher's z with the variance of Fieller, Hartley and Pearson); r itself when |r| = 1. Verdict:
 * HIGHER (who waits longer scores more) when the whole interval is above 0, LOWER below 0, else
 * NOISE; NO_DATA without an interval. It says that both go together, not which causes which.
 *
 * thirds: the pairs sorted by gap, equal gaps in the order they were shot; quick are the first
 * floor(n / 3), slow the last floor(n / 3), middle the rest; mean value in rings; from 30 pairs. */
#ifndef CORE_RULES_CADENCE_H
#define CORE_RULES_CADENCE_H
#include "core/rules/tally.h"

enum { CADENCE_PAIRS_MIN = 3, CADENCE_INTERVAL_PAIRS_MIN = 30, CADENCE_GAP_MOST_MS = 300000 };

struct cadence_session {
    const struct shot *shots; /* in order, as stats_session takes them */
    int count;
};

enum cadence_third { CADENCE_QUICK, CADENCE_MIDDLE, CADENCE_SLOW, CADENCE_THIRDS };

struct cadence {
    int pairs;
    struct measure mean_s, median_s; /* of the gaps as they are; median of an even number: the mean
                                        of the middle two */
    struct measure correlation, low, high;
    enum verdict verdict;
    struct measure thirds[CADENCE_THIRDS]; /* rings a shot */
};
void cadence_read(const struct cadence_session *sessions, int count, struct cadence *cadence);

#endif
