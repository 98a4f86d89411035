/* The popup for a new training goal: empty, or filled with what a suggestion says. Used by
 * panel_goals.c and answer_panel.c. */
#ifndef UI_GOAL_FORM_H
#define UI_GOAL_FORM_H
#include "core/goal.h"
#include "ui/field.h"

enum { GOAL_FORM_FIELDS = 4 };

struct goal_form {
    struct app *app;
    struct goal goal; /* as typed */
    record_id stored; /* after saving: its id */
    char shooter[NAME_ROOM], month[NUMBER_ROOM];
    struct form_field fields[GOAL_FORM_FIELDS];
    bool asks_shooter;
};
/* Opens it over `screen`, where `form` lives; notice() gets `form` when it was saved. Of `start`:
 * member_id (0: the form asks), title, detail, source, weapon_id, session_id. */
void goal_form_open(struct screen *screen, struct goal_form *form, const struct goal *start);

/* A suggestion's sentence as title and, when it is longer than one, as detail. */
void goal_form_fill(struct goal *goal, const char *sentence);

#endif
