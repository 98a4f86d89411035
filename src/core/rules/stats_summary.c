/* The summary row: the integers the lists are made of, and their text form. */
#include "core/rules/stats.h"

#include "base/decimal.h"
#include "base/text.h"
#include "core/rules/stats_group.h"

#include <stdlib.h>
#include <string.h>

static void summary_place(struct shot_summary *summary, const struct shot *shot)
{
    bool is_first = summary->plotted == 0;
    int64_t x = shot->x_um;
    int64_t y = shot->y_um;
    summary->plotted++;
    summary->sum_x_um += x;
    summary->sum_y_um += y;
    summary->sum_xx += x * x;
    summary->sum_yy += y * y;
    summary->min_x_um = is_first || x < summary->min_x_um ? x : summary->min_x_um;
    summary->max_x_um = is_first || x > summary->max_x_um ? x : summary->max_x_um;
    summary->min_y_um = is_first || y < summary->min_y_um ? y : summary->min_y_um;
    summary->max_y_um = is_first || y > summary->max_y_um ? y : summary->max_y_um;
}

static void summary_value(struct shot_summary *summary, const struct shot *shot)
{
    int series = shot->series - 1;
    summary->shots++;
    summary->total_tenths += shot->value_tenths;
    summary->total_rings += shot->ring;
    summary->inner_tens += shot->is_inner_ten;
    summary->tens += shot->ring == 10;
    summary->nines += shot->ring == 9;
    summary->misses += shot->ring == 0;
    summary->series_tenths[series] += shot->value_tenths;
    summary->series_shots[series]++;
    if (shot->series > summary->series_count) {
        summary->series_count = shot->series;
    }
    if (summary->shots == 1) {
        summary->first_at_ms = shot->entered_at_ms;
    }
    summary->last_at_ms = shot->entered_at_ms;
}

void stats_summary(const struct shot *shots, int count, struct shot_summary *summary)
{
    int64_t x_um[SESSION_SHOTS_MAX];
    int64_t y_um[SESSION_SHOTS_MAX];
    memset(summary, 0, sizeof *summary);
    summary->session_weapon_id = count > 0 ? shots[0].session_weapon_id : 0;
    for (int i = 0; i < count; i++) {
        const struct shot *shot = &shots[i];
        summary->sighters += shot->series == 0 && shot->voided_at_ms == 0;
        if (!stats_counts(shot)) {
            continue;
        }
        summary_value(summary, shot);
        if (shot->is_plotted && summary->plotted < SESSION_SHOTS_MAX) {
            x_um[summary->plotted] = shot->x_um;
            y_um[summary->plotted] = shot->y_um;
            summary_place(summary, shot);
        }
    }
    summary->spread_squared = stats_spread_squared(x_um, y_um, summary->plotted);
}

void stats_series_write(char *dst, size_t size, const int *values, int count)
{
    size_t length = 0;
    char number[32];
    dst[0] = '\0';
    for (int i = 0; i < count; i++) {
        if (i > 0) {
            text_copy(dst + length, size - length, ",");
            length += strlen(dst + length);
        }
        decimal_write(number, sizeof number, values[i], 0, 0, '.');
        text_copy(dst + length, size - length, number);
        length += strlen(dst + length);
    }
}

int stats_series_read(const char *text, int *values, int room)
{
    int count = 0;
    while (*text != '\0' && count < room) {
        char *end = NULL;
        long value = strtol(text, &end, 10);
        if (end == text) {
            break;
        }
        values[count] = (int)value;
        count++;
        text = *end == ',' ? end + 1 : end;
    }
    return count;
}
