/* Help for the screen below, made from its own key table. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ui/screens.h"
#include "ui/ui.h"

enum { PAGE = 10, GAP = 3 };

struct help {
    struct screen screen;
    int top, last_top; /* first line shown; the one that still shows the end, set by drawing */
};

static const struct screen *subject_of(const struct screen *screen)
{
    return screen->below != NULL ? screen->below : screen;
}

static bool has_key(const struct screen *subject, const struct key_row *rows, int key)
{
    for (const struct key_row *row = rows; row != NULL && row->key != 0; row++) {
        if (row->key == key && row->act != NULL && ui_key_applies(subject, row)) {
            return true;
        }
    }
    return false;
}

/* Where text is typed, characters go to the field; over a popup no section opens; what the screen
 * itself does with a key goes first. */
static bool works_now(const struct screen *subject, const struct key_row *rows,
                      const struct key_row *row)
{
    bool is_section = row->key < 0;
    bool is_typed = (row->key < 127 && row->key >= ' ') || is_section;
    bool is_elsewhere = rows == ui_global_keys;
    return ui_key_applies(subject, row) && !(is_elsewhere && is_typed && ui_takes_text(subject)) &&
           !(is_elsewhere && is_section && subject->class_->is_popup) &&
           !(is_elsewhere && (has_key(subject, subject->class_->keys, row->key) ||
                              has_key(subject, ui_part_keys(subject), row->key)));
}

/* What does nothing now is left out, unless the keys belong to one piece of work. */
static bool is_shown(const struct screen *subject, const struct key_row *rows,
                     const struct key_row *row)
{
    bool is_taught = subject->class_->teaches && rows != ui_global_keys;
    return row->label != NULL && row->name != NULL && (is_taught || works_now(subject, rows, row));
}

/* A key that does different things in different states stands once for each of them, not more. */
static bool is_listed(const struct screen *subject, const struct key_row *rows,
                      const struct key_row *row)
{
    if (!is_shown(subject, rows, row)) {
        return false;
    }
    for (const struct key_row *before = rows; before != row; before++) {
        if (is_shown(subject, rows, before) && strcmp(before->label, row->label) == 0 &&
            strcmp(before->name, row->name) == 0) {
            return false;
        }
    }
    return true;
}

/* Columns that a table's keys and labels need. */
struct key_widths {
    int names, labels;
};

static struct key_widths measure(const struct screen *subject, const struct key_row *rows)
{
    struct key_widths widths = {0};
    for (const struct key_row *row = rows; row != NULL && row->key != 0; row++) {
        if (is_listed(subject, rows, row)) {
            int name = text_width(_(row->name));
            int label = text_width(_(row->label));
            widths.names = name > widths.names ? name : widths.names;
            widths.labels = label > widths.labels ? label : widths.labels;
        }
    }
    return widths;
}

static struct key_widths wider(struct key_widths a, struct key_widths b)
{
    return (struct key_widths){.names = a.names > b.names ? a.names : b.names,
                               .labels = a.labels > b.labels ? a.labels : b.labels};
}

static int draw_keys(struct area area, int line, const char *title, const struct screen *subject,
                     const struct key_row *rows)
{
    int names = measure(subject, rows).names;
    draw_text(area, line++, 0, INK_TITLE, title);
    for (const struct key_row *row = rows; row != NULL && row->key != 0; row++) {
        if (is_listed(subject, rows, row)) {
            bool now = works_now(subject, rows, row);
            draw_text(area, line, 0, now ? INK_KEY : INK_MUTED, _(row->name));
            draw_text(area, line, names + 2, now ? INK_TEXT : INK_MUTED, _(row->label));
            line++;
        }
    }
    return line;
}

