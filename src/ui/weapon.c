/* A weapon's card. Its pages are panels: one row each below. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "ui/export_form.h"
#include "ui/screens.h"
#include "ui/side_by_side.h"
#include "ui/weapon_card.h"
#include "ui/weapon_panels.h"

enum { PAGE_WORDS = 5 }; /* of the panels */
static const struct panel_class *const panels[] = {
    &panel_weapon,   &panel_trend,   &panel_compare,  &panel_impact,      &panel_heat, &panel_words,
    &panel_sessions, &panel_service, &panel_settings, &panel_attachments, NULL,
};

static struct weapon_card *weapon_of(struct screen *screen)
{
    return (struct weapon_card *)screen;
}

static bool load(struct weapon_card *card, record_id id, struct err *err)
{
    struct app *app = card->base.card.screen.app;
    if (!weapon_get(app, id, &card->weapon, err) ||
        !weapon_service_state(app, id, &card->service, err)) {
        return false;
    }
    weapon_owner_text(app, &card->weapon, card->owner, sizeof card->owner);
    return true;
}

static bool weapon_open(struct screen *screen, const void *argument, struct err *err)
{
    struct weapon_card *card = weapon_of(screen);
    record_id id = *(const record_id *)argument;
    insight_card_start(&card->base, id, panels, true);
    if (!load(card, id, err)) {
        return false;
    }
    card_show(&card->base.card, 0);
    return true;
}

static void weapon_close(struct screen *screen)
{
    insight_card_stop(&weapon_of(screen)->base);
}

static void draw_name(const struct weapon *weapon, struct area area)
{
    char date[48];
    char line[96];
    int column = 3 + draw_text(area, 0, 1, INK_TITLE, weapon->name);
    if (weapon->retired_on[0] != '\0') {
        time_date_text(date, sizeof date, weapon->retired_on);
        snprintf(line, sizeof line, _("retired on %s"), date);
        draw_text(area, 0, column, INK_WARN, line);
    }
}

static void weapon_draw(struct screen *screen, struct area area)
{
    draw_name(&weapon_of(screen)->weapon, area);
    card_draw(screen, area, 1);
}

static void weapon_focus(struct screen *screen)
{
    struct err err = {0};
    struct weapon_card *card = weapon_of(screen);
    if (!load(card, card->weapon.id, &err)) {
        ui_toast_err(screen->ui, &err);
    }
    insight_card_changed(&card->base);
}

/* Refused by core when someone else changed it since. */
static void undo_edit(struct ui *ui, record_id id)
{
    struct err err = {0};
    (void)id;
    const struct weapon *before = ui_undo_kept(ui);
    if (before != NULL && weapon_edit(ui_app(ui), before, &err)) {
        ui_toast(ui, TOAST_GOOD, "%s", _("It is as it was."));
    } else {
        ui_toast_err(ui, &err);
    }
}

/* The card still holds how it was. */
static void keep_for_undo(struct screen *screen)
{
    struct err err = {0};
    struct weapon now;
    struct weapon before = weapon_of(screen)->weapon;
    if (weapon_get(screen->app, before.id, &now, &err)) {
        before.changed_at_ms = now.changed_at_ms;
        ui_undo_set_with(screen->ui, undo_edit, before.id, N_("as it was"), &before, sizeof before);
    }
}

static void weapon_notice(struct screen *screen, const void *sender, const void *value)
{
    if (value == &weapon_of(screen)->form) {
        keep_for_undo(screen);
        ui_toast(screen->ui, TOAST_GOOD, "%s", _("The weapon's card is stored. Press u to undo."));
    } else {
        card_notice(screen, sender, value);
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

static bool is_calm(const struct screen *screen)
{
    return !card_is_text(screen);
}

static bool may_edit(const struct screen *screen)
{
    return is_calm(screen) && screen_may(screen, RIGHT_EDIT_MEMBER);
}

static bool is_in_use(const struct screen *screen)
{
    return may_edit(screen) && ((const struct weapon_card *)screen)->weapon.retired_on[0] == '\0';
}

static bool is_retired(const struct screen *screen)
{
    return may_edit(screen) && ((const struct weapon_card *)screen)->weapon.retired_on[0] != '\0';
}

static void next_tab(struct screen *screen)
{
    (void)card_key(screen, UI_KEY_TAB);
}

/* The page of the coach; there i asks. */
static void show_words(struct screen *screen)
{
    card_show((struct card *)screen, PAGE_WORDS);
}

static bool has_other_page(const struct screen *screen)
{
    return is_calm(screen) && ((const struct card *)screen)->tabs.chosen != PAGE_WORDS;
}

static void weapon_crumb(const struct screen *screen, char *dst, size_t size)
{
    text_copy(dst, size, ((const struct weapon_card *)screen)->weapon.name);
}

static void export_card(struct screen *screen)
{
    const struct report_filter filter = {.weapon_id = weapon_of(screen)->weapon.id};
    export_form_open(screen->ui, "weapon", &filter);
}

static const struct key_row keys[] = {
    {UI_KEY_TAB, N_("Tab"), N_("next page"), next_tab, is_calm, 9},
    {'p', "p", N_("period"), insight_card_next_period, is_calm, 8},
    {'f', "f", N_("programme"), insight_card_next_programme, insight_card_has_programmes, 7},
    {'c', "c", N_("side by side"), side_by_side_open, is_calm, 6},
    {'i', "i", N_("coach"), show_words, has_other_page, 6},
    {'e', "e", N_("edit"), edit, may_edit, 6},
    {'x', "x", N_("export"), export_card, is_calm, 5},
    {'d', "d", N_("retire"), ask_to_retire, is_in_use, 5},
    {'b', "b", N_("use again"), return_to_use, is_retired, 5},
    {0},
};

const struct screen_class screen_weapon = {
    .name = N_("Weapon"),
    .about =
        N_("A weapon: what it is, what it did lately, the trend of scores and groups, ammunition"
           " and shooters side by side, where its groups lie, and its sessions. Tab goes through"
           " the pages, p chooses the period, f the programme. A difference is named only when"
           " its 95 % interval does not hold zero; otherwise it is within noise. i goes to the"
           " page In words, and there it asks the coach; without a model that is calculated, not"
           " AI."),
    .size = sizeof(struct weapon_card),
    .section = 4,
    .open = weapon_open,
    .draw = weapon_draw,
    .key = card_key,
    .notice = weapon_notice,
    .focus = weapon_focus,
    .tick = card_tick,
    .news = card_news,
    .close = weapon_close,
    .is_text_now = card_is_text,
    .crumb = weapon_crumb,
    .keys = keys,
    .part_keys = card_keys,
    .part_about = card_about,
    .step = card_step,
    .answer = card_answer,
};
