/* One poll over the terminal, the signals, a timer armed for what is due next, and the tasks. */
#include <curses.h>
#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/time.h"
#include "ui/screens.h"
#include "ui/term.h"
#include "ui/ui.h"

enum {
    KEYS_PER_PAINT = 16,
    SCAN_GAP_MS = 40,
    TRIM_MS = 60 * 1000,
    CHECKPOINT_PAGES = 1000,
    FDS_MAX = 5 + TASKS_MAX,
};

static bool cannot_wait(struct err *err)
{
    return err_errno(err, errno,
                     _("The system could not give AimTrack its timers. Start it again."));
}

static bool open_events(struct ui *ui, struct err *err)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGWINCH);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTSTP);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    ui->signal_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    ui->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    return (ui->signal_fd >= 0 && ui->timer_fd >= 0) || cannot_wait(err);
}

/* --- time ---------------------------------------------------------------------------------------
 */

static int64_t sooner(int64_t a, int64_t b)
{
    return a == 0 ? b : b == 0 ? a : a < b ? a : b;
}

static int64_t lock_due_ms(const struct ui *ui)
{
    bool is_inside = ui->app->actor.is_present && !ui->is_locked && ui->idle_lock_s > 0;
    return is_inside ? ui->last_key_ms + (int64_t)ui->idle_lock_s * 1000 : 0;
}

static void arm_timer(struct ui *ui)
{
    int64_t now_ms = time_monotonic_ms();
    int64_t due_ms = now_ms + time_ms_to_next_minute();
    due_ms = sooner(due_ms, ui_toast_due_ms(ui));
    due_ms = sooner(due_ms, lock_due_ms(ui));
    due_ms = sooner(due_ms, ui_news_due_ms(ui));
    due_ms = sooner(due_ms, ui->notify.due_ms);
    due_ms = sooner(due_ms, ui->is_holding_keys ? 0 : ui_input_due_ms(&ui->reader));
    due_ms = sooner(due_ms, ui->scan_count > 0 ? ui->scan_since_ms + SCAN_GAP_MS : 0);
    for (const struct screen *screen = ui->top; screen != NULL; screen = screen->below) {
        due_ms = sooner(due_ms, screen->wake_at_ms);
    }
    int64_t wait_ms = due_ms > now_ms ? due_ms - now_ms : 1;
    struct itimerspec when = {
        .it_value = {.tv_sec = wait_ms / 1000, .tv_nsec = wait_ms % 1000 * 1000000}};
    timerfd_settime(ui->timer_fd, 0, &when, NULL);
}

static void wake_screens(struct ui *ui, int64_t now_ms)
{
    for (struct screen *screen = ui->top; screen != NULL; screen = screen->below) {
        if (screen->wake_at_ms != 0 && now_ms >= screen->wake_at_ms) {
            screen->wake_at_ms = 0;
            if (screen->class_->tick != NULL) {
                screen->class_->tick(screen);
                ui_bury(ui);
                return; /* the stack may have changed: others have their turn next time */
            }
        }
    }
}

/* What closed screens left between what is still used: once a minute, in less than a millisecond.
 */
static void give_memory_back(struct ui *ui, int64_t now_ms)
{
    if (now_ms - ui->trimmed_ms >= TRIM_MS) {
        ui->trimmed_ms = now_ms;
        malloc_trim(0);
    }
}

static void on_timer(struct ui *ui)
{
    uint64_t count = 0;
    ssize_t got = read(ui->timer_fd, &count, sizeof count);
    (void)got;
    int64_t now_ms = time_monotonic_ms();
    if (ui_toast_is_due(ui, now_ms)) {
        ui_toast_clear(ui);
    }
    if (ui->scan_count > 0 && now_ms >= ui->scan_since_ms + SCAN_GAP_MS) {
        ui_release_scan(ui);
    }
    if (lock_due_ms(ui) != 0 && now_ms >= lock_due_ms(ui)) {
        ui_lock(ui);
    }
    notify_alive(&ui->notify, now_ms);
    give_memory_back(ui, now_ms);
    wake_screens(ui, now_ms);
    ui->needs_paint = true; /* the clock, at least */
}

/* --- signals ------------------------------------------------------------------------------------
 */

static void take_new_size(struct ui *ui)
{
    struct winsize size = {0};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        resizeterm(size.ws_row, size.ws_col);
    }
    ui->needs_clear = true;
    ui->needs_paint = true;
}

static void on_signal(struct ui *ui)
{
    struct signalfd_siginfo info;
    while (read(ui->signal_fd, &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGHUP) {
            term_drop_output();
            ui->wants_quit = true;
        } else if (info.ssi_signo == SIGWINCH) {
            take_new_size(ui);
        }
    }
}

/* --- tasks --------------------------------------------------------------------------------------
 */

