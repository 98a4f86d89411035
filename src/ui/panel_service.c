/* A weapon's service: how much was fired, when the next one is due, and the log. */
#include <stdio.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/weapon_service.h"
#include "ui/card_line.h"
#include "ui/list.h"
#include "ui/member_form.h"
#include "ui/record_form.h"
#include "ui/weapon_panels.h"

enum { FIELD_DATE, FIELD_WHAT, FIELD_ROUNDS, FIELDS };
enum { HEAD_LINES = 4, VALUE_ROOM = 96 };

struct panel_service {
    struct panel panel;
    struct weapon_service_state state;
    struct list list;
    struct arena arena; /* of the rows; let go at each load */
    struct weapon_service *rows;
    char date[NUMBER_ROOM], what[NAME_ROOM], rounds[NUMBER_ROOM];
    struct form_field fields[FIELDS];
};

static const struct list_column columns[] = {
    {N_("Date"), 12, 0, 0, false, true},
    {N_("Rounds fired"), 12, 0, 0, true, false},
    {N_("What was done"), 24, 3, 0, false, false},
    {N_("By"), 14, 1, 1, false, false},
};

static struct panel_service *service_of(struct panel *panel)
{
    return (struct panel_service *)panel;
}

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct panel_service *panel = owner;
    const struct weapon_service *service = &panel->rows[row];
    switch (column) {
    case 0:
        time_date_text(dst, size, service->local_date);
        break;
    case 1:
        snprintf(dst, size, "%lld", (long long)service->rounds);
        break;
    case 2:
        text_copy(dst, size, service->what);
        break;
    default:
        *ink = INK_MUTED;
        text_copy(dst, size, service->by_name);
        break;
    }
}

static bool service_load(struct panel *panel, struct err *err)
{
    struct panel_service *service = service_of(panel);
    struct app *app = panel->card->screen.app;
    struct arena arena = {0};
    struct weapon_service *rows = NULL;
    int count = 0;
    service->list.columns = columns;
    service->list.column_count = (int)(sizeof columns / sizeof columns[0]);
    service->list.empty = N_("Never serviced, as far as this log knows. Press n to enter one.");
    service->list.cell = write_cell;
    service->list.owner = service;
    if (!weapon_service_state(app, panel->card->id, &service->state, err) ||
        !service_list(app, &arena, panel->card->id, &rows, &count, err)) {
        arena_free(&arena);
        return false;
    }
    arena_free(&service->arena);
    service->arena = arena;
    service->rows = rows;
    list_set_count(&service->list, count);
    return true;
}

static void service_close(struct panel *panel)
{
    arena_free(&service_of(panel)->arena);
}

/* --- drawing -------------------------------------------------------------------------------- */
static void interval_text(char *dst, size_t size, const struct weapon_service_state *state)
{
    if (state->interval > 0) {
        snprintf(dst, size, _("every %d rounds"), state->interval);
    } else {
        text_copy(dst, size, _("no interval is set"));
    }
}

static void left_text(char *dst, size_t size, const struct weapon_service_state *state)
{
    dst[0] = '\0';
    if (state->interval > 0) {
        long long rounds = state->left < 0 ? -state->left : state->left;
        snprintf(dst, size,
                 state->left < 0 ? P_("%lld round over", "%lld rounds over", (int)rounds)
                                 : P_("%lld round", "%lld rounds", (int)rounds),
                 rounds);
    }
}

static void date_text(char *dst, size_t size, const char *iso, const char *none)
{
    if (iso[0] != '\0') {
        time_date_text(dst, size, iso);
    } else {
        text_copy(dst, size, none);
    }
}

static void draw_next(const struct weapon_service_state *state, struct area area, int column)
{
    char text[VALUE_ROOM];
    if (state->is_due) {
        card_line_draw(area, 2, column, _("Next service"), "");
        snprintf(text, sizeof text, "%s %s", draw_symbol("●", "*"), _("due now"));
        draw_text(area, 2, column + CARD_LINE_VALUE, INK_WARN, text);
        return;
    }
    date_text(text, sizeof text, state->expected_date,
              state->interval > 0 ? _("not used lately") : "");
    card_line_draw(area, 2, column, _("Next service"), text);
}

static void service_draw(struct panel *panel, struct area area)
{
    struct panel_service *service = service_of(panel);
    const struct weapon_service_state *state = &service->state;
    char text[VALUE_ROOM];
    int half = area.columns / 2;
    snprintf(text, sizeof text, "%lld", (long long)state->rounds);
    card_line_draw(area, 0, 1, _("Rounds fired"), text);
    snprintf(text, sizeof text, "%lld", (long long)state->since);
    card_line_draw(area, 1, 1, _("Since service"), text);
    date_text(text, sizeof text, state->last_date, _("never"));
    card_line_draw(area, 2, 1, _("Last service"), text);
    interval_text(text, sizeof text, state);
    card_line_draw(area, 0, half, _("Service"), text);
    left_text(text, sizeof text, state);
    card_line_draw(area, 1, half, _("Rounds left"), text);
    draw_next(state, area, half);
    list_draw(&service->list,
              area_part(area, HEAD_LINES, 0, area.lines - HEAD_LINES, area.columns));
}

