/* A session as JSON: the numbers of the screen under the names of core/rules/stats.h. */
#include "cli/session_json.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "core/member.h"
#include "core/rules/course.h"
#include "core/rules/score.h"

/* "2026-11-23T08:30:15.123Z" */
static void add_moment(cJSON *object, const char *name, int64_t ms)
{
    struct tm utc;
    char text[40];
    time_t seconds = (time_t)(ms / 1000);
    if (ms <= 0 || gmtime_r(&seconds, &utc) == NULL) {
        cJSON_AddNullToObject(object, name);
        return;
    }
    size_t used = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(text + used, sizeof text - used, ".%03dZ", (int)(ms % 1000));
    cJSON_AddStringToObject(object, name, text);
}

static void add_stat(cJSON *object, const char *name, struct measure stat)
{
    command_json_stat(object, name, stat.value, stat.has, stat.why);
}

static void add_total(cJSON *object, const char *name, int64_t tenths, bool decimals)
{
    char text[24], key[48];
    snprintf(key, sizeof key, "%s_tenths", name);
    cJSON_AddNumberToObject(object, key, (double)tenths);
    cJSON_AddStringToObject(object, name,
                            score_total_text(text, sizeof text, tenths, decimals, '.'));
}

/* Millimetres from micrometres: three decimals at most, which a double shows as they are. */
static double mm_of(int64_t um)
{
    return (double)um / 1000;
}

/* --- the list --------------------------------------------------------------------------------- */
static const char *state_code(enum session_state state)
{
    static const char *const codes[] = {"open", "finished", "void"};
    return codes[state];
}

cJSON *session_json_line(const struct session_line *line)
{
    cJSON *object = cJSON_CreateObject();
    command_json_id(object, "id", line->id);
    cJSON_AddStringToObject(object, "date", line->local_date);
    add_moment(object, "started_at", line->started_at_ms);
    cJSON_AddStringToObject(object, "member", line->member);
    cJSON_AddStringToObject(object, "programme", line->programme_id);
    cJSON_AddStringToObject(object, "weapon", line->weapon);
    cJSON_AddStringToObject(object, "state", state_code(line->state));
    cJSON_AddNumberToObject(object, "lane", line->lane);
    cJSON_AddNumberToObject(object, "rounds_fired", line->rounds);
    cJSON_AddNumberToObject(object, "shots", line->shots);
    add_total(object, "total", line->total_tenths, line->has_decimals);
    cJSON_AddNumberToObject(object, "inner_tens", line->inner_tens);
    cJSON_AddBoolToObject(object, "has_decimals", line->has_decimals);
    cJSON_AddBoolToObject(object, "has_notes", line->has_notes);
    cJSON_AddBoolToObject(object, "is_competition", line->is_competition);
    return object;
}

/* --- statistics ------------------------------------------------------------------------------- */
static void add_series(cJSON *object, const struct session_stats *stats, bool decimals)
{
    cJSON *array = cJSON_AddArrayToObject(object, "series");
    for (int i = 0; i < stats->series_count; i++) {
        const struct series_stats *series = &stats->series[i];
        cJSON *row = cJSON_CreateObject();
        cJSON_AddNumberToObject(row, "number", series->number);
        cJSON_AddNumberToObject(row, "shots", series->shots);
        cJSON_AddNumberToObject(row, "expected", series->expected);
        add_total(row, "total", series->total_tenths, decimals);
        cJSON_AddNumberToObject(row, "inner_tens", series->inner_tens);
        cJSON_AddBoolToObject(row, "is_complete", series->is_complete);
        cJSON_AddItemToArray(array, row);
    }
}

/* The number of a series or shot; 0 means that none stands out. */
static void add_place(cJSON *object, const char *name, int number)
{
    command_json_stat(object, name, number, number > 0, N_("from 2 complete series that differ"));
}

