#include "ui/list.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ui/field.h"

enum { MARKER = 2, GAP = 2 };

void list_set_count(struct list *list, int count)
{
    list->count = count;
    if (list->cursor >= count) {
        list->cursor = count > 0 ? count - 1 : 0;
    }
    if (list->top > list->cursor) {
        list->top = list->cursor;
    }
}

/* Widths of the columns that fit; 0: not shown. */
static void lay_out(const struct list *list, int columns, int widths[LIST_COLUMNS_MAX])
{
    int used = MARKER;
    int grow = 0;
    for (int i = 0; i < list->column_count; i++) {
        widths[i] = 0;
    }
    for (int priority = 0; priority < 10; priority++) {
        for (int i = 0; i < list->column_count; i++) {
            const struct list_column *column = &list->columns[i];
            if (column->priority == priority && used + column->width + GAP <= columns + GAP) {
                widths[i] = column->width;
                used += column->width + GAP;
                grow += column->grow;
            }
        }
    }
    int left = columns + GAP - used;
    for (int i = 0; i < list->column_count && grow > 0 && left > 0; i++) {
        if (widths[i] > 0 && list->columns[i].grow > 0) {
            int share = left * list->columns[i].grow / grow;
            widths[i] += share > 24 && list->column_count > 1 ? 24 : share;
        }
    }
}

static void draw_heading(const struct list *list, struct area area, const int *widths)
{
    int column = MARKER;
    for (int i = 0; i < list->column_count; i++) {
        if (widths[i] == 0) {
            continue;
        }
        const char *title = _(list->columns[i].title);
        if (list->columns[i].is_right) {
            draw_right(area, 0, column, widths[i], INK_MUTED, title);
        } else {
            draw_cell(area, 0, column, widths[i], INK_MUTED, title);
        }
        column += widths[i] + GAP;
    }
}

/* The text of the chosen row's key column; the blanks around it stay as they are. */
static void draw_chosen(struct area area, int line, int column, int columns, bool is_right,
                        const char *text)
{
    struct area cell = area_part(area, line, column, 1, columns);
    int width = text_width(text);
    draw_text(cell, 0, is_right && width < columns ? columns - width : 0, INK_SELECTION, text);
}

/* Only marker and key columns change with the cursor: a move costs few bytes. */
static void draw_row(const struct list *list, struct area area, int line, int row,
                     const int *widths)
{
    bool chosen = row == list->cursor;
    int column = MARKER;
    draw_text(area, line, 0, chosen ? INK_ACCENT : INK_TEXT, chosen ? draw_symbol("▸", ">") : " ");
    for (int i = 0; i < list->column_count; i++) {
        char text[400] = "";
        enum ink ink = INK_TEXT;
        if (widths[i] == 0) {
            continue;
        }
        list->cell(list->owner, row, i, text, sizeof text, &ink);
        if (list->columns[i].is_right) {
            draw_right(area, line, column, widths[i], ink, text);
        } else {
            draw_cell(area, line, column, widths[i], ink, text);
        }
        if (chosen && list->columns[i].is_key) {
            draw_chosen(area, line, column, widths[i], list->columns[i].is_right, text);
        }
        column += widths[i] + GAP;
    }
}

static void draw_filter(struct list *list, struct area area)
{
    struct field field = {
        .text = list->filter, .room = sizeof list->filter, .cursor = strlen(list->filter)};
    char count[60];
    snprintf(count, sizeof count, P_("%d row", "%d rows", list->count), list->count);
    draw_text(area, 0, 0, INK_ACCENT, "/");
    field_draw(&field, area, 0, 2, area.columns / 2, list->is_filtering);
    draw_text(area, 0, area.columns / 2 + 4, INK_MUTED, count);
}

static void keep_cursor_in_sight(struct list *list)
{
    if (list->cursor < list->top) {
        list->top = list->cursor;
    }
    if (list->page > 0 && list->cursor >= list->top + list->page) {
        list->top = list->cursor - list->page + 1;
    }
    if (list->top + list->page > list->count) {
        list->top = list->count > list->page ? list->count - list->page : 0;
    }
}

