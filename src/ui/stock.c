/* Ammunition: what there is, and how many rounds of it. */
#include "ui/stock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/ammunition.h"
#include "ui/list.h"
#include "ui/record_form.h"

enum { FORM_FIELDS = 5, ORDERS = 3 };

struct stock_row {
    struct ammunition ammunition;
    int64_t rounds;
};

struct stock {
    struct screen screen;
    struct list list;
    struct arena arena;
    struct stock_row *rows; /* list.count, in the arena */
    int all;                /* without what is typed */
    bool with_retired;
    int order; /* by name, calibre, stock */
    struct ammunition edited;
    struct form_field fields[FORM_FIELDS];
};

static const struct list_column columns[] = {
    {N_("Ammunition"), 24, 3, 0, false, true}, {N_("Calibre"), 10, 0, 0, false, false},
    {N_("Bullet"), 14, 1, 2, false, false},    {N_("Lot"), 12, 1, 1, false, false},
    {N_("Rounds"), 9, 0, 0, true, false},      {N_("State"), 10, 0, 1, false, false},
};

static const char *const order_names[ORDERS] = {N_("by name"), N_("by calibre"), N_("by stock")};

static struct stock *stock_of(struct screen *screen)
{
    return (struct stock *)screen;
}

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct stock *stock = owner;
    const struct ammunition *ammunition = &stock->rows[row].ammunition;
    const char *const texts[] = {ammunition->name, ammunition->calibre, ammunition->bullet,
                                 ammunition->lot};
    if (column < 4) {
        text_copy(dst, size, texts[column]);
    } else if (column == 4) {
        snprintf(dst, size, "%lld", (long long)stock->rows[row].rounds);
    } else {
        *ink = INK_WARN;
        text_copy(dst, size, ammunition->retired_on[0] != '\0' ? _("retired") : "");
    }
}

/* As people order: without case and accents. */
static int compare_texts(const char *a, const char *b)
{
    char x[2 * NAME_ROOM];
    char y[2 * NAME_ROOM];
    text_fold(x, sizeof x, a);
    text_fold(y, sizeof y, b);
    return strcmp(x, y);
}

static int by_name(const void *a, const void *b)
{
    const struct stock_row *x = a;
    const struct stock_row *y = b;
    return compare_texts(x->ammunition.name, y->ammunition.name);
}

static int by_calibre(const void *a, const void *b)
{
    const struct stock_row *x = a;
    const struct stock_row *y = b;
    int order = compare_texts(x->ammunition.calibre, y->ammunition.calibre);
    return order != 0 ? order : by_name(a, b);
}

static int by_rounds(const void *a, const void *b)
{
    const struct stock_row *x = a;
    const struct stock_row *y = b;
    return x->rounds != y->rounds ? (x->rounds < y->rounds ? 1 : -1) : by_name(a, b);
}

static bool fill(struct stock *stock, struct arena *arena, struct err *err)
{
    static int (*const orders[ORDERS])(const void *, const void *) = {by_name, by_calibre,
                                                                      by_rounds};
    struct app *app = stock->screen.app;
    struct ammunition *found = NULL;
    int count = 0;
    struct ammunition_query query = {.find = stock->list.filter,
                                     .with_retired = stock->with_retired};
    struct ammunition_query all = {.with_retired = true};
    if (!ammunition_list(app, arena, &all, &found, &stock->all, err) ||
        !ammunition_list(app, arena, &query, &found, &count, err)) {
        return false;
    }
    struct stock_row *rows = arena_array(arena, (size_t)count + 1, sizeof *rows);
    for (int i = 0; i < count; i++) {
        rows[i].ammunition = found[i];
        if (!ammunition_stock(app, found[i].id, &rows[i].rounds, err)) {
            return false;
        }
    }
    if (count > 1) {
        qsort(rows, (size_t)count, sizeof *rows, orders[stock->order]);
    }
    stock->rows = rows;
    list_set_count(&stock->list, count);
    return true;
}