static void add_counts(cJSON *object, const struct session_stats *stats, bool decimals)
{
    cJSON_AddNumberToObject(object, "shots", stats->shots);
    cJSON_AddNumberToObject(object, "sighters", stats->sighters);
    cJSON_AddNumberToObject(object, "plotted", stats->plotted);
    add_total(object, "total", stats->total_tenths, decimals);
    cJSON_AddNumberToObject(object, "total_rings", (double)stats->total_rings);
    add_stat(object, "average", stats->average);
    cJSON_AddNumberToObject(object, "inner_tens", stats->inner_tens);
    cJSON_AddNumberToObject(object, "tens", stats->tens);
    cJSON_AddNumberToObject(object, "nines", stats->nines);
    cJSON_AddNumberToObject(object, "misses", stats->misses);
    cJSON_AddItemToObject(object, "ring_counts", cJSON_CreateIntArray(stats->ring_counts, 11));
    cJSON_AddNumberToObject(object, "series_count", stats->series_count);
    add_series(object, stats, decimals);
    add_place(object, "best_series", stats->best_series);
    add_place(object, "weakest_series", stats->weakest_series);
    add_place(object, "dip_first", stats->dip_first);
    add_place(object, "dip_last", stats->dip_last);
    add_stat(object, "cadence_s", stats->cadence_s);
}

static void add_group(cJSON *object, const struct session_stats *stats)
{
    const struct {
        const char *name;
        struct measure stat;
    } rows[] = {
        {"mpi_x_mm", stats->mpi_x},
        {"mpi_y_mm", stats->mpi_y},
        {"mpi_length_mm", stats->mpi_length},
        {"mpi_clock_h", stats->mpi_clock},
        {"sd_x_mm", stats->sd_x},
        {"sd_y_mm", stats->sd_y},
        {"width_mm", stats->width},
        {"height_mm", stats->height},
        {"fom_mm", stats->fom},
        {"diagonal_mm", stats->diagonal},
        {"extreme_spread_mm", stats->extreme_spread},
        {"mean_radius_mm", stats->mean_radius},
        {"sigma_mm", stats->sigma},
        {"sigma_low_mm", stats->sigma_low},
        {"sigma_high_mm", stats->sigma_high},
        {"cep_mm", stats->cep},
        {"r95_mm", stats->r95},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        add_stat(object, rows[i].name, rows[i].stat);
    }
    int fliers = (int)(sizeof stats->fliers / sizeof stats->fliers[0]);
    fliers = stats->flier_count < fliers ? stats->flier_count : fliers;
    command_json_stat(object, "flier_count", stats->flier_count, stats->flier_reason.has,
                      stats->flier_reason.why);
    cJSON_AddItemToObject(object, "fliers", cJSON_CreateIntArray(stats->fliers, fliers));
}

static void add_hit_rate(cJSON *object, const struct hit_rate *rate)
{
    cJSON *row = cJSON_AddObjectToObject(object, "nine_or_better");
    cJSON_AddNumberToObject(row, "hits", rate->hits);
    cJSON_AddNumberToObject(row, "shots", rate->shots);
    add_stat(row, "share", rate->share);
    add_stat(row, "low", rate->low);
    add_stat(row, "high", rate->high);
}

static void add_stats(cJSON *object, const struct session_stats *stats, bool decimals)
{
    add_counts(object, stats, decimals);
    add_group(object, stats);
    add_hit_rate(object, &stats->nine_or_better);
}

/* --- parts ------------------------------------------------------------------------------------ */
static cJSON *shot_json(const struct shot *shot)
{
    static const char *const sources[] = {"keys", "plot", "import"};
    cJSON *row = cJSON_CreateObject();
    cJSON_AddNumberToObject(row, "series", shot->series);
    cJSON_AddNumberToObject(row, "number", shot->number);
    cJSON_AddNumberToObject(row, "value_tenths", shot->value_tenths);
    cJSON_AddNumberToObject(row, "ring", shot->ring);
    cJSON_AddBoolToObject(row, "inner_ten", shot->is_inner_ten);
    if (shot->is_plotted) {
        cJSON_AddNumberToObject(row, "x_mm", mm_of(shot->x_um));
        cJSON_AddNumberToObject(row, "y_mm", mm_of(shot->y_um));
    } else {
        cJSON_AddNullToObject(row, "x_mm");
        cJSON_AddNullToObject(row, "y_mm");
    }
    if (shot->is_called) {
        cJSON_AddNumberToObject(row, "call_x_mm", mm_of(shot->call_x_um));
        cJSON_AddNumberToObject(row, "call_y_mm", mm_of(shot->call_y_um));
    }
    cJSON_AddBoolToObject(row, "sighter", shot->series == 0);
    add_moment(row, "entered_at", shot->entered_at_ms);
    cJSON_AddStringToObject(row, "source", sources[shot->source]);
    cJSON_AddBoolToObject(row, "corrected", shot->revision > 0);
    return row;
}

