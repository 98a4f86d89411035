/* System, the page Overview: what is open, what needs attention, and the check of everything. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/about.h"
#include "core/account.h"
#include "core/demo.h"
#include "ui/alert_lines.h"
#include "ui/figure.h"
#include "ui/system_pages.h"
#include "ui/system_work.h"

enum { TEXT_ROOM = 320, PROGRESS_MS = 150, BAR_COLUMNS = 40 };

struct overview {
    struct panel panel;
    struct screen *screen; /* of the card */
    struct about about;
    bool has_demo;
    struct alert_lines alerts;
    struct system_work_state work; /* as last seen */
};

static struct overview *overview_of(const struct screen *screen)
{
    return (struct overview *)card_shown(screen);
}

static void overview_start(struct panel *base)
{
    ((struct overview *)base)->screen = &base->card->screen;
}

/* Looks at the work beside the screens, and again soon while it runs. */
static void watch_work(struct overview *overview)
{
    if (system_work_is_running(overview->screen->ui)) {
        system_work_read(overview->screen->ui, &overview->work);
        screen_wake_in_ms(overview->screen, PROGRESS_MS);
    }
}

static bool overview_load(struct panel *base, struct err *err)
{
    struct overview *overview = (struct overview *)base;
    (void)err;
    about_read(overview->screen->app, &overview->about);
    overview->has_demo = demo_is_loaded(overview->screen->app);
    alert_lines_load(&overview->alerts, overview->screen->app);
    watch_work(overview);
    return true;
}

static void overview_tick(struct panel *base)
{
    watch_work((struct overview *)base);
}

static void overview_news(struct panel *base)
{
    struct overview *overview = (struct overview *)base;
    alert_lines_load(&overview->alerts, overview->screen->app);
}

/* --- drawing -------------------------------------------------------------------------------- */
static int draw_line(struct area area, int line, const char *label, const char *value)
{
    draw_cell(area, line, 1, 18, INK_MUTED, label);
    draw_text(area, line, 20, INK_TEXT, value[0] != '\0' ? value : "-");
    return line + 1;
}

static int draw_facts(const struct overview *overview, struct area area, int line)
{
    char text[TEXT_ROOM];
    char size[48];
    char free_size[48];
    const struct app *app = overview->screen->app;
    snprintf(text, sizeof text, "AimTrack %s", overview->about.version);
    draw_text(area, line++, 1, INK_TITLE, text);
    snprintf(text, sizeof text, "%s%s%s", app->club.name, app->club.city[0] != '\0' ? ", " : "",
             app->club.city);
    line = draw_line(area, line, _("Club"), text);
    line = draw_line(area, line, _("Data folder"), app->folder);
    figure_bytes(size, sizeof size, overview->about.database_bytes);
    figure_bytes(free_size, sizeof free_size, overview->about.free_bytes);
    snprintf(text, sizeof text, _("%s, %s free on this disk"), size, free_size);
    line = draw_line(area, line, _("Database"), overview->about.free_bytes >= 0 ? text : size);
    snprintf(text, sizeof text, "%s (%s)", app->actor.name, role_name(app->actor.role));
    line = draw_line(area, line, _("Logged in"), text);
    return draw_line(area, line, _("Demonstration"),
                     !overview->has_demo                                 ? _("not here")
                     : screen_may(overview->screen, RIGHT_MANAGE_SYSTEM) ? _("here; x takes it out")
                                                                         : _("here"));
}

static void draw_job(const struct overview *overview, struct area area, int line)
{
    char text[TEXT_ROOM];
    int done = overview->work.per_mille > 0 ? overview->work.per_mille : 0;
    draw_text(area, line, 1, INK_TEXT, overview->work.doing);
    draw_bar(area, line + 1, 1, BAR_COLUMNS, INK_ACCENT, done, 1000);
    int64_t spent = overview->work.spent_ms;
    if (done >= 50 && spent > 2000) {
        int64_t left_s = spent * (1000 - done) / done / 1000 + 1;
        snprintf(text, sizeof text,
                 P_("%d %%, about %d second left", "%d %%, about %d seconds left", (int)left_s),
                 done / 10, (int)left_s);
    } else {
        snprintf(text, sizeof text, "%d %%", done / 10);
    }
    draw_text(area, line + 1, BAR_COLUMNS + 3, INK_TEXT, text);
    draw_text(area, line + 2, 1, INK_MUTED, _("Everything else keeps working. Esc stops it."));
}