static void reload(struct stock *stock)
{
    struct arena arena = {0};
    struct err err = {0};
    if (!fill(stock, &arena, &err)) {
        arena_free(&arena);
        ui_toast_err(stock->screen.ui, &err);
        return;
    }
    arena_free(&stock->arena);
    stock->arena = arena;
}

static bool stock_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)argument;
    struct stock *stock = stock_of(screen);
    stock->list = (struct list){.columns = columns,
                                .column_count = (int)(sizeof columns / sizeof columns[0]),
                                .empty = N_("No ammunition here. Press n to add some."),
                                .cell = write_cell,
                                .owner = stock};
    return fill(stock, &stock->arena, err);
}

static void stock_close(struct screen *screen)
{
    arena_free(&stock_of(screen)->arena);
}

static void stock_draw(struct screen *screen, struct area area)
{
    struct stock *stock = stock_of(screen);
    char text[96];
    snprintf(text, sizeof text, _("%d of %d, %s%s"), stock->list.count, stock->all,
             _(order_names[stock->order]), stock->with_retired ? _(", retired too") : "");
    draw_text(area, 0, 1, INK_MUTED, text);
    list_draw(&stock->list, area_part(area, 1, 0, area.lines - 1, area.columns));
}

static const struct stock_row *chosen(const struct stock *stock)
{
    return stock->list.cursor < stock->list.count ? &stock->rows[stock->list.cursor] : NULL;
}

static void open_ledger(struct screen *screen)
{
    const struct stock_row *row = chosen(stock_of(screen));
    if (row != NULL) {
        ui_open(screen->ui, &screen_ledger, &row->ammunition.id);
    }
}

static bool stock_key(struct screen *screen, int key)
{
    struct stock *stock = stock_of(screen);
    enum list_event event = list_key(&stock->list, key, ui_mouse(screen->ui));
    if (event == LIST_FILTER_CHANGED) {
        reload(stock);
    } else if (event == LIST_OPENED) {
        open_ledger(screen);
    }
    return event != LIST_UNUSED;
}

static void stock_focus(struct screen *screen)
{
    reload(stock_of(screen));
}

/* --- adding and changing -----------------------------------------------------------------------
 */
static bool save(void *owner, int *field, struct err *err)
{
    struct stock *stock = owner;
    record_id id = 0;
    *field = stock->edited.name[0] == '\0' ? 0 : -1;
    return stock->edited.id == 0 ? ammunition_add(stock->screen.app, &stock->edited, &id, err)
                                 : ammunition_edit(stock->screen.app, &stock->edited, err);
}

static void open_form(struct stock *stock, const char *title)
{
    struct ammunition *edited = &stock->edited;
    const struct form_field fields[FORM_FIELDS] = {
        {.kind = FORM_TEXT, .label = N_("Name"), .text = edited->name, .room = NAME_ROOM},
        {.kind = FORM_TEXT, .label = N_("Calibre"), .text = edited->calibre, .room = NUMBER_ROOM},
        {.kind = FORM_TEXT, .label = N_("Bullet"), .text = edited->bullet, .room = NAME_ROOM},
        {.kind = FORM_TEXT, .label = N_("Lot"), .text = edited->lot, .room = NUMBER_ROOM},
        {.kind = FORM_TEXT, .label = N_("Notes"), .text = edited->notes, .room = NOTE_ROOM},
    };
    for (int i = 0; i < FORM_FIELDS; i++) {
        stock->fields[i] = fields[i];
    }
    struct record_form_argument argument = {.title = title,
                                            .fields = stock->fields,
                                            .count = FORM_FIELDS,
                                            .owner = stock,
                                            .save = save};
    ui_open(stock->screen.ui, &screen_record_form, &argument);
}

static void stock_notice(struct screen *screen, const void *sender, const void *value)
{
    (void)sender;
    if (value == stock_of(screen)) {
        ui_toast(screen->ui, TOAST_GOOD, _("%s is stored."), stock_of(screen)->edited.name);
    }
}

