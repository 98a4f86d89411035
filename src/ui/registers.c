/* Section 6: the registers a club keeps: who is in, club weapons handed out, guests. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/member.h"
#include "ui/card_input.h"
#include "ui/guest_form.h"
#include "ui/member_find.h"
#include "ui/record_form.h"
#include "ui/register_find.h"
#include "ui/register_pages.h"
#include "ui/screens.h"
#include "ui/stock.h"
#include "ui/tabs.h"

enum picking { PICK_NOTHING, PICK_WHO_COMES, PICK_WEAPON, PICK_WHO_GETS };
enum { QUESTION_ROOM = 6 * NAME_ROOM };

struct condition_form { /* of a weapon that goes out or comes back */
    struct app *app;
    record_id issue_id;             /* comes back; 0: goes out */
    record_id weapon_id, member_id; /* goes out */
    char weapon[NAME_ROOM], member[NAME_ROOM], condition[NAME_ROOM];
    struct form_field field;
};

struct registers {
    struct screen screen;
    struct tabs tabs;
    struct register_pages pages;
    struct card_input card;
    enum picking picking;
    record_id weapon_id; /* chosen, before who gets it */
    char weapon[NAME_ROOM];
    record_id asked_id; /* the row the question is about: another may stand there meanwhile */
    struct condition_form condition;
    struct guest_form guest;
};

static const char *const tab_names[] = {N_("Present"), N_("Weapons out"), N_("Guests"), NULL};

static struct registers *registers_of(struct screen *screen)
{
    return (struct registers *)screen;
}

static enum register_tab tab_of(const struct screen *screen)
{
    return (enum register_tab)((const struct registers *)screen)->tabs.chosen;
}

static void reload(struct registers *registers)
{
    struct err err = {0};
    if (!register_page_load(&registers->pages, tab_of(&registers->screen), &err)) {
        ui_toast_err(registers->screen.ui, &err);
    }
}

/* After a new row: it stands first. */
static void reload_at_top(struct registers *registers)
{
    struct list *list = &registers->pages.lists[registers->tabs.chosen];
    list->cursor = list->top = 0;
    reload(registers);
}

static bool registers_open(struct screen *screen, const void *argument, struct err *err)
{
    struct registers *registers = registers_of(screen);
    (void)argument;
    registers->tabs.names = tab_names;
    card_input_start(&registers->card, screen->app);
    register_pages_start(&registers->pages, screen->app);
    if (!register_page_load(&registers->pages, REGISTER_PRESENT, err)) {
        register_pages_close(&registers->pages);
        return false;
    }
    return true;
}

static void registers_close(struct screen *screen)
{
    register_pages_close(&registers_of(screen)->pages);
}

static void registers_focus(struct screen *screen)
{
    reload(registers_of(screen));
}

static void registers_draw(struct screen *screen, struct area area)
{
    struct registers *registers = registers_of(screen);
    char text[80];
    tabs_draw(&registers->tabs, area, 0);
    register_page_draw(
        &registers->pages, tab_of(screen), area_part(area, 2, 0, area.lines - 2, area.columns),
        registers->card.is_on ? card_input_text(&registers->card, text, sizeof text) : NULL);
}

/* --- coming in and going out --------------------------------------------------------------------
 */
static void tell_presence(struct registers *registers, const struct presence_result *result)
{
    char sentence[3 * NAME_ROOM];
    bool is_booked = result->event == PRESENCE_CAME || result->event == PRESENCE_WENT;
    presence_sentence(result, sentence, sizeof sentence);
    ui_toast(registers->screen.ui,
             result->weapons_out > 0 ? TOAST_WARN
             : is_booked             ? TOAST_GOOD
                                     : TOAST_INFO,
             "%s", sentence);
    registers->tabs.chosen = REGISTER_PRESENT;
    reload_at_top(registers);
}

static void scan(struct screen *screen, const char *card)
{
    struct presence_result result;
    struct err err = {0};
    if (presence_scan(screen->app, card, &result, &err)) {
        tell_presence(registers_of(screen), &result);
    } else {
        ui_toast_err(screen->ui, &err);
    }
}

static void come_in(struct registers *registers, record_id member_id)
{
    struct presence_result result;
    struct err err = {0};
    if (presence_book(registers->screen.app, member_id, PRESENCE_COMES, 0, &result, &err)) {
        tell_presence(registers, &result);
    } else {
        ui_toast_err(registers->screen.ui, &err);
    }
}

