#include "export/paper_figure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/sanitize.h"

static const float label_size = 6.4F;
static const float title_size = 9.F;

static void label(struct paper *paper, enum paper_ink ink, float x, float y, enum paper_side side,
                  const char *text)
{
    paper_text(paper, FACE_REGULAR, label_size, ink, x, y, side, text, strlen(text));
}

/* As the paper's language writes it. */
static void number_text(const struct paper *paper, char *dst, size_t size, int decimals,
                        double value)
{
    decimal_write_rounded(dst, size, value, decimals, paper->is_dutch ? ',' : '.');
}

static void figure_title(struct paper *paper, float height, const char *title)
{
    char text[PAPER_TEXT_ROOM];
    sanitize_paper(text, sizeof text, title);
    paper_room(paper, height + 2 * title_size);
    paper->y -= title_size * 1.5F;
    paper_text(paper, FACE_BOLD, title_size, PAPER_ACCENT, paper->left, paper->y, SIDE_LEFT, text,
               strlen(text));
    paper->y -= 6.F;
}

/* --- the target ------------------------------------------------------------------------------- */
static const float target_side = 250.F;

struct scale {
    float x, y;      /* of the centre */
    float points_um; /* points a micrometre */
};

static void circle(struct paper *paper, const struct scale *scale, int64_t diameter_um)
{
    HPDF_Page_Circle(paper->page, scale->x, scale->y, (float)diameter_um / 2.F * scale->points_um);
}

static void draw_face(struct paper *paper, const struct scale *scale,
                      const struct document_target *target)
{
    if (target->black_um > 0) {
        paper_fill_ink(paper, PAPER_SHADE);
        circle(paper, scale, target->black_um);
        HPDF_Page_Fill(paper->page);
    }
    paper_stroke_ink(paper, PAPER_MUTED);
    paper_line_width(paper, .35F);
    for (int i = 0; i < target->rings; i++) {
        circle(paper, scale, target->ring_um[i]);
        HPDF_Page_Stroke(paper->page);
    }
    if (target->inner_um > 0) {
        const HPDF_UINT16 dashes[] = {2, 2};
        HPDF_Page_SetDash(paper->page, dashes, 2, 0);
        circle(paper, scale, target->inner_um);
        HPDF_Page_Stroke(paper->page);
        HPDF_Page_SetDash(paper->page, NULL, 0, 0);
    }
}

/* A hole is drawn as large as it is, but never too small to see. Its number stands in it, or beside
 * it when it has no room. */
static void draw_hole(struct paper *paper, const struct scale *scale,
                      const struct document_target *target, const struct document_hole *hole)
{
    char number[16];
    float radius = (float)target->hole_um / 2.F * scale->points_um;
    float x = scale->x + (float)hole->x_um * scale->points_um;
    float y = scale->y + (float)hole->y_um * scale->points_um;
    radius = radius < 1.6F ? 1.6F : radius;
    paper_fill_ink(paper, hole->series == 0 ? PAPER_WHITE : PAPER_ACCENT);
    paper_stroke_ink(paper, hole->series == 0 ? PAPER_MUTED : PAPER_WHITE);
    paper_line_width(paper, .4F);
    HPDF_Page_Circle(paper->page, x, y, radius);
    HPDF_Page_FillStroke(paper->page);
    snprintf(number, sizeof number, "%d", hole->number);
    if (radius < 3.2F) {
        paper_text(paper, FACE_REGULAR, 4.4F, PAPER_BLACK, x + radius + .6F, y + .4F, SIDE_LEFT,
                   number, strlen(number));
    } else {
        float size = radius * .95F > 6.F ? 6.F : radius * .95F;
        paper_text(paper, FACE_BOLD, size, hole->series == 0 ? PAPER_MUTED : PAPER_WHITE, x,
                   y - size * .36F, SIDE_MIDDLE, number, strlen(number));
    }
}

static void draw_mean(struct paper *paper, const struct scale *scale,
                      const struct document_target *target)
{
    const HPDF_UINT16 dashes[] = {4, 2};
    float x = scale->x + (float)target->mean_x_um * scale->points_um;
    float y = scale->y + (float)target->mean_y_um * scale->points_um;
    for (int pass = 0; pass < 2; pass++) { /* a light edge keeps it apart from the holes */
        float thick = pass == 0 ? 3.6F : 1.5F;
        float reach = pass == 0 ? 9.F : 8.F;
        enum paper_ink ink = pass == 0 ? PAPER_WHITE : PAPER_SECOND;
        paper_rule(paper, ink, thick, x - reach, y, x + reach, y);
        paper_rule(paper, ink, thick, x, y - reach, x, y + reach);
    }
    paper_line_width(paper, 1.2F);
    HPDF_Page_SetDash(paper->page, dashes, 2, 0);
    HPDF_Page_Circle(paper->page, x, y, (float)target->mean_radius_um * scale->points_um);
    HPDF_Page_Stroke(paper->page);
    HPDF_Page_SetDash(paper->page, NULL, 0, 0);
}

