#include "cli/shooter_json.h"

#include "cli/insight_json.h"

static void add_measure(cJSON *object, const char *name, const struct measure *measure)
{
    command_json_stat(object, name, measure->value, measure->has, measure->why);
}

static cJSON *best_json(const struct best *best)
{
    if (best->date[0] == '\0') {
        return cJSON_CreateNull();
    }
    cJSON *object = cJSON_CreateObject();
    cJSON_AddNumberToObject(object, "tenths", (double)best->tenths);
    cJSON_AddStringToObject(object, "date", best->date);
    cJSON_AddNumberToObject(object, "number", best->number);
    command_json_id(object, "session", best->session_id);
    return object;
}

static cJSON *bests_json(const struct bests *bests)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddItemToObject(object, "total", best_json(&bests->total));
    cJSON_AddItemToObject(object, "series", best_json(&bests->series));
    cJSON *stages = cJSON_AddArrayToObject(object, "stages");
    for (int i = 0; i < bests->stage_count; i++) {
        cJSON_AddItemToArray(stages, best_json(&bests->stages[i]));
    }
    return object;
}

static cJSON *drift_json(const struct drift *drift)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddNumberToObject(object, "sessions", drift->sessions);
    cJSON_AddNumberToObject(object, "positions", drift->positions);
    cJSON *averages = cJSON_AddArrayToObject(object, "averages");
    for (int i = 0; i < drift->positions; i++) {
        cJSON_AddItemToArray(averages, cJSON_CreateNumber(drift->average[i]));
    }
    cJSON_AddNumberToObject(object, "weak_first", drift->weak_first);
    cJSON_AddNumberToObject(object, "weak_last", drift->weak_last);
    command_json_stat(object, "weak_average", drift->weak_average, drift->why == NULL, drift->why);
    add_measure(object, "difference", &drift->difference);
    add_measure(object, "low", &drift->low);
    add_measure(object, "high", &drift->high);
    cJSON_AddStringToObject(object, "verdict", insight_json_verdict(drift->verdict));
    return object;
}

static cJSON *cadence_json(const struct cadence *cadence)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddNumberToObject(object, "pairs", cadence->pairs);
    add_measure(object, "mean_s", &cadence->mean_s);
    add_measure(object, "median_s", &cadence->median_s);
    add_measure(object, "correlation", &cadence->correlation);
    add_measure(object, "low", &cadence->low);
    add_measure(object, "high", &cadence->high);
    cJSON_AddStringToObject(object, "verdict", insight_json_verdict(cadence->verdict));
    add_measure(object, "quick", &cadence->quick);
    add_measure(object, "middle", &cadence->middle);
    add_measure(object, "slow", &cadence->slow);
    return object;
}

cJSON *shooter_json(const struct shooter *shooter)
{
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "programme",
                            shooter->programme != NULL ? shooter->programme->id : "");
    cJSON_AddItemToObject(object, "bests", bests_json(&shooter->bests));
    cJSON_AddNumberToObject(object, "whole_cards", shooter->whole_cards);
    add_measure(object, "steadiness", &shooter->steadiness);
    add_measure(object, "series_steadiness", &shooter->series_steadiness);
    cJSON_AddNumberToObject(object, "last_tenths", (double)shooter->last_tenths);
    cJSON_AddStringToObject(object, "last_date", shooter->last_date);
    add_measure(object, "percentile", &shooter->percentile);
    cJSON_AddItemToObject(object, "drift", drift_json(&shooter->drift));
    cJSON_AddItemToObject(object, "cadence", cadence_json(&shooter->cadence));
    cJSON_AddNumberToObject(object, "called_shots", shooter->calls.count);
    add_measure(object, "call_distance_mm", &shooter->calls.distance);
    add_measure(object, "call_x_mm", &shooter->calls.x);
    add_measure(object, "call_y_mm", &shooter->calls.y);
    return object;
}

static void add_counts(cJSON *object, const char *name, const int64_t *counts, int first, int last)
{
    cJSON *array = cJSON_AddArrayToObject(object, name);
    for (int i = first; i <= last; i++) {
        cJSON_AddItemToArray(array, cJSON_CreateNumber((double)counts[i]));
    }
}

cJSON *heat_json(const struct heat *heat, const char *face_id)
{
    cJSON *object = cJSON_CreateObject();
    struct heat_lean lean;
    heat_lean(heat, &lean);
    cJSON_AddStringToObject(object, "face", face_id);
    cJSON_AddNumberToObject(object, "shots", (double)heat->shots);
    cJSON_AddNumberToObject(object, "outside", (double)heat->outside);
    cJSON_AddNumberToObject(object, "cell_mm", (double)heat->cell_um / 1000);
    add_counts(object, "rings", heat->rings, 0, 10);
    add_counts(object, "hours", heat->hours, 1, 12);
    add_counts(object, "below_ten_hours", heat->missed_hours, 1, 12);
    cJSON *cells = cJSON_AddArrayToObject(object, "cells");
    for (int line = 0; line < HEAT_CELLS; line++) {
        cJSON *row = cJSON_CreateArray();
        for (int column = 0; column < HEAT_CELLS; column++) {
            cJSON_AddItemToArray(row, cJSON_CreateNumber((double)heat->cells[line][column]));
        }
        cJSON_AddItemToArray(cells, row);
    }
    cJSON_AddNumberToObject(object, "lean_hour", lean.hour);
    add_measure(object, "lean_share", &lean.share);
    add_measure(object, "lean_low", &lean.low);
    add_measure(object, "lean_high", &lean.high);
    cJSON_AddStringToObject(object, "lean_verdict", insight_json_verdict(lean.verdict));
    return object;
}
