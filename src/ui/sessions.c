/* Section 2: every session, newest first. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ui/competition.h"
#include "ui/screens.h"
#include "ui/session_table.h"

struct sessions {
    struct session_table_screen base; /* first: session_table_step */
};

static struct session_table *table_of(struct screen *screen)
{
    return &((struct session_table_screen *)screen)->table;
}

static bool sessions_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)argument;
    session_table_start(table_of(screen), screen->app,
                        N_("No sessions yet. Press 1 for the Range, then n for a new shooter."));
    return session_table_load(table_of(screen), err);
}

static void sessions_draw(struct screen *screen, struct area area)
{
    session_table_draw(table_of(screen), area);
}

static void open_chosen(struct screen *screen)
{
    const struct session_line *line = session_table_chosen(table_of(screen));
    if (line != NULL) {
        ui_open(screen->ui, &screen_session, &line->id);
    }
}

static bool sessions_key(struct screen *screen, int key)
{
    struct err err = {0};
    enum session_table_event event =
        session_table_key(table_of(screen), key, ui_mouse(screen->ui), &err);
    if (err.kind != ERR_OK) {
        ui_toast_err(screen->ui, &err);
    }
    if (event == SESSION_TABLE_OPENED) {
        open_chosen(screen);
    }
    return event != SESSION_TABLE_UNUSED;
}

static void sessions_focus(struct screen *screen)
{
    struct err err = {0};
    if (!session_table_reload(table_of(screen), &err)) {
        ui_toast_err(screen->ui, &err);
    }
}

static bool sessions_is_text(const struct screen *screen)
{
    return ((const struct session_table_screen *)screen)->table.list.is_filtering;
}

static bool has_row(const struct screen *screen)
{
    return session_table_chosen(&((const struct session_table_screen *)screen)->table) != NULL;
}

static bool may_choose(const struct screen *screen)
{
    return has_row(screen) && !sessions_is_text(screen) &&
           screen_may(screen, RIGHT_MARK_COMPETITION);
}

static bool has_chosen(const struct screen *screen)
{
    return may_choose(screen) &&
           ((const struct session_table_screen *)screen)->table.mark_count > 0;
}

static void choose(struct screen *screen)
{
    struct session_table *table = table_of(screen);
    if (!session_table_mark(table)) {
        ui_toast(screen->ui, TOAST_WARN, _("At most %d sessions are chosen at once."),
                 SESSION_TABLE_MARKS);
        return;
    }
    (void)sessions_key(screen, UI_KEY_DOWN);
    ui_toast(screen->ui, TOAST_INFO,
             P_("%d session chosen: c makes it a competition, or practice again.",
                "%d sessions chosen: c makes them competitions, or practice again.",
                table->mark_count),
             table->mark_count);
}

static void choose_none(struct screen *screen)
{
    table_of(screen)->mark_count = 0;
}

/* Those that are chosen; none: the one under the cursor. */
static void change_competition(struct screen *screen)
{
    struct session_table *table = table_of(screen);
    const struct session_line *line = session_table_chosen(table);
    const struct session_mark one = {line->id, line->is_competition};
    if (table->mark_count > 0) {
        competition_change(screen->ui, table->marks, table->mark_count);
    } else {
        competition_change(screen->ui, &one, 1);
    }
    choose_none(screen);
    sessions_focus(screen);
}

static bool is_not_finding(const struct screen *screen)
{
    return !sessions_is_text(screen);
}

static void start_find(struct screen *screen)
{
    (void)sessions_key(screen, '/');
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, N_("Enter"), N_("open"), open_chosen, has_row, 9},
    {'/', "/", N_("find name, weapon, programme, date"), start_find, is_not_finding, 8},
    {' ', N_("Space"), N_("choose"), choose, may_choose, 6},
    {'c', "c", N_("competition or not"), change_competition, may_choose, 7},
    {UI_KEY_ESCAPE, "Esc", N_("choose none"), choose_none, has_chosen, 5},
    {0},
};

const struct screen_class screen_sessions = {
    .name = N_("Sessions"),
    .about =
        N_("Every session the club has shot, newest first. Type / and a few letters of a name,"
           " a weapon, a programme or a date to find one; Enter opens it. PgDn goes on into the"
           " past, End jumps to the first session ever, Home back to the newest."
           " c makes a session a competition, or practice again; Space chooses several for it."),
    .size = sizeof(struct sessions),
    .section = 2,
    .open = sessions_open,
    .draw = sessions_draw,
    .key = sessions_key,
    .focus = sessions_focus,
    .is_text_now = sessions_is_text,
    .keys = keys,
    .step = session_table_screen_step,
};
