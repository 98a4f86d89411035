/* Training goals of a member: their own, and those their numbers suggest. */
#ifndef CORE_GOAL_H
#define CORE_GOAL_H
#include "core/app.h"
#include "core/rules/goal_rules.h"

/* Takes member_id, title, detail, source, rule, month, weapon_id and session_id of `input`; month
 * "": this one. ERR_INPUT names the field; a suggested goal is refused while one of its rule is
 * open. RIGHT_EDIT_NOTES, as all changes here. */
bool goal_add(struct app *app, const struct goal *input, record_id *id, struct err *err);
/* Ticks off, or opens again. Doing it twice changes nothing. A goal that is opened again stays
 * beside another one of its rule. */
bool goal_set_done(struct app *app, record_id id, bool is_done, struct err *err);
/* Takes a goal out, and puts it back. */
bool goal_void(struct app *app, record_id id, struct err *err);
bool goal_restore(struct app *app, record_id id, struct err *err);
bool goal_get(struct app *app, record_id id, struct goal *goal, struct err *err);
/* Open ones by month, then done ones, the last ticked off first; at most 500. */
bool goal_list(struct app *app, struct arena *arena, record_id member_id, struct goal **rows,
               int *count, struct err *err);

/* What the last 10 sessions of the programme (NULL: the most shot one of the last 12 months)
 * suggest, without the rules of which a goal is open. No suggestion is no error. */
bool goal_suggestions(struct app *app, record_id member_id, const char *programme_id,
                      struct goal_suggestions *suggestions, struct err *err);
/* Makes the goal of a suggestion for that month ("": this one). */
bool goal_take_over(struct app *app, record_id member_id, const struct goal_suggestion *suggestion,
                    const char *month, record_id *id, struct err *err);

/* "2026-11", "11-2026", "11/2026", "" (this month) as a person types it; false: no month. */
bool goal_month_read(const char *text, char month[8]);

#endif
