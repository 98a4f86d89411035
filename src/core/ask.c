/* What a model may know of one session and of one weapon. */
#include "core/ask.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/ask_parts.h"
#include "core/weapon.h"

/* --- a session -----------------------------------------------------------------------------------
 */
static int total_decimals(const struct session_detail *detail)
{
    return detail->has_decimals ? 1 : 0;
}

static void ask_what_was_shot(struct asking *asking, const struct session_detail *detail)
{
    ask_object(asking, "session");
    ask_text(asking, "date", detail->session.local_date);
    ask_discipline(asking, detail->session.programme_id);
    if (detail->part_count > 0) {
        ask_distance(asking, detail->parts[0].weapon.distance_mm);
        ask_weapon_class(asking, &detail->parts[0].arm);
    }
    if (detail->part_count > 1) {
        ask_count(asking, "weapons_used", detail->part_count);
    }
    ask_text(asking, "competition", detail->session.is_competition ? "yes" : "no");
}

static void ask_score(struct asking *asking, const struct session_detail *detail)
{
    const struct session_stats *stats = &detail->stats;
    int decimals = total_decimals(detail);
    ask_object(asking, "score");
    ask_count(asking, "shots", stats->shots);
    if (detail->programme != NULL && !detail->programme->is_open_ended) {
        ask_count(asking, "shots_of_programme", programme_shot_count(detail->programme));
    }
    ask_number(asking, "total", (double)stats->total_tenths / 10, decimals);
    ask_measure(asking, "average_rings", &stats->average, 2);
    ask_count(asking, "inner_tens", stats->inner_tens);
    ask_count(asking, "tens", stats->tens);
    ask_count(asking, "nines", stats->nines);
    ask_count(asking, "misses", stats->misses);
    ask_measure(asking, "versus_own_average_rings", &detail->versus_average, 1);
    ask_measure(asking, "own_best_total", &detail->own_best, decimals);
    ask_measure(asking, "percentile_of_own_totals", &detail->percentile, 0);
    ask_measure(asking, "seconds_between_shots", &stats->cadence_s, 1);
}

static void ask_series(struct asking *asking, const struct session_detail *detail)
{
    const struct session_stats *stats = &detail->stats;
    ask_array(asking, "series", SERIES_MAX);
    for (int i = 0; i < stats->series_count; i++) {
        const struct series_stats *series = &stats->series[i];
        ask_row(asking);
        ask_count(asking, "number", series->number);
        ask_count(asking, "shots", series->shots);
        ask_number(asking, "total", (double)series->total_tenths / 10, total_decimals(detail));
        ask_count(asking, "inner_tens", series->inner_tens);
    }
    if (stats->best_series == 0 && stats->dip_first == 0) {
        return;
    }
    ask_object(asking, "series_best_and_weakest");
    if (stats->best_series > 0 && stats->weakest_series > 0) {
        ask_count(asking, "best_series", stats->best_series);
        ask_count(asking, "weakest_series", stats->weakest_series);
    }
    if (stats->dip_first > 0) {
        ask_count(asking, "weakest_from_shot", stats->dip_first);
        ask_count(asking, "weakest_to_shot", stats->dip_last);
    }
}

/* In fixed words: which way the club's officer saw the group lie. */
static const char *deviation_word(enum deviation deviation)
{
    static const char *const words[] = {[DEVIATION_NONE] = "",
                                        [DEVIATION_LEFT] = "left",
                                        [DEVIATION_RIGHT] = "right",
                                        [DEVIATION_HIGH] = "high",
                                        [DEVIATION_LOW] = "low"};
    return words[deviation];
}

