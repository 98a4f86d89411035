/* A weapon's card: what it is, how it is set, and the sessions shot with it. */
#include <stdio.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "ui/card_line.h"
#include "ui/screens.h"
#include "ui/session_table.h"
#include "ui/weapon_form.h"

enum { CARD_LINES = 8, VALUE_ROOM = 96 };

struct weapon_screen {
    struct session_table_screen base; /* first: session_table_step */
    struct weapon weapon;
    char owner[NAME_ROOM];
    int64_t rounds;
    struct weapon_form form;
};

static struct weapon_screen *weapon_of(struct screen *screen)
{
    return (struct weapon_screen *)screen;
}

static bool load(struct weapon_screen *card, record_id id, struct err *err)
{
    struct app *app = card->base.screen.app;
    if (!weapon_get(app, id, &card->weapon, err) || !weapon_rounds(app, id, &card->rounds, err)) {
        return false;
    }
    weapon_owner_text(app, &card->weapon, card->owner, sizeof card->owner);
    return true;
}

static bool weapon_open(struct screen *screen, const void *argument, struct err *err)
{
    struct weapon_screen *card = weapon_of(screen);
    record_id id = *(const record_id *)argument;
    session_table_start(&card->base.table, screen->app,
                        N_("Nothing was shot with this weapon yet. Press 1 for the Range."));
    card->base.table.weapon_id = id;
    return load(card, id, err) && session_table_load(&card->base.table, err);
}

static void date_value(char *dst, size_t size, const char *iso)
{
    dst[0] = '\0';
    if (iso[0] != '\0') {
        time_date_text(dst, size, iso);
    }
}

static void service_value(const struct weapon_screen *card, char *dst, size_t size)
{
    int interval = card->weapon.service_interval_rounds;
    dst[0] = '\0';
    if (interval > 0) {
        snprintf(dst, size, _("every %d rounds"), interval);
    }
}

static void click_value(const struct weapon *weapon, char *dst, size_t size)
{
    char number[VALUE_ROOM];
    dst[0] = '\0';
    if (weapon->click_um_at_10m > 0) {
        decimal_write(number, sizeof number, weapon->click_um_at_10m, 3, 1, i18n_decimal_point());
        snprintf(dst, size, _("%s mm at 10 m"), number);
    }
}

static void draw_left(const struct weapon_screen *card, struct area area)
{
    char text[VALUE_ROOM];
    const struct weapon *weapon = &card->weapon;
    card_line_draw(area, 1, 1, _("Kind"), weapon_kind_name(weapon->kind));
    card_line_draw(area, 2, 1, _("Calibre"), weapon->calibre);
    card_line_draw(area, 3, 1, _("Serial number"), weapon->serial);
    card_line_draw(area, 4, 1, _("Owner"), card->owner);
    card_line_draw(area, 5, 1, _("Storage"), weapon->storage);
    snprintf(text, sizeof text, "%lld", (long long)card->rounds);
    card_line_draw(area, 6, 1, _("Rounds fired"), text);
}

static void draw_right_side(const struct weapon_screen *card, struct area area)
{
    char text[VALUE_ROOM];
    int half = area.columns / 2;
    const struct weapon *weapon = &card->weapon;
    card_line_draw(area, 1, half, _("Front sight"), weapon->front_sight);
    card_line_draw(area, 2, half, _("Rear sight"), weapon->rear_sight);
    card_line_draw(area, 3, half, _("Trigger weight"), weapon->trigger_weight);
    click_value(weapon, text, sizeof text);
    card_line_draw(area, 4, half, _("One click"), text);
    service_value(card, text, sizeof text);
    card_line_draw(area, 5, half, _("Service"), text);
    date_value(text, sizeof text, weapon->owned_since);
    card_line_draw(area, 6, half, _("Owned since"), text);
}

static void draw_name(const struct weapon *weapon, struct area area)
{
    char date[48];
    char line[VALUE_ROOM];
    int column = 3 + draw_text(area, 0, 1, INK_TITLE, weapon->name);
    if (weapon->retired_on[0] != '\0') {
        date_value(date, sizeof date, weapon->retired_on);
        snprintf(line, sizeof line, _("retired on %s"), date);
        draw_text(area, 0, column, INK_WARN, line);
    }
}

static void weapon_draw(struct screen *screen, struct area area)
{
    struct weapon_screen *card = weapon_of(screen);
    struct area top = area_part(area, 0, 0, CARD_LINES - 1, area.columns);
    draw_name(&card->weapon, top);
    draw_left(card, top);
    draw_right_side(card, top);
    draw_rule(area, CARD_LINES - 1, _("Sessions"));
    session_table_draw(&card->base.table,
                       area_part(area, CARD_LINES, 0, area.lines - CARD_LINES, area.columns));
}

