#include "ui/plot_trend.h"

#include <math.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "ui/figure.h"
#include "ui/plot_canvas.h"
#include "ui/term.h"

enum { LABEL = 8, LINES_MIN = 4, COLUMNS_MIN = 30, DATE_COLUMNS = 16 };

struct scale {
    double low, high;           /* values at the bottom and the top */
    double first_day, last_day; /* at the left and the right */
};

static void widen(struct scale *scale, double value)
{
    scale->low = value < scale->low ? value : scale->low;
    scale->high = value > scale->high ? value : scale->high;
}

static struct scale scale_of(const struct plot_trend *trend)
{
    const struct insight_series *series = trend->series;
    struct scale scale = {.low = series->points[0].value,
                          .high = series->points[0].value,
                          .first_day = series->points[0].day,
                          .last_day = series->points[series->count - 1].day};
    for (int i = 0; i < series->count; i++) {
        widen(&scale, series->points[i].value);
    }
    if (trend->has_zero) {
        widen(&scale, 0);
    }
    double margin = scale.high > scale.low ? (scale.high - scale.low) * 0.08 : 1;
    scale.low -= margin;
    scale.high += margin;
    return scale;
}

static double x_of(const struct canvas *canvas, const struct scale *scale, double day)
{
    double length = scale->last_day - scale->first_day;
    double share = length > 0 ? (day - scale->first_day) / length : 0.5;
    return 1 + share * (canvas->width - 3);
}

static double y_of(const struct canvas *canvas, const struct scale *scale, double value)
{
    return (scale->high - value) / (scale->high - scale->low) * (canvas->height - 1);
}

static void draw_level(struct canvas *canvas, double y)
{
    for (int x = 0; x < canvas->width; x += 4) {
        canvas_dot(canvas, x, y, INK_LINE);
    }
}

/* Both edges of the band, dotted, so that it is seen without colour. */
static void draw_band(struct canvas *canvas, const struct scale *scale,
                      const struct insight_series *series)
{
    for (int i = 1; i < series->count; i++) {
        double x0 = x_of(canvas, scale, series->points[i - 1].day);
        double x1 = x_of(canvas, scale, series->points[i].day);
        for (int dot = (int)ceil(x0 / 3) * 3; dot <= (int)x1; dot += 3) {
            double x = dot;
            double share = x1 > x0 ? (x - x0) / (x1 - x0) : 0;
            double low = series->low[i - 1] + share * (series->low[i] - series->low[i - 1]);
            double high = series->high[i - 1] + share * (series->high[i] - series->high[i - 1]);
            canvas_dot(canvas, x, y_of(canvas, scale, low), INK_MUTED);
            canvas_dot(canvas, x, y_of(canvas, scale, high), INK_MUTED);
        }
    }
}

/* Of many sessions in one column of dots the last one carries the line on. */
static void draw_smooth(struct canvas *canvas, const struct scale *scale,
                        const struct insight_series *series)
{
    double x0 = x_of(canvas, scale, series->points[0].day);
    double y0 = y_of(canvas, scale, series->line[0]);
    for (int i = 1; i < series->count; i++) {
        double x = x_of(canvas, scale, series->points[i].day);
        bool is_last = i + 1 == series->count ||
                       floor(x_of(canvas, scale, series->points[i + 1].day)) > floor(x);
        if (is_last) {
            double y = y_of(canvas, scale, series->line[i]);
            canvas_line(canvas, x0, y0, x, y, INK_ACCENT);
            x0 = x;
            y0 = y;
        }
    }
}

/* Single sessions: a small cross of dots, or a character where dots are characters. */
static void draw_points(struct canvas *canvas, const struct scale *scale,
                        const struct plot_trend *trend)
{
    const struct insight_series *series = trend->series;
    for (int i = 0; i < series->count; i++) {
        double x = x_of(canvas, scale, series->points[i].day);
        double y = y_of(canvas, scale, series->points[i].value);
        bool is_marked = i == trend->cursor;
        if (term_is_ascii() || is_marked) {
            canvas_glyph(canvas, x, y, is_marked ? INK_SELECTION : INK_ACCENT2,
                         draw_symbol("●", "*"));
            continue;
        }
        canvas_dot(canvas, x, y, INK_ACCENT2);
        canvas_dot(canvas, x + 1, y, INK_ACCENT2);
        canvas_dot(canvas, x, y + 1, INK_ACCENT2);
        canvas_dot(canvas, x + 1, y + 1, INK_ACCENT2);
    }
}

static void label_values(struct area area, const struct plot_trend *trend,
                         const struct scale *scale, int lines)
{
    int steps = lines >= 9 ? 4 : 2;
    for (int i = 0; i <= steps; i++) {
        char number[32];
        int line = (lines - 1) * i / steps;
        double value = scale->high - (scale->high - scale->low) * line / (lines - 1);
        figure_number(number, sizeof number, value, trend->decimals);
        draw_right(area, line, 0, LABEL - 1, INK_MUTED, number);
        draw_glyphs(area, line, LABEL - 1, INK_LINE, GROUND_PLAIN, draw_symbol("┤", "+"));
    }
}

static void label_dates(struct area area, const struct scale *scale, int line)
{
    char iso[DATE_ROOM];
    char text[48];
    int width = area.columns - LABEL;
    double length = scale->last_day - scale->first_day;
    int middle = LABEL + (width - DATE_COLUMNS) / 2;
    time_days_date(iso, (int64_t)scale->first_day);
    time_date_text(text, sizeof text, iso);
    draw_text(area, line, LABEL, INK_MUTED, text);
    if (length < 1) {
        return;
    }
    time_days_date(iso, (int64_t)scale->last_day);
    time_date_text(text, sizeof text, iso);
    draw_right(area, line, area.columns - DATE_COLUMNS, DATE_COLUMNS, INK_MUTED, text);
    if (length >= 2 && width >= 4 * DATE_COLUMNS) {
        time_days_date(iso, (int64_t)(scale->first_day + length / 2));
        time_date_text(text, sizeof text, iso);
        draw_text(area, line, middle + (DATE_COLUMNS - text_width(text)) / 2, INK_MUTED, text);
    }
}

void plot_trend(struct area area, const struct plot_trend *trend)
{
    struct canvas canvas;
    int lines = area.lines - 1;
    if (trend->series->count == 0 || lines < LINES_MIN || area.columns < COLUMNS_MIN) {
        return;
    }
    struct scale scale = scale_of(trend);
    label_values(area, trend, &scale, lines);
    label_dates(area, &scale, lines);
    canvas_start(&canvas, area_part(area, 0, LABEL, lines, area.columns - LABEL));
    if (trend->has_zero) {
        draw_level(&canvas, y_of(&canvas, &scale, 0));
    }
    if (trend->series->has_band) {
        draw_band(&canvas, &scale, trend->series);
    }
    draw_smooth(&canvas, &scale, trend->series);
    draw_points(&canvas, &scale, trend);
    canvas_finish(&canvas);
}
