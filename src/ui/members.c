/* Section 3: the club's members. */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "ui/import.h"
#include "ui/list.h"
#include "ui/member_form.h"
#include "ui/screens.h"

enum { MEMBERS_PAGE = 100, ORDERS = 3 };

static const char *const order_names[ORDERS] = {N_("by name"), N_("by number"),
                                                N_("newest member first")};

/* What one row shows; a whole record is thirty times as large. */
struct member_row {
    record_id id;
    char name[NAME_ROOM], number[NUMBER_ROOM], licence[NUMBER_ROOM];
    char birth_date[DATE_ROOM], joined_on[DATE_ROOM];
    bool has_left;
};

struct members {
    struct screen screen;
    struct list list;
    struct member_row *rows; /* list.count of `room` */
    int room;
    bool has_more, with_left;
    int order;          /* enum member_order */
    struct member last; /* the last loaded one: where the next page begins */
    struct member_form form;
};

static const struct list_column columns[] = {
    {N_("Name"), 24, 3, 0, false, true},     {N_("Number"), 10, 1, 0, false, false},
    {N_("Licence"), 12, 1, 0, false, false}, {N_("Born"), 12, 0, 2, false, false},
    {N_("Joined"), 12, 0, 1, false, false},  {N_("State"), 9, 0, 1, false, false},
};

static struct members *members_of(struct screen *screen)
{
    return (struct members *)screen;
}

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct members *members = owner;
    const struct member_row *member = &members->rows[row];
    switch (column) {
    case 0:
        text_copy(dst, size, member->name);
        break;
    case 1:
        text_copy(dst, size, member->number);
        break;
    case 2:
        text_copy(dst, size, member->licence);
        break;
    case 3:
        time_date_text(dst, size, member->birth_date);
        break;
    case 4:
        time_date_text(dst, size, member->joined_on);
        break;
    default:
        *ink = INK_WARN;
        text_copy(dst, size, member->has_left ? _("has left") : "");
        break;
    }
}

static void fill_row(struct member_row *row, const struct member *member)
{
    row->id = member->id;
    member_name(member, row->name, sizeof row->name);
    text_copy(row->number, sizeof row->number, member->number);
    text_copy(row->licence, sizeof row->licence, member->licence);
    text_copy(row->birth_date, sizeof row->birth_date, member->birth_date);
    text_copy(row->joined_on, sizeof row->joined_on, member->joined_on);
    row->has_left = member->left_on[0] != '\0';
}

/* Adds the next page to what is loaded. */
static bool load_more(struct members *members, int limit, struct err *err)
{
    struct arena arena = {0};
    struct member *page = NULL;
    int count = 0;
    int loaded = members->list.count;
    struct member_query query = {.find = members->list.filter,
                                 .with_left = members->with_left,
                                 .after = loaded > 0 ? &members->last : NULL,
                                 .order = (enum member_order)members->order,
                                 .offset = loaded,
                                 .limit = limit};
    bool ok = member_list(members->screen.app, &arena, &query, &page, &count, err);
    if (ok && loaded + count > members->room) {
        members->room = loaded + count;
        members->rows = mem_grow(members->rows, (size_t)members->room, sizeof *members->rows);
    }
    for (int i = 0; ok && i < count; i++) {
        fill_row(&members->rows[loaded + i], &page[i]);
    }
    if (ok) {
        members->has_more = count == limit;
        if (count > 0) {
            members->last = page[count - 1];
        }
        list_set_count(&members->list, loaded + count);
    }
    arena_free(&arena);
    return ok;
}

/* From the start, at least as many as were loaded; the cursor stays on its member. */
static void reload(struct members *members, record_id chosen)
{
    struct err err = {0};
    int count = members->list.count > MEMBERS_PAGE ? members->list.count : MEMBERS_PAGE;
    int top = members->list.top;
    int cursor = members->list.cursor;
    members->list.count = 0;
    if (!load_more(members, count, &err)) {
        ui_toast_err(members->screen.ui, &err);
    }
    members->list.top = top;
    members->list.cursor = cursor;
    for (int i = 0; i < members->list.count; i++) {
        if (members->rows[i].id == chosen) {
            members->list.cursor = i;
        }
    }
    list_set_count(&members->list, members->list.count);
}

static record_id chosen_id(const struct members *members)
{
    const struct list *list = &members->list;
    return list->cursor < list->count ? members->rows[list->cursor].id : 0;
}

