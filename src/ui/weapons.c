/* Section 4: the weapons of the club and its members. */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "ui/import.h"
#include "ui/list.h"
#include "ui/screens.h"
#include "ui/stock.h"
#include "ui/weapon_form.h"

enum { WEAPONS_PAGE = 100, ORDERS = 3 };

static const char *const order_names[ORDERS] = {N_("by name"), N_("by kind"), N_("by calibre")};

/* What one row shows; a whole record is twenty times as large. */
struct weapon_row {
    record_id id;
    char name[NAME_ROOM], calibre[NUMBER_ROOM], serial[NUMBER_ROOM], owner[NAME_ROOM];
    enum weapon_kind kind;
    bool is_retired;
};

struct weapons {
    struct screen screen;
    struct list list;
    struct weapon_row *rows; /* list.count of `room` */
    int room;
    bool has_more, with_retired;
    int order;          /* enum weapon_order */
    struct weapon last; /* the last loaded one: where the next page begins */
    struct weapon_form form;
};

static const struct list_column columns[] = {
    {N_("Name"), 20, 3, 0, false, true},    {N_("Kind"), 12, 1, 0, false, false},
    {N_("Calibre"), 8, 1, 0, false, false}, {N_("Serial"), 10, 1, 2, false, false},
    {N_("Owner"), 12, 2, 1, false, false},  {N_("State"), 9, 0, 1, false, false},
};

static struct weapons *weapons_of(struct screen *screen)
{
    return (struct weapons *)screen;
}

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct weapons *weapons = owner;
    const struct weapon_row *weapon = &weapons->rows[row];
    switch (column) {
    case 0:
        text_copy(dst, size, weapon->name);
        break;
    case 1:
        text_copy(dst, size, weapon_kind_name(weapon->kind));
        break;
    case 2:
        text_copy(dst, size, weapon->calibre);
        break;
    case 3:
        text_copy(dst, size, weapon->serial);
        break;
    case 4:
        text_copy(dst, size, weapon->owner);
        break;
    default:
        *ink = INK_WARN;
        text_copy(dst, size, weapon->is_retired ? _("retired") : "");
        break;
    }
}

static void fill_row(struct app *app, struct weapon_row *row, const struct weapon *weapon)
{
    row->id = weapon->id;
    row->kind = weapon->kind;
    row->is_retired = weapon->retired_on[0] != '\0';
    text_copy(row->name, sizeof row->name, weapon->name);
    text_copy(row->calibre, sizeof row->calibre, weapon->calibre);
    text_copy(row->serial, sizeof row->serial, weapon->serial);
    weapon_owner_text(app, weapon, row->owner, sizeof row->owner);
}

/* Adds the next page to what is loaded. */
static bool load_more(struct weapons *weapons, int limit, struct err *err)
{
    struct arena arena = {0};
    struct weapon *page = NULL;
    int count = 0;
    int loaded = weapons->list.count;
    struct weapon_query query = {.find = weapons->list.filter,
                                 .with_retired = weapons->with_retired,
                                 .after = loaded > 0 ? &weapons->last : NULL,
                                 .order = (enum weapon_order)weapons->order,
                                 .offset = loaded,
                                 .limit = limit};
    bool ok = weapon_list(weapons->screen.app, &arena, &query, &page, &count, err);
    if (ok && loaded + count > weapons->room) {
        weapons->room = loaded + count;
        weapons->rows = mem_grow(weapons->rows, (size_t)weapons->room, sizeof *weapons->rows);
    }
    for (int i = 0; ok && i < count; i++) {
        fill_row(weapons->screen.app, &weapons->rows[loaded + i], &page[i]);
    }
    if (ok) {
        weapons->has_more = count == limit;
        if (count > 0) {
            weapons->last = page[count - 1];
        }
        list_set_count(&weapons->list, loaded + count);
    }
    arena_free(&arena);
    return ok;
}

/* From the start, at least as many as were loaded; the cursor stays on its weapon. */
static void reload(struct weapons *weapons, record_id chosen)
{
    struct err err = {0};
    int count = weapons->list.count > WEAPONS_PAGE ? weapons->list.count : WEAPONS_PAGE;
    int top = weapons->list.top;
    int cursor = weapons->list.cursor;
    weapons->list.count = 0;
    if (!load_more(weapons, count, &err)) {
        ui_toast_err(weapons->screen.ui, &err);
    }
    weapons->list.top = top;
    weapons->list.cursor = cursor;
    for (int i = 0; i < weapons->list.count; i++) {
        if (weapons->rows[i].id == chosen) {
            weapons->list.cursor = i;
        }
    }
    list_set_count(&weapons->list, weapons->list.count);
}

static record_id chosen_id(const struct weapons *weapons)
{
    const struct list *list = &weapons->list;
    return list->cursor < list->count ? weapons->rows[list->cursor].id : 0;
}

static bool weapons_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)argument;
    struct weapons *weapons = weapons_of(screen);
    weapons->list = (struct list){.columns = columns,
                                  .column_count = (int)(sizeof columns / sizeof columns[0]),
                                  .empty = N_("No weapons here. Press n to add one."),
                                  .cell = write_cell,
                                  .owner = weapons};
    return load_more(weapons, WEAPONS_PAGE, err);
}

