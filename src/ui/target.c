/* The target, large: shots entered by place, or a session's shots looked at. */
#include "ui/target.h"

#include <stdio.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "core/rules/score.h"
#include "ui/figure.h"
#include "ui/plot.h"
#include "ui/screens.h"
#include "ui/ui.h"

enum { SIDE = 34, STEP_UM = 1000, COARSE_UM = 10000, FINE_UM = 100 };

struct target_screen {
    struct screen screen;
    struct target_argument given;
    struct target_view view;
    struct area plot; /* as last painted, for the mouse */
    char echo[160];
    bool echo_is_good;
};

static bool is_entering(const struct screen *screen)
{
    return ((const struct target_screen *)screen)->given.lane != NULL;
}

static bool is_looking(const struct screen *screen)
{
    return !is_entering(screen);
}

/* What is drawn follows the lane, which changes with every shot. */
static void follow(struct target_screen *target)
{
    if (target->given.lane != NULL) {
        const struct lane *lane = target->given.lane;
        target->view.face = lane->face;
        target->view.gauge_um = lane->weapon.gauge_um;
        target->view.shots = lane->shots;
        target->view.shot_count = lane->shot_count;
        target->view.stats = &lane->stats;
        target->view.show_sighters = lane->is_sighting;
    } else {
        const struct session_part *part = target->given.part;
        target->view.face = part->face;
        target->view.gauge_um = part->weapon.gauge_um;
        target->view.shots = part->shots;
        target->view.shot_count = part->shot_count;
        target->view.stats = &part->stats;
    }
}

static bool target_open(struct screen *screen, const void *argument, struct err *err)
{
    struct target_screen *target = (struct target_screen *)screen;
    target->given = *(const struct target_argument *)argument;
    target->view = (struct target_view){.zoom = 1, .selected = -1, .show_mpi = true};
    target->view.has_cursor = target->given.lane != NULL;
    follow(target);
    return target->view.face != NULL ||
           err_set(err, ERR_NOT_FOUND, "%s",
                   _("This session's face is not known to this AimTrack."));
}

/* --- the read-out -------------------------------------------------------------------------------
 */

static void mm_text(char *dst, size_t size, int64_t um)
{
    decimal_write(dst, size, um, 3, 1, i18n_decimal_point());
}

static int draw_place(const struct target_screen *target, struct area area, int line, int64_t x_um,
                      int64_t y_um)
{
    char x[32];
    char y[32];
    char value[16];
    const struct face *face = target->view.face;
    struct score score =
        score_hole(face, target->view.gauge_um * AM_PER_UM, hole_from_um(x_um, y_um));
    mm_text(x, sizeof x, x_um);
    mm_text(y, sizeof y, y_um);
    draw_format(area, line, 0, INK_TEXT, "x %9s mm", x);
    draw_format(area, line + 1, 0, INK_TEXT, "y %9s mm", y);
    draw_format(area, line + 3, 0, INK_TITLE, _("ring %d"), score.ring);
    if (face->has_decimals) {
        score_text(value, sizeof value, score.tenths, true, false, i18n_decimal_point());
        draw_format(area, line + 3, 12, INK_TITLE, "%s", value);
    }
    if (score.is_inner_ten) {
        draw_text(area, line + 3, 20, INK_TEN, _("inner ten"));
    }
    return line + 5;
}

static int draw_last_shots(const struct target_screen *target, struct area area, int line)
{
    bool decimals = target->given.lane->has_decimals;
    draw_text(area, line++, 0, INK_MUTED, _("last shots"));
    int shown = 0;
    for (int i = target->view.shot_count - 1; i >= 0 && shown < 6; i--) {
        char value[16];
        const struct shot *shot = &target->view.shots[i];
        if ((shot->series == 0) != target->given.lane->is_sighting) {
            continue;
        }
        score_text(value, sizeof value, shot->value_tenths, decimals, shot->is_inner_ten,
                   i18n_decimal_point());
        if (shot->series > 0) {
            draw_format(area, line++, 0, INK_TEXT, _("series %d, shot %d: %s"), shot->series,
                        shot->number, value);
        } else {
            draw_format(area, line++, 0, INK_TEXT, _("sighter %d: %s"), shot->number, value);
        }
        shown++;
    }
    return line;
}

static void draw_selected(const struct target_screen *target, struct area area)
{
    char text[60];
    const struct session_stats *stats = target->view.stats;
    int line = 0;
    if (target->view.selected >= 0) {
        const struct shot *shot = &target->view.shots[target->view.selected];
        draw_format(area, 0, 0, INK_TITLE, _("series %d, shot %d"), shot->series, shot->number);
        line = draw_place(target, area, 1, shot->x_um, shot->y_um) + 1;
    }
    const struct {
        const char *label;
        const struct stat *stat;
    } rows[] = {
        {N_("shots plotted"), NULL},
        {N_("centre off"), &stats->mpi_length},
        {N_("mean radius"), &stats->mean_radius},
        {N_("extreme spread"), &stats->extreme_spread},
        {N_("sigma"), &stats->sigma},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].stat == NULL) {
            snprintf(text, sizeof text, "%d", stats->plotted);
        } else {
            figure_stat(text, sizeof text, rows[i].stat, 1, "mm");
        }
        draw_cell(area, line, 0, 18, INK_MUTED, _(rows[i].label));
        draw_text(area, line++, 19, INK_TEXT, text);
    }
}

