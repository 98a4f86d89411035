/* The whole program with a screen: settings, the first screen, the loop, the end. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "core/health_server.h"
#include "ui/backup_work.h"
#include "ui/export_work.h"
#include "ui/screens.h"
#include "ui/system_work.h"
#include "ui/term.h"
#include "ui/ui.h"

static void use_language(struct app *app, const char *given)
{
    char code[16];
    enum language language = LANGUAGE_AUTO;
    app_setting_get(app, "language", app->club.language[0] != '\0' ? app->club.language : "auto",
                    code, sizeof code);
    if (!i18n_parse(given != NULL ? given : code, &language)) {
        language = LANGUAGE_AUTO;
    }
    i18n_set_language(language);
}

static void use_theme(struct app *app, const char *given)
{
    char code[32];
    app_setting_get(app, "theme", "signal-mint", code, sizeof code);
    int theme = theme_find(given != NULL ? given : code);
    theme_use(theme >= 0 ? theme : 0);
}

/* Where stderr is no terminal (a service: the journal), the log goes on there; else it would stand
 * in the middle of the screen. */
static void start_log(const struct app *app)
{
    char path[600];
    struct err ignored = {0};
    if (isatty(STDERR_FILENO) && file_join(path, sizeof path, app->folder, "aimtrack.log")) {
        log_to_file(app->is_view_only ? "/dev/null" : path, &ignored);
    }
}

/* A page for a monitor that cannot be shown is no reason to stay closed. */
static struct health_server *start_health(struct ui *ui)
{
    struct health_server *server = NULL;
    struct err err = {0};
    if (!health_server_start_configured(ui->app->folder, &server, &err)) {
        log_err("health", &err);
        ui_toast_err(ui, &err);
    }
    return server;
}

int ui_run(struct app *app, const struct ui_options *options)
{
    struct ui ui = {.app = app};
    struct err err = {0};
    bool is_utf8 = i18n_user_has_utf8();
    struct term_options how = {.ascii = options->ascii || !is_utf8, .no_mouse = options->no_mouse};
    use_language(app, options->language);
    if (!term_start(&how, &err)) {
        fprintf(stderr, "aimtrack: %s\n", err.what);
        return err_exit_code(&err);
    }
    start_log(app);
    use_theme(app, options->theme);
    ui_open(&ui, app->club.id == 0 ? &screen_first_run : &screen_login, NULL);
    if (!is_utf8) {
        ui_toast(&ui, TOAST_INFO, "%s", _("No UTF-8 locale: showing plain ASCII."));
    }
    if (options->notice != NULL && options->notice[0] != '\0') {
        ui_toast(&ui, TOAST_GOOD, "%s", options->notice);
    }
    struct health_server *health = start_health(&ui);
    bool ok = ui_loop(&ui, &err);
    health_server_stop(health);
    ui_stop_worker(&ui);
    ui_stop_upkeep(&ui);
    ui_close_all(&ui);
    ui_bury(&ui);
    export_work_close(&ui);
    system_work_close(&ui);
    backup_work_close(&ui);
    ui_undo_set(&ui, NULL, 0, NULL);
    if (ui.checkpoint != NULL) {
        task_finish(ui.checkpoint);
    }
    term_stop();
    log_to_file(NULL, NULL);
    if (ui.damage.kind != ERR_OK && options->damage != NULL) {
        *options->damage = ui.damage;
        return err_exit_code(&ui.damage);
    }
    if (!ok) {
        fprintf(stderr, "aimtrack: %s\n", err.what);
        return err_exit_code(&err);
    }
    return 0;
}
