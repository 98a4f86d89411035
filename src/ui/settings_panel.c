/* System, the page Settings: each row shows its choice and changes it at once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/range.h"
#include "ui/draw.h"
#include "ui/system_pages.h"
#include "ui/ui.h"

enum { LANES_USUAL = 12, LABEL_COLUMNS = 24, VALUE_ROOM = 64 };
enum { SETTINGS_ROWS = 5 };

struct settings_panel {
    struct panel panel;
    struct screen *screen; /* of the card */
    int cursor;
    int idle_s, lanes;
    bool is_automatic; /* the coach is asked after finish */
    int first_line;    /* of the rows on the terminal, for the mouse */
};

/* Seconds; IDLE_BY_ROLE: administrators sooner than others, as the shell has it. */
enum { IDLE_BY_ROLE = -1 };
static const int idle_choices[] = {0, IDLE_BY_ROLE, 60, 120, 300, 600, 1800, 3600};
enum { IDLE_CHOICES = sizeof idle_choices / sizeof idle_choices[0] };

static int read_number(struct app *app, const char *key, int fallback)
{
    char text[16];
    char *end = NULL;
    if (!app_setting_get(app, key, "", text, sizeof text)) {
        return fallback;
    }
    long value = strtol(text, &end, 10);
    return end != text && value >= 0 && value <= 100000 ? (int)value : fallback;
}

static bool settings_panel_load(struct panel *base, struct err *err)
{
    struct settings_panel *panel = (struct settings_panel *)base;
    struct screen *screen = &base->card->screen;
    (void)err;
    panel->screen = screen;
    panel->idle_s = read_number(screen->app, "idle_lock_s", IDLE_BY_ROLE);
    panel->lanes = read_number(screen->app, "lanes", LANES_USUAL);
    char automatic[8];
    app_setting_get(screen->app, "ai_automatic", "no", automatic, sizeof automatic);
    panel->is_automatic = strcmp(automatic, "yes") == 0;
    return true;
}

/* --- theme ---------------------------------------------------------------------------------- */
static void theme_value(const struct settings_panel *panel, char *dst, size_t size)
{
    (void)panel;
    text_copy(dst, size, theme_name(theme_current()));
}

static void theme_change(struct settings_panel *panel, int step)
{
    int count = theme_count();
    ui_set_theme(panel->screen->ui, (theme_current() + count + step) % count);
}

/* --- language ------------------------------------------------------------------------------- */
static void language_value(const struct settings_panel *panel, char *dst, size_t size)
{
    (void)panel;
    text_copy(dst, size, i18n_language() == LANGUAGE_NL ? "Nederlands" : "English");
}

static void language_change(struct settings_panel *panel, int step)
{
    (void)step;
    enum language other = i18n_language() == LANGUAGE_NL ? LANGUAGE_EN : LANGUAGE_NL;
    ui_set_language(panel->screen->ui, i18n_name(other));
}

/* --- idle lock ------------------------------------------------------------------------------ */
static void idle_value(const struct settings_panel *panel, char *dst, size_t size)
{
    int minutes = panel->idle_s / 60;
    if (panel->idle_s == IDLE_BY_ROLE) {
        text_copy(dst, size, _("after 2 minutes, administrator 1"));
    } else if (panel->idle_s == 0) {
        text_copy(dst, size, _("never"));
    } else {
        snprintf(dst, size, P_("after %d minute", "after %d minutes", minutes), minutes);
    }
}

static void idle_change(struct settings_panel *panel, int step)
{
    char text[16] = "";
    struct err err = {0};
    int index = 0;
    while (index + 1 < IDLE_CHOICES && idle_choices[index] != panel->idle_s) {
        index++;
    }
    index = (index + step + IDLE_CHOICES) % IDLE_CHOICES;
    if (idle_choices[index] != IDLE_BY_ROLE) {
        snprintf(text, sizeof text, "%d", idle_choices[index]);
    }
    if (!app_setting_put(panel->screen->app, "idle_lock_s", text, &err)) {
        ui_toast_err(panel->screen->ui, &err);
        return;
    }
    panel->idle_s = idle_choices[index];
    ui_read_idle_lock(panel->screen->ui);
}

/* --- lanes ---------------------------------------------------------------------------------- */
static void lanes_value(const struct settings_panel *panel, char *dst, size_t size)
{
    snprintf(dst, size, "%d", panel->lanes);
}

static void lanes_change(struct settings_panel *panel, int step)
{
    char text[16];
    struct err err = {0};
    int lanes = panel->lanes + step;
    if (lanes < 1 || lanes > LANES_MAX) {
        return;
    }
    snprintf(text, sizeof text, "%d", lanes);
    if (!app_setting_put(panel->screen->app, "lanes", text, &err)) {
        ui_toast_err(panel->screen->ui, &err);
        return;
    }
    panel->lanes = lanes;
}

