/* A member's training goals: their own, and those taken over from what the numbers suggest. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/goal.h"
#include "ui/goal_form.h"
#include "ui/goal_suggest.h"
#include "ui/list.h"
#include "ui/member_card.h"

enum { DETAIL_LINES = 5 };

struct panel_goals {
    struct panel panel;
    struct list list;
    struct arena arena; /* of the rows; let go at each load */
    record_id followed; /* where the cursor goes at the next load; 0: it stays */
    struct goal *rows;
    struct goal_suggestions suggestions; /* while their popup is open */
    struct goal_form form;
};

static const struct list_column columns[] = {
    {N_("Done"), 6, 0, 0, false, true},  {N_("Month"), 8, 0, 0, false, true},
    {N_("Goal"), 30, 3, 0, false, true}, {N_("Kind"), 11, 0, 1, false, false},
    {N_("By"), 12, 1, 2, false, false},
};

static struct panel_goals *goals_of(struct panel *panel)
{
    return (struct panel_goals *)panel;
}

/* "Nov 2026": the date of the first day without its day. */
static void month_text(char *dst, size_t size, const char *month)
{
    char day[DATE_ROOM];
    char text[48];
    snprintf(day, sizeof day, "%.7s-01", month);
    time_date_text(text, sizeof text, day);
    const char *space = strchr(text, ' ');
    text_copy(dst, size, space != NULL ? space + 1 : text);
}

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct panel_goals *goals = owner;
    const struct goal *goal = &goals->rows[row];
    if (goal->done_at_ms != 0) {
        *ink = INK_MUTED;
    }
    switch (column) {
    case 0:
        text_copy(dst, size, goal->done_at_ms != 0 ? "[x]" : "[ ]");
        break;
    case 1:
        month_text(dst, size, goal->month);
        break;
    case 2:
        text_copy(dst, size, goal->title);
        break;
    case 3:
        text_copy(dst, size, goal->source == GOAL_SUGGESTED ? _("suggested") : _("own"));
        break;
    default:
        text_copy(dst, size, goal->by_name);
        break;
    }
}

static bool goals_load(struct panel *panel, struct err *err)
{
    struct panel_goals *goals = goals_of(panel);
    struct arena arena = {0};
    struct goal *rows = NULL;
    int count = 0;
    goals->list.columns = columns;
    goals->list.column_count = (int)(sizeof columns / sizeof columns[0]);
    goals->list.empty = N_("No goals yet. Press n to write one, s for what the numbers suggest.");
    goals->list.cell = write_cell;
    goals->list.owner = goals;
    if (!goal_list(panel->card->screen.app, &arena, panel->card->id, &rows, &count, err)) {
        arena_free(&arena);
        return false;
    }
    arena_free(&goals->arena);
    goals->arena = arena;
    goals->rows = rows;
    for (int i = 0; i < count; i++) { /* ticked off it stands elsewhere, and Space undoes it */
        goals->list.cursor = rows[i].id == goals->followed ? i : goals->list.cursor;
    }
    goals->followed = 0;
    list_set_count(&goals->list, count);
    return true;
}

static void goals_close(struct panel *panel)
{
    arena_free(&goals_of(panel)->arena);
}

static void goals_draw(struct panel *panel, struct area area)
{
    struct panel_goals *goals = goals_of(panel);
    int rows = area.lines > 2 * DETAIL_LINES ? area.lines - DETAIL_LINES : area.lines;
    list_draw(&goals->list, area_part(area, 0, 0, rows, area.columns));
    if (rows < area.lines && goals->list.cursor < goals->list.count) {
        const struct goal *goal = &goals->rows[goals->list.cursor];
        struct area below = area_part(area, rows, 0, DETAIL_LINES, area.columns);
        draw_rule(below, 0, goal->title);
        draw_wrapped(area_part(below, 1, 1, DETAIL_LINES - 1, area.columns - 2), 0, INK_TEXT,
                     goal->detail);
    }
}

static bool goals_key(struct panel *panel, int key)
{
    return key != '/' &&
           list_key(&goals_of(panel)->list, key, ui_mouse(panel->card->screen.ui)) != LIST_UNUSED;
}

/* NULL when the page could not be read or has no row. */
static const struct goal *chosen_goal(struct screen *screen)
{
    struct panel_goals *goals = (struct panel_goals *)card_panel(screen);
    return goals != NULL && goals->list.count > 0 ? &goals->rows[goals->list.cursor] : NULL;
}