static void target_draw(struct screen *screen, struct area area)
{
    struct target_screen *target = (struct target_screen *)screen;
    char caption[120];
    follow(target);
    target->plot = area_part(area, 0, 1, area.lines, area.columns - SIDE - 2);
    plot_target(target->plot, &target->view);
    struct area side = area_part(area, 1, area.columns - SIDE, area.lines - 1, SIDE);
    plot_target_caption(&target->view, caption, sizeof caption);
    draw_text(side, side.lines - 1, 0, INK_MUTED, caption);
    if (!is_entering(screen)) {
        draw_selected(target, side);
        return;
    }
    int line = draw_place(target, side, 0, target->view.cursor_x_um, target->view.cursor_y_um);
    draw_last_shots(target, side, line);
    draw_wrapped(area_part(side, side.lines - 4, 0, 3, side.columns), 0,
                 target->echo_is_good ? INK_ACCENT : INK_WARN, target->echo);
}

/* --- keys ---------------------------------------------------------------------------------------
 */

static void move(struct target_screen *target, int dx, int dy, int64_t step_um)
{
    const int64_t most = 900000;
    int64_t x = target->view.cursor_x_um + dx * step_um;
    int64_t y = target->view.cursor_y_um + dy * step_um;
    target->view.cursor_x_um = x > most ? most : x < -most ? -most : x;
    target->view.cursor_y_um = y > most ? most : y < -most ? -most : y;
}

static const struct {
    int key, dx, dy;
    int64_t step_um;
} moves[] = {
    {UI_KEY_LEFT, -1, 0, STEP_UM},
    {UI_KEY_RIGHT, 1, 0, STEP_UM},
    {UI_KEY_UP, 0, 1, STEP_UM},
    {UI_KEY_DOWN, 0, -1, STEP_UM},
    {UI_KEY_SHIFT_LEFT, -1, 0, COARSE_UM},
    {UI_KEY_SHIFT_RIGHT, 1, 0, COARSE_UM},
    {UI_KEY_SHIFT_UP, 0, 1, COARSE_UM},
    {UI_KEY_SHIFT_DOWN, 0, -1, COARSE_UM},
    {UI_KEY_CTRL_LEFT, -1, 0, FINE_UM},
    {UI_KEY_CTRL_RIGHT, 1, 0, FINE_UM},
    {UI_KEY_CTRL_UP, 0, 1, FINE_UM},
    {UI_KEY_CTRL_DOWN, 0, -1, FINE_UM},
    /* for terminals without Shift and Ctrl on arrows */
    {'H', -1, 0, COARSE_UM},
    {'L', 1, 0, COARSE_UM},
    {'K', 0, 1, COARSE_UM},
    {'J', 0, -1, COARSE_UM},
    {'h', -1, 0, FINE_UM},
    {'l', 1, 0, FINE_UM},
    {'k', 0, 1, FINE_UM},
    {'j', 0, -1, FINE_UM},
};

static void select_shot(struct target_screen *target, int by)
{
    int index = target->view.selected;
    for (int i = 0; i < target->view.shot_count; i++) {
        index = (index + by + target->view.shot_count) % target->view.shot_count;
        if (target->view.shots[index].is_plotted && target->view.shots[index].series > 0) {
            target->view.selected = index;
            return;
        }
    }
}

static bool target_key(struct screen *screen, int key)
{
    struct target_screen *target = (struct target_screen *)screen;
    if (!is_entering(screen)) {
        bool is_move = key == UI_KEY_LEFT || key == UI_KEY_RIGHT;
        if (is_move && target->view.shot_count > 0) {
            select_shot(target, key == UI_KEY_LEFT ? -1 : 1);
        }
        return is_move;
    }
    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
        if (moves[i].key == key) {
            move(target, moves[i].dx, moves[i].dy, moves[i].step_um);
            return true;
        }
    }
    const struct ui_mouse *mouse = ui_mouse(screen->ui);
    if (key == UI_KEY_MOUSE && mouse->what == MOUSE_CLICK) {
        plot_target_at(target->plot, &target->view, mouse->line, mouse->column,
                       &target->view.cursor_x_um, &target->view.cursor_y_um);
        return true;
    }
    return false;
}

