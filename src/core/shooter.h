/* A shooter on one programme: personal bests, how steady, where in a session points are lost, and
 * the rhythm. Shots are read of the last sessions only. */
#ifndef CORE_SHOOTER_H
#define CORE_SHOOTER_H
#include "core/insight.h"
#include "core/rules/bests.h"
#include "core/rules/cadence.h"
#include "core/rules/calls.h"
#include "core/rules/drift.h"

enum { SHOOTER_SESSIONS = 20 }; /* the shots of the last so many are read */

struct shooter {
    const struct programme *programme; /* NULL: not known any more */
    bool has_decimals;
    struct bests bests;        /* of every finished session of the programme, whatever the period */
    int whole_cards;           /* within what is chosen */
    struct measure steadiness; /* sample deviation of whole cards' totals, rings; from 3 */
    struct measure series_steadiness; /* mean of the sessions' sample deviations of their whole
                                         series, rings; from 3 sessions with 2 */
    int64_t last_tenths;              /* of the newest whole card; 0: none */
    char last_date[DATE_ROOM];
    struct measure percentile; /* of that card among the other whole cards, stats.h */
    struct drift drift;
    struct cadence cadence;
    struct calls calls;
};

/* What is chosen names one programme. In the arena. RIGHT_SEE. */
bool shooter_read(struct app *app, struct arena *arena, record_id member_id,
                  const struct insight_lines *lines, const struct insight_choice *choice,
                  struct shooter *shooter, struct err *err);

#endif
