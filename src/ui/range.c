/* The kiosk's home: everyone shooting now. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/member.h"
#include "core/queue.h"
#include "core/rules/score.h"
#include "ui/competition.h"
#include "ui/new_shooter.h"
#include "ui/range_view.h"
#include "ui/screens.h"
#include "ui/target.h"

struct lane *range_lane(const struct range_view *view)
{
    return view->cursor >= 0 && view->cursor < view->lane_count ? &view->lanes[view->cursor] : NULL;
}

static struct lane *lane_of(const struct screen *screen)
{
    return range_lane((const struct range_view *)screen);
}

void range_say(struct range_view *view, enum range_echo kind, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(view->echo, sizeof view->echo, format, arguments);
    va_end(arguments);
    view->echo_kind = kind;
}

void range_say_nothing(struct range_view *view)
{
    view->echo[0] = '\0';
    view->echo_kind = RANGE_ECHO_PLAIN;
}

void range_complain(struct range_view *view, const struct err *err)
{
    const struct lane *lane = range_lane(view);
    if (err->kind == ERR_BUSY) {
        record_id session_id = lane != NULL ? lane->session.id : 0;
        range_reload(view, session_id);
        lane = range_lane(view);
        if (session_id != 0 && (lane == NULL || lane->session.id != session_id)) {
            return; /* it is gone: that was said */
        }
    }
    range_say(view, RANGE_ECHO_BAD, "%s", err->what);
    ui_toast_err(view->screen.ui, err);
}

/* --- the lanes ----------------------------------------------------------------------------------
 */

static void free_lanes(struct lane *lanes, int count)
{
    for (int i = 0; i < count; i++) {
        lane_free(&lanes[i]);
    }
    free(lanes);
}

static int find_session(const struct lane *lanes, int count, record_id session_id)
{
    for (int i = 0; i < count; i++) {
        if (lanes[i].session.id == session_id) {
            return i;
        }
    }
    return -1;
}

static int find_shot(const struct lane *lane, const struct shot *shot)
{
    for (int i = 0; i < lane->shot_count; i++) {
        if (lane->shots[i].series == shot->series && lane->shots[i].number == shot->number &&
            lane->shots[i].revision == shot->revision) {
            return i;
        }
    }
    return -1;
}

/* The correction under way goes on when its shot is still what it was. */
static void keep_correction(struct range_view *view, const struct lane *before)
{
    if (view->mode != RANGE_CORRECT) {
        return;
    }
    view->correct_index = find_shot(range_lane(view), &before->shots[view->correct_index]);
    if (view->correct_index < 0) {
        view->mode = RANGE_ENTRY;
        view->has_new_value = false;
        view->correct_index = 0;
        range_say(view, RANGE_ECHO_BAD, "%s",
                  _("That shot was changed elsewhere. Look at it again; nothing was stored."));
    }
}

/* Out of score entry: the next digit would be somebody else's shot. gone: the lane that was there,
 * or NULL. */
static void leave_entry(struct range_view *view, const struct lane *gone)
{
    char name[2 * NAME_ROOM];
    bool was_entering = view->mode != RANGE_LANES && view->mode != RANGE_FIND;
    view->mode = RANGE_LANES;
    if (!was_entering) {
        return;
    }
    view->entry = (struct entry){0};
    range_say_nothing(view);
    if (gone != NULL) {
        member_name(&gone->member, name, sizeof name);
        ui_toast(view->screen.ui, TOAST_WARN,
                 _("The session of %s was closed elsewhere. What had a tick is stored."), name);
    }
}

/* Takes over what was loaded; the cursor stays on its session, else on its place. */
static void take_lanes(struct range_view *view, struct lane *lanes, int count, record_id session_id)
{
    struct lane *old = view->lanes;
    int old_count = view->lane_count;
    const struct lane *before = range_lane(view);
    int found = find_session(lanes, count, session_id);
    view->lanes = lanes;
    view->lane_count = count;
    if (found >= 0) {
        view->cursor = found;
        if (before != NULL && before->session.id == session_id) {
            keep_correction(view, before);
        }
    } else {
        view->cursor = view->cursor < count ? view->cursor : count > 0 ? count - 1 : 0;
        leave_entry(view, session_id != 0 ? before : NULL);
    }
    free_lanes(old, old_count);
}

static void read_limit(struct range_view *view)
{
    enum { LANES_USUAL = 12 };
    char text[16];
    app_setting_get(view->screen.app, "lanes", "", text, sizeof text);
    long limit = strtol(text, NULL, 10);
    view->lane_limit = limit >= 1 && limit <= LANES_MAX ? (int)limit : LANES_USUAL;
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
    read_limit(view);
    take_lanes(view, lanes, count, session_id);
}

