#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ui/field.h"
#include "ui/screen.h"

static bool is_text(const struct form_field *field)
{
    return field->kind == FORM_TEXT || field->kind == FORM_SECRET;
}

void form_focus(struct form *form, int index)
{
    form->focus = index < 0 ? 0 : index >= form->count ? form->count - 1 : index;
    struct form_field *field = &form->fields[form->focus];
    if (is_text(field)) {
        form->edit.is_secret = field->kind == FORM_SECRET;
        field_start(&form->edit, field->text, field->room);
    }
}

bool form_is_on_pick(const struct form *form)
{
    return form->fields[form->focus].kind == FORM_PICK;
}

void form_start(struct form *form, struct form_field *fields, int count)
{
    *form = (struct form){.fields = fields, .count = count, .error_field = -1};
    form_focus(form, 0);
}

static int label_width(const struct form *form)
{
    int widest = 8;
    for (int i = 0; i < form->count; i++) {
        int width = text_width(_(form->fields[i].label));
        widest = width > widest ? width : widest;
    }
    return widest > 30 ? 30 : widest;
}

static void draw_value(const struct form *form, struct area area, int line, int column, int index)
{
    const struct form_field *field = &form->fields[index];
    bool focus = index == form->focus;
    int columns = area.columns - column - 1;
    columns = columns > 48 ? 48 : columns;
    enum ink ink = focus ? INK_SELECTION : INK_TEXT;
    char text[200];
    if (is_text(field)) {
        struct field shown = {.text = field->text,
                              .room = field->room,
                              .cursor = focus ? form->edit.cursor : 0,
                              .is_secret = field->kind == FORM_SECRET};
        field_draw(&shown, area, line, column, columns, focus);
        return;
    }
    if (field->kind == FORM_SWITCH) {
        snprintf(text, sizeof text, "[%s] %s", *field->number != 0 ? "x" : " ",
                 *field->number != 0 ? _("yes") : _("no"));
    } else if (field->kind == FORM_CHOICE) {
        snprintf(text, sizeof text, "%s %s %s", draw_symbol("◂", "<"),
                 _(field->choices[*field->number]), draw_symbol("▸", ">"));
    } else {
        text_copy(text, sizeof text, field->text[0] != '\0' ? field->text : _("(none)"));
    }
    draw_cell(area, line, column, columns, ink, text);
}

enum { GAP = 2, FOOT = 3 };

/* The words under a field, and how many lines they take; painted only inside the area. */
static int draw_error(const struct form *form, struct area area, int line, int column, int index)
{
    if (form->error[0] == '\0' || form->error_field != index) {
        return 0;
    }
    struct area words = area_part(area, 0, column, area.lines, area.columns - column);
    return draw_wrapped(words, line, INK_WARN, form->error);
}

static int field_lines(const struct form *form, struct area area, int index)
{
    return 1 + draw_error(form, area, area.lines, form->width + GAP, index);
}

/* The first field that can be on top with the chosen one, and its error, in sight. */
static int first_shown(const struct form *form, struct area area)
{
    int used = 0;
    for (int i = form->focus; i >= 0; i--) {
        used += field_lines(form, area, i);
        if (used > area.lines && i < form->focus) {
            return i + 1;
        }
    }
    return 0;
}

/* The hint has its own place below, so that nothing jumps when the focus moves. */
static void draw_foot(const struct form *form, struct area area, int line)
{
    const char *hint = form->fields[form->focus].hint;
    struct area foot = area_part(area, line, 0, area.lines - line, area.columns);
    if (form->error[0] != '\0' && form->error_field < 0) {
        draw_wrapped(foot, 0, INK_WARN, form->error);
    } else if (hint != NULL) {
        draw_wrapped(foot, 0, INK_MUTED, _(hint));
    }
}

void form_draw(struct form *form, struct area area)
{
    int foot = area.lines > 2 * FOOT ? FOOT : 1;
    struct area body = area_part(area, 0, 0, area.lines - foot, area.columns);
    int line = 0;
    form->width = label_width(form);
    form->columns = area.columns;
    form->top = first_shown(form, body);
    form->top_line = area.line;
    for (int i = form->top; i < form->count && line < body.lines; i++) {
        enum ink ink = i == form->focus ? INK_ACCENT : INK_MUTED;
        draw_cell(body, line, 0, form->width, ink, _(form->fields[i].label));
        draw_value(form, body, line, form->width + GAP, i);
        line++;
        line += draw_error(form, body, line, form->width + GAP, i);
    }
    line = line < body.lines ? line : body.lines;
    draw_foot(form, area, foot > 1 ? line + 1 : line);
}

/* The field under the mouse; -1: none. */
static int field_at(const struct form *form, int line)
{
    struct area wide = {0, 0, 0, form->columns};
    int first = form->top_line;
    for (int i = form->top; i < form->count && first <= line; i++) {
        if (line == first) {
            return i;
        }
        first += field_lines(form, wide, i);
    }
    return -1;
}

static void change_choice(struct form_field *field, int by)
{
    int count = field->kind == FORM_CHOICE ? 0 : 2; /* a switch is off or on */
    while (field->kind == FORM_CHOICE && field->choices[count] != NULL) {
        count++;
    }
    if (count > 0) {
        *field->number = (*field->number + by + count) % count;
    }
}

static enum form_event form_value_key(struct form *form, struct form_field *field, int key)
{
    if (is_text(field)) {
        if (!field_key(&form->edit, key)) {
            return FORM_UNUSED;
        }
        form->error[0] = '\0';
        return FORM_CHANGED;
    }
    if (field->kind == FORM_PICK) {
        return key == ' ' ? FORM_WANTS_PICK : FORM_UNUSED;
    }
    if (key == UI_KEY_LEFT || key == UI_KEY_RIGHT || key == ' ') {
        change_choice(field, key == UI_KEY_LEFT ? -1 : 1);
        return FORM_CHANGED;
    }
    return FORM_UNUSED;
}

static enum form_event mouse_event(struct form *form, const struct ui_mouse *mouse)
{
    bool is_click = mouse != NULL && (mouse->what == MOUSE_CLICK || mouse->what == MOUSE_DOUBLE);
    int index = is_click ? field_at(form, mouse->line) : -1;
    if (index < 0) {
        return FORM_UNUSED;
    }
    bool is_again = index == form->focus;
    form_focus(form, index);
    return is_again && form->fields[index].kind == FORM_PICK ? FORM_WANTS_PICK : FORM_CHANGED;
}

enum form_event form_key(struct form *form, int key, const struct ui_mouse *mouse)
{
    struct form_field *field = &form->fields[form->focus];
    switch (key) {
    case UI_KEY_ESCAPE:
        return FORM_CANCEL;
    case UI_KEY_MOUSE:
        return mouse_event(form, mouse);
    case UI_KEY_TAB:
    case UI_KEY_DOWN:
        form_focus(form, (form->focus + 1) % form->count);
        return FORM_CHANGED;
    case UI_KEY_SHIFT_TAB:
    case UI_KEY_UP:
        form_focus(form, (form->focus + form->count - 1) % form->count);
        return FORM_CHANGED;
    case UI_KEY_ENTER:
        if (field->kind == FORM_PICK) {
            return FORM_WANTS_PICK;
        }
        if (form->focus == form->count - 1) {
            return FORM_SAVE;
        }
        form_focus(form, form->focus + 1);
        return FORM_CHANGED;
    case 19: /* Ctrl-S */
    case UI_KEY_F1 + 1:
        return FORM_SAVE;
    default:
        return form_value_key(form, field, key);
    }
}
