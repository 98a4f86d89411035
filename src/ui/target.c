/* The target, large: shots entered by place, or a session's shots looked at. */
#include "ui/target.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/member.h"
#include "core/rules/score.h"
#include "ui/figure.h"
#include "ui/plot.h"
#include "ui/range_view.h"
#include "ui/screens.h"

enum { SIDE = 34, STEP_UM = 1000, COARSE_UM = 10000, FINE_UM = 100, LAST_SHOTS = 5, ZOOM_MAX = 16 };

struct target_screen {
    struct screen screen;
    struct target_argument given;
    struct target_view view;
    struct area plot; /* as last painted, for the mouse */
    char echo[240];
    bool echo_is_good; /* it is on disk */
    bool is_placed;    /* by a key or a click: else Enter asks once more */
    struct card_input card;
};

static bool is_entering(const struct screen *screen)
{
    return ((const struct target_screen *)screen)->given.lane != NULL;
}

static bool is_card_typed(const struct screen *screen)
{
    return ((const struct target_screen *)screen)->card.is_on;
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

/* The cross: on the shot that is corrected, else in the centre, where the next one starts. */
static void place_cross(struct target_screen *target)
{
    struct target_view *view = &target->view;
    int index = target->given.correct_index;
    bool is_known = index >= 0 && view->shots[index].is_plotted;
    view->cursor_x_um = is_known ? view->shots[index].x_um : 0;
    view->cursor_y_um = is_known ? view->shots[index].y_um : 0;
    view->centre_x_mm = 0;
    view->centre_y_mm = 0;
    target->is_placed = is_known;
}

static bool target_open(struct screen *screen, const void *argument, struct err *err)
{
    struct target_screen *target = (struct target_screen *)screen;
    target->given = *(const struct target_argument *)argument;
    target->view = (struct target_view){.zoom = 1, .selected = -1, .show_mpi = true};
    target->view.has_cursor = target->given.lane != NULL;
    target->view.show_numbers = target->given.lane == NULL;
    follow(target);
    if (target->view.face == NULL) {
        return err_set(err, ERR_NOT_FOUND, "%s",
                       _("This session's face is not known to this AimTrack."));
    }
    if (target->view.has_cursor) {
        place_cross(target);
        card_input_start(&target->card, screen->app);
    }
    return true;
}

static void target_say(struct target_screen *target, bool is_good, const char *text)
{
    text_copy(target->echo, sizeof target->echo, text);
    target->echo_is_good = is_good;
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

/* Whose shot it will be. */
static void draw_whose(const struct target_screen *target, struct area area)
{
    char text[2 * NAME_ROOM];
    const struct lane *lane = target->given.lane;
    member_name(&lane->member, text, sizeof text);
    draw_text(area, 0, 0, INK_TITLE, text);
    if (target->given.correct_index >= 0) {
        range_shot_title(lane, target->given.correct_index, text, sizeof text);
        draw_format(area, 1, 0, INK_WARN, _("%s: correcting it"), text);
    } else if (lane->is_sighting) {
        draw_format(area, 1, 0, INK_WARN, _("lane %d, sighter %d"), lane->session.lane,
                    lane->stats.sighters + 1);
    } else if (lane->next_series == 0) {
        draw_format(area, 1, 0, INK_ACCENT, _("all %d in"), lane->stats.shots);
    } else {
        draw_format(area, 1, 0, INK_TEXT, _("lane %d, series %d, shot %d"), lane->session.lane,
                    lane->next_series, lane->next_number);
    }
}

static void draw_last_shots(const struct target_screen *target, struct area area, int line)
{
    const struct lane *lane = target->given.lane;
    int newest = range_newest_shot(lane);
    if (newest >= 0) {
        draw_text(area, line++, 0, INK_MUTED, _("last shots"));
    }
    for (int i = newest; i >= 0 && i > newest - LAST_SHOTS; i--) {
        char value[16];
        char title[40];
        const struct shot *shot = &lane->shots[i];
        if ((shot->series == 0) != (lane->shots[newest].series == 0)) {
            break;
        }
        range_value_text(lane, shot->value_tenths, shot->is_inner_ten, value, sizeof value);
        draw_cell(area, line, 0, 14, INK_TEXT, range_shot_title(lane, i, title, sizeof title));
        draw_right(area, line++, 14, 5, INK_TEXT, value);
    }
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
        const struct measure *stat;
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
    char echo[sizeof target->echo + 8];
    follow(target);
    target->plot = area_part(area, 0, 1, area.lines, area.columns - SIDE - 2);
    const struct lane *lane = target->given.lane;
    target->view.has_call = lane != NULL && lane->has_call;
    target->view.call_x_um = target->view.has_call ? lane->call_x_um : 0;
    target->view.call_y_um = target->view.has_call ? lane->call_y_um : 0;
    plot_target(target->plot, &target->view);
    struct area side = area_part(area, 1, area.columns - SIDE, area.lines - 1, SIDE);
    plot_target_caption(&target->view, caption, sizeof caption);
    draw_text(side, side.lines - 1, 0, INK_MUTED, caption);
    if (!is_entering(screen)) {
        draw_selected(target, side);
        return;
    }
    draw_whose(target, side);
    int line = draw_place(target, side, 3, target->view.cursor_x_um, target->view.cursor_y_um);
    draw_last_shots(target, side, line);
    snprintf(echo, sizeof echo, "%s%s", target->echo,
             target->echo_is_good && target->echo[0] != '\0' ? draw_symbol(" ✓", " [ok]") : "");
    draw_wrapped(area_part(side, side.lines - 4, 0, 3, side.columns), 0,
                 target->echo_is_good ? INK_TITLE : INK_WARN, echo);
}

/* --- keys ---------------------------------------------------------------------------------------
 */

/* Enlarged: the view follows a cross that comes near its edge. */
static void keep_in_sight(struct target_screen *target)
{
    struct target_view *view = &target->view;
    double half = (double)face_ring_radius_am(view->face, view->face->lowest_ring) /
                  (double)AM_PER_MM / view->zoom;
    double x = (double)view->cursor_x_um / 1000;
    double y = (double)view->cursor_y_um / 1000;
    bool is_near_edge =
        fabs(x - view->centre_x_mm) > 0.9 * half || fabs(y - view->centre_y_mm) > 0.9 * half;
    if (view->zoom > 1 && is_near_edge) {
        view->centre_x_mm = x;
        view->centre_y_mm = y;
    }
}

static void move(struct target_screen *target, int dx, int dy, int64_t step_um)
{
    const int64_t most = 900000;
    int64_t x = target->view.cursor_x_um + dx * step_um;
    int64_t y = target->view.cursor_y_um + dy * step_um;
    target->view.cursor_x_um = x > most ? most : x < -most ? -most : x;
    target->view.cursor_y_um = y > most ? most : y < -most ? -most : y;
    target->is_placed = true;
    keep_in_sight(target);
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

static void zoom(struct target_screen *target, double by)
{
    struct target_view *view = &target->view;
    double next = view->zoom * by;
    view->zoom = next < 1.01 ? 1 : next > ZOOM_MAX ? ZOOM_MAX : next;
    view->centre_x_mm = 0;
    view->centre_y_mm = 0;
    if (view->zoom > 1 && view->has_cursor) {
        view->centre_x_mm = (double)view->cursor_x_um / 1000;
        view->centre_y_mm = (double)view->cursor_y_um / 1000;
    } else if (view->zoom > 1 && view->selected >= 0) {
        view->centre_x_mm = (double)view->shots[view->selected].x_um / 1000;
        view->centre_y_mm = (double)view->shots[view->selected].y_um / 1000;
    }
}

static bool mouse_key(struct target_screen *target)
{
    const struct ui_mouse *mouse = ui_mouse(target->screen.ui);
    if (mouse->what == MOUSE_WHEEL_UP || mouse->what == MOUSE_WHEEL_DOWN) {
        zoom(target, mouse->what == MOUSE_WHEEL_UP ? 1.5 : 1 / 1.5);
    } else if (target->view.has_cursor) {
        target->is_placed |= plot_target_at(target->plot, &target->view, mouse->line, mouse->column,
                                            &target->view.cursor_x_um, &target->view.cursor_y_um);
    }
    return true;
}

/* Somebody's card while a shot is being placed: to that lane. */
static void target_scan(struct screen *screen, const char *digits)
{
    struct target_outcome outcome = {.card = digits, .corrected = -1};
    if (is_entering(screen)) {
        ui_close(screen, &outcome);
    }
}

static bool card_key(struct target_screen *target, int key)
{
    char text[80];
    enum card_event event = card_input_key(&target->card, key);
    if (event == CARD_DONE) {
        target_scan(&target->screen, target->card.number);
    } else if (event != CARD_UNUSED) {
        target_say(target, false,
                   event == CARD_TYPING ? card_input_text(&target->card, text, sizeof text) : "");
    }
    return event != CARD_UNUSED;
}

static bool target_key(struct screen *screen, int key)
{
    struct target_screen *target = (struct target_screen *)screen;
    if (key == UI_KEY_MOUSE) {
        return mouse_key(target);
    }
    if (is_entering(screen) && card_key(target, key)) {
        return true;
    }
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
    if (key < 128 && isdigit(key) != 0) {
        target_say(target, false,
                   _("Here the cross is the shot. Esc, and digits are shots again."));
        target->is_placed = false;
        return true;
    }
    return false;
}

/* --- storing ------------------------------------------------------------------------------------
 */

/* After an error what is shown must be what is stored; a session that was closed elsewhere takes no
 * more shots. */
static void complain(struct target_screen *target, const struct err *err)
{
    struct err ignored = {0};
    struct lane fresh;
    struct lane *lane = target->given.lane;
    target_say(target, false, err->what);
    ui_toast_err(target->screen.ui, err);
    if (err->kind != ERR_BUSY) {
        return;
    }
    bool is_open = range_load_lane(target->screen.app, lane->session.id, &fresh, &ignored) &&
                   fresh.session.state == SESSION_OPEN;
    if (is_open) {
        lane_free(lane);
        *lane = fresh;
        follow(target);
    } else {
        lane_free(&fresh);
    }
    if (!is_open || target->given.correct_index >= 0) {
        ui_close(&target->screen, NULL);
    }
}

static void say_stored(struct target_screen *target)
{
    char title[40];
    char value[16];
    char text[120];
    const struct lane *lane = target->given.lane;
    int index = lane->is_sighting ? lane->stats.sighters - 1 : lane->shot_count - 1;
    const struct shot *shot = &lane->shots[index];
    range_value_text(lane, shot->value_tenths, shot->is_inner_ten, value, sizeof value);
    snprintf(text, sizeof text, _("%s: %s stored"),
             range_shot_title(lane, index, title, sizeof title), value);
    target_say(target, true, text);
}

static void store_correction(struct target_screen *target)
{
    struct err err = {0};
    struct lane *lane = target->given.lane;
    int index = target->given.correct_index;
    const struct shot old = lane->shots[index];
    if (!range_correct_plot(target->screen.app, lane, index, target->view.cursor_x_um,
                            target->view.cursor_y_um, &err)) {
        complain(target, &err);
        return;
    }
    struct target_outcome outcome = {.corrected = index, .old = &old};
    ui_close(&target->screen, &outcome);
}

static void act_store(struct screen *screen)
{
    struct err err = {0};
    struct target_screen *target = (struct target_screen *)screen;
    if (!target->is_placed) { /* a second Enter by accident would be a perfect ten */
        target_say(target, false,
                   _("The cross was not moved. Enter again stores it as it stands."));
        target->is_placed = true;
        return;
    }
    if (target->given.correct_index >= 0) {
        store_correction(target);
        return;
    }
    if (!range_shot_plot(screen->app, target->given.lane, target->view.cursor_x_um,
                         target->view.cursor_y_um, &err)) {
        complain(target, &err);
        return;
    }
    follow(target);
    say_stored(target);
    place_cross(target);
}

static void act_take_back(struct screen *screen)
{
    struct err err = {0};
    char title[40] = "";
    char value[16] = "";
    char text[120];
    struct target_screen *target = (struct target_screen *)screen;
    const struct lane *lane = target->given.lane;
    int index = range_newest_shot(lane);
    if (index >= 0) {
        const struct shot *shot = &lane->shots[index];
        range_shot_title(lane, index, title, sizeof title);
        range_value_text(lane, shot->value_tenths, shot->is_inner_ten, value, sizeof value);
    }
    if (!range_take_back(screen->app, target->given.lane, &err)) {
        complain(target, &err);
        return;
    }
    follow(target);
    snprintf(text, sizeof text, _("Taken back: %s, %s"), title, value);
    target_say(target, true, text);
}

/* The shooter says where it went before looking: the next shot carries that place along. */
static void act_call(struct screen *screen)
{
    struct target_screen *target = (struct target_screen *)screen;
    struct lane *lane = target->given.lane;
    lane->has_call = !lane->has_call;
    lane->call_x_um = target->view.cursor_x_um;
    lane->call_y_um = target->view.cursor_y_um;
    target_say(target, true,
               lane->has_call ? _("Called here. Now move the cross to the hole and store it.")
                              : _("The call is taken away."));
}

/* --- the other keys -----------------------------------------------------------------------------
 */

static void act_zoom_in(struct screen *screen)
{
    zoom((struct target_screen *)screen, 1.5);
}

static void act_zoom_out(struct screen *screen)
{
    zoom((struct target_screen *)screen, 1 / 1.5);
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
    struct lane *lane = target->given.lane;
    if (!range_set_sighting(screen->app, lane, !lane->is_sighting, &err)) {
        complain(target, &err);
    }
}

static bool is_placing(const struct screen *screen)
{
    return is_entering(screen) && !is_card_typed(screen);
}

static bool is_new_shot(const struct screen *screen)
{
    return is_placing(screen) && ((const struct target_screen *)screen)->given.correct_index < 0;
}

static void act_back(struct screen *screen)
{
    ui_close(screen, NULL);
}

static void act_nothing(struct screen *screen)
{
    (void)screen;
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, "Enter", N_("store"), act_store, is_placing, 95},
    {-1, N_("arrows"), N_("move 1 mm"), act_nothing, is_placing, 90},
    {UI_KEY_BACKSPACE, N_("Backspace"), N_("take back"), act_take_back, is_new_shot, 60},
    {UI_KEY_ESCAPE, "Esc", N_("back"), act_back, is_placing, 58},
    {'c', "c", N_("call"), act_call, is_new_shot, 57},
    {'+', "+", N_("nearer"), act_zoom_in, NULL, 55},
    {'=', NULL, NULL, act_zoom_in, NULL, 0},
    {'-', "-", N_("wider"), act_zoom_out, NULL, 54},
    {'m', "m", N_("centre"), act_mpi, NULL, 40},
    {'r', "r", N_("mean radius"), act_radius, NULL, 35},
    {'e', "e", N_("extreme spread"), act_spread, NULL, 34},
    {'#', "#", N_("numbers"), act_numbers, NULL, 30},
    {'s', "s", N_("sighters"), act_sighters, is_new_shot, 50},
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
    .takes_scans = true,
    .open = target_open,
    .draw = target_draw,
    .key = target_key,
    .scan = target_scan,
    .is_text_now = is_card_typed,
    .teaches = true,
    .keys = keys,
};
