/* A member's card: who it is, and the sessions. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "ui/card_line.h"
#include "ui/member_form.h"
#include "ui/screens.h"
#include "ui/session_table.h"

enum { CARD_LINES = 5 };

struct member_screen {
    struct session_table_screen base; /* first: session_table_step */
    struct member member;
    struct member_form form;
};

static struct member_screen *member_of(struct screen *screen)
{
    return (struct member_screen *)screen;
}

static bool member_open(struct screen *screen, const void *argument, struct err *err)
{
    struct member_screen *card = member_of(screen);
    record_id id = *(const record_id *)argument;
    if (!member_get(screen->app, id, &card->member, err)) {
        return false;
    }
    session_table_start(&card->base.table, screen->app,
                        N_("No sessions of this member yet. Press 1 for the Range, then n."));
    card->base.table.member_id = id;
    return session_table_load(&card->base.table, err);
}

static void date_value(char *dst, size_t size, const char *iso)
{
    dst[0] = '\0';
    if (iso[0] != '\0') {
        time_date_text(dst, size, iso);
    }
}

static void draw_card(const struct member *member, struct area area)
{
    char name[NAME_ROOM * 2];
    char text[48];
    int half = area.columns / 2;
    member_name(member, name, sizeof name);
    int column = 3 + draw_text(area, 0, 1, INK_TITLE, name);
    if (member->left_on[0] != '\0') {
        char line[96];
        date_value(text, sizeof text, member->left_on);
        snprintf(line, sizeof line, _("left the club on %s"), text);
        draw_text(area, 0, column, INK_WARN, line);
    }
    card_line_draw(area, 1, 1, _("Number"), member->number);
    card_line_draw(area, 2, 1, _("Licence"), member->licence);
    date_value(text, sizeof text, member->birth_date);
    card_line_draw(area, 1, half, _("Born"), text);
    date_value(text, sizeof text, member->joined_on);
    card_line_draw(area, 2, half, _("Joined"), text);
    draw_text(area, 3, 1, INK_MUTED, member->notes);
}

static void member_draw(struct screen *screen, struct area area)
{
    struct member_screen *card = member_of(screen);
    draw_card(&card->member, area_part(area, 0, 0, CARD_LINES - 1, area.columns));
    draw_rule(area, CARD_LINES - 1, _("Sessions"));
    session_table_draw(&card->base.table,
                       area_part(area, CARD_LINES, 0, area.lines - CARD_LINES, area.columns));
}

static void open_chosen(struct screen *screen)
{
    const struct session_line *line = session_table_chosen(&member_of(screen)->base.table);
    if (line != NULL) {
        ui_open(screen->ui, &screen_session, &line->id);
    }
}

static bool member_key(struct screen *screen, int key)
{
    struct err err = {0};
    enum session_table_event event =
        session_table_key(&member_of(screen)->base.table, key, ui_mouse(screen->ui), &err);
    if (err.kind != ERR_OK) {
        ui_toast_err(screen->ui, &err);
    }
    if (event == SESSION_TABLE_OPENED) {
        open_chosen(screen);
    }
    return event != SESSION_TABLE_UNUSED;
}

static void reload(struct member_screen *card)
{
    struct err err = {0};
    struct screen *screen = &card->base.screen;
    if (!member_get(screen->app, card->member.id, &card->member, &err) ||
        !session_table_reload(&card->base.table, &err)) {
        ui_toast_err(screen->ui, &err);
    }
}

static void member_focus(struct screen *screen)
{
    reload(member_of(screen));
}

static void member_notice(struct screen *screen, const void *sender, const void *value)
{
    (void)sender;
    if (value == &member_of(screen)->form) {
        ui_toast(screen->ui, TOAST_GOOD, "%s", _("The member's card is stored."));
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
    reload(member_of(screen));
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
    reload(member_of(screen));
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

static bool is_member(const struct screen *screen)
{
    return !is_text(screen) && ((const struct member_screen *)screen)->member.left_on[0] == '\0';
}

static bool has_left(const struct screen *screen)
{
    return !is_text(screen) && ((const struct member_screen *)screen)->member.left_on[0] != '\0';
}

static void start_find(struct screen *screen)
{
    (void)member_key(screen, '/');
}

static void member_crumb(const struct screen *screen, char *dst, size_t size)
{
    member_name(&((const struct member_screen *)screen)->member, dst, size);
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, N_("Enter"), N_("open session"), open_chosen, has_row, 9},
    {'e', "e", N_("edit"), edit, is_not_finding, 8},
    {'/', "/", N_("find session"), start_find, is_not_finding, 7},
    {'d', "d", N_("left the club"), ask_to_leave, is_member, 6},
    {'b', "b", N_("is back"), return_to_club, has_left, 6},
    {0},
};

const struct screen_class screen_member = {
    .name = N_("Member"),
    .about = N_("A member's card and sessions, newest first. e changes the card, d notes that the"
                " member left the club (b: is back)."),
    .size = sizeof(struct member_screen),
    .section = 3,
    .open = member_open,
    .draw = member_draw,
    .key = member_key,
    .notice = member_notice,
    .focus = member_focus,
    .is_text_now = is_text,
    .crumb = member_crumb,
    .keys = keys,
};
