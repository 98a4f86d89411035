/* The heat map of everything that is chosen: it may be hundreds of thousands of shots, so they are
 * read on another thread with its own connection. */
#ifndef CORE_HEAT_JOB_H
#define CORE_HEAT_JOB_H
#include "core/insight.h"
#include "core/rules/heat.h"
#include "core/task.h"

struct heat_job;

/* The lines of the face with most shots among those chosen (of equals the one shot last). NULL on
 * error; ERR_NOT_FOUND: no shot there has a place. RIGHT_SEE. */
struct heat_job *heat_job_start(struct app *app, const struct insight_lines *lines,
                                const struct insight_choice *choice, struct err *err);
struct task *heat_job_task(const struct heat_job *job);
const struct face *heat_job_face(const struct heat_job *job);
void heat_job_progress(const struct heat_job *job, int *done, int *total); /* sessions */
void heat_job_cancel(struct heat_job *job);
/* Waits and frees. False: err says why; a cancelled job gives ERR_BUSY. */
bool heat_job_finish(struct heat_job *job, struct heat *heat, struct err *err);

#endif