void list_draw(struct list *list, struct area area)
{
    int widths[LIST_COLUMNS_MAX];
    bool has_filter = list->is_filtering || list->filter[0] != '\0';
    if (has_filter) {
        draw_filter(list, area);
        area = area_part(area, 1, 0, area.lines - 1, area.columns);
    }
    lay_out(list, area.columns, widths);
    draw_heading(list, area, widths);
    list->page = area.lines - 1;
    list->first_line = area.line + 1;
    keep_cursor_in_sight(list);
    for (int i = 0; i < list->page && list->top + i < list->count; i++) {
        draw_row(list, area, 1 + i, list->top + i, widths);
    }
    if (list->count == 0) {
        const char *text = has_filter            ? _("Nothing matches. Esc clears the filter.")
                           : list->empty != NULL ? _(list->empty)
                                                 : "";
        draw_wrapped(area_part(area, 2, MARKER, area.lines - 2, area.columns - MARKER), 0,
                     INK_MUTED, text);
    }
}

static enum list_event move_to(struct list *list, int row)
{
    int before = list->cursor;
    if (list->count == 0) {
        return LIST_MOVED;
    }
    list->cursor = row < 0 ? 0 : row >= list->count ? list->count - 1 : row;
    if (row >= list->count && (before == list->count - 1 || row > list->count)) {
        return LIST_NEED_OLDER;
    }
    return row < 0 ? LIST_NEED_NEWER : LIST_MOVED;
}

static enum list_event filter_key(struct list *list, int key)
{
    struct field field = {
        .text = list->filter, .room = sizeof list->filter, .cursor = strlen(list->filter)};
    if (key == UI_KEY_ENTER) {
        list->is_filtering = false;
        return list->count > 0 ? LIST_OPENED : LIST_MOVED;
    }
    bool is_edit = key == UI_KEY_BACKSPACE || key == UI_KEY_PASTE || key == 21 || key == 23 ||
                   (key >= ' ' && key < 0x110000);
    if (!is_edit || !field_key(&field, key)) {
        return LIST_UNUSED;
    }
    list->cursor = list->top = 0;
    return LIST_FILTER_CHANGED;
}

static enum list_event mouse_event(struct list *list, const struct ui_mouse *mouse)
{
    if (mouse == NULL) {
        return LIST_UNUSED;
    }
    if (mouse->what == MOUSE_WHEEL_UP || mouse->what == MOUSE_WHEEL_DOWN) {
        return move_to(list, list->cursor + (mouse->what == MOUSE_WHEEL_UP ? -3 : 3));
    }
    int row = list->top + mouse->line - list->first_line;
    if (mouse->line < list->first_line || mouse->line >= list->first_line + list->page ||
        row >= list->count) {
        return LIST_UNUSED;
    }
    bool again = row == list->cursor;
    list->cursor = row;
    return again || mouse->what == MOUSE_DOUBLE ? LIST_OPENED : LIST_MOVED;
}

static enum list_event clear_filter(struct list *list)
{
    if (!list->is_filtering && list->filter[0] == '\0') {
        return LIST_UNUSED;
    }
    bool changed = list->filter[0] != '\0';
    list->is_filtering = false;
    list->filter[0] = '\0';
    list->cursor = list->top = 0;
    return changed ? LIST_FILTER_CHANGED : LIST_MOVED;
}

enum list_event list_key(struct list *list, int key, const struct ui_mouse *mouse)
{
    int page = list->page > 1 ? list->page - 1 : 1;
    switch (key) {
    case UI_KEY_UP:
        return move_to(list, list->cursor - 1);
    case UI_KEY_DOWN:
        return move_to(list, list->cursor + 1);
    case UI_KEY_PAGE_UP:
        return move_to(list, list->cursor == 0         ? -1
                             : list->cursor - page < 0 ? 0
                                                       : list->cursor - page);
    case UI_KEY_PAGE_DOWN:
        return move_to(list, list->cursor + page);
    case UI_KEY_HOME:
        return move_to(list, list->cursor == 0 ? -1 : 0);
    case UI_KEY_END:
        return move_to(list, list->cursor == list->count - 1 ? list->count : list->count - 1);
    case UI_KEY_ESCAPE:
        return clear_filter(list);
    case UI_KEY_MOUSE:
        return mouse_event(list, mouse);
    default:
        break;
    }
    if (list->is_filtering) {
        return filter_key(list, key);
    }
    if (key == '/') {
        list->is_filtering = true;
        return LIST_MOVED;
    }
    return key == UI_KEY_ENTER && list->count > 0 ? LIST_OPENED : LIST_UNUSED;
}
