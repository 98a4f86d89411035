#include "core/worker.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "core/ai_settings.h"
#include "core/alert_list.h"
#include "core/queue.h"
#include "core/worker_job.h"
#include "core/worker_name.h"
#include "core/worker_pulse.h"
#include "store/attempt.h"
#include "store/job.h"
#include "store/setting.h"

enum {
    BUSY_MS = 200,       /* for another writer; then it is tried again, so that a stop is quick */
    IDLE_MS = 60 * 1000, /* looks again, for what another process asked */
    AGAIN_MS = 1000,     /* after the database could not be used */
    HOUR_MS = 60 * 60 * 1000,
    DAY_MS = 24 * HOUR_MS,
    STOP_MS = 10 * 1000
};

struct worker {
    struct app app; /* a copy: folder and club; its own connection; no screen's state */
    struct worker_how how;
    struct worker_report report;
    struct worker_job job; /* what it does now */
    struct ai_line *line;
    struct worker_pulse *pulse; /* NULL: it gives no sign of life */
    pthread_t thread;
    int changed_fd;
    int end_fd;            /* eventfd: readable once the thread has reached its end */
    int64_t alert_look_ms; /* monotonic: when the alert is looked at again */
    atomic_bool is_stopping, is_over;
    atomic_int end; /* enum worker_end */
};

/* Who frees it: whoever stopped it and waited, or the thread itself when nobody waits any more. */
enum worker_end { END_OPEN, END_REACHED, END_LEFT };

static void tell(struct worker *worker)
{
    uint64_t one = 1;
    ssize_t written = write(worker->changed_fd, &one, sizeof one);
    (void)written; /* an eventfd at its most stays readable */
}

static bool is_stopping(void *context)
{
    struct worker *worker = context;
    return atomic_load(&worker->is_stopping);
}

/* --- what may begin now ------------------------------------------------------------------------
 */
/* A lease that ends later than any lease does is of before the clock was put back. */
static bool is_lease_over(const struct job *job, int64_t now_ms)
{
    return job->lease_until_ms < now_ms ||
           job->lease_until_ms > now_ms + INT64_C(2) * WORKER_LEASE_MS;
}

/* Requests of workers that are gone wait again, behind the others; charged, so that one that brings
 * the program down ends. */
static bool take_over(struct worker *worker, struct err *err)
{
    struct arena arena = {0};
    struct job *rows = NULL;
    int count = 0;
    int64_t now_ms = time_now_ms();
    bool ok = job_running(worker->app.db, &arena, &rows, &count, err);
    for (int i = 0; ok && i < count; i++) {
        if (is_lease_over(&rows[i], now_ms) || worker_is_gone(rows[i].worker)) {
            ok = worker_job_abandon(&worker->job, &rows[i], err);
        }
    }
    arena_free(&arena);
    return ok;
}

/* Until when nothing may begin; 0: now. */
static bool rests_until(struct worker *worker, int64_t *until_ms, struct err *err)
{
    char paused[8] = "";
    int class_ = 0;
    int64_t now_ms = time_now_ms();
    int64_t count = 0;
    int64_t failed = 0;
    int64_t first_ms = 0;
    const struct ai_settings *settings = &worker->job.settings;
    if (!setting_get(worker->app.db, "queue_paused", "no", paused, sizeof paused, err) ||
        !pause_read(worker->app.db, settings->ai.provider, until_ms, &class_, err)) {
        return false;
    }
    if (strcmp(paused, "yes") == 0) {
        *until_ms = INT64_MAX;
    } else if (*until_ms > now_ms + HOUR_MS) {
        *until_ms = 0; /* longer than any pause is: the clock was moved */
    }
    if (*until_ms <= now_ms) {
        *until_ms = 0;
        if (settings->daily_request_limit > 0 && !worker->job.is_local) {
            if (!attempt_count(worker->app.db, now_ms - DAY_MS, now_ms, &count, &failed, &first_ms,
                               err)) {
                return false;
            }
            *until_ms = count >= settings->daily_request_limit ? first_ms + DAY_MS : 0;
        }
    }
    return true;
}

/* --- one round -----------------------------------------------------------------------------------
 */
struct round {
    bool did_one;
    bool is_empty;   /* nothing waits that could be done within the hour */
    int64_t next_ms; /* when to look again; INT64_MAX: when woken */
};

static void count_result(struct worker *worker, enum worker_result result)
{
    worker->report.answered += result == WORKER_ANSWERED ? 1 : 0;
    worker->report.failed += result == WORKER_FAILED ? 1 : 0;
    worker->report.put_off += result == WORKER_PUT_OFF ? 1 : 0;
}

