/* The kiosk's home: everyone shooting now. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/member.h"
#include "core/rules/score.h"
#include "ui/new_shooter.h"
#include "ui/range_view.h"
#include "ui/screens.h"
#include "ui/target.h"

struct lane *range_lane(struct range_view *view)
{
    return view->cursor >= 0 && view->cursor < view->lane_count ? &view->lanes[view->cursor] : NULL;
}

static struct lane *lane_of(const struct screen *screen)
{
    return range_lane((struct range_view *)(uintptr_t)screen);
}

void range_say(struct range_view *view, bool is_good, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(view->echo, sizeof view->echo, format, arguments);
    va_end(arguments);
    view->echo_is_good = is_good;
}

static void free_lanes(struct range_view *view)
{
    for (int i = 0; i < view->lane_count; i++) {
        lane_free(&view->lanes[i]);
    }
    free(view->lanes);
    view->lanes = NULL;
    view->lane_count = 0;
}

void range_reload(struct range_view *view, record_id session_id)
{
    struct err err = {0};
    struct lane *lanes = NULL;
    int count = 0;
    if (!range_load(view->screen.app, &lanes, &count, &err)) {
        ui_toast_err(view->screen.ui, &err); /* what was shown stays */
        return;
    }
    free_lanes(view);
    view->lanes = lanes;
    view->lane_count = count;
    for (int i = 0; i < count; i++) {
        if (lanes[i].session.id == session_id) {
            view->cursor = i;
        }
    }
    view->cursor = view->cursor >= count ? (count > 0 ? count - 1 : 0) : view->cursor;
    if (count == 0) {
        view->mode = RANGE_LANES;
    }
}

void range_enter(struct range_view *view)
{
    const struct lane *lane = range_lane(view);
    if (lane != NULL) {
        view->mode = RANGE_ENTRY;
        view->entry = (struct entry){.decimals = lane->has_decimals};
        view->echo[0] = '\0';
    }
}

static bool range_screen_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)argument;
    (void)err;
    char prefix[8];
    struct range_view *view = (struct range_view *)screen;
    app_setting_get(screen->app, "scanner_prefix", ";", prefix, sizeof prefix);
    view->scanner_prefix = prefix[0];
    range_reload(view, 0);
    return true;
}

static void range_close(struct screen *screen)
{
    free_lanes((struct range_view *)screen);
}

static void range_focus(struct screen *screen)
{
    struct range_view *view = (struct range_view *)screen;
    const struct lane *lane = range_lane(view);
    range_reload(view, lane != NULL ? lane->session.id : 0);
}

/* A new shooter was opened: straight into entry. */
static void range_notice(struct screen *screen, const void *sender, const void *value)
{
    struct range_view *view = (struct range_view *)screen;
    if (sender == &screen_new_shooter && value != NULL) {
        range_reload(view, *(const record_id *)value);
        range_enter(view);
    }
}

/* --- cards --------------------------------------------------------------------------------------
 */

static void open_new_shooter(struct range_view *view, record_id member_id)
{
    struct new_shooter_argument argument = {.member_id = member_id};
    ui_open(view->screen.ui, &screen_new_shooter, &argument);
}

void range_scan(struct range_view *view, const char *card)
{
    struct err err = {0};
    struct member member;
    if (!member_by_card(view->screen.app, card, &member, &err)) {
        range_say(view, false, "%s", "");
        ui_toast_err(view->screen.ui, &err);
        return;
    }
    for (int i = 0; i < view->lane_count; i++) {
        if (view->lanes[i].member.id == member.id) {
            view->cursor = i;
            range_enter(view);
            return;
        }
    }
    open_new_shooter(view, member.id);
}

static void range_scanned(struct screen *screen, const char *digits)
{
    range_scan((struct range_view *)screen, digits);
}

/* --- keys ---------------------------------------------------------------------------------------
 */

static bool has_lane(const struct screen *screen)
{
    return lane_of(screen) != NULL;
}

