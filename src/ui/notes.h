/* Notes for who audits, on an export, a session, a member or a weapon: read, and added. */
#ifndef UI_NOTES_H
#define UI_NOTES_H
#include "ui/screen.h"

struct note_subject {    /* the argument of open(); copied */
    const char *subject; /* "export": static */
    record_id id;
};
extern const struct screen_class screen_notes;

#endif
