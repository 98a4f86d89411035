#include "core/ranking.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/card.h"
#include "core/rules/stats.h"
#include "store/session_log.h"

struct reading {
    const struct report_filter *filter;
    struct ranking_row *rows; /* malloc'd */
    int count, room;
};

static bool take_line(void *context, const struct session_log_line *line)
{
    struct reading *reading = context;
    if (!line->is_competition || line->shots == 0 ||
        strcmp(line->programme_id, reading->filter->programme_id) != 0) {
        return true;
    }
    if (reading->count == reading->room) {
        reading->room = reading->room == 0 ? 64 : reading->room * 2;
        reading->rows = mem_grow(reading->rows, (size_t)reading->room, sizeof *reading->rows);
    }
    struct ranking_row *row = &reading->rows[reading->count++];
    *row = (struct ranking_row){.card = {.session_id = line->session_id,
                                         .member_id = line->member_id,
                                         .total_tenths = line->total_tenths,
                                         .inner_tens = line->inner_tens},
                                .matches = 1,
                                .matches_total = line->total_tenths};
    row->card.series_count =
        stats_series_read(line->series_tenths, row->card.series_tenths, SERIES_MAX);
    text_copy(row->local_date, sizeof row->local_date, line->local_date);
    text_copy(row->number, sizeof row->number, line->member_number);
    text_copy(row->licence, sizeof row->licence, line->licence);
    text_copy(row->family_name, sizeof row->family_name, line->family_name);
    text_copy(row->given_name, sizeof row->given_name, line->given_name);
    text_copy(row->weapon, sizeof row->weapon, line->weapon);
    return true;
}

/* The first card of a member in the order is the best one: the others are added to it. */
static void fill(const struct reading *reading, const struct ranking_card *cards, bool best_only,
                 struct ranking *ranking)
{
    for (int i = 0; i < reading->count; i++) {
        const struct ranking_row *row = &reading->rows[cards[i].index];
        struct ranking_row *best = NULL;
        for (int at = 0; best_only && at < ranking->count && best == NULL; at++) {
            best =
                ranking->rows[at].card.member_id == row->card.member_id ? &ranking->rows[at] : NULL;
        }
        if (best != NULL) {
            best->matches++;
            best->matches_total += row->card.total_tenths;
            continue;
        }
        ranking->rows[ranking->count] = *row;
        ranking->rows[ranking->count++].card = cards[i];
    }
}

/* Positions count the rows that are there, not the cards that were left out. */
static void number(struct ranking *ranking)
{
    int last = 0;
    for (int i = 0; i < ranking->count; i++) {
        int was = ranking->rows[i].card.position;
        ranking->rows[i].card.position =
            i > 0 && was == last ? ranking->rows[i - 1].card.position : i + 1;
        last = was;
    }
}

bool ranking_read(struct app *app, struct arena *arena, const struct report_filter *filter,
                  bool best_only, struct ranking *ranking, struct err *err)
{
    struct reading reading = {.filter = filter};
    struct session_log_filter log;
    *ranking =
        (struct ranking){.programme = programme_find(&app->programmes, filter->programme_id)};
    if (ranking->programme == NULL) {
        return err_set(err, ERR_NOT_FOUND, _("There is no such programme."));
    }
    ranking->has_decimals =
        card_has_decimals(ranking->programme, face_find(&app->faces, ranking->programme->face_id));
    report_log_filter(filter, &log);
    bool ok = rights_check(app, RIGHT_SEE, err) &&
              session_log_each(app->db, &log, take_line, &reading, err);
    if (ok) {
        struct ranking_card *cards = arena_array(arena, (size_t)reading.count + 1, sizeof *cards);
        for (int i = 0; i < reading.count; i++) {
            cards[i] = reading.rows[i].card;
        }
        ranking_sort(cards, reading.count);
        ranking->rows = arena_array(arena, (size_t)reading.count + 1, sizeof *ranking->rows);
        fill(&reading, cards, best_only, ranking);
        number(ranking);
    }
    free(reading.rows);
    return ok;
}
