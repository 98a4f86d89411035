/* Long work on the whole database beside the screen: its own thread and its own connection. The
 * screen asks now and then how far it is. */
#ifndef CORE_SYSTEM_JOB_H
#define CORE_SYSTEM_JOB_H
#include "core/demo.h"
#include "core/verify.h"

enum system_job_kind { SYSTEM_JOB_VERIFY, SYSTEM_JOB_REMOVE_DEMO };

struct system_job;
struct task;

struct system_job_result {
    enum system_job_kind kind;
    struct verify_report report; /* VERIFY */
    struct demo_result removed;  /* REMOVE_DEMO */
};

/* NULL with the sentence when it cannot start. Acts with the rights of app->actor. */
struct system_job *system_job_start(struct app *app, enum system_job_kind kind, struct err *err);
bool system_job_is_done(const struct system_job *job);
/* For whoever waits for its end; stays the job's. */
struct task *system_job_task(const struct system_job *job);
/* What it is doing (translated) and how far, 0..1000; -1: not known. */
int system_job_progress(struct system_job *job, char *what, size_t size);
/* It ends soon; a whole check is left where it is, a removal is undone. */
void system_job_cancel(struct system_job *job);

/* Waits for the end and frees; false with err when it failed or was cancelled. Afterwards
 * app->club is as the database has it. */
bool system_job_finish(struct system_job *job, struct app *app, struct system_job_result *result,
                       struct err *err);

#endif