static void member_goes_out(struct screen *screen, record_id member_id)
{
    struct presence_result result;
    struct err err = {0};
    if (!presence_book(screen->app, member_id, PRESENCE_GOES, 0, &result, &err)) {
        ui_toast_err(screen->ui, &err);
        reload(registers_of(screen));
        return;
    }
    tell_presence(registers_of(screen), &result);
}

static void guest_goes_out(struct screen *screen, record_id guest_id, const char *name)
{
    char clock[6];
    struct err err = {0};
    time_local_clock(clock, time_now_ms());
    if (guest_out(screen->app, guest_id, &err)) {
        ui_toast(screen->ui, TOAST_GOOD, _("%s is out, %s."), name, clock);
    } else {
        ui_toast_err(screen->ui, &err);
    }
    reload(registers_of(screen));
}

static void goes_out(struct screen *screen)
{
    const struct register_pages *pages = &registers_of(screen)->pages;
    char name[NAME_ROOM];
    if (tab_of(screen) == REGISTER_GUESTS) {
        const struct guest_line *line = register_chosen_guest(pages);
        text_copy(name, sizeof name, line->guest.name);
        guest_goes_out(screen, line->guest.id, name);
        return;
    }
    const struct presence_line *line = register_chosen_presence(pages);
    if (line->presence.member_id != 0) {
        member_goes_out(screen, line->presence.member_id);
    } else {
        text_copy(name, sizeof name, line->guest_name);
        guest_goes_out(screen, line->presence.guest_id, name);
    }
}

static void all_out(struct screen *screen)
{
    struct err err = {0};
    int count = 0;
    if (presence_out_all(screen->app, &count, &err)) {
        ui_toast(screen->ui, TOAST_GOOD,
                 P_("%d person is written out.", "%d people are written out.", count), count);
    } else {
        ui_toast_err(screen->ui, &err);
    }
    reload(registers_of(screen));
}

static void ask_all_out(struct screen *screen)
{
    ui_ask(screen, _("Write everybody out who is still in, guests too?"), _("everybody out"),
           all_out);
}

/* --- weapons ------------------------------------------------------------------------------------
 */
static bool save_condition(void *owner, int *field, struct err *err)
{
    struct condition_form *form = owner;
    record_id id = 0;
    *field = 0;
    return form->issue_id != 0 ? weapon_issue_in(form->app, form->issue_id, form->condition, err)
                               : weapon_issue_out(form->app, form->weapon_id, form->member_id,
                                                  form->condition, &id, err);
}

static void ask_condition(struct screen *screen, struct condition_form *form, const char *title,
                          const char *hint)
{
    form->field = (struct form_field){.kind = FORM_TEXT,
                                      .label = N_("Condition"),
                                      .hint = hint,
                                      .text = form->condition,
                                      .room = sizeof form->condition};
    struct record_form_argument argument = {
        .title = title, .fields = &form->field, .count = 1, .owner = form, .save = save_condition};
    ui_open(screen->ui, &screen_record_form, &argument);
}

static void hand_out(struct registers *registers, const struct picker_row *who)
{
    struct condition_form *form = &registers->condition;
    char title[3 * NAME_ROOM];
    *form = (struct condition_form){
        .app = registers->screen.app, .weapon_id = registers->weapon_id, .member_id = who->id};
    text_copy(form->weapon, sizeof form->weapon, registers->weapon);
    text_copy(form->member, sizeof form->member, who->text);
    snprintf(title, sizeof title, _("%s goes out, with %s"), form->weapon, form->member);
    ask_condition(&registers->screen, form, title,
                  N_("How it goes out; may stay empty. Enter stores."));
}

static void comes_back(struct screen *screen)
{
    struct registers *registers = registers_of(screen);
    const struct weapon_issue_line *line = register_chosen_issue(&registers->pages);
    struct condition_form *form = &registers->condition;
    char title[2 * NAME_ROOM];
    *form = (struct condition_form){.app = screen->app, .issue_id = line->issue.id};
    text_copy(form->weapon, sizeof form->weapon, line->weapon);
    snprintf(title, sizeof title, _("%s comes back"), form->weapon);
    ask_condition(screen, form, title, N_("How it came back; may stay empty. Enter stores."));
}

static void say_moved(struct registers *registers)
{
    const struct condition_form *form = &registers->condition;
    if (form->issue_id != 0) {
        ui_toast(registers->screen.ui, TOAST_GOOD, _("%s is back."), form->weapon);
        reload(registers);
        return;
    }
    ui_toast(registers->screen.ui, TOAST_GOOD, _("%s is out, with %s."), form->weapon,
             form->member);
    reload_at_top(registers);
}

