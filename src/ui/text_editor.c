#include "ui/text_editor.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "store/records.h"
#include "ui/field.h"
#include "ui/screens.h"
#include "ui/ui.h"

enum { CONTROL_S = 19, LINE_ROOM = 2048 };

struct editor {
    struct screen screen;
    char title[100];
    char text[NOTE_ROOM], before[NOTE_ROOM];
    struct field field;
    int columns; /* of the text when last painted: Up and Down move by it */
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
    field_start(&editor->field, editor->text, room);
    editor->columns = 60;
    return true;
}

/* Bytes of the visual line that begins at `text`, its newline not counted. */
static size_t visual_line(const char *text, int columns)
{
    size_t bytes = 0;
    size_t at_space = 0;
    for (int used = 0; text[bytes] != '\0' && text[bytes] != '\n'; used++) {
        if (used >= columns) {
            return at_space > 0 ? at_space : bytes;
        }
        if (text[bytes] == ' ') {
            at_space = bytes + 1;
        }
        bytes += text_cluster(text + bytes);
    }
    return bytes;
}

static void editor_draw(struct screen *screen, struct area area)
{
    struct editor *editor = (struct editor *)screen;
    int columns = area.columns < 84 ? area.columns - 2 : 80;
    struct area box = area_part(area, 1, (area.columns - columns) / 2, area.lines - 2, columns);
    draw_clear(box);
    draw_box(box, editor->title);
    struct area inside = area_part(box, 1, 3, box.lines - 2, box.columns - 6);
    editor->columns = inside.columns - 1;
    size_t at = 0;
    for (int line = 0; line < inside.lines; line++) {
        char part[LINE_ROOM];
        size_t size = visual_line(editor->text + at, editor->columns);
        size_t kept = size < sizeof part - 1 ? size : sizeof part - 1;
        memcpy(part, editor->text + at, kept);
        part[kept] = '\0';
        draw_text(inside, line, 0, INK_TEXT, part);
        bool is_last = editor->text[at + size] == '\0';
        bool is_here = editor->field.cursor >= at &&
                       (editor->field.cursor < at + size || is_last ||
                        (editor->text[at + size] == '\n' && editor->field.cursor == at + size));
        if (is_here) {
            part[editor->field.cursor - at < kept ? editor->field.cursor - at : kept] = '\0';
            draw_cursor(inside, line, text_width(part));
        }
        if (is_last) {
            break;
        }
        at += size + (editor->text[at + size] == '\n');
    }
}

static void new_line(struct editor *editor)
{
    size_t length = strlen(editor->text);
    if (length + 1 < editor->field.room) {
        memmove(editor->text + editor->field.cursor + 1, editor->text + editor->field.cursor,
                length - editor->field.cursor + 1);
        editor->text[editor->field.cursor++] = '\n';
    }
}

static void move_line(struct editor *editor, int by)
{
    size_t steps = (size_t)editor->columns;
    for (size_t i = 0; i < steps; i++) {
        size_t before = editor->field.cursor;
        field_key(&editor->field, by < 0 ? UI_KEY_LEFT : UI_KEY_RIGHT);
        if (editor->field.cursor == before || editor->text[editor->field.cursor] == '\n') {
            break;
        }
    }
}

static bool editor_key(struct screen *screen, int key)
{
    struct editor *editor = (struct editor *)screen;
    if (key == UI_KEY_ENTER) {
        new_line(editor);
        return true;
    }
    if (key == UI_KEY_UP || key == UI_KEY_DOWN) {
        move_line(editor, key == UI_KEY_UP ? -1 : 1);
        return true;
    }
    return field_key(&editor->field, key);
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
