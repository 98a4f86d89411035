#include "core/health_render.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/health_facts.h"

static const struct {
    const char *name, *type;
} forms[] = {
    [HEALTH_JSON] = {"json", "application/json"},
    [HEALTH_IETF] = {"health+json", "application/health+json"},
    [HEALTH_PROMETHEUS] = {"prometheus", "text/plain; version=0.0.4; charset=utf-8"},
};

const char *health_form_type(enum health_form form)
{
    return forms[form].type;
}

bool health_form_find(const char *name, enum health_form *form)
{
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (strcmp(forms[i].name, name) == 0) {
            *form = (enum health_form)i;
            return true;
        }
    }
    return false;
}

/* "2026-11-23T05:20:00Z" */
static void write_moment(char *dst, size_t size, int64_t ms)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm utc = {0};
    gmtime_r(&seconds, &utc);
    strftime(dst, size, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

static void add_moment(cJSON *object, const char *name, int64_t ms)
{
    char text[32];
    write_moment(text, sizeof text, ms);
    cJSON_AddStringToObject(object, name, text);
}

static void add_json(struct buf *text, cJSON *json)
{
    char *written = cJSON_Print(json);
    buf_printf(text, "%s\n", written != NULL ? written : "{}");
    cJSON_free(written);
    cJSON_Delete(json);
}

/* --- ours ---------------------------------------------------------------------------------------
 */
static void add_fact(cJSON *object, const struct health *health, enum health_fact fact,
                     bool has_paths)
{
    const struct health_fact_row *row = health_fact_row(fact);
    const struct health_value *value = health_value(health, fact);
    if (row->kind == FACT_PATH) {
        if (has_paths) {
            cJSON_AddStringToObject(object, row->name, health->folder);
        }
    } else if (!value->is_known) {
        if (row->is_null_when_unknown) {
            cJSON_AddNullToObject(object, row->name);
        }
    } else if (row->kind == FACT_MOMENT) {
        add_moment(object, row->name, value->number);
    } else if (row->kind == FACT_TEXT) {
        cJSON_AddStringToObject(object, row->name, value->text);
    } else if (row->kind == FACT_TRUTH) {
        cJSON_AddBoolToObject(object, row->name, value->number != 0);
    } else {
        cJSON_AddNumberToObject(object, row->name, (double)value->number);
    }
}

static void add_errors(cJSON *object, const struct health_row *row)
{
    if (row->error == HEALTH_FINE) {
        return;
    }
    cJSON_AddStringToObject(object, "error", health_error_code(row->error));
    cJSON *all = cJSON_AddArrayToObject(object, "errors");
    for (unsigned i = 0; i < HEALTH_ERROR_COUNT; i++) {
        if ((row->errors >> i & 1U) != 0) {
            cJSON_AddItemToArray(all, cJSON_CreateString(health_error_code((enum health_error)i)));
        }
    }
}

cJSON *health_json(const struct health *health, bool has_paths)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "status",
                            health_worst(health) == HEALTH_FAILED ? "degraded" : "ok");
    cJSON *checks = cJSON_AddObjectToObject(json, "checks");
    for (int key = 0; key < HEALTH_COUNT; key++) {
        const struct health_row *row = &health->rows[key];
        cJSON *check = cJSON_AddObjectToObject(checks, health_key_code((enum health_key)key));
        cJSON_AddStringToObject(check, "status", health_state_code(row->state));
        add_errors(check, row);
        for (int fact = 0; fact < FACT_COUNT; fact++) {
            const struct health_fact_row *about = health_fact_row((enum health_fact)fact);
            if (about->name != NULL && (int)about->key == key) {
                add_fact(check, health, (enum health_fact)fact, has_paths);
            }
        }
    }
    cJSON_AddStringToObject(json, "version", AIMTRACK_VERSION);
    add_moment(json, "time", health->at_ms);
    return json;
}

/* --- health+json --------------------------------------------------------------------------------
 */
static const char *ietf_status(enum health_state state)
{
    static const char *const words[] = {"pass", "warn", "fail"};
    return words[state];
}

