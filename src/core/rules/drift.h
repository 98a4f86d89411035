/* Where in a card the value drops: the same shot position over several sessions. Pure. It
 * means something where all series have the same length and time; of slow and quick stages the
 * quick ones are weaker for everybody.
 *
 * A session is its match shots in order, shot 1..n, values in tenths; sessions may be shorter than
 * others. A position counts as covered when at least 2 sessions have it; since shots are counted
 * from 1 the covered positions are 1..p, p the length of the second longest session.
 *
 * average[i]: (sum of the values at position i over the sessions that have it) / their number / 10,
 * in rings; for every position of the longest session.
 *
 * Weakest window: of the windows of 10 consecutive positions within 1..p the one with the lowest
 * (sum of all its values) / (number of all its shots), compared exactly as fractions; the first of
 * equals. From 2 sessions and p >= 20; none when all windows are equal.
 *
 * Difference: over the k sessions that have all 10 positions of that window and at least one
 * position outside it. Of each: d = (sum in the window) / 10 - (sum outside it) / (shots outside
 * it), / 10 for rings. difference = mean of d, from 1 such session; its interval is
 *     mean +- t(1 - 0.025 / w, k - 1) sd / sqrt(k),    w = floor(p / 5), from k = 3,
 * sd with k - 1. The window was chosen because it is the weakest: dividing by w, the windows side
 * by side and half over each other, keeps the interval honest for the one that is chosen (a shooter
 * without any drift is called drifting less than once in twenty: tests/unit/test_drift.c). Verdict:
 * LOWER when the whole interval is below 0, else NOISE; NO_DATA without an interval. */
#ifndef CORE_RULES_DRIFT_H
#define CORE_RULES_DRIFT_H
#include "core/rules/tally.h"

enum {
    DRIFT_WINDOW = 10,
    DRIFT_STEP = 5,
    DRIFT_POSITIONS_MIN = 20,
    DRIFT_SESSIONS_MIN = 2,
    DRIFT_INTERVAL_SESSIONS_MIN = 3
};

struct drift_session {
    const int *tenths; /* match shots in order */
    int count;         /* what is beyond SESSION_SHOTS_MAX is not looked at */
};

struct drift {
    int sessions;  /* with at least one shot */
    int positions; /* of the longest */
    int covered;   /* p */
    int counts[SESSION_SHOTS_MAX];
    double averages[SESSION_SHOTS_MAX]; /* rings; [0] = shot 1 */
    int window_first;                   /* position of the weakest window, from 1; 0: none */
    struct measure window_average;      /* rings, over all its shots */
    int paired_sessions;                /* k */
    struct measure difference, low, high;
    enum verdict verdict;
};
void drift_read(const struct drift_session *sessions, int count, struct drift *drift);

#endif
