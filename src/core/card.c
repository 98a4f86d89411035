#include "core/card.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "store/session.h"

bool card_has_decimals(const struct programme *programme, const struct face *face)
{
    bool is_free = programme == NULL || programme->face_id[0] == '\0';
    if (is_free) {
        return face != NULL && face->has_decimals;
    }
    return programme->has_decimals;
}

struct stats_options card_options(const struct programme *programme, int shots[SERIES_MAX])
{
    struct stats_options options = {.expected_shots = shots};
    if (programme == NULL) {
        return options;
    }
    options.expected_series = programme_series_count(programme);
    for (int i = 0; i < options.expected_series && i < SERIES_MAX; i++) {
        shots[i] = programme_series_shots(programme, i + 1);
    }
    return options;
}

void card_next(const struct programme *programme, const struct shot *shots, int count, int *series,
               int *number)
{
    int at = 0;
    while (at < count && shots[at].series == 0) {
        at++;
    }
    int series_count = programme_series_count(programme);
    for (*series = 1; *series <= series_count; (*series)++) {
        int expected = programme_series_shots(programme, *series);
        for (*number = 1; *number <= expected; (*number)++) {
            bool is_fired =
                at < count && shots[at].series == *series && shots[at].number == *number;
            if (!is_fired) {
                return;
            }
            at++;
        }
    }
    *series = *number = 0;
}

struct gathering { /* lines of one session are summed before they count */
    struct card_past *past;
    const struct programme *programme;
    record_id session_id;
    int room;
    int64_t *totals; /* malloc'd while it grows */
    int shots;       /* of the session being gathered */
    double averages; /* sum over the sessions */
};

static void gathering_close(struct gathering *gathering)
{
    if (gathering->session_id == 0) {
        return;
    }
    int64_t total = gathering->totals[gathering->past->count - 1];
    gathering->averages += (double)total / gathering->shots;
    if (total > gathering->past->best_total_tenths) {
        gathering->past->best_total_tenths = total;
    }
}

static void gathering_open(struct gathering *gathering, record_id session_id)
{
    struct card_past *past = gathering->past;
    if (past->count == gathering->room) {
        gathering->room = gathering->room == 0 ? 64 : gathering->room * 2;
        gathering->totals =
            mem_grow(gathering->totals, (size_t)gathering->room, sizeof *gathering->totals);
    }
    gathering->totals[past->count++] = 0;
    gathering->session_id = session_id;
    gathering->shots = 0;
}

static void note_best_series(struct gathering *gathering, const struct session_past *line)
{
    for (int i = 0; i < line->series_count; i++) {
        int expected =
            gathering->programme == NULL ? 0 : programme_series_shots(gathering->programme, i + 1);
        if (expected > 0 && line->series_shots[i] >= expected &&
            line->series_tenths[i] > gathering->past->best_series_tenths) {
            gathering->past->best_series_tenths = line->series_tenths[i];
            text_copy(gathering->past->best_series_date, DATE_ROOM, line->local_date);
        }
    }
}

static void gather(void *context, const struct session_past *line)
{
    struct gathering *gathering = context;
    if (line->session_id != gathering->session_id) {
        gathering_close(gathering);
        gathering_open(gathering, line->session_id);
    }
    gathering->totals[gathering->past->count - 1] += line->total_tenths;
    gathering->shots += line->shots;
    note_best_series(gathering, line);
}

bool card_past_read(struct app *app, struct arena *arena, const struct card_query *query,
                    struct card_past *past, struct err *err)
{
    *past = (struct card_past){0};
    struct gathering gathering = {.past = past, .programme = query->programme};
    struct session_past_query rows = {.member_id = query->member_id,
                                      .programme_id = query->programme_id,
                                      .face_id = query->face_id,
                                      .except = query->except};
    bool ok = session_past_each(app->db, &rows, gather, &gathering, err);
    gathering_close(&gathering);
    if (ok && past->count > 0) {
        past->average_tenths = gathering.averages / past->count;
        past->totals = arena_array(arena, (size_t)past->count, sizeof *past->totals);
        memcpy(past->totals, gathering.totals, (size_t)past->count * sizeof *past->totals);
    }
    free(gathering.totals);
    return ok;
}
