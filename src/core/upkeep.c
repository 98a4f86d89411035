#include "core/upkeep.h"

#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "core/alert_list.h"
#include "core/backup.h"
#include "core/backup_parts.h"
#include "core/health_watch.h"
#include "core/rights.h"
#include "core/rules/due.h"
#include "store/migrate.h"

#define SMALL_DATABASE                                                                             \
    (INT64_C(64) * 1024 * 1024) /* checked at every start: a tenth of a second                     \
                                 */
#define HEALTH_EVERY_MS (INT64_C(3600) * 1000)
#define DAY_MS          (INT64_C(24) * 3600 * 1000)

struct upkeep {
    struct app app; /* a copy with its own connection */
    struct config config;
    int64_t tried_ms[DUE_COUNT]; /* also when the database could not take a row of it */
    struct upkeep_news news[UPKEEP_NEWS_MAX];
    int news_count;
    bool is_alone; /* no thread: upkeep_run */
    pthread_t thread;
    pthread_mutex_t mutex; /* over news */
    int news_fd, stop_fd, timer_fd;
    atomic_bool is_stopping;
};

/* --- what is due --- */

static const enum maintenance_kind kinds[DUE_COUNT] = {
    [DUE_BACKUP] = MAINTENANCE_BACKUP,
    [DUE_CHECK] = MAINTENANCE_CHECK,
    [DUE_RESTORE_TEST] = MAINTENANCE_RESTORE_TEST,
};

/* A day from today, at the hour of the settings. */
static int64_t moment(int64_t now_ms, int day, int hour)
{
    char date[DATE_ROOM];
    time_local_date(date, now_ms);
    time_days_date(date, time_date_days(date) + day);
    return time_from_local(date, hour, 0, 0);
}

/* When the database was made: its first step. The demonstration's own records are older. */
static bool read_since(struct db *db, int64_t *since_ms, struct err *err)
{
    struct arena arena = {0};
    struct migrate_step *steps = NULL;
    int count = 0;
    bool ok = migrate_steps(db, &arena, &steps, &count, err);
    *since_ms = ok && count > 0 ? steps[0].applied_at_ms : 0;
    arena_free(&arena);
    return ok;
}

static bool read_facts(struct upkeep *upkeep, struct due_facts *facts, struct err *err)
{
    struct backup_file newest;
    int64_t now_ms = time_now_ms();
    int hour = upkeep->config.backup.hour;
    *facts = (struct due_facts){.now_ms = now_ms,
                                .today_ms = moment(now_ms, 0, hour),
                                .yesterday_ms = moment(now_ms, -1, hour),
                                .tomorrow_ms = moment(now_ms, 1, hour),
                                .is_automatic = upkeep->config.backup.is_automatic,
                                .has_backup = backup_newest(upkeep->app.folder, &newest)};
    if (!read_since(upkeep->app.db, &facts->club_since_ms, err)) {
        return false;
    }
    for (int work = 0; work < DUE_COUNT; work++) {
        struct maintenance row;
        if (!maintenance_newest(upkeep->app.db, kinds[work], true, &row, err)) {
            return false;
        }
        facts->good_ms[work] = row.id != 0 ? row.at_ms : 0;
        if (!maintenance_newest(upkeep->app.db, kinds[work], false, &row, err)) {
            return false;
        }
        facts->tried_ms[work] = row.id != 0 ? row.at_ms : 0;
        if (upkeep->tried_ms[work] > facts->tried_ms[work]) {
            facts->tried_ms[work] = upkeep->tried_ms[work];
        }
    }
    return true;
}

/* --- doing it --- */

static void tell(struct upkeep *upkeep, enum upkeep_event event, const char *file,
                 const struct err *err)
{
    uint64_t one = 1;
    pthread_mutex_lock(&upkeep->mutex);
    if (upkeep->news_count == UPKEEP_NEWS_MAX) { /* nobody listens: the newest counts */
        memmove(upkeep->news, upkeep->news + 1, (UPKEEP_NEWS_MAX - 1) * sizeof *upkeep->news);
        upkeep->news_count--;
    }
    struct upkeep_news *news = &upkeep->news[upkeep->news_count++];
    *news = (struct upkeep_news){.event = event};
    text_copy(news->file, sizeof news->file, file);
    if (err != NULL) {
        news->err = *err;
    }
    pthread_mutex_unlock(&upkeep->mutex);
    if (!upkeep->is_alone) {
        ssize_t written = write(upkeep->news_fd, &one, sizeof one);
        (void)written; /* an eventfd at its most stays readable */
    }
}

