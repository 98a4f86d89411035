/* Section 7: what is open, is it whole, how it looks, who may log in, who did what. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/about.h"
#include "core/demo.h"
#include "core/rights.h"
#include "ui/accounts.h"
#include "ui/alert_lines.h"
#include "ui/audit_list.h"
#include "ui/backup_work.h"
#include "ui/backups_panel.h"
#include "ui/figure.h"
#include "ui/health_panel.h"
#include "ui/log_panel.h"
#include "ui/queue_panel.h"
#include "ui/screens.h"
#include "ui/settings_panel.h"
#include "ui/system_work.h"
#include "ui/tabs.h"

enum system_tab {
    TAB_OVERVIEW,
    TAB_HEALTH,
    TAB_SETTINGS,
    TAB_ACCOUNTS,
    TAB_QUEUE,
    TAB_AUDIT,
    TAB_LOG,
    TAB_BACKUPS
};
enum { TEXT_ROOM = 320, PROGRESS_MS = 150, BAR_COLUMNS = 40 };

struct system_screen {
    struct screen screen;
    struct tabs tabs;
    struct about about;
    bool has_demo;
    struct settings_panel settings;
    struct accounts accounts;
    struct audit_list trail;
    struct queue_panel queue;
    struct log_panel log;
    struct health_panel health;
    struct backups_panel backups;
    struct alert_lines alerts;
    struct system_work_state work; /* as last seen */
};

static const char *const tab_names[] = {N_("Overview"), N_("Health"),  N_("Settings"),
                                        N_("Accounts"), N_("Queue"),   N_("Audit trail"),
                                        N_("Log"),      N_("Backups"), NULL};

static struct system_screen *system_of(struct screen *screen)
{
    return (struct system_screen *)screen;
}

static void load_tab(struct system_screen *system)
{
    switch ((enum system_tab)system->tabs.chosen) {
    case TAB_OVERVIEW:
        about_read(system->screen.app, &system->about);
        system->has_demo = demo_is_loaded(system->screen.app);
        alert_lines_load(&system->alerts, system->screen.app);
        break;
    case TAB_SETTINGS:
        settings_panel_load(&system->settings, &system->screen);
        break;
    case TAB_ACCOUNTS:
        accounts_load(&system->accounts);
        break;
    case TAB_AUDIT:
        audit_list_load(&system->trail);
        break;
    case TAB_QUEUE:
        queue_panel_load(&system->queue);
        break;
    case TAB_LOG:
        log_panel_load(&system->log);
        break;
    case TAB_HEALTH:
        health_panel_load(&system->health);
        break;
    case TAB_BACKUPS:
        backups_panel_load(&system->backups);
        break;
    }
}

/* Looks at the work beside the screens, and again soon while it runs. */
static void watch_work(struct system_screen *system)
{
    if (system_work_is_running(system->screen.ui)) {
        system_work_read(system->screen.ui, &system->work);
        screen_wake_in_ms(&system->screen, PROGRESS_MS);
    }
}

static bool system_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)argument;
    (void)err;
    struct system_screen *system = system_of(screen);
    system->tabs.names = tab_names;
    accounts_start(&system->accounts, screen);
    audit_list_start(&system->trail, screen);
    queue_panel_start(&system->queue, screen);
    backups_panel_start(&system->backups, screen);
    log_panel_start(&system->log, screen);
    health_panel_start(&system->health, screen);
    load_tab(system);
    watch_work(system);
    return true;
}

static void system_close(struct screen *screen)
{
    struct system_screen *system = system_of(screen);
    accounts_close(&system->accounts);
    audit_list_close(&system->trail);
    queue_panel_close(&system->queue);
    backups_panel_close(&system->backups);
    log_panel_close(&system->log);
    health_panel_close(&system->health);
}

/* --- drawing -------------------------------------------------------------------------------- */
static int draw_line(struct area area, int line, const char *label, const char *value)
{
    draw_cell(area, line, 1, 18, INK_MUTED, label);
    draw_text(area, line, 20, INK_TEXT, value[0] != '\0' ? value : "-");
    return line + 1;
}

