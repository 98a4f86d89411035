/* Where in a session points are lost: the average by shot position over several sessions of one
 * programme, and the weakest ten in a row. Pure. */
#ifndef CORE_RULES_DRIFT_H
#define CORE_RULES_DRIFT_H
#include "core/rules/tally.h"

enum { DRIFT_WINDOW = 10, DRIFT_STEP = 5, DRIFT_POSITIONS_MIN = 20 };

struct drift_session { /* match shots in the order they were fired */
    int count;
    const int *tenths;
};

struct drift {
    int sessions;
    int positions; /* shot positions that at least 2 sessions have, from 1 without a gap */
    double average[SESSION_SHOTS_MAX]; /* rings, [0] = first shot */
    int counts[SESSION_SHOTS_MAX];     /* sessions that have it */
    const char *why;                   /* no weakest window: msgid why; NULL: there is one */
    int weak_first, weak_last;         /* positions, from 1; 0: none */
    double weak_average;               /* rings, over all shots in it */
    /* Window minus the other shots of the same session, mean over the sessions that have the whole
     * window; from 3 of them. The window was looked for, so its 95 % interval is that of the
     * weakest of floor(positions / 5): windows half over each other (Bonferroni). Without any drift
     * one is called less than once in twenty (tests/unit/test_shooter_chance.c). */
    struct measure difference, low, high;
    enum verdict verdict; /* LOWER: points are certainly lost there */
};
/* The weakest of equals is the first. From 2 sessions and 20 positions. */
void drift_read(const struct drift_session *sessions, int count, struct drift *drift);

#endif
