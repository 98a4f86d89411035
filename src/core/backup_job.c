#include "core/backup_job.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "core/stick.h"
#include "core/task.h"

struct backup_job {
    struct app app; /* the thread's own: same club and actor, another connection */
    struct task *task;
    struct backup_file file;
    struct backup_result result;
    struct backup_job_end end;
    struct err err;
    bool is_ok;
    atomic_bool is_cancelled;
    pthread_mutex_t mutex; /* over what follows */
    char what[96];
    int per_mille;
};

static bool note_progress(void *context, const char *what, int per_mille)
{
    struct backup_job *job = context;
    pthread_mutex_lock(&job->mutex);
    text_copy(job->what, sizeof job->what, what);
    job->per_mille = per_mille;
    pthread_mutex_unlock(&job->mutex);
    return !atomic_load(&job->is_cancelled);
}

bool backup_stick_folder(struct app *app, char dst[BACKUP_FOLDER_ROOM], struct err *err)
{
    struct stick sticks[STICKS_MAX];
    int count = 0;
    if (!stick_list(app, sticks, &count, err)) {
        return false;
    }
    if (count != 1) {
        return err_set(err, ERR_NOT_FOUND, "%s",
                       count == 0 ? _("There is no stick. Put one in, or name a folder.")
                                  : _("There is more than one stick: name its folder."));
    }
    return (sticks[0].is_mounted || stick_take(app, sticks[0].device, &sticks[0], err)) &&
           text_copy(dst, BACKUP_FOLDER_ROOM, sticks[0].folder);
}

static bool make(struct backup_job *job)
{
    char folder[BACKUP_FOLDER_ROOM];
    struct backup_order order = {.watch = {.go_on = note_progress, .context = job}};
    if (job->end.kind == BACKUP_JOB_STICK) {
        if (!backup_stick_folder(&job->app, folder, &job->err)) {
            return false;
        }
        order.to = folder;
    }
    if (!backup_make(&job->app, &order, &job->result, &job->err)) {
        return false;
    }
    text_copy(job->end.name, sizeof job->end.name, job->result.name);
    job->end.table_count = job->result.table_count;
    job->end.rows = job->result.rows;
    job->end.bytes = job->result.bytes;
    if (order.to != NULL) {
        struct stick stick;
        struct err err = {0};
        job->end.is_released = stick_release(&job->app, folder, &stick, NULL, 0, &err);
        if (!job->end.is_released) {
            log_err("stick", &err);
        }
    }
    return true;
}

static bool look(struct backup_job *job)
{
    struct arena arena = {0};
    struct backup_test test = {0};
    struct backup_watch watch = {.go_on = note_progress, .context = job};
    const struct backup_key none = {0};
    bool ok = job->end.kind == BACKUP_JOB_VERIFY
                  ? backup_verify(&job->app, job->app.folder, job->file.path, &none, &watch, &arena,
                                  &test.check, &job->err)
                  : backup_test(&job->app, job->file.path, &none, false, &watch, &arena, &test,
                                &job->err);
    job->end.is_whole = test.check.is_whole;
    job->end.table_count = test.check.manifest.table_count;
    job->end.rows = test.check.manifest.rows;
    job->end.bytes = job->file.bytes;
    arena_free(&arena);
    return ok;
}

static void run(void *work)
{
    struct backup_job *job = work;
    job->app.db = app_second_connection(&job->app, &job->err);
    if (job->app.db == NULL) {
        return;
    }
    bool makes = job->end.kind == BACKUP_JOB_MAKE || job->end.kind == BACKUP_JOB_STICK;
    job->is_ok = makes ? make(job) : look(job);
    db_close(job->app.db);
    arena_free(&job->app.arena);
}

struct backup_job *backup_job_start(const struct app *app, enum backup_job_kind kind,
                                    const struct backup_file *file, struct err *err)
{
    struct backup_job *job = mem_alloc(sizeof *job);
    job->app = *app;
    job->app.db = NULL;
    job->app.arena = (struct arena){0}; /* faces and programmes are read only and stay the app's */
    job->app.seat_lock = -1;
    job->app.club_lock = 0;
    job->end.kind = kind;
    if (file != NULL) {
        job->file = *file;
        text_copy(job->end.name, sizeof job->end.name, file->name);
    }
    pthread_mutex_init(&job->mutex, NULL);
    job->task = task_start(run, job, err);
    if (job->task == NULL) {
        pthread_mutex_destroy(&job->mutex);
        sodium_memzero(job->app.pepper, sizeof job->app.pepper);
        free(job);
        return NULL;
    }
    return job;
}

struct task *backup_job_task(const struct backup_job *job)
{
    return job->task;
}

int backup_job_progress(struct backup_job *job, char *what, size_t size)
{
    pthread_mutex_lock(&job->mutex);
    int per_mille = job->per_mille;
    text_copy(what, size, job->what);
    pthread_mutex_unlock(&job->mutex);
    return per_mille;
}

void backup_job_cancel(struct backup_job *job)
{
    atomic_store(&job->is_cancelled, true);
}

bool backup_job_finish(struct backup_job *job, struct backup_job_end *end, struct err *err)
{
    task_finish(job->task);
    bool is_ok = job->is_ok;
    *end = job->end;
    if (!is_ok && err != NULL) {
        *err = job->err;
    }
    pthread_mutex_destroy(&job->mutex);
    sodium_memzero(job->app.pepper, sizeof job->app.pepper);
    free(job);
    return is_ok;
}
