#include "ui/export_work.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/export_job.h"
#include "core/sticks.h"
#include "ui/screens.h"
#include "ui/ui.h"

enum { SURE_MS = 500 }; /* before that a rate says nothing */

struct export_work {
    struct export_job *job; /* NULL: nothing runs */
    const struct report *report;
    int64_t started_ms;
    bool releases_stick;
    char folder[512];
};

/* Only after it is unmounted may anybody take it out. */
static void release(struct ui *ui, const struct export_result *result)
{
    struct err err = {0};
    switch (sticks_release(ui->app, ui->exports->folder, &err)) {
    case STICK_RELEASED:
        ui_toast(ui, TOAST_GOOD,
                 P_("%s: %lld row, checked. The stick is safe to remove.",
                    "%s: %lld rows, checked. The stick is safe to remove.", (int)result->rows),
                 result->file.name, (long long)result->rows);
        break;
    case STICK_NONE:
        ui_toast(ui, TOAST_GOOD,
                 P_("%s: %lld row, read back and right.", "%s: %lld rows, read back and right.",
                    (int)result->rows),
                 result->file.name, (long long)result->rows);
        break;
    case STICK_HELD:
        ui_toast_err(ui, &err);
        break;
    }
}

static void tell(struct ui *ui, const struct export_result *result)
{
    if (ui->exports->releases_stick || !sticks_is_on(ui->app, ui->exports->folder)) {
        release(ui, result);
    } else {
        ui_toast(ui, TOAST_GOOD,
                 P_("%s: %lld row, read back and right. Press u before you take the stick.",
                    "%s: %lld rows, read back and right. Press u before you take the stick.",
                    (int)result->rows),
                 result->file.name, (long long)result->rows);
    }
}

static void is_done(void *context)
{
    struct ui *ui = context;
    struct export_result result;
    struct err err = {0};
    struct export_job *job = ui->exports->job;
    ui->exports->job = NULL;
    if (export_job_finish(job, &result, &err)) {
        tell(ui, &result);
    } else {
        ui_toast_err(ui, &err);
    }
    if (ui->top != NULL && ui->top->class_ == &screen_reports) {
        screen_reports.focus(ui->top);
    }
}

bool export_work_start(struct ui *ui, const struct export_order *order, bool releases_stick,
                       struct err *err)
{
    if (ui->exports == NULL) {
        ui->exports = mem_alloc(sizeof *ui->exports);
    }
    struct export_work *work = ui->exports;
    if (work->job != NULL) {
        return err_set(err, ERR_BUSY, _("An export is running already: wait for its end."));
    }
    work->job = export_job_start(ui->app, order, err);
    if (work->job == NULL) {
        return false;
    }
    work->report = order->report;
    work->started_ms = time_monotonic_ms();
    work->releases_stick = releases_stick;
    text_copy(work->folder, sizeof work->folder, order->folder);
    ui_watch_task(ui, export_job_task(work->job), is_done, ui);
    return true;
}

void export_work_read(const struct ui *ui, struct export_work_state *state)
{
    const struct export_work *work = ui->exports;
    *state = (struct export_work_state){.left_ms = -1};
    if (work == NULL || work->job == NULL) {
        return;
    }
    state->is_running = true;
    state->report = work->report->name;
    state->spent_ms = time_monotonic_ms() - work->started_ms;
    export_job_progress(work->job, &state->rows, &state->lines);
    if (state->spent_ms >= SURE_MS) {
        state->rows_a_second = (int)(state->rows * 1000 / state->spent_ms);
    }
    if (state->spent_ms >= SURE_MS && state->rows > 0 && state->lines >= state->rows) {
        state->left_ms = (state->lines - state->rows) * state->spent_ms / state->rows;
    }
}

void export_work_stop(struct ui *ui)
{
    if (ui->exports != NULL && ui->exports->job != NULL) {
        export_job_cancel(ui->exports->job);
    }
}

void export_work_close(struct ui *ui)
{
    struct export_result result;
    struct err ignored = {0};
    if (ui->exports != NULL && ui->exports->job != NULL) {
        export_work_stop(ui);
        ui_forget_task(ui, export_job_task(ui->exports->job));
        (void)export_job_finish(ui->exports->job, &result, &ignored);
    }
    free(ui->exports);
    ui->exports = NULL;
}
