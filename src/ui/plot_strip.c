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

enum { LABEL = 5, BARS_MAX = 6, BARS_MIN = 2 };

/* What the bars stand for, in tenths. */
struct axis {
    int low, high;
};

/* The axis starts a little below the worst shot, so that an eight, a nine and a ten look
 * different; it ends at 10.9 only where tenths are shot. */
static struct axis axis_of_shots(const struct shot *shots, int count)
{
    int lowest = 70;
    bool has_tenths = false;
    for (int i = 0; i < count; i++) {
        if (shots[i].series > 0) {
            lowest = shots[i].value_tenths < lowest ? shots[i].value_tenths : lowest;
            has_tenths = has_tenths || shots[i].value_tenths % 10 != 0;
        }
    }
    int low = lowest / 10 * 10 - 10;
    return (struct axis){low > 0 ? low : 0, has_tenths ? 109 : 100};
}

static const char *bar_cell(double eighths)
{
    static const char *const steps[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char *const ascii[] = {" ", "_", "_", ".", ".", ":", ":", "#", "#"};
    int step = eighths >= 8 ? 8 : eighths <= 0 ? 0 : (int)lround(eighths);
    return term_is_ascii() ? ascii[step] : steps[step];
}

static enum ink shot_ink(const struct shot *shot)
{
    return shot->ring == 10  ? INK_TEN
           : shot->ring == 9 ? INK_NINE
           : shot->ring >= 7 ? INK_TEXT
                             : INK_WARN;
}

/* A miss still shows that there was a shot. */
static void draw_shot_bar(struct area area, int column, int height, struct axis axis,
                          const struct shot *shot)
{
    double share = (double)(shot->value_tenths - axis.low) / (axis.high - axis.low);
    double eighths = fmax(share * height * 8, 1);
    for (int line = 0; line < height; line++) {
        draw_text(area, height - 1 - line, column, shot_ink(shot), bar_cell(eighths - line * 8));
    }
}

/* Where the next bar stands: series stay together on a line and are a gap apart. */
struct place {
    int block, column;
    int series; /* of the last bar; 0: none yet */
};

static int series_length(const struct shot *shots, int count, int from)
{
    int length = 0;
    while (from + length < count && shots[from + length].series == shots[from].series) {
        length++;
    }
    return length;
}

static void place_next(struct place *place, const struct shot *shots, int count, int index,
                       int columns)
{
    int series = shots[index].series;
    bool is_new = place->series != 0 && series != place->series;
    int needs = is_new ? 1 + series_length(shots, count, index) : 1;
    place->column += place->series != 0 ? 1 : 0;
    if (place->column + (needs < columns ? needs : 1) > columns) {
        place->block++;
        place->column = 0;
    } else if (is_new) {
        place->column++;
    }
    place->series = series;
}

static int count_blocks(const struct shot *shots, int count, int columns, int cursor, int *shown)
{
    struct place place = {0};
    *shown = -1;
    for (int i = 0; i < count; i++) {
        if (shots[i].series > 0) {
            place_next(&place, shots, count, i, columns);
            *shown = i == cursor || cursor < 0 ? place.block : *shown;
        }
    }
    *shown = *shown < 0 ? place.block : *shown;
    return place.block + 1;
}

static void draw_labels(struct area block, int height, struct axis axis, int number)
{
    draw_format(block, 0, 0, INK_MUTED, "%3d", 10);
    if (height > 1) {
        draw_format(block, height - 1, 0, INK_MUTED, "%3d", axis.low / 10);
    }
    draw_format(block, height, 0, INK_MUTED, "#%d", number);
}

static void draw_mark(struct area block, int line, int column, bool is_cursor)
{
    draw_text(block, line, column, is_cursor ? INK_ACCENT : INK_WARN,
              is_cursor ? draw_symbol("▲", "^") : draw_symbol("▔", "~"));
}

void plot_shot_strip(struct area area, const struct shot *shots, int count, int weak_first,
                     int weak_last, int cursor)
{
    int shown = 0;
    int columns = area.columns > LABEL ? area.columns - LABEL : 1;
    int blocks = count_blocks(shots, count, columns, cursor, &shown);
    int height = area.lines / blocks - 1;
    height = height > BARS_MAX ? BARS_MAX : height < BARS_MIN ? BARS_MIN : height;
    int fits = area.lines / (height + 1) > 0 ? area.lines / (height + 1) : 1;
    int first = shown >= fits ? shown - fits + 1 : 0;
    struct axis axis = axis_of_shots(shots, count);
    struct place place = {0};
    int number = 0;
    for (int i = 0; i < count; i++) {
        if (shots[i].series == 0) {
            continue;
        }
        place_next(&place, shots, count, i, columns);
        number++;
        if (place.block < first || place.block >= first + fits) {
            continue;
        }
        struct area block =
            area_part(area, (place.block - first) * (height + 1), 0, height + 1, area.columns);
        if (place.column == 0) {
            draw_labels(block, height, axis, number);
        }
        draw_shot_bar(block, LABEL + place.column, height, axis, &shots[i]);
        if (i == cursor || (weak_first > 0 && number >= weak_first && number <= weak_last)) {
            draw_mark(block, height, LABEL + place.column, i == cursor);
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
