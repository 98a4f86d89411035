/* Argument of screen_new_shooter. The opener's notice() gets const record_id * of the new session.
 */
#ifndef UI_NEW_SHOOTER_H
#define UI_NEW_SHOOTER_H
#include "base/id.h"

struct new_shooter_argument {
    record_id member_id; /* a scanned card's; 0: ask */
};

#endif
