#include "ui/text_editor.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "store/records.h"
#include "ui/field.h"
#include "ui/screens.h"
#include "ui/text_lines.h"
#include "ui/ui.h"

enum { CONTROL_S = 19, CONTROL_U = 21, LINE_ROOM = 2048, WIDEST = 80 };

struct editor {
    struct screen screen;
    char title[100];
    char text[NOTE_ROOM], before[NOTE_ROOM];
    struct field field;
    struct area inside; /* of the box, as last painted */
    int top;            /* first line shown */
    int goal;           /* column that Up and Down keep; -1: where the cursor is */
    bool is_full;       /* the last character did not fit */
};

static bool editor_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)err;
    struct editor *editor = (struct editor *)screen;
    const struct text_editor_argument *given = argument;
    text_copy(editor->title, sizeof editor->title, given->title);
    text_copy(editor->text, sizeof editor->text, given->text);
    text_copy(editor->before, sizeof editor->before, given->text);
    size_t room = given->room < sizeof editor->text ? given->room : sizeof editor->text;
    editor->field.has_lines = true;
    field_start(&editor->field, editor->text, room);
    editor->inside = (struct area){0, 0, 10, 60};
    editor->goal = -1;
    return true;
}

/* One column is kept free for the cursor behind the last character. */
static int wrap_columns(const struct editor *editor)
{
    return editor->inside.columns > 1 ? editor->inside.columns - 1 : 1;
}

static struct text_place place_of_cursor(const struct editor *editor)
{
    return text_place_of(editor->text, wrap_columns(editor), editor->field.cursor);
}

/* --- painting ------------------------------------------------------------------------------- */

static void draw_lines(const struct editor *editor)
{
    size_t from = 0;
    size_t size = 0;
    size_t next = 0;
    bool has_next = true;
    for (int line = 0; has_next && line < editor->top + editor->inside.lines; line++) {
        char part[LINE_ROOM];
        has_next = text_line(editor->text, from, wrap_columns(editor), &size, &next);
        size = size < sizeof part - 1 ? size : sizeof part - 1;
        memcpy(part, editor->text + from, size);
        part[size] = '\0';
        draw_text(editor->inside, line - editor->top, 0, INK_TEXT, part);
        from = next;
    }
}

static void editor_draw(struct screen *screen, struct area area)
{
    struct editor *editor = (struct editor *)screen;
    int columns = area.columns - 2 < WIDEST ? area.columns - 2 : WIDEST;
    struct area box = area_part(area, 1, (area.columns - columns) / 2, area.lines - 2, columns);
    draw_clear(box);
    draw_box(box, editor->title);
    editor->inside = area_part(box, 1, 3, box.lines - 2, box.columns - 6);
    struct text_place cursor = place_of_cursor(editor);
    if (cursor.line < editor->top) {
        editor->top = cursor.line;
    }
    if (cursor.line >= editor->top + editor->inside.lines) {
        editor->top = cursor.line - editor->inside.lines + 1;
    }
    draw_lines(editor);
    draw_cursor(editor->inside, cursor.line - editor->top, cursor.column);
    if (editor->is_full) {
        draw_format(box, box.lines - 1, 3, INK_WARN, " %s ",
                    _("There is no room for more text here."));
    }
}

/* --- keys ------------------------------------------------------------------------------------- */

static bool new_line(struct editor *editor)
{
    size_t length = strlen(editor->text);
    if (length + 1 >= editor->field.room) {
        return false;
    }
    memmove(editor->text + editor->field.cursor + 1, editor->text + editor->field.cursor,
            length - editor->field.cursor + 1);
    editor->text[editor->field.cursor++] = '\n';
    return true;
}

static void move_lines(struct editor *editor, int by)
{
    struct text_place place = place_of_cursor(editor);
    if (editor->goal < 0) {
        editor->goal = place.column;
    }
    place.line = place.line + by > 0 ? place.line + by : 0;
    place.column = editor->goal;
    editor->field.cursor = text_offset_of(editor->text, wrap_columns(editor), place);
}

static void move_to_column(struct editor *editor, int column)
{
    struct text_place place = place_of_cursor(editor);
    place.column = column;
    editor->field.cursor = text_offset_of(editor->text, wrap_columns(editor), place);
}

