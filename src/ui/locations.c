/* The club's ranges and storage places. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/location.h"
#include "ui/list.h"
#include "ui/record_form.h"
#include "ui/stock.h"

enum { FORM_FIELDS = 6 };

struct locations {
    struct screen screen;
    struct list list;
    struct arena arena;
    struct location *rows; /* list.count, in the arena */
    bool with_retired;
    struct location edited;
    int is_range, is_storage, is_elsewhere;
    struct form_field fields[FORM_FIELDS];
};

static const struct list_column columns[] = {
    {N_("Location"), 24, 2, 0, false, true}, {N_("Range"), 8, 0, 0, false, false},
    {N_("Storage"), 9, 0, 0, false, false},  {N_("Distances, m"), 16, 1, 1, false, false},
    {N_("State"), 10, 0, 0, false, false},
};

static struct locations *locations_of(struct screen *screen)
{
    return (struct locations *)screen;
}

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct location *location = &((const struct locations *)owner)->rows[row];
    switch (column) {
    case 0:
        text_copy(dst, size, location->name);
        break;
    case 1:
        text_copy(dst, size, location->is_range ? _("yes") : "");
        break;
    case 2:
        text_copy(dst, size, location->is_storage ? _("yes") : "");
        break;
    case 3:
        text_copy(dst, size, location->distances);
        break;
    default:
        *ink = INK_WARN;
        text_copy(dst, size,
                  location->retired_on[0] != '\0' ? _("retired")
                  : location->is_elsewhere        ? _("another club")
                                                  : "");
        break;
    }
}

static bool load(struct locations *locations, struct err *err)
{
    struct arena arena = {0};
    struct location *rows = NULL;
    int count = 0;
    if (!location_list(locations->screen.app, &arena, locations->with_retired, &rows, &count,
                       err)) {
        arena_free(&arena);
        return false;
    }
    arena_free(&locations->arena);
    locations->arena = arena;
    locations->rows = rows;
    list_set_count(&locations->list, count);
    return true;
}

static void reload(struct locations *locations)
{
    struct err err = {0};
    if (!load(locations, &err)) {
        ui_toast_err(locations->screen.ui, &err);
    }
}

static bool locations_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)argument;
    struct locations *locations = locations_of(screen);
    locations->list = (struct list){.columns = columns,
                                    .column_count = (int)(sizeof columns / sizeof columns[0]),
                                    .empty = N_("No locations yet. Press n to add one."),
                                    .cell = write_cell,
                                    .owner = locations};
    return load(locations, err);
}

static void locations_close(struct screen *screen)
{
    arena_free(&locations_of(screen)->arena);
}

static void locations_draw(struct screen *screen, struct area area)
{
    list_draw(&locations_of(screen)->list, area);
}

static const struct location *chosen(const struct locations *locations)
{
    return locations->list.cursor < locations->list.count ? &locations->rows[locations->list.cursor]
                                                          : NULL;
}

static bool save(void *owner, int *field, struct err *err)
{
    struct locations *locations = owner;
    struct location *edited = &locations->edited;
    record_id id = 0;
    edited->is_range = locations->is_range != 0;
    edited->is_storage = locations->is_storage != 0;
    edited->is_elsewhere = locations->is_elsewhere != 0;
    *field = edited->name[0] == '\0' ? 0 : -1;
    return edited->id == 0 ? location_add(locations->screen.app, edited, &id, err)
                           : location_edit(locations->screen.app, edited, err);
}

static void open_form(struct locations *locations, const char *title)
{
    struct location *edited = &locations->edited;
    locations->is_range = edited->is_range;
    locations->is_storage = edited->is_storage;
    locations->is_elsewhere = edited->is_elsewhere;
    const struct form_field fields[FORM_FIELDS] = {
        {.kind = FORM_TEXT, .label = N_("Name"), .text = edited->name, .room = NAME_ROOM},
        {.kind = FORM_SWITCH, .label = N_("Range"), .number = &locations->is_range},
        {.kind = FORM_SWITCH, .label = N_("Storage"), .number = &locations->is_storage},
        {.kind = FORM_SWITCH,
         .label = N_("Another club's"),
         .hint = N_("Whether sessions there are turns for a permit is a setting."),
         .number = &locations->is_elsewhere},
        {.kind = FORM_TEXT,
         .label = N_("Distances, m"),
         .hint = N_("With commas: 10,25,50"),
         .text = edited->distances,
         .room = NAME_ROOM},
        {.kind = FORM_TEXT, .label = N_("Notes"), .text = edited->notes, .room = NOTE_ROOM},
    };
    for (int i = 0; i < FORM_FIELDS; i++) {
        locations->fields[i] = fields[i];
    }
    struct record_form_argument argument = {.title = title,
                                            .fields = locations->fields,
                                            .count = FORM_FIELDS,
                                            .owner = locations,
                                            .save = save};
    ui_open(locations->screen.ui, &screen_record_form, &argument);
}

