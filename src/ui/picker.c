#include "ui/picker.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ui/field.h"
#include "ui/screens.h"

/* What stands there already needs not be created. */
static bool has_exact_match(const struct picker *picker)
{
    char typed[PICKER_FIND_ROOM];
    char text[NAME_ROOM];
    text_fold(typed, sizeof typed, picker->typed);
    text_trim(typed);
    for (int i = 0; i < picker->count; i++) {
        text_fold(text, sizeof text, picker->rows[i].text);
        if (strcmp(text, typed) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_words(const char *typed)
{
    return typed[strspn(typed, " ")] != '\0';
}

static void find(struct picker *picker)
{
    struct err err = {0};
    picker->count = picker->source->find(picker->app, picker->context, picker->typed, picker->rows,
                                         PICKER_ROWS_MAX, &err);
    text_copy(picker->error, sizeof picker->error, err.kind != ERR_OK ? err.what : "");
    picker->count = picker->count < 0 ? 0 : picker->count;
    picker->count = picker->count > PICKER_ROWS_MAX ? PICKER_ROWS_MAX : picker->count;
    picker->offers_create =
        picker->source->create != NULL && has_words(picker->typed) && !has_exact_match(picker);
    picker->cursor = 0;
}

void picker_start(struct picker *picker, struct app *app, const struct picker_source *source,
                  void *context)
{
    *picker = (struct picker){.source = source, .context = context, .app = app};
    find(picker);
}

static int row_count(const struct picker *picker)
{
    return picker->count + (picker->offers_create ? 1 : 0);
}

const struct picker_row *picker_chosen(const struct picker *picker)
{
    return picker->cursor < picker->count ? &picker->rows[picker->cursor] : NULL;
}

/* The source's sentence with what was typed in place of its %s. */
static void create_text(const struct picker *picker, char *dst, size_t size)
{
    const char *sentence = _(picker->source->create);
    const char *gap = strstr(sentence, "%s");
    if (gap == NULL) {
        text_copy(dst, size, sentence);
    } else {
        snprintf(dst, size, "%.*s%s%s", (int)(gap - sentence), sentence, picker->typed, gap + 2);
    }
}

static void draw_row(const struct picker *picker, struct area area, int line, int row,
                     bool has_focus)
{
    char text[2 * NAME_ROOM];
    const char *side = "";
    bool chosen = row == picker->cursor;
    if (row < picker->count) {
        text_copy(text, sizeof text, picker->rows[row].text);
        side = picker->rows[row].side;
    } else {
        create_text(picker, text, sizeof text);
    }
    int side_width = text_width(side);
    side_width = side_width > area.columns / 2 ? area.columns / 2 : side_width;
    draw_text(area, line, 0, INK_ACCENT, chosen ? draw_symbol("▸", ">") : " ");
    enum ink ink = chosen && has_focus   ? INK_SELECTION
                   : row < picker->count ? INK_TEXT
                                         : INK_ACCENT;
    draw_cell(area, line, 2, area.columns - side_width - 3, ink, text);
    draw_text(area, line, area.columns - side_width, INK_MUTED, side);
}

/* The row that stands on top when the chosen one is in sight. */
static int first_row(const struct picker *picker)
{
    return picker->cursor >= picker->lines ? picker->cursor - picker->lines + 1 : 0;
}

void picker_draw(struct picker *picker, struct area area, bool has_focus)
{
    struct field field = {
        .text = picker->typed, .room = sizeof picker->typed, .cursor = strlen(picker->typed)};
    if (area.lines <= 0) {
        return;
    }
    if (has_focus) {
        field_draw(&field, area, 0, 2, area.columns - 3, true);
        draw_text(area, 0, 0, INK_ACCENT, "/");
    }
    picker->lines = area.lines - 1;
    picker->first_line = area.line + 1;
    int first = first_row(picker);
    for (int i = 0; i < picker->lines && first + i < row_count(picker); i++) {
        draw_row(picker, area, 1 + i, first + i, has_focus);
    }
    if (picker->error[0] != '\0') {
        int below = 1 + row_count(picker); /* what can be made stays in sight */
        draw_wrapped(area_part(area, below, 2, area.lines - below, area.columns - 2), 0, INK_WARN,
                     picker->error);
    } else if (row_count(picker) == 0) {
        const char *empty = picker->source->empty;
        const char *says = picker->typed[0] != '\0' ? _("Nothing matches.")
                           : empty != NULL          ? _(empty)
                                                    : _("There is nothing here yet.");
        draw_wrapped(area_part(area, 1, 2, area.lines - 1, area.columns - 2), 0, INK_MUTED, says);
    }
}

static enum picker_event move_by(struct picker *picker, int by)
{
    int last = row_count(picker) - 1;
    int next = picker->cursor + by;
    picker->cursor = next < 0 ? 0 : next > last ? (last < 0 ? 0 : last) : next;
    return PICKER_MOVED;
}

enum picker_event picker_key(struct picker *picker, int key)
{
    struct field field = {
        .text = picker->typed, .room = sizeof picker->typed, .cursor = strlen(picker->typed)};
    switch (key) {
    case UI_KEY_UP:
        return move_by(picker, -1);
    case UI_KEY_DOWN:
        return move_by(picker, 1);
    case UI_KEY_PAGE_UP:
        return move_by(picker, -8);
    case UI_KEY_PAGE_DOWN:
        return move_by(picker, 8);
    case UI_KEY_ENTER:
        if (picker->cursor < picker->count) {
            return PICKER_PICKED;
        }
        return picker->offers_create ? PICKER_CREATE : PICKER_MOVED;
    case UI_KEY_LEFT:
    case UI_KEY_RIGHT:
    case UI_KEY_HOME:
    case UI_KEY_END:
        return PICKER_UNUSED;
    default:
        break;
    }
    if (key == UI_KEY_BACKSPACE && picker->typed[0] == '\0') {
        return PICKER_UNUSED;
    }
    if (!field_key(&field, key)) {
        return PICKER_UNUSED;
    }
    find(picker);
    return PICKER_MOVED;
}

/* --- the popup ----------------------------------------------------------------------------------
 */

struct picker_screen {
    struct screen screen;
    struct picker picker;
};

static bool popup_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)err;
    struct picker_screen *popup = (struct picker_screen *)screen;
    const struct picker_argument *given = argument;
    picker_start(&popup->picker, screen->app, given->source, given->context);
    return true;
}

static void popup_draw(struct screen *screen, struct area area)
{
    struct picker_screen *popup = (struct picker_screen *)screen;
    int columns = area.columns < 64 ? area.columns : 64;
    int lines = area.lines < 18 ? area.lines : 18;
    struct area box = area_part(area, 1, (area.columns - columns) / 2, lines, columns);
    draw_clear(box);
    draw_box(box, _(popup->picker.source->title));
    picker_draw(&popup->picker, area_part(box, 1, 2, box.lines - 2, box.columns - 4), true);
}

/* A click chooses, the wheel moves. */
static int key_of_mouse(struct picker *picker, const struct ui_mouse *mouse)
{
    if (mouse->what == MOUSE_WHEEL_UP || mouse->what == MOUSE_WHEEL_DOWN) {
        return mouse->what == MOUSE_WHEEL_UP ? UI_KEY_UP : UI_KEY_DOWN;
    }
    int line = mouse->line - picker->first_line;
    int row = first_row(picker) + line;
    if (line < 0 || line >= picker->lines || row >= row_count(picker)) {
        return 0;
    }
    picker->cursor = row;
    return UI_KEY_ENTER;
}

static bool popup_key(struct screen *screen, int key)
{
    struct picker_screen *popup = (struct picker_screen *)screen;
    if (key == UI_KEY_MOUSE) {
        key = key_of_mouse(&popup->picker, ui_mouse(screen->ui));
    }
    enum picker_event event = picker_key(&popup->picker, key);
    if (event == PICKER_PICKED) {
        struct picker_row row = *picker_chosen(&popup->picker);
        ui_close(screen, &row);
    } else if (event == PICKER_CREATE) {
        struct picker_row row = {0};
        text_copy(row.text, sizeof row.text, popup->picker.typed);
        ui_close(screen, &row);
    }
    return event != PICKER_UNUSED;
}

static void act_cancel(struct screen *screen)
{
    ui_close(screen, NULL);
}

static void act_nothing(struct screen *screen)
{
    (void)screen;
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, "Enter", N_("choose"), act_nothing, NULL, 9},
    {UI_KEY_ESCAPE, "Esc", N_("cancel"), act_cancel, NULL, 8},
    {0},
};

const struct screen_class screen_picker = {
    .name = N_("Choose"),
    .about = N_("Type a part of a name or number; the likely answers stand first. Enter chooses."),
    .size = sizeof(struct picker_screen),
    .is_popup = true,
    .takes_text = true,
    .open = popup_open,
    .draw = popup_draw,
    .key = popup_key,
    .keys = keys,
};
