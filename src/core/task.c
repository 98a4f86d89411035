#include "core/task.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"

struct task {
    pthread_t thread;
    int done_fd;
    atomic_bool is_done;
    void (*run)(void *work);
    void *work;
};

static void *run_task(void *argument)
{
    struct task *task = argument;
    uint64_t one = 1;
    task->run(task->work);
    atomic_store(&task->is_done, true);
    ssize_t written = write(task->done_fd, &one, sizeof one);
    (void)written; /* an eventfd at 0 takes a 1 */
    return NULL;
}

struct task *task_start(void (*run)(void *work), void *work, struct err *err)
{
    struct task *task = mem_alloc(sizeof *task);
    task->run = run;
    task->work = work;
    task->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (task->done_fd < 0 || pthread_create(&task->thread, NULL, run_task, task) != 0) {
        if (task->done_fd >= 0) {
            close(task->done_fd);
        }
        free(task);
        err_set(err, ERR_BUSY, _("The system could not start another thread. Try again."));
        return NULL;
    }
    return task;
}

int task_fd(const struct task *task)
{
    return task->done_fd;
}

bool task_is_done(const struct task *task)
{
    return atomic_load(&task->is_done);
}

void task_finish(struct task *task)
{
    pthread_join(task->thread, NULL);
    close(task->done_fd);
    free(task);
}
