#include "core/insight.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "core/rights.h"
#include "store/insight.h"

/* --- reading -----------------------------------------------------------------------------------
 */
enum { CODES_MAX = 64 };

struct gathering {
    struct app *app;
    struct arena *arena;
    struct insight_lines *lines;
    int room;
    int code_count;
    const char *codes[CODES_MAX]; /* programme and face ids seen so far */
};

/* One copy of each code, so that lines can share and compare them cheaply. */
static const char *kept_code(struct gathering *gathering, const char *code)
{
    for (int i = 0; i < gathering->code_count; i++) {
        if (strcmp(gathering->codes[i], code) == 0) {
            return gathering->codes[i];
        }
    }
    const char *copy = arena_text(gathering->arena, code);
    if (gathering->code_count < CODES_MAX) {
        gathering->codes[gathering->code_count++] = copy;
    }
    return copy;
}

static struct insight_line *new_line(struct gathering *gathering)
{
    struct insight_lines *lines = gathering->lines;
    if (lines->count == gathering->room) {
        gathering->room = gathering->room > 0 ? gathering->room * 2 : 64;
        struct insight_line *grown =
            arena_array(gathering->arena, (size_t)gathering->room, sizeof *grown);
        if (lines->count > 0) {
            memcpy(grown, lines->rows, (size_t)lines->count * sizeof *grown);
        }
        lines->rows = grown;
    }
    return &lines->rows[lines->count++];
}

static void gather(void *context, const struct insight_row *row)
{
    struct gathering *gathering = context;
    struct insight_line *line = new_line(gathering);
    *line = (struct insight_line){
        .session_id = row->session_id,
        .line_id = row->line_id,
        .member_id = row->member_id,
        .weapon_id = row->weapon_id,
        .ammunition_id = row->ammunition_id,
        .started_at_ms = row->started_at_ms,
        .programme_id = kept_code(gathering, row->programme_id),
        .face_id = kept_code(gathering, row->face_id),
        .distance_mm = row->distance_mm,
        .spread_squared = row->spread_squared,
        .is_competition = row->is_competition,
        .sums = {.rounds = row->rounds,
                 .shots = row->shots,
                 .inner_tens = row->inner_tens,
                 .total_tenths = row->total_tenths,
                 .plotted = row->plotted,
                 .sum_x_um = row->sum_x_um,
                 .sum_y_um = row->sum_y_um,
                 .sum_xx = row->sum_xx,
                 .sum_yy = row->sum_yy},
    };
    text_copy(line->sums.local_date, sizeof line->sums.local_date, row->local_date);
}

static int by_time(const void *a, const void *b)
{
    const struct insight_line *x = a;
    const struct insight_line *y = b;
    if (x->started_at_ms != y->started_at_ms) {
        return x->started_at_ms < y->started_at_ms ? -1 : 1;
    }
    return (x->line_id > y->line_id) - (x->line_id < y->line_id);
}

/* The engine mostly gives them in order. */
static bool is_sorted(const struct insight_lines *lines)
{
    for (int i = 1; i < lines->count; i++) {
        if (by_time(&lines->rows[i - 1], &lines->rows[i]) > 0) {
            return false;
        }
    }
    return true;
}

bool insight_read(struct app *app, struct arena *arena, const struct insight_of *of,
                  struct insight_lines *lines, struct err *err)
{
    struct gathering gathering = {.app = app, .arena = arena, .lines = lines};
    struct insight_query query = {.weapon_id = of->weapon_id, .member_id = of->member_id};
    *lines = (struct insight_lines){0};
    if (of->from != NULL && of->from[0] != '\0') {
        /* A day of room: the date that counts is the local one kept with the session. */
        query.from_ms = time_from_local(of->from, 0, 0, 0) - 24 * INT64_C(3600000);
    }
    if (!rights_check(app, RIGHT_SEE, err) ||
        !insight_each(app->db, &query, gather, &gathering, err)) {
        return false;
    }
    if (!is_sorted(lines)) {
        qsort(lines->rows, (size_t)lines->count, sizeof *lines->rows, by_time);
    }
    return true;
}

/* --- choosing ----------------------------------------------------------------------------------
 */
