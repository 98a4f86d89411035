#include "core/stick_job.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"

struct stick_job {
    struct app app;   /* a copy with a connection of its own */
    char folder[512]; /* "": look */
    struct task *task;
    struct stick list[STICKS_MAX];
    int count;
    bool ok;
    struct err err;
};

static void run(void *work)
{
    struct stick_job *job = work;
    char holder[STICK_HOLDER_ROOM];
    job->ok = job->folder[0] == '\0' ? stick_list(&job->app, job->list, &job->count, &job->err)
                                     : stick_release(&job->app, job->folder, &job->list[0], holder,
                                                     sizeof holder, &job->err);
}

static struct stick_job *start(struct app *app, const char *folder, struct err *err)
{
    struct stick_job *job = mem_alloc(sizeof *job);
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
    return start(app, "", err);
}

struct stick_job *stick_job_release(struct app *app, const char *folder, struct err *err)
{
    return start(app, folder, err);
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