/* From the start of the line, as typed, to the cursor. */
static void remove_line_head(struct editor *editor)
{
    size_t from = editor->field.cursor;
    while (from > 0 && editor->text[from - 1] != '\n') {
        from--;
    }
    memmove(editor->text + from, editor->text + editor->field.cursor,
            strlen(editor->text + editor->field.cursor) + 1);
    editor->field.cursor = from;
}

static bool move_key(struct editor *editor, int key)
{
    int page = editor->inside.lines > 1 ? editor->inside.lines - 1 : 1;
    switch (key) {
    case UI_KEY_UP:
        move_lines(editor, -1);
        return true;
    case UI_KEY_DOWN:
        move_lines(editor, 1);
        return true;
    case UI_KEY_PAGE_UP:
        move_lines(editor, -page);
        return true;
    case UI_KEY_PAGE_DOWN:
        move_lines(editor, page);
        return true;
    default:
        return false;
    }
}

static bool mouse_key(struct editor *editor, const struct ui_mouse *mouse)
{
    if (mouse->what == MOUSE_WHEEL_UP || mouse->what == MOUSE_WHEEL_DOWN) {
        move_lines(editor, mouse->what == MOUSE_WHEEL_UP ? -3 : 3);
        return true;
    }
    struct text_place place = {mouse->line - editor->inside.line + editor->top,
                               mouse->column - editor->inside.column};
    if (mouse->line < editor->inside.line ||
        mouse->line >= editor->inside.line + editor->inside.lines || place.column < 0) {
        return false;
    }
    editor->goal = -1;
    editor->field.cursor = text_offset_of(editor->text, wrap_columns(editor), place);
    return true;
}

static bool edit_key(struct editor *editor, int key)
{
    size_t length = strlen(editor->text);
    switch (key) {
    case UI_KEY_ENTER:
        editor->is_full = !new_line(editor);
        return true;
    case UI_KEY_HOME:
        move_to_column(editor, 0);
        return true;
    case UI_KEY_END:
        move_to_column(editor, WIDEST);
        return true;
    case CONTROL_U:
        remove_line_head(editor);
        return true;
    default:
        break;
    }
    bool is_used = field_key(&editor->field, key);
    bool is_character = key >= ' ' && key < UI_KEY_SHIFT_TAB;
    editor->is_full = is_used && is_character && strlen(editor->text) == length;
    return is_used;
}

static bool editor_key(struct screen *screen, int key)
{
    struct editor *editor = (struct editor *)screen;
    if (key == UI_KEY_MOUSE) {
        return mouse_key(editor, ui_mouse(screen->ui));
    }
    if (move_key(editor, key)) {
        return true;
    }
    editor->goal = -1;
    return edit_key(editor, key);
}

static void act_save(struct screen *screen)
{
    struct editor *editor = (struct editor *)screen;
    char text[NOTE_ROOM];
    text_copy(text, sizeof text, editor->text);
    text_trim(text);
    ui_close(screen, text);
}

static void drop(struct screen *screen)
{
    ui_close(screen, NULL);
}

static void act_cancel(struct screen *screen)
{
    struct editor *editor = (struct editor *)screen;
    if (strcmp(editor->text, editor->before) == 0) {
        ui_close(screen, NULL);
    } else {
        ui_ask(screen, _("The text was changed. Leave without saving it?"),
               _("leave without saving"), drop);
    }
}

static const struct key_row keys[] = {
    {UI_KEY_F1 + 1, "F2", N_("save"), act_save, NULL, 9},
    {CONTROL_S, "Ctrl-S", N_("save"), act_save, NULL, 3},
    {UI_KEY_ESCAPE, "Esc", N_("leave"), act_cancel, NULL, 8},
    {0},
};

const struct screen_class screen_text_editor = {
    .name = N_("Text"),
    .about = N_(
        "Type freely; Enter starts a new line. F2 saves, Esc leaves and asks first when something "
        "changed."),
    .size = sizeof(struct editor),
    .is_popup = true,
    .takes_text = true,
    .open = editor_open,
    .draw = editor_draw,
    .key = editor_key,
    .keys = keys,
};
