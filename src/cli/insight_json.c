#include "cli/insight_json.h"

#include <string.h>

#include "base/time.h"

static void add_measure(cJSON *object, const char *name, const struct measure *measure)
{
    command_json_stat(object, name, measure->value, measure->has, measure->why);
}

void insight_json_numbers(cJSON *object, const struct tally *tally,
                          const struct tally_numbers *numbers)
{
    cJSON_AddNumberToObject(object, "sessions", numbers->sessions);
    cJSON_AddNumberToObject(object, "rounds", (double)numbers->rounds);
    cJSON_AddNumberToObject(object, "shots", (double)numbers->shots);
    cJSON_AddNumberToObject(object, "total_tenths", (double)tally->total_tenths);
    cJSON_AddNumberToObject(object, "inner_tens", (double)tally->inner_tens);
    cJSON_AddNumberToObject(object, "plotted", (double)tally->plotted);
    add_measure(object, "average", &numbers->average);
    add_measure(object, "average_low", &numbers->average_low);
    add_measure(object, "average_high", &numbers->average_high);
    if (tally->sessions > 0) {
        cJSON_AddNumberToObject(object, "best_total_tenths", (double)tally->best_total_tenths);
        cJSON_AddStringToObject(object, "best_date", tally->best_date);
    } else {
        cJSON_AddNullToObject(object, "best_total_tenths");
        cJSON_AddNullToObject(object, "best_date");
    }
    add_measure(object, "mpi_x_mm", &numbers->mpi_x);
    add_measure(object, "mpi_y_mm", &numbers->mpi_y);
    add_measure(object, "sd_x_mm", &numbers->sd_x);
    add_measure(object, "sd_y_mm", &numbers->sd_y);
    add_measure(object, "sigma_mm", &numbers->sigma);
    add_measure(object, "sigma_low_mm", &numbers->sigma_low);
    add_measure(object, "sigma_high_mm", &numbers->sigma_high);
}

const char *insight_json_verdict(enum verdict verdict)
{
    static const char *const codes[] = {[VERDICT_NO_DATA] = "no_data",
                                        [VERDICT_NOISE] = "noise",
                                        [VERDICT_HIGHER] = "higher",
                                        [VERDICT_LOWER] = "lower"};
    return codes[verdict];
}

cJSON *insight_json_comparison(const struct comparison *comparison, const char *name)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "verdict", insight_json_verdict(comparison->verdict));
    add_measure(object, name, &comparison->difference);
    add_measure(object, "low", &comparison->low);
    add_measure(object, "high", &comparison->high);
    cJSON_AddNumberToObject(object, "more_shots", comparison->more_shots);
    return object;
}

static cJSON *points_json(const struct insight_series *series)
{
    cJSON *array = cJSON_CreateArray();
    for (int i = 0; i < series->count; i++) {
        char date[DATE_ROOM];
        cJSON *point = cJSON_CreateObject();
        time_days_date(date, (int64_t)series->points[i].day);
        command_json_id(point, "session", series->session_ids[i]);
        cJSON_AddStringToObject(point, "date", date);
        cJSON_AddNumberToObject(point, "value", series->points[i].value);
        cJSON_AddNumberToObject(point, "smoothed", series->line[i]);
        if (series->has_band) {
            cJSON_AddNumberToObject(point, "low", series->low[i]);
            cJSON_AddNumberToObject(point, "high", series->high[i]);
        }
        cJSON_AddItemToArray(array, point);
    }
    return array;
}

cJSON *insight_json_series(const struct insight_series *series, const char *unit)
{
    cJSON *object = cJSON_CreateObject();
    const struct trend *trend = &series->trend;
    cJSON_AddStringToObject(object, "unit", unit);
    cJSON_AddNumberToObject(object, "count", series->count);
    cJSON_AddStringToObject(object, "verdict", insight_json_verdict(trend->verdict));
    add_measure(object, "slope_per_30_days", &trend->slope);
    add_measure(object, "slope_error", &trend->error);
    add_measure(object, "slope_low", &trend->low);
    add_measure(object, "slope_high", &trend->high);
    cJSON_AddNumberToObject(object, "more_sessions", trend->more_points);
    cJSON_AddItemToObject(object, "points", points_json(series));
    return object;
}

