/* Looking for sticks, and taking one out, beside the screen: its own thread and connection. */
#ifndef CORE_STICK_JOB_H
#define CORE_STICK_JOB_H
#include "core/stick.h"
#include "core/task.h"

struct stick_job;

struct stick_job *stick_job_look(struct app *app, struct err *err);
struct stick_job *stick_job_release(struct app *app, const char *folder, struct err *err);
struct task *stick_job_task(const struct stick_job *job);
/* Waits for the end and frees. After a look: list (STICKS_MAX of room) and count are filled. After
 * a release: as stick_release. */
bool stick_job_finish(struct stick_job *job, struct stick *list, int *count, struct err *err);

#endif
