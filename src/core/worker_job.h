/* One request, from claim to end: used by worker.c only, on the worker's thread. */
#ifndef CORE_WORKER_JOB_H
#define CORE_WORKER_JOB_H
#include "core/ai_settings.h"
#include "core/app.h"

enum {
    WORKER_LEASE_MS = 90 * 1000
}; /* a request is its worker's for so long, extended meanwhile */

struct worker_job {
    struct app *app; /* the worker's own */
    char name[64];   /* of the worker */
    bool (*is_stopping)(void *context);
    void *context;
    struct ai_settings settings; /* read before each request */
    bool is_local;               /* nothing is sent */
    struct err settings_err;     /* why the settings cannot be used */
    struct ai_key *key;
    struct job job;   /* what was claimed */
    int64_t lease_ms; /* monotonic: when the lease was last extended */
};

void worker_job_open(struct worker_job *job, struct app *app, bool (*is_stopping)(void *context),
                     void *context);
void worker_job_close(struct worker_job *job);

void worker_job_read_settings(struct worker_job *job);
bool worker_job_claim(struct worker_job *job, bool *has_one, struct err *err);

enum worker_result { WORKER_ANSWERED, WORKER_FAILED, WORKER_PUT_OFF, WORKER_GAVE_BACK };
struct ai_line;
enum worker_result worker_job_do(struct worker_job *job, struct ai_line *line);

/* A request whose worker is gone waits again, or fails when that happened too often. */
bool worker_job_abandon(struct worker_job *job, const struct job *row, struct err *err);

#endif
