/* Training goals that a shooter's own numbers suggest, by rules. Pure; each stands on a number that
 * its detail names. Texts in the current language. In this order, a weak series that can be chance
 * last:
 *
 *   series_weak  Of the last 6 sessions those are looked at in which series i is complete and at
 *                least one other complete series of the same kind (length and time) is there; from
 *                4 of them. gap = series i minus the mean of those others, rings. Suggested when
 *                gap <= -1.0 in at least 2/3 of them and on average; of several series the one with
 *                the lowest mean gap, the first of equals (means compared to 1e-9). Whether it can
 *                still be chance is said: whether the interval over those n sessions, mean +-
 *                t(1 - 0.025 / s, n - 1) sd / sqrt(n), s the series of the card, holds 0.
 *   drift        drift.h: the weakest 10 shots in a row are certainly below the others. Not where
 *                series differ in kind: quick ones are weaker for everybody.
 *   lean         heat.h: more shots outside the ten lie at one hour than chance explains.
 *   consistency  Over the k complete sessions that have as many shots n as the newest complete one;
 *                from k = 5 and n = 2. S = sample deviation of the totals; s = root of (the sums of
 *                squares of the shots around the mean of their own session, added) / k (n - 1);
 *                E = s sqrt n. Suggested when S > 0 and (k - 1) S^2 > E^2 chi2(0.975, k - 1): the
 *                totals vary more than the scatter of single shots explains.
 *   turns        fewer than `turns_required` turns (core/turns.h); says how many are missing, how
 *                many a month there were and are needed: over 12. */
#ifndef CORE_RULES_GOAL_RULES_H
#define CORE_RULES_GOAL_RULES_H
#include "core/rules/drift.h"
#include "core/rules/goal_cards.h"
#include "core/rules/heat.h"

enum { GOAL_SUGGESTIONS_MAX = 5, GOAL_SERIES_SESSIONS = 6, GOAL_SERIES_SESSIONS_MIN = 4 };
enum { GOAL_TOTALS_MIN = 5 };

struct goal_numbers {
    int count;                          /* sessions of one programme, oldest first */
    const struct card_sums *cards;      /* count */
    const struct drift_session *values; /* count; the same sessions */
    const struct drift *drift;          /* NULL: none */
    const struct heat_lean *lean;       /* NULL: none */
    int turns, turns_required;          /* required 0: the rule is left out */
    char decimal_point;
};

struct goal_suggestion {
    char rule[CODE_ROOM];
    char title[NAME_ROOM];
    char detail[2 * NAME_ROOM];
};
struct goal_suggestions {
    int count;
    struct goal_suggestion rows[GOAL_SUGGESTIONS_MAX];
};
void goal_rules_suggest(const struct goal_numbers *numbers, struct goal_suggestions *suggestions);

/* --- the numbers behind two of them, for tests and screens -------------------------------------
 */
struct weak_series {
    int series; /* from 1; 0: none */
    int sessions, weak;
    double gap; /* mean, rings; negative */
    bool is_certain;
};
void goal_weak_series(const struct card_sums *cards, int count, struct weak_series *weak);

struct consistency {
    int sessions;
    struct measure deviation; /* S, rings */
    struct measure expected;  /* E, rings */
    bool is_uneven;
};
void goal_consistency(const struct goal_numbers *numbers, struct consistency *consistency);

#endif
