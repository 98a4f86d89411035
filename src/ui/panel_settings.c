/* How a weapon was set, from which day on. */
#include <string.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/weapon_service.h"
#include "ui/list.h"
#include "ui/weapon_panels.h"

struct panel_settings {
    struct panel panel;
    struct list list;
    struct arena arena; /* of the rows; let go at each load */
    struct weapon_setting *rows;
};

static const struct list_column columns[] = {
    {N_("Since"), 12, 0, 0, false, true},       {N_("Front sight"), 11, 1, 0, false, false},
    {N_("Rear sight"), 10, 1, 0, false, false}, {N_("Trigger"), 8, 1, 0, false, false},
    {N_("Grip"), 8, 1, 0, false, false},        {N_("Click, mm"), 9, 0, 1, true, false},
    {N_("By"), 12, 1, 2, false, false},
};

static struct panel_settings *settings_of(struct panel *panel)
{
    return (struct panel_settings *)panel;
}

static void click_text(char *dst, size_t size, int click_um)
{
    text_copy(dst, size, "-");
    if (click_um > 0) {
        decimal_write(dst, size, click_um, 3, 1, i18n_decimal_point());
    }
}

static const char *setting_text(const struct weapon_setting *setting, int column)
{
    switch (column) {
    case 1:
        return setting->front_sight;
    case 2:
        return setting->rear_sight;
    case 3:
        return setting->trigger_weight;
    case 4:
        return setting->grip;
    default:
        return setting->by_name;
    }
}

/* What differs from the row before it stands out. */
static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct panel_settings *settings = owner;
    const struct weapon_setting *setting = &settings->rows[row];
    char before[NAME_ROOM] = "";
    bool has_before = row + 1 < settings->list.count;
    if (column == 0) {
        time_date_text(dst, size, setting->local_date);
        return;
    }
    if (column == 5) {
        click_text(dst, size, setting->click_um_at_10m);
        if (has_before) {
            click_text(before, sizeof before, setting[1].click_um_at_10m);
        }
    } else {
        const char *text = setting_text(setting, column);
        text_copy(dst, size, text[0] != '\0' ? text : "-");
        if (has_before) {
            text = setting_text(&setting[1], column);
            text_copy(before, sizeof before, text[0] != '\0' ? text : "-");
        }
    }
    if (has_before && column <= 5 && strcmp(dst, before) != 0) {
        *ink = INK_ACCENT;
    }
}

static bool settings_load(struct panel *panel, struct err *err)
{
    struct panel_settings *settings = settings_of(panel);
    struct arena arena = {0};
    struct weapon_setting *rows = NULL;
    int count = 0;
    settings->list.columns = columns;
    settings->list.column_count = (int)(sizeof columns / sizeof columns[0]);
    settings->list.empty = N_("No settings were kept yet. Press e to enter sights, trigger, grip"
                              " and click: every change is kept here.");
    settings->list.cell = write_cell;
    settings->list.owner = settings;
    if (!weapon_setting_list(panel->card->screen.app, &arena, panel->card->id, &rows, &count,
                             err)) {
        arena_free(&arena);
        return false;
    }
    arena_free(&settings->arena);
    settings->arena = arena;
    settings->rows = rows;
    list_set_count(&settings->list, count);
    return true;
}

static void settings_draw(struct panel *panel, struct area area)
{
    list_draw(&settings_of(panel)->list, area);
}

static bool settings_key(struct panel *panel, int key)
{
    return key != '/' && list_key(&settings_of(panel)->list, key,
                                  ui_mouse(panel->card->screen.ui)) != LIST_UNUSED;
}

static void settings_close(struct panel *panel)
{
    arena_free(&settings_of(panel)->arena);
}

static const struct key_row keys[] = {{0}};

const struct panel_class panel_settings = {
    .name = N_("Settings"),
    .about = N_("How the weapon was set and since when; what differs from the row below stands"
                " out. A row is added by itself when e changes a setting."),
    .size = sizeof(struct panel_settings),
    .load = settings_load,
    .draw = settings_draw,
    .key = settings_key,
    .close = settings_close,
    .keys = keys,
};
