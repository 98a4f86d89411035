/* An export beside the screen: its own thread and connection. It ends whole, or leaves nothing. */
#ifndef CORE_EXPORT_JOB_H
#define CORE_EXPORT_JOB_H
#include "core/export.h"
#include "core/task.h"

struct export_job;

struct export_place {
    const char *folder; /* NULL: only a preview, export_preview; ignored when there is a device */
    const char *device; /* a stick that is not mounted yet: it is first; NULL: none */
    bool is_stick;      /* refused when no stick is mounted there any more */
    bool releases;      /* makes the stick safe to remove when all is written */
};
struct export_end {
    struct export_result result;
    char folder[512]; /* where it went */
    bool is_on_stick; /* and that is a stick */
    bool is_released; /* which is safe to remove now */
    struct err held;  /* why it is not, although that was asked for */
};

/* order and place are copied; watch, needs_stick and folder of the order are the job's own. NULL on
 * error. Acts with the rights of app->actor. */
struct export_job *export_job_start(struct app *app, const struct export_order *order,
                                    const struct export_place *place, struct err *err);
/* Reads the file of that export again, as export_verify. NULL on error. */
struct export_job *export_job_verify(struct app *app, record_id id, struct err *err);
struct task *export_job_task(const struct export_job *job);
/* What it does now, and how many rows there will be (0: not known). */
void export_job_progress(const struct export_job *job, struct export_progress *progress,
                         int64_t *lines);
void export_job_cancel(struct export_job *job);
/* Waits for the end and frees. As export_run, or export_verify. */
bool export_job_finish(struct export_job *job, struct export_end *end, struct err *err);

#endif
