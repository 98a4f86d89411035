/* Shared between the reflection_*.c files only: a sentence while it is written, its numbers, and
 * the sentences that a session and a weapon have in common. */
#ifndef CORE_RULES_REFLECTION_TEXT_H
#define CORE_RULES_REFLECTION_TEXT_H
#include "base/buf.h"
#include "core/rules/reflection.h"

enum { FIGURE_ROOM = 32 };

struct figure { /* a number as text; lives as long as the expression it is made in */
    char text[FIGURE_ROOM];
};

/* What a rule writes: true from the rule keeps it, false drops it. */
struct draft {
    enum reflection_part part;
    struct buf text, basis;
    char point; /* decimal separator */
    int next;   /* how many recommendations there are already */
};

/* Rounded half away from zero; "0.0" for what is not finite. */
struct figure draft_number(const struct draft *draft, double value, int decimals);
struct figure draft_one(const struct draft *draft, double value);     /* 1 decimal: rings, mm */
struct figure draft_two(const struct draft *draft, double value);     /* 2: rings a shot */
struct figure draft_percent(const struct draft *draft, double share); /* 0..1, no decimals */
struct figure draft_total(const struct draft *draft, int64_t tenths, bool has_decimals);
bool draft_is_zero(double value); /* reads as 0.0 with one decimal */

/* Ready for the next rule. The draft begins zeroed, with its point; draft_free at the end. */
void draft_begin(struct draft *draft);
/* Puts the sentence behind the others of its part. A fourth recommendation is left out. */
void draft_keep(struct draft *draft, struct reflection *reflection, const char *rule);
void draft_free(struct draft *draft);

/* --- said of a session and of a weapon ---------------------------------------------------------
 */
/* The group lies off the centre by more than its noise, on one axis. */
bool draft_sight_off(struct draft *draft, const struct sight_axis *axis, bool is_sideways,
                     int plotted);
/* Both axes within noise. */
bool draft_sight_good(struct draft *draft, const struct sight_advice *advice, int plotted);
/* What to do about it. */
bool draft_sight_turn(struct draft *draft, const struct sight_advice *advice);

/* Spread in height beside spread sideways: standard deviations in mm with their degrees of freedom
 * (F test, both sides together 5 %). From 20 shots. */
struct spread {
    double sd_x, sd_y, degrees;
    int plotted;
};
enum spread_shape { SPREAD_UNKNOWN, SPREAD_ROUND, SPREAD_HIGH, SPREAD_WIDE };
enum spread_shape spread_shape(const struct spread *spread);
bool draft_spread(struct draft *draft, const struct spread *spread); /* HIGH or WIDE */
bool draft_spread_round(struct draft *draft, const struct spread *spread);
bool draft_spread_work(struct draft *draft, const struct spread *spread);

#endif
