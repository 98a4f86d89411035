/* The target: rings to scale, the black, holes where they are. */
#include <math.h>
#include <stdio.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "ui/plot.h"
#include "ui/plot_canvas.h"
#include "ui/term.h"

/* Dots between two lines that still look like two. */
static const double BRAILLE_ROOM = 2.2;
static const double ASCII_ROOM = 7;

struct scale {
    double dots_per_mm;
    double x0, y0; /* of the face's centre, in dots */
};

static double face_radius_mm(const struct face *face)
{
    double radius = (double)face_ring_radius_am(face, face->lowest_ring) / (double)AM_PER_MM;
    double black = (double)face->black_am / 2 / (double)AM_PER_MM;
    return black > radius ? black : radius;
}

/* The middle of the view is the middle of a cell: symmetrical, and numbers stand on the axes. */
static struct scale scale_of(struct area area, const struct target_view *view)
{
    int column = (area.columns - 1) / 2;
    int line = (area.lines - 1) / 2;
    double x = column * 2 + 1;
    double y = line * 4 + 2;
    double zoom = view->zoom > 0 ? view->zoom : 1;
    double dots = (fmin(x, y) - 0.25) / face_radius_mm(view->face) * zoom;
    return (struct scale){.dots_per_mm = dots,
                          .x0 = x - view->centre_x_mm * dots,
                          .y0 = y + view->centre_y_mm * dots};
}

static double dot_x(const struct scale *scale, double mm)
{
    return scale->x0 + mm * scale->dots_per_mm;
}

static double dot_y(const struct scale *scale, double mm)
{
    return scale->y0 - mm * scale->dots_per_mm;
}

static double ring_dots(const struct scale *scale, const struct face *face, int ring)
{
    return (double)face_ring_radius_am(face, ring) / (double)AM_PER_MM * scale->dots_per_mm;
}

/* The 10 and the inner ten, where they are more than a dot. */
static void draw_centre(struct canvas *canvas, const struct scale *scale, const struct face *face)
{
    double ten = ring_dots(scale, face, 10);
    double inner = (double)face->inner_ten_am / 2 / (double)AM_PER_MM * scale->dots_per_mm;
    double room = term_is_ascii() ? ASCII_ROOM : BRAILLE_ROOM;
    if (inner >= 1.5 && ten - inner >= room) {
        canvas_circle(canvas, scale->x0, scale->y0, inner, INK_MUTED);
    } else if (ten < 1.5 || ten > 4) {
        canvas_circle(canvas, scale->x0, scale->y0, 0.75, INK_MUTED);
    }
}

/* From the outside in; a line too near to the last one or to the edge of the black is left out,
 * because two lines that touch look like neither. */
static void draw_rings(struct canvas *canvas, const struct scale *scale, const struct face *face)
{
    double last = 1e9;
    double room = term_is_ascii() ? ASCII_ROOM : BRAILLE_ROOM;
    double black = (double)face->black_am / 2 / (double)AM_PER_MM * scale->dots_per_mm;
    if (black > 0) {
        canvas_black(canvas, scale->x0, scale->y0, black);
    }
    for (int ring = face->lowest_ring; ring <= 10; ring++) {
        double radius = ring_dots(scale, face, ring);
        bool is_edge = black > 0 && fabs(radius - black) < room;
        if (!is_edge && last - radius >= room && radius >= 1.5) {
            canvas_circle(canvas, scale->x0, scale->y0, radius, INK_MUTED);
            last = radius;
        }
    }
    draw_centre(canvas, scale, face);
}

/* As on the card, the value of a ring stands in its middle on the four axes, where there is room;
 * 9 and 10 are not printed, but 9 helps when it is large. */