static void add(struct screen *screen)
{
    locations_of(screen)->edited = (struct location){.is_range = true};
    open_form(locations_of(screen), _("New location"));
}

static void edit(struct screen *screen)
{
    const struct location *row = chosen(locations_of(screen));
    if (row != NULL) {
        locations_of(screen)->edited = *row;
        open_form(locations_of(screen), _("Location"));
    }
}

static bool locations_key(struct screen *screen, int key)
{
    enum list_event event =
        key == '/' ? LIST_UNUSED : list_key(&locations_of(screen)->list, key, ui_mouse(screen->ui));
    if (event == LIST_OPENED) {
        edit(screen);
    }
    return event != LIST_UNUSED;
}

static void locations_notice(struct screen *screen, const void *sender, const void *value)
{
    (void)sender;
    if (value == locations_of(screen)) {
        ui_toast(screen->ui, TOAST_GOOD, _("%s is stored."), locations_of(screen)->edited.name);
        reload(locations_of(screen));
    }
}

static void use_again(struct ui *ui, record_id id)
{
    struct err err = {0};
    struct location location;
    bool ok = location_get(ui_app(ui), id, &location, &err);
    location.retired_on[0] = '\0';
    if (ok && location_edit(ui_app(ui), &location, &err)) {
        ui_toast(ui, TOAST_GOOD, _("%s is in use again."), location.name);
    } else {
        ui_toast_err(ui, &err);
    }
}

static void retire_or_return(struct screen *screen)
{
    struct err err = {0};
    const struct location *row = chosen(locations_of(screen));
    if (row == NULL) {
        return;
    }
    struct location location = *row;
    if (location.retired_on[0] != '\0') {
        use_again(screen->ui, location.id);
    } else {
        time_local_date(location.retired_on, time_now_ms());
        if (location_edit(screen->app, &location, &err)) {
            ui_undo_set(screen->ui, use_again, location.id, N_("in use again"));
            ui_toast(screen->ui, TOAST_GOOD, _("%s is retired. Press u to undo."), location.name);
        } else {
            ui_toast_err(screen->ui, &err);
        }
    }
    reload(locations_of(screen));
}

static void toggle_retired(struct screen *screen)
{
    locations_of(screen)->with_retired = !locations_of(screen)->with_retired;
    reload(locations_of(screen));
}

static void locations_focus(struct screen *screen)
{
    reload(locations_of(screen));
}

static bool has_row(const struct screen *screen)
{
    return ((const struct locations *)screen)->list.count > 0;
}

static bool may_edit(const struct screen *screen)
{
    return has_row(screen) && screen_may(screen, RIGHT_EDIT_MEMBER);
}

static const struct key_row keys[] = {
    {'n', "n", N_("new"), add, NULL, 9},
    {'e', "e", N_("edit"), edit, may_edit, 8},
    {'d', "d", N_("retire or use again"), retire_or_return, may_edit, 7},
    {'v', "v", N_("retired too"), toggle_retired, NULL, 5},
    {0},
};

const struct screen_class screen_locations = {
    .name = N_("Locations"),
    .about = N_("Ranges, where sessions are shot, and storage places. A retired one stays with the"
                " sessions that were shot there and is no longer offered."),
    .size = sizeof(struct locations),
    .section = 4,
    .open = locations_open,
    .draw = locations_draw,
    .key = locations_key,
    .notice = locations_notice,
    .focus = locations_focus,
    .close = locations_close,
    .keys = keys,
};
