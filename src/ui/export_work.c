#include "ui/export_work.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/time.h"
#include "core/stick_job.h"
#include "ui/screens.h"
#include "ui/ui.h"

enum { SURE_MS = 500 }; /* before that a rate says nothing */

struct export_work {
    struct export_job *job;      /* NULL: nothing runs */
    const struct report *report; /* NULL: a file is read again */
    bool is_stopping;
    int64_t started_ms;
    struct stick_job *look, *release; /* NULL: none runs */
    struct stick sticks[STICKS_MAX];
    int stick_count;
};

static struct export_work *work_of(struct ui *ui)
{
    if (ui->exports == NULL) {
        ui->exports = mem_alloc(sizeof *ui->exports);
    }
    return ui->exports;
}

/* --- an export ----------------------------------------------------------------------------------
 */
/* Only after it is unmounted may anybody take it out. */
static void tell(struct ui *ui, const struct export_end *end)
{
    char rows[64];
    char letters[2 * EXPORT_LETTERS_ROOM];
    const char *file = end->result.file.name;
    snprintf(rows, sizeof rows, P_("%lld row", "%lld rows", end->result.rows),
             (long long)end->result.rows);
    if (end->is_released) {
        ui_toast(ui, TOAST_GOOD, _("%s: %s, checked. The stick is safe to remove."), file, rows);
    } else if (end->held.kind != ERR_OK) {
        ui_toast_err(ui, &end->held);
    } else if (end->is_on_stick) {
        ui_toast(ui, TOAST_GOOD,
                 _("%s: %s, checked. On the page Reports, s makes the stick safe to remove."), file,
                 rows);
    } else {
        ui_toast(ui, TOAST_GOOD, _("Read back and right, in %s: %s, %s."), end->folder, file, rows);
    }
    if (export_letters_text(letters, sizeof letters, &end->result)[0] != '\0') {
        ui_toast_later(ui, TOAST_WARN, "%s", letters);
    }
}

static void refresh(struct ui *ui)
{
    if (ui->top != NULL && ui->top->class_ == &screen_reports) {
        screen_reports.focus(ui->top);
    }
}

static void is_done(void *context)
{
    struct ui *ui = context;
    struct export_end end;
    struct err err = {0};
    struct export_job *job = ui->exports->job;
    bool is_verify = ui->exports->report == NULL;
    ui->exports->job = NULL;
    bool ok = export_job_finish(job, &end, &err);
    if (ok && is_verify) {
        ui_toast(ui, TOAST_GOOD, "%s", _("The file is what was written."));
    } else if (ok) {
        tell(ui, &end);
    } else {
        ui_toast_err(ui, &err);
    }
    refresh(ui);
}

/* report NULL: a file is read again. */
static bool begin(struct ui *ui, struct export_job *job, const struct report *report)
{
    struct export_work *work = ui->exports;
    if (job == NULL) {
        return false;
    }
    work->job = job;
    work->report = report;
    work->is_stopping = false;
    work->started_ms = time_monotonic_ms();
    ui_watch_task(ui, export_job_task(job), is_done, ui);
    return true;
}

static bool is_free(struct ui *ui, struct err *err)
{
    return work_of(ui)->job == NULL ||
           err_set(err, ERR_BUSY, _("An export is running already: wait for its end."));
}

bool export_work_start(struct ui *ui, const struct export_order *order,
                       const struct export_place *place, struct err *err)
{
    return is_free(ui, err) &&
           begin(ui, export_job_start(ui->app, order, place, err), order->report);
}

bool export_work_verify(struct ui *ui, record_id id, struct err *err)
{
    return is_free(ui, err) && begin(ui, export_job_verify(ui->app, id, err), NULL);
}

void export_work_read(const struct ui *ui, struct export_work_state *state)
{
    const struct export_work *work = ui->exports;
    *state = (struct export_work_state){.left_ms = -1};
    if (work == NULL || work->job == NULL) {
        return;
    }
    struct export_progress progress;
    export_job_progress(work->job, &progress, &state->lines);
    state->is_running = true;
    state->is_verifying = work->report == NULL;
    state->is_stopping = work->is_stopping;
    state->report = work->report != NULL ? work->report->name : NULL;
    state->step = progress.step;
    state->rows = progress.rows;
    state->bytes = progress.bytes;
    state->spent_ms = time_monotonic_ms() - work->started_ms;
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
        ui->exports->is_stopping = true;
    }
}

/* --- sticks -------------------------------------------------------------------------------------
 */
static void has_looked(void *context)
{
    struct ui *ui = context;
    struct err err = {0};
    struct stick_job *job = ui->exports->look;
    ui->exports->look = NULL;
    if (!stick_job_finish(job, ui->exports->sticks, &ui->exports->stick_count, &err)) {
        ui->exports->stick_count = 0;
    }
    if (ui->top != NULL && ui->top->class_->tick != NULL) {
        ui->top->class_->tick(ui->top);
    }
}

void export_work_look(struct ui *ui)
{
    struct export_work *work = work_of(ui);
    struct err ignored = {0};
    if (work->look == NULL) {
        work->look = stick_job_look(ui->app, &ignored);
        if (work->look != NULL) {
            ui_watch_task(ui, stick_job_task(work->look), has_looked, ui);
        }
    }
}

int export_work_sticks(const struct ui *ui, const struct stick **sticks, bool *is_looking)
{
    const struct export_work *work = ui->exports;
    *sticks = work != NULL ? work->sticks : NULL;
    *is_looking = work != NULL && work->look != NULL;
    return work != NULL ? work->stick_count : 0;
}

static void has_released(void *context)
{
    struct ui *ui = context;
    struct err err = {0};
    struct stick_job *job = ui->exports->release;
    ui->exports->release = NULL;
    if (stick_job_finish(job, NULL, NULL, &err)) {
        ui_toast(ui, TOAST_GOOD, "%s", _("The stick is safe to remove."));
    } else {
        ui_toast_err(ui, &err);
    }
    refresh(ui);
}

void export_work_release(struct ui *ui, const char *folder)
{
    struct export_work *work = work_of(ui);
    struct err err = {0};
    if (work->release != NULL || work->job != NULL) {
        return; /* it will be said */
    }
    work->release = stick_job_release(ui->app, folder, &err);
    if (work->release == NULL) {
        ui_toast_err(ui, &err);
        return;
    }
    ui_toast(ui, TOAST_INFO, "%s", _("Writing everything out ... leave the stick in."));
    ui_watch_task(ui, stick_job_task(work->release), has_released, ui);
}

static void end_stick_job(struct ui *ui, struct stick_job *job)
{
    struct err ignored = {0};
    if (job != NULL) {
        ui_forget_task(ui, stick_job_task(job));
        (void)stick_job_finish(job, NULL, NULL, &ignored);
    }
}

void export_work_close(struct ui *ui)
{
    struct export_end end;
    struct err ignored = {0};
    if (ui->exports == NULL) {
        return;
    }
    if (ui->exports->job != NULL) {
        export_work_stop(ui);
        ui_forget_task(ui, export_job_task(ui->exports->job));
        (void)export_job_finish(ui->exports->job, &end, &ignored);
    }
    end_stick_job(ui, ui->exports->look);
    end_stick_job(ui, ui->exports->release);
    free(ui->exports);
    ui->exports = NULL;
}