static void draw_numbers(struct canvas *canvas, const struct scale *scale, const struct face *face)
{
    double last = 1e9;
    double step = ring_dots(scale, face, 8) - ring_dots(scale, face, 9);
    for (int ring = face->lowest_ring; ring <= (step >= 10 ? 9 : 8); ring++) {
        char text[4];
        double radius = (ring_dots(scale, face, ring) + ring_dots(scale, face, ring + 1)) / 2;
        if (last - radius < 4 || step < 3) {
            continue;
        }
        last = radius;
        snprintf(text, sizeof text, "%d", ring);
        canvas_text(canvas, scale->x0 + radius, scale->y0, INK_MUTED, text);
        canvas_text(canvas, scale->x0 - radius, scale->y0, INK_MUTED, text);
        if (step >= 6) {
            canvas_text(canvas, scale->x0, scale->y0 - radius, INK_MUTED, text);
            canvas_text(canvas, scale->x0, scale->y0 + radius, INK_MUTED, text);
        }
    }
}

/* Small and without colour of their own, so that they are never taken for the session's. */
static void draw_under(struct canvas *canvas, const struct scale *scale,
                       const struct target_view *view)
{
    for (int i = 0; i < view->under_count; i++) {
        const struct shot *shot = &view->under[i];
        if (shot->is_plotted && shot->series > 0) {
            canvas_glyph(canvas, dot_x(scale, (double)shot->x_um / 1000),
                         dot_y(scale, (double)shot->y_um / 1000), INK_MUTED, draw_symbol("·", "."));
        }
    }
    if (view->under_stats != NULL && view->under_stats->mpi_x.has) {
        canvas_glyph(canvas, dot_x(scale, view->under_stats->mpi_x.value),
                     dot_y(scale, view->under_stats->mpi_y.value), INK_MUTED,
                     draw_symbol("✕", "x"));
    }
}

static enum ink series_ink(const struct shot *shot)
{
    static const enum ink inks[] = {INK_ACCENT, INK_NINE, INK_ACCENT2, INK_WARN, INK_TEXT};
    return shot->series == 0 ? INK_LINE : inks[(shot->series - 1) % 5];
}

/* As large as the hole is, or one clear character where that would be less than a cell. */
static void draw_hole(struct canvas *canvas, double x, double y, double radius, enum ink ink)
{
    if (term_is_ascii() && radius >= ASCII_ROOM) {
        canvas_circle(canvas, x, y, radius, ink);
    } else if (radius >= 2 && !term_is_ascii()) {
        canvas_disc(canvas, x, y, radius, ink);
    } else {
        canvas_glyph(canvas, x, y, ink, draw_symbol("●", "o"));
    }
}

static void draw_shot(struct canvas *canvas, const struct scale *scale,
                      const struct target_view *view, int index, int number)
{
    const struct shot *shot = &view->shots[index];
    double x = dot_x(scale, (double)shot->x_um / 1000);
    double y = dot_y(scale, (double)shot->y_um / 1000);
    double radius = (double)view->gauge_um / 2000 * scale->dots_per_mm;
    bool is_selected = index == view->selected;
    draw_hole(canvas, x, y, radius, is_selected ? INK_TITLE : series_ink(shot));
    if (view->show_numbers || is_selected) {
        char text[8];
        snprintf(text, sizeof text, "%d", number);
        canvas_text(canvas, x, y, is_selected ? INK_TAB : series_ink(shot), text);
    }
}

static void draw_shots(struct canvas *canvas, const struct scale *scale,
                       const struct target_view *view)
{
    int number = 0;
    int selected_number = 0;
    for (int i = 0; i < view->shot_count; i++) {
        const struct shot *shot = &view->shots[i];
        number += shot->series > 0;
        if (i == view->selected) {
            selected_number = number;
        } else if (shot->is_plotted && (shot->series > 0 || view->show_sighters)) {
            draw_shot(canvas, scale, view, i, shot->series > 0 ? number : shot->number);
        }
    }
    if (view->selected >= 0 && view->selected < view->shot_count &&
        view->shots[view->selected].is_plotted) {
        draw_shot(canvas, scale, view, view->selected, selected_number);
    }
}

