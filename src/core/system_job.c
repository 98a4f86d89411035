#include "core/system_job.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/task.h"

struct system_job {
    struct app app; /* the thread's own: same club and actor, another connection */
    struct task *task;
    struct system_job_result result;
    struct err err;
    bool is_ok;
    atomic_bool is_cancelled;
    pthread_mutex_t mutex; /* over what follows */
    struct db *running;    /* the connection while it may be interrupted; else NULL */
    char what[96];
    int per_mille;
};

static bool note_progress(void *context, const char *what, int per_mille)
{
    struct system_job *job = context;
    pthread_mutex_lock(&job->mutex);
    text_copy(job->what, sizeof job->what, what);
    job->per_mille = per_mille;
    pthread_mutex_unlock(&job->mutex);
    return !atomic_load(&job->is_cancelled);
}

static void set_running(struct system_job *job, struct db *db)
{
    pthread_mutex_lock(&job->mutex);
    job->running = db;
    pthread_mutex_unlock(&job->mutex);
}

static bool do_work(struct system_job *job)
{
    if (job->result.kind == SYSTEM_JOB_VERIFY) {
        return verify_run(&job->app, note_progress, job, &job->result.report, &job->err);
    }
    (void)note_progress(job, _("Taking out the demonstration club"), -1);
    return demo_remove(&job->app, &job->result.removed, &job->err);
}

static void run(void *work)
{
    struct system_job *job = work;
    job->app.db = app_second_connection(&job->app, &job->err);
    if (job->app.db == NULL) {
        return;
    }
    set_running(job, job->app.db);
    job->is_ok = do_work(job);
    set_running(job, NULL);
    db_close(job->app.db);
    arena_free(&job->app.arena);
    if (atomic_load(&job->is_cancelled) && job->result.kind == SYSTEM_JOB_VERIFY) {
        /* What was interrupted may look damaged: nothing it found counts. */
        job->is_ok = false;
        err_set(&job->err, ERR_INPUT,
                _("The check was stopped before its end. Nothing was"
                  " changed."));
    }
}

struct system_job *system_job_start(struct app *app, enum system_job_kind kind, struct err *err)
{
    struct system_job *job = mem_alloc(sizeof *job);
    job->app = *app;
    job->app.db = NULL;
    job->app.arena = (struct arena){0}; /* faces and programmes are read only and stay the app's */
    job->app.seat_lock = -1;
    job->result.kind = kind;
    job->per_mille = -1;
    pthread_mutex_init(&job->mutex, NULL);
    job->task = task_start(run, job, err);
    if (job->task == NULL) {
        pthread_mutex_destroy(&job->mutex);
        free(job);
        return NULL;
    }
    return job;
}

bool system_job_is_done(const struct system_job *job)
{
    return task_is_done(job->task);
}

struct task *system_job_task(const struct system_job *job)
{
    return job->task;
}

int system_job_progress(struct system_job *job, char *what, size_t size)
{
    pthread_mutex_lock(&job->mutex);
    int per_mille = job->per_mille;
    text_copy(what, size, job->what);
    pthread_mutex_unlock(&job->mutex);
    return per_mille;
}

void system_job_cancel(struct system_job *job)
{
    atomic_store(&job->is_cancelled, true);
    pthread_mutex_lock(&job->mutex);
    if (job->running != NULL) {
        db_interrupt(job->running);
    }
    pthread_mutex_unlock(&job->mutex);
}

bool system_job_finish(struct system_job *job, struct app *app, struct system_job_result *result,
                       struct err *err)
{
    task_finish(job->task);
    bool is_ok = job->is_ok;
    *result = job->result;
    if (!is_ok && err != NULL) {
        *err = job->err;
    }
    if (is_ok && result->kind == SYSTEM_JOB_REMOVE_DEMO) {
        app->club = job->app.club;
    }
    pthread_mutex_destroy(&job->mutex);
    free(job);
    return is_ok;
}
