/* A session's card: how many shots its series take, whether it counts tenths, and how the member's
 * earlier cards of the same programme on the same face went. Used by core/range and core/session.
 */
#ifndef CORE_CARD_H
#define CORE_CARD_H
#include "core/app.h"
#include "core/rules/stats.h"

/* Free practice counts as its face does, every other programme as it says. Both may be NULL. */
bool card_has_decimals(const struct programme *programme, const struct face *face);

/* Fills shots[0..] with what the programme expects of each series. programme may be NULL. */
struct stats_options card_options(const struct programme *programme, int shots[SERIES_MAX]);

/* Where the next match shot goes: the first place without one. *series 0: all are fired. */
void card_next(const struct programme *programme, const struct shot *shots, int count, int *series,
               int *number);

/* The member's other finished sessions of one programme on one face. */
struct card_past {
    int count;
    int64_t *totals;       /* tenths, oldest first; in the arena */
    double average_tenths; /* mean over the sessions of total / shots; 0 without any */
    int64_t best_total_tenths;
    int best_series_tenths; /* over complete series; 0: none */
    char best_series_date[DATE_ROOM];
};
struct card_query {
    record_id member_id;
    const struct programme *programme; /* may be NULL: not known any more */
    const char *programme_id, *face_id;
    record_id except; /* this session itself */
};
bool card_past_read(struct app *app, struct arena *arena, const struct card_query *query,
                    struct card_past *past, struct err *err);

#endif
