#include "ui/system_work.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/time.h"
#include "core/auth.h"
#include "ui/screens.h"
#include "ui/ui.h"

struct system_work {
    struct system_job *job; /* NULL: nothing runs */
    int64_t started_ms;
    bool has_report;
    struct verify_report report;
};

/* Whose account went with the demonstration has no account any more. */
static void after_removal(struct ui *ui, const struct demo_result *removed)
{
    if (id_terminal(ui->app->actor.account_id) == ID_TERMINAL_DEMO) {
        auth_logout(ui->app);
        ui->is_locked = false; /* there is nobody left to unlock it */
        ui_replace_all(ui, ui->app->club.id == 0 ? &screen_first_run : &screen_login, NULL);
    }
    ui_toast(ui, TOAST_GOOD, _("The demonstration is gone: %d members, %d weapons, %d sessions."),
             removed->members, removed->weapons, removed->sessions);
}

static void after_check(struct ui *ui, const struct verify_report *report)
{
    ui->work->report = *report;
    ui->work->has_report = true;
    if (report->problem_count == 0) {
        ui_toast(ui, TOAST_GOOD, "%s", _("Checked: everything is whole."));
    } else {
        ui_toast(ui, TOAST_WARN, "%s", _("Checked: there are problems. They stand under System."));
    }
}

static void is_done(void *context)
{
    struct ui *ui = context;
    struct err err = {0};
    struct system_job_result result;
    struct system_job *job = ui->work->job;
    ui->work->job = NULL;
    if (!system_job_finish(job, ui->app, &result, &err)) {
        ui_toast_err(ui, &err);
    } else if (result.kind == SYSTEM_JOB_REMOVE_DEMO) {
        after_removal(ui, &result.removed);
    } else {
        after_check(ui, &result.report);
    }
    if (ui->top != NULL && ui->top->class_ == &screen_system) {
        screen_system.focus(ui->top);
    }
}

bool system_work_start(struct ui *ui, enum system_job_kind kind, struct err *err)
{
    if (ui->work == NULL) {
        ui->work = mem_alloc(sizeof *ui->work);
    }
    if (ui->work->job != NULL) {
        return err_set(err, ERR_BUSY, _("A check or a removal is running already."));
    }
    ui->work->job = system_job_start(ui->app, kind, err);
    if (ui->work->job == NULL) {
        return false;
    }
    ui->work->started_ms = time_monotonic_ms();
    ui_watch_task(ui, system_job_task(ui->work->job), is_done, ui);
    return true;
}

bool system_work_is_running(const struct ui *ui)
{
    return ui->work != NULL && ui->work->job != NULL;
}

void system_work_read(const struct ui *ui, struct system_work_state *state)
{
    *state = (struct system_work_state){.per_mille = -1};
    if (system_work_is_running(ui)) {
        state->per_mille = system_job_progress(ui->work->job, state->doing, sizeof state->doing);
        state->spent_ms = time_monotonic_ms() - ui->work->started_ms;
    }
}

void system_work_stop(struct ui *ui)
{
    if (system_work_is_running(ui)) {
        system_job_cancel(ui->work->job);
    }
}

const struct verify_report *system_work_report(const struct ui *ui)
{
    return ui->work != NULL && ui->work->has_report ? &ui->work->report : NULL;
}

void system_work_close(struct ui *ui)
{
    struct system_job_result result;
    if (system_work_is_running(ui)) {
        system_work_stop(ui);
        ui_forget_task(ui, system_job_task(ui->work->job));
        (void)system_job_finish(ui->work->job, ui->app, &result, NULL);
    }
    free(ui->work);
    ui->work = NULL;
}