/* Half of what is shown: the face, or the widest hole when the face would only be margin. */
static int64_t half_um(const struct document_target *target)
{
    int64_t most = 0;
    for (int i = 0; i < target->holes; i++) {
        int64_t x = llabs(target->hole[i].x_um);
        int64_t y = llabs(target->hole[i].y_um);
        most = x > most ? x : most;
        most = y > most ? y : most;
    }
    most = (most + target->hole_um) * 12 / 10;
    int64_t whole = target->rings > 0 ? target->ring_um[0] / 2 : most;
    int64_t least = target->black_um > 0 ? target->black_um * 55 / 100 : whole;
    most = most < least ? least : most;
    return most < whole || whole == 0 ? (most > 0 ? most : 1) : whole * 102 / 100;
}

void paper_target(struct paper *paper, const struct document_target *target)
{
    figure_title(paper, target_side, target->title);
    struct scale scale = {.x = paper->left + target_side / 2,
                          .y = paper->y - target_side / 2,
                          .points_um = target_side / 2 / (float)half_um(target)};
    paper_graphics(paper);
    HPDF_Page_GSave(paper->page);
    HPDF_Page_Rectangle(paper->page, paper->left, paper->y - target_side, target_side, target_side);
    HPDF_Page_Clip(paper->page);
    HPDF_Page_EndPath(paper->page);
    draw_face(paper, &scale, target);
    for (int i = 0; i < target->holes; i++) {
        draw_hole(paper, &scale, target, &target->hole[i]);
    }
    if (target->has_mean) {
        draw_mean(paper, &scale, target);
    }
    paper_graphics(paper);
    HPDF_Page_GRestore(paper->page);
    paper_forget_state(paper);
    paper_stroke_ink(paper, PAPER_LINE);
    paper_line_width(paper, .5F);
    HPDF_Page_Rectangle(paper->page, paper->left, paper->y - target_side, target_side, target_side);
    HPDF_Page_Stroke(paper->page);
    paper->y -= target_side + 10.F;
}

/* --- charts ----------------------------------------------------------------------------------- */
static const float chart_height = 130.F;
static const float axis_room = 34.F;

struct frame {
    float x, y, width, height;
    double low, high;
    int decimals;
};

static float level(const struct frame *frame, double value)
{
    return frame->y + (float)((value - frame->low) / (frame->high - frame->low)) * frame->height;
}

static void reach(const struct document_chart *chart, struct frame *frame)
{
    frame->low = chart->is_line && chart->count > 0 ? chart->points[0].value : 0;
    frame->high = chart->count > 0 ? chart->points[0].value : 1;
    for (int i = 0; i < chart->count; i++) {
        const struct document_point *point = &chart->points[i];
        frame->low = fmin(frame->low, point->has_span ? point->low : point->value);
        frame->high = fmax(frame->high, point->has_span ? point->high : point->value);
    }
    double margin = (frame->high - frame->low) * .08;
    margin = margin > 0 ? margin : 1;
    frame->high += margin;
    frame->low -= chart->is_line || frame->low < 0 ? margin : 0;
}

/* 1, 2 or 5 times a power of ten: about five lines. */
static double grid_step(double span)
{
    double power = pow(10, floor(log10(span / 5)));
    double part = span / 5 / power;
    return power * (part > 5 ? 10 : part > 2 ? 5 : part > 1 ? 2 : 1);
}

static void draw_axis(struct paper *paper, const struct frame *frame)
{
    double by = grid_step(frame->high - frame->low);
    by = frame->decimals == 0 && by < 1 ? 1 : by; /* half a turn is none */
    int decimals = by < 1 ? (int)ceil(-log10(by) - 1e-9) : 0;
    int lines = (int)((frame->high - frame->low) / by) + 2;
    double first = ceil(frame->low / by) * by;
    for (int i = 0; i < lines && first + i * by <= frame->high; i++) {
        char text[32];
        float y = level(frame, first + i * by);
        number_text(paper, text, sizeof text, decimals, first + i * by + 0.0);
        paper_rule(paper, PAPER_LINE, .25F, frame->x, y, frame->x + frame->width, y);
        label(paper, PAPER_MUTED, frame->x - 4, y - 2, SIDE_RIGHT, text);
    }
}

