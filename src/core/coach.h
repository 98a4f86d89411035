/* The coach's first look: every shooter and every weapon of a span beside the span before it, those
 * that got worse first. */
#ifndef CORE_COACH_H
#define CORE_COACH_H
#include "core/insight.h"

struct coach_row {
    record_id id; /* member or weapon */
    char name[NAME_ROOM];
    const char *programme_id; /* the one shot most in the span; numbers are of that one */
    char programme[NAME_ROOM];
    struct tally now_sums, before_sums;
    struct comparison average; /* now against before */
    bool is_counted;           /* the next three are there */
    struct tally_numbers now, before;
    struct comparison sigma;
    char last_date[DATE_ROOM]; /* of any session in both spans */
};
struct coach_overview {
    struct insight_choice span, before;
    int count;
    struct coach_row *rows; /* in the arena */
};

/* by: BY_SHOOTER or BY_WEAPON. The last `days` days (1..3650) against as many before them. Rows
 * with a session in the span; certainly worse first, then within noise or better by difference,
 * then those without enough sessions. RIGHT_SEE. */
bool coach_look(struct app *app, struct arena *arena, enum insight_by by, int days,
                struct coach_overview *overview, struct err *err);
/* The rest of what a row says; intervals take time, and a screen shows a few rows of hundreds. */
void coach_count(struct coach_row *row);

#endif
