/* One session, looked back on. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/ammunition.h"
#include "core/range.h"
#include "ui/attachments.h"
#include "ui/competition.h"
#include "ui/export_form.h"
#include "ui/replay.h"
#include "ui/screens.h"
#include "ui/session_edit.h"
#include "ui/session_table.h"
#include "ui/session_view.h"
#include "ui/target.h"
#include "ui/text_editor.h"

enum session_editing { EDITING_NOTHING, EDITING_NOTES, EDITING_REFLECTION };

struct session_screen {
    struct screen screen;
    record_id id;
    struct arena arena; /* of the detail; let go at each load */
    struct session_detail detail;
    struct session_view view;
    struct reflection reflection; /* in `language` */
    struct answer_panel answer;
    enum language language;
    enum session_editing editing;
    char text[NOTE_ROOM]; /* what the text editor begins with */
    struct session_edit edit;
};

static const char *const tab_names[] = {N_("Series"),  N_("Shots"),      N_("Target"),
                                        N_("Numbers"), N_("Reflection"), N_("Weapons"),
                                        N_("Notes"),   N_("Trail"),      NULL};

static struct session_screen *session_of(struct screen *screen)
{
    return (struct session_screen *)screen;
}

/* --- loading -------------------------------------------------------------------------------- */
static const char *ammunition_name(const struct ammunition *all, int count, record_id id)
{
    for (int i = 0; i < count; i++) {
        if (all[i].id == id) {
            return all[i].name;
        }
    }
    return "";
}

static bool name_ammunition(struct session_screen *session, struct arena *arena,
                            const struct session_detail *detail, struct err *err)
{
    struct ammunition *all = NULL;
    int count = 0;
    if (!ammunition_list(session->screen.app, arena,
                         &(struct ammunition_query){.with_retired = true}, &all, &count, err)) {
        return false;
    }
    const char **names = arena_array(arena, (size_t)detail->part_count + 1, sizeof *names);
    for (int i = 0; i < detail->part_count; i++) {
        names[i] = ammunition_name(all, count, detail->parts[i].weapon.ammunition_id);
    }
    session->view.ammunition = names;
    return true;
}

static void reflect(struct session_screen *session)
{
    reflection_read(&session->detail, &session->reflection);
    session->language = i18n_language();
}

/* How it stands is on top. */
static void show_top(struct screen *screen, record_id id)
{
    (void)id;
    session_of(screen)->view.top = 0;
}

static void read_answer(struct session_screen *session)
{
    struct answer_panel *panel = &session->answer;
    const struct session_detail *detail = &session->detail;
    panel->screen = &session->screen;
    panel->kind = JOB_REFLECTION;
    panel->subject_id = session->id;
    panel->goal_start =
        (struct goal){.member_id = detail->session.member_id, .session_id = session->id};
    panel->notes = (struct preview_notes){.are_there = detail->session.notes[0] != '\0',
                                          .are_agreed = detail->member.shares_notes};
    panel->calculated = &session->reflection;
    panel->asked = show_top;
    session->view.answer = panel;
    answer_panel_read(panel);
}

/* Shows that session, or keeps what was shown. */
static bool load(struct session_screen *session, record_id id, struct err *err)
{
    struct arena arena = {0};
    struct session_detail detail = {0};
    if (!session_get(session->screen.app, &arena, id, &detail, err) ||
        !name_ammunition(session, &arena, &detail, err)) {
        arena_free(&arena);
        return false;
    }
    arena_free(&session->arena);
    session->arena = arena;
    session->detail = detail;
    session->id = id;
    session->view.detail = &session->detail;
    reflect(session);
    read_answer(session);
    if (session->view.part >= detail.part_count) {
        session->view.part = 0;
    }
    return true;
}

static void reload(struct session_screen *session)
{
    struct err err = {0};
    if (!load(session, session->id, &err)) {
        ui_toast_err(session->screen.ui, &err);
    }
}

static bool session_open(struct screen *screen, const void *argument, struct err *err)
{
    struct session_screen *session = session_of(screen);
    session->view.tabs.names = tab_names;
    return load(session, *(const record_id *)argument, err);
}

static void session_close(struct screen *screen)
{
    arena_free(&session_of(screen)->arena);
    answer_panel_close(&session_of(screen)->answer);
}

