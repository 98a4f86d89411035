#include "core/reflection.h"

#include <stdio.h>

#include "base/i18n.h"
#include "core/weapon.h"
#include "core/weapon_service.h"

static const struct {
    const char *name, *code;
} parts[][REFLECTION_PART_COUNT] = {
    [REFLECTION_SESSION] = {{N_("Summary"), "summary"},
                            {N_("Strong points"), "strong"},
                            {N_("To improve"), "improve"},
                            {N_("Next focus"), "next"}},
    [REFLECTION_WEAPON] = {{N_("Summary"), "summary"},
                           {N_("Trends"), "trends"},
                           {N_("Typical issues"), "issues"},
                           {N_("Recommendations"), "recommendations"}},
    [REFLECTION_QUESTION] = {{N_("Answer"), "answer"},
                             {N_("Trends"), "trends"}, /* these two stay empty */
                             {N_("Typical issues"), "issues"},
                             {N_("Suggested goals"), "goals"}},
};

const char *reflection_part_name(enum reflection_subject subject, enum reflection_part part)
{
    return _(parts[subject][part].name);
}

const char *reflection_part_code(enum reflection_subject subject, enum reflection_part part)
{
    return parts[subject][part].code;
}

/* Stages with another time or length have series of another kind: a slower one scores better. */
static bool has_stages(const struct programme *programme)
{
    for (int i = 1; programme != NULL && i < programme->stage_count; i++) {
        if (programme->stages[i].seconds != programme->stages[0].seconds ||
            programme->stages[i].shots != programme->stages[0].shots) {
            return true;
        }
    }
    return false;
}

static int expected_shots(const struct programme *programme)
{
    return programme == NULL || programme->is_open_ended ? 0 : programme_shot_count(programme);
}

void reflection_read(const struct session_detail *detail, struct reflection *reflection)
{
    struct session_stats stats = detail->stats;
    /* the group's numbers are those of the first weapon, so are its shots with a place */
    stats.plotted = detail->part_count > 0 ? detail->parts[0].stats.plotted : 0;
    struct reflection_session input = {
        .stats = &stats,
        .has_decimals = detail->has_decimals,
        .has_stages = detail->part_count > 1 || has_stages(detail->programme),
        .expected_shots = expected_shots(detail->programme),
        .versus_average = detail->versus_average,
        .own_best = detail->own_best,
        .percentile = detail->percentile,
        .advice = detail->part_count > 0 ? &detail->parts[0].advice : NULL,
        .decimal_point = i18n_decimal_point()};
    reflection_of_session(&input, reflection);
}

bool reflection_session_get(struct app *app, record_id id, struct reflection *reflection,
                            struct err *err)
{
    struct arena arena = {0};
    struct session_detail *detail = arena_alloc(&arena, sizeof *detail);
    bool ok = session_get(app, &arena, id, detail, err);
    if (ok) {
        reflection_read(detail, reflection);
    }
    arena_free(&arena);
    return ok;
}

/* --- a weapon ----------------------------------------------------------------------------------
 */
void reflection_ammunition_label(char *dst, size_t size, int index)
{
    snprintf(dst, size, _("ammunition %c"), 'A' + index % 26);
}

static const struct reflection_group *groups_of(struct arena *arena,
                                                const struct insight_groups *groups)
{
    struct reflection_group *rows = arena_array(arena, (size_t)groups->count + 1, sizeof *rows);
    for (int i = 0; i < groups->count; i++) {
        rows[i] =
            (struct reflection_group){.name = groups->rows[i].name, .tally = groups->rows[i].tally};
    }
    return rows;
}

static bool read_groups(struct app *app, struct arena *arena, const struct insight_lines *lines,
                        const struct insight_choice *choice, enum insight_by by,
                        struct insight_groups *groups, struct err *err)
{
    insight_groups_read(arena, lines, choice, by, groups);
    return insight_groups_count(app, groups, 0, groups->count, err);
}

static void take_names_out(struct insight_groups *ammunition)
{
    for (int i = 0; i < ammunition->count; i++) {
        struct insight_group *group = &ammunition->rows[i];
        if (group->id != 0) {
            reflection_ammunition_label(group->name, sizeof group->name, i);
        }
    }
}

static bool read_weapon(struct app *app, record_id weapon_id, const struct insight_lines *lines,
                        const struct insight_choice *choice, bool is_unnamed,
                        struct reflection *reflection, struct err *err)
{
    struct arena arena = {0};
    struct weapon weapon;
    struct weapon_service_state service;
    struct insight look;
    struct insight_series score, sigma;
    struct insight_groups ammunition, distances;
    struct sight_advice advice = {0};
    bool ok = weapon_get(app, weapon_id, &weapon, err) &&
              weapon_service_state(app, weapon_id, &service, err) &&
              read_groups(app, &arena, lines, choice, BY_AMMUNITION, &ammunition, err) &&
              read_groups(app, &arena, lines, choice, BY_DISTANCE, &distances, err);
    if (ok) {
        if (is_unnamed) {
            take_names_out(&ammunition);
        }
        insight_look(lines, choice, &look);
        insight_series_read(app, &arena, lines, choice, NUMBER_AVERAGE, &score);
        insight_series_read(app, &arena, lines, choice, NUMBER_SIGMA, &sigma);
        if (distances.count > 0) {
            tally_sight_advice(&distances.rows[0].tally, (double)distances.rows[0].id / 1000,
                               (double)weapon.click_um_at_10m / 1000, &advice);
        }
        struct reflection_weapon input = {.all = &look.tally,
                                          .before = look.has_before ? &look.before : NULL,
                                          .score = &score.trend,
                                          .sigma = &sigma.trend,
                                          .ammunition_count = ammunition.count,
                                          .ammunition = groups_of(&arena, &ammunition),
                                          .distance_count = distances.count,
                                          .distances = groups_of(&arena, &distances),
                                          .rounds_since_service = service.since,
                                          .service_interval = service.interval,
                                          .advice = &advice,
                                          .decimal_point = i18n_decimal_point()};
        reflection_of_weapon(&input, reflection);
    }
    arena_free(&arena);
    return ok;
}

bool reflection_weapon_read(struct app *app, record_id weapon_id, const struct insight_lines *lines,
                            const struct insight_choice *choice, struct reflection *reflection,
                            struct err *err)
{
    return read_weapon(app, weapon_id, lines, choice, false, reflection, err);
}

bool reflection_weapon_unnamed(struct app *app, record_id weapon_id,
                               const struct insight_lines *lines,
                               const struct insight_choice *choice, struct reflection *reflection,
                               struct err *err)
{
    return read_weapon(app, weapon_id, lines, choice, true, reflection, err);
}
