/* Slow pure work on another thread: a value in, a value out. The screen polls task_fd. */
#ifndef CORE_TASK_H
#define CORE_TASK_H
#include "base/err.h"
#include <stdbool.h>

struct task;

/* Starts run(work) on its own thread. `work` must not be touched until task_finish. */
struct task *task_start(void (*run)(void *work), void *work, struct err *err);
int task_fd(const struct task *task); /* readable (eventfd) when done */
bool task_is_done(const struct task *task);
void task_finish(struct task *task); /* joins and frees; waits if still running */

#endif
