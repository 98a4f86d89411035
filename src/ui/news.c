/* The worker of the coach beside the screens: it runs while a club is there; what it has to tell
 * reaches the screen on top, and the frame shows how many requests wait. */
#include <string.h>

#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "core/alert.h"
#include "core/queue.h"
#include "core/worker.h"
#include "ui/ui.h"

enum { MINUTE_MS = 60 * 1000, NEWS_GAP_MS = 200, PATIENCE_MS = 2000 };

/* First run makes a club, taking out the demonstration may end one. */
static void start_for_club(struct ui *ui)
{
    struct err err = {0};
    record_id club = ui->app->is_view_only ? 0 : ui->app->club.id;
    if (club == ui->worker_club) {
        return;
    }
    ui_stop_worker(ui);
    ui->worker_club = club;
    ui->worker = club != 0 ? worker_start(ui->app, NULL, &err) : NULL;
    if (club != 0 && ui->worker == NULL) {
        log_err("worker", &err);
        ui_toast_err(ui, &err);
    }
}

static bool read_alerts(struct app *app, struct coach_frame *frame, struct err *err)
{
    struct arena arena = {0};
    struct alert_standing *rows = NULL;
    bool ok = alerts_standing(app, &arena, &rows, &frame->alerts, err);
    if (ok && frame->alerts > 0) {
        text_copy(frame->gravest, sizeof frame->gravest, rows[0].key);
    }
    for (int i = 0; ok && i < frame->alerts; i++) {
        frame->is_out = frame->is_out || strcmp(rows[i].key, "ai") == 0;
    }
    arena_free(&arena);
    return ok;
}

/* The numbers of the frame; drawing only shows them. */
static void read_frame(struct ui *ui)
{
    struct coach_frame now = {0};
    struct err err = {0};
    if (ui->app->actor.is_present &&
        (!queue_active(ui->app, &now.active, &err) || !read_alerts(ui->app, &now, &err))) {
        log_err("frame", &err);
    }
    if (now.active != ui->frame.active || now.alerts != ui->frame.alerts ||
        strcmp(now.gravest, ui->frame.gravest) != 0) {
        ui->needs_paint = true;
    }
    ui->frame = now;
}

int64_t ui_news_due_ms(const struct ui *ui)
{
    return ui->has_news ? ui->news_told_ms + NEWS_GAP_MS : 0;
}

/* A few times a second at most: a hundred quick answers are no reason to read a list a hundred
 * times while somebody types. */
static void tell_news(struct ui *ui)
{
    int64_t now_ms = time_monotonic_ms();
    if (!ui->has_news || now_ms < ui_news_due_ms(ui)) {
        return;
    }
    ui->has_news = false;
    ui->news_told_ms = now_ms;
    ui->is_frame_old = true;
    if (ui->top != NULL && ui->top->class_->news != NULL) {
        ui->top->class_->news(ui->top);
        ui_bury(ui);
        ui->needs_paint = true;
    }
}

void ui_follow_worker(struct ui *ui)
{
    int64_t minute = time_monotonic_ms() / MINUTE_MS;
    const struct actor *actor = &ui->app->actor;
    record_id reader = actor->is_present ? actor->account_id : 0;
    start_for_club(ui);
    tell_news(ui);
    if (ui->is_frame_old || minute != ui->frame_minute || reader != ui->frame_reader) {
        ui->is_frame_old = false;
        ui->frame_minute = minute;
        ui->frame_reader = reader;
        read_frame(ui);
    }
}

int ui_worker_fd(const struct ui *ui)
{
    return ui->worker != NULL ? worker_fd(ui->worker) : -1;
}

void ui_take_news(struct ui *ui)
{
    worker_seen(ui->worker);
    ui->has_news = true;
}

void ui_stop_worker(struct ui *ui)
{
    worker_stop(ui->worker, NULL);
    ui->worker = NULL;
}

bool ui_restart_worker(struct ui *ui)
{
    bool has_ended = worker_stop_within(ui->worker, PATIENCE_MS, NULL);
    ui->worker = NULL;
    ui->worker_club = 0; /* so that the next round of the loop starts one */
    return has_ended;
}

void ui_wake_worker(struct ui *ui)
{
    ui->is_frame_old = true;
    if (ui->worker != NULL) {
        worker_wake(ui->worker);
    }
}
