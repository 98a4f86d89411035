/* Help for the screen below, made from its own key table. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ui/screens.h"
#include "ui/ui.h"

struct help {
    struct screen screen;
    int top;
};

static const struct screen *subject_of(const struct screen *screen)
{
    return screen->below != NULL ? screen->below : screen;
}

static int draw_keys(struct area area, int line, const struct screen *subject,
                     const struct key_row *rows)
{
    for (const struct key_row *row = rows; row != NULL && row->key != 0; row++) {
        if (row->label != NULL && row->name != NULL) {
            bool now = ui_key_applies(subject, row);
            draw_cell(area, line, 2, 12, now ? INK_KEY : INK_MUTED, _(row->name));
            draw_text(area, line, 15, now ? INK_TEXT : INK_MUTED, _(row->label));
            line++;
        }
    }
    return line;
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
    struct area about = inside;
    int line = -help->top;
    if (subject->class_->about != NULL) {
        line += draw_wrapped(about, line, INK_TEXT, _(subject->class_->about)) + 1;
    }
    bool is_wide = inside.columns >= 100;
    struct area right = area_part(inside, 0, inside.columns / 2, inside.lines, inside.columns / 2);
    draw_text(inside, line, 0, INK_TITLE, _("Keys here"));
    int after = draw_keys(inside, line + 1, subject, subject->class_->keys);
    struct area other = is_wide ? right : inside;
    int start = is_wide ? line : after + 1;
    draw_text(other, start, 0, INK_TITLE, _("Keys everywhere"));
    draw_keys(other, start + 1, subject, ui_global_keys);
}

static void move(struct screen *screen, int by)
{
    struct help *help = (struct help *)screen;
    help->top = help->top + by < 0 ? 0 : help->top + by > 60 ? 60 : help->top + by;
}

static void act_down(struct screen *screen)
{
    move(screen, 1);
}

static void act_up(struct screen *screen)
{
    move(screen, -1);
}

static void act_page_down(struct screen *screen)
{
    move(screen, 10);
}

static void act_page_up(struct screen *screen)
{
    move(screen, -10);
}

static void act_close(struct screen *screen)
{
    ui_close(screen, NULL);
}

static const struct key_row keys[] = {
    {UI_KEY_ESCAPE, "Esc", N_("close help"), act_close, NULL, 9},
    {UI_KEY_DOWN, N_("arrows"), N_("scroll"), act_down, NULL, 5},
    {UI_KEY_UP, NULL, NULL, act_up, NULL, 0},
    {UI_KEY_PAGE_DOWN, NULL, NULL, act_page_down, NULL, 0},
    {UI_KEY_PAGE_UP, NULL, NULL, act_page_up, NULL, 0},
    {UI_KEY_ENTER, NULL, NULL, act_close, NULL, 0},
    {'?', NULL, NULL, act_close, NULL, 0},
    {'q', NULL, NULL, act_close, NULL, 0},
    {0},
};

const struct screen_class screen_help = {
    .name = N_("Help"),
    .size = sizeof(struct help),
    .is_popup = true,
    .draw = help_draw,
    .keys = keys,
};
