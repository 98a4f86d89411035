/* The worker: one thread with its own connection that does what the queue holds. The screen never
 * waits for it; the two share nothing but the database, a word to wake up and a word back. */
#ifndef CORE_WORKER_H
#define CORE_WORKER_H
#include "core/app.h"

struct worker;

struct worker_how {
    bool once;            /* ends after one request */
    bool stop_when_empty; /* ends when nothing waits any more, or not for an hour */
    int max_jobs;         /* ends after so many requests; 0: no limit */
};
struct worker_report {
    int answered, failed, put_off; /* put off: will be tried again */
};

/* Starts the thread. how NULL: until it is stopped. Requests whose worker is gone are taken over.
 */
struct worker *worker_start(const struct app *app, const struct worker_how *how, struct err *err);
void worker_wake(struct worker *worker);          /* there may be something new; from any thread */
int worker_fd(const struct worker *worker);       /* readable (eventfd) when something changed */
void worker_seen(struct worker *worker);          /* empties worker_fd */
bool worker_is_over(const struct worker *worker); /* ended by itself, as `how` says */
/* Within a second, at any point; a request under way is given back uncharged. NULL: nothing. A
 * thread that hangs for ten seconds is left behind. */
void worker_stop(struct worker *worker, struct worker_report *report);
/* The same with another patience. False: it hangs and was left behind: the program goes on without
 * it, and what it was doing is done again when its lease ends. */
bool worker_stop_within(struct worker *worker, int ms, struct worker_report *report);

/* The same without a screen: until `how` is fulfilled, or SIGTERM, SIGINT or SIGHUP comes. Call
 * while the process has one thread. */
bool worker_run(const struct app *app, const struct worker_how *how, struct worker_report *report,
                struct err *err);

#endif
