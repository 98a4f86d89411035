#include "core/shooter.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/card.h"
#include "core/rights.h"
#include "core/rules/stats_group.h"
#include "store/insight.h"
#include "store/shot.h"
#include "store/summary.h"

static const char *const need_cards = N_("from 3 whole cards");
static const char *const need_series = N_("from 3 sessions with 2 whole series");

enum { CARDS_MIN = 3 };

/* --- cards: totals and series, from summary rows -----------------------------------------------
 */
struct spread { /* Welford's running mean and squares */
    int count;
    double mean, squares;
};

static void spread_add(struct spread *spread, double value)
{
    double step = value - spread->mean;
    spread->count++;
    spread->mean += step / spread->count;
    spread->squares += step * (value - spread->mean);
}

static double spread_deviation(const struct spread *spread)
{
    return sqrt(spread->squares / (spread->count - 1));
}

struct cards {
    struct shooter *shooter;
    const struct insight_choice *choice;
    struct spread totals;
    double series_sum; /* of the sessions' deviations */
    int series_sessions;
    int64_t last_ms;
    record_id last_line;
    int total_count, total_room;
    int64_t *total_tenths; /* whole cards, in the arena */
    record_id *line_ids;
    struct arena *arena;
};

static bool is_whole(const struct programme *programme, int shots)
{
    return programme != NULL && !programme->is_open_ended &&
           shots == programme_shot_count(programme);
}

static void keep_total(struct cards *cards, int64_t tenths, record_id line)
{
    if (cards->total_count == cards->total_room) {
        int room = cards->total_room > 0 ? cards->total_room * 2 : 64;
        int64_t *totals = arena_array(cards->arena, (size_t)room, sizeof *totals);
        record_id *lines = arena_array(cards->arena, (size_t)room, sizeof *lines);
        if (cards->total_count > 0) {
            memcpy(totals, cards->total_tenths, (size_t)cards->total_count * sizeof *totals);
            memcpy(lines, cards->line_ids, (size_t)cards->total_count * sizeof *lines);
        }
        cards->total_tenths = totals;
        cards->line_ids = lines;
        cards->total_room = room;
    }
    cards->total_tenths[cards->total_count] = tenths;
    cards->line_ids[cards->total_count++] = line;
}

static void add_series(struct cards *cards, const int *tenths, const int *shots, int count)
{
    struct spread series = {0};
    const struct programme *programme = cards->shooter->programme;
    for (int i = 0; i < count; i++) {
        int planned = programme_series_shots(programme, i + 1);
        if (planned > 0 && shots[i] >= planned) {
            spread_add(&series, (double)tenths[i] / 10);
        }
    }
    if (series.count >= 2) {
        cards->series_sum += spread_deviation(&series);
        cards->series_sessions++;
    }
}

static void add_whole_card(struct cards *cards, const struct insight_row *row)
{
    spread_add(&cards->totals, (double)row->total_tenths / 10);
    keep_total(cards, row->total_tenths, row->line_id);
    if (row->started_at_ms >= cards->last_ms) {
        cards->last_ms = row->started_at_ms;
        cards->last_line = row->line_id;
        cards->shooter->last_tenths = row->total_tenths;
        text_copy(cards->shooter->last_date, sizeof cards->shooter->last_date, row->local_date);
    }
}

static void visit_card(void *context, const struct insight_row *row)
{
    struct cards *cards = context;
    struct shooter *shooter = cards->shooter;
    int tenths[SERIES_MAX];
    int shots[SERIES_MAX];
    if (shooter->programme == NULL || strcmp(row->programme_id, shooter->programme->id) != 0) {
        return;
    }
    int count = summary_series_read(row->series_tenths, tenths);
    summary_series_read(row->series_shots, shots);
    bests_add(&shooter->bests, shooter->programme, row->session_id, row->local_date, tenths, shots,
              count);
    struct insight_line line = {.programme_id = row->programme_id};
    text_copy(line.sums.local_date, sizeof line.sums.local_date, row->local_date);
    if (!insight_is_chosen(&line, cards->choice)) {
        return;
    }
    add_series(cards, tenths, shots, count);
    if (is_whole(shooter->programme, row->shots)) {
        add_whole_card(cards, row);
    }
}

