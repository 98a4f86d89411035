/* The sessions of a weapon or a shooter. */
#include "base/i18n.h"
#include "ui/insight_card.h"
#include "ui/screens.h"
#include "ui/session_table.h"

struct panel_sessions {
    struct panel panel;
    struct session_table table;
    bool is_started;
};

static struct panel_sessions *sessions_of(struct panel *panel)
{
    return (struct panel_sessions *)panel;
}

static bool sessions_load(struct panel *panel, struct err *err)
{
    struct panel_sessions *sessions = sessions_of(panel);
    const struct insight_card *card = insight_card_of(panel);
    struct app *app = panel->card->screen.app;
    if (sessions->is_started) {
        return session_table_reload(&sessions->table, err);
    }
    session_table_start(&sessions->table, app,
                        card->weapon_id != 0
                            ? N_("Nothing was shot with this weapon yet. Press 1 for the Range.")
                            : N_("No sessions of this member yet. Press 1 for the Range, then n."));
    sessions->table.weapon_id = card->weapon_id;
    sessions->table.member_id = card->member_id;
    sessions->is_started = true;
    return session_table_load(&sessions->table, err);
}

static void sessions_draw(struct panel *panel, struct area area)
{
    session_table_draw(&sessions_of(panel)->table, area);
}

static void open_chosen(struct screen *screen)
{
    const struct session_line *line = session_table_chosen(&sessions_of(card_panel(screen))->table);
    if (line != NULL) {
        ui_open(screen->ui, &screen_session, &line->id);
    }
}

static bool sessions_key(struct panel *panel, int key)
{
    struct err err = {0};
    struct screen *screen = &panel->card->screen;
    enum session_table_event event =
        session_table_key(&sessions_of(panel)->table, key, ui_mouse(screen->ui), &err);
    if (err.kind != ERR_OK) {
        ui_toast_err(screen->ui, &err);
    }
    if (event == SESSION_TABLE_OPENED) {
        open_chosen(screen);
    }
    return event != SESSION_TABLE_UNUSED;
}

static bool sessions_is_text(const struct panel *panel)
{
    return ((const struct panel_sessions *)panel)->table.list.is_filtering;
}

static record_id sessions_step(struct panel *panel, int direction)
{
    return session_table_step(&sessions_of(panel)->table, direction);
}

static void start_find(struct screen *screen)
{
    (void)sessions_key(card_panel(screen), '/');
}

static bool is_not_finding(const struct screen *screen)
{
    return !card_is_text(screen);
}

static bool has_row(const struct screen *screen)
{
    const struct card *card = (const struct card *)screen;
    return ((const struct panel_sessions *)card->open[card->tabs.chosen])->table.list.count > 0;
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, N_("Enter"), N_("open session"), open_chosen, has_row, 9},
    {'/', "/", N_("find session"), start_find, is_not_finding, 7},
    {0},
};

const struct panel_class panel_sessions = {
    .name = N_("Sessions"),
    .size = sizeof(struct panel_sessions),
    .load = sessions_load,
    .draw = sessions_draw,
    .key = sessions_key,
    .is_text_now = sessions_is_text,
    .step = sessions_step,
    .keys = keys,
};
