#include "core/export_job.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/rights.h"
#include "store/session_log.h"

struct export_job {
    struct app app; /* a copy with a connection of its own; lists are only read */
    struct export_order order;
    char folder[512];
    struct task *task;
    int64_t lines;
    _Atomic int64_t rows;
    atomic_bool is_cancelled;
    struct export_result result;
    bool ok;
    struct err err;
};

static bool go_on(void *context, int64_t rows)
{
    struct export_job *job = context;
    atomic_store(&job->rows, rows);
    return !atomic_load(&job->is_cancelled);
}

static void run(void *work)
{
    struct export_job *job = work;
    job->ok = job->order.folder != NULL
                  ? export_run(&job->app, &job->order, &job->result, &job->err)
                  : export_preview(&job->app, &job->order, &job->result, &job->err);
}

static void job_free(struct export_job *job)
{
    db_close(job->app.db);
    free(job);
}

static bool start(struct export_job *job, struct err *err)
{
    struct session_log_filter log;
    report_log_filter(&job->order.filter, &log);
    job->task =
        session_log_count(job->app.db, &log, &job->lines, err) ? task_start(run, job, err) : NULL;
    return job->task != NULL;
}

struct export_job *export_job_start(struct app *app, const struct export_order *order,
                                    struct err *err)
{
    struct export_job *job = mem_alloc(sizeof *job);
    job->app = *app;
    job->app.seat_lock = -1;
    job->app.is_in_batch = false;
    job->order = *order;
    job->order.folder = order->folder != NULL ? job->folder : NULL;
    job->order.go_on = go_on;
    job->order.context = job;
    job->app.db = NULL;
    bool fits = order->folder == NULL || text_copy(job->folder, sizeof job->folder, order->folder);
    bool ok = rights_check(app, RIGHT_EXPORT, err) &&
              (fits || err_set(err, ERR_INPUT, _("The name of the folder is too long.")));
    job->app.db = ok ? app_second_connection(app, err) : NULL;
    if (job->app.db == NULL || !start(job, err)) {
        job_free(job);
        return NULL;
    }
    return job;
}

struct task *export_job_task(const struct export_job *job)
{
    return job->task;
}

void export_job_progress(const struct export_job *job, int64_t *rows, int64_t *lines)
{
    *rows = atomic_load(&job->rows);
    *lines = job->lines;
}

void export_job_cancel(struct export_job *job)
{
    atomic_store(&job->is_cancelled, true);
}

bool export_job_finish(struct export_job *job, struct export_result *result, struct err *err)
{
    task_finish(job->task);
    *result = job->result;
    *err = job->err;
    bool ok = job->ok;
    job_free(job);
    return ok;
}