static void ask_sight(struct asking *asking, const struct sight_axis *axis, const char *name)
{
    static const char *const verdicts[] = {[SIGHT_NO_DATA] = "too little data",
                                           [SIGHT_WITHIN_NOISE] = "within noise",
                                           [SIGHT_MOVE] = "more than noise"};
    if (axis->verdict == SIGHT_NO_DATA) {
        return;
    }
    ask_object(asking, name);
    ask_number(asking, "offset_mm", axis->offset_mm, 1);
    ask_number(asking, "noise_mm", axis->noise_mm, 1);
    ask_text(asking, "verdict", verdicts[axis->verdict]);
    if (axis->verdict == SIGHT_MOVE && axis->clicks != 0) {
        ask_count(asking, "clicks_to_turn_against_it",
                  axis->clicks < 0 ? -axis->clicks : axis->clicks);
    }
}

static void ask_group(struct asking *asking, const struct session_part *part)
{
    const struct session_stats *stats = &part->stats;
    ask_object(asking, "group");
    ask_count(asking, "shots_with_a_place", stats->plotted);
    ask_measure(asking, "sigma_mm", &stats->sigma, 2);
    ask_measure(asking, "sigma_low", &stats->sigma_low, 2);
    ask_measure(asking, "sigma_high", &stats->sigma_high, 2);
    ask_count(asking, "interval_percent", ASK_INTERVAL_PERCENT);
    ask_measure(asking, "mean_radius_mm", &stats->mean_radius, 1);
    ask_measure(asking, "extreme_spread_mm", &stats->extreme_spread, 1);
    ask_measure(asking, "centre_x_mm_right_is_plus", &stats->mpi_x, 1);
    ask_measure(asking, "centre_y_mm_up_is_plus", &stats->mpi_y, 1);
    ask_measure(asking, "spread_sideways_mm", &stats->sd_x, 1);
    ask_measure(asking, "spread_height_mm", &stats->sd_y, 1);
    if (stats->flier_reason.has) {
        ask_count(asking, "fliers", stats->flier_count);
    }
    ask_count(asking, "fliers_noted", part->weapon.fliers);
    ask_text(asking, "deviation_noted", deviation_word(part->weapon.deviation));
    ask_sight(asking, &part->advice.x, "sight_sideways");
    ask_sight(asking, &part->advice.y, "sight_height");
}

static bool session_notes(struct asking *asking, const struct session_detail *detail, char **notes)
{
    struct buf both = {0};
    *notes = NULL;
    if (!detail->member.shares_notes) {
        return true;
    }
    buf_add_text(&both, detail->session.notes);
    buf_add_text(&both, both.size > 0 && detail->session.reflection[0] != '\0' ? "\n" : "");
    buf_add_text(&both, detail->session.reflection);
    bool ok = ask_redacted(asking, buf_text(&both), PROMPT_NOTES_MAX, notes);
    buf_free(&both);
    return ok;
}

bool ask_session(struct app *app, struct arena *arena, record_id session_id, struct ask *ask,
                 struct err *err)
{
    struct asking asking;
    struct reflection reflection = {0};
    char *notes = NULL;
    struct session_detail *detail = arena_alloc(arena, sizeof *detail);
    *ask = (struct ask){0};
    if (!asking_start(&asking, app, arena, err) ||
        !session_get(app, arena, session_id, detail, err)) {
        return false;
    }
    if (detail->stats.shots == 0) {
        return err_set(err, ERR_INPUT, _("There are no match shots, so there is nothing to ask."));
    }
    if (!session_notes(&asking, detail, &notes)) {
        return false;
    }
    reflection_read(detail, &reflection);
    ask_what_was_shot(&asking, detail);
    ask_score(&asking, detail);
    ask_series(&asking, detail);
    if (detail->part_count > 0) {
        ask_group(&asking, &detail->parts[0]);
    }
    ask_findings(&asking, &reflection);
    asking_finish(&asking, REFLECTION_SESSION, notes, NULL, &reflection, ask);
    ask->session_ids = arena_printf(arena, "%lld", (long long)session_id);
    return true;
}

/* --- a weapon ------------------------------------------------------------------------------------
 */
enum { WEAPON_DAYS = 365 };

