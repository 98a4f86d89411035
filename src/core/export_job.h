/* An export beside the screen: its own thread and connection. It ends whole, or leaves nothing. */
#ifndef CORE_EXPORT_JOB_H
#define CORE_EXPORT_JOB_H
#include "core/export.h"
#include "core/task.h"

struct export_job;

/* `order` is copied, its folder too (NULL: only a preview, export_preview); go_on and context are
 * the job's own. NULL on error. Acts with the rights of app->actor. */
struct export_job *export_job_start(struct app *app, const struct export_order *order,
                                    struct err *err);
struct task *export_job_task(const struct export_job *job);
/* Rows written so far, and how many lines the log has (a report may write more rows than that). */
void export_job_progress(const struct export_job *job, int64_t *rows, int64_t *lines);
void export_job_cancel(struct export_job *job);
/* Waits for the end and frees. As export_run. */
bool export_job_finish(struct export_job *job, struct export_result *result, struct err *err);

#endif
