/* Lines put together by what they share, and beside each other with their differences. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/ammunition.h"
#include "core/insight.h"
#include "core/member.h"
#include "core/weapon.h"

enum { GROUPS_FIRST = 16, SLOTS = 8192 /* a power of two */ };

static record_id key_of(const struct insight_line *line, enum insight_by by)
{
    switch (by) {
    case BY_AMMUNITION:
        return line->ammunition_id;
    case BY_DISTANCE:
        return line->distance_mm;
    case BY_SHOOTER:
        return line->member_id;
    case BY_WEAPON:
        return line->weapon_id;
    default:
        return 0;
    }
}

static bool is_of(const struct insight_group *group, const struct insight_line *line,
                  enum insight_by by)
{
    return by == BY_PROGRAMME ? strcmp(group->code, line->programme_id) == 0
                              : group->id == key_of(line, by);
}

/* Where each group stands, by its key; programmes are few and are looked through. */
struct finder {
    int slots[SLOTS]; /* index + 1; 0: free */
};

static struct insight_group *add_group(struct arena *arena, struct insight_groups *groups,
                                       int *room, const struct insight_line *line)
{
    if (groups->count == *room) {
        *room = *room > 0 ? *room * 2 : GROUPS_FIRST;
        struct insight_group *grown = arena_array(arena, (size_t)*room, sizeof *grown);
        if (groups->count > 0) {
            memcpy(grown, groups->rows, (size_t)groups->count * sizeof *grown);
        }
        groups->rows = grown;
    }
    struct insight_group *group = &groups->rows[groups->count++];
    *group = (struct insight_group){.id = key_of(line, groups->by), .code = line->programme_id};
    return group;
}

static struct insight_group *group_of(struct finder *finder, struct arena *arena,
                                      struct insight_groups *groups, int *room,
                                      const struct insight_line *line)
{
    uint64_t hash = (uint64_t)key_of(line, groups->by) * UINT64_C(0x9E3779B97F4A7C15);
    for (int i = 0; i < SLOTS; i++) {
        int *slot = &finder->slots[((hash >> 32) + (uint64_t)i) & (SLOTS - 1)];
        if (*slot == 0) {
            struct insight_group *group = add_group(arena, groups, room, line);
            *slot = groups->count;
            return group;
        }
        if (is_of(&groups->rows[*slot - 1], line, groups->by)) {
            return &groups->rows[*slot - 1];
        }
    }
    return &groups->rows[0]; /* more groups than a club can have */
}

static int by_shots(const void *a, const void *b)
{
    const struct insight_group *x = a;
    const struct insight_group *y = b;
    if (x->tally.shots != y->tally.shots) {
        return x->tally.shots < y->tally.shots ? 1 : -1;
    }
    return (x->id > y->id) - (x->id < y->id);
}

/* --- names -------------------------------------------------------------------------------------
 */
static void distance_name(char *dst, size_t size, int64_t distance_mm)
{
    char metres[32];
    bool is_whole = distance_mm % 1000 == 0;
    decimal_write(metres, sizeof metres, distance_mm, 3, is_whole ? 0 : 1, i18n_decimal_point());
    snprintf(dst, size, "%s m", metres);
}

static bool name_ammunition(struct app *app, struct insight_group *group, struct err *err)
{
    struct ammunition ammunition = {0};
    bool ok = group->id == 0 || ammunition_get(app, group->id, &ammunition, err);
    text_copy(group->name, sizeof group->name, ammunition.name);
    return ok;
}

static bool name_group(struct app *app, struct insight_group *group, enum insight_by by,
                       struct err *err)
{
    struct member member;
    struct weapon weapon;
    const struct programme *programme = NULL;
    switch (by) {
    case BY_AMMUNITION:
        return name_ammunition(app, group, err);
    case BY_SHOOTER:
        if (!member_get(app, group->id, &member, err)) {
            return false;
        }
        member_name(&member, group->name, sizeof group->name);
        return true;
    case BY_WEAPON:
        if (group->id != 0 && !weapon_get(app, group->id, &weapon, err)) {
            return false;
        }
        text_copy(group->name, sizeof group->name, group->id != 0 ? weapon.name : "");
        return true;
    case BY_PROGRAMME:
        programme = programme_find(&app->programmes, group->code);
        text_copy(group->name, sizeof group->name,
                  programme != NULL ? programme_name(programme) : group->code);
        return true;
    default:
        distance_name(group->name, sizeof group->name, group->id);
        return true;
    }
}

void insight_groups_read(struct arena *arena, const struct insight_lines *lines,
                         const struct insight_choice *choice, enum insight_by by,
                         struct insight_groups *groups)
{
    int room = 0;
    struct finder finder = {0};
    *groups = (struct insight_groups){.by = by};
    for (int i = 0; i < lines->count; i++) {
        const struct insight_line *line = &lines->rows[i];
        if (insight_is_chosen(line, choice)) {
            tally_add(&group_of(&finder, arena, groups, &room, line)->tally, &line->sums);
        }
    }
    if (groups->count > 1) {
        qsort(groups->rows, (size_t)groups->count, sizeof *groups->rows, by_shots);
    }
}

bool insight_groups_count(struct app *app, struct insight_groups *groups, int first, int count,
                          struct err *err)
{
    for (int i = first; i < groups->count && i < first + count; i++) {
        struct insight_group *group = &groups->rows[i];
        if (group->is_counted) {
            continue;
        }
        if (!name_group(app, group, groups->by, err)) {
            return false;
        }
        tally_numbers(&group->tally, &group->numbers);
        if (i > 0) {
            tally_compare_average(&groups->rows[0].tally, &group->tally, &group->average);
            tally_compare_sigma(&groups->rows[0].tally, &group->tally, &group->sigma);
        }
        group->is_counted = true;
    }
    return true;
}