static void draw_report(const struct verify_report *report, struct area area, int line)
{
    char text[TEXT_ROOM];
    snprintf(text, sizeof text, _("Checked %lld rows of the trail, %lld sums, %lld shots."),
             (long long)report->audit_rows, (long long)report->summaries, (long long)report->shots);
    draw_text(area, line++, 1, INK_TEXT, text);
    if (report->problem_count == 0) {
        draw_text(area, line, 1, INK_ACCENT, _("Everything is whole."));
        return;
    }
    snprintf(text, sizeof text,
             P_("%d problem. Make a copy of the data folder, then ask for help:",
                "%d problems. Make a copy of the data folder, then ask for help:",
                report->problem_count),
             report->problem_count);
    draw_text(area, line++, 1, INK_WARN, text);
    for (int i = 0; i < report->problem_count && i < 20; i++) {
        line += draw_wrapped(area_part(area, 0, 3, area.lines, area.columns - 4), line, INK_TEXT,
                             report->problems[i]);
    }
}

/* A club that is only looked at may be checked by everybody. */
static bool may_check(const struct screen *screen)
{
    return screen->app->is_view_only || screen_may(screen, RIGHT_MANAGE_SYSTEM);
}

static void draw_check(const struct overview *overview, struct area area, int line)
{
    if (!may_check(overview->screen)) {
        return;
    }
    draw_rule(area, line++, _("Check"));
    if (system_work_is_running(overview->screen->ui)) {
        draw_job(overview, area, line);
    } else if (system_work_report(overview->screen->ui) != NULL) {
        draw_report(system_work_report(overview->screen->ui), area, line);
    } else {
        draw_wrapped(area_part(area, 0, 1, area.lines, area.columns - 2), line, INK_MUTED,
                     _("c checks everything: the chain of the audit trail, every sum against its"
                       " shots, and the database itself."));
    }
}

static void overview_draw(struct panel *base, struct area area)
{
    struct overview *overview = (struct overview *)base;
    bool is_admin = screen_may(overview->screen, RIGHT_MANAGE_SYSTEM);
    int line = alert_lines_draw(&overview->alerts, area, 0, is_admin);
    draw_check(overview, area, draw_facts(overview, area, line) + 1);
}

/* --- keys ------------------------------------------------------------------------------------- */
/* --- long work ------------------------------------------------------------------------------ */
static void start_work(struct overview *overview, enum system_job_kind kind)
{
    struct err err = {0};
    if (!system_work_start(overview->screen->ui, kind, &err)) {
        ui_toast_err(overview->screen->ui, &err);
        return;
    }
    watch_work(overview);
}

/* --- actions -------------------------------------------------------------------------------- */
static void check_everything(struct screen *screen)
{
    start_work(overview_of(screen), SYSTEM_JOB_VERIFY);
}

static void remove_demo(struct screen *screen)
{
    start_work(overview_of(screen), SYSTEM_JOB_REMOVE_DEMO);
}

static void ask_to_remove_demo(struct screen *screen)
{
    bool is_ours = id_terminal(screen->app->actor.account_id) == ID_TERMINAL_DEMO;
    ui_ask(screen,
           is_ours ? _("Take out the demonstration club: its members, weapons, sessions and"
                       " accounts, yours too? You will be logged out. This cannot be undone.")
                   : _("Take out the demonstration club: its members, weapons, sessions and"
                       " accounts? What real sessions use stays. This cannot be undone."),
           _("take it out"), remove_demo);
}

/* Esc stops the check. */
static bool overview_key(struct panel *base, int key)
{
    struct ui *ui = ((struct overview *)base)->screen->ui;
    if (key != UI_KEY_ESCAPE || !system_work_is_running(ui)) {
        return false;
    }
    system_work_stop(ui);
    return true;
}

static bool can_check(const struct screen *screen)
{
    return !system_work_is_running(screen->ui) && may_check(screen);
}

static bool can_remove_demo(const struct screen *screen)
{
    return can_check(screen) && screen_may(screen, RIGHT_MANAGE_SYSTEM) &&
           overview_of(screen)->has_demo;
}

static const struct key_row keys[] = {
    {'c', "c", N_("check everything"), check_everything, can_check, 8},
    {'x', "x", N_("take out the demonstration"), ask_to_remove_demo, can_remove_demo, 5},
    {0},
};

const struct panel_class page_overview = {
    .name = N_("Overview"),
    .about = N_("What is open and what needs attention. c checks everything beside your work; Esc "
                "stops it."),
    .size = sizeof(struct overview),
    .start = overview_start,
    .load = overview_load,
    .draw = overview_draw,
    .key = overview_key,
    .tick = overview_tick,
    .news = overview_news,
    .keys = keys,
};
