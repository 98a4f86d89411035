/* The worker: one thread with its own connection that does what the queue holds. The screen never
 * waits for it; the two share nothing but the database, a word to wake up and a word back. */
#ifndef CORE_WORKER_H
#define CORE_WORKER_H
#include "core/app.h"

struct worker;

/* Starts the thread, with its own connection to the same club. Expired leases are taken over. */
struct worker *worker_start(const struct app *app, struct err *err);
void worker_wake(struct worker *worker);    /* there may be something new; from any thread */
int worker_fd(const struct worker *worker); /* readable (eventfd) when something changed */
void worker_seen(struct worker *worker);    /* empties worker_fd */
/* Within a second, at any point; a request under way is given back uncharged. NULL: nothing. */
void worker_stop(struct worker *worker);

/* The same work on the calling thread, without a screen. */
struct worker_run {
    bool once;            /* one request at most */
    bool stop_when_empty; /* ends when nothing is due; waits for nothing */
    int max_jobs;         /* 0: no limit */
    int stop_fd;          /* readable: stop (signalfd, eventfd); -1: none */
};
struct worker_report {
    int answered, failed, put_off; /* put off: will be tried again */
};
bool worker_run(const struct app *app, const struct worker_run *how, struct worker_report *report,
                struct err *err);

#endif