static void add_measurement(cJSON *checks, const struct health *health, enum health_fact fact)
{
    const struct health_fact_row *about = health_fact_row(fact);
    const struct health_row *row = &health->rows[about->key];
    const struct health_value *value = health_value(health, fact);
    cJSON *array = cJSON_AddArrayToObject(checks, about->ietf);
    cJSON *one = cJSON_CreateObject();
    cJSON_AddStringToObject(one, "componentType", about->type);
    if (value->is_known) {
        cJSON_AddNumberToObject(one, "observedValue", (double)value->number);
        cJSON_AddStringToObject(one, "observedUnit", about->unit);
    }
    cJSON_AddStringToObject(one, "status", ietf_status(row->state));
    add_moment(one, "time", health->at_ms);
    if (row->error != HEALTH_FINE) {
        cJSON_AddStringToObject(one, "output", health_error_code(row->error));
    }
    cJSON_AddItemToArray(array, one);
}

/* A check that measures nothing the draft has a word for. */
static void add_plain(cJSON *checks, const struct health *health, enum health_key key)
{
    const struct health_row *row = &health->rows[key];
    cJSON *array = cJSON_AddArrayToObject(checks, health_key_code(key));
    cJSON *one = cJSON_CreateObject();
    cJSON_AddStringToObject(one, "componentType", "component");
    cJSON_AddStringToObject(one, "status", ietf_status(row->state));
    add_moment(one, "time", health->at_ms);
    if (row->error != HEALTH_FINE) {
        cJSON_AddStringToObject(one, "output", health_error_code(row->error));
    }
    cJSON_AddItemToArray(array, one);
}

static void render_ietf(const struct health *health, struct buf *text)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "status", ietf_status(health_worst(health)));
    cJSON_AddStringToObject(json, "version", "1");
    cJSON_AddStringToObject(json, "releaseId", AIMTRACK_VERSION);
    cJSON_AddStringToObject(json, "serviceId", "aimtrack");
    cJSON *checks = cJSON_AddObjectToObject(json, "checks");
    for (int key = 0; key < HEALTH_COUNT; key++) {
        bool has_one = false;
        for (int fact = 0; fact < FACT_COUNT; fact++) {
            const struct health_fact_row *about = health_fact_row((enum health_fact)fact);
            if (about->ietf != NULL && (int)about->key == key) {
                add_measurement(checks, health, (enum health_fact)fact);
                has_one = true;
            }
        }
        if (!has_one) {
            add_plain(checks, health, (enum health_key)key);
        }
    }
    add_json(text, json);
}

/* --- Prometheus ---------------------------------------------------------------------------------
 */
static void add_metric(struct buf *text, const struct health_fact_row *about, int64_t number)
{
    bool is_total = strlen(about->metric) > 6 &&
                    strcmp(about->metric + strlen(about->metric) - 6, "_total") == 0;
    buf_printf(text, "# HELP %s %s\n# TYPE %s %s\n", about->metric, about->help, about->metric,
               is_total ? "counter" : "gauge");
    buf_printf(text, "%s %.15g\n", about->metric, (double)number * about->scale);
}

static void render_prometheus(const struct health *health, struct buf *text)
{
    buf_printf(text,
               "# HELP aimtrack_info The program.\n# TYPE aimtrack_info gauge\n"
               "aimtrack_info{version=\"%s\"} 1\n",
               AIMTRACK_VERSION);
    buf_add_text(text, "# HELP aimtrack_up 0: a check failed (GET /health answers 503).\n"
                       "# TYPE aimtrack_up gauge\n");
    buf_printf(text, "aimtrack_up %d\n", health_worst(health) == HEALTH_FAILED ? 0 : 1);
    buf_add_text(text, "# HELP aimtrack_check_state 0: ok, 1: warn, 2: failed.\n"
                       "# TYPE aimtrack_check_state gauge\n");
    for (int key = 0; key < HEALTH_COUNT; key++) {
        buf_printf(text, "aimtrack_check_state{check=\"%s\"} %d\n",
                   health_key_code((enum health_key)key), (int)health->rows[key].state);
    }
    for (int fact = 0; fact < FACT_COUNT; fact++) {
        const struct health_fact_row *about = health_fact_row((enum health_fact)fact);
        const struct health_value *value = health_value(health, (enum health_fact)fact);
        if (about->metric != NULL && value->is_known) {
            add_metric(text, about, value->number);
        }
    }
}

void health_render(const struct health *health, enum health_form form, bool has_paths,
                   struct buf *text)
{
    switch (form) {
    case HEALTH_JSON:
        add_json(text, health_json(health, has_paths));
        break;
    case HEALTH_IETF:
        render_ietf(health, text);
        break;
    case HEALTH_PROMETHEUS:
        render_prometheus(health, text);
        break;
    }
}
