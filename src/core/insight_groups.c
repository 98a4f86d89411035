/* Lines put together by what they share, and beside each other with their differences. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/insight.h"
#include "core/location.h"
#include "core/member.h"
#include "core/weapon.h"

enum { GROUPS_FIRST = 16 };

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

static struct insight_group *group_of(struct arena *arena, struct insight_groups *groups, int *room,
                                      const struct insight_line *line, enum insight_by by)
{
    for (int i = 0; i < groups->count; i++) {
        if (is_of(&groups->rows[i], line, by)) {
            return &groups->rows[i];
        }
    }
    if (groups->count == *room) {
        *room = *room > 0 ? *room * 2 : GROUPS_FIRST;
        struct insight_group *grown = arena_array(arena, (size_t)*room, sizeof *grown);
        if (groups->count > 0) {
            memcpy(grown, groups->rows, (size_t)groups->count * sizeof *grown);
        }
        groups->rows = grown;
    }
    struct insight_group *group = &groups->rows[groups->count++];
    *group = (struct insight_group){.id = key_of(line, by), .code = line->programme_id};
    return group;
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

static bool name_ammunition(struct app *app, struct arena *arena, struct insight_groups *groups,
                            struct err *err)
{
    struct ammunition *all = NULL;
    int count = 0;
    if (!ammunition_list(app, arena, NULL, &all, &count, err)) {
        return false;
    }
    for (int i = 0; i < groups->count; i++) {
        for (int j = 0; j < count; j++) {
            if (all[j].id == groups->rows[i].id) {
                text_copy(groups->rows[i].name, sizeof groups->rows[i].name, all[j].name);
            }
        }
    }
    return true;
}

static bool name_group(struct app *app, struct insight_group *group, enum insight_by by,
                       struct err *err)
{
    struct member member;
    struct weapon weapon;
    const struct programme *programme = NULL;
    switch (by) {
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

static bool name_groups(struct app *app, struct arena *arena, struct insight_groups *groups,
                        enum insight_by by, struct err *err)
{
    if (by == BY_AMMUNITION) {
        return name_ammunition(app, arena, groups, err);
    }
    for (int i = 0; i < groups->count; i++) {
        if (!name_group(app, &groups->rows[i], by, err)) {
            return false;
        }
    }
    return true;
}

bool insight_groups_read(struct app *app, struct arena *arena, const struct insight_lines *lines,
                         const struct insight_choice *choice, enum insight_by by,
                         struct insight_groups *groups, struct err *err)
{
    int room = 0;
    *groups = (struct insight_groups){0};
    for (int i = 0; i < lines->count; i++) {
        const struct insight_line *line = &lines->rows[i];
        if (insight_is_chosen(line, choice)) {
            tally_add(&group_of(arena, groups, &room, line, by)->tally, &line->sums);
        }
    }
    if (groups->count > 1) {
        qsort(groups->rows, (size_t)groups->count, sizeof *groups->rows, by_shots);
    }
    for (int i = 0; i < groups->count; i++) {
        struct insight_group *group = &groups->rows[i];
        tally_numbers(&group->tally, &group->numbers);
        if (i > 0) {
            tally_compare_average(&groups->rows[0].tally, &group->tally, &group->average);
            tally_compare_sigma(&groups->rows[0].tally, &group->tally, &group->sigma);
        }
    }
    return name_groups(app, arena, groups, by, err);
}
