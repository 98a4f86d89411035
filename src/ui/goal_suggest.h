/* The popup that lists what a member's numbers suggest as goals. Used by panel_goals.c. */
#ifndef UI_GOAL_SUGGEST_H
#define UI_GOAL_SUGGEST_H
#include "core/goal.h"
#include "ui/screen.h"

/* Argument of screen_goal_suggest: const struct goal_suggestions *, which the opener keeps. The
 * opener's notice() gets the chosen const struct goal_suggestion * of it, NULL when it was left. */
extern const struct screen_class screen_goal_suggest;

#endif
