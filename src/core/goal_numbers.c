#include "core/goal_numbers.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/insight.h"
#include "core/rights.h"
#include "core/rules/permit.h"
#include "core/rules/stats_group.h"
#include "core/turns.h"
#include "store/member.h"
#include "store/shot.h"

enum { PROGRAMMES_MAX = 64 };

/* --- which sessions ----------------------------------------------------------------------------
 */
static void most_shot(const struct insight_lines *lines, char programme_id[CODE_ROOM])
{
    const char *programmes[PROGRAMMES_MAX];
    struct insight_choice choice = {0};
    struct insight_choice ever = {0};
    insight_last_days(&choice, PERMIT_DAYS);
    bool has = insight_programmes(lines, &choice, programmes, PROGRAMMES_MAX) > 0 ||
               insight_programmes(lines, &ever, programmes, PROGRAMMES_MAX) > 0;
    text_copy(programme_id, CODE_ROOM, has ? programmes[0] : "");
}

/* Index of the first line of the last ten sessions of the programme; *sessions: how many. */
static int first_line(const struct insight_lines *lines, const char *programme_id, int *sessions)
{
    record_id last = 0;
    int first = lines->count;
    *sessions = 0;
    for (int i = lines->count - 1; i >= 0; i--) {
        const struct insight_line *line = &lines->rows[i];
        if (strcmp(line->programme_id, programme_id) != 0) {
            continue;
        }
        if (line->session_id != last && *sessions == GOAL_SESSIONS_MAX) {
            break;
        }
        *sessions += line->session_id != last;
        last = line->session_id;
        first = i;
    }
    return first;
}

/* --- their shots -------------------------------------------------------------------------------
 */
struct session_shots {
    record_id session_id;
    int count;
    const struct shot *shots; /* current, in order, of all its weapon lines */
};

struct last_sessions {
    char programme_id[CODE_ROOM]; /* "" when there is none */
    int count;
    struct session_shots rows[GOAL_SESSIONS_MAX]; /* oldest first */
};

static int by_place(const void *a, const void *b)
{
    const struct shot *one = a;
    const struct shot *other = b;
    return one->series != other->series ? one->series - other->series : one->number - other->number;
}

/* Adds the line's shots to those of its session; a session of several weapons is one card. */
static void join(struct arena *arena, struct session_shots *session, const struct shot_list *list)
{
    size_t count = (size_t)session->count + (size_t)list->count;
    struct shot *all = arena_array(arena, count + 1, sizeof *all);
    if (session->count > 0) {
        memcpy(all, session->shots, (size_t)session->count * sizeof *all);
    }
    if (list->count > 0) {
        memcpy(all + session->count, list->rows, (size_t)list->count * sizeof *all);
    }
    if (session->count > 0) {
        qsort(all, count, sizeof *all, by_place);
    }
    session->shots = all;
    session->count = (int)count;
}

static bool read_shots(struct app *app, struct arena *arena, const struct insight_lines *lines,
                       int first, struct last_sessions *last, struct err *err)
{
    struct shot_list list = {0};
    bool ok = true;
    int at = -1;
    for (int i = first; ok && i < lines->count; i++) {
        const struct insight_line *line = &lines->rows[i];
        if (strcmp(line->programme_id, last->programme_id) != 0) {
            continue;
        }
        if (at < 0 || last->rows[at].session_id != line->session_id) {
            at++;
            last->rows[at].session_id = line->session_id;
        }
        ok = shot_list_current(app->db, line->line_id, &list, err);
        if (ok) {
            join(arena, &last->rows[at], &list);
        }
    }
    shot_list_free(&list);
    return ok;
}

/* --- what they say -----------------------------------------------------------------------------
 */
static struct drift_session values_of(struct arena *arena, const struct session_shots *session)
{
    int *tenths = arena_array(arena, (size_t)session->count + 1, sizeof *tenths);
    int count = 0;
    for (int i = 0; i < session->count; i++) {
        if (stats_counts(&session->shots[i])) {
            tenths[count++] = session->shots[i].value_tenths;
        }
    }
    return (struct drift_session){.tenths = tenths, .count = count};
}

static const struct heat_lean *lean_of(struct arena *arena, const struct last_sessions *last)
{
    struct heat *heat = arena_alloc(arena, sizeof *heat);
    struct heat_lean *lean = arena_alloc(arena, sizeof *lean);
    heat_start(heat, 0); /* the hours only; the map itself is not shown */
    for (int i = 0; i < last->count; i++) {
        for (int k = 0; k < last->rows[i].count; k++) {
            heat_add(heat, &last->rows[i].shots[k]);
        }
    }
    heat_lean(heat, lean);
    return lean;
}

static void count_all(struct arena *arena, const struct last_sessions *last,
                      const struct programme *programme, struct goal_numbers *numbers)
{
    size_t room = (size_t)last->count + 1;
    struct card_sums *cards = arena_array(arena, room, sizeof *cards);
    struct drift_session *values = arena_array(arena, room, sizeof *values);
    struct drift *drift = arena_alloc(arena, sizeof *drift);
    for (int i = 0; i < last->count; i++) {
        card_sums_read(last->rows[i].shots, last->rows[i].count, programme, &cards[i]);
        values[i] = values_of(arena, &last->rows[i]);
    }
    drift_read(values, last->count, drift);
    numbers->count = last->count;
    numbers->cards = cards;
    numbers->values = values;
    numbers->drift = drift;
    numbers->lean = lean_of(arena, last);
}

static bool count_turns(struct app *app, record_id member_id, struct goal_numbers *numbers,
                        struct err *err)
{
    struct turns turns;
    bool ok = turns_read(app, member_id, &turns, err);
    numbers->turns = turns.turns;
    numbers->turns_required = turns.required;
    return ok;
}

bool goal_numbers_read(struct app *app, struct arena *arena, record_id member_id,
                       const char *programme_id, struct goal_numbers *numbers, struct err *err)
{
    struct member member;
    struct insight_lines lines;
    struct last_sessions last = {0};
    struct insight_of of = {.member_id = member_id};
    *numbers = (struct goal_numbers){.decimal_point = i18n_decimal_point()};
    if (!rights_check(app, RIGHT_SEE, err) || !member_read(app->db, member_id, &member, err) ||
        !insight_read(app, arena, &of, &lines, err)) {
        return false;
    }
    most_shot(&lines, last.programme_id);
    if (programme_id != NULL) {
        text_copy(last.programme_id, sizeof last.programme_id, programme_id);
    }
    int first = first_line(&lines, last.programme_id, &last.count);
    if (!read_shots(app, arena, &lines, first, &last, err) ||
        !count_turns(app, member_id, numbers, err)) {
        return false;
    }
    count_all(arena, &last, programme_find(&app->programmes, last.programme_id), numbers);
    return true;
}