/* --- adding --------------------------------------------------------------------------------- */
static void add(struct screen *screen)
{
    struct panel_goals *goals = (struct panel_goals *)card_panel(screen);
    if (goals != NULL) {
        struct goal start = {.member_id = goals->panel.card->id, .source = GOAL_OWN};
        goal_form_open(screen, &goals->form, &start);
    }
}

/* --- what the numbers suggest --------------------------------------------------------------- */
static void suggest(struct screen *screen)
{
    struct panel_goals *goals = (struct panel_goals *)card_panel(screen);
    struct err err = {0};
    if (goals == NULL) {
        return;
    }
    const struct insight_card *card = insight_card_of(&goals->panel);
    const char *programme = card->programme >= 0 && card->programme < card->programme_count
                                ? card->programmes[card->programme]
                                : NULL;
    if (!goal_suggestions(screen->app, goals->panel.card->id, programme, &goals->suggestions,
                          &err)) {
        ui_toast_err(screen->ui, &err);
        return;
    }
    struct goal_suggest_argument argument = {&goals->suggestions, _("calculated, not AI")};
    ui_open(screen->ui, &screen_goal_suggest, &argument);
}

static void goals_notice(struct panel *panel, const void *value)
{
    struct panel_goals *goals = goals_of(panel);
    struct ui *ui = panel->card->screen.ui;
    struct err err = {0};
    if (value == NULL) {
        return;
    }
    bool ok = true;
    if (value == &goals->form) {
        goals->followed = goals->form.stored;
    } else {
        ok = goal_take_over(panel->card->screen.app, panel->card->id, value, "", &goals->followed,
                            &err);
    }
    if (ok) {
        ui_toast(ui, TOAST_GOOD, "%s", _("The goal is in the list."));
    } else {
        ui_toast_err(ui, &err);
    }
}

/* --- ticking off, taking out and back ------------------------------------------------------- */
static void tick_off(struct screen *screen)
{
    const struct goal *goal = chosen_goal(screen);
    struct err err = {0};
    if (goal == NULL) {
        return;
    }
    bool is_done = goal->done_at_ms == 0;
    if (!goal_set_done(screen->app, goal->id, is_done, &err)) {
        ui_toast_err(screen->ui, &err);
        return;
    }
    ui_toast(screen->ui, TOAST_GOOD, is_done ? _("\"%s\" is done.") : _("\"%s\" is open again."),
             goal->title);
    ((struct panel_goals *)card_panel(screen))->followed = goal->id;
    card_changed((struct card *)screen);
}

static void put_back(struct ui *ui, record_id id)
{
    struct err err = {0};
    if (goal_restore(ui_app(ui), id, &err)) {
        ui_toast(ui, TOAST_GOOD, "%s", _("The goal is back."));
    } else {
        ui_toast_err(ui, &err);
    }
}

static void take_out(struct screen *screen)
{
    const struct goal *goal = chosen_goal(screen);
    struct err err = {0};
    if (goal == NULL) {
        return;
    }
    if (!goal_void(screen->app, goal->id, &err)) {
        ui_toast_err(screen->ui, &err);
        return;
    }
    ui_undo_set(screen->ui, put_back, goal->id, N_("goal is back"));
    ui_toast(screen->ui, TOAST_GOOD, _("\"%s\" was taken out. Press u to undo."), goal->title);
    card_changed((struct card *)screen);
}

static bool has_row(const struct screen *screen)
{
    const struct card *card = (const struct card *)screen;
    return ((const struct panel_goals *)card->open[card->tabs.chosen])->list.count > 0;
}

static const struct key_row keys[] = {
    {'n', "n", N_("new goal"), add, NULL, 9},
    {' ', N_("Space"), N_("tick off"), tick_off, has_row, 8},
    {'s', "s", N_("suggest"), suggest, NULL, 8},
    {'d', "d", N_("take out"), take_out, has_row, 7},
    {0},
};

const struct panel_class panel_goals = {
    .name = N_("Goals"),
    .about = N_("Training goals by month: n writes one, s shows what the last 10 sessions of the"
                " programme suggest, Space ticks one off or opens it again, d takes it out, u puts"
                " it back."),
    .size = sizeof(struct panel_goals),
    .load = goals_load,
    .draw = goals_draw,
    .key = goals_key,
    .notice = goals_notice,
    .close = goals_close,
    .keys = keys,
};