static bool go_on(void *context, const char *what, int per_mille)
{
    struct upkeep *upkeep = context;
    (void)what;
    (void)per_mille;
    return !atomic_load(&upkeep->is_stopping);
}

/* Stopped, or another is at it: no news. */
static bool is_news(const struct err *err)
{
    return err->kind != ERR_BUSY;
}

static void do_backup(struct upkeep *upkeep, bool tests)
{
    struct backup_result *result = mem_alloc(sizeof *result);
    struct err err = {0};
    struct backup_order order = {.tests_restore = tests,
                                 .watch = {.go_on = go_on, .context = upkeep}};
    bool ok = backup_make(&upkeep->app, &order, result, &err);
    if (ok) {
        tell(upkeep, UPKEEP_BACKUP_MADE, result->name, NULL);
    } else if (is_news(&err)) {
        log_err("backup", &err);
        tell(upkeep, result->bytes > 0 && tests ? UPKEEP_TEST_FAILED : UPKEEP_BACKUP_FAILED,
             result->name, &err);
    }
    if (result->is_tested) {
        tell(upkeep, UPKEEP_TEST_PASSED, result->name, NULL);
    }
    free(result);
}

static void do_test(struct upkeep *upkeep)
{
    struct arena arena = {0};
    struct backup_file newest;
    struct backup_test test;
    struct err err = {0};
    struct backup_watch watch = {.go_on = go_on, .context = upkeep};
    if (upkeep->config.backup.encrypt_to[0] != '\0') {
        do_backup(upkeep, true); /* only now, with its key in memory, can it be opened here */
        return;
    }
    if (!backup_newest(upkeep->app.folder, &newest)) {
        return;
    }
    const struct backup_key none = {0};
    bool ok = backup_test(&upkeep->app, newest.path, &none, false, &watch, &arena, &test, &err);
    arena_free(&arena);
    if (ok || is_news(&err)) {
        tell(upkeep, ok ? UPKEEP_TEST_PASSED : UPKEEP_TEST_FAILED, newest.name, ok ? NULL : &err);
    }
}

/* keeps: a good end is worth a row too. */
static void do_check(struct upkeep *upkeep, bool keeps)
{
    struct err err = {0};
    int64_t started_ms = time_monotonic_ms();
    struct maintenance row = {.kind = MAINTENANCE_CHECK};
    text_copy(row.detail, sizeof row.detail, "quick_check of the database");
    row.is_good = db_check(upkeep->app.db, &err);
    if (atomic_load(&upkeep->is_stopping)) {
        return; /* interrupted: what it found counts for nothing */
    }
    if (!row.is_good && err.kind != ERR_CORRUPT) {
        log_err("check", &err);
        return;
    }
    if (keeps || !row.is_good) {
        backup_note(&upkeep->app, &row, started_ms, row.is_good ? NULL : &err);
    }
    if (!row.is_good) {
        tell(upkeep, UPKEEP_DAMAGED, "", &err);
    } else if (keeps) {
        tell(upkeep, UPKEEP_CHECKED, "", NULL);
    }
}

static bool do_due(struct upkeep *upkeep, enum due_work work, struct err *err)
{
    struct due_facts facts;
    if (atomic_load(&upkeep->is_stopping)) {
        return true;
    }
    if (!read_facts(upkeep, &facts, err)) {
        return false;
    }
    if (!due_now(&facts, work)) {
        return true;
    }
    upkeep->tried_ms[work] = facts.now_ms;
    bool is_sealed = upkeep->config.backup.encrypt_to[0] != '\0';
    if (work == DUE_BACKUP) {
        facts.has_backup = true;
        do_backup(upkeep, is_sealed && due_now(&facts, DUE_RESTORE_TEST));
    } else if (work == DUE_CHECK) {
        do_check(upkeep, true);
    } else {
        do_test(upkeep);
    }
    return true;
}

/* Once an hour, and after what was done. */
static void watch_health(struct upkeep *upkeep)
{
    struct err err = {0};
    if (!atomic_load(&upkeep->is_stopping) && !health_watch(&upkeep->app, &err)) {
        log_err("health", &err);
    }
}

