#include "core/export_job.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/rights.h"
#include "core/stick.h"
#include "store/session_log.h"

struct export_job {
    struct app app; /* a copy with a connection of its own; lists are only read */
    struct export_order order;
    bool is_preview, releases;
    record_id verifies; /* 0: it writes */
    char device[64];
    struct task *task;
    atomic_int step;
    _Atomic int64_t lines, rows, bytes; /* lines: rows that are expected; 0: not known */
    atomic_bool is_cancelled, is_counting;
    struct export_end end;
    bool ok;
    struct err err;
};

static bool go_on(void *context, const struct export_progress *progress)
{
    struct export_job *job = context;
    atomic_store(&job->step, (int)progress->step);
    atomic_store(&job->rows, progress->rows);
    atomic_store(&job->bytes, progress->bytes);
    return !atomic_load(&job->is_cancelled);
}

static bool mount_stick(struct export_job *job)
{
    struct stick stick;
    if (job->device[0] == '\0') {
        return true;
    }
    return stick_take(&job->app, job->device, &stick, &job->err) &&
           text_copy(job->end.folder, sizeof job->end.folder, stick.folder);
}

static void release_stick(struct export_job *job)
{
    struct stick stick;
    struct err ignored = {0};
    char holder[STICK_HOLDER_ROOM];
    job->end.is_on_stick = stick_at(&job->app, job->end.folder, &stick, &ignored);
    if (job->end.is_on_stick && job->releases) {
        job->end.is_released = stick_release(&job->app, job->end.folder, &stick, holder,
                                             sizeof holder, &job->end.held);
    }
}

/* How many rows there will be, where that can be known beforehand. A large club takes a moment:
 * never on the screen's thread. What goes wrong here the export itself meets again, and says. */
static void expect_rows(struct export_job *job)
{
    struct session_log_filter log;
    const struct report *report = job->order.report;
    int64_t lines = 0;
    int64_t shots = 0;
    report_log_filter(&job->order.filter, &log);
    if (report != &report_sessions && report != &report_shots) {
        return;
    }
    struct err ignored = {0};
    atomic_store(&job->is_counting, true);
    (void)session_log_count(job->app.db, &log, &lines, &shots, &ignored);
    atomic_store(&job->is_counting, false);
    atomic_store(&job->lines, report == &report_shots ? shots : lines);
}

static void run(void *work)
{
    struct export_job *job = work;
    if (job->verifies != 0) {
        job->ok = export_verify(&job->app, job->verifies, &job->order.watch, &job->err);
        return;
    }
    if (job->is_preview) {
        job->ok = export_preview(&job->app, &job->order, &job->end.result, &job->err);
        return;
    }
    expect_rows(job);
    job->ok = mount_stick(job) && export_run(&job->app, &job->order, &job->end.result, &job->err);
    if (job->ok) {
        release_stick(job);
    }
}

static void job_free(struct export_job *job)
{
    db_close(job->app.db);
    free(job);
}

static struct export_job *job_new(const struct app *app, const struct export_order *order)
{
    struct export_job *job = mem_alloc(sizeof *job);
    job->app = *app;
    job->app.seat_lock = -1;
    job->app.is_in_batch = false;
    job->app.db = NULL;
    job->order = *order;
    job->order.folder = job->end.folder;
    job->order.watch = (struct export_watch){.go_on = go_on, .context = job};
    atomic_store(&job->step, DELIVER_WRITE);
    return job;
}

struct export_job *export_job_start(struct app *app, const struct export_order *order,
                                    const struct export_place *place, struct err *err)
{
    struct export_job *job = job_new(app, order);
    job->order.needs_stick = place->is_stick;
    job->is_preview = place->folder == NULL && place->device == NULL;
    job->releases = place->releases;
    bool fits =
        text_copy(job->end.folder, sizeof job->end.folder,
                  place->folder != NULL ? place->folder : "") &&
        text_copy(job->device, sizeof job->device, place->device != NULL ? place->device : "");
    bool ok = rights_check(app, RIGHT_EXPORT, err) &&
              (fits || err_set(err, ERR_INPUT, _("The name of the folder is too long.")));
    job->app.db = ok ? app_second_connection(app, err) : NULL;
    job->task = job->app.db != NULL ? task_start(run, job, err) : NULL;
    if (job->task == NULL) {
        job_free(job);
        return NULL;
    }
    return job;
}

struct export_job *export_job_verify(struct app *app, record_id id, struct err *err)
{
    const struct export_order none = {0};
    struct export_job *job = job_new(app, &none);
    job->verifies = id;
    job->app.db = app_second_connection(app, err);
    job->task = job->app.db != NULL ? task_start(run, job, err) : NULL;
    if (job->task == NULL) {
        job_free(job);
        return NULL;
    }
    return job;
}

struct task *export_job_task(const struct export_job *job)
{
    return job->task;
}

void export_job_progress(const struct export_job *job, struct export_progress *progress,
                         int64_t *lines)
{
    *progress = (struct export_progress){.step = (enum deliver_step)atomic_load(&job->step),
                                         .rows = atomic_load(&job->rows),
                                         .bytes = atomic_load(&job->bytes)};
    *lines = atomic_load(&job->lines);
}

void export_job_cancel(struct export_job *job)
{
    atomic_store(&job->is_cancelled, true);
    if (job->is_preview || atomic_load(&job->is_counting)) {
        db_interrupt(job->app.db); /* nothing is being written, and somebody waits for its end */
    }
}

bool export_job_finish(struct export_job *job, struct export_end *end, struct err *err)
{
    task_finish(job->task);
    *end = job->end;
    *err = job->err;
    bool ok = job->ok;
    job_free(job);
    return ok;
}
