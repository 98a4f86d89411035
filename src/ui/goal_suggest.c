#include "ui/goal_suggest.h"

#include "base/i18n.h"
#include "base/text.h"
#include "ui/list.h"

enum { BOX_COLUMNS = 72, BOX_LINES = 15, DETAIL_LINES = 5 };

struct goal_suggest {
    struct screen screen;
    const struct goal_suggestions *suggestions;
    char label[NAME_ROOM];
    struct list list;
};

static const struct list_column columns[] = {{N_("Goal"), 24, 1, 0, false, true}};

static struct goal_suggest *suggest_of(struct screen *screen)
{
    return (struct goal_suggest *)screen;
}

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct goal_suggest *suggest = owner;
    (void)column;
    *ink = INK_TEXT;
    text_copy(dst, size, suggest->suggestions->rows[row].title);
}

static bool suggest_open(struct screen *screen, const void *argument, struct err *err)
{
    struct goal_suggest *suggest = suggest_of(screen);
    (void)err;
    const struct goal_suggest_argument *given = argument;
    suggest->suggestions = given->suggestions;
    text_copy(suggest->label, sizeof suggest->label, given->label);
    suggest->list = (struct list){.columns = columns,
                                  .column_count = 1,
                                  .empty = N_("Nothing to suggest: nothing stands out from chance,"
                                              " or a goal of it is open already."),
                                  .cell = write_cell,
                                  .owner = suggest};
    list_set_count(&suggest->list, suggest->suggestions->count);
    return true;
}

static void suggest_draw(struct screen *screen, struct area area)
{
    struct goal_suggest *suggest = suggest_of(screen);
    int width = area.columns < BOX_COLUMNS ? area.columns : BOX_COLUMNS;
    int height = area.lines < BOX_LINES ? area.lines : BOX_LINES;
    struct area box = area_part(area, 1, (area.columns - width) / 2, height, width);
    draw_clear(box);
    draw_box(box, _("Suggested goals"));
    int rows = height - DETAIL_LINES - 3;
    list_draw(&suggest->list, area_part(box, 1, 2, rows, width - 4));
    if (suggest->list.cursor < suggest->list.count) {
        struct area below = area_part(box, 1 + rows, 2, DETAIL_LINES + 1, width - 4);
        draw_rule(below, 0, suggest->label);
        draw_wrapped(below, 1, INK_TEXT, suggest->suggestions->rows[suggest->list.cursor].detail);
    }
}

static void take_over(struct screen *screen)
{
    struct goal_suggest *suggest = suggest_of(screen);
    ui_close(screen, &suggest->suggestions->rows[suggest->list.cursor]);
}

static bool suggest_key(struct screen *screen, int key)
{
    struct list *list = &suggest_of(screen)->list;
    enum list_event event = key == '/' ? LIST_UNUSED : list_key(list, key, ui_mouse(screen->ui));
    if (event == LIST_OPENED && list->cursor < list->count) {
        take_over(screen);
    }
    return event != LIST_UNUSED;
}

static bool has_row(const struct screen *screen)
{
    return ((const struct goal_suggest *)screen)->list.count > 0;
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, N_("Enter"), N_("take over"), take_over, has_row, 9},
    {UI_KEY_ESCAPE, N_("Esc"), N_("back"), NULL, NULL, 8}, /* as everywhere */
    {0},
};

const struct screen_class screen_goal_suggest = {
    .name = N_("Suggested goals"),
    .about = N_("What the numbers of the programme, or the coach's answer, suggest as goals. Enter"
                " takes one over."),
    .size = sizeof(struct goal_suggest),
    .is_popup = true,
    .open = suggest_open,
    .draw = suggest_draw,
    .key = suggest_key,
    .keys = keys,
};