static void rank_last(struct cards *cards)
{
    int64_t *others = arena_array(cards->arena, (size_t)cards->total_count + 1, sizeof *others);
    int count = 0;
    for (int i = 0; i < cards->total_count; i++) {
        if (cards->line_ids[i] != cards->last_line) {
            others[count++] = cards->total_tenths[i];
        }
    }
    cards->shooter->percentile = stats_percentile(cards->shooter->last_tenths, others, count);
}

static bool read_cards(struct app *app, struct arena *arena, record_id member_id,
                       const struct insight_choice *choice, struct shooter *shooter,
                       struct err *err)
{
    struct cards cards = {.shooter = shooter, .choice = choice, .arena = arena};
    struct insight_query query = {.member_id = member_id};
    if (!insight_each(app->db, &query, visit_card, &cards, err)) {
        return false;
    }
    shooter->whole_cards = cards.totals.count;
    shooter->steadiness = cards.totals.count >= CARDS_MIN ? stat_of(spread_deviation(&cards.totals))
                                                          : stat_absent(need_cards);
    shooter->series_steadiness = cards.series_sessions >= CARDS_MIN
                                     ? stat_of(cards.series_sum / cards.series_sessions)
                                     : stat_absent(need_series);
    rank_last(&cards);
    return true;
}

/* --- the shots of the last sessions ------------------------------------------------------------
 */
struct last_shots {
    int count; /* sessions */
    struct drift_session sessions[SHOOTER_SESSIONS];
    int pair_count;
    struct cadence_pair *pairs;
    int shot_count; /* all of them, for the calls */
    struct shot *shots;
};

static void add_session(struct arena *arena, const struct shot_list *list, struct last_shots *last)
{
    int *tenths = arena_array(arena, (size_t)list->count + 1, sizeof *tenths);
    int count = 0;
    for (int i = 0; i < list->count; i++) {
        if (stats_counts(&list->rows[i])) {
            tenths[count++] = list->rows[i].value_tenths;
        }
    }
    last->sessions[last->count++] = (struct drift_session){.count = count, .tenths = tenths};
    last->pair_count += cadence_pairs(list->rows, list->count, last->pairs + last->pair_count);
    int kept = list->count < SESSION_SHOTS_MAX ? list->count : SESSION_SHOTS_MAX;
    if (kept > 0) {
        memcpy(last->shots + last->shot_count, list->rows, (size_t)kept * sizeof *last->shots);
    }
    last->shot_count += kept;
}

static bool read_shots(struct app *app, struct arena *arena, const struct insight_lines *lines,
                       const struct insight_choice *choice, struct last_shots *last,
                       struct err *err)
{
    struct shot_list list = {0};
    bool ok = true;
    last->shots =
        arena_array(arena, (size_t)SHOOTER_SESSIONS * SESSION_SHOTS_MAX + 1, sizeof *last->shots);
    last->pairs =
        arena_array(arena, (size_t)SHOOTER_SESSIONS * SESSION_SHOTS_MAX + 1, sizeof *last->pairs);
    for (int i = lines->count - 1; ok && i >= 0 && last->count < SHOOTER_SESSIONS; i--) {
        const struct insight_line *line = &lines->rows[i];
        if (insight_is_chosen(line, choice) && line->sums.shots > 0) {
            ok = shot_list_current(app->db, line->line_id, &list, err);
            if (ok) {
                add_session(arena, &list, last);
            }
        }
    }
    shot_list_free(&list);
    return ok;
}

bool shooter_read(struct app *app, struct arena *arena, record_id member_id,
                  const struct insight_lines *lines, const struct insight_choice *choice,
                  struct shooter *shooter, struct err *err)
{
    struct last_shots last = {0};
    *shooter = (struct shooter){0};
    if (!rights_check(app, RIGHT_SEE, err)) {
        return false;
    }
    if (choice->programme_id != NULL) {
        shooter->programme = programme_find(&app->programmes, choice->programme_id);
    }
    shooter->has_decimals = card_has_decimals(shooter->programme, NULL);
    if (!read_cards(app, arena, member_id, choice, shooter, err) ||
        !read_shots(app, arena, lines, choice, &last, err)) {
        return false;
    }
    drift_read(last.sessions, last.count, &shooter->drift);
    cadence_read(last.pairs, last.pair_count, &shooter->cadence);
    calls_read(last.shots, last.shot_count, &shooter->calls);
    return true;
}
