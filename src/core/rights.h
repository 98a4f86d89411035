/* Who may do what: one table, checked in core by every use case, never by a screen. */
#ifndef CORE_RIGHTS_H
#define CORE_RIGHTS_H
#include "core/app.h"

enum right {
    RIGHT_SEE,         /* look at sessions, members, weapons */
    RIGHT_SCORE,       /* open lanes, enter and correct shots, finish */
    RIGHT_EDIT_NOTES,  /* notes and reflection of a session */
    RIGHT_ADD_MEMBER,  /* create members and weapons */
    RIGHT_EDIT_MEMBER, /* change and retire them */
    RIGHT_VOID_SESSION,
    RIGHT_MARK_COMPETITION,
    RIGHT_ASK,          /* ask the coach, acknowledge its answers */
    RIGHT_MANAGE_QUEUE, /* look at the queue; retry, forget, pause */
    RIGHT_EXPORT,       /* take reports along, write audit notes */
    RIGHT_SET_LOOK,     /* own theme and language */
    RIGHT_MANAGE_ACCOUNTS,
    RIGHT_MANAGE_SYSTEM, /* settings of the club, demo, verify, backups */
    RIGHT_COUNT
};

bool rights_has(const struct actor *actor, enum right right);

/* False with ERR_DENIED and a sentence that names who may. View-only databases deny every right but
 * RIGHT_SEE with ERR_READONLY. */
bool rights_check(const struct app *app, enum right right, struct err *err);

#endif
