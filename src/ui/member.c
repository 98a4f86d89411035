/* A member's card. Its pages are panels: one row each below. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "ui/export_form.h"
#include "ui/member_card.h"
#include "ui/screens.h"
#include "ui/side_by_side.h"

static const struct panel_class *const panels[] = {
    &panel_member,  &panel_bests,  &panel_course, &panel_trend,    &panel_heat,
    &panel_compare, &panel_impact, &panel_goals,  &panel_sessions, NULL,
};

static struct member_card *member_of(struct screen *screen)
{
    return (struct member_card *)screen;
}

static void forget_shooter(struct insight_card *base)
{
    ((struct member_card *)base)->has_shooter = false;
}

const struct shooter *member_card_shooter(struct member_card *card, struct err *err)
{
    struct insight_card *base = &card->base;
    if (!insight_card_need(base, err)) {
        return NULL;
    }
    if (!card->has_shooter) {
        arena_free(&card->shooter_arena);
        card->has_shooter =
            shooter_read(base->card.screen.app, &card->shooter_arena, card->member.id, &base->lines,
                         &base->look.choice, &card->shooter, err);
    }
    return card->has_shooter ? &card->shooter : NULL;
}

static bool member_open(struct screen *screen, const void *argument, struct err *err)
{
    struct member_card *card = member_of(screen);
    record_id id = *(const record_id *)argument;
    insight_card_start(&card->base, id, panels, false);
    card->base.looked = forget_shooter;
    if (!member_get(screen->app, id, &card->member, err)) {
        return false;
    }
    card_show(&card->base.card, 0);
    return true;
}

static void member_close(struct screen *screen)
{
    insight_card_stop(&member_of(screen)->base);
    arena_free(&member_of(screen)->shooter_arena);
}

static void member_draw(struct screen *screen, struct area area)
{
    const struct member *member = &member_of(screen)->member;
    char name[NAME_ROOM * 2];
    char date[48];
    char line[96];
    member_name(member, name, sizeof name);
    int column = 3 + draw_text(area, 0, 1, INK_TITLE, name);
    if (member->left_on[0] != '\0') {
        time_date_text(date, sizeof date, member->left_on);
        snprintf(line, sizeof line, _("left the club on %s"), date);
        column += 2 + draw_text(area, 0, column, INK_WARN, line);
    }
    if (member->shares_notes) {
        draw_text(area, 0, column, INK_MUTED, _("notes may go to the AI coach"));
    }
    card_draw(screen, area, 1);
}

static void member_focus(struct screen *screen)
{
    struct err err = {0};
    struct member_card *card = member_of(screen);
    if (!member_get(screen->app, card->member.id, &card->member, &err)) {
        ui_toast_err(screen->ui, &err);
    }
    insight_card_changed(&card->base);
}

/* Refused by core when someone else changed it since. */
static void undo_edit(struct ui *ui, record_id id)
{
    struct err err = {0};
    (void)id;
    const struct member *before = ui_undo_kept(ui);
    if (before != NULL && member_edit(ui_app(ui), before, &err)) {
        ui_toast(ui, TOAST_GOOD, "%s", _("It is as it was."));
    } else {
        ui_toast_err(ui, &err);
    }
}

/* The card still holds how it was. */
static void keep_for_undo(struct screen *screen)
{
    struct err err = {0};
    struct member now;
    struct member before = member_of(screen)->member;
    if (member_get(screen->app, before.id, &now, &err)) {
        before.changed_at_ms = now.changed_at_ms;
        ui_undo_set_with(screen->ui, undo_edit, before.id, N_("as it was"), &before, sizeof before);
    }
}

static void member_notice(struct screen *screen, const void *sender, const void *value)
{
    if (value == &member_of(screen)->form) {
        keep_for_undo(screen);
        ui_toast(screen->ui, TOAST_GOOD, "%s", _("The member's card is stored. Press u to undo."));
    } else {
        card_notice(screen, sender, value);
    }
}

static void edit(struct screen *screen)
{
    member_form_open(screen, &member_of(screen)->form, &member_of(screen)->member);
}