void range_enter(struct range_view *view)
{
    char half[sizeof view->entry.pending];
    const struct lane *lane = range_lane(view);
    if (lane == NULL) {
        return;
    }
    text_copy(half, sizeof half, view->entry.pending);
    view->mode = RANGE_ENTRY;
    view->entry = (struct entry){.decimals = lane->has_decimals};
    view->has_new_value = false;
    range_say_nothing(view);
    if (half[0] != '\0') { /* a card came in between */
        range_say(view, RANGE_ECHO_BAD, _("%s_ was half typed before and is not stored."), half);
    }
}

void range_choose(struct range_view *view, int cursor)
{
    if (cursor < 0 || cursor >= view->lane_count) {
        return;
    }
    bool was_entering = view->mode != RANGE_LANES;
    view->cursor = cursor;
    range_say_nothing(view);
    if (was_entering) {
        range_enter(view);
    }
}

/* The newest shot of all lanes; false: there is none. */
static bool find_newest_shot(const struct range_view *view, int *lane, int *shot)
{
    int64_t newest_ms = 0;
    for (int i = 0; i < view->lane_count; i++) {
        for (int j = 0; j < view->lanes[i].shot_count; j++) {
            if (view->lanes[i].shots[j].entered_at_ms >= newest_ms) {
                newest_ms = view->lanes[i].shots[j].entered_at_ms;
                *lane = i;
                *shot = j;
            }
        }
    }
    return newest_ms > 0;
}

/* Once, after the kiosk before this one was killed or lost its power: where people can go on. */
static void tell_what_was_kept(struct range_view *view)
{
    int lane = 0;
    int shot = 0;
    char name[NAME_ROOM];
    struct app *app = view->screen.app;
    if (!app->ended_suddenly) {
        return;
    }
    app->ended_suddenly = false;
    if (!find_newest_shot(view, &lane, &shot)) {
        ui_toast(view->screen.ui, TOAST_INFO, "%s",
                 _("AimTrack ended suddenly last time. Everything with a ✓ was kept."));
        return;
    }
    const struct lane *on = &view->lanes[lane];
    member_name(&on->member, name, sizeof name);
    ui_toast(view->screen.ui, TOAST_INFO,
             _("Sudden end last time. Last one kept: lane %d, %s, series %d, shot %d."),
             on->session.lane, name, on->shots[shot].series, on->shots[shot].number);
}

/* --- opening, coming back -----------------------------------------------------------------------
 */

/* argument: NULL, or const record_id * of the session to stand on. */
static bool range_screen_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)err;
    struct range_view *view = (struct range_view *)screen;
    card_input_start(&view->card, screen->app);
    range_reload(view, argument != NULL ? *(const record_id *)argument : 0);
    tell_what_was_kept(view);
    return true;
}

static void range_close(struct screen *screen)
{
    struct range_view *view = (struct range_view *)screen;
    free_lanes(view->lanes, view->lane_count);
    view->lanes = NULL;
    view->lane_count = 0;
}

static void range_focus(struct screen *screen)
{
    struct range_view *view = (struct range_view *)screen;
    const struct lane *lane = range_lane(view);
    range_reload(view, lane != NULL ? lane->session.id : 0);
}

static void target_ended(struct range_view *view, const struct target_outcome *outcome)
{
    const struct lane *lane = range_lane(view);
    if (view->mode == RANGE_CORRECT) {
        view->mode = RANGE_ENTRY;
        range_say_nothing(view);
    }
    if (outcome->corrected >= 0 && lane != NULL) {
        range_say_corrected(view, lane, outcome->corrected, outcome->old);
    }
    if (outcome->card != NULL) {
        range_scan(view, outcome->card);
    }
}

/* A new shooter was opened: straight into entry. */
static void range_notice(struct screen *screen, const void *sender, const void *value)
{
    struct range_view *view = (struct range_view *)screen;
    if (value == NULL) {
        return;
    }
    if (sender == &screen_new_shooter) {
        range_reload(view, *(const record_id *)value);
        range_enter(view);
    } else if (sender == &screen_target) {
        target_ended(view, value);
    }
}

static void open_new_shooter(struct range_view *view, record_id member_id)
{
    struct new_shooter_argument argument = {.member_id = member_id,
                                            .lanes = view->lanes,
                                            .lane_count = view->lane_count,
                                            .lane_limit = view->lane_limit};
    ui_open(view->screen.ui, &screen_new_shooter, &argument);
}