/* --- new rows -----------------------------------------------------------------------------------
 */
static void pick(struct registers *registers, enum picking what, const struct picker_source *source)
{
    struct picker_argument argument = {.source = source};
    registers->picking =
        ui_open(registers->screen.ui, &screen_picker, &argument) != NULL ? what : PICK_NOTHING;
}

static void new_guest(struct screen *screen)
{
    struct registers *registers = registers_of(screen);
    bool is_present = tab_of(screen) == REGISTER_PRESENT;
    guest_form_open(screen, &registers->guest,
                    is_present ? register_chosen_presence(&registers->pages) : NULL);
}

static void new_row(struct screen *screen)
{
    struct registers *registers = registers_of(screen);
    switch (tab_of(screen)) {
    case REGISTER_PRESENT:
        pick(registers, PICK_WHO_COMES, &member_find_source);
        break;
    case REGISTER_WEAPONS:
        pick(registers, PICK_WEAPON, &register_weapon_source);
        break;
    default:
        new_guest(screen);
        break;
    }
}

static void picked(struct registers *registers, const struct picker_row *row)
{
    enum picking what = registers->picking;
    registers->picking = PICK_NOTHING;
    if (row == NULL) {
        return;
    }
    if (what == PICK_WHO_COMES) {
        come_in(registers, row->id);
    } else if (what == PICK_WEAPON) {
        registers->weapon_id = row->id;
        text_copy(registers->weapon, sizeof registers->weapon, row->text);
        pick(registers, PICK_WHO_GETS, &member_find_source);
    } else if (what == PICK_WHO_GETS) {
        hand_out(registers, row);
    }
}

static void registers_notice(struct screen *screen, const void *sender, const void *value)
{
    struct registers *registers = registers_of(screen);
    if (sender == &screen_picker) {
        picked(registers, value);
    } else if (value == &registers->guest) {
        ui_toast(screen->ui, TOAST_GOOD, _("%s is in as a guest of %s."), registers->guest.name,
                 registers->guest.host);
        reload_at_top(registers);
    } else if (value == &registers->condition) {
        say_moved(registers);
    }
}

/* --- voiding ------------------------------------------------------------------------------------
 */
typedef bool void_call(struct app *app, record_id id, struct err *err);

static void void_row(struct screen *screen)
{
    static void_call *const voids[REGISTER_TABS] = {
        [REGISTER_PRESENT] = presence_void,
        [REGISTER_WEAPONS] = weapon_issue_void,
        [REGISTER_GUESTS] = guest_void,
    };
    struct registers *registers = registers_of(screen);
    struct err err = {0};
    if (voids[tab_of(screen)](screen->app, registers->asked_id, &err)) {
        ui_toast(screen->ui, TOAST_GOOD, "%s", _("The row is void; it stays in the register."));
    } else {
        ui_toast_err(screen->ui, &err);
    }
    reload(registers);
}

static record_id row_id(const struct registers *registers)
{
    const struct register_pages *pages = &registers->pages;
    switch (tab_of(&registers->screen)) {
    case REGISTER_PRESENT:
        return register_chosen_presence(pages)->presence.id;
    case REGISTER_WEAPONS:
        return register_chosen_issue(pages)->issue.id;
    default:
        return register_chosen_guest(pages)->guest.id;
    }
}

static void row_text(const struct registers *registers, char *dst, size_t size)
{
    const struct register_pages *pages = &registers->pages;
    char name[2 * NAME_ROOM];
    if (registers->tabs.chosen == REGISTER_PRESENT) {
        presence_line_name(register_chosen_presence(pages), dst, size);
    } else if (registers->tabs.chosen == REGISTER_GUESTS) {
        text_copy(dst, size, register_chosen_guest(pages)->guest.name);
    } else {
        register_person_name(&register_chosen_issue(pages)->member, name, sizeof name);
        snprintf(dst, size, "%s, %s", register_chosen_issue(pages)->weapon, name);
    }
}

static void ask_to_void(struct screen *screen)
{
    char question[QUESTION_ROOM];
    char row[4 * NAME_ROOM];
    row_text(registers_of(screen), row, sizeof row);
    registers_of(screen)->asked_id = row_id(registers_of(screen));
    snprintf(question, sizeof question,
             _("Void this row: %s? It stays in the register but no longer counts. This cannot be"
               " undone."),
             row);
    ui_ask(screen, question, _("void it"), void_row);
}

/* --- keys ---------------------------------------------------------------------------------------
 */
