/* Draws the plots with made-up shots on this terminal, to look at them: not a test.
 *
 *   plot_gallery [target|strip|line] [face=AP10] [theme=signal-mint] [shots=60] [series=10]
 *                [spread=1.2] [zoom=1] [x=0] [y=0] [cursor=1] [overlay=1] [numbers=1]
 *                [selected=5] [weak=21] [ascii=1] [time=1]
 *
 * Any key ends it. spread is the scatter in rings; time=1 prints what one drawing costs. */
#include <curses.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/data.h"
#include "base/i18n.h"
#include "base/time.h"
#include "core/rules/score.h"
#include "ui/plot.h"
#include "ui/term.h"

enum { SHOTS_MAX = 400, ROUNDS = 200 };

struct gallery {
    int argc;
    char **argv;
    struct arena arena;
    struct shot shots[SHOTS_MAX];
    int count;
    struct session_stats stats;
};

static const char *option(const struct gallery *gallery, const char *name, const char *otherwise)
{
    size_t length = strlen(name);
    for (int i = 1; i < gallery->argc; i++) {
        if (strncmp(gallery->argv[i], name, length) == 0 && gallery->argv[i][length] == '=') {
            return gallery->argv[i] + length + 1;
        }
    }
    return otherwise;
}

static double number(const struct gallery *gallery, const char *name, double otherwise)
{
    const char *text = option(gallery, name, NULL);
    return text != NULL ? strtod(text, NULL) : otherwise;
}

/* The same scatter every time: two pictures can be compared. */
static double next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return ((double)(*state >> 33) + 0.5) / 2147483648.0;
}

static void make_shots(struct gallery *gallery, const struct face *face)
{
    uint64_t state = 2026;
    int per_series = (int)number(gallery, "series", 10);
    double step_mm = (double)face->ring_step_am / 2 / (double)AM_PER_MM;
    double spread_mm = number(gallery, "spread", 1.2) * step_mm;
    gallery->count = (int)number(gallery, "shots", 60);
    gallery->count = gallery->count > SHOTS_MAX ? SHOTS_MAX : gallery->count;
    for (int i = 0; i < gallery->count; i++) {
        struct shot *shot = &gallery->shots[i];
        double length = spread_mm * sqrt(-2 * log(next_random(&state)));
        double angle = 2 * M_PI * next_random(&state);
        shot->series = i / per_series + 1;
        shot->number = i % per_series + 1;
        shot->is_plotted = true;
        shot->x_um = lround((length * cos(angle) - 0.3 * spread_mm) * 1000);
        shot->y_um = lround((length * sin(angle) - 0.5 * spread_mm) * 1000);
        struct score score = score_hole(face, face->gauge_am, hole_from_um(shot->x_um, shot->y_um));
        shot->ring = score.ring;
        shot->value_tenths = face->has_decimals ? score.tenths : score.ring * 10;
    }
    stats_session(gallery->shots, gallery->count, NULL, &gallery->stats);
}

static void draw_target(const struct gallery *gallery, const struct face *face, struct area area)
{
    char caption[120];
    bool overlay = number(gallery, "overlay", 0) > 0;
    struct target_view view = {
        .face = face,
        .gauge_um = face->gauge_am / AM_PER_UM,
        .shots = gallery->shots,
        .shot_count = gallery->count,
        .selected = (int)number(gallery, "selected", -1),
        .zoom = number(gallery, "zoom", 1),
        .centre_x_mm = number(gallery, "x", 0),
        .centre_y_mm = number(gallery, "y", 0),
        .has_cursor = number(gallery, "cursor", 0) > 0,
        .cursor_x_um = 12000,
        .cursor_y_um = 9000,
        .show_mpi = overlay,
        .show_mean_radius = overlay,
        .show_spread = overlay,
        .show_numbers = number(gallery, "numbers", 0) > 0,
        .stats = &gallery->stats,
    };
    plot_target(area_part(area, 0, 0, area.lines - 1, area.columns), &view);
    plot_target_caption(&view, caption, sizeof caption);
    draw_text(area, area.lines - 1, 1, INK_MUTED, caption);
}

static void draw_line(const struct gallery *gallery, struct area area)
{
    double values[SHOTS_MAX];
    double total = 0;
    for (int i = 0; i < gallery->count; i++) {
        total += gallery->shots[i].value_tenths;
        values[i] = total / (i + 1) / 10;
    }
    struct plot_line line = {.values = values, .count = gallery->count, .unit = "rings"};
    plot_line(area, &line);
}

static void draw_what(const struct gallery *gallery, const struct face *face, struct area area)
{
    const char *what = gallery->argc > 1 ? gallery->argv[1] : "target";
    if (strcmp(what, "strip") == 0) {
        plot_shot_strip(area, gallery->shots, gallery->count, (int)number(gallery, "weak", 0),
                        (int)number(gallery, "weak", -9) + 9, (int)number(gallery, "selected", -1));
    } else if (strcmp(what, "line") == 0) {
        draw_line(gallery, area);
    } else {
        draw_target(gallery, face, area);
    }
}

static void show(const struct gallery *gallery, const struct face *face)
{
    struct area area = {0, 0, LINES, COLS};
    int64_t before_ms = time_monotonic_ms();
    int rounds = number(gallery, "time", 0) > 0 ? ROUNDS : 1;
    theme_use(theme_find(option(gallery, "theme", "signal-mint")));
    for (int i = 0; i < rounds; i++) {
        erase();
        draw_what(gallery, face, area);
    }
    if (rounds > 1) {
        draw_format(area, 0, 0, INK_TEXT, "%.2f ms",
                    (double)(time_monotonic_ms() - before_ms) / rounds);
    }
    refresh();
    nodelay(stdscr, FALSE);
    getch();
}

int main(int argc, char **argv)
{
    static struct gallery gallery;
    struct face_list faces = {0};
    struct err err = {0};
    gallery.argc = argc;
    gallery.argv = argv;
    struct term_options options = {.no_mouse = true};
    options.ascii = !i18n_start() || number(&gallery, "ascii", 0) > 0;
    const struct data_file *file = data_find("faces.csv");
    if (file == NULL || !face_list_read(&gallery.arena, file->bytes, &faces, &err)) {
        fprintf(stderr, "%s\n", err.what);
        return 1;
    }
    const struct face *face = face_find(&faces, option(&gallery, "face", "AP10"));
    if (face == NULL || !term_start(&options, &err)) {
        fprintf(stderr, "%s\n", err.what);
        arena_free(&gallery.arena);
        return 1;
    }
    make_shots(&gallery, face);
    show(&gallery, face);
    term_stop();
    arena_free(&gallery.arena);
    return 0;
}