static void session_paint(struct screen *screen, struct area area)
{
    struct session_screen *session = session_of(screen);
    if (session->language != i18n_language()) {
        reflect(session);
    }
    session_view_draw(&session->view, area);
}

/* --- actions -------------------------------------------------------------------------------- */
static void edit_text(struct session_screen *session, enum session_editing what)
{
    bool is_notes = what == EDITING_NOTES;
    struct text_editor_argument argument = {.title = is_notes ? _("Notes") : _("Own reflection"),
                                            .text = session->text,
                                            .room = sizeof session->text};
    text_copy(session->text, sizeof session->text,
              is_notes ? session->detail.session.notes : session->detail.session.reflection);
    session->editing = what;
    session->view.tabs.chosen = SESSION_TAB_NOTES;
    session->view.top = 0;
    if (ui_open(session->screen.ui, &screen_text_editor, &argument) == NULL) {
        session->editing = EDITING_NOTHING;
    }
}

static void edit_notes(struct screen *screen)
{
    edit_text(session_of(screen), EDITING_NOTES);
}

static void edit_reflection(struct screen *screen)
{
    edit_text(session_of(screen), EDITING_REFLECTION);
}

static void store_text(struct session_screen *session, const char *text)
{
    struct err err = {0};
    struct app *app = session->screen.app;
    bool is_notes = session->editing == EDITING_NOTES;
    bool ok = is_notes ? session_set_notes(app, session->id, text, &err)
                       : session_set_reflection(app, session->id, text, &err);
    if (!ok) {
        ui_toast_err(session->screen.ui, &err);
    } else {
        ui_toast(session->screen.ui, TOAST_GOOD, "%s",
                 is_notes ? _("Notes stored.") : _("Reflection stored."));
    }
}

static void edit_weapon(struct screen *screen)
{
    struct session_screen *session = session_of(screen);
    int part = session->view.part;
    session->view.tabs.chosen = SESSION_TAB_WEAPONS;
    session->view.top = 0;
    session_edit_open(screen, &session->edit, &session->detail.parts[part],
                      session->view.ammunition[part]);
}

static void open_target(struct screen *screen)
{
    struct session_screen *session = session_of(screen);
    struct target_argument argument = {
        .lane = NULL, .correct_index = -1, .part = &session->detail.parts[session->view.part]};
    ui_open(screen->ui, &screen_target, &argument);
}

static void show_reflection(struct screen *screen)
{
    struct session_view *view = &session_of(screen)->view;
    view->tabs.chosen = SESSION_TAB_REFLECTION;
    view->top = 0;
}

/* With the numbers behind its sentences; on its own page b is the panel's. */
static void show_basis(struct screen *screen)
{
    session_of(screen)->answer.with_basis = true;
    show_reflection(screen);
}

static void session_news(struct screen *screen)
{
    answer_panel_news(&session_of(screen)->answer);
}

static struct answer_panel *session_answer(struct screen *screen)
{
    return &session_of(screen)->answer;
}

static void replay(struct screen *screen)
{
    struct session_screen *session = session_of(screen);
    struct replay_argument argument = {.session_id = session->id, .part = session->view.part};
    ui_open(screen->ui, &screen_replay, &argument);
}

static void next_weapon(struct screen *screen)
{
    struct session_screen *session = session_of(screen);
    session->view.part = (session->view.part + 1) % session->detail.part_count;
}

static void count_again(struct ui *ui, record_id id)
{
    struct err err = {0};
    if (range_unvoid(ui_app(ui), id, &err)) {
        ui_toast(ui, TOAST_GOOD, "%s", _("The session counts again."));
    } else {
        ui_toast_err(ui, &err);
    }
}

static void unvoid_it(struct screen *screen)
{
    count_again(screen->ui, session_of(screen)->id);
    reload(session_of(screen));
}

static void void_it(struct screen *screen)
{
    struct session_screen *session = session_of(screen);
    struct err err = {0};
    if (!range_void(screen->app, session->id, &err)) {
        ui_toast_err(screen->ui, &err);
        return;
    }
    ui_undo_set(screen->ui, count_again, session->id, N_("counts again"));
    ui_toast(screen->ui, TOAST_GOOD, "%s",
             _("The session is void; its shots stay readable. Press u to undo."));
    reload(session);
}