static bool card_key(struct registers *registers, int key)
{
    switch (card_input_key(&registers->card, key)) {
    case CARD_DONE:
        scan(&registers->screen, registers->card.number);
        return true;
    case CARD_TYPING:
    case CARD_LEFT:
        return true;
    case CARD_UNUSED:
    default:
        return false;
    }
}

static bool registers_key(struct screen *screen, int key)
{
    struct registers *registers = registers_of(screen);
    if (card_key(registers, key)) {
        return true;
    }
    if (tabs_key(&registers->tabs, key, ui_mouse(screen->ui), true)) {
        reload(registers);
        return true;
    }
    if (key == '/' || key == UI_KEY_ENTER) {
        return false;
    }
    struct list *list = &registers->pages.lists[registers->tabs.chosen];
    return list_key(list, key, ui_mouse(screen->ui)) != LIST_UNUSED;
}

static void next_tab(struct screen *screen)
{
    (void)registers_key(screen, UI_KEY_TAB);
}

static void type_card(struct screen *screen)
{
    struct registers *registers = registers_of(screen);
    (void)card_input_key(&registers->card, registers->card.prefix);
}

static bool is_typing(const struct screen *screen)
{
    return ((const struct registers *)screen)->card.is_on;
}

static bool is_calm(const struct screen *screen)
{
    return !is_typing(screen);
}

static bool is_present_page(const struct screen *screen)
{
    return is_calm(screen) && tab_of(screen) == REGISTER_PRESENT;
}

static bool is_weapons_page(const struct screen *screen)
{
    return is_calm(screen) && tab_of(screen) == REGISTER_WEAPONS;
}

static bool is_guests_page(const struct screen *screen)
{
    return is_calm(screen) && tab_of(screen) == REGISTER_GUESTS;
}

static bool has_row(const struct screen *screen)
{
    const struct registers *registers = (const struct registers *)screen;
    const struct list *list = &registers->pages.lists[registers->tabs.chosen];
    return is_calm(screen) && list->cursor < list->count;
}

static bool can_go_out(const struct screen *screen)
{
    const struct register_pages *pages = &((const struct registers *)screen)->pages;
    if (!has_row(screen) || tab_of(screen) == REGISTER_WEAPONS) {
        return false;
    }
    return tab_of(screen) == REGISTER_PRESENT
               ? register_chosen_presence(pages)->presence.out_at_ms == 0
               : register_chosen_guest(pages)->out_at_ms == 0;
}

static bool can_come_back(const struct screen *screen)
{
    const struct register_pages *pages = &((const struct registers *)screen)->pages;
    return is_weapons_page(screen) && has_row(screen) &&
           register_chosen_issue(pages)->issue.in_at_ms == 0;
}

static bool has_prefix(const struct screen *screen)
{
    return is_calm(screen) && ((const struct registers *)screen)->card.prefix != '\0';
}

/* Issue and return stand in its ledger. */
static void open_ammunition(struct screen *screen)
{
    ui_open(screen->ui, &screen_stock, NULL);
}

static const struct key_row keys[] = {
    {'n', "n", N_("comes in"), new_row, is_present_page, 90},
    {'n', "n", N_("hand out"), new_row, is_weapons_page, 90},
    {'n', "n", N_("new guest"), new_row, is_guests_page, 90},
    {'r', "r", N_("comes back"), comes_back, can_come_back, 85},
    {'o', "o", N_("goes out"), goes_out, can_go_out, 85},
    {'g', "g", N_("new guest"), new_guest, is_present_page, 70},
    {'v', "v", N_("void"), ask_to_void, has_row, 60},
    {'e', "e", N_("everybody out"), ask_all_out, is_present_page, 50},
    {UI_KEY_TAB, "Tab", N_("next register"), next_tab, is_calm, 80},
    {'m', "m", N_("ammunition"), open_ammunition, NULL, 55},
    {';', ";", N_("card number"), type_card, has_prefix, 40},
    {0},
};

const struct screen_class screen_registers = {
    .name = N_("Registers"),
    .about = N_("Who is in today, club weapons that are out, and guests. A scanned card comes in,"
                " and goes out the next time; n finds a member by name. What is still open of an"
                " earlier day stands below. A mistake is made void: nothing is ever deleted."),
    .size = sizeof(struct registers),
    .section = 6,
    .takes_scans = true,
    .open = registers_open,
    .draw = registers_draw,
    .key = registers_key,
    .scan = scan,
    .notice = registers_notice,
    .focus = registers_focus,
    .close = registers_close,
    .is_text_now = is_typing,
    .keys = keys,
};