static void on_tasks(struct ui *ui)
{
    for (int i = 0; i < TASKS_MAX; i++) {
        struct watched_task watched = ui->tasks[i];
        if (watched.task != NULL && task_is_done(watched.task)) {
            ui->tasks[i] = (struct watched_task){0};
            watched.done(watched.context);
            ui_bury(ui);
            ui->needs_paint = true;
        }
    }
}

static void run_checkpoint(void *work)
{
    struct app *app = work;
    struct err err = {0};
    struct db *db = app_second_connection(app, &err);
    if (db == NULL || !db_checkpoint(db, NULL, &err)) {
        log_err("checkpoint", &err);
    }
    db_close(db);
}

static void checkpoint_is_done(void *context)
{
    struct ui *ui = context;
    task_finish(ui->checkpoint);
    ui->checkpoint = NULL;
}

/* Copies the WAL into the database on another thread, so that no shot ever waits for it. */
static void checkpoint_when_long(struct ui *ui)
{
    struct err err = {0};
    if (ui->checkpoint != NULL || ui->app->is_view_only ||
        db_wal_pages(ui->app->db) < CHECKPOINT_PAGES) {
        return;
    }
    ui->checkpoint = task_start(run_checkpoint, ui->app, &err);
    if (ui->checkpoint != NULL) {
        ui_watch_task(ui, ui->checkpoint, checkpoint_is_done, ui);
    }
}

/* --- the loop -----------------------------------------------------------------------------------
 */

/* False when the terminal has gone. */
static bool on_terminal(struct ui *ui, short events)
{
    int keys = 0;
    if ((events & (POLLHUP | POLLERR | POLLNVAL)) != 0) {
        return false;
    }
    for (int key = ui_read_key(ui); key != 0 && keys < KEYS_PER_PAINT && !ui->wants_quit; keys++) {
        ui_dispatch(ui, key);
        bool may_go_on = keys + 1 < KEYS_PER_PAINT && !ui->is_holding_keys;
        key = may_go_on ? ui_read_key(ui) : 0;
    }
    return !ui->reader.is_closed;
}

static int collect_fds(const struct ui *ui, struct pollfd *fds)
{
    int count = 0;
    fds[count++] = (struct pollfd){.fd = ui->is_holding_keys ? -1 : STDIN_FILENO, .events = POLLIN};
    fds[count++] = (struct pollfd){.fd = ui->signal_fd, .events = POLLIN};
    fds[count++] = (struct pollfd){.fd = ui->timer_fd, .events = POLLIN};
    fds[count++] = (struct pollfd){.fd = ui_worker_fd(ui), .events = POLLIN}; /* -1: passed over */
    fds[count++] = (struct pollfd){.fd = ui_upkeep_fd(ui), .events = POLLIN};
    for (int i = 0; i < TASKS_MAX; i++) {
        if (ui->tasks[i].task != NULL) {
            fds[count++] = (struct pollfd){.fd = task_fd(ui->tasks[i].task), .events = POLLIN};
        }
    }
    return count;
}

bool ui_loop(struct ui *ui, struct err *err)
{
    bool has_input = false; /* more keys than one paint took */
    bool ok = true;
    if (!open_events(ui, err)) {
        return false;
    }
    ui->last_key_ms = time_monotonic_ms();
    notify_ready(&ui->notify);
    while (!ui->wants_quit && ui->top != NULL) {
        struct pollfd fds[FDS_MAX];
        if (ui->needs_paint) {
            ui_paint(ui);
        }
        checkpoint_when_long(ui);
        ui_follow_worker(ui);
        ui_follow_upkeep(ui);
        if (ui->needs_paint || ui->wants_quit) {
            continue;
        }
        arm_timer(ui);
        int count = collect_fds(ui, fds);
        bool is_reading = !ui->is_holding_keys;
        has_input = has_input || ui_has_input(ui);
        int ready = poll(fds, (nfds_t)count, has_input && is_reading ? 0 : -1);
        if (ready < 0 && errno != EINTR) {
            ok = cannot_wait(err);
            break;
        }
        bool is_due = fds[0].revents != 0 || has_input || ui_has_input(ui);
        if (is_reading && is_due && !on_terminal(ui, fds[0].revents)) {
            break;
        }
        has_input = fds[0].revents != 0 || !is_reading;
        if (fds[1].revents != 0) {
            on_signal(ui);
        }
        if (fds[2].revents != 0) {
            on_timer(ui);
        }
        if (fds[3].revents != 0) {
            ui_take_news(ui);
        }
        if (fds[4].revents != 0) {
            ui_take_upkeep(ui);
        }
        on_tasks(ui);
    }
    notify_stopping();
    close(ui->signal_fd);
    close(ui->timer_fd);
    return ok;
}
