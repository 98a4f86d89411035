/* The checks of health.h on a thread of their own, for who cannot wait: a disk that does not answer
 * holds that thread up, and nobody else. */
#ifndef CORE_HEALTH_RUN_H
#define CORE_HEALTH_RUN_H
#include "base/err.h"
#include "core/health.h"

struct health_run_thread;

struct health_run_thread *health_run_start(const char *folder, struct err *err);
/* Looks now. Within 1.9 seconds whatever happens: a check that is not through by then is
 * HEALTH_TIMED_OUT. For one thread at a time. */
void health_run_look(struct health_run_thread *run, struct health *health);
/* NULL: nothing. A thread that is held up goes by itself once the disk answers. */
void health_run_stop(struct health_run_thread *run);

#endif