static void draw_span(struct paper *paper, const struct frame *frame, float x,
                      const struct document_point *point)
{
    float low = level(frame, point->low);
    float high = level(frame, point->high);
    paper_rule(paper, PAPER_SECOND, .7F, x, low, x, high);
    paper_rule(paper, PAPER_SECOND, .7F, x - 2.2F, low, x + 2.2F, low);
    paper_rule(paper, PAPER_SECOND, .7F, x - 2.2F, high, x + 2.2F, high);
}

static void draw_bar(struct paper *paper, const struct frame *frame, float x, float width,
                     const struct document_point *point)
{
    float zero = level(frame, 0);
    float top = level(frame, point->value);
    paper_plane(paper, PAPER_ACCENT, x - width / 2, zero < top ? zero : top, width,
                fabsf(top - zero));
}

static void draw_line(struct paper *paper, const struct frame *frame,
                      const struct document_chart *chart, float each)
{
    paper_stroke_ink(paper, PAPER_ACCENT);
    paper_line_width(paper, .9F);
    for (int i = 0; i < chart->count; i++) {
        float x = frame->x + each * ((float)i + .5F);
        float y = level(frame, chart->points[i].value);
        if (i == 0) {
            HPDF_Page_MoveTo(paper->page, x, y);
        } else {
            HPDF_Page_LineTo(paper->page, x, y);
        }
    }
    if (chart->count > 1) {
        HPDF_Page_Stroke(paper->page);
    } else {
        HPDF_Page_EndPath(paper->page);
    }
    paper_fill_ink(paper, PAPER_ACCENT);
    for (int i = 0; i < chart->count; i++) {
        HPDF_Page_Circle(paper->page, frame->x + each * ((float)i + .5F),
                         level(frame, chart->points[i].value), each > 6 ? 1.9F : 1.1F);
        HPDF_Page_Fill(paper->page);
    }
}

/* Labels under the axis, as many as fit beside each other; values above when there is room. */
static void draw_labels(struct paper *paper, const struct frame *frame,
                        const struct document_chart *chart, float each)
{
    float widest = 1.F;
    char text[64];
    for (int i = 0; i < chart->count; i++) {
        sanitize_paper(text, sizeof text, chart->points[i].label);
        float width = paper_text_width(paper, FACE_REGULAR, label_size, text, strlen(text));
        widest = width > widest ? width : widest;
    }
    int every = (int)ceilf((widest + 5.F) / each);
    every = every < 1 ? 1 : every;
    for (int i = 0; i < chart->count; i++) {
        const struct document_point *point = &chart->points[i];
        float x = frame->x + each * ((float)i + .5F);
        if (i % every == 0) {
            sanitize_paper(text, sizeof text, point->label);
            label(paper, PAPER_MUTED, x, frame->y - 9, SIDE_MIDDLE, text);
        }
        number_text(paper, text, sizeof text, frame->decimals, point->value);
        if (paper_text_width(paper, FACE_REGULAR, label_size, text, strlen(text)) + 2 < each) {
            double top = point->has_span ? fmax(point->high, point->value) : point->value;
            label(paper, PAPER_BLACK, x, level(frame, top) + 2.5F, SIDE_MIDDLE, text);
        }
    }
}

void paper_chart(struct paper *paper, const struct document_chart *chart)
{
    if (chart->count <= 0) {
        return;
    }
    figure_title(paper, chart_height + 16, chart->title);
    struct frame frame = {.x = paper->left + axis_room,
                          .y = paper->y - chart_height,
                          .width = paper->right - paper->left - axis_room,
                          .height = chart_height - 8,
                          .decimals = chart->decimals};
    float each = frame.width / (float)chart->count;
    char unit[64];
    sanitize_paper(unit, sizeof unit, chart->unit);
    reach(chart, &frame);
    draw_axis(paper, &frame);
    label(paper, PAPER_MUTED, paper->right, paper->y + 2, SIDE_RIGHT, unit);
    for (int i = 0; i < chart->count && !chart->is_line; i++) {
        draw_bar(paper, &frame, frame.x + each * ((float)i + .5F), each > 60 ? 40 : each * .66F,
                 &chart->points[i]);
    }
    if (chart->is_line) {
        draw_line(paper, &frame, chart, each);
    }
    for (int i = 0; i < chart->count; i++) {
        if (chart->points[i].has_span) {
            draw_span(paper, &frame, frame.x + each * ((float)i + .5F), &chart->points[i]);
        }
    }
    draw_labels(paper, &frame, chart, each);
    paper->y -= chart_height + 22;
}
