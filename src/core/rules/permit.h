/* Turns for a permit (WM-3 application, renewal of a WM-4): what Dutch clubs count. Pure.
 *
 * A turn is a calendar day with a finished session, whatever was shot on it: no Dutch primary rule
 * says more, so the number of sessions stands beside it. 18 turns in the 12 months before the
 * application (Circulaire wapens en munitie B 2.4); 5 competitions is the certification programme's
 * of the KNSA. The window is 365 days up to and with `until`. */
#ifndef CORE_RULES_PERMIT_H
#define CORE_RULES_PERMIT_H
#include "store/records.h"

enum { PERMIT_TURNS = 18, PERMIT_COMPETITIONS = 5, PERMIT_DAYS = 365, PERMIT_GROUPS_MAX = 32 };

/* What Dutch sources leave open, or a club wants stricter. */
struct permit_rules {
    int turns, competitions;
    bool counts_sessions; /* every session is a turn; else every day with one */
};

struct permit_session { /* one weapon line of a finished session */
    int64_t day;        /* days since 1970 of its local date */
    record_id session_id;
    bool is_competition;
    const char *weapon, *calibre; /* "" when not said */
    int rounds;
};
struct permit_group { /* by weapon and calibre */
    const char *weapon, *calibre;
    int turns; /* distinct days with it */
    int64_t rounds;
};
struct permit {
    int sessions;     /* within the window; two weapon lines of one session are one */
    int turns;        /* distinct days; sessions when those count */
    int competitions; /* distinct days with one */
    int months;       /* calendar months with a turn; at most 13 */
    int missing;      /* turns that lack; 0: none */
    bool has_forecast;
    int64_t reaches; /* day on which the required turns are reached at the pace of the last 90 days;
                        until itself when they are */
    int group_count; /* the rest is added to the last */
    struct permit_group groups[PERMIT_GROUPS_MAX];
};

/* Sessions oldest first; those outside the window are left out. months: the month number (year * 12
 * + month) of each session, in the same order, because a rule has no calendar. */
void permit_count(const struct permit_rules *rules, const struct permit_session *sessions,
                  const int *months, int count, int64_t until_day, struct permit *permit);
/* Whether sessions[at] begins a turn that the one before it had not. */
bool permit_is_new_turn(const struct permit_rules *rules, const struct permit_session *sessions,
                        int at);

#endif