static void ask_to_void(struct screen *screen)
{
    const struct session_detail *detail = &session_of(screen)->detail;
    char question[320];
    char name[NAME_ROOM * 2];
    char date[48];
    snprintf(name, sizeof name, "%s %s", detail->member.given_name, detail->member.family_name);
    time_date_text(date, sizeof date, detail->session.local_date);
    snprintf(question, sizeof question,
             P_("Void the session of %s on %s with %d shot? It will count nowhere any more. The"
                " shots and who voided it stay readable.",
                "Void the session of %s on %s with %d shots? It will count nowhere any more. The"
                " shots and who voided it stay readable.",
                detail->stats.shots),
             name, date, detail->stats.shots);
    ui_ask(screen, question, _("void it"), void_it);
}

static void change_competition(struct screen *screen)
{
    struct session_screen *session = session_of(screen);
    const struct session_mark is = {session->id, session->detail.session.is_competition};
    competition_change(screen->ui, &is, 1);
    reload(session);
}

static void step(struct screen *screen, int direction)
{
    struct session_screen *session = session_of(screen);
    struct err err = {0};
    struct screen *list = screen->below;
    record_id id =
        list != NULL && list->class_->step != NULL ? list->class_->step(list, direction) : 0;
    if (id == 0) {
        ui_toast(screen->ui, TOAST_INFO, "%s",
                 direction > 0 ? _("There is no older session in the list.")
                               : _("There is no newer session in the list."));
    } else if (!load(session, id, &err)) {
        ui_toast_err(screen->ui, &err);
    } else {
        session->view.top = 0;
    }
}

static void step_older(struct screen *screen)
{
    step(screen, 1);
}

static void step_newer(struct screen *screen)
{
    step(screen, -1);
}

/* --- keys ----------------------------------------------------------------------------------- */
static void scroll(struct session_view *view, int lines)
{
    view->top += lines;
    view->top = view->top > view->hidden ? view->hidden : view->top;
    view->top = view->top < 0 ? 0 : view->top;
}

static bool scroll_key(struct screen *screen, int key)
{
    struct session_view *view = &session_of(screen)->view;
    const struct ui_mouse *mouse = ui_mouse(screen->ui);
    if (key == UI_KEY_DOWN || (key == UI_KEY_MOUSE && mouse->what == MOUSE_WHEEL_DOWN)) {
        scroll(view, 1);
    } else if (key == UI_KEY_UP || (key == UI_KEY_MOUSE && mouse->what == MOUSE_WHEEL_UP)) {
        scroll(view, -1);
    } else if (key == UI_KEY_HOME) {
        view->top = 0;
    } else if (key == UI_KEY_END) {
        view->top = view->hidden;
    } else {
        return false;
    }
    return true;
}

static bool session_key(struct screen *screen, int key)
{
    struct session_view *view = &session_of(screen)->view;
    if (tabs_key(&view->tabs, key, ui_mouse(screen->ui), true)) {
        view->top = 0;
        return true;
    }
    return scroll_key(screen, key);
}

static void session_notice(struct screen *screen, const void *sender, const void *value)
{
    (void)sender;
    struct session_screen *session = session_of(screen);
    if (session->editing != EDITING_NOTHING && value != NULL) {
        store_text(session, value);
    } else if (value == &session->edit) {
        ui_toast(screen->ui, TOAST_GOOD, "%s", _("Weapon line stored."));
    }
    session->editing = EDITING_NOTHING;
    (void)answer_panel_notice(&session->answer, value);
}

static void session_focus(struct screen *screen)
{
    reload(session_of(screen));
}

static void session_crumb(const struct screen *screen, char *dst, size_t size)
{
    const struct session_detail *detail = &((const struct session_screen *)screen)->detail;
    char date[48];
    time_date_text(date, sizeof date, detail->session.local_date);
    snprintf(dst, size, "%s, %s", detail->member.family_name, date);
}

static void open_attachments(struct screen *screen)
{
    char title[NAME_ROOM + 48];
    session_crumb(screen, title, sizeof title);
    struct attachments_argument argument = {.subject = {.session_id = session_of(screen)->id},
                                            .title = title};
    ui_open(screen->ui, &screen_attachments, &argument);
}

static void next_tab(struct screen *screen)
{
    (void)session_key(screen, UI_KEY_TAB);
}

static bool has_part(const struct screen *screen)
{
    return ((const struct session_screen *)screen)->detail.part_count > 0;
}

