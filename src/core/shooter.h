/* A shooter's last sessions of one programme, shot by shot: what the rules about a shooter read
 * (core/rules/drift.h, cadence.h, heat.h, bests.h, goal_rules.h). */
#ifndef CORE_SHOOTER_H
#define CORE_SHOOTER_H
#include "core/insight.h"
#include "core/rules/bests.h"
#include "core/rules/cadence.h"
#include "core/rules/drift.h"
#include "core/rules/heat.h"
#include "core/turns.h"

enum { SHOOTER_SESSIONS_MAX = 10 };

struct shooter {
    char programme_id[CODE_ROOM];      /* "" when there is no session */
    const struct programme *programme; /* NULL: not known any more */
    int count;                         /* finished sessions, oldest first */
    record_id session_ids[SHOOTER_SESSIONS_MAX];
    char dates[SHOOTER_SESSIONS_MAX][DATE_ROOM]; /* local */
    struct card_sums *cards;                     /* count, in the arena, as all below */
    struct cadence_session *shots;               /* current, in order, of all weapon lines */
    struct drift_session *values;                /* of the match shots */
    struct drift drift;
    struct cadence cadence;
    struct heat heat; /* cells of 1 mm; of another size: heat_start and heat_add over `shots` */
    struct heat_deviation deviation;
    struct turns turns; /* whatever the programme */
};

/* The last SHOOTER_SESSIONS_MAX sessions of the programme; NULL: of the one the member shot most in
 * the last 12 months, and when there is none, ever. A member without sessions is no error.
 * RIGHT_SEE; ERR_NOT_FOUND when there is no such member. */
bool shooter_read(struct app *app, struct arena *arena, record_id member_id,
                  const char *programme_id, struct shooter *shooter, struct err *err);

#endif