static bool is_entering(const struct screen *screen)
{
    return ((const struct range_view *)screen)->mode != RANGE_LANES;
}

static bool is_on_lanes(const struct screen *screen)
{
    return !is_entering(screen) && has_lane(screen);
}

static bool is_plain_entry(const struct screen *screen)
{
    return ((const struct range_view *)screen)->mode == RANGE_ENTRY;
}

static void act_new(struct screen *screen)
{
    open_new_shooter((struct range_view *)screen, 0);
}

static void act_enter(struct screen *screen)
{
    range_enter((struct range_view *)screen);
}

static void move_lane(struct screen *screen, int by)
{
    struct range_view *view = (struct range_view *)screen;
    bool was_entering = view->mode != RANGE_LANES;
    if (view->lane_count == 0) {
        return;
    }
    view->cursor = (view->cursor + by + view->lane_count) % view->lane_count;
    view->echo[0] = '\0';
    if (was_entering) {
        range_enter(view);
    }
}

static void act_next_lane(struct screen *screen)
{
    move_lane(screen, 1);
}

static void act_previous_lane(struct screen *screen)
{
    move_lane(screen, -1);
}

static void act_plot(struct screen *screen)
{
    struct target_argument argument = {.lane = lane_of(screen), .correct_index = -1};
    if (argument.lane != NULL) {
        ui_open(screen->ui, &screen_target, &argument);
    }
}

static void act_sighters(struct screen *screen)
{
    struct err err = {0};
    struct range_view *view = (struct range_view *)screen;
    struct lane *lane = range_lane(view);
    if (!range_set_sighting(screen->app, lane, !lane->is_sighting, &err)) {
        ui_toast_err(screen->ui, &err);
    } else if (lane->is_sighting) {
        range_say(view, true, "%s", _("Sighters: these shots do not count."));
    } else {
        range_say(view, true, "%s", _("Match shots: from now on they count."));
    }
}

static void undo_finish(struct ui *ui, record_id id)
{
    struct err err = {0};
    if (range_reopen(ui_app(ui), id, &err)) {
        ui_section(ui, 1);
        ui_toast(ui, TOAST_GOOD, "%s", _("The session is open again."));
    } else {
        ui_toast_err(ui, &err);
    }
}

static void finish_now(struct screen *screen)
{
    struct err err = {0};
    char name[2 * NAME_ROOM];
    char total[32];
    struct range_view *view = (struct range_view *)screen;
    struct lane *lane = range_lane(view);
    record_id id = lane->session.id;
    bool is_empty = lane->shot_count == 0;
    member_name(&lane->member, name, sizeof name);
    score_total_text(total, sizeof total, lane->stats.total_tenths, lane->has_decimals,
                     i18n_decimal_point());
    if (!range_finish(screen->app, lane, &err)) {
        ui_toast_err(screen->ui, &err);
        return;
    }
    view->mode = RANGE_LANES;
    view->echo[0] = '\0';
    range_reload(view, 0);
    ui_undo_set(screen->ui, undo_finish, id, _("finish"));
    if (is_empty) {
        ui_toast(screen->ui, TOAST_GOOD, _("%s: no shots, the lane is free again."), name);
    } else {
        ui_toast(screen->ui, TOAST_GOOD, _("%s: %s, finished and stored. u undoes it."), name,
                 total);
    }
}

static void act_finish(struct screen *screen)
{
    char question[200];
    const struct lane *lane = lane_of(screen);
    int planned = lane->programme != NULL && !lane->programme->is_open_ended
                      ? programme_shot_count(lane->programme)
                      : 0;
    if (lane->stats.shots >= planned || lane->shot_count == 0) {
        finish_now(screen);
        return;
    }
    snprintf(question, sizeof question,
             _("Finish with %d of %d shots? What is stored stays stored."), lane->stats.shots,
             planned);
    ui_ask(screen, question, _("finish"), finish_now);
}