/* --- the coach after finish ------------------------------------------------------------------ */
static void automatic_value(const struct settings_panel *panel, char *dst, size_t size)
{
    text_copy(dst, size, panel->is_automatic ? _("asked by itself") : _("only when asked"));
}

static void automatic_change(struct settings_panel *panel, int step)
{
    struct err err = {0};
    (void)step;
    if (!app_setting_put(panel->screen->app, "ai_automatic", panel->is_automatic ? "no" : "yes",
                         &err)) {
        ui_toast_err(panel->screen->ui, &err);
        return;
    }
    panel->is_automatic = !panel->is_automatic;
}

static const struct {
    const char *label, *hint;
    void (*value)(const struct settings_panel *panel, char *dst, size_t size);
    void (*change)(struct settings_panel *panel, int step);
    enum right right;
} rows[SETTINGS_ROWS] = {
    {N_("Theme"), N_("Changes at once, for this club."), theme_value, theme_change, RIGHT_SET_LOOK},
    {N_("Language"), N_("Changes at once."), language_value, language_change, RIGHT_SET_LOOK},
    {N_("Idle lock"), N_("Asks for the PIN again; a half-typed series stays."), idle_value,
     idle_change, RIGHT_MANAGE_SYSTEM},
    {N_("Lanes"), N_("How many lanes the range has."), lanes_value, lanes_change,
     RIGHT_MANAGE_SYSTEM},
    {N_("Reflection after finish"),
     N_("Whether the coach is asked for a reflection when a session is finished. Nobody waits for"
        " it."),
     automatic_value, automatic_change, RIGHT_MANAGE_SYSTEM},
};

static bool may_change(const struct settings_panel *panel, int row)
{
    return screen_may(panel->screen, rows[row].right);
}

static void change(struct settings_panel *panel, int step)
{
    if (may_change(panel, panel->cursor)) {
        rows[panel->cursor].change(panel, step);
    }
}

static void settings_panel_draw(struct panel *base, struct area area)
{
    struct settings_panel *panel = (struct settings_panel *)base;
    char value[VALUE_ROOM];
    char text[VALUE_ROOM + 16];
    panel->first_line = area.line + 1;
    for (int i = 0; i < SETTINGS_ROWS; i++) {
        bool is_chosen = i == panel->cursor;
        bool has_arrows = is_chosen && may_change(panel, i);
        rows[i].value(panel, value, sizeof value);
        snprintf(text, sizeof text, "%s %s %s", has_arrows ? draw_symbol("◂", "<") : " ", value,
                 has_arrows ? draw_symbol("▸", ">") : " ");
        draw_text(area, 1 + i, 1, INK_ACCENT, is_chosen ? draw_symbol("▸", ">") : " ");
        draw_cell(area, 1 + i, 3, LABEL_COLUMNS, INK_TEXT, _(rows[i].label));
        draw_text(area, 1 + i, 4 + LABEL_COLUMNS, is_chosen ? INK_SELECTION : INK_TEXT, text);
    }
    struct area below =
        area_part(area, SETTINGS_ROWS + 2, 3, area.lines - SETTINGS_ROWS - 2, area.columns - 6);
    int line = draw_wrapped(below, 0, INK_MUTED, _(rows[panel->cursor].hint));
    draw_wrapped(below, line + 1, INK_MUTED,
                 may_change(panel, panel->cursor)
                     ? _("Up and Down choose a setting, Left and Right change it.")
                     : _("Up and Down choose a setting. This one only an administrator changes."));
}

static bool click(struct settings_panel *panel, const struct ui_mouse *mouse)
{
    int row = mouse != NULL ? mouse->line - panel->first_line : -1;
    if (row < 0 || row >= SETTINGS_ROWS || mouse->what > MOUSE_DOUBLE) {
        return false;
    }
    panel->cursor = row;
    return true;
}

static bool settings_panel_key(struct panel *base, int key)
{
    struct settings_panel *panel = (struct settings_panel *)base;
    switch (key) {
    case UI_KEY_UP:
        panel->cursor = panel->cursor > 0 ? panel->cursor - 1 : 0;
        return true;
    case UI_KEY_DOWN:
        panel->cursor = panel->cursor + 1 < SETTINGS_ROWS ? panel->cursor + 1 : panel->cursor;
        return true;
    case UI_KEY_LEFT:
        change(panel, -1);
        return true;
    case UI_KEY_RIGHT:
    case UI_KEY_ENTER:
        change(panel, 1);
        return true;
    case UI_KEY_MOUSE:
        return click(panel, ui_mouse(panel->screen->ui));
    default:
        return false;
    }
}

const struct panel_class page_settings = {
    .name = N_("Settings"),
    .about = N_("How this kiosk looks and behaves; each change counts at once."),
    .size = sizeof(struct settings_panel),
    .load = settings_panel_load,
    .draw = settings_panel_draw,
    .key = settings_panel_key,
};
