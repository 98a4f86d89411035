/* A session shot by shot: its course, its series, and the session before it to lay over it. */
#ifndef CORE_SESSION_COURSE_H
#define CORE_SESSION_COURSE_H
#include "core/rules/course.h"
#include "core/session.h"

struct session_course {
    int count; /* match shots of the part */
    const struct shot *shots;
    struct rolling rolling;
    int group_count;
    struct series_group groups[SERIES_MAX];
    bool has_previous; /* the member's session of the same programme before this one, on the same
                          face */
    char previous_date[DATE_ROOM];
    struct session_part previous; /* that part of it */
};
/* Of one part of a session that was read. Everything in the arena. RIGHT_SEE. */
bool session_course_read(struct app *app, struct arena *arena, const struct session_detail *detail,
                         int part, struct session_course *course, struct err *err);

#endif
