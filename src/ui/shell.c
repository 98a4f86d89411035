/* The stack of screens: opening, closing, sections, lock, settings of the look. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/auth.h"
#include "ui/screens.h"
#include "ui/term.h"
#include "ui/ui.h"

static struct screen *make(struct ui *ui, const struct screen_class *class_, const void *argument)
{
    struct err err = {0};
    struct screen *screen = mem_alloc(class_->size);
    screen->class_ = class_;
    screen->ui = ui;
    screen->app = ui->app;
    screen->below = ui->top;
    if (class_->open != NULL && !class_->open(screen, argument, &err)) {
        free(screen);
        ui_toast_err(ui, &err);
        if (class_ == &screen_login && ui->top == NULL) {
            ui->damage = err; /* no screen is left that could say it */
        }
        return NULL;
    }
    return screen;
}

struct screen *ui_open(struct ui *ui, const struct screen_class *class_, const void *argument)
{
    struct screen *screen = make(ui, class_, argument);
    if (screen != NULL) {
        ui->top = screen;
        ui->needs_paint = true;
    }
    return screen;
}

/* Takes the top off; it is freed when the key that closed it is done. */
static struct screen *pop(struct ui *ui)
{
    struct screen *screen = ui->top;
    ui->top = screen->below;
    if (screen->class_->close != NULL) {
        screen->class_->close(screen);
    }
    screen->below = ui->closed;
    ui->closed = screen;
    return screen;
}

void ui_bury(struct ui *ui)
{
    while (ui->closed != NULL) {
        struct screen *screen = ui->closed;
        ui->closed = screen->below;
        free(screen);
    }
}

void ui_close(struct screen *screen, const void *value)
{
    struct ui *ui = screen->ui;
    while (ui->top != NULL && ui->top != screen) {
        pop(ui); /* popups above it go too */
    }
    if (ui->top == NULL) {
        return;
    }
    struct screen *under = screen->below;
    pop(ui);
    ui->needs_paint = true;
    if (under == NULL) {
        ui->wants_quit = true;
        return;
    }
    if (under->class_->notice != NULL) {
        under->class_->notice(under, screen->class_, value);
    }
    if (ui->top == under && under->class_->focus != NULL) {
        under->class_->focus(under);
    }
}

void ui_close_all(struct ui *ui)
{
    while (ui->top != NULL) {
        pop(ui);
    }
}

void ui_replace_all(struct ui *ui, const struct screen_class *class_, const void *argument)
{
    ui_close_all(ui);
    if (ui_open(ui, class_, argument) == NULL && class_ != &screen_login) {
        ui_open(ui, &screen_login, NULL);
    }
}

void ui_section(struct ui *ui, int section)
{
    const struct screen_class *class_ = screens_section(section);
    if (class_ == NULL || !ui->app->actor.is_present || ui->is_locked) {
        return;
    }
    struct screen *screen = make(ui, class_, NULL);
    if (screen == NULL) { /* said; who cannot look at the sessions now can go on scoring */
        return;
    }
    ui_close_all(ui);
    screen->below = NULL;
    ui->top = screen;
    ui->needs_paint = true;
}

bool screen_may(const struct screen *screen, enum right right)
{
    return rights_has(&screen->app->actor, right);
}

void ui_quit(struct ui *ui)
{
    ui->wants_quit = true;
}

void ui_undo_set(struct ui *ui, void (*undo)(struct ui *ui, record_id id), record_id id,
                 const char *label)
{
    free(ui->undo_kept);
    ui->undo_kept = NULL;
    ui->undo = undo;
    ui->undo_id = id;
    text_copy(ui->undo_label, sizeof ui->undo_label, label != NULL ? label : "");
}

void ui_undo_set_with(struct ui *ui, void (*undo)(struct ui *ui, record_id id), record_id id,
                      const char *label, const void *kept, size_t size)
{
    ui_undo_set(ui, undo, id, label);
    ui->undo_kept = mem_alloc(size);
    memcpy(ui->undo_kept, kept, size);
}

const void *ui_undo_kept(const struct ui *ui)
{
    return ui->undo_kept;
}

void screen_wake_in_ms(struct screen *screen, int ms)
{
    screen->wake_at_ms = ms > 0 ? time_monotonic_ms() + ms : 0;
}

void ui_watch_task(struct ui *ui, struct task *task, void (*done)(void *context), void *context)
{
    for (int i = 0; i < TASKS_MAX; i++) {
        if (ui->tasks[i].task == NULL) {
            ui->tasks[i] = (struct watched_task){.task = task, .done = done, .context = context};
            return;
        }
    }
    /* No room to watch: wait for it here, rather than never hearing of it. */
    while (!task_is_done(task)) {
        struct pollfd waiting = {.fd = task_fd(task), .events = POLLIN};
        poll(&waiting, 1, -1);
    }
    done(context);
}

void ui_forget_task(struct ui *ui, const struct task *task)
{
    for (int i = 0; i < TASKS_MAX; i++) {
        if (ui->tasks[i].task == task) {
            ui->tasks[i] = (struct watched_task){0};
        }
    }
}

const struct ui_mouse *ui_mouse(const struct ui *ui)
{
    return &ui->mouse;
}

struct app *ui_app(struct ui *ui)
{
    return ui->app;
}

void ui_set_language(struct ui *ui, const char *code)
{
    enum language language = LANGUAGE_AUTO;
    struct err ignored = {0};
    if (i18n_parse(code, &language)) {
        i18n_set_language(language);
        app_setting_put(ui->app, "language", code, &ignored);
        ui->needs_paint = true;
    }
}

void ui_set_theme(struct ui *ui, int theme)
{
    struct err ignored = {0};
    theme_use(theme);
    app_setting_put(ui->app, "theme", theme_code(theme), &ignored);
    ui->needs_paint = true;
    ui->needs_clear = true;
}

void ui_read_idle_lock(struct ui *ui)
{
    char value[32];
    bool is_admin = ui->app->actor.role == ROLE_ADMIN;
    app_setting_get(ui->app, "idle_lock_s", "", value, sizeof value);
    ui->idle_lock_s = value[0] != '\0' ? (int)strtol(value, NULL, 10) : is_admin ? 60 : 120;
}

void ui_lock(struct ui *ui)
{
    if (ui->is_locked || !ui->app->actor.is_present) {
        return;
    }
    ui->is_locked = true;
    ui_toast_clear(ui);
    term_forget();
    ui_open(ui, &screen_lock, NULL);
}