static void say_plotted(struct target_screen *target)
{
    char value[16];
    const struct lane *lane = target->given.lane;
    for (int i = lane->shot_count - 1; i >= 0; i--) {
        const struct shot *shot = &lane->shots[i];
        if ((shot->series == 0) == lane->is_sighting) {
            score_text(value, sizeof value, shot->value_tenths, lane->has_decimals,
                       shot->is_inner_ten, i18n_decimal_point());
            snprintf(target->echo, sizeof target->echo, _("Shot %d: %s stored"),
                     shot->series > 0 ? lane->stats.shots : shot->number, value);
            return;
        }
    }
}

static void act_store(struct screen *screen)
{
    struct err err = {0};
    struct target_screen *target = (struct target_screen *)screen;
    struct lane *lane = target->given.lane;
    int64_t x = target->view.cursor_x_um;
    int64_t y = target->view.cursor_y_um;
    target->echo_is_good =
        target->given.correct_index >= 0
            ? range_correct_plot(screen->app, lane, target->given.correct_index, x, y, &err)
            : range_shot_plot(screen->app, lane, x, y, &err);
    if (!target->echo_is_good) {
        snprintf(target->echo, sizeof target->echo, "%s", err.what);
        ui_toast_err(screen->ui, &err);
        return;
    }
    say_plotted(target);
    target->view.cursor_x_um = 0;
    target->view.cursor_y_um = 0;
    if (target->given.correct_index >= 0) {
        ui_close(screen, NULL);
    }
}

static void act_take_back(struct screen *screen)
{
    struct err err = {0};
    struct target_screen *target = (struct target_screen *)screen;
    target->echo_is_good = range_take_back(screen->app, target->given.lane, &err);
    snprintf(target->echo, sizeof target->echo, "%s",
             target->echo_is_good ? _("The last shot was taken back. It stays in the trail.")
                                  : err.what);
}

static void zoom(struct screen *screen, double by)
{
    struct target_screen *target = (struct target_screen *)screen;
    double next = target->view.zoom * by;
    target->view.zoom = next < 1 ? 1 : next > 16 ? 16 : next;
    target->view.centre_x_mm = target->view.zoom > 1 ? (double)target->view.cursor_x_um / 1000 : 0;
    target->view.centre_y_mm = target->view.zoom > 1 ? (double)target->view.cursor_y_um / 1000 : 0;
}

static void act_zoom_in(struct screen *screen)
{
    zoom(screen, 1.5);
}

static void act_zoom_out(struct screen *screen)
{
    zoom(screen, 1 / 1.5);
}

static void act_mpi(struct screen *screen)
{
    struct target_screen *target = (struct target_screen *)screen;
    target->view.show_mpi = !target->view.show_mpi;
}

static void act_radius(struct screen *screen)
{
    struct target_screen *target = (struct target_screen *)screen;
    target->view.show_mean_radius = !target->view.show_mean_radius;
}

static void act_spread(struct screen *screen)
{
    struct target_screen *target = (struct target_screen *)screen;
    target->view.show_spread = !target->view.show_spread;
}

static void act_numbers(struct screen *screen)
{
    struct target_screen *target = (struct target_screen *)screen;
    target->view.show_numbers = !target->view.show_numbers;
}

static void act_sighters(struct screen *screen)
{
    struct err err = {0};
    struct target_screen *target = (struct target_screen *)screen;
    if (!range_set_sighting(screen->app, target->given.lane, !target->given.lane->is_sighting,
                            &err)) {
        ui_toast_err(screen->ui, &err);
    }
}

static void act_nothing(struct screen *screen)
{
    (void)screen;
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, "Enter", N_("store"), act_store, is_entering, 95},
    {-1, N_("arrows"), N_("move 1 mm"), act_nothing, is_entering, 90},
    {UI_KEY_BACKSPACE, N_("Backspace"), N_("take back"), act_take_back, is_entering, 60},
    {'+', "+", N_("nearer"), act_zoom_in, NULL, 55},
    {'=', NULL, NULL, act_zoom_in, NULL, 0},
    {'-', "-", N_("wider"), act_zoom_out, NULL, 54},
    {'m', "m", N_("centre"), act_mpi, NULL, 40},
    {'r', "r", N_("mean radius"), act_radius, NULL, 35},
    {'e', "e", N_("extreme spread"), act_spread, NULL, 34},
    {'#', "#", N_("numbers"), act_numbers, NULL, 30},
    {'s', "s", N_("sighters"), act_sighters, is_entering, 50},
    {-2, N_("arrows"), N_("shot by shot"), act_nothing, is_looking, 90},
    {0},
};

const struct screen_class screen_target = {
    .name = N_("Target"),
    .about = N_("Entering: arrows move the cross by 1 mm (Shift 10 mm, Ctrl 0.1 mm; or H J K L and "
                "h j k l), a click "
                "places it, Enter stores the shot with the ring it has there. Looking back: Left "
                "and Right go from "
                "shot to shot. + and - zoom; m, r, e and # switch centre, mean radius, extreme "
                "spread and numbers."),
    .size = sizeof(struct target_screen),
    .section = 1,
    .open = target_open,
    .draw = target_draw,
    .key = target_key,
    .keys = keys,
};
