#include "core/shooter.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "core/rights.h"
#include "core/rules/stats_group.h"
#include "store/member.h"
#include "store/shot.h"

enum { PROGRAMMES_MAX = 64 };

static const int64_t cell_um = 1000;

/* --- which sessions ----------------------------------------------------------------------------
 */
static void most_shot(const struct insight_lines *lines, char programme_id[CODE_ROOM])
{
    const char *programmes[PROGRAMMES_MAX];
    struct insight_choice choice = {0};
    struct insight_choice ever = {0};
    insight_last_days(&choice, TURNS_DAYS);
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
        if (line->session_id != last && *sessions == SHOOTER_SESSIONS_MAX) {
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
static int by_place(const void *a, const void *b)
{
    const struct shot *one = a;
    const struct shot *other = b;
    return one->series != other->series ? one->series - other->series : one->number - other->number;
}

/* Adds the line's shots to those of its session; a session of several weapons is one card. */
static void join(struct arena *arena, struct cadence_session *session, const struct shot_list *list)
{
    size_t count = (size_t)(session->count + list->count);
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
                       int first, struct shooter *shooter, struct err *err)
{
    struct shot_list list = {0};
    bool ok = true;
    int at = -1;
    for (int i = first; ok && i < lines->count; i++) {
        const struct insight_line *line = &lines->rows[i];
        if (strcmp(line->programme_id, shooter->programme_id) != 0) {
            continue;
        }
        if (at < 0 || shooter->session_ids[at] != line->session_id) {
            at++;
            shooter->session_ids[at] = line->session_id;
            text_copy(shooter->dates[at], DATE_ROOM, line->sums.local_date);
        }
        ok = shot_list_current(app->db, line->line_id, &list, err);
        if (ok) {
            join(arena, &shooter->shots[at], &list);
        }
    }
    shot_list_free(&list);
    return ok;
}

/* --- what they say -----------------------------------------------------------------------------
 */
static struct drift_session values_of(struct arena *arena, const struct cadence_session *session)
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

static void count_session(struct arena *arena, struct shooter *shooter, int index)
{
    const struct cadence_session *session = &shooter->shots[index];
    struct card_sums *card = &shooter->cards[index];
    shooter->values[index] = values_of(arena, session);
    card_sums_read(session->shots, session->count, shooter->programme, card);
    text_copy(card->local_date, sizeof card->local_date, shooter->dates[index]);
    for (int i = 0; i < session->count; i++) {
        heat_add(&shooter->heat, &session->shots[i]);
    }
}

static void count_all(struct arena *arena, struct shooter *shooter)
{
    heat_start(&shooter->heat, cell_um, HEAT_CELLS_MAX);
    for (int i = 0; i < shooter->count; i++) {
        count_session(arena, shooter, i);
    }
    drift_read(shooter->values, shooter->count, &shooter->drift);
    cadence_read(shooter->shots, shooter->count, &shooter->cadence);
    heat_deviation(&shooter->heat, &shooter->deviation);
}

bool shooter_read(struct app *app, struct arena *arena, record_id member_id,
                  const char *programme_id, struct shooter *shooter, struct err *err)
{
    char today[DATE_ROOM];
    struct member member;
    struct insight_lines lines;
    struct insight_of of = {.member_id = member_id};
    *shooter = (struct shooter){0};
    if (!rights_check(app, RIGHT_SEE, err) || !member_read(app->db, member_id, &member, err) ||
        !insight_read(app, arena, &of, &lines, err)) {
        return false;
    }
    time_local_date(today, time_now_ms());
    turns_count(&lines, today, &shooter->turns);
    most_shot(&lines, shooter->programme_id);
    if (programme_id != NULL) {
        text_copy(shooter->programme_id, sizeof shooter->programme_id, programme_id);
    }
    shooter->programme = programme_find(&app->programmes, shooter->programme_id);
    int first = first_line(&lines, shooter->programme_id, &shooter->count);
    size_t room = (size_t)shooter->count + 1;
    shooter->cards = arena_array(arena, room, sizeof *shooter->cards);
    shooter->shots = arena_array(arena, room, sizeof *shooter->shots);
    shooter->values = arena_array(arena, room, sizeof *shooter->values);
    if (!read_shots(app, arena, &lines, first, shooter, err)) {
        return false;
    }
    count_all(arena, shooter);
    return true;
}
