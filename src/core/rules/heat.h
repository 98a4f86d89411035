/* Where the shots lie, added up: cells on the face, directions of the clock, rings. Pure; shots are
 * added one by one, in any order, and only integers are kept, so that a year can be added on
 * another thread.
 *
 * Counted are current match shots with a place (sighters and voided shots are passed over).
 *
 * Cells: squares of cell_um, four of them meeting in the centre of the face. The cell of a shot is
 * column floor(x / cell_um), row floor(y / cell_um) (floor: towards minus infinity), both from
 * -cells to cells - 1; x to the right, y up. What lies further out is `beyond`.
 *
 * Directions: the hour of the shot seen from the centre, 12 sectors of 30 degrees, hour 12 from 345
 * to 15 degrees (0 is up, clockwise). On a boundary the later hour; with whole micrometres that
 * happens only at 45, 135, 225 and 315 degrees: hours 2, 5, 8, 11. Shots on the exact centre have
 * no direction and are counted apart. Decided in integers; coordinates up to 1 km.
 *
 * Typical deviation: of the n shots in ring 9 or less (misses too) that have a direction, the hour
 * with the most, m; the first hour (12, 1, 2, ..) of equals. From n = 10. share = m / n, its Wilson
 * interval with z = 2.865260238532133 (the normal quantile of 1 - 0.025 / 12: the hour was chosen
 * out of 12 because it has the most, so that the 95 % hold for the one that is chosen). Verdict:
 * HIGHER when low > 1/12, else NOISE; NO_DATA without a share. Shots of one evening hang together,
 * which the interval does not know: it says where they lie, not why. */
#ifndef CORE_RULES_HEAT_H
#define CORE_RULES_HEAT_H
#include "core/rules/tally.h"

enum { HEAT_CELLS_MAX = 32, HEAT_HOURS = 12, HEAT_DEVIATION_SHOTS_MIN = 10 };

struct heat {
    int64_t cell_um;
    int cells; /* each way from the centre, at most HEAT_CELLS_MAX */
    int64_t shots, beyond, centre;
    int64_t counts[2 * HEAT_CELLS_MAX][2 * HEAT_CELLS_MAX]; /* [row + cells][column + cells] */
    int64_t hours[HEAT_HOURS];                              /* [0] = hour 12, [1] = hour 1 */
    int64_t outside_hours[HEAT_HOURS];                      /* of them in ring 9 or less */
    int64_t rings[11];
};

/* cell_um > 0; cells is held within 1..HEAT_CELLS_MAX. */
void heat_start(struct heat *heat, int64_t cell_um, int cells);
void heat_add(struct heat *heat, const struct shot *shot);

/* 0..11, 0 for hour 12; -1 for the centre itself. */
int heat_hour(int64_t x_um, int64_t y_um);

/* Shares of all counted shots; absent without any. */
struct measure heat_share(const struct heat *heat, int64_t count);
/* How many lie in that cell; 0 outside the grid. */
int64_t heat_cell(const struct heat *heat, int column, int row);

struct heat_deviation {
    int64_t shots; /* n */
    int hour;      /* 1..12; 0: none */
    int64_t hits;  /* m */
    struct measure share, low, high;
    enum verdict verdict;
};
void heat_deviation(const struct heat *heat, struct heat_deviation *deviation);

#endif
