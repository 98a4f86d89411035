/* The numbers that goals are suggested from: the member's last sessions of one programme, shot by
 * shot. Used by core/goal.c. */
#ifndef CORE_GOAL_NUMBERS_H
#define CORE_GOAL_NUMBERS_H
#include "core/app.h"
#include "core/rules/goal_rules.h"

enum { GOAL_SESSIONS_MAX = 10 };

/* Of the last 10 finished sessions of the programme; NULL: of the one the member shot most in the
 * last 12 months, and when there is none, ever. Turns whatever the programme. In the arena. A
 * member without sessions is no error. RIGHT_SEE; ERR_NOT_FOUND when there is no such member. */
bool goal_numbers_read(struct app *app, struct arena *arena, record_id member_id,
                       const char *programme_id, struct goal_numbers *numbers, struct err *err);

#endif
