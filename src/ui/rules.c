#include "ui/rules.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/settings.h"
#include "ui/list.h"
#include "ui/record_form.h"
#include "ui/screens.h"

enum { ROWS_MAX = 64, VALUE_ROOM = 256, DETAIL_LINES = 3 };

struct rules {
    struct screen screen;
    struct list list;
    const struct setting_row *rows[ROWS_MAX];
    char value[VALUE_ROOM]; /* the one that is edited */
    struct form_field field;
};

static struct rules *rules_of(struct screen *screen)
{
    return (struct rules *)screen;
}

static const struct list_column columns[] = {
    {N_("Rule"), 40, 3, 0, false, true},
    {N_("Value"), 14, 1, 0, false, false},
    {N_("Name"), 22, 0, 1, false, false},
};

static void read_value(struct rules *rules, const struct setting_row *row, char *dst, size_t size)
{
    app_setting_get(rules->screen.app, row->key, row->fallback, dst, size);
}

static void write_cell(void *owner, int index, int column, char *dst, size_t size, enum ink *ink)
{
    struct rules *rules = owner;
    const struct setting_row *row = rules->rows[index];
    switch (column) {
    case 0:
        text_copy(dst, size, _(row->about));
        break;
    case 1:
        read_value(rules, row, dst, size);
        *ink = strcmp(dst, row->fallback) == 0 ? INK_MUTED : INK_ACCENT;
        if (dst[0] == '\0') {
            text_copy(dst, size, "-");
        }
        break;
    default:
        *ink = INK_MUTED;
        text_copy(dst, size, row->key);
        break;
    }
}

static bool rules_open(struct screen *screen, const void *argument, struct err *err)
{
    struct rules *rules = rules_of(screen);
    int count = 0;
    (void)argument;
    (void)err;
    for (int i = 0; setting_at(i) != NULL && count < ROWS_MAX; i++) {
        if (setting_at(i)->group != SETTING_LOOK) {
            rules->rows[count++] = setting_at(i);
        }
    }
    rules->list = (struct list){.columns = columns,
                                .column_count = (int)(sizeof columns / sizeof columns[0]),
                                .cell = write_cell,
                                .owner = rules};
    list_set_count(&rules->list, count);
    return true;
}

static void rules_draw(struct screen *screen, struct area area)
{
    const struct rules *rules = rules_of(screen);
    struct area below = area_part(area, area.lines - DETAIL_LINES, 0, DETAIL_LINES, area.columns);
    list_draw(&rules_of(screen)->list,
              area_part(area, 0, 0, area.lines - DETAIL_LINES, area.columns));
    draw_rule(below, 0, "");
    draw_wrapped(area_part(below, 1, 1, DETAIL_LINES - 1, area.columns - 2), 0, INK_TEXT,
                 _(rules->rows[rules->list.cursor]->about)); /* the whole of the chosen one */
}

/* --- changing one -----------------------------------------------------------------------------
 */
static bool save(void *owner, int *field, struct err *err)
{
    struct rules *rules = owner;
    *field = 0;
    text_trim(rules->value);
    return app_setting_put(rules->screen.app, rules->rows[rules->list.cursor]->key, rules->value,
                           err);
}

/* The next word of "day session". */
static void next_word(const char *words, char *value, size_t size)
{
    const char *at = strstr(words, value);
    const char *space = at != NULL ? strchr(at, ' ') : NULL;
    const char *next = space != NULL ? space + 1 : words;
    size_t length = strcspn(next, " ");
    text_copy(value, length + 1 < size ? length + 1 : size, next);
}

static void change(struct screen *screen)
{
    struct rules *rules = rules_of(screen);
    const struct setting_row *row = rules->rows[rules->list.cursor];
    struct err err = {0};
    read_value(rules, row, rules->value, sizeof rules->value);
    if (row->kind == SETTING_WORD) {
        next_word(row->words, rules->value, sizeof rules->value);
        if (!app_setting_put(screen->app, row->key, rules->value, &err)) {
            ui_toast_err(screen->ui, &err);
        }
        return;
    }
    rules->field = (struct form_field){
        .kind = FORM_TEXT, .label = N_("Value"), .text = rules->value, .room = sizeof rules->value};
    const struct record_form_argument argument = {
        .title = _(row->about), .fields = &rules->field, .count = 1, .owner = rules, .save = save};
    ui_open(screen->ui, &screen_record_form, &argument);
}

static void leave(struct screen *screen)
{
    ui_close(screen, NULL);
}

static bool rules_key(struct screen *screen, int key)
{
    enum list_event event = list_key(&rules_of(screen)->list, key, ui_mouse(screen->ui));
    if (event == LIST_OPENED) {
        change(screen);
        return true;
    }
    return event == LIST_MOVED;
}

static const struct key_row keys[] = {
    {'e', "e", N_("change"), change, NULL, 9},
    {UI_KEY_ESCAPE, N_("Esc"), N_("back"), leave, NULL, 8},
    {0},
};

const struct screen_class screen_rules = {
    .name = N_("Rules"),
    .about =
        N_("What Dutch sources leave open and a club decides: what a turn is, how long registers"
           " are kept. Enter changes one; a muted value is the one it comes with."),
    .size = sizeof(struct rules),
    .section = 6,
    .open = rules_open,
    .draw = rules_draw,
    .key = rules_key,
    .keys = keys,
};
