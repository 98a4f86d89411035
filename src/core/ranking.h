/* The finished competition sessions of one programme as cards in their order. */
#ifndef CORE_RANKING_H
#define CORE_RANKING_H
#include "core/reports.h"
#include "core/rules/ranking.h"

struct ranking_row {
    struct ranking_card card;
    char local_date[DATE_ROOM];
    char number[NUMBER_ROOM], licence[NUMBER_ROOM];
    char family_name[NAME_ROOM], given_name[NAME_ROOM];
    char weapon[NAME_ROOM];
    int matches;           /* of that member in the period, this one included */
    int64_t matches_total; /* their totals together */
};
struct ranking {
    const struct programme *programme;
    bool has_decimals;
    int count;
    struct ranking_row *rows; /* in the arena, in their order */
};
/* best_only: the best card of each member; else every card. RIGHT_SEE. */
bool ranking_read(struct app *app, struct arena *arena, const struct report_filter *filter,
                  bool best_only, struct ranking *ranking, struct err *err);

#endif