/* What others have under way is theirs; a queue that was paused, or used the day's requests, is as
 * good as empty to who would wait for it. */
static bool read_empty(struct worker *worker, int64_t rest_ms, bool *is_empty, struct err *err)
{
    int64_t counts[4];
    int64_t oldest_ms = 0;
    if (!worker->how.stop_when_empty && !worker->how.once) {
        return true;
    }
    bool ok = job_count(worker->app.db, counts, &oldest_ms, err);
    *is_empty = ok && (counts[JOB_QUEUED] == 0 || rest_ms > time_now_ms() + HOUR_MS);
    return ok;
}

/* An alert with no request after it ends by time. */
static bool end_alert(struct worker *worker, struct err *err)
{
    bool has_ended = false;
    if (time_monotonic_ms() < worker->alert_look_ms) {
        return true;
    }
    worker->alert_look_ms = time_monotonic_ms() + IDLE_MS;
    bool ok = alert_expire(&worker->app, &has_ended, err);
    if (has_ended) {
        tell(worker);
    }
    return ok;
}

static bool look(struct worker *worker, struct round *round, struct err *err)
{
    int64_t rest_ms = 0;
    int64_t next_ms = 0;
    *round = (struct round){.next_ms = INT64_MAX};
    worker_job_read_settings(&worker->job);
    if (!take_over(worker, err) || !end_alert(worker, err) || !rests_until(worker, &rest_ms, err)) {
        return false;
    }
    if (rest_ms == 0) {
        bool has_one = false;
        if (!worker_job_claim(&worker->job, &has_one, err)) {
            return false;
        }
        if (has_one) {
            tell(worker);
            count_result(worker, worker_job_do(&worker->job, worker->line));
            tell(worker);
            round->did_one = true;
            return true;
        }
    }
    if (!job_next_ms(worker->app.db, &next_ms, err)) {
        return false;
    }
    if (next_ms != 0) {
        round->next_ms = rest_ms > next_ms ? rest_ms : next_ms;
    }
    return read_empty(worker, rest_ms, &round->is_empty, err);
}

static bool is_enough(const struct worker *worker, const struct round *round)
{
    const struct worker_how *how = &worker->how;
    const struct worker_report *report = &worker->report;
    int done = report->answered + report->failed + report->put_off;
    return (how->once && (round->did_one || round->is_empty)) ||
           (how->max_jobs > 0 && done >= how->max_jobs) ||
           (how->stop_when_empty && round->is_empty);
}

static int wait_ms(int64_t next_ms)
{
    int64_t now_ms = time_now_ms();
    int64_t left = next_ms > now_ms ? next_ms - now_ms : 0;
    return (int)(left < IDLE_MS ? left + 1 : IDLE_MS);
}

static void work(struct worker *worker)
{
    struct round round;
    struct err err = {0};
    while (!is_stopping(worker)) {
        err_clear(&err);
        if (!look(worker, &round, &err)) {
            log_err("queue", &err);
            ai_line_wait(worker->line, AGAIN_MS);
        } else if (is_enough(worker, &round)) {
            return;
        } else if (!round.did_one) {
            ai_line_wait(worker->line, wait_ms(round.next_ms));
        }
    }
}

/* --- the thread ----------------------------------------------------------------------------------
 */
static void free_worker(struct worker *worker)
{
    worker_pulse_close(worker->pulse);
    worker_job_close(&worker->job);
    if (worker->line != NULL) {
        ai_line_close(worker->line);
    }
    db_close(worker->app.db);
    if (worker->changed_fd >= 0) {
        close(worker->changed_fd);
    }
    if (worker->end_fd >= 0) {
        close(worker->end_fd);
    }
    free(worker);
}

static void *run_thread(void *argument)
{
    struct worker *worker = argument;
    i18n_plain_thread();
    work(worker);
    atomic_store(&worker->is_over, true);
    tell(worker);
    int expected = END_OPEN;
    if (!atomic_compare_exchange_strong(&worker->end, &expected, END_REACHED)) {
        free_worker(worker); /* it was left while it hung */
        return NULL;
    }
    uint64_t one = 1;
    ssize_t written = write(worker->end_fd, &one, sizeof one);
    (void)written; /* an eventfd at 0 takes a 1 */
    return NULL;
}

static void answer_pulse(void *context)
{
    worker_pulse_answer(context);
}

