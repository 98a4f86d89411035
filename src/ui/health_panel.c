/* System, the page Health: whether everything is well and what to do about what is not. The rows of
 * core/health.h, looked at again every five seconds while the page is shown. */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/health.h"
#include "core/health_text.h"
#include "core/rights.h"
#include "core/task.h"
#include "ui/system_pages.h"
#include "ui/ui.h"

enum { AGAIN_MS = 5000, NAME_COLUMNS = 14, STATE_COLUMNS = 10, TEXT_ROOM = 320 };

struct health_panel {
    struct panel panel;
    struct screen *screen;    /* of the card */
    struct health_look *look; /* under way; NULL: none */
    struct health health;
    bool has_looked;
    int64_t due_ms; /* monotonic: when to look again */
    int top, lines; /* of the text, when it is longer than the page */
};

static struct health_panel *health_of(const struct screen *screen)
{
    return (struct health_panel *)card_shown(screen);
}

/* One look beside the screen. It outlives the page when that is left meanwhile: then nobody looks
 * at what it found. */
struct health_look {
    struct health_panel *panel; /* NULL: the page was left */
    struct task *task;
    char folder[512];
    struct health health;
};

static void look(void *work)
{
    struct health_look *look = work;
    health_read(look->folder, &look->health);
}

/* Only while nothing covers the page; who comes back to it looks anew. Work beside the screens
 * wakes it more often. */
static void look_again_later(struct health_panel *panel)
{
    struct screen *screen = panel->screen;
    panel->due_ms = time_monotonic_ms() + AGAIN_MS;
    if (screen->ui->top == screen && screen->wake_at_ms == 0) {
        screen_wake_in_ms(screen, AGAIN_MS);
    }
}

static void has_looked(void *context)
{
    struct health_look *look = context;
    struct health_panel *panel = look->panel;
    task_finish(look->task);
    if (panel != NULL) {
        panel->look = NULL;
        panel->health = look->health;
        panel->has_looked = true;
        look_again_later(panel);
    }
    free(look);
}

static void health_panel_start(struct panel *base)
{
    struct health_panel *panel = (struct health_panel *)base;
    panel->screen = &base->card->screen;
}

static void health_panel_read(struct health_panel *panel)
{
    struct err err = {0};
    if (panel->look != NULL || !rights_has(&panel->screen->app->actor, RIGHT_MANAGE_SYSTEM)) {
        return;
    }
    struct health_look *started = mem_alloc(sizeof *started);
    started->panel = panel;
    text_copy(started->folder, sizeof started->folder, panel->screen->app->folder);
    started->task = task_start(look, started, &err);
    if (started->task == NULL) {
        ui_toast_err(panel->screen->ui, &err);
        free(started);
        return;
    }
    panel->look = started;
    ui_watch_task(panel->screen->ui, started->task, has_looked, started);
}

static void health_panel_tick(struct panel *base)
{
    struct health_panel *panel = (struct health_panel *)base;
    if (time_monotonic_ms() >= panel->due_ms) {
        health_panel_read(panel);
    }
}

static void health_panel_close(struct panel *base)
{
    struct health_panel *panel = (struct health_panel *)base;
    if (panel->look != NULL) {
        panel->look->panel = NULL;
        panel->look = NULL;
    }
}

static void health_panel_restart_worker(struct screen *screen)
{
    struct health_panel *panel = health_of(screen);
    if (ui_restart_worker(panel->screen->ui)) {
        ui_toast(panel->screen->ui, TOAST_GOOD, "%s", _("The worker was started anew."));
    } else {
        ui_toast(panel->screen->ui, TOAST_WARN, "%s",
                 _("The old worker hangs and was left behind; a new one has started. What it was"
                   " doing is done again within two minutes."));
    }
    health_panel_read(panel);
}

/* --- drawing -------------------------------------------------------------------------------- */
/* A mark and a word: what is wrong is seen without colour too. */
static void draw_state(struct area area, int line, enum health_state state)
{
    static const enum ink inks[] = {INK_ACCENT, INK_ACCENT2, INK_WARN};
    static const char *const marks[] = {" ", "?", "!"};
    char text[48];
    snprintf(text, sizeof text, "%s %s", marks[state], health_state_name(state));
    draw_cell(area, line, NAME_COLUMNS + 1, STATE_COLUMNS, inks[state], text);
}