/* --- leaving and coming back ----------------------------------------------------------------- */
static void come_back(struct ui *ui, record_id id)
{
    struct err err = {0};
    struct member member;
    struct app *app = ui_app(ui);
    if (!member_get(app, id, &member, &err)) {
        ui_toast_err(ui, &err);
        return;
    }
    member.left_on[0] = '\0';
    if (member_edit(app, &member, &err)) {
        ui_toast(ui, TOAST_GOOD, _("%s is a member again."), member.family_name);
    } else {
        ui_toast_err(ui, &err);
    }
}

static void leave_club(struct screen *screen)
{
    struct err err = {0};
    struct member member = member_of(screen)->member;
    time_local_date(member.left_on, time_now_ms());
    if (!member_edit(screen->app, &member, &err)) {
        ui_toast_err(screen->ui, &err);
        return;
    }
    ui_undo_set(screen->ui, come_back, member.id, N_("a member again"));
    ui_toast(screen->ui, TOAST_GOOD, _("%s left the club. Press u to undo."), member.family_name);
    member_focus(screen);
}

static void ask_to_leave(struct screen *screen)
{
    char question[320];
    char name[NAME_ROOM * 2];
    member_name(&member_of(screen)->member, name, sizeof name);
    snprintf(question, sizeof question,
             _("Note that %s left the club today? The sessions stay; the name is no longer offered"
               " on the Range."),
             name);
    ui_ask(screen, question, _("left the club"), leave_club);
}

static void return_to_club(struct screen *screen)
{
    come_back(screen->ui, member_of(screen)->member.id);
    member_focus(screen);
}

static bool is_calm(const struct screen *screen)
{
    return !card_is_text(screen);
}

static bool may_edit(const struct screen *screen)
{
    return is_calm(screen) && screen_may(screen, RIGHT_EDIT_MEMBER);
}

static bool is_member(const struct screen *screen)
{
    return may_edit(screen) && ((const struct member_card *)screen)->member.left_on[0] == '\0';
}

static bool has_left(const struct screen *screen)
{
    return may_edit(screen) && ((const struct member_card *)screen)->member.left_on[0] != '\0';
}

static void next_tab(struct screen *screen)
{
    (void)card_key(screen, UI_KEY_TAB);
}

static void member_crumb(const struct screen *screen, char *dst, size_t size)
{
    member_name(&((const struct member_card *)screen)->member, dst, size);
}

static void export_card(struct screen *screen)
{
    const struct report_filter filter = {.member_id = member_of(screen)->member.id};
    export_form_open(screen->ui, "progress", &filter);
}

static const struct key_row keys[] = {
    {UI_KEY_TAB, N_("Tab"), N_("next page"), next_tab, is_calm, 9},
    {'p', "p", N_("period"), insight_card_next_period, is_calm, 8},
    {'f', "f", N_("programme"), insight_card_next_programme, insight_card_has_programmes, 7},
    {'c', "c", N_("side by side"), side_by_side_open, is_calm, 6},
    {'e', "e", N_("edit"), edit, may_edit, 6},
    {'x', "x", N_("export"), export_card, is_calm, 5},
    {'d', "d", N_("left the club"), ask_to_leave, is_member, 5},
    {'b', "b", N_("is back"), return_to_club, has_left, 5},
    {0},
};

const struct screen_class screen_member = {
    .name = N_("Member"),
    .about =
        N_("A shooter: turns of the last 12 months and progress by programme, the trend, weapons"
           " and ammunition side by side, where the groups lie, goals, and the sessions. Tab goes"
           " through the pages, p chooses the period, f the programme."),
    .size = sizeof(struct member_card),
    .section = 3,
    .open = member_open,
    .draw = member_draw,
    .key = card_key,
    .notice = member_notice,
    .focus = member_focus,
    .tick = card_tick,
    .close = member_close,
    .is_text_now = card_is_text,
    .crumb = member_crumb,
    .keys = keys,
    .part_keys = card_keys,
    .part_about = card_about,
    .step = card_step,
};