static void range_click(struct range_view *view, const struct ui_mouse *mouse)
{
    if (mouse->what == MOUSE_WHEEL_UP || mouse->what == MOUSE_WHEEL_DOWN) {
        move_lane(&view->screen, mouse->what == MOUSE_WHEEL_UP ? -1 : 1);
        return;
    }
    int row = mouse->line - view->lanes_line;
    if (row >= 0 && row < view->lane_count) {
        if (row == view->cursor) {
            range_enter(view);
        }
        view->cursor = row;
    }
}

static bool range_key(struct screen *screen, int key)
{
    struct range_view *view = (struct range_view *)screen;
    if (key == UI_KEY_MOUSE) {
        range_click(view, ui_mouse(screen->ui));
        return true;
    }
    if (view->mode != RANGE_LANES) {
        return range_entry_key(view, key);
    }
    if (key == UI_KEY_UP || key == UI_KEY_DOWN) {
        int next = view->cursor + (key == UI_KEY_DOWN ? 1 : -1);
        view->cursor = next < 0 ? 0 : next >= view->lane_count ? view->lane_count - 1 : next;
        view->cursor = view->cursor < 0 ? 0 : view->cursor;
        return true;
    }
    if (key == view->scanner_prefix && view->lane_count > 0) {
        view->mode = RANGE_CARD;
        view->typed[0] = '\0';
        range_say(view, true, _("Card %s_"), "");
        return true;
    }
    return false;
}

static void range_crumb(const struct screen *screen, char *dst, size_t size)
{
    char day[100];
    (void)screen;
    time_day_part_text(day, sizeof day, time_now_ms());
    snprintf(dst, size, "%s %s %s", _("Range"), draw_symbol("›", ">"), day);
}

static void act_nothing(struct screen *screen)
{
    (void)screen;
}

static const struct key_row keys[] = {
    {'n', "n", N_("new shooter"), act_new, NULL, 90},
    {UI_KEY_ENTER, "Enter", N_("score"), act_enter, is_on_lanes, 80},
    {'0', N_("0-9 x m"), N_("shot"), act_nothing, is_plain_entry, 85},
    {UI_KEY_BACKSPACE, N_("Backspace"), N_("take back"), act_nothing, is_plain_entry, 70},
    {'p', "p", N_("target"), act_plot, has_lane, 60},
    {'s', "s", N_("sighters"), act_sighters, has_lane, 50},
    {'g', "g", N_("go to shot"), act_nothing, is_plain_entry, 55},
    {'f', "f", N_("finish"), act_finish, has_lane, 75},
    {UI_KEY_TAB, "Tab", N_("next lane"), act_next_lane, has_lane, 65},
    {UI_KEY_SHIFT_TAB, NULL, NULL, act_previous_lane, has_lane, 0},
    {UI_KEY_ESCAPE, "Esc", N_("lanes"), act_nothing, is_entering, 40},
    {';', ";", N_("card number"), act_nothing, has_lane, 5},
    {0},
};

const struct screen_class screen_range = {
    .name = N_("Range"),
    .about = N_(
        "Everyone shooting now. n puts a shooter on a lane; Enter goes to score entry of the "
        "chosen "
        "lane. There every digit is a shot: 1-9, 0 is ten, x an inner ten, m a miss; on programmes "
        "with tenths 98 is 9.8 and 104 is 10.4. What is shown with a tick is on disk. Backspace "
        "takes "
        "the last shot back; g and a number goes to an older one. A scanned card selects its lane "
        "or "
        "starts a new shooter."),
    .size = sizeof(struct range_view),
    .section = 1,
    .takes_scans = true,
    .open = range_screen_open,
    .draw = range_draw,
    .key = range_key,
    .scan = range_scanned,
    .notice = range_notice,
    .focus = range_focus,
    .close = range_close,
    .is_text_now = is_entering,
    .crumb = range_crumb,
    .keys = keys,
};
