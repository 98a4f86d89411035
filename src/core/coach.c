#include "core/coach.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "core/member.h"
#include "core/weapon.h"

enum { PROGRAMMES_MAX = 32 };

static int by_moment(const struct insight_line *x, const struct insight_line *y)
{
    return (x->started_at_ms > y->started_at_ms) - (x->started_at_ms < y->started_at_ms);
}

static int by_member(const void *a, const void *b)
{
    const struct insight_line *x = a;
    const struct insight_line *y = b;
    return x->member_id != y->member_id ? (x->member_id > y->member_id ? 1 : -1) : by_moment(x, y);
}

static int by_weapon(const void *a, const void *b)
{
    const struct insight_line *x = a;
    const struct insight_line *y = b;
    return x->weapon_id != y->weapon_id ? (x->weapon_id > y->weapon_id ? 1 : -1) : by_moment(x, y);
}

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
    struct tally now, before;
    struct insight_choice span = overview->span;
    struct insight_choice earlier = overview->before;
    const char *all[PROGRAMMES_MAX];
    if (insight_programmes(own, &span, all, PROGRAMMES_MAX) == 0) {
        return false;
    }
    span.programme_id = earlier.programme_id = all[0];
    insight_tally(own, &span, &now);
    insight_tally(own, &earlier, &before);
    row->programme_id = all[0];
    tally_numbers(&now, &row->now);
    tally_numbers(&before, &row->before);
    tally_compare_average(&before, &now, &row->average);
    tally_compare_sigma(&before, &now, &row->sigma);
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

bool coach_look(struct app *app, struct arena *arena, enum insight_by by, int days,
                struct coach_overview *overview, struct err *err)
{
    struct insight_lines lines;
    *overview = (struct coach_overview){0};
    insight_last_days(&overview->span, days);
    (void)insight_before(&overview->span, &overview->before);
    struct insight_of of = {.from = overview->before.from};
    if (!insight_read(app, arena, &of, &lines, err)) {
        return false;
    }
    if (lines.count > 1) {
        qsort(lines.rows, (size_t)lines.count, sizeof *lines.rows,
              by == BY_WEAPON ? by_weapon : by_member);
    }
    overview->rows = arena_array(arena, (size_t)count_keys(&lines, by) + 1, sizeof *overview->rows);
    if (!fill_rows(app, &lines, by, overview, err)) {
        return false;
    }
    if (overview->count > 1) {
        qsort(overview->rows, (size_t)overview->count, sizeof *overview->rows, worst_first);
    }
    return true;
}
