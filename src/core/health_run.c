#include "core/health_run.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"

enum { ANSWER_MS = 1900, END_MS = 3000 };

struct health_run_thread {
    char folder[512];
    pthread_t thread;
    pthread_mutex_t mutex; /* over what follows */
    pthread_cond_t changed;
    bool is_wanted, is_stopping;
    bool is_left;         /* nobody waits for the thread: it frees this */
    bool has_ended;       /* the thread has */
    long begun, ended;    /* looks */
    int through;          /* checks of the one under way */
    struct health health; /* as far as it is through */
};

static void free_run(struct health_run_thread *run)
{
    pthread_cond_destroy(&run->changed);
    pthread_mutex_destroy(&run->mutex);
    free(run);
}

/* After each check: what is there so far. */
static void note(void *context, const struct health *health, int through)
{
    struct health_run_thread *run = context;
    pthread_mutex_lock(&run->mutex);
    run->health = *health;
    run->through = through;
    pthread_mutex_unlock(&run->mutex);
}

static bool wait_for_wish(struct health_run_thread *run)
{
    pthread_mutex_lock(&run->mutex);
    while (!run->is_wanted && !run->is_stopping) {
        pthread_cond_wait(&run->changed, &run->mutex);
    }
    bool goes_on = !run->is_stopping;
    run->is_wanted = false;
    run->through = 0;
    run->begun++;
    pthread_mutex_unlock(&run->mutex);
    return goes_on;
}

static void *run_thread(void *argument)
{
    struct health_run_thread *run = argument;
    struct health health;
    i18n_plain_thread();
    while (wait_for_wish(run)) {
        health_read_noting(run->folder, &health, note, run);
        pthread_mutex_lock(&run->mutex);
        run->ended = run->begun;
        pthread_cond_broadcast(&run->changed);
        pthread_mutex_unlock(&run->mutex);
    }
    pthread_mutex_lock(&run->mutex);
    bool is_left = run->is_left;
    run->has_ended = true;
    pthread_cond_broadcast(&run->changed);
    pthread_mutex_unlock(&run->mutex);
    if (is_left) {
        free_run(run);
    }
    return NULL;
}

static bool start_thread(struct health_run_thread *run)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&run->thread, NULL, run_thread, run);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error == 0;
}

struct health_run_thread *health_run_start(const char *folder, struct err *err)
{
    struct health_run_thread *run = mem_alloc(sizeof *run);
    pthread_condattr_t monotonic;
    text_copy(run->folder, sizeof run->folder, folder);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&run->mutex, NULL);
    pthread_cond_init(&run->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (!start_thread(run)) {
        free_run(run);
        err_set(err, ERR_BUSY, _("The system could not start another thread. Try again."));
        return NULL;
    }
    return run;
}

static struct timespec after_ms(int ms)
{
    struct timespec when;
    clock_gettime(CLOCK_MONOTONIC, &when);
    int64_t ns = when.tv_nsec + ms % 1000 * INT64_C(1000000);
    when.tv_sec += ms / 1000 + ns / 1000000000;
    when.tv_nsec = ns % 1000000000;
    return when;
}

/* What is not through is not well, as far as it is needed for scoring. */
static void mark_late(struct health *health, const char *folder, int through)
{
    if (through == 0) {
        *health = (struct health){.at_ms = time_now_ms()};
        text_copy(health->folder, sizeof health->folder, folder);
    }
    for (int key = through; key < HEALTH_COUNT; key++) {
        health->rows[key] =
            (struct health_row){.state = key <= HEALTH_STORAGE ? HEALTH_FAILED : HEALTH_WARN,
                                .error = HEALTH_TIMED_OUT,
                                .errors = UINT64_C(1) << HEALTH_TIMED_OUT};
    }
}

void health_run_look(struct health_run_thread *run, struct health *health)
{
    struct timespec until = after_ms(ANSWER_MS);
    int error = 0;
    pthread_mutex_lock(&run->mutex);
    /* one that is still held up is not begun again */
    long awaited = run->ended == run->begun ? run->begun + 1 : run->begun;
    run->is_wanted = run->ended == run->begun;
    pthread_cond_broadcast(&run->changed);
    while (run->ended < awaited && error == 0) {
        error = pthread_cond_timedwait(&run->changed, &run->mutex, &until);
    }
    bool is_late = run->ended < awaited;
    int through = run->begun == awaited ? run->through : 0;
    *health = run->health;
    pthread_mutex_unlock(&run->mutex);
    if (is_late) {
        mark_late(health, run->folder, through);
    }
}

void health_run_stop(struct health_run_thread *run)
{
    struct timespec until = after_ms(END_MS);
    int error = 0;
    if (run == NULL) {
        return;
    }
    pthread_mutex_lock(&run->mutex);
    run->is_stopping = true;
    pthread_cond_broadcast(&run->changed);
    while (!run->has_ended && error == 0) {
        error = pthread_cond_timedwait(&run->changed, &run->mutex, &until);
    }
    run->is_left = !run->has_ended;
    bool is_ours = run->has_ended;
    if (!is_ours) {
        pthread_detach(run->thread);
    }
    pthread_mutex_unlock(&run->mutex);
    if (is_ours) {
        pthread_join(run->thread, NULL);
        free_run(run);
    }
}