void range_scan(struct range_view *view, const char *card)
{
    struct err err = {0};
    struct member member;
    if (!member_by_card(view->screen.app, card, &member, &err)) {
        range_say(view, RANGE_ECHO_BAD, "%s", err.what);
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

/* A number is being typed: every character belongs to it. */
static bool is_typing(const struct screen *screen)
{
    const struct range_view *view = (const struct range_view *)screen;
    return view->mode == RANGE_GO_TO || view->mode == RANGE_FIND || view->card.is_on;
}

static bool is_not_typing(const struct screen *screen)
{
    return !is_typing(screen);
}

static bool has_lane(const struct screen *screen)
{
    return lane_of(screen) != NULL && !is_typing(screen);
}

static bool is_entering(const struct screen *screen)
{
    return ((const struct range_view *)screen)->mode != RANGE_LANES || is_typing(screen);
}

static bool is_on_lanes(const struct screen *screen)
{
    return !is_entering(screen) && has_lane(screen);
}

/* Not in score entry: x, an inner ten, is the key beside it. */
static bool may_mark(const struct screen *screen)
{
    return is_on_lanes(screen) && screen_may(screen, RIGHT_MARK_COMPETITION);
}

static bool is_plain_entry(const struct screen *screen)
{
    return ((const struct range_view *)screen)->mode == RANGE_ENTRY && !is_typing(screen);
}

static bool is_correcting(const struct screen *screen)
{
    return ((const struct range_view *)screen)->mode == RANGE_CORRECT && !is_typing(screen);
}

static bool has_other_lane(const struct screen *screen)
{
    return ((const struct range_view *)screen)->lane_count > 1 && !is_typing(screen);
}

/* Not while a shot is being corrected: what it changes would not be that shot. */
static bool has_next_shot(const struct screen *screen)
{
    return has_lane(screen) && !is_correcting(screen);
}

static void act_new(struct screen *screen)
{
    struct range_view *view = (struct range_view *)screen;
    if (!range_is_half_typed(view)) {
        open_new_shooter(view, 0);
    }
}

static void act_enter(struct screen *screen)
{
    range_enter((struct range_view *)screen);
}

static void move_lane(struct screen *screen, int by)
{
    struct range_view *view = (struct range_view *)screen;
    if (view->lane_count > 0 && !range_is_half_typed(view)) {
        range_choose(view, (view->cursor + by + view->lane_count) % view->lane_count);
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
    struct range_view *view = (struct range_view *)screen;
    struct target_argument argument = {
        .lane = lane_of(screen), .correct_index = is_correcting(screen) ? view->correct_index : -1};
    if (argument.lane != NULL && !range_is_half_typed(view)) {
        ui_open(screen->ui, &screen_target, &argument);
    }
}

static void act_sighters(struct screen *screen)
{
    struct err err = {0};
    struct range_view *view = (struct range_view *)screen;
    struct lane *lane = range_lane(view);
    if (range_is_half_typed(view)) {
        return;
    }
    if (!range_set_sighting(screen->app, lane, !lane->is_sighting, &err)) {
        range_complain(view, &err);
    } else if (lane->is_sighting) {
        range_say(view, RANGE_ECHO_PLAIN, "%s", _("Sighters: these shots do not count."));
    } else {
        range_say(view, RANGE_ECHO_PLAIN, "%s", _("Match shots: from now on they count."));
    }
}

static void act_competition(struct screen *screen)
{
    struct range_view *view = (struct range_view *)screen;
    const struct session *session = &lane_of(screen)->session;
    const struct session_mark is = {session->id, session->is_competition};
    competition_change(screen->ui, &is, 1);
    range_reload(view, is.id);
}

static void act_find(struct screen *screen)
{
    range_find_start((struct range_view *)screen);
}

static void act_go_to(struct screen *screen)
{
    range_go_to_start((struct range_view *)screen);
}

/* --- finishing ----------------------------------------------------------------------------------
 */

static void undo_finish(struct ui *ui, record_id id)
{
    struct err err = {0};
    if (range_reopen(ui_app(ui), id, &err)) {
        ui_replace_all(ui, &screen_range, &id);
        ui_toast(ui, TOAST_GOOD, "%s", _("The session is open again."));
    } else {
        ui_toast_err(ui, &err);
    }
}

static void say_finished(struct ui *ui, const struct lane *lane)
{
    char name[2 * NAME_ROOM];
    char total[32];
    member_name(&lane->member, name, sizeof name);
    score_total_text(total, sizeof total, lane->stats.total_tenths, lane->has_decimals,
                     i18n_decimal_point());
    if (lane->shot_count == 0) {
        ui_toast(ui, TOAST_GOOD, _("%s: no shots, the lane is free again."), name);
    } else {
        ui_toast(ui, TOAST_GOOD, _("%s: %s, finished and stored. u undoes it."), name, total);
    }
}

static void finish_now(struct screen *screen)
{
    struct err err = {0};
    struct range_view *view = (struct range_view *)screen;
    struct lane *lane = range_lane(view);
    if (!range_finish(screen->app, lane, &err)) {
        range_complain(view, &err);
        return;
    }
    view->mode = RANGE_LANES;
    range_say_nothing(view);
    ui_undo_set(screen->ui, undo_finish, lane->session.id, _("finish"));
    say_finished(screen->ui, lane);
    if (lane->shot_count > 0) {
        queue_after_finish(screen->app, lane->session.id); /* stored first, whatever comes of it */
        ui_wake_worker(screen->ui);
    }
    range_reload(view, 0);
}

static void act_finish(struct screen *screen)
{
    char question[200];
    struct range_view *view = (struct range_view *)screen;
    const struct lane *lane = lane_of(screen);
    if (range_is_half_typed(view)) {
        return;
    }
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

/* --- the rest -----------------------------------------------------------------------------------
 */

static void range_click(struct range_view *view, const struct ui_mouse *mouse)
{
    bool is_wheel = mouse->what == MOUSE_WHEEL_UP || mouse->what == MOUSE_WHEEL_DOWN;
    if (is_wheel) {
        /* A wheel that is brushed must not send the next shot to another shooter. */
        if (view->mode == RANGE_LANES) {
            move_lane(&view->screen, mouse->what == MOUSE_WHEEL_UP ? -1 : 1);
        }
        return;
    }
    int row = mouse->line - view->lanes_line;
    if (row < 0 || row >= view->lane_count) {
        return;
    }
    if (row == view->cursor && view->mode == RANGE_LANES) {
        range_enter(view);
    } else if (row != view->cursor && !range_is_half_typed(view)) {
        range_choose(view, row);
    }
}

/* Works whatever is half typed, and leaves it as it is. */
static bool card_key(struct range_view *view, int key)
{
    char text[80];
    switch (card_input_key(&view->card, key)) {
    case CARD_TYPING:
        range_say(view, RANGE_ECHO_PLAIN, "%s", card_input_text(&view->card, text, sizeof text));
        return true;
    case CARD_DONE:
        range_say_nothing(view);
        range_scan(view, view->card.number);
        return true;
    case CARD_LEFT:
        range_say_nothing(view);
        return true;
    case CARD_UNUSED:
    default:
        return false;
    }
}

static bool range_key(struct screen *screen, int key)
{
    struct range_view *view = (struct range_view *)screen;
    if (key == UI_KEY_MOUSE) {
        range_click(view, ui_mouse(screen->ui));
        return true;
    }
    if (card_key(view, key)) {
        return true;
    }
    if (view->mode != RANGE_LANES) {
        return range_entry_key(view, key);
    }
    if (key == UI_KEY_UP || key == UI_KEY_DOWN) {
        range_choose(view, view->cursor + (key == UI_KEY_DOWN ? 1 : -1));
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

/* Reached by a click on the footer: the keys themselves go to score entry first. */
static void act_take_back(struct screen *screen)
{
    range_entry_key((struct range_view *)screen, UI_KEY_BACKSPACE);
}

static void act_confirm(struct screen *screen)
{
    range_entry_key((struct range_view *)screen, UI_KEY_ENTER);
}

static void act_leave_entry(struct screen *screen)
{
    range_entry_key((struct range_view *)screen, UI_KEY_ESCAPE);
}

static const struct key_row keys[] = {
    {'n', "n", N_("new shooter"), act_new, is_not_typing, 66},
    {UI_KEY_ENTER, "Enter", N_("score"), act_enter, is_on_lanes, 80},
    {'0', N_("0-9 x m"), N_("shot"), act_nothing, is_plain_entry, 95},
    {UI_KEY_ENTER, "Enter", N_("store the new value"), act_confirm, is_correcting, 95},
    {UI_KEY_BACKSPACE, N_("Backspace"), N_("take back"), act_take_back, is_plain_entry, 90},
    {'g', "g", N_("go to shot"), act_go_to, is_plain_entry, 70},
    {'s', "s", N_("sighters"), act_sighters, has_next_shot, 60},
    {'p', "p", N_("target"), act_plot, has_lane, 65},
    {UI_KEY_TAB, "Tab", N_("next lane"), act_next_lane, has_other_lane, 85},
    {UI_KEY_SHIFT_TAB, NULL, NULL, act_previous_lane, has_other_lane, 0},
    {'f', "f", N_("finish"), act_finish, has_next_shot, 80},
    {UI_KEY_ESCAPE, "Esc", N_("lanes"), act_leave_entry, is_plain_entry, 50},
    {UI_KEY_ESCAPE, "Esc", N_("leave it as it was"), act_leave_entry, is_correcting, 90},
    {'/', "/", N_("find"), act_find, is_on_lanes, 64},
    {'c', "c", N_("competition or not"), act_competition, may_mark, 40},
    {';', ";", N_("card number"), act_nothing, is_not_typing, 5},
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
        "the last shot back; g and a number goes to an older one. On the lanes c makes a session a "
        "competition, which its mark beside the lane's number shows. A scanned card selects its "
        "lane "
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
    .teaches = true,
    .keys = keys,
};