static int draw_facts(const struct system_screen *system, struct area area, int line)
{
    char text[TEXT_ROOM];
    char size[48];
    char free_size[48];
    const struct app *app = system->screen.app;
    snprintf(text, sizeof text, "AimTrack %s", system->about.version);
    draw_text(area, line++, 1, INK_TITLE, text);
    snprintf(text, sizeof text, "%s%s%s", app->club.name, app->club.city[0] != '\0' ? ", " : "",
             app->club.city);
    line = draw_line(area, line, _("Club"), text);
    line = draw_line(area, line, _("Data folder"), app->folder);
    figure_bytes(size, sizeof size, system->about.database_bytes);
    figure_bytes(free_size, sizeof free_size, system->about.free_bytes);
    snprintf(text, sizeof text, _("%s, %s free on this disk"), size, free_size);
    line = draw_line(area, line, _("Database"), system->about.free_bytes >= 0 ? text : size);
    snprintf(text, sizeof text, "%s (%s)", app->actor.name, role_name(app->actor.role));
    line = draw_line(area, line, _("Logged in"), text);
    return draw_line(area, line, _("Demonstration"),
                     system->has_demo ? _("here; x takes it out") : _("not here"));
}

static void draw_job(const struct system_screen *system, struct area area, int line)
{
    char text[TEXT_ROOM];
    int done = system->work.per_mille > 0 ? system->work.per_mille : 0;
    draw_text(area, line, 1, INK_TEXT, system->work.doing);
    draw_bar(area, line + 1, 1, BAR_COLUMNS, INK_ACCENT, done, 1000);
    int64_t spent = system->work.spent_ms;
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

static void draw_overview(const struct system_screen *system, struct area area)
{
    bool is_admin = rights_has(&system->screen.app->actor, RIGHT_MANAGE_SYSTEM);
    int line = alert_lines_draw(&system->alerts, area, 0, is_admin);
    line = draw_facts(system, area, line) + 1;
    draw_rule(area, line++, _("Check"));
    if (system_work_is_running(system->screen.ui)) {
        draw_job(system, area, line);
    } else if (system_work_report(system->screen.ui) != NULL) {
        draw_report(system_work_report(system->screen.ui), area, line);
    } else {
        draw_wrapped(area_part(area, 0, 1, area.lines, area.columns - 2), line, INK_MUTED,
                     _("c checks everything: the chain of the audit trail, every sum against its"
                       " shots, and the database itself."));
    }
}

static void system_draw(struct screen *screen, struct area area)
{
    struct system_screen *system = system_of(screen);
    tabs_draw(&system->tabs, area, 0);
    struct area page = area_part(area, 2, 0, area.lines - 2, area.columns);
    switch ((enum system_tab)system->tabs.chosen) {
    case TAB_OVERVIEW:
        draw_overview(system, page);
        break;
    case TAB_SETTINGS:
        settings_panel_draw(&system->settings, page);
        break;
    case TAB_ACCOUNTS:
        accounts_draw(&system->accounts, page);
        break;
    case TAB_AUDIT:
        audit_list_draw(&system->trail, page);
        break;
    case TAB_QUEUE:
        queue_panel_draw(&system->queue, page);
        break;
    case TAB_LOG:
        log_panel_draw(&system->log, page);
        break;
    case TAB_HEALTH:
        health_panel_draw(&system->health, page);
        break;
    case TAB_BACKUPS:
        backups_panel_draw(&system->backups, page);
        break;
    }
}

/* --- long work ------------------------------------------------------------------------------ */
static void start_work(struct system_screen *system, enum system_job_kind kind)
{
    struct err err = {0};
    if (!system_work_start(system->screen.ui, kind, &err)) {
        ui_toast_err(system->screen.ui, &err);
        return;
    }
    system->tabs.chosen = TAB_OVERVIEW;
    watch_work(system);
}

static void system_tick(struct screen *screen)
{
    struct system_screen *system = system_of(screen);
    watch_work(system);
    if (system->tabs.chosen == TAB_HEALTH) {
        health_panel_tick(&system->health);
    }
}

static void system_focus(struct screen *screen)
{
    load_tab(system_of(screen));
}

/* --- actions -------------------------------------------------------------------------------- */
static void check_everything(struct screen *screen)
{
    start_work(system_of(screen), SYSTEM_JOB_VERIFY);
}

static void remove_demo(struct screen *screen)
{
    start_work(system_of(screen), SYSTEM_JOB_REMOVE_DEMO);
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

static void add_account(struct screen *screen)
{
    accounts_add(&system_of(screen)->accounts);
}

static void new_secret(struct screen *screen)
{
    accounts_set_secret(&system_of(screen)->accounts);
}

static void enable_account(struct ui *ui, record_id id)
{
    struct err err = {0};
    if (account_enable(ui_app(ui), id, &err)) {
        ui_toast(ui, TOAST_GOOD, "%s", _("The account can log in now."));
    } else {
        ui_toast_err(ui, &err);
    }
}

static void disable(struct screen *screen)
{
    struct system_screen *system = system_of(screen);
    const struct account *account = accounts_chosen(&system->accounts);
    struct err err = {0};
    if (account == NULL || !account_disable(screen->app, account->id, &err)) {
        ui_toast_err(screen->ui, &err);
        return;
    }
    ui_undo_set(screen->ui, enable_account, account->id, N_("can log in again"));
    ui_toast(screen->ui, TOAST_GOOD, _("%s can no longer log in. Press u to undo."), account->name);
    accounts_load(&system->accounts);
}

static void enable(struct screen *screen)
{
    struct accounts *accounts = &system_of(screen)->accounts;
    enable_account(screen->ui, accounts_chosen(accounts)->id);
    accounts_load(accounts);
}

static void edit_account(struct screen *screen)
{
    accounts_edit(&system_of(screen)->accounts);
}

static void ask_to_disable(struct screen *screen)
{
    char question[TEXT_ROOM];
    const struct account *account = accounts_chosen(&system_of(screen)->accounts);
    if (account == NULL) {
        return;
    }
    snprintf(question, sizeof question,
             _("Disable the account of %s? It can no longer log in. What it did stays in the"
               " trail."),
             account->name);
    ui_ask(screen, question, _("disable"), disable);
}

static bool stop_work(const struct system_screen *system, int key)
{
    struct ui *ui = system->screen.ui;
    if (key != UI_KEY_ESCAPE || system->tabs.chosen != TAB_OVERVIEW ||
        !system_work_is_running(ui)) {
        return false;
    }
    system_work_stop(ui);
    return true;
}

static bool system_key(struct screen *screen, int key)
{
    struct system_screen *system = system_of(screen);
    enum system_tab tab = (enum system_tab)system->tabs.chosen;
    if (stop_work(system, key)) {
        return true;
    }
    if (tab == TAB_SETTINGS && settings_panel_key(&system->settings, key)) {
        return true;
    }
    if (tab == TAB_HEALTH && health_panel_key(&system->health, key)) {
        return true;
    }
    if (tab == TAB_BACKUPS && backups_panel_key(&system->backups, key)) {
        return true;
    }
    if (tab == TAB_LOG && log_panel_key(&system->log, key)) {
        return true;
    }
    if (tabs_key(&system->tabs, key, ui_mouse(screen->ui), tab != TAB_SETTINGS)) {
        load_tab(system);
        return true;
    }
    if (tab == TAB_ACCOUNTS) {
        return accounts_key(&system->accounts, key);
    }
    return tab == TAB_QUEUE ? queue_panel_key(&system->queue, key)
                            : tab == TAB_AUDIT && audit_list_key(&system->trail, key);
}

static void system_notice(struct screen *screen, const void *sender, const void *value)
{
    (void)sender;
    (void)accounts_notice(&system_of(screen)->accounts, value);
}

static void system_news(struct screen *screen)
{
    if (system_of(screen)->tabs.chosen == TAB_QUEUE) {
        queue_panel_load(&system_of(screen)->queue);
    }
    alert_lines_load(&system_of(screen)->alerts, screen->app);
}

static void next_tab(struct screen *screen)
{
    (void)system_key(screen, UI_KEY_TAB);
}

static bool is_tab(const struct screen *screen, enum system_tab tab)
{
    return ((const struct system_screen *)screen)->tabs.chosen == (int)tab;
}

static bool is_accounts(const struct screen *screen)
{
    return is_tab(screen, TAB_ACCOUNTS);
}

static bool can_check(const struct screen *screen)
{
    return is_tab(screen, TAB_OVERVIEW) && !system_work_is_running(screen->ui);
}

static bool can_remove_demo(const struct screen *screen)
{
    return can_check(screen) && ((const struct system_screen *)screen)->has_demo;
}

static bool has_account(const struct screen *screen)
{
    return is_accounts(screen) &&
           accounts_chosen(&((const struct system_screen *)screen)->accounts) != NULL;
}

static bool is_enabled_account(const struct screen *screen)
{
    return has_account(screen) &&
           !accounts_chosen(&((const struct system_screen *)screen)->accounts)->is_disabled;
}

/* Disabled, or locked after wrong secrets. */
static bool is_shut_account(const struct screen *screen)
{
    if (!has_account(screen)) {
        return false;
    }
    const struct account *account =
        accounts_chosen(&((const struct system_screen *)screen)->accounts);
    return account->is_disabled || account->locked_until_ms > time_now_ms();
}

/* --- the queue ----------------------------------------------------------------------------------
 */
static const struct queue_line *request_of(const struct screen *screen)
{
    return queue_panel_chosen(&((const struct system_screen *)screen)->queue);
}

static void show_request(struct screen *screen)
{
    queue_panel_show(&system_of(screen)->queue);
}

static void retry_request(struct screen *screen)
{
    queue_panel_retry(&system_of(screen)->queue);
}

static void retry_requests(struct screen *screen)
{
    queue_panel_retry_all(&system_of(screen)->queue);
}

static void forget_request(struct screen *screen)
{
    queue_panel_forget(&system_of(screen)->queue);
}

static void ask_to_forget(struct screen *screen)
{
    char question[TEXT_ROOM];
    snprintf(question, sizeof question,
             _("Take this request out of the list: %s? Nobody can try it again afterwards. Answers"
               " that came stay."),
             request_of(screen)->subject);
    ui_ask(screen, question, _("take it out"), forget_request);
}

static void pause_or_resume(struct screen *screen)
{
    queue_panel_pause_or_resume(&system_of(screen)->queue);
}

static bool has_request(const struct screen *screen)
{
    return request_of(screen) != NULL;
}

static bool has_failed(const struct screen *screen)
{
    return has_request(screen) && request_of(screen)->state == JOB_FAILED;
}

static bool has_failures(const struct screen *screen)
{
    return ((const struct system_screen *)screen)->queue.stats.failed > 0;
}

static bool may_forget(const struct screen *screen)
{
    return has_request(screen) && request_of(screen)->state != JOB_RUNNING;
}

static bool is_at_work(const struct screen *screen)
{
    const struct queue_panel *queue = &((const struct system_screen *)screen)->queue;
    return queue->why[0] == '\0' && !queue_panel_is_paused(queue);
}

static bool is_paused(const struct screen *screen)
{
    return queue_panel_is_paused(&((const struct system_screen *)screen)->queue);
}

/* --- backups --- */
static void make_backup(struct screen *screen)
{
    backups_panel_make(&system_of(screen)->backups);
}

static void backup_to_stick(struct screen *screen)
{
    backups_panel_to_stick(&system_of(screen)->backups);
}

static void verify_backup(struct screen *screen)
{
    backups_panel_verify(&system_of(screen)->backups);
}

static void test_backup(struct screen *screen)
{
    backups_panel_test(&system_of(screen)->backups);
}

static bool can_back_up(const struct screen *screen)
{
    return !backup_work_is_running(screen->ui) &&
           rights_has(&screen->app->actor, RIGHT_MANAGE_SYSTEM);
}

static bool has_backup(const struct screen *screen)
{
    return can_back_up(screen) &&
           backups_panel_chosen(&((const struct system_screen *)screen)->backups) != NULL;
}

static bool has_open_backup(const struct screen *screen)
{
    return has_backup(screen) &&
           !backups_panel_chosen(&((const struct system_screen *)screen)->backups)->what.is_sealed;
}

static const struct key_row backup_keys[] = {
    {'m', "m", N_("make one now"), make_backup, can_back_up, 10},
    {'s', "s", N_("to a stick"), backup_to_stick, can_back_up, 9},
    {'v', "v", N_("check it"), verify_backup, has_backup, 8},
    {'t', "t", N_("restore as a test"), test_backup, has_open_backup, 7},
    {0},
};

static const struct key_row queue_keys[] = {
    {UI_KEY_ENTER, N_("Enter"), N_("details"), show_request, has_request, 9},
    {'r', "r", N_("try again"), retry_request, has_failed, 10},
    {'R', "R", N_("all failed again"), retry_requests, has_failures, 10},
    {'d', "d", N_("forget"), ask_to_forget, may_forget, 7},
    {'p', "p", N_("pause"), pause_or_resume, is_at_work, 7},
    {'p', "p", N_("resume"), pause_or_resume, is_paused, 8},
    {0},
};

static void restart_worker(struct screen *screen)
{
    health_panel_restart_worker(&system_of(screen)->health);
}

static bool may_restart(const struct screen *screen)
{
    return rights_has(&screen->app->actor, RIGHT_MANAGE_SYSTEM) && !screen->app->is_view_only;
}

static const struct key_row health_keys[] = {
    {'W', "W", N_("start the worker anew"), restart_worker, may_restart, 8},
    {0},
};

static const struct key_row *system_part_keys(const struct screen *screen)
{
    return is_tab(screen, TAB_QUEUE)     ? queue_keys
           : is_tab(screen, TAB_HEALTH)  ? health_keys
           : is_tab(screen, TAB_BACKUPS) ? backup_keys
                                         : NULL;
}

/* While words are typed to find in the log, digits are no sections. */
static bool system_is_text(const struct screen *screen)
{
    return is_tab(screen, TAB_LOG) && ((const struct system_screen *)screen)->log.list.is_filtering;
}

static const struct key_row keys[] = {
    {UI_KEY_TAB, N_("Tab"), N_("next page"), next_tab, NULL, 9},
    {'c', "c", N_("check everything"), check_everything, can_check, 8},
    {'x', "x", N_("take out the demonstration"), ask_to_remove_demo, can_remove_demo, 5},
    {'n', "n", N_("new account"), add_account, is_accounts, 8},
    {'e', "e", N_("edit"), edit_account, has_account, 7},
    {'s', "s", N_("new secret"), new_secret, has_account, 7},
    {'d', "d", N_("disable"), ask_to_disable, is_enabled_account, 6},
    {'b', "b", N_("enable, unlock"), enable, is_shut_account, 6},
    {0},
};

const struct screen_class screen_system = {
    .name = N_("System"),
    .about =
        N_("The state of this installation, its look, who may log in, and who did what. Tab"
           " goes through the pages. Checking runs beside your work and can be stopped with"
           " Esc. The page Queue shows what was asked of the coach, what failed and why; r tries"
           " again, p pauses. The page Log shows what this kiosk wrote down; / finds in it."
           " The page Health says what is well, what is not, and what to do about it; W starts the"
           " coach's worker anew. The page Backups shows the club's backups: m makes one while"
           " people go on scoring, s one on the stick, v checks one, t restores one as a test."),
    .size = sizeof(struct system_screen),
    .section = 7,
    .open = system_open,
    .draw = system_draw,
    .key = system_key,
    .notice = system_notice,
    .focus = system_focus,
    .tick = system_tick,
    .news = system_news,
    .close = system_close,
    .keys = keys,
    .part_keys = system_part_keys,
    .is_text_now = system_is_text,
};
