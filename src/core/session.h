/* Sessions, looked back on. */
#ifndef CORE_SESSION_H
#define CORE_SESSION_H
#include "core/app.h"
#include "core/rules/calls.h"
#include "core/rules/stats.h"

struct session_line { /* one row of the list */
    record_id id;
    int64_t started_at_ms;
    char local_date[DATE_ROOM];
    char member[NAME_ROOM];
    char programme_id[CODE_ROOM];
    char weapon[NAME_ROOM];
    enum session_state state;
    int rounds;
    int shots;
    int64_t total_tenths;
    bool has_decimals;
    int inner_tens;
    bool has_notes, is_competition;
    int lane;
};

struct session_query {
    const char *find; /* words over member, weapon, programme, date as typed; "" = all */
    record_id member_id, weapon_id; /* 0: any */
    const char *programme_id;       /* NULL: any */
    const char *from, *to;          /* ISO dates, inclusive; NULL: open */
    /* keyset: the page after (older than) this row; or, with is_backward, before it */
    int64_t from_started_ms;
    record_id from_id; /* 0: from the newest (or with is_backward: from the oldest) */
    bool is_backward;
    bool with_void;
    int limit; /* at most 200 */
};
/* Newest first, whatever the direction. *more: there is at least one further row that way. */
bool session_list(struct app *app, struct arena *arena, const struct session_query *query,
                  struct session_line **rows, int *count, bool *more, struct err *err);

struct session_correction { /* one row of the trail */
    int series, number;
    int old_tenths, new_tenths; /* new -1: taken back */
    bool old_inner, new_inner;
    int64_t at_ms;
    char by[NAME_ROOM];
};

/* One weapon's part of a session. */
struct session_part {
    struct session_weapon weapon;
    struct weapon arm; /* id 0 when not said */
    const struct face *face;
    int shot_count;
    struct shot *shots; /* current, sighters first; in the arena */
    struct session_stats stats;
    struct sight_advice advice;
    struct calls calls;
};

struct session_detail {
    struct session session;
    struct member member;
    char location[NAME_ROOM];
    char officer[NAME_ROOM];
    const struct programme *programme; /* NULL when this program does not know it any more */
    bool has_decimals;
    int part_count;
    struct session_part *parts;    /* in the arena; usually one */
    struct session_stats stats;    /* over all parts; group numbers of part 1 */
    struct measure versus_average; /* rings */
    struct measure own_best;       /* member's best total, rings, other finished sessions */
    struct measure percentile;
    int correction_count;
    struct session_correction *corrections;
    int64_t notes_version; /* opaque, for session_set_notes */
};
bool session_get(struct app *app, struct arena *arena, record_id id, struct session_detail *detail,
                 struct err *err);

bool session_set_notes(struct app *app, record_id id, const char *notes, struct err *err);
bool session_set_reflection(struct app *app, record_id id, const char *reflection, struct err *err);
/* Sessions as competitions, or no longer: each as its row says, all of them or none. *changed: how
 * many were otherwise. Only those get a row in the trail. A void session is refused by name. */
struct session_mark {
    record_id id;
    bool is_competition;
};
bool session_set_competition(struct app *app, const struct session_mark *marks, int count,
                             int *changed, struct err *err);
/* The weapon line: rounds, ammunition, grouping, deviation, fliers. */
bool session_set_weapon_line(struct app *app, const struct session_weapon *line, struct err *err);

#endif
