/* Where the shots of a period lie on the face: counts by cell, by ring and by the hour of the
 * clock. Added shot by shot, so that a year can be read on another thread. Pure; integers. */
#ifndef CORE_RULES_HEAT_H
#define CORE_RULES_HEAT_H
#include "core/rules/stats.h"
#include "core/rules/tally.h"

enum { HEAT_CELLS = 41, HEAT_HALF = 20 }; /* each way; the middle cell lies around the centre */

struct heat {
    int64_t cell_um;                       /* width and height of a cell */
    int64_t shots;                         /* with a place */
    int64_t outside;                       /* of them beyond the grid */
    int64_t most;                          /* in one cell */
    int64_t cells[HEAT_CELLS][HEAT_CELLS]; /* [0][0]: top left */
    int64_t rings[11];
    int64_t hours[13];        /* [1..12] shots by hour of the clock, 12 is up, half past
                                              counts for the later one; [0] on the centre */
    int64_t missed_hours[13]; /* the same of shots below ring 10 */
};

/* The grid spans `radius_um` each way (the face's outermost ring), at least a micrometre a cell. */
void heat_start(struct heat *heat, int64_t radius_um);
/* Shots without a place, sighters and voided ones do not count. */
void heat_add(struct heat *heat, const struct shot *shot);

/* The hour most shots below the ten went to, its share of them with Wilson's 95 % interval, and
 * whether that is more than the one in twelve (the largest of twelve was looked for, so the
 * interval is Bonferroni's: each side 0.025 / 12). From 10 such shots. */
struct heat_lean {
    int hour;      /* 1..12; the first of equals; 0: none */
    int64_t shots; /* below the ten, off the exact centre */
    struct measure share, low, high;
    enum verdict verdict; /* HIGHER: they lean that way */
};
void heat_lean(const struct heat *heat, struct heat_lean *lean);

#endif