static void add_calls(cJSON *object, const struct calls *calls)
{
    cJSON *row = cJSON_AddObjectToObject(object, "calls");
    cJSON_AddNumberToObject(row, "count", calls->count);
    add_stat(row, "x_mm", calls->x);
    add_stat(row, "y_mm", calls->y);
    add_stat(row, "sd_x_mm", calls->sd_x);
    add_stat(row, "sd_y_mm", calls->sd_y);
    add_stat(row, "distance_mm", calls->distance);
}

static void add_series_groups(cJSON *object, const struct session_part *part)
{
    struct series_group groups[SERIES_MAX];
    int count = series_groups_read(part->shots, part->shot_count, groups);
    cJSON *array = cJSON_AddArrayToObject(object, "series_groups");
    for (int i = 0; i < count; i++) {
        cJSON *row = cJSON_CreateObject();
        cJSON_AddNumberToObject(row, "number", groups[i].number);
        cJSON_AddNumberToObject(row, "shots", groups[i].shots);
        cJSON_AddNumberToObject(row, "plotted", groups[i].plotted);
        add_stat(row, "average", groups[i].average);
        add_stat(row, "mpi_x_mm", groups[i].mpi_x);
        add_stat(row, "mpi_y_mm", groups[i].mpi_y);
        add_stat(row, "sigma_mm", groups[i].sigma);
        cJSON_AddItemToArray(array, row);
    }
}

static void add_rolling(cJSON *object, const struct session_part *part)
{
    double values[SESSION_SHOTS_MAX];
    struct rolling rolling;
    rolling_read(part->shots, part->shot_count, values, &rolling);
    cJSON *row = cJSON_AddObjectToObject(object, "rolling");
    cJSON *array = cJSON_AddArrayToObject(row, "averages");
    for (int i = ROLLING_SHOTS - 1; i < rolling.count; i++) {
        cJSON_AddItemToArray(array, cJSON_CreateNumber(values[i]));
    }
    cJSON_AddNumberToObject(row, "weak_first", rolling.weak_first);
    cJSON_AddNumberToObject(row, "weak_last", rolling.weak_last);
}

static void add_advice(cJSON *object, const char *name, const struct sight_axis *axis)
{
    static const char *const verdicts[] = {"no_data", "within_noise", "move"};
    cJSON *row = cJSON_AddObjectToObject(object, name);
    cJSON_AddStringToObject(row, "verdict", verdicts[axis->verdict]);
    if (axis->verdict == SIGHT_NO_DATA) {
        return;
    }
    cJSON_AddNumberToObject(row, "offset_mm", axis->offset_mm);
    cJSON_AddNumberToObject(row, "noise_mm", axis->noise_mm);
    cJSON_AddNumberToObject(row, "clicks", axis->clicks);
    cJSON_AddNumberToObject(row, "more_shots", axis->more_shots);
}

static cJSON *part_json(const struct session_part *part, bool decimals)
{
    static const char *const deviations[] = {"none", "left", "right", "high", "low"};
    cJSON *object = cJSON_CreateObject();
    const struct session_weapon *line = &part->weapon;
    command_json_id(object, "id", line->id);
    command_json_id(object, "weapon_id", line->weapon_id);
    cJSON_AddStringToObject(object, "weapon", part->arm.name);
    cJSON_AddStringToObject(object, "face", line->face_id);
    cJSON_AddNumberToObject(object, "gauge_mm", mm_of(line->gauge_um));
    cJSON_AddNumberToObject(object, "distance_m", mm_of(line->distance_mm));
    cJSON_AddNumberToObject(object, "rounds_fired", line->rounds_fired);
    command_json_id(object, "ammunition_id", line->ammunition_id);
    cJSON_AddStringToObject(object, "grouping", line->grouping);
    cJSON_AddStringToObject(object, "deviation", deviations[line->deviation]);
    cJSON_AddNumberToObject(object, "fliers_reported", line->fliers);
    add_stats(cJSON_AddObjectToObject(object, "stats"), &part->stats, decimals);
    add_advice(object, "sight_x", &part->advice.x);
    add_advice(object, "sight_y", &part->advice.y);
    add_calls(object, &part->calls);
    add_series_groups(object, part);
    add_rolling(object, part);
    cJSON *shots = cJSON_AddArrayToObject(object, "shots");
    for (int i = 0; i < part->shot_count; i++) {
        cJSON_AddItemToArray(shots, shot_json(&part->shots[i]));
    }
    return object;
}

