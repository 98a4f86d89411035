/* Argument of screen_new_shooter. The opener's notice() gets const record_id *: the new session, or
 * the one that the chosen member is shooting already. */
#ifndef UI_NEW_SHOOTER_H
#define UI_NEW_SHOOTER_H
#include "core/range.h"

struct new_shooter_argument {
    record_id member_id;      /* a scanned card's; 0: ask */
    const struct lane *lanes; /* who shoots now; copied */
    int lane_count, lane_limit;
};

#endif