static void add(struct screen *screen)
{
    stock_of(screen)->edited = (struct ammunition){0};
    open_form(stock_of(screen), _("New ammunition"));
}

static void edit(struct screen *screen)
{
    struct stock *stock = stock_of(screen);
    const struct stock_row *row = chosen(stock);
    if (row != NULL) {
        stock->edited = row->ammunition;
        open_form(stock, _("Ammunition"));
    }
}

static bool set_retired(struct ui *ui, record_id id, bool is_retired, struct ammunition *ammunition)
{
    struct err err = {0};
    ammunition->name[0] = '\0';
    bool ok = ammunition_get(ui_app(ui), id, ammunition, &err);
    if (ok) {
        ammunition->retired_on[0] = '\0';
        if (is_retired) {
            time_local_date(ammunition->retired_on, time_now_ms());
        }
        ok = ammunition_edit(ui_app(ui), ammunition, &err);
    }
    if (!ok) {
        ui_toast_err(ui, &err);
    }
    return ok;
}

static void use_again(struct ui *ui, record_id id)
{
    struct ammunition ammunition;
    if (set_retired(ui, id, false, &ammunition)) {
        ui_toast(ui, TOAST_GOOD, _("%s is in use again."), ammunition.name);
    }
}

static void retire_or_return(struct screen *screen)
{
    struct stock *stock = stock_of(screen);
    const struct stock_row *row = chosen(stock);
    struct ammunition ammunition;
    if (row == NULL) {
        return;
    }
    record_id id = row->ammunition.id;
    if (row->ammunition.retired_on[0] != '\0') {
        use_again(screen->ui, id);
    } else if (set_retired(screen->ui, id, true, &ammunition)) {
        ui_undo_set(screen->ui, use_again, id, N_("in use again"));
        ui_toast(screen->ui, TOAST_GOOD, _("%s is retired. Press u to undo."), ammunition.name);
    }
    reload(stock);
}

static void next_order(struct screen *screen)
{
    stock_of(screen)->order = (stock_of(screen)->order + 1) % ORDERS;
    reload(stock_of(screen));
}

static void toggle_retired(struct screen *screen)
{
    stock_of(screen)->with_retired = !stock_of(screen)->with_retired;
    reload(stock_of(screen));
}

static void open_locations(struct screen *screen)
{
    ui_open(screen->ui, &screen_locations, NULL);
}

static bool is_text(const struct screen *screen)
{
    return ((const struct stock *)screen)->list.is_filtering;
}

static bool is_calm(const struct screen *screen)
{
    return !is_text(screen);
}

static bool has_row(const struct screen *screen)
{
    return is_calm(screen) && ((const struct stock *)screen)->list.count > 0;
}

static bool may_edit(const struct screen *screen)
{
    return has_row(screen) && screen_may(screen, RIGHT_EDIT_MEMBER);
}

static void start_find(struct screen *screen)
{
    (void)stock_key(screen, '/');
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, N_("Enter"), N_("ledger"), open_ledger, has_row, 9},
    {'n', "n", N_("new"), add, is_calm, 8},
    {'/', "/", N_("find"), start_find, is_calm, 8},
    {'e', "e", N_("edit"), edit, may_edit, 7},
    {'d', "d", N_("retire or use again"), retire_or_return, may_edit, 6},
    {'o', "o", N_("order"), next_order, is_calm, 5},
    {'v', "v", N_("retired too"), toggle_retired, is_calm, 4},
    {'l', "l", N_("locations"), open_locations, is_calm, 3},
    {0},
};

const struct screen_class screen_stock = {
    .name = N_("Ammunition"),
    .about = N_("Ammunition and the rounds in stock: the sum of its ledger. Enter opens the ledger,"
                " where rounds are bought, issued, returned, counted and discarded."),
    .size = sizeof(struct stock),
    .section = 4,
    .open = stock_open,
    .draw = stock_draw,
    .key = stock_key,
    .notice = stock_notice,
    .focus = stock_focus,
    .close = stock_close,
    .is_text_now = is_text,
    .keys = keys,
};