static bool has_parts(const struct screen *screen)
{
    return ((const struct session_screen *)screen)->detail.part_count > 1;
}

static bool has_plot(const struct screen *screen)
{
    const struct session_screen *session = (const struct session_screen *)screen;
    return has_part(screen) && session->detail.parts[session->view.part].stats.plotted > 0;
}

static bool is_void(const struct screen *screen)
{
    return screen_may(screen, RIGHT_VOID_SESSION) &&
           ((const struct session_screen *)screen)->detail.session.state == SESSION_VOID;
}

static bool is_counting(const struct screen *screen)
{
    return screen_may(screen, RIGHT_VOID_SESSION) &&
           ((const struct session_screen *)screen)->detail.session.state != SESSION_VOID;
}

static bool may_mark(const struct screen *screen)
{
    return screen_may(screen, RIGHT_MARK_COMPETITION) &&
           ((const struct session_screen *)screen)->detail.session.state != SESSION_VOID;
}

static bool is_competition(const struct screen *screen)
{
    return may_mark(screen) &&
           ((const struct session_screen *)screen)->detail.session.is_competition;
}

static bool is_practice(const struct screen *screen)
{
    return may_mark(screen) && !is_competition(screen);
}

static bool is_reflection(const struct screen *screen)
{
    return ((const struct session_screen *)screen)->view.tabs.chosen == SESSION_TAB_REFLECTION;
}

static bool is_elsewhere(const struct screen *screen)
{
    return !is_reflection(screen);
}

static const struct key_row *session_part_keys(const struct screen *screen)
{
    return is_reflection(screen) ? answer_panel_keys : NULL;
}

static void export_card(struct screen *screen)
{
    const struct report_filter filter = {.session_id = session_of(screen)->detail.session.id};
    export_form_open(screen->ui, "session", &filter);
}

static const struct key_row keys[] = {
    {UI_KEY_TAB, N_("Tab"), N_("next page"), next_tab, NULL, 9},
    {'p', "p", N_("plot"), open_target, has_plot, 8},
    {'v', "v", N_("replay"), replay, has_part, 7},
    {'e', "e", N_("notes"), edit_notes, NULL, 7},
    {'r', "r", N_("reflection"), edit_reflection, NULL, 7},
    {'i', "i", N_("coach"), show_reflection, is_elsewhere, 6},
    {'b', "b", N_("basis"), show_basis, is_elsewhere, 6},
    {'w', "w", N_("weapon line"), edit_weapon, has_part, 6},
    {'a', "a", N_("other weapon"), next_weapon, has_parts, 6},
    {'t', "t", N_("attachments"), open_attachments, NULL, 5},
    {'x', "x", N_("export"), export_card, NULL, 5},
    {UI_KEY_PAGE_DOWN, N_("PgDn"), N_("older"), step_older, NULL, 5},
    {UI_KEY_PAGE_UP, N_("PgUp"), N_("newer"), step_newer, NULL, 5},
    {'c', "c", N_("competition"), change_competition, is_practice, 5},
    {'c', "c", N_("practice"), change_competition, is_competition, 5},
    {'d', "d", N_("void it"), ask_to_void, is_counting, 4},
    {'d', "d", N_("count again"), unvoid_it, is_void, 4},
    {0},
};

const struct screen_class screen_session = {
    .name = N_("Session"),
    .about =
        N_("One session: series, every shot, the target, all numbers, what they say in words (b"
           " shows the number behind each sentence), the weapons, notes and own reflection,"
           " and the trail of corrections. Tab or the arrows go through the pages, Up and Down "
           "scroll, PgDn and PgUp go to the next session of the list. c makes it a competition, or "
           "practice again. On the page Reflection i"
           " asks the coach; without a model that is calculated, not AI. y shows beforehand what"
           " would be sent, k acknowledges the answer, g makes its next focus a goal. A sentence"
           " with a number that was not in the data is marked."),
    .size = sizeof(struct session_screen),
    .section = 2,
    .open = session_open,
    .draw = session_paint,
    .key = session_key,
    .notice = session_notice,
    .focus = session_focus,
    .news = session_news,
    .close = session_close,
    .crumb = session_crumb,
    .keys = keys,
    .part_keys = session_part_keys,
    .answer = session_answer,
};
