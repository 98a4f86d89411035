/* The popup that changes a session's weapon line. Used by session.c only. */
#ifndef UI_SESSION_EDIT_H
#define UI_SESSION_EDIT_H
#include "core/session.h"
#include "ui/field.h"

enum { SESSION_EDIT_FIELDS = 5 };

struct session_edit {
    struct app *app;
    struct session_weapon line;
    char rounds[NUMBER_ROOM], ammunition[NAME_ROOM], grouping[NAME_ROOM], fliers[NUMBER_ROOM];
    int deviation;
    struct form_field fields[SESSION_EDIT_FIELDS];
};
/* Opens the form over `screen`; `edit` lives there. Its notice() gets `edit` when saved. */
void session_edit_open(struct screen *screen, struct session_edit *edit,
                       const struct session_part *part, const char *ammunition);

#endif
