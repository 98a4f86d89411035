/* Drawings in characters: targets, strips, bars, lines. Braille where the terminal can, ASCII else.
 */
#ifndef UI_PLOT_H
#define UI_PLOT_H
#include "core/rules/face.h"
#include "core/rules/stats.h"
#include "ui/draw.h"

/* --- the target ---------------------------------------------------------------------------------
 */
struct target_view {
    const struct face *face;
    int64_t gauge_um;
    const struct shot *shots; /* current shots; those without a place are skipped */
    int shot_count;
    int selected;                    /* index, -1 none */
    double zoom;                     /* 1: the whole scoring area; 2: twice as large */
    double centre_x_mm, centre_y_mm; /* of the view */
    bool has_cursor;
    int64_t cursor_x_um, cursor_y_um;
    bool has_call; /* where the next shot was called */
    int64_t call_x_um, call_y_um;
    bool show_mpi, show_mean_radius, show_spread, show_numbers, show_sighters;
    const struct session_stats *stats; /* for the overlays */
    /* Another session laid under this one: its shots as small marks, its centre; NULL: none. */
    const struct shot *under;
    int under_count;
    const struct session_stats *under_stats;
};
/* The largest round target that fits; must look like a target: rings, numbers, black, shots by
 * series colour. */
void plot_target(struct area area, const struct target_view *view);
/* Micrometres under a cell (mouse), and micrometres per cell at this size. */
bool plot_target_at(struct area area, const struct target_view *view, int line, int column,
                    int64_t *x_um, int64_t *y_um);
/* "AP10  ring 1 = 155.5 mm" scale caption text. */
void plot_target_caption(const struct target_view *view, char *dst, size_t size);

/* --- one bar a shot; the weak run marked below ---------------------------------------------------
 */
void plot_shot_strip(struct area area, const struct shot *shots, int count, int weak_first,
                     int weak_last, int cursor);

/* --- a line over points, with axis labels
 * --------------------------------------------------------- */
struct plot_line {
    const double *values;
    int count;
    double low, high; /* axis; equal: from the data */
    const char *unit; /* translated */
};
void plot_line(struct area area, const struct plot_line *line);

#endif
