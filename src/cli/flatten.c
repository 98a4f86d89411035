#include "cli/flatten.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/csv.h"
#include "cli/command.h"
#include "cli/table.h"

enum { KEY_ROOM = 200, NUMBER_ROOM_TEXT = 40 };

struct flattening {
    void (*row)(void *context, const char *key, const char *value);
    void *context;
    bool is_for_spreadsheet;
};

/* As JSON has it: whole numbers without a fraction, others so that they read back the same. */
static void number_text(char *dst, size_t size, double value)
{
    if (fabs(value) < 1e15 && value == floor(value)) {
        snprintf(dst, size, "%.0f", value);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(dst, size, "%.*g", digits, value);
        if (strtod(dst, NULL) == value) {
            return;
        }
    }
}

/* A text that a spreadsheet would calculate gets an apostrophe before it. */
static void put_text(const struct flattening *flattening, const char *key, const char *text)
{
    struct buf safe = {0};
    bool is_formula = flattening->is_for_spreadsheet && csv_needs_guard(text);
    buf_printf(&safe, "%s%s", is_formula ? "'" : "", text);
    flattening->row(flattening->context, key, buf_text(&safe));
    buf_free(&safe);
}

static void put(const struct flattening *flattening, const char *key,
                const cJSON *value) /* NOLINT(misc-no-recursion): as deep as our own JSON */
{
    char number[NUMBER_ROOM_TEXT];
    char below[KEY_ROOM];
    int index = 0;
    const cJSON *item = NULL;
    if (cJSON_IsObject(value) || cJSON_IsArray(value)) {
        cJSON_ArrayForEach(item, value)
        {
            const char *dot = key[0] != '\0' ? "." : "";
            if (cJSON_IsArray(value)) {
                snprintf(below, sizeof below, "%s%s%d", key, dot, index++);
            } else {
                snprintf(below, sizeof below, "%s%s%s", key, dot, item->string);
            }
            put(flattening, below, item);
        }
    } else if (cJSON_IsNumber(value)) {
        number_text(number, sizeof number, value->valuedouble);
        flattening->row(flattening->context, key, number);
    } else if (cJSON_IsString(value)) {
        put_text(flattening, key, value->valuestring);
    } else {
        flattening->row(flattening->context, key,
                        cJSON_IsBool(value) ? (cJSON_IsTrue(value) ? "true" : "false") : "");
    }
}

static void csv_row(void *context, const char *key, const char *value)
{
    struct buf *out = context;
    csv_add_cell(out, key, ',');
    buf_printf(out, ",");
    csv_add_cell(out, value, ',');
    buf_printf(out, "\r\n");
}

int flatten_print_csv(cJSON *json)
{
    struct buf out = {0};
    struct flattening flattening = {.row = csv_row, .context = &out, .is_for_spreadsheet = true};
    buf_printf(&out, "key,value\r\n");
    put(&flattening, "", json);
    cJSON_Delete(json);
    bool is_written = fwrite(out.bytes, 1, out.size, stdout) == out.size && fflush(stdout) == 0;
    buf_free(&out);
    return is_written ? 0 : EXIT_OUTPUT_ERROR;
}

static void table_row(void *context, const char *key, const char *value)
{
    table_add(context, 2, (const char *[]){key, value});
}

int flatten_print_table(cJSON *json)
{
    struct table table = {0};
    struct flattening flattening = {.row = table_row, .context = &table};
    put(&flattening, "", json);
    cJSON_Delete(json);
    table_print(&table);
    return 0;
}
