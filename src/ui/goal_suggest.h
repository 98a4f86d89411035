/* The popup that lists what is suggested as goals. Used by panel_goals.c and answer_panel.c. */
#ifndef UI_GOAL_SUGGEST_H
#define UI_GOAL_SUGGEST_H
#include "core/goal.h"
#include "ui/screen.h"

struct goal_suggest_argument {
    const struct goal_suggestions *suggestions; /* the opener keeps them */
    const char *label;                          /* who says so; copied */
};
/* The opener's notice() gets the chosen const struct goal_suggestion * of them, NULL when it was
 * left. */
extern const struct screen_class screen_goal_suggest;

#endif
