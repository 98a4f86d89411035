/* System, the page Log: the end of the kiosk's log, newest first; / finds. */
#include <stdio.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/app.h"
#include "core/log_read.h"
#include "core/rights.h"
#include "ui/list.h"
#include "ui/system_pages.h"

enum { LINES = 500, DETAIL_LINES = 4, FOLD_ROOM = 4096 };

struct log_panel {
    struct panel panel;
    struct screen *screen; /* of the card */
    struct list list;
    struct arena arena;
    const char **all; /* every line that was read, the oldest first */
    const char **shown;
    int all_count;
    char why[240]; /* why nothing is shown */
};

static const struct list_column columns[] = {{N_("Newest first"), 20, 1, 0, false, true}};

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct log_panel *panel = owner;
    (void)column;
    *ink = INK_TEXT;
    text_copy(dst, size, panel->shown[row]);
}

/* The lines that hold every word of the filter, the newest first. */
static void choose(struct log_panel *panel)
{
    char line[FOLD_ROOM];
    char wanted[LIST_FILTER_ROOM];
    int count = 0;
    text_fold(wanted, sizeof wanted, panel->list.filter);
    for (int i = panel->all_count - 1; i >= 0; i--) {
        text_fold(line, sizeof line, panel->all[i]);
        if (text_matches(line, wanted)) {
            panel->shown[count++] = panel->all[i];
        }
    }
    list_set_count(&panel->list, count);
}

static void log_panel_start(struct panel *base)
{
    struct log_panel *panel = (struct log_panel *)base;
    panel->screen = &base->card->screen;
    panel->list =
        (struct list){.columns = columns,
                      .column_count = 1,
                      .empty = N_("No line of the log. A kiosk that runs as a service writes to the"
                                  " journal: journalctl -u aimtrack-kiosk."),
                      .cell = write_cell,
                      .owner = panel};
}

static void log_panel_close(struct panel *base)
{
    struct log_panel *panel = (struct log_panel *)base;
    arena_free(&panel->arena);
    panel->all_count = 0;
    list_set_count(&panel->list, 0);
}

static void log_panel_read(struct log_panel *panel)
{
    struct err err = {0};
    log_panel_close(&panel->panel);
    panel->why[0] = '\0';
    if (!rights_check(panel->screen->app, RIGHT_MANAGE_SYSTEM, &err) ||
        !log_read(panel->screen->app->folder, LINES, &panel->arena, &panel->all, &panel->all_count,
                  NULL, &err)) {
        text_copy(panel->why, sizeof panel->why, err.what);
        panel->all_count = 0;
    }
    panel->shown = arena_array(&panel->arena, (size_t)panel->all_count + 1, sizeof *panel->shown);
    choose(panel);
}

static void log_panel_draw(struct panel *base, struct area area)
{
    struct log_panel *panel = (struct log_panel *)base;
    struct list *list = &panel->list;
    if (panel->why[0] != '\0') {
        draw_wrapped(area_part(area, 0, 1, area.lines, area.columns - 2), 0, INK_MUTED, panel->why);
        return;
    }
    list_draw(list, area_part(area, 0, 0, area.lines - DETAIL_LINES, area.columns));
    if (list->cursor < list->count) { /* the whole of the chosen line */
        struct area detail =
            area_part(area, area.lines - DETAIL_LINES, 0, DETAIL_LINES, area.columns);
        draw_rule(detail, 0, "");
        draw_wrapped(area_part(detail, 1, 1, DETAIL_LINES - 1, area.columns - 2), 0, INK_TEXT,
                     panel->shown[list->cursor]);
    }
}

static bool log_panel_key(struct panel *base, int key)
{
    struct log_panel *panel = (struct log_panel *)base;
    enum list_event event = LIST_UNUSED;
    if (panel->why[0] == '\0') {
        event = list_key(&panel->list, key, ui_mouse(panel->screen->ui));
    }
    if (event == LIST_FILTER_CHANGED) {
        choose(panel);
    }
    return event != LIST_UNUSED;
}

/* While words are typed to find, digits are no sections. */
static bool log_panel_is_text(const struct panel *base)
{
    return ((const struct log_panel *)base)->list.is_filtering;
}

static bool log_panel_load(struct panel *base, struct err *err)
{
    (void)err;
    log_panel_read((struct log_panel *)base);
    return true;
}

const struct panel_class page_log = {
    .name = N_("Log"),
    .about = N_("What this kiosk wrote down; / finds in it."),
    .size = sizeof(struct log_panel),
    .start = log_panel_start,
    .load = log_panel_load,
    .draw = log_panel_draw,
    .key = log_panel_key,
    .close = log_panel_close,
    .is_text_now = log_panel_is_text,
};
