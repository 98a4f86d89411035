/* Argument of screen_target: look at a session's plot, or enter shots by place on a lane. */
#ifndef UI_TARGET_H
#define UI_TARGET_H
#include "core/range.h"
#include "core/session.h"

struct target_argument {
    struct lane *lane;               /* plot entry: shots are stored on it; NULL: look only */
    int correct_index;               /* >= 0: the shot to correct instead of a new one; else -1 */
    const struct session_part *part; /* looking back */
};

/* What the opener's notice() gets when entering ended by itself; NULL after Esc. */
struct target_outcome {
    const char *card;       /* a card was scanned meanwhile; NULL: none */
    int corrected;          /* index of the shot that was corrected, or -1 */
    const struct shot *old; /* as it was before */
};

#endif
