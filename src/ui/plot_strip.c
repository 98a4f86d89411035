/* One bar a shot, and a line over points. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "core/rules/score.h"
#include "ui/plot.h"
#include "ui/plot_canvas.h"
#include "ui/term.h"

enum { LABEL = 5 };

/* The axis starts a little below the worst shot, so that a nine and a ten look different. */
static int axis_start(const struct shot *shots, int count)
{
    int lowest = 100;
    for (int i = 0; i < count; i++) {
        if (shots[i].series > 0 && shots[i].value_tenths < lowest) {
            lowest = shots[i].value_tenths;
        }
    }
    lowest = lowest > 70 ? 70 : lowest;
    return lowest >= 10 ? lowest / 10 * 10 - 10 : 0;
}

static const char *bar_cell(double eighths)
{
    static const char *const steps[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    int step = eighths >= 8 ? 8 : eighths <= 0 ? 0 : (int)lround(eighths);
    return term_is_ascii() ? (step >= 6   ? "#"
                              : step >= 3 ? "="
                              : step >= 1 ? "_"
                                          : " ")
                           : steps[step];
}

static enum ink shot_ink(const struct shot *shot)
{
    return shot->ring == 10  ? INK_TEN
           : shot->ring == 9 ? INK_NINE
           : shot->ring >= 7 ? INK_TEXT
                             : INK_WARN;
}

/* Rows of one block: bars above, marks below. */
static int block_lines(struct area area, int blocks)
{
    int lines = area.lines / (blocks > 0 ? blocks : 1);
    return lines > 6 ? 6 : lines < 3 ? 3 : lines;
}

static void draw_shot_bar(struct area area, int column, int height, int start,
                          const struct shot *shot)
{
    double share = (double)(shot->value_tenths - start) / (109 - start);
    double eighths = (share < 0.04 ? 0.04 : share) * height * 8;
    for (int line = 0; line < height; line++) {
        draw_text(area, height - 1 - line, column, shot_ink(shot), bar_cell(eighths - line * 8));
    }
}

static int shots_per_block(struct area area)
{
    int fits = (area.columns - LABEL) * 10 / 11; /* a gap after each ten */
    return fits >= 60   ? 60
           : fits >= 30 ? 30
           : fits >= 20 ? 20
           : fits > 10  ? 10
           : fits > 0   ? fits
                        : 1;
}

void plot_shot_strip(struct area area, const struct shot *shots, int count, int weak_first,
                     int weak_last, int cursor)
{
    int per_block = shots_per_block(area);
    int match = 0;
    for (int i = 0; i < count; i++) {
        match += shots[i].series > 0;
    }
    int lines = block_lines(area, (match + per_block - 1) / per_block);
    int start = axis_start(shots, count);
    int number = 0;
    for (int i = 0; i < count; i++) {
        if (shots[i].series == 0) {
            continue;
        }
        int place = number % per_block;
        struct area block = area_part(area, number / per_block * lines, 0, lines, area.columns);
        int column = LABEL + place + place / 10;
        number++;
        if (block.lines < lines) {
            break;
        }
        if (place == 0) {
            draw_format(block, 0, 0, INK_MUTED, "%3d", 10);
            draw_format(block, lines - 2, 0, INK_MUTED, "%3d", start / 10);
            draw_format(block, lines - 1, 0, INK_MUTED, "%3d", number);
        }
        draw_shot_bar(block, column, lines - 1, start, &shots[i]);
        bool is_weak = weak_first > 0 && number >= weak_first && number <= weak_last;
        if (i == cursor) {
            draw_text(block, lines - 1, column, INK_ACCENT, "^");
        } else if (is_weak) {
            draw_text(block, lines - 1, column, INK_WARN, draw_symbol("▔", "~"));
        }
    }
}

/* --- a line -------------------------------------------------------------------------------------
 */

static void axis_of(const struct plot_line *line, double *low, double *high)
{
    *low = line->low;
    *high = line->high;
    if (*low < *high || line->count == 0) {
        return;
    }
    *low = *high = line->values[0];
    for (int i = 1; i < line->count; i++) {
        *low = line->values[i] < *low ? line->values[i] : *low;
        *high = line->values[i] > *high ? line->values[i] : *high;
    }
    double margin = *high > *low ? (*high - *low) * 0.05 : 1;
    *low -= margin;
    *high += margin;
}

static void draw_axis_label(struct area area, int line, double value, const char *unit)
{
    char text[32];
    char number[32];
    decimal_write(number, sizeof number, (int64_t)lround(value * 10), 1, 0, i18n_decimal_point());
    snprintf(text, sizeof text, "%s %s", number, unit != NULL ? unit : "");
    draw_right(area, line, 0, 9, INK_MUTED, text);
}

void plot_line(struct area area, const struct plot_line *line)
{
    double low = 0;
    double high = 1;
    struct canvas canvas;
    if (area.columns < 14 || area.lines < 2 || line->count == 0) {
        return;
    }
    axis_of(line, &low, &high);
    draw_axis_label(area, 0, high, line->unit);
    draw_axis_label(area, area.lines - 1, low, line->unit);
    canvas_start(&canvas, area_part(area, 0, 10, area.lines, area.columns - 10));
    double last_x = 0;
    double last_y = 0;
    for (int i = 0; i < line->count; i++) {
        double x = line->count > 1 ? (double)i / (line->count - 1) * (canvas.width - 1) : 0;
        double y = (high - line->values[i]) / (high - low) * (canvas.height - 1);
        if (i > 0) {
            canvas_line(&canvas, last_x, last_y, x, y, INK_ACCENT);
        }
        canvas_dot(&canvas, x, y, INK_ACCENT);
        last_x = x;
        last_y = y;
    }
    canvas_finish(&canvas);
}
