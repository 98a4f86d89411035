#include "export/document_json.h"

#include "base/decimal.h"
#include "base/json.h"

static const char *const kind_names[] = {"text", "number", "date"};

void document_json_begin(struct document_json *json)
{
    buf_add_text(&json->out, "{\"format\":\"aimtrack-document-1\",\"parts\":[\n");
}

void document_json_end(struct document_json *json)
{
    buf_add_text(&json->out, "{\"part\":\"end\"}]}\n");
}

static void add_field(struct document_json *json, const char *name, const char *text)
{
    buf_printf(&json->out, ",\"%s\":", name);
    json_add_text(&json->out, text);
}

static bool end_part(struct document_json *json)
{
    buf_add_text(&json->out, "},\n");
    return json->sent == NULL || json->sent(json);
}

static bool write_front(void *context, const struct document_front *front)
{
    struct document_json *json = context;
    buf_add_text(&json->out, "{\"part\":\"front\"");
    add_field(json, "report", front->report);
    add_field(json, "title", front->title);
    add_field(json, "subject", front->subject);
    add_field(json, "club", front->club);
    add_field(json, "period", front->period);
    buf_printf(&json->out, ",\"is_wide\":%s,\"language\":\"%s\"", front->is_wide ? "true" : "false",
               front->is_dutch ? "nl" : "en");
    return end_part(json);
}

static bool write_text(void *context, enum document_text_kind kind, const char *text)
{
    static const char *const names[] = {"text", "heading", "small"};
    struct document_json *json = context;
    buf_printf(&json->out, "{\"part\":\"%s\"", names[kind]);
    add_field(json, "text", text);
    return end_part(json);
}

static bool write_fact(void *context, const char *label, const char *value)
{
    struct document_json *json = context;
    buf_add_text(&json->out, "{\"part\":\"fact\"");
    add_field(json, "label", label);
    add_field(json, "value", value);
    return end_part(json);
}

static bool write_table(void *context, const struct document_table *table)
{
    struct document_json *json = context;
    buf_add_text(&json->out, "{\"part\":\"table\"");
    json->is_main = table->is_main;
    add_field(json, "id", table->id);
    add_field(json, "title", table->title);
    buf_printf(&json->out, ",\"is_main\":%s,\"columns\":[", table->is_main ? "true" : "false");
    json->columns = table->count < DOCUMENT_COLUMNS_MAX ? table->count : DOCUMENT_COLUMNS_MAX;
    for (int i = 0; i < json->columns; i++) {
        const struct document_column *column = &table->columns[i];
        buf_add_text(&json->out, i > 0 ? ",{\"title\":" : "{\"title\":");
        json_add_text(&json->out, column->title);
        buf_printf(&json->out, ",\"kind\":\"%s\",\"width\":%d}", kind_names[column->kind],
                   column->width);
    }
    buf_add_text(&json->out, "]");
    return end_part(json);
}

static bool write_row(void *context, const char *const *cells)
{
    struct document_json *json = context;
    buf_add_text(&json->out, "{\"part\":\"row\",\"cells\":[");
    for (int i = 0; i < json->columns; i++) {
        if (i > 0) {
            buf_add(&json->out, ",", 1);
        }
        json_add_text(&json->out, cells[i]);
    }
    buf_add_text(&json->out, "]");
    json->rows += json->is_main ? 1 : 0;
    return end_part(json);
}

static bool write_target(void *context, const struct document_target *target)
{
    struct document_json *json = context;
    buf_add_text(&json->out, "{\"part\":\"target\"");
    add_field(json, "title", target->title);
    buf_printf(&json->out, ",\"black_um\":%lld,\"inner_um\":%lld,\"hole_um\":%lld,\"ring_um\":[",
               (long long)target->black_um, (long long)target->inner_um,
               (long long)target->hole_um);
    for (int i = 0; i < target->rings; i++) {
        buf_printf(&json->out, "%s%lld", i > 0 ? "," : "", (long long)target->ring_um[i]);
    }
    buf_add_text(&json->out, "],\"holes\":[");
    for (int i = 0; i < target->holes; i++) {
        const struct document_hole *hole = &target->hole[i];
        buf_printf(&json->out, "%s[%lld,%lld,%d,%d]", i > 0 ? "," : "", (long long)hole->x_um,
                   (long long)hole->y_um, hole->series, hole->number);
    }
    buf_add_text(&json->out, "]");
    if (target->has_mean) {
        buf_printf(&json->out, ",\"mean_um\":[%lld,%lld],\"mean_radius_um\":%lld",
                   (long long)target->mean_x_um, (long long)target->mean_y_um,
                   (long long)target->mean_radius_um);
    }
    return end_part(json);
}

static void add_rounded(struct document_json *json, double value, int decimals)
{
    char text[32];
    buf_add_text(&json->out, ",");
    buf_add_text(&json->out, decimal_write_rounded(text, sizeof text, value, decimals, '.'));
}

static bool write_chart(void *context, const struct document_chart *chart)
{
    struct document_json *json = context;
    int decimals = chart->decimals >= 0 && chart->decimals <= 6 ? chart->decimals : 2;
    buf_add_text(&json->out, "{\"part\":\"chart\"");
    add_field(json, "title", chart->title);
    add_field(json, "unit", chart->unit);
    buf_printf(&json->out, ",\"is_line\":%s,\"decimals\":%d,\"points\":[",
               chart->is_line ? "true" : "false", decimals);
    for (int i = 0; i < chart->count; i++) {
        const struct document_point *point = &chart->points[i];
        buf_add_text(&json->out, i > 0 ? ",[" : "[");
        json_add_text(&json->out, point->label);
        add_rounded(json, point->value, decimals);
        if (point->has_span) {
            add_rounded(json, point->low, decimals);
            add_rounded(json, point->high, decimals);
        }
        buf_add_text(&json->out, "]");
    }
    buf_add_text(&json->out, "]");
    return end_part(json);
}

static bool write_sign(void *context, const char *const *labels, int count)
{
    struct document_json *json = context;
    buf_add_text(&json->out, "{\"part\":\"sign\",\"labels\":[");
    for (int i = 0; i < count; i++) {
        if (i > 0) {
            buf_add(&json->out, ",", 1);
        }
        json_add_text(&json->out, labels[i]);
    }
    buf_add_text(&json->out, "]");
    return end_part(json);
}

struct document document_json_of(struct document_json *json)
{
    static const struct document_writer writer = {.front = write_front,
                                                  .text = write_text,
                                                  .fact = write_fact,
                                                  .table = write_table,
                                                  .row = write_row,
                                                  .target = write_target,
                                                  .chart = write_chart,
                                                  .sign = write_sign};
    return (struct document){.writer = &writer, .context = json};
}
