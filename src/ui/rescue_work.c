#include "ui/rescue_work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/text.h"
#include "core/salvage.h"
#include "core/task.h"

struct rescue_work {
    char data_folder[BACKUP_FOLDER_ROOM], path[BACKUP_PATH_ROOM];
    bool salvages;
    struct task *task;
    struct rescue_end end;
    struct err err;
    bool is_ok;
    atomic_bool is_stopped;
    pthread_mutex_t mutex; /* over what follows */
    char what[96];
    int per_mille;
};

static bool note_progress(void *context, const char *what, int per_mille)
{
    struct rescue_work *work = context;
    pthread_mutex_lock(&work->mutex);
    text_copy(work->what, sizeof work->what, what);
    work->per_mille = per_mille;
    pthread_mutex_unlock(&work->mutex);
    return !atomic_load(&work->is_stopped);
}

static void run(void *context)
{
    struct rescue_work *work = context;
    struct arena arena = {0};
    struct backup_watch watch = {.go_on = note_progress, .context = work};
    if (work->salvages) {
        struct salvage_order order = {
            .data_folder = work->data_folder, .even_whole = true, .watch = watch};
        struct salvage_result result;
        work->is_ok = salvage_run(&order, &arena, &result, &work->err);
        text_copy(work->end.folder, sizeof work->end.folder, result.folder);
        work->end.rows = result.rows;
        work->end.lost_count = result.lost_count;
    } else {
        struct restore_order order = {.data_folder = work->data_folder,
                                      .path = work->path,
                                      .was_damaged = true,
                                      .watch = watch};
        struct restore_result result;
        work->is_ok = restore_run(&order, &arena, &result, &work->err);
        text_copy(work->end.kept, sizeof work->end.kept, result.kept);
    }
    arena_free(&arena);
}

struct rescue_work *rescue_work_start(const char *data_folder, const char *path, struct err *err)
{
    struct rescue_work *work = mem_alloc(sizeof *work);
    text_copy(work->data_folder, sizeof work->data_folder, data_folder);
    text_copy(work->path, sizeof work->path, path != NULL ? path : "");
    work->salvages = path == NULL;
    pthread_mutex_init(&work->mutex, NULL);
    work->task = task_start(run, work, err);
    if (work->task == NULL) {
        pthread_mutex_destroy(&work->mutex);
        free(work);
        return NULL;
    }
    return work;
}

struct task *rescue_work_task(const struct rescue_work *work)
{
    return work->task;
}

int rescue_work_progress(struct rescue_work *work, char *what, size_t size)
{
    pthread_mutex_lock(&work->mutex);
    int per_mille = work->per_mille;
    text_copy(what, size, work->what);
    pthread_mutex_unlock(&work->mutex);
    return per_mille;
}

bool rescue_work_finish(struct rescue_work *work, struct rescue_end *end, struct err *err)
{
    task_finish(work->task);
    bool is_ok = work->is_ok;
    *end = work->end;
    if (!is_ok) {
        *err = work->err;
    }
    pthread_mutex_destroy(&work->mutex);
    free(work);
    return is_ok;
}

void rescue_work_stop(struct rescue_work *work, struct ui *ui)
{
    struct rescue_end end;
    struct err err = {0};
    if (work != NULL) {
        atomic_store(&work->is_stopped, true);
        ui_forget_task(ui, work->task);
        (void)rescue_work_finish(work, &end, &err);
    }
}
