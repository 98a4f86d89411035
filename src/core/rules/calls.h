/* Where the shooter called a shot against where it went. Pure. */
#ifndef CORE_RULES_CALLS_H
#define CORE_RULES_CALLS_H
#include "core/rules/stats.h"

enum { CALLS_MIN = 5 };

/* Over match shots that were called and have a place; error = hit - call, mm. */
struct calls {
    int count;
    struct measure x, y;       /* mean error; from 5 */
    struct measure sd_x, sd_y; /* sample deviation of the error; from 5 */
    struct measure distance;   /* mean distance between call and hit; from 5 */
};
void calls_read(const struct shot *shots, int count, struct calls *calls);

#endif
