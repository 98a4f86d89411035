#include "core/stick_job.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"

struct stick_job {
    struct app app;   /* a copy with a connection of its own */
    char folder[512]; /* to release; "": the stick that is in */
    bool is_look;
    struct task *task;
    struct stick list[STICKS_MAX];
    int count;
    bool ok;
    struct err err;
};

/* Nobody said which: clear only when exactly one is mounted. */
static bool choose(struct stick_job *job)
{
    struct stick list[STICKS_MAX];
    const struct stick *only = NULL;
    int count = 0;
    int mounted = 0;
    if (!stick_list(&job->app, list, &count, &job->err)) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        if (list[i].is_mounted) {
            only = &list[i];
            mounted++;
        }
    }
    if (mounted == 0) {
        return err_set(&job->err, ERR_NOT_FOUND, _("No stick is in: nothing was done."));
    }
    if (mounted > 1) {
        return err_set(&job->err, ERR_INPUT,
                       _("More than one stick is in: nothing was done. The command aimtrack stick"
                         " release says which."));
    }
    return text_copy(job->folder, sizeof job->folder, only->folder);
}

static void run(void *work)
{
    struct stick_job *job = work;
    char holder[STICK_HOLDER_ROOM];
    if (job->is_look) {
        job->ok = stick_list(&job->app, job->list, &job->count, &job->err);
        return;
    }
    job->ok =
        (job->folder[0] != '\0' || choose(job)) &&
        stick_release(&job->app, job->folder, &job->list[0], holder, sizeof holder, &job->err);
}

static struct stick_job *start(struct app *app, const char *folder, bool is_look, struct err *err)
{
    struct stick_job *job = mem_alloc(sizeof *job);
    job->is_look = is_look;
    job->app = *app;
    job->app.seat_lock = -1;
    job->app.is_in_batch = false;
    bool fits = text_copy(job->folder, sizeof job->folder, folder);
    job->app.db = fits || err_set(err, ERR_INPUT, _("The name of the folder is too long."))
                      ? app_second_connection(app, err)
                      : NULL;
    job->task = job->app.db != NULL ? task_start(run, job, err) : NULL;
    if (job->task == NULL) {
        db_close(job->app.db);
        free(job);
        return NULL;
    }
    return job;
}

struct stick_job *stick_job_look(struct app *app, struct err *err)
{
    return start(app, "", true, err);
}

struct stick_job *stick_job_release(struct app *app, const char *folder, struct err *err)
{
    return start(app, folder, false, err);
}

struct task *stick_job_task(const struct stick_job *job)
{
    return job->task;
}

bool stick_job_finish(struct stick_job *job, struct stick *list, int *count, struct err *err)
{
    task_finish(job->task);
    if (list != NULL && count != NULL) {
        memcpy(list, job->list, sizeof job->list);
        *count = job->count;
    }
    *err = job->err;
    bool ok = job->ok;
    db_close(job->app.db);
    free(job);
    return ok;
}
