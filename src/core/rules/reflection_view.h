/* Shared between reflection_session.c, reflection_series.c and reflection_next.c only: the numbers
 * of a session with what was found in its series. */
#ifndef CORE_RULES_REFLECTION_VIEW_H
#define CORE_RULES_REFLECTION_VIEW_H
#include "core/rules/reflection_text.h"

enum {
    FEW_SHOTS = 10,     /* below: too few to say much */
    PLOTTED_WANTED = 20 /* for sight and spread */
};

/* The complete series, when they can be compared: equally long, of one kind. */
struct compared {
    int count;
    int shots; /* of each */
    int64_t sum_tenths;
    const struct series_stats *first, *last, *best, *weakest; /* weakest NULL: all equal */
};

struct session_view {
    const struct reflection_session *input;
    const struct session_stats *stats;
    struct compared series;
    bool is_complete;                              /* totals may be compared with other sessions */
    bool has_dip, has_slow_start, has_weak_finish; /* beyond noise */
};
struct session_view session_view_of(const struct reflection_session *input);

/* Rings the series lies above the mean of the other complete ones; of those between the first and
 * the last. */
double series_above_others(const struct compared *compared, const struct series_stats *series);
double series_above_middle(const struct compared *compared, const struct series_stats *series);
/* What chance makes of the difference between one series and the mean of `others`, when the most
 * striking one of all series is looked at (95 %, shared between them). Rings. */
double series_noise(const struct session_view *view, int others);
/* The slow start or the weak finish. */
bool series_is_end(const struct session_view *view, const struct series_stats *series);
struct figure series_total(const struct session_view *view, const struct draft *draft,
                           const struct series_stats *series);
void series_dip_basis(const struct session_view *view, struct draft *draft);
void series_end_basis(const struct session_view *view, struct draft *draft,
                      const struct series_stats *series);

/* What several sentences share. */
bool session_is_hasty(const struct session_view *view);
bool session_has_fliers(const struct session_view *view);
void session_flier_basis(const struct session_view *view, struct draft *draft);
void session_hasty_basis(const struct session_view *view, struct draft *draft);
void session_missing_basis(const struct session_view *view, struct draft *draft);
struct spread session_spread(const struct session_view *view);

/* Of the session's table: reflection_next.c. */
typedef bool session_say(const struct session_view *view, struct draft *draft);
session_say next_misses, next_sight, next_start, next_break, next_spread, next_hasty, next_fliers,
    next_more_shots, next_complete, next_watch, next_plot, next_hold;

#endif
