/* What the shots say over time: the sessions of a weapon, of a shooter or of everybody as lines
 * that are added up (core/rules/tally.h) by period, programme, ammunition, distance and shooter.
 * Read once; a change of period or programme is counted in memory. Only finished sessions. */
#ifndef CORE_INSIGHT_H
#define CORE_INSIGHT_H
#include "core/app.h"
#include "core/rules/tally.h"
#include "core/rules/trend.h"

struct insight_line { /* one weapon line of a finished session */
    record_id session_id, line_id, member_id, weapon_id, ammunition_id;
    int64_t started_at_ms;
    const char *programme_id, *face_id; /* live as long as the arena */
    int64_t distance_mm;
    int64_t spread_squared; /* um^2 */
    bool is_competition;
    struct tally_line sums;
};
struct insight_lines { /* oldest first */
    int count;
    struct insight_line *rows;
};

struct insight_of { /* whose lines; all 0: everybody's */
    record_id weapon_id, member_id;
    const char *from; /* ISO date, inclusive; NULL or "": open */
};
/* In the arena. RIGHT_SEE. */
bool insight_read(struct app *app, struct arena *arena, const struct insight_of *of,
                  struct insight_lines *lines, struct err *err);

/* --- choosing ----------------------------------------------------------------------------------
 */
struct insight_choice {
    char from[DATE_ROOM], to[DATE_ROOM]; /* local dates, inclusive; "": open */
    const char *programme_id;            /* NULL: every programme */
};
bool insight_is_chosen(const struct insight_line *line, const struct insight_choice *choice);

/* The last `days` days up to today; 0: everything. */
void insight_last_days(struct insight_choice *choice, int days);
/* The span of the same length right before that one. False when the choice is open to the past. */
bool insight_before(const struct insight_choice *choice, struct insight_choice *before);

/* The programmes of the lines within the dates, most sessions first. Returns how many, at most
 * `room`. */
int insight_programmes(const struct insight_lines *lines, const struct insight_choice *choice,
                       const char **programmes, int room);

/* --- adding up ----------------------------------------------------------------------------------
 */
void insight_tally(const struct insight_lines *lines, const struct insight_choice *choice,
                   struct tally *tally);

enum insight_by {
    BY_AMMUNITION,
    BY_DISTANCE,
    BY_SHOOTER,
    BY_WEAPON,
    BY_PROGRAMME,
    INSIGHT_BY_COUNT
};

struct insight_group {
    record_id id;     /* ammunition, member, weapon; distance in mm; 0: not said */
    const char *code; /* BY_PROGRAMME: its id */
    struct tally tally;
    bool is_counted;      /* what follows is there */
    char name[NAME_ROOM]; /* for people; "" when not said */
    struct tally_numbers numbers;
    struct comparison average, sigma; /* against the first group */
};
struct insight_groups {
    enum insight_by by;
    int count;
    struct insight_group *rows; /* most shots first; in the arena */
};
void insight_groups_read(struct arena *arena, const struct insight_lines *lines,
                         const struct insight_choice *choice, enum insight_by by,
                         struct insight_groups *groups);
/* Fills what rows first..first+count-1 say, where it is not there yet: names come from the
 * database, intervals take time, and a screen shows a few rows of hundreds. */
bool insight_groups_count(struct app *app, struct insight_groups *groups, int first, int count,
                          struct err *err);

/* --- over time ----------------------------------------------------------------------------------
 */
enum insight_number {
    NUMBER_AVERAGE,  /* rings a shot of a session */
    NUMBER_TOTAL,    /* rings of a session with all shots of its programme */
    NUMBER_SIGMA,    /* mm, of a session; from 5 shots with a place */
    NUMBER_CENTRE_X, /* mm, of a session */
    NUMBER_CENTRE_Y,
    INSIGHT_NUMBER_COUNT
};

struct insight_series {
    int count;
    struct trend_point *points; /* in the arena, oldest first */
    record_id *session_ids;
    double *line, *low, *high; /* smoothed, with its band (has_band) */
    bool has_band;
    struct trend trend;
};
void insight_series_read(const struct app *app, struct arena *arena,
                         const struct insight_lines *lines, const struct insight_choice *choice,
                         enum insight_number number, struct insight_series *series);

/* --- one look ------------------------------------------------------------------------------------
 */
struct insight {
    struct insight_choice choice;
    struct tally tally;
    struct tally_numbers numbers;
    bool has_before;
    struct insight_choice before_choice;
    struct tally before;
    struct tally_numbers before_numbers;
    struct comparison average, sigma; /* this span against the one before */
};
void insight_look(const struct insight_lines *lines, const struct insight_choice *choice,
                  struct insight *insight);

/* Everything there is, for commands. */
struct insight_whole {
    struct insight look;
    struct insight_series series[INSIGHT_NUMBER_COUNT];
    struct insight_groups groups[INSIGHT_BY_COUNT]; /* all rows counted */
};
/* `skip`: the grouping that makes no sense here (BY_WEAPON for a weapon). Programmes stand beside
 * each other whichever one is chosen. */
bool insight_whole_read(struct app *app, struct arena *arena, const struct insight_lines *lines,
                        const struct insight_choice *choice, enum insight_by skip,
                        struct insight_whole *whole, struct err *err);

#endif