/* All that is due, in order; *next_ms: when to look again. */
static bool do_round(struct upkeep *upkeep, int64_t *next_ms, struct err *err)
{
    struct due_facts facts;
    if (!config_read(upkeep->app.folder, &upkeep->config, err) ||
        !alert_expire(&upkeep->app, NULL, err)) {
        return false;
    }
    for (int work = 0; work < DUE_COUNT; work++) {
        if (!do_due(upkeep, (enum due_work)work, err)) {
            return false;
        }
    }
    watch_health(upkeep);
    if (!read_facts(upkeep, &facts, err)) {
        return false;
    }
    db_trim(upkeep->app.db); /* an hour of sleep needs no memory */
    malloc_trim(0);
    *next_ms = due_next_ms(&facts);
    if (!upkeep->is_alone && *next_ms > facts.now_ms + HEALTH_EVERY_MS) {
        *next_ms = facts.now_ms + HEALTH_EVERY_MS;
    }
    return true;
}

/* --- the thread --- */

/* Cheap where the file is small; otherwise only when there is a reason. */
static void look_at_start(struct upkeep *upkeep)
{
    char path[600];
    struct stat status;
    struct maintenance row;
    struct err err = {0};
    bool is_small = file_join(path, sizeof path, upkeep->app.folder, BACKUP_DATABASE) &&
                    stat(path, &status) == 0 && status.st_size <= SMALL_DATABASE;
    if (!is_small && !upkeep->app.was_unclean) {
        bool is_known = maintenance_newest(upkeep->app.db, MAINTENANCE_CHECK, true, &row, &err);
        if (is_known && row.id != 0 && time_now_ms() - row.at_ms < DAY_MS) {
            return;
        }
    }
    do_check(upkeep, false);
}

/* Until that moment, a step of the clock, or the end. */
static void wait_until(struct upkeep *upkeep, int64_t due_ms)
{
    struct timespec now;
    int64_t wait_ms = due_ms - time_now_ms();
    clock_gettime(CLOCK_REALTIME, &now);
    wait_ms = wait_ms < 1000 ? 1000 : wait_ms;
    int64_t at_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 + wait_ms;
    struct itimerspec when = {
        .it_value = {.tv_sec = at_ms / 1000, .tv_nsec = at_ms % 1000 * 1000000}};
    struct pollfd fds[] = {{.fd = upkeep->stop_fd, .events = POLLIN},
                           {.fd = upkeep->timer_fd, .events = POLLIN}};
    if (timerfd_settime(upkeep->timer_fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when,
                        NULL) != 0) {
        log_event(LOG_LEVEL_WARNING, "upkeep timer: %d", errno);
    }
    while (poll(fds, 2, -1) < 0 && errno == EINTR) {
    }
    uint64_t count = 0;
    ssize_t got = read(upkeep->timer_fd, &count, sizeof count);
    (void)got; /* ECANCELED: the clock was set, which is a reason to look */
}

static void *run_thread(void *argument)
{
    enum { AGAIN_MS = 10 * 60 * 1000 };
    struct upkeep *upkeep = argument;
    i18n_plain_thread();
    look_at_start(upkeep);
    while (!atomic_load(&upkeep->is_stopping)) {
        struct err err = {0};
        int64_t next_ms = 0;
        if (!do_round(upkeep, &next_ms, &err)) {
            log_err("upkeep", &err);
            next_ms = time_now_ms() + AGAIN_MS;
        }
        if (!atomic_load(&upkeep->is_stopping)) {
            wait_until(upkeep, next_ms);
        }
    }
    return NULL;
}

static void copy_app(struct upkeep *upkeep, const struct app *app)
{
    upkeep->app =
        *app; /* club, pepper; its faces and programmes are read only and stay the app's */
    upkeep->app.db = NULL;
    upkeep->app.arena = (struct arena){0};
    upkeep->app.seat_lock = -1;
    upkeep->app.club_lock = 0;
    upkeep->app.is_in_batch = false;
    upkeep->app.actor = (struct actor){.role = ROLE_ADMIN, .is_present = true};
    text_copy(upkeep->app.actor.name, sizeof upkeep->app.actor.name, "upkeep");
}

static void free_upkeep(struct upkeep *upkeep)
{
    int fds[] = {upkeep->news_fd, upkeep->stop_fd, upkeep->timer_fd};
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) {
        if (fds[i] >= 0) {
            close(fds[i]);
        }
    }
    db_close(upkeep->app.db);
    pthread_mutex_destroy(&upkeep->mutex);
    sodium_memzero(upkeep->app.pepper, sizeof upkeep->app.pepper);
    free(upkeep);
}