static cJSON *groups_json(const struct insight_groups *groups, enum insight_by by)
{
    cJSON *array = cJSON_CreateArray();
    for (int i = 0; i < groups->count; i++) {
        const struct insight_group *group = &groups->rows[i];
        cJSON *object = cJSON_CreateObject();
        if (by == BY_PROGRAMME) {
            cJSON_AddStringToObject(object, "id", group->code);
        } else if (by == BY_DISTANCE) {
            cJSON_AddNumberToObject(object, "distance_mm", (double)group->id);
        } else {
            command_json_id(object, "id", group->id);
        }
        cJSON_AddStringToObject(object, "name", group->name);
        insight_json_numbers(object, &group->tally, &group->numbers);
        if (i > 0) {
            cJSON_AddItemToObject(object, "average_against_first",
                                  insight_json_comparison(&group->average, "difference"));
            cJSON_AddItemToObject(object, "sigma_against_first",
                                  insight_json_comparison(&group->sigma, "ratio"));
        }
        cJSON_AddItemToArray(array, object);
    }
    return array;
}

static void add_span(cJSON *object, const struct insight_choice *choice)
{
    cJSON_AddStringToObject(object, "from", choice->from);
    cJSON_AddStringToObject(object, "to", choice->to);
    cJSON_AddStringToObject(object, "programme",
                            choice->programme_id != NULL ? choice->programme_id : "");
}

static void add_look(cJSON *json, const struct insight *look)
{
    add_span(json, &look->choice);
    insight_json_numbers(json, &look->tally, &look->numbers);
    if (look->has_before) {
        cJSON *before = cJSON_AddObjectToObject(json, "before");
        add_span(before, &look->before_choice);
        insight_json_numbers(before, &look->before, &look->before_numbers);
        cJSON_AddItemToObject(json, "average_against_before",
                              insight_json_comparison(&look->average, "difference"));
        cJSON_AddItemToObject(json, "sigma_against_before",
                              insight_json_comparison(&look->sigma, "ratio"));
    }
}

cJSON *insight_json(const struct insight_whole *whole, enum insight_by skip)
{
    static const char *const groups[INSIGHT_BY_COUNT] = {[BY_AMMUNITION] = "by_ammunition",
                                                         [BY_DISTANCE] = "by_distance",
                                                         [BY_SHOOTER] = "by_shooter",
                                                         [BY_WEAPON] = "by_weapon",
                                                         [BY_PROGRAMME] = "by_programme"};
    static const struct {
        const char *name, *unit;
    } series[INSIGHT_NUMBER_COUNT] = {[NUMBER_AVERAGE] = {"average_trend", "rings"},
                                      [NUMBER_TOTAL] = {"total_trend", "rings"},
                                      [NUMBER_SIGMA] = {"sigma_trend", "mm"},
                                      [NUMBER_CENTRE_X] = {"mpi_x_trend", "mm"},
                                      [NUMBER_CENTRE_Y] = {"mpi_y_trend", "mm"}};
    cJSON *json = cJSON_CreateObject();
    add_look(json, &whole->look);
    for (int i = 0; i < INSIGHT_NUMBER_COUNT; i++) {
        cJSON_AddItemToObject(json, series[i].name,
                              insight_json_series(&whole->series[i], series[i].unit));
    }
    for (int i = 0; i < INSIGHT_BY_COUNT; i++) {
        if (i != (int)skip) {
            cJSON_AddItemToObject(json, groups[i],
                                  groups_json(&whole->groups[i], (enum insight_by)i));
        }
    }
    return json;
}
