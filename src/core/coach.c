#include "core/coach.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "core/member.h"
#include "core/weapon.h"

enum { PROGRAMMES_MAX = 32 };

static record_id key_of(const struct insight_line *line, enum insight_by by)
{
    return by == BY_WEAPON ? line->weapon_id : line->member_id;
}

static bool name_row(struct app *app, struct coach_row *row, enum insight_by by, struct err *err)
{
    const struct programme *programme = programme_find(&app->programmes, row->programme_id);
    struct member member;
    struct weapon weapon;
    text_copy(row->programme, sizeof row->programme,
              programme != NULL ? programme_name(programme) : row->programme_id);
    if (by == BY_WEAPON) {
        bool ok = weapon_get(app, row->id, &weapon, err);
        text_copy(row->name, sizeof row->name, ok ? weapon.name : "");
        return ok;
    }
    if (!member_get(app, row->id, &member, err)) {
        return false;
    }
    member_name(&member, row->name, sizeof row->name);
    return true;
}

/* One shooter's or weapon's lines of both spans. False: nothing in the newer span. */
static bool judge(const struct coach_overview *overview, const struct insight_lines *own,
                  struct coach_row *row)
{
    struct insight_choice span = overview->span;
    struct insight_choice earlier = overview->before;
    const char *all[PROGRAMMES_MAX];
    if (insight_programmes(own, &span, all, PROGRAMMES_MAX) == 0) {
        return false;
    }
    span.programme_id = earlier.programme_id = all[0];
    insight_tally(own, &span, &row->now_sums);
    insight_tally(own, &earlier, &row->before_sums);
    row->programme_id = all[0];
    tally_compare_average(&row->before_sums, &row->now_sums, &row->average);
    text_copy(row->last_date, sizeof row->last_date, own->rows[own->count - 1].sums.local_date);
    return true;
}

/* Worse, then noise, better, unknown; within each the largest loss first. */
static int rank_of(const struct coach_row *row)
{
    return row->average.verdict == VERDICT_LOWER    ? 0
           : row->average.verdict == VERDICT_NOISE  ? 1
           : row->average.verdict == VERDICT_HIGHER ? 2
                                                    : 3;
}

static int worst_first(const void *a, const void *b)
{
    const struct coach_row *x = a;
    const struct coach_row *y = b;
    if (rank_of(x) != rank_of(y)) {
        return rank_of(x) - rank_of(y);
    }
    double left = x->average.difference.value;
    double right = y->average.difference.value;
    return left != right ? (left > right ? 1 : -1) : strcmp(x->name, y->name);
}

static bool fill_rows(struct app *app, const struct insight_lines *lines, enum insight_by by,
                      struct coach_overview *overview, struct err *err)
{
    for (int first = 0, next = 0; first < lines->count; first = next) {
        record_id id = key_of(&lines->rows[first], by);
        while (next < lines->count && key_of(&lines->rows[next], by) == id) {
            next++;
        }
        struct insight_lines own = {.count = next - first, .rows = lines->rows + first};
        struct coach_row *row = &overview->rows[overview->count];
        *row = (struct coach_row){.id = id};
        if (id != 0 && judge(overview, &own, row)) {
            if (!name_row(app, row, by, err)) {
                return false;
            }
            overview->count++;
        }
    }
    return true;
}

static int count_keys(const struct insight_lines *lines, enum insight_by by)
{
    int count = 0;
    for (int i = 0; i < lines->count; i++) {
        count += i == 0 || key_of(&lines->rows[i], by) != key_of(&lines->rows[i - 1], by);
    }
    return count;
}

void coach_count(struct coach_row *row)
{
    if (!row->is_counted) {
        row->is_counted = true;
        tally_numbers(&row->now_sums, &row->now);
        tally_numbers(&row->before_sums, &row->before);
        tally_compare_sigma(&row->before_sums, &row->now_sums, &row->sigma);
    }
}

/* --- putting lines of one shooter or weapon together ------------------------------------------ */
struct place {
    record_id key;
    int index; /* of the line, oldest first */
};

static int by_key(const void *a, const void *b)
{
    const struct place *x = a;
    const struct place *y = b;
    return x->key != y->key ? (x->key > y->key ? 1 : -1) : x->index - y->index;
}

/* The same lines by key, oldest first within each. Sorts small places, not whole lines. */
static void gather_by_key(struct arena *arena, struct insight_lines *lines, enum insight_by by)
{
    size_t count = (size_t)lines->count;
    struct place *places = arena_array(arena, count + 1, sizeof *places);
    struct insight_line *rows = arena_array(arena, count + 1, sizeof *rows);
    for (int i = 0; i < lines->count; i++) {
        places[i] = (struct place){.key = key_of(&lines->rows[i], by), .index = i};
    }
    if (count > 1) {
        qsort(places, count, sizeof *places, by_key);
    }
    for (size_t i = 0; i < count; i++) {
        rows[i] = lines->rows[places[i].index];
    }
    lines->rows = rows;
}

/* `work` holds the lines and goes; the rows stay in `arena`. */
static bool look(struct app *app, struct arena *arena, struct arena *work, enum insight_by by,
                 struct coach_overview *overview, struct err *err)
{
    struct insight_lines lines;
    struct insight_of of = {.from = overview->before.from};
    if (!insight_read(app, work, &of, &lines, err)) {
        return false;
    }
    gather_by_key(work, &lines, by);
    overview->rows = arena_array(arena, (size_t)count_keys(&lines, by) + 1, sizeof *overview->rows);
    if (!fill_rows(app, &lines, by, overview, err)) {
        return false;
    }
    for (int i = 0; i < overview->count; i++) {
        overview->rows[i].programme_id = arena_text(arena, overview->rows[i].programme_id);
    }
    if (overview->count > 1) {
        qsort(overview->rows, (size_t)overview->count, sizeof *overview->rows, worst_first);
    }
    return true;
}

bool coach_look(struct app *app, struct arena *arena, enum insight_by by, int days,
                struct coach_overview *overview, struct err *err)
{
    *overview = (struct coach_overview){0};
    insight_last_days(&overview->span, days);
    (void)insight_before(&overview->span, &overview->before);
    if (!db_begin_read(app->db, err)) { /* one lock for hundreds of names */
        return false;
    }
    struct arena work = {0};
    bool ok = look(app, arena, &work, by, overview, err);
    arena_free(&work);
    db_rollback(app->db);
    return ok;
}
