#include "core/reflection.h"

#include "base/i18n.h"

const char *reflection_part_name(enum reflection_part part)
{
    static const char *const names[] = {N_("Summary"), N_("Strong points"), N_("To improve"),
                                        N_("Next focus")};
    return _(names[part]);
}

const char *reflection_part_code(enum reflection_part part)
{
    static const char *const codes[] = {"summary", "strong", "improve", "next"};
    return codes[part];
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