static struct area text_area(struct area area)
{
    int column = NAME_COLUMNS + STATE_COLUMNS + 2;
    return area_part(area, 0, column, area.lines, area.columns - column - 1);
}

static int draw_errors(const struct health_row *row, struct area area, int line)
{
    for (unsigned i = 0; i < HEALTH_ERROR_COUNT; i++) {
        enum health_error error = (enum health_error)i;
        char text[TEXT_ROOM * 2];
        if ((row->errors >> i & 1U) != 0) {
            line += draw_wrapped(area, line, INK_WARN, health_error_says(error));
            snprintf(text, sizeof text, "-> %s", health_error_key(error));
            line += draw_wrapped(area, line, INK_TEXT, text);
        }
    }
    return line;
}

static int draw_row(const struct health_panel *panel, struct area area, int line,
                    enum health_key key)
{
    char observed[HEALTH_SAYS_ROOM];
    const struct health_row *row = &panel->health.rows[key];
    draw_cell(area, line, 1, NAME_COLUMNS, INK_TITLE, health_key_name(key));
    if (!panel->has_looked) {
        draw_text(text_area(area), line, 0, INK_MUTED, _("looking ..."));
        return line + 1;
    }
    draw_state(area, line, row->state);
    health_observed(&panel->health, key, observed, sizeof observed);
    line += draw_wrapped(text_area(area), line, INK_MUTED, observed);
    return draw_errors(row, text_area(area), line);
}

static void draw_head(const struct health_panel *panel, struct area area)
{
    if (!panel->has_looked) {
        return;
    }
    switch (health_worst(&panel->health)) {
    case HEALTH_OK:
        draw_text(area, 0, 1, INK_ACCENT, _("Everything is well."));
        break;
    case HEALTH_WARN:
        draw_text(area, 0, 1, INK_ACCENT2, _("It works; look at what stands below."));
        break;
    case HEALTH_FAILED:
        draw_text(area, 0, 1, INK_WARN, _("! Something has failed: what stands below first."));
        break;
    }
}

static void health_panel_draw(struct panel *base, struct area area)
{
    struct health_panel *panel = (struct health_panel *)base;
    draw_head(panel, area);
    struct area rows = area_part(area, 2, 0, area.lines - 2, area.columns);
    int line = -panel->top;
    for (int key = 0; key < HEALTH_COUNT; key++) {
        line = draw_row(panel, rows, line, (enum health_key)key);
    }
    panel->lines = line + panel->top - rows.lines;
}

static void scroll(struct health_panel *panel, int by)
{
    int most = panel->lines > 0 ? panel->lines : 0;
    int top = panel->top + by;
    panel->top = top < 0 ? 0 : top > most ? most : top;
}

static bool health_panel_key(struct panel *base, int key)
{
    struct health_panel *panel = (struct health_panel *)base;
    switch (key) {
    case UI_KEY_UP:
        scroll(panel, -1);
        return true;
    case UI_KEY_DOWN:
        scroll(panel, 1);
        return true;
    case UI_KEY_PAGE_UP:
        scroll(panel, -10);
        return true;
    case UI_KEY_PAGE_DOWN:
        scroll(panel, 10);
        return true;
    default:
        return false;
    }
}

static bool may_restart(const struct screen *screen)
{
    return rights_has(&screen->app->actor, RIGHT_MANAGE_SYSTEM) && !screen->app->is_view_only;
}

static const struct key_row keys[] = {
    {'W', "W", N_("start the worker anew"), health_panel_restart_worker, may_restart, 8},
    {0},
};

static bool health_panel_load(struct panel *base, struct err *err)
{
    (void)err;
    health_panel_read((struct health_panel *)base);
    return true;
}

const struct panel_class page_health = {
    .name = N_("Health"),
    .about =
        N_("What is well, what is not, and what to do about it; W starts the coach's worker anew."),
    .size = sizeof(struct health_panel),
    .start = health_panel_start,
    .load = health_panel_load,
    .draw = health_panel_draw,
    .key = health_panel_key,
    .tick = health_panel_tick,
    .close = health_panel_close,
    .keys = keys,
};