static cJSON *correction_json(const struct session_correction *correction)
{
    cJSON *row = cJSON_CreateObject();
    cJSON_AddNumberToObject(row, "series", correction->series);
    cJSON_AddNumberToObject(row, "number", correction->number);
    cJSON_AddNumberToObject(row, "old_tenths", correction->old_tenths);
    cJSON_AddBoolToObject(row, "old_inner_ten", correction->old_inner);
    if (correction->new_tenths >= 0) {
        cJSON_AddNumberToObject(row, "new_tenths", correction->new_tenths);
        cJSON_AddBoolToObject(row, "new_inner_ten", correction->new_inner);
    } else {
        cJSON_AddNullToObject(row, "new_tenths");
        cJSON_AddNullToObject(row, "new_inner_ten");
    }
    add_moment(row, "at", correction->at_ms);
    cJSON_AddStringToObject(row, "by", correction->by);
    return row;
}

/* --- the session ------------------------------------------------------------------------------ */
static void add_session(cJSON *object, const struct session_detail *detail)
{
    const struct session *session = &detail->session;
    char name[NAME_ROOM];
    member_name(&detail->member, name, sizeof name);
    command_json_id(object, "id", session->id);
    cJSON_AddStringToObject(object, "date", session->local_date);
    add_moment(object, "started_at", session->started_at_ms);
    add_moment(object, "finished_at", session->finished_at_ms);
    cJSON_AddStringToObject(object, "state", state_code(session->state));
    command_json_id(object, "member_id", session->member_id);
    cJSON_AddStringToObject(object, "member", name);
    cJSON_AddStringToObject(object, "programme", session->programme_id);
    cJSON_AddStringToObject(object, "programme_name",
                            detail->programme == NULL ? "" : programme_name(detail->programme));
    cJSON_AddBoolToObject(object, "has_decimals", detail->has_decimals);
    cJSON_AddNumberToObject(object, "lane", session->lane);
    cJSON_AddStringToObject(object, "location", detail->location);
    cJSON_AddStringToObject(object, "officer", detail->officer);
    cJSON_AddBoolToObject(object, "is_competition", session->is_competition);
    cJSON_AddStringToObject(object, "notes", session->notes);
    cJSON_AddStringToObject(object, "reflection", session->reflection);
}

cJSON *session_json_detail(const struct session_detail *detail)
{
    cJSON *object = cJSON_CreateObject();
    add_session(object, detail);
    add_stats(cJSON_AddObjectToObject(object, "stats"), &detail->stats, detail->has_decimals);
    add_stat(object, "versus_average", detail->versus_average);
    add_stat(object, "own_best", detail->own_best);
    add_stat(object, "percentile", detail->percentile);
    cJSON *parts = cJSON_AddArrayToObject(object, "parts");
    for (int i = 0; i < detail->part_count; i++) {
        cJSON_AddItemToArray(parts, part_json(&detail->parts[i], detail->has_decimals));
    }
    cJSON *corrections = cJSON_AddArrayToObject(object, "corrections");
    for (int i = 0; i < detail->correction_count; i++) {
        cJSON_AddItemToArray(corrections, correction_json(&detail->corrections[i]));
    }
    return object;
}

cJSON *session_json_sentences(const struct reflection *reflection)
{
    cJSON *array = cJSON_CreateArray();
    for (int i = 0; i < reflection->count; i++) {
        const struct reflection_sentence *sentence = &reflection->sentences[i];
        cJSON *row = cJSON_CreateObject();
        cJSON_AddStringToObject(row, "part",
                                reflection_part_code(reflection->subject, sentence->part));
        cJSON_AddStringToObject(row, "text", sentence->text);
        cJSON_AddStringToObject(row, "basis", sentence->basis);
        cJSON_AddStringToObject(row, "rule", sentence->rule);
        cJSON_AddItemToArray(array, row);
    }
    return array;
}

cJSON *session_json_reflection(record_id id, const struct reflection *reflection)
{
    cJSON *object = cJSON_CreateObject();
    command_json_id(object, "id", id);
    cJSON_AddStringToObject(object, "label", _("calculated, not AI"));
    cJSON_AddBoolToObject(object, "is_ai", false);
    cJSON_AddItemToObject(object, "sentences", session_json_sentences(reflection));
    return object;
}
