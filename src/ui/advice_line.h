/* Sight advice in words: "3 clicks to the left", "within noise, about 40 more shots to know". */
#ifndef UI_ADVICE_LINE_H
#define UI_ADVICE_LINE_H
#include "core/rules/stats.h"

enum advice_axis { ADVICE_SIDEWAYS, ADVICE_HEIGHT };
/* False: there is no advice yet, dst says what it needs. Clicks carry the sign of the offset: the
 * sight turns the other way. */
bool advice_line(char *dst, size_t size, const struct sight_axis *axis, enum advice_axis which);

#endif