/* Signals are the business of the thread that started this one. */
static bool start_thread(struct worker *worker)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&worker->thread, NULL, run_thread, worker);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error == 0;
}

struct worker *worker_start(const struct app *app, const struct worker_how *how, struct err *err)
{
    struct worker *worker = mem_alloc(sizeof *worker);
    worker->app = (struct app){.club = app->club, .seat_lock = -1};
    text_copy(worker->app.folder, sizeof worker->app.folder, app->folder);
    worker->how = how != NULL ? *how : (struct worker_how){0};
    worker->changed_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    worker->end_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    worker->line = ai_line_open(err);
    worker->app.db = worker->line != NULL ? app_connection(app, BUSY_MS, err) : NULL;
    if (worker->app.db == NULL) {
        free_worker(worker);
        return NULL;
    }
    worker_job_open(&worker->job, &worker->app, is_stopping, worker);
    worker->pulse = worker_pulse_open(worker->app.folder);
    if (worker->pulse != NULL) {
        ai_line_watch(worker->line, worker_pulse_fd(worker->pulse), answer_pulse, worker->pulse);
    }
    if (worker->changed_fd < 0 || worker->end_fd < 0 || !start_thread(worker)) {
        free_worker(worker);
        err_set(err, ERR_BUSY, _("The system could not start another thread. Try again."));
        return NULL;
    }
    return worker;
}

void worker_wake(struct worker *worker)
{
    ai_line_wake(worker->line);
}

int worker_fd(const struct worker *worker)
{
    return worker->changed_fd;
}

void worker_seen(struct worker *worker)
{
    uint64_t count = 0;
    ssize_t got = read(worker->changed_fd, &count, sizeof count);
    (void)got; /* nothing to read: seen already */
}

bool worker_is_over(const struct worker *worker)
{
    return atomic_load(&worker->is_over);
}

/* A thread that hangs keeps what it holds; its results are refused by the token of its claim. */
static void leave(struct worker *worker)
{
    int expected = END_OPEN;
    pthread_t thread = worker->thread;
    worker_pulse_hide(worker->pulse);
    if (atomic_compare_exchange_strong(&worker->end, &expected, END_LEFT)) {
        log_event(LOG_LEVEL_ERROR, "worker: it hangs and was left behind");
        pthread_detach(thread); /* the worker is the thread's from here on */
        return;
    }
    pthread_join(thread, NULL); /* it came round after all */
    free_worker(worker);
}

/* Whether the thread has reached its end by then; joining it takes no time any more. */
static bool ends_within(const struct worker *worker, int ms)
{
    struct pollfd end = {.fd = worker->end_fd, .events = POLLIN};
    int64_t until_ms = time_monotonic_ms() + ms;
    int ready = 0;
    do {
        int64_t left_ms = until_ms - time_monotonic_ms();
        ready = poll(&end, 1, left_ms > 0 ? (int)left_ms : 0);
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

bool worker_stop_within(struct worker *worker, int ms, struct worker_report *report)
{
    if (worker == NULL) {
        return true;
    }
    atomic_store(&worker->is_stopping, true);
    worker_wake(worker);
    if (!ends_within(worker, ms)) {
        leave(worker);
        return false;
    }
    pthread_join(worker->thread, NULL);
    if (report != NULL) {
        *report = worker->report;
    }
    free_worker(worker);
    return true;
}

void worker_stop(struct worker *worker, struct worker_report *report)
{
    (void)worker_stop_within(worker, STOP_MS, report);
}

/* --- without a screen
 * ------------------------------------------------------------------------------
 */
static int open_signals(sigset_t *before)
{
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGHUP);
    sigprocmask(SIG_BLOCK, &wanted, before);
    return signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
}

bool worker_run(const struct app *app, const struct worker_how *how, struct worker_report *report,
                struct err *err)
{
    sigset_t before;
    int signals = open_signals(&before);
    struct worker *worker = worker_start(app, how, err);
    struct pollfd fds[] = {{.fd = worker != NULL ? worker_fd(worker) : -1, .events = POLLIN},
                           {.fd = signals, .events = POLLIN}};
    while (worker != NULL && !worker_is_over(worker) && fds[1].revents == 0) {
        if (poll(fds, 2, -1) > 0 && fds[0].revents != 0) {
            worker_seen(worker);
        }
    }
    worker_stop(worker, report);
    struct signalfd_siginfo taken;
    while (read(signals, &taken, sizeof taken) == (ssize_t)sizeof taken) {
        /* taken here: it must not end the program once it is let through again */
    }
    close(signals);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return worker != NULL;
}