/* The line between the two match shots that lie farthest apart. */
static void draw_spread(struct canvas *canvas, const struct scale *scale,
                        const struct target_view *view)
{
    int64_t most = -1;
    int first = 0;
    int second = 0;
    for (int i = 0; i < view->shot_count; i++) {
        for (int j = i + 1; j < view->shot_count; j++) {
            const struct shot *a = &view->shots[i];
            const struct shot *b = &view->shots[j];
            int64_t dx = a->x_um - b->x_um;
            int64_t dy = a->y_um - b->y_um;
            if (a->is_plotted && b->is_plotted && a->series > 0 && b->series > 0 &&
                dx * dx + dy * dy > most) {
                most = dx * dx + dy * dy;
                first = i;
                second = j;
            }
        }
    }
    if (most >= 0) {
        const struct shot *a = &view->shots[first];
        const struct shot *b = &view->shots[second];
        canvas_line(canvas, dot_x(scale, (double)a->x_um / 1000),
                    dot_y(scale, (double)a->y_um / 1000), dot_x(scale, (double)b->x_um / 1000),
                    dot_y(scale, (double)b->y_um / 1000), INK_ACCENT2);
    }
}

static void draw_overlays(struct canvas *canvas, const struct scale *scale,
                          const struct target_view *view)
{
    if (view->stats == NULL || !view->stats->mpi_x.has) {
        return;
    }
    double x = dot_x(scale, view->stats->mpi_x.value);
    double y = dot_y(scale, view->stats->mpi_y.value);
    if (view->show_spread) {
        draw_spread(canvas, scale, view);
    }
    if (view->show_mean_radius && view->stats->mean_radius.has) {
        canvas_circle(canvas, x, y, view->stats->mean_radius.value * scale->dots_per_mm,
                      INK_ACCENT2);
    }
    if (view->show_mpi) {
        canvas_glyph(canvas, x, y, INK_TITLE, draw_symbol("✚", "X"));
    }
}

static void draw_cross(struct canvas *canvas, const struct scale *scale,
                       const struct target_view *view)
{
    double x = dot_x(scale, (double)view->cursor_x_um / 1000);
    double y = dot_y(scale, (double)view->cursor_y_um / 1000);
    canvas_line(canvas, x - 8, y, x - 3, y, INK_WARN);
    canvas_line(canvas, x + 3, y, x + 8, y, INK_WARN);
    canvas_line(canvas, x, y - 9, x, y - 4, INK_WARN);
    canvas_line(canvas, x, y + 4, x, y + 9, INK_WARN);
    canvas_glyph(canvas, x, y, INK_WARN, draw_symbol("┼", "+"));
}

void plot_target(struct area area, const struct target_view *view)
{
    struct canvas canvas;
    if (area.lines < 4 || area.columns < 8 || view->face == NULL) {
        return;
    }
    struct scale scale = scale_of(area, view);
    canvas_start(&canvas, area);
    draw_rings(&canvas, &scale, view->face);
    draw_numbers(&canvas, &scale, view->face);
    if (view->under != NULL) {
        draw_under(&canvas, &scale, view);
    }
    draw_shots(&canvas, &scale, view);
    canvas.is_over = true;
    draw_overlays(&canvas, &scale, view);
    if (view->has_call) {
        canvas_glyph(&canvas, dot_x(&scale, (double)view->call_x_um / 1000),
                     dot_y(&scale, (double)view->call_y_um / 1000), INK_ACCENT,
                     draw_symbol("◇", "?"));
    }
    if (view->has_cursor) {
        draw_cross(&canvas, &scale, view);
    }
    canvas_finish(&canvas);
}

bool plot_target_at(struct area area, const struct target_view *view, int line, int column,
                    int64_t *x_um, int64_t *y_um)
{
    line -= area.line;
    column -= area.column;
    if (line < 0 || column < 0 || line >= area.lines || column >= area.columns) {
        return false;
    }
    struct scale scale = scale_of(area, view);
    *x_um = (int64_t)lround((column * 2 + 1 - scale.x0) / scale.dots_per_mm * 1000);
    *y_um = (int64_t)lround((scale.y0 - (line * 4 + 2)) / scale.dots_per_mm * 1000);
    return true;
}

void plot_target_caption(const struct target_view *view, char *dst, size_t size)
{
    char width[32];
    int64_t um = face_ring_diameter_am(view->face, view->face->lowest_ring) / AM_PER_UM;
    decimal_write(width, sizeof width, um, 3, 0, i18n_decimal_point());
    snprintf(dst, size, _("%s: ring %d is %s mm across"), view->face->id, view->face->lowest_ring,
             width);
}