static bool is_between(const char *date, const struct insight_choice *choice)
{
    return (choice->from[0] == '\0' || strcmp(date, choice->from) >= 0) &&
           (choice->to[0] == '\0' || strcmp(date, choice->to) <= 0);
}

bool insight_is_chosen(const struct insight_line *line, const struct insight_choice *choice)
{
    return is_between(line->sums.local_date, choice) &&
           (choice->programme_id == NULL || line->programme_id == choice->programme_id ||
            strcmp(line->programme_id, choice->programme_id) == 0);
}

void insight_last_days(struct insight_choice *choice, int days)
{
    choice->from[0] = choice->to[0] = '\0';
    if (days > 0) {
        time_local_date(choice->to, time_now_ms());
        time_days_date(choice->from, time_date_days(choice->to) - days + 1);
    }
}

bool insight_before(const struct insight_choice *choice, struct insight_choice *before)
{
    *before = *choice;
    if (choice->from[0] == '\0' || choice->to[0] == '\0') {
        return false;
    }
    int64_t first = time_date_days(choice->from);
    int64_t length = time_date_days(choice->to) - first + 1;
    time_days_date(before->from, first - length);
    time_days_date(before->to, first - 1);
    return true;
}

int insight_programmes(const struct insight_lines *lines, const struct insight_choice *choice,
                       const char **programmes, int room)
{
    int counts[CODES_MAX] = {0};
    int count = 0;
    room = room < CODES_MAX ? room : CODES_MAX;
    for (int i = 0; i < lines->count; i++) {
        const struct insight_line *line = &lines->rows[i];
        int at = 0;
        if (!is_between(line->sums.local_date, choice)) {
            continue;
        }
        while (at < count && strcmp(programmes[at], line->programme_id) != 0) {
            at++;
        }
        if (at < room) {
            programmes[at] = line->programme_id;
            counts[at]++;
            count = at == count ? count + 1 : count;
        }
    }
    for (int i = 1; i < count; i++) { /* a handful: by insertion, which keeps equals in order */
        for (int j = i; j > 0 && counts[j - 1] < counts[j]; j--) {
            const char *code = programmes[j];
            int sessions = counts[j];
            programmes[j] = programmes[j - 1];
            counts[j] = counts[j - 1];
            programmes[j - 1] = code;
            counts[j - 1] = sessions;
        }
    }
    return count;
}

/* --- adding up ---------------------------------------------------------------------------------
 */
void insight_tally(const struct insight_lines *lines, const struct insight_choice *choice,
                   struct tally *tally)
{
    *tally = (struct tally){0};
    for (int i = 0; i < lines->count; i++) {
        if (insight_is_chosen(&lines->rows[i], choice)) {
            tally_add(tally, &lines->rows[i].sums);
        }
    }
}

void insight_look(const struct insight_lines *lines, const struct insight_choice *choice,
                  struct insight *insight)
{
    *insight = (struct insight){.choice = *choice};
    insight_tally(lines, choice, &insight->tally);
    tally_numbers(&insight->tally, &insight->numbers);
    insight->has_before = insight_before(choice, &insight->before_choice);
    if (insight->has_before) {
        insight_tally(lines, &insight->before_choice, &insight->before);
    }
    tally_numbers(&insight->before, &insight->before_numbers);
    tally_compare_average(&insight->before, &insight->tally, &insight->average);
    tally_compare_sigma(&insight->before, &insight->tally, &insight->sigma);
}

bool insight_whole_read(struct app *app, struct arena *arena, const struct insight_lines *lines,
                        const struct insight_choice *choice, enum insight_by skip,
                        struct insight_whole *whole, struct err *err)
{
    struct insight_choice any = *choice;
    any.programme_id = NULL;
    insight_look(lines, choice, &whole->look);
    for (int i = 0; i < INSIGHT_NUMBER_COUNT; i++) {
        insight_series_read(app, arena, lines, choice, (enum insight_number)i, &whole->series[i]);
    }
    for (int i = 0; i < INSIGHT_BY_COUNT; i++) {
        struct insight_groups *groups = &whole->groups[i];
        enum insight_by by = (enum insight_by)i;
        insight_groups_read(arena, lines, by == BY_PROGRAMME ? &any : choice, by, groups);
        if (by != skip && !insight_groups_count(app, groups, 0, groups->count, err)) {
            return false;
        }
    }
    return true;
}