/* Both tables beside each other where they fit, else below each other. Returns the last line. */
static int draw_tables(struct area area, int line, const struct screen *subject)
{
    const struct key_row *here = subject->class_->keys;
    const struct key_row *part = ui_part_keys(subject);
    struct key_widths left = wider(measure(subject, here), measure(subject, part));
    struct key_widths right = measure(subject, ui_global_keys);
    int needed = left.names + left.labels + 2;
    int other = needed + GAP > area.columns / 2 ? needed + GAP : area.columns / 2;
    bool is_beside = other + right.names + right.labels + 2 <= area.columns;
    int after = line;
    if (part != NULL) {
        after = draw_keys(area, line, _("Keys on this page"), subject, part) + 1;
    }
    after = draw_keys(area, after, _("Keys here"), subject, here);
    struct area beside = area_part(area, 0, other, area.lines, area.columns);
    int last = draw_keys(is_beside ? beside : area, is_beside ? line : after + 1,
                         _("Keys everywhere"), subject, ui_global_keys);
    return last > after ? last : after;
}

static void help_draw(struct screen *screen, struct area area)
{
    struct help *help = (struct help *)screen;
    const struct screen *subject = subject_of(screen);
    char title[120];
    snprintf(title, sizeof title, _("Help: %s"), _(subject->class_->name));
    draw_clear(area);
    struct area box = area_part(area, 0, 1, area.lines, area.columns - 2);
    draw_box(box, title);
    struct area inside = area_part(box, 1, 2, box.lines - 2, box.columns - 4);
    int line = -help->top;
    const char *part =
        subject->class_->part_about != NULL ? subject->class_->part_about(subject) : NULL;
    if (part != NULL) {
        line += draw_wrapped(inside, line, INK_TEXT, _(part)) + 1;
    }
    if (subject->class_->about != NULL) {
        line += draw_wrapped(inside, line, INK_TEXT, _(subject->class_->about)) + 1;
    }
    int last = draw_tables(inside, line, subject) + help->top;
    help->last_top = last > inside.lines ? last - inside.lines : 0;
    if (help->top < help->last_top) {
        draw_right(box, box.lines - 1, box.columns - 14, 12, INK_TITLE, draw_symbol(" ↓ ", " v "));
    }
}

static void move_by(struct screen *screen, int by)
{
    struct help *help = (struct help *)screen;
    int top = help->top + by;
    help->top = top < 0 ? 0 : top > help->last_top ? help->last_top : top;
}

static bool help_key(struct screen *screen, int key)
{
    const struct ui_mouse *mouse = ui_mouse(screen->ui);
    switch (key) {
    case UI_KEY_DOWN:
        move_by(screen, 1);
        return true;
    case UI_KEY_UP:
        move_by(screen, -1);
        return true;
    case UI_KEY_PAGE_DOWN:
    case ' ':
        move_by(screen, PAGE);
        return true;
    case UI_KEY_PAGE_UP:
        move_by(screen, -PAGE);
        return true;
    case UI_KEY_MOUSE:
        move_by(screen, mouse->what == MOUSE_WHEEL_DOWN ? 3
                        : mouse->what == MOUSE_WHEEL_UP ? -3
                                                        : 0);
        return true;
    default:
        return false;
    }
}

static bool can_scroll(const struct screen *screen)
{
    return ((const struct help *)screen)->last_top > 0;
}

static void act_close(struct screen *screen)
{
    ui_close(screen, NULL);
}

static const struct key_row keys[] = {
    {UI_KEY_ESCAPE, "Esc", N_("close help"), act_close, NULL, 9},
    {UI_KEY_DOWN, N_("arrows"), N_("scroll"), NULL, can_scroll, 5},
    {UI_KEY_ENTER, NULL, NULL, act_close, NULL, 0},
    {UI_KEY_F1, NULL, NULL, act_close, NULL, 0},
    {'?', NULL, NULL, act_close, NULL, 0},
    {'q', NULL, NULL, act_close, NULL, 0},
    {0},
};

const struct screen_class screen_help = {
    .name = N_("Help"),
    .size = sizeof(struct help),
    .is_popup = true,
    .draw = help_draw,
    .key = help_key,
    .keys = keys,
};