static bool service_key(struct panel *panel, int key)
{
    return key != '/' &&
           list_key(&service_of(panel)->list, key, ui_mouse(panel->card->screen.ui)) != LIST_UNUSED;
}

/* --- adding --------------------------------------------------------------------------------- */
static bool save(void *owner, int *field, struct err *err)
{
    struct panel_service *service = owner;
    char date[DATE_ROOM];
    int64_t rounds = SERVICE_ROUNDS_SO_FAR;
    record_id id = 0;
    *field = FIELD_DATE;
    if (!form_date_read(service->date, date, err)) {
        return false;
    }
    *field = FIELD_ROUNDS;
    if (service->rounds[0] != '\0' &&
        (!decimal_read(service->rounds, 0, false, &rounds) || rounds < 0)) {
        return err_set(err, ERR_INPUT, _("This must be a whole number, or empty."));
    }
    text_trim(service->what);
    *field = service->what[0] == '\0' ? FIELD_WHAT : -1;
    return service_add(service->panel.card->screen.app, service->panel.card->id, date,
                       service->what, rounds, &id, err);
}

static void fill_fields(struct panel_service *service)
{
    char today[DATE_ROOM];
    time_local_date(today, time_now_ms());
    form_date_write(service->date, sizeof service->date, today);
    service->what[0] = '\0';
    service->rounds[0] = '\0';
    service->fields[FIELD_DATE] = (struct form_field){.kind = FORM_TEXT,
                                                      .label = N_("Date"),
                                                      .text = service->date,
                                                      .room = sizeof service->date};
    service->fields[FIELD_WHAT] = (struct form_field){.kind = FORM_TEXT,
                                                      .label = N_("What was done"),
                                                      .text = service->what,
                                                      .room = sizeof service->what};
    service->fields[FIELD_ROUNDS] =
        (struct form_field){.kind = FORM_TEXT,
                            .label = N_("Rounds fired"),
                            .hint = N_("In all when it was serviced. Empty: all until now."),
                            .text = service->rounds,
                            .room = sizeof service->rounds};
}

static void add(struct screen *screen)
{
    struct panel_service *service = (struct panel_service *)card_panel(screen);
    if (service == NULL) {
        return;
    }
    fill_fields(service);
    struct record_form_argument argument = {.title = _("New service"),
                                            .fields = service->fields,
                                            .count = FIELDS,
                                            .owner = service,
                                            .save = save};
    ui_open(screen->ui, &screen_record_form, &argument);
}

static void service_notice(struct panel *panel, const void *value)
{
    if (value == panel) {
        ui_toast(panel->card->screen.ui, TOAST_GOOD, "%s", _("The service is in the log."));
    }
}

/* --- taking out and back -------------------------------------------------------------------- */
static void put_back(struct ui *ui, record_id id)
{
    struct err err = {0};
    if (service_restore(ui_app(ui), id, &err)) {
        ui_toast(ui, TOAST_GOOD, "%s", _("The service counts again."));
    } else {
        ui_toast_err(ui, &err);
    }
}

static void take_out(struct screen *screen)
{
    struct panel_service *service = (struct panel_service *)card_panel(screen);
    struct err err = {0};
    if (service == NULL || service->list.count == 0) {
        return;
    }
    const struct weapon_service *chosen = &service->rows[service->list.cursor];
    if (!service_void(screen->app, chosen->id, &err)) {
        ui_toast_err(screen->ui, &err);
        return;
    }
    ui_undo_set(screen->ui, put_back, chosen->id, N_("service counts again"));
    ui_toast(screen->ui, TOAST_GOOD, _("\"%s\" no longer counts. Press u to undo."), chosen->what);
    card_changed(service->panel.card);
}

static bool may_take_out(const struct screen *screen)
{
    const struct card *card = (const struct card *)screen;
    return screen_may(screen, RIGHT_EDIT_MEMBER) &&
           ((const struct panel_service *)card->open[card->tabs.chosen])->list.count > 0;
}

static const struct key_row keys[] = {
    {'n', "n", N_("new service"), add, NULL, 9},
    {'d', "d", N_("take out"), take_out, may_take_out, 7},
    {0},
};

const struct panel_class panel_service = {
    .name = N_("Service"),
    .about = N_("What was fired in all and since the last service, when the next one is due at the"
                " pace of the last 90 days, and the log. n enters a service, d takes one out, u"
                " puts it back."),
    .size = sizeof(struct panel_service),
    .load = service_load,
    .draw = service_draw,
    .key = service_key,
    .notice = service_notice,
    .close = service_close,
    .keys = keys,
};