static bool members_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)argument;
    struct members *members = members_of(screen);
    members->list = (struct list){.columns = columns,
                                  .column_count = (int)(sizeof columns / sizeof columns[0]),
                                  .empty = N_("No members here. Press n to add one."),
                                  .cell = write_cell,
                                  .owner = members};
    return load_more(members, MEMBERS_PAGE, err);
}

static void members_close(struct screen *screen)
{
    free(members_of(screen)->rows);
}

static void members_draw(struct screen *screen, struct area area)
{
    const struct members *members = members_of(screen);
    char text[120];
    snprintf(text, sizeof text, members->has_more ? _("the first %d, %s%s") : _("%d, %s%s"),
             members->list.count, _(order_names[members->order]),
             members->with_left ? _(", also who left") : "");
    draw_text(area, 0, 1, INK_MUTED, text);
    list_draw(&members_of(screen)->list, area_part(area, 1, 0, area.lines - 1, area.columns));
}

static void open_chosen(struct screen *screen)
{
    record_id id = chosen_id(members_of(screen));
    if (id != 0) {
        ui_open(screen->ui, &screen_member, &id);
    }
}

static bool members_key(struct screen *screen, int key)
{
    struct members *members = members_of(screen);
    struct err err = {0};
    const struct ui_mouse *mouse = ui_mouse(screen->ui);
    enum list_event event = list_key(&members->list, key, mouse);
    if (event == LIST_FILTER_CHANGED) {
        members->list.count = 0;
        members->list.cursor = 0;
        members->list.top = 0;
        (void)load_more(members, MEMBERS_PAGE, &err);
    } else if (event == LIST_OPENED) {
        open_chosen(screen);
    } else if (event == LIST_NEED_OLDER && members->has_more) {
        if (load_more(members, MEMBERS_PAGE, &err)) {
            (void)list_key(&members->list, key, mouse);
        }
    }
    if (err.kind != ERR_OK) {
        ui_toast_err(screen->ui, &err);
    }
    return event != LIST_UNUSED;
}

static void members_focus(struct screen *screen)
{
    reload(members_of(screen), chosen_id(members_of(screen)));
}

static void members_notice(struct screen *screen, const void *sender, const void *value)
{
    (void)sender;
    struct members *members = members_of(screen);
    if (value == &members->form) {
        members->list.filter[0] = '\0';
        ui_toast(screen->ui, TOAST_GOOD, _("%s is a member now."), members->form.family_name);
        reload(members, members->form.member.id);
    }
}

static void add_member(struct screen *screen)
{
    member_form_open(screen, &members_of(screen)->form, NULL);
}

static void next_order(struct screen *screen)
{
    struct members *members = members_of(screen);
    members->order = (members->order + 1) % ORDERS;
    members->list.cursor = members->list.top = 0;
    reload(members, 0);
}

static void toggle_left(struct screen *screen)
{
    struct members *members = members_of(screen);
    members->with_left = !members->with_left;
    reload(members, chosen_id(members));
    ui_toast(screen->ui, TOAST_INFO, "%s",
             members->with_left ? _("Members who left are shown too.")
                                : _("Members who left are hidden."));
}

static void open_import(struct screen *screen)
{
    static const enum import_kind kind = IMPORT_MEMBERS;
    ui_open(screen->ui, &screen_import, &kind);
}

static bool members_is_text(const struct screen *screen)
{
    return ((const struct members *)screen)->list.is_filtering;
}

static bool is_not_finding(const struct screen *screen)
{
    return !members_is_text(screen);
}

static bool has_row(const struct screen *screen)
{
    return ((const struct members *)screen)->list.count > 0;
}

static void start_find(struct screen *screen)
{
    (void)members_key(screen, '/');
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, N_("Enter"), N_("open"), open_chosen, has_row, 9},
    {'n', "n", N_("new member"), add_member, is_not_finding, 8},
    {'i', "i", N_("import"), open_import, is_not_finding, 4},
    {'/', "/", N_("find"), start_find, is_not_finding, 8},
    {'o', "o", N_("order"), next_order, is_not_finding, 5},
    {'l', "l", N_("also who left"), toggle_left, is_not_finding, 5},
    {0},
};

const struct screen_class screen_members = {
    .name = N_("Members"),
    .about = N_("The club's members by name. Type / and a part of a name, a number or a licence;"
                " Enter opens the card, n adds a member."),
    .size = sizeof(struct members),
    .section = 3,
    .open = members_open,
    .draw = members_draw,
    .key = members_key,
    .notice = members_notice,
    .focus = members_focus,
    .close = members_close,
    .is_text_now = members_is_text,
    .keys = keys,
};