static void weapons_close(struct screen *screen)
{
    free(weapons_of(screen)->rows);
}

static void weapons_draw(struct screen *screen, struct area area)
{
    const struct weapons *weapons = weapons_of(screen);
    char text[120];
    snprintf(text, sizeof text, weapons->has_more ? _("the first %d, %s%s") : _("%d, %s%s"),
             weapons->list.count, _(order_names[weapons->order]),
             weapons->with_retired ? _(", retired too") : "");
    draw_text(area, 0, 1, INK_MUTED, text);
    list_draw(&weapons_of(screen)->list, area_part(area, 1, 0, area.lines - 1, area.columns));
}

static void open_chosen(struct screen *screen)
{
    record_id id = chosen_id(weapons_of(screen));
    if (id != 0) {
        ui_open(screen->ui, &screen_weapon, &id);
    }
}

static bool weapons_key(struct screen *screen, int key)
{
    struct weapons *weapons = weapons_of(screen);
    struct err err = {0};
    const struct ui_mouse *mouse = ui_mouse(screen->ui);
    enum list_event event = list_key(&weapons->list, key, mouse);
    if (event == LIST_FILTER_CHANGED) {
        weapons->list.count = 0;
        weapons->list.cursor = 0;
        weapons->list.top = 0;
        (void)load_more(weapons, WEAPONS_PAGE, &err);
    } else if (event == LIST_OPENED) {
        open_chosen(screen);
    } else if (event == LIST_NEED_OLDER && weapons->has_more) {
        if (load_more(weapons, WEAPONS_PAGE, &err)) {
            (void)list_key(&weapons->list, key, mouse);
        }
    }
    if (err.kind != ERR_OK) {
        ui_toast_err(screen->ui, &err);
    }
    return event != LIST_UNUSED;
}

static void weapons_focus(struct screen *screen)
{
    reload(weapons_of(screen), chosen_id(weapons_of(screen)));
}

static void weapons_notice(struct screen *screen, const void *sender, const void *value)
{
    (void)sender;
    struct weapons *weapons = weapons_of(screen);
    if (value == &weapons->form) {
        weapons->list.filter[0] = '\0';
        ui_toast(screen->ui, TOAST_GOOD, _("%s can be chosen on the Range now."),
                 weapons->form.weapon.name);
        reload(weapons, weapons->form.weapon.id);
    }
}

static void add_weapon(struct screen *screen)
{
    weapon_form_open(screen, &weapons_of(screen)->form, NULL);
}

static void next_order(struct screen *screen)
{
    struct weapons *weapons = weapons_of(screen);
    weapons->order = (weapons->order + 1) % ORDERS;
    weapons->list.cursor = weapons->list.top = 0;
    reload(weapons, 0);
}

static void toggle_retired(struct screen *screen)
{
    struct weapons *weapons = weapons_of(screen);
    weapons->with_retired = !weapons->with_retired;
    reload(weapons, chosen_id(weapons));
    ui_toast(screen->ui, TOAST_INFO, "%s",
             weapons->with_retired ? _("Retired weapons are shown too.")
                                   : _("Retired weapons are hidden."));
}

static void open_stock(struct screen *screen)
{
    ui_open(screen->ui, &screen_stock, NULL);
}

static void open_import(struct screen *screen)
{
    static const enum import_kind kind = IMPORT_WEAPONS;
    ui_open(screen->ui, &screen_import, &kind);
}

static bool weapons_is_text(const struct screen *screen)
{
    return ((const struct weapons *)screen)->list.is_filtering;
}

static bool is_not_finding(const struct screen *screen)
{
    return !weapons_is_text(screen);
}

static bool has_row(const struct screen *screen)
{
    return ((const struct weapons *)screen)->list.count > 0;
}

static void start_find(struct screen *screen)
{
    (void)weapons_key(screen, '/');
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, N_("Enter"), N_("open"), open_chosen, has_row, 9},
    {'n', "n", N_("new weapon"), add_weapon, is_not_finding, 8},
    {'i', "i", N_("import"), open_import, is_not_finding, 4},
    {'/', "/", N_("find"), start_find, is_not_finding, 8},
    {'a', "a", N_("ammunition"), open_stock, is_not_finding, 6},
    {'o', "o", N_("order"), next_order, is_not_finding, 5},
    {'v', "v", N_("retired too"), toggle_retired, is_not_finding, 5},
    {0},
};

const struct screen_class screen_weapons = {
    .name = N_("Weapons"),
    .about = N_("The weapons of the club and its members. Type / and a part of a name, a calibre, a"
                " serial number or an owner; Enter opens the card, n adds a weapon."),
    .size = sizeof(struct weapons),
    .section = 4,
    .open = weapons_open,
    .draw = weapons_draw,
    .key = weapons_key,
    .notice = weapons_notice,
    .focus = weapons_focus,
    .close = weapons_close,
    .is_text_now = weapons_is_text,
    .keys = keys,
};