/* The last year; ever, when nothing was shot in it. False: nothing at all. */
static bool choose_period(const struct insight_lines *lines, struct insight_choice *choice)
{
    struct tally tally;
    *choice = (struct insight_choice){0};
    insight_last_days(choice, WEAPON_DAYS);
    insight_tally(lines, choice, &tally);
    if (tally.shots == 0) {
        *choice = (struct insight_choice){0};
        insight_tally(lines, choice, &tally);
    }
    return tally.shots > 0;
}

static void ask_weapon_centre(struct asking *asking, const struct insight *look)
{
    ask_measure(asking, "centre_x_mm_right_is_plus", &look->numbers.mpi_x, 1);
    ask_measure(asking, "centre_y_mm_up_is_plus", &look->numbers.mpi_y, 1);
    ask_measure(asking, "spread_sideways_mm", &look->numbers.sd_x, 1);
    ask_measure(asking, "spread_height_mm", &look->numbers.sd_y, 1);
}

static void ask_weapon_numbers(struct asking *asking, const struct weapon *weapon,
                               const struct insight_lines *lines,
                               const struct insight_choice *choice)
{
    struct insight look;
    struct insight_series series;
    struct insight_groups groups;
    bool has_one_distance = ask_has_one_distance(asking, lines, choice);
    insight_look(lines, choice, &look);
    ask_object(asking, "weapon");
    ask_weapon_class(asking, weapon);
    ask_text(asking, "period_from", choice->from);
    ask_text(asking, "period_to", choice->to);
    ask_count(asking, "rounds", look.tally.rounds);
    ask_tally(asking, &look.tally, has_one_distance);
    ask_count(asking, "interval_percent", ASK_INTERVAL_PERCENT);
    if (has_one_distance) {
        ask_weapon_centre(asking, &look);
    }
    insight_series_read(asking->app, asking->arena, lines, choice, NUMBER_AVERAGE, &series);
    ask_trend(asking, "trend_of_average_rings", &series);
    if (has_one_distance) {
        insight_series_read(asking->app, asking->arena, lines, choice, NUMBER_SIGMA, &series);
        ask_trend(asking, "trend_of_sigma_mm", &series);
    }
    ask_before(asking, &look, has_one_distance);
    insight_groups_read(asking->arena, lines, choice, BY_AMMUNITION, &groups);
    ask_groups(asking, "by_ammunition", &groups, has_one_distance);
    insight_groups_read(asking->arena, lines, choice, BY_DISTANCE, &groups);
    ask_groups(asking, "by_distance", &groups, true);
    insight_groups_read(asking->arena, lines, choice, BY_SHOOTER, &groups);
    ask_groups(asking, "by_shooter", &groups, has_one_distance);
}

bool ask_weapon(struct app *app, struct arena *arena, record_id weapon_id, struct ask *ask,
                struct err *err)
{
    struct asking asking;
    struct insight_lines lines;
    struct insight_choice choice;
    struct reflection named = {0};
    struct reflection unnamed = {0};
    const struct insight_of of = {.weapon_id = weapon_id};
    struct weapon *weapon = arena_alloc(arena, sizeof *weapon);
    *ask = (struct ask){0};
    if (!asking_start(&asking, app, arena, err) || !weapon_get(app, weapon_id, weapon, err) ||
        !insight_read(app, arena, &of, &lines, err)) {
        return false;
    }
    if (!choose_period(&lines, &choice)) {
        return err_set(err, ERR_INPUT,
                       _("Nothing was shot with this weapon yet, so there is nothing to ask."));
    }
    if (!reflection_weapon_read(app, weapon_id, &lines, &choice, &named, err) ||
        !reflection_weapon_unnamed(app, weapon_id, &lines, &choice, &unnamed, err)) {
        return false;
    }
    ask_weapon_numbers(&asking, weapon, &lines, &choice);
    if (!ask_service(&asking, weapon_id)) {
        return false;
    }
    ask_findings(&asking, &unnamed);
    asking_finish(&asking, REFLECTION_WEAPON, NULL, NULL, &named, ask);
    ask_session_ids(&asking, &lines, &choice, ask);
    return true;
}