/* Signals are the business of the thread that started this one. */
static bool start_thread(struct upkeep *upkeep)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&upkeep->thread, NULL, run_thread, upkeep);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error == 0;
}

struct upkeep *upkeep_start(const struct app *app, struct err *err)
{
    struct upkeep *upkeep = mem_alloc(sizeof *upkeep);
    copy_app(upkeep, app);
    pthread_mutex_init(&upkeep->mutex, NULL);
    upkeep->news_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    upkeep->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    upkeep->timer_fd = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    upkeep->app.db = app_second_connection(app, err);
    if (upkeep->app.db == NULL) {
        free_upkeep(upkeep);
        return NULL;
    }
    if (upkeep->news_fd < 0 || upkeep->stop_fd < 0 || upkeep->timer_fd < 0 ||
        !start_thread(upkeep)) {
        free_upkeep(upkeep);
        err_set(err, ERR_BUSY, _("The system could not start another thread. Try again."));
        return NULL;
    }
    return upkeep;
}

int upkeep_fd(const struct upkeep *upkeep)
{
    return upkeep->news_fd;
}

bool upkeep_take(struct upkeep *upkeep, struct upkeep_news *news)
{
    uint64_t count = 0;
    ssize_t got = read(upkeep->news_fd, &count, sizeof count);
    (void)got; /* nothing to read: taken already */
    pthread_mutex_lock(&upkeep->mutex);
    bool has = upkeep->news_count > 0;
    if (has) {
        *news = upkeep->news[0];
        upkeep->news_count--;
        memmove(upkeep->news, upkeep->news + 1, (size_t)upkeep->news_count * sizeof *upkeep->news);
    }
    pthread_mutex_unlock(&upkeep->mutex);
    return has;
}

void upkeep_stop(struct upkeep *upkeep)
{
    uint64_t one = 1;
    if (upkeep == NULL) {
        return;
    }
    atomic_store(&upkeep->is_stopping, true);
    db_interrupt(upkeep->app.db);
    ssize_t written = write(upkeep->stop_fd, &one, sizeof one);
    (void)written;
    pthread_join(upkeep->thread, NULL);
    free_upkeep(upkeep);
}

/* --- once --- */

static void start_alone(struct upkeep *upkeep, struct app *app)
{
    *upkeep = (struct upkeep){.is_alone = true, .news_fd = -1, .stop_fd = -1, .timer_fd = -1};
    upkeep->app = *app;
    pthread_mutex_init(&upkeep->mutex, NULL);
}

bool upkeep_run(struct app *app, struct upkeep_news news[UPKEEP_NEWS_MAX], int *count,
                struct err *err)
{
    *count = 0;
    if (!rights_check(app, RIGHT_MANAGE_SYSTEM, err)) { /* where nothing can be written, too */
        return false;
    }
    struct upkeep *upkeep = mem_alloc(sizeof *upkeep);
    int64_t next_ms = 0;
    start_alone(upkeep, app);
    bool ok = do_round(upkeep, &next_ms, err);
    *count = upkeep->news_count;
    memcpy(news, upkeep->news, (size_t)*count * sizeof *news);
    for (int i = 0; ok && i < *count; i++) {
        if (news[i].err.kind != ERR_OK) {
            *err = news[i].err;
            ok = false;
        }
    }
    pthread_mutex_destroy(&upkeep->mutex);
    sodium_memzero(upkeep, sizeof *upkeep);
    free(upkeep);
    return ok;
}

bool upkeep_backup_is_due(struct app *app)
{
    struct upkeep *upkeep = mem_alloc(sizeof *upkeep);
    struct due_facts facts;
    struct err err = {0};
    start_alone(upkeep, app);
    bool is_due = !config_read(app->folder, &upkeep->config, &err);
    upkeep->config.backup.is_automatic = true; /* a person, or a timer, asked */
    is_due = is_due || !read_facts(upkeep, &facts, &err);
    if (!is_due) {
        facts.club_since_ms = 0;
        facts.tried_ms[DUE_BACKUP] = 0;
        is_due = due_now(&facts, DUE_BACKUP);
    }
    pthread_mutex_destroy(&upkeep->mutex);
    sodium_memzero(upkeep, sizeof *upkeep);
    free(upkeep);
    return is_due;
}