static void open_chosen(struct screen *screen)
{
    const struct session_line *line = session_table_chosen(&weapon_of(screen)->base.table);
    if (line != NULL) {
        ui_open(screen->ui, &screen_session, &line->id);
    }
}

static bool weapon_key(struct screen *screen, int key)
{
    struct err err = {0};
    enum session_table_event event =
        session_table_key(&weapon_of(screen)->base.table, key, ui_mouse(screen->ui), &err);
    if (err.kind != ERR_OK) {
        ui_toast_err(screen->ui, &err);
    }
    if (event == SESSION_TABLE_OPENED) {
        open_chosen(screen);
    }
    return event != SESSION_TABLE_UNUSED;
}

static void weapon_focus(struct screen *screen)
{
    struct err err = {0};
    struct weapon_screen *card = weapon_of(screen);
    if (!load(card, card->weapon.id, &err) || !session_table_reload(&card->base.table, &err)) {
        ui_toast_err(screen->ui, &err);
    }
}

static void weapon_notice(struct screen *screen, const void *sender, const void *value)
{
    (void)sender;
    if (value == &weapon_of(screen)->form) {
        ui_toast(screen->ui, TOAST_GOOD, "%s", _("The weapon's card is stored."));
    }
}

static void edit(struct screen *screen)
{
    weapon_form_open(screen, &weapon_of(screen)->form, &weapon_of(screen)->weapon);
}

/* --- retiring and coming back ---------------------------------------------------------------- */
static void use_again(struct ui *ui, record_id id)
{
    struct err err = {0};
    struct weapon weapon;
    if (!weapon_get(ui_app(ui), id, &weapon, &err)) {
        ui_toast_err(ui, &err);
        return;
    }
    weapon.retired_on[0] = '\0';
    if (weapon_edit(ui_app(ui), &weapon, &err)) {
        ui_toast(ui, TOAST_GOOD, _("%s is in use again."), weapon.name);
    } else {
        ui_toast_err(ui, &err);
    }
}

static void retire(struct screen *screen)
{
    struct err err = {0};
    struct weapon weapon = weapon_of(screen)->weapon;
    time_local_date(weapon.retired_on, time_now_ms());
    if (!weapon_edit(screen->app, &weapon, &err)) {
        ui_toast_err(screen->ui, &err);
        return;
    }
    ui_undo_set(screen->ui, use_again, weapon.id, N_("in use again"));
    ui_toast(screen->ui, TOAST_GOOD, _("%s is retired. Press u to undo."), weapon.name);
    weapon_focus(screen);
}

static void ask_to_retire(struct screen *screen)
{
    char question[320];
    snprintf(question, sizeof question,
             _("Retire %s today? Its sessions stay; it is no longer offered on the Range."),
             weapon_of(screen)->weapon.name);
    ui_ask(screen, question, _("retire"), retire);
}

static void return_to_use(struct screen *screen)
{
    use_again(screen->ui, weapon_of(screen)->weapon.id);
    weapon_focus(screen);
}

static bool is_text(const struct screen *screen)
{
    return ((const struct session_table_screen *)screen)->table.list.is_filtering;
}

static bool is_not_finding(const struct screen *screen)
{
    return !is_text(screen);
}

static bool has_row(const struct screen *screen)
{
    return ((const struct session_table_screen *)screen)->table.list.count > 0;
}

static bool is_in_use(const struct screen *screen)
{
    return !is_text(screen) && ((const struct weapon_screen *)screen)->weapon.retired_on[0] == '\0';
}

static bool is_retired(const struct screen *screen)
{
    return !is_text(screen) && ((const struct weapon_screen *)screen)->weapon.retired_on[0] != '\0';
}

static void start_find(struct screen *screen)
{
    (void)weapon_key(screen, '/');
}

static void weapon_crumb(const struct screen *screen, char *dst, size_t size)
{
    text_copy(dst, size, ((const struct weapon_screen *)screen)->weapon.name);
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, N_("Enter"), N_("open session"), open_chosen, has_row, 9},
    {'e', "e", N_("edit"), edit, is_not_finding, 8},
    {'/', "/", N_("find session"), start_find, is_not_finding, 7},
    {'d', "d", N_("retire"), ask_to_retire, is_in_use, 6},
    {'b', "b", N_("use again"), return_to_use, is_retired, 6},
    {0},
};

const struct screen_class screen_weapon = {
    .name = N_("Weapon"),
    .about = N_("A weapon's card and the sessions shot with it, newest first. e changes the card, d"
                " retires the weapon (b: use it again)."),
    .size = sizeof(struct weapon_screen),
    .section = 4,
    .open = weapon_open,
    .draw = weapon_draw,
    .key = weapon_key,
    .notice = weapon_notice,
    .focus = weapon_focus,
    .is_text_now = is_text,
    .crumb = weapon_crumb,
    .keys = keys,
};
