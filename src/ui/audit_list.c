/* System, the page Audit trail, newest first; the chosen row's old and new values below it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/audit_trail.h"
#include "ui/list.h"
#include "ui/system_pages.h"

enum { DETAIL_LINES = 5 };
enum { AUDIT_LIST_ROOM = 200, AUDIT_LIST_PAGE = 50 };

struct audit_list {
    struct panel panel;
    struct screen *screen; /* of the card */
    struct list list;
    struct audit_row *rows; /* AUDIT_LIST_ROOM of them; NULL until loaded */
    char why[240];          /* why nothing is shown: the right is missing */
};

static const struct list_column columns[] = {
    {N_("No."), 8, 0, 0, true, false},      {N_("When"), 19, 0, 0, false, false},
    {N_("Who"), 16, 2, 0, false, true},     {N_("What"), 16, 1, 0, false, false},
    {N_("Record"), 14, 1, 2, false, false},
};

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct audit_list *trail = owner;
    const struct audit_row *audit = &trail->rows[row];
    char date[DATE_ROOM];
    char clock[6];
    switch (column) {
    case 0:
        *ink = INK_MUTED;
        snprintf(dst, size, "%lld", (long long)audit->number);
        break;
    case 1:
        time_local_date(date, audit->at_ms);
        time_local_clock(clock, audit->at_ms);
        time_date_text(dst, size, date);
        snprintf(dst + strlen(dst), size - strlen(dst), " %s", clock);
        break;
    case 2:
        text_copy(dst, size, audit->actor_name);
        break;
    case 3:
        text_copy(dst, size, audit->action);
        break;
    default:
        text_copy(dst, size, audit->subject);
        break;
    }
}

static void audit_list_start(struct panel *base)
{
    struct audit_list *trail = (struct audit_list *)base;
    trail->screen = &base->card->screen;
    trail->list = (struct list){.columns = columns,
                                .column_count = (int)(sizeof columns / sizeof columns[0]),
                                .empty = N_("Nothing was written yet."),
                                .cell = write_cell,
                                .owner = trail};
}

/* Adds the rows below `before`; the newest loaded ones go when there is no room. */
static bool load_page(struct audit_list *trail, int64_t before)
{
    struct arena arena = {0};
    struct audit_row *page = NULL;
    int count = 0;
    struct err err = {0};
    trail->why[0] = '\0';
    if (!audit_trail_list(trail->screen->app, &arena, before, AUDIT_LIST_PAGE, &page, &count,
                          &err)) {
        text_copy(trail->why, sizeof trail->why, err.what);
        count = 0;
    }
    int loaded = before > 0 ? trail->list.count : 0;
    int drop = loaded + count - AUDIT_LIST_ROOM;
    if (drop > 0) {
        memmove(trail->rows, trail->rows + drop, (size_t)(loaded - drop) * sizeof *trail->rows);
        loaded -= drop;
        trail->list.cursor -= drop;
        trail->list.top = trail->list.top > drop ? trail->list.top - drop : 0;
    }
    for (int i = 0; i < count; i++) {
        trail->rows[loaded + i] = page[i];
    }
    list_set_count(&trail->list, loaded + count);
    arena_free(&arena);
    return count > 0;
}

static void audit_list_read(struct audit_list *trail)
{
    if (trail->rows == NULL) {
        trail->rows = mem_array(AUDIT_LIST_ROOM, sizeof *trail->rows);
    }
    trail->list.cursor = 0;
    trail->list.top = 0;
    (void)load_page(trail, 0);
}

static void audit_list_close(struct panel *base)
{
    struct audit_list *trail = (struct audit_list *)base;
    free(trail->rows);
    trail->rows = NULL;
}

static void draw_detail(const struct audit_row *row, struct area area)
{
    char text[64];
    snprintf(text, sizeof text, "%s %lld", row->subject, (long long)row->subject_id);
    draw_rule(area, 0, text);
    draw_cell(area, 1, 1, 8, INK_MUTED, _("Before"));
    draw_cell(area, 3, 1, 8, INK_MUTED, _("After"));
    struct area before = area_part(area, 1, 10, 2, area.columns - 11);
    struct area after = area_part(area, 3, 10, 2, area.columns - 11);
    draw_wrapped(before, 0, INK_TEXT, row->before[0] != '\0' ? row->before : "-");
    draw_wrapped(after, 0, INK_TEXT, row->after[0] != '\0' ? row->after : "-");
}

static void audit_list_draw(struct panel *base, struct area area)
{
    struct audit_list *trail = (struct audit_list *)base;
    if (trail->why[0] != '\0') {
        draw_wrapped(area_part(area, 0, 1, area.lines, area.columns - 2), 0, INK_MUTED, trail->why);
        return;
    }
    struct list *list = &trail->list;
    list_draw(list, area_part(area, 0, 0, area.lines - DETAIL_LINES, area.columns));
    if (list->cursor < list->count) {
        draw_detail(&trail->rows[list->cursor],
                    area_part(area, area.lines - DETAIL_LINES, 0, DETAIL_LINES, area.columns));
    }
}

static bool audit_list_key(struct panel *base, int key)
{
    struct audit_list *trail = (struct audit_list *)base;
    const struct ui_mouse *mouse = ui_mouse(trail->screen->ui);
    struct list *list = &trail->list;
    if (key == '/' || trail->rows == NULL) {
        return false;
    }
    enum list_event event = list_key(list, key, mouse);
    if (event == LIST_NEED_OLDER && list->count > 0 &&
        load_page(trail, trail->rows[list->count - 1].number)) {
        (void)list_key(list, key, mouse);
    } else if (event == LIST_NEED_NEWER) {
        audit_list_read(trail);
    }
    return event != LIST_UNUSED;
}

static bool audit_list_load(struct panel *base, struct err *err)
{
    (void)err;
    audit_list_read((struct audit_list *)base);
    return true;
}

const struct panel_class page_audit = {
    .name = N_("Audit trail"),
    .about = N_("Who did what and when, with the old and the new values."),
    .size = sizeof(struct audit_list),
    .start = audit_list_start,
    .load = audit_list_load,
    .draw = audit_list_draw,
    .key = audit_list_key,
    .close = audit_list_close,
};
