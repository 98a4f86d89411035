/* One try to log in; the slow comparison runs on another thread. */
#include "ui/login.h"

#include "base/i18n.h"
#include "base/secret.h"
#include "base/text.h"
#include "ui/ui.h"

enum { SECOND_MS = 1000 };

/* Why this account may not try now, in `err`. It reads two rows and writes nothing. */
static bool has_to_wait(const struct login_try *login_try, struct err *err)
{
    struct auth_attempt attempt;
    bool may_try = auth_begin(login_try->owner->app, login_try->login, "", &attempt, err);
    secret_wipe(&attempt, sizeof attempt);
    return !may_try && err->kind == ERR_BUSY;
}

static void show_problem(struct login_try *login_try, const struct err *err)
{
    struct err wait = {0};
    text_copy(login_try->problem, sizeof login_try->problem, err->what);
    screen_wake_in_ms(login_try->owner, has_to_wait(login_try, &wait) ? SECOND_MS : 0);
}

void login_try_failed(struct login_try *login_try, const struct err *err)
{
    ui_drop_keys(login_try->owner->ui);
    show_problem(login_try, err);
}

void login_try_tick(struct login_try *login_try)
{
    struct err wait = {0};
    if (login_try->task != NULL || login_try->problem[0] == '\0') {
        return;
    }
    if (has_to_wait(login_try, &wait)) {
        show_problem(login_try, &wait);
    } else {
        text_copy(login_try->problem, sizeof login_try->problem, _("You can try again now."));
    }
}

void login_try_draw(const struct login_try *login_try, struct area area)
{
    if (login_try->task != NULL) {
        draw_text(area, 0, 0, INK_MUTED, _("checking ..."));
    } else {
        draw_wrapped(area, 0, INK_WARN, login_try->problem);
    }
}

static void compare(void *work)
{
    auth_compare(work);
}

static void compared(void *context)
{
    struct login_try *login_try = context;
    task_finish(login_try->task);
    login_try->task = NULL;
    login_try->owner->ui->is_holding_keys = false;
    login_try->done(login_try->owner);
}

bool login_try_start(struct login_try *login_try, struct screen *owner, const char *login,
                     void (*done)(struct screen *owner))
{
    struct err err = {0};
    if (login_try->task != NULL) {
        return false;
    }
    login_try->owner = owner;
    login_try->done = done;
    text_copy(login_try->login, sizeof login_try->login, login);
    if (!auth_begin(owner->app, login, login_try->secret, &login_try->attempt, &err)) {
        secret_wipe(login_try->secret, sizeof login_try->secret);
        login_try_failed(login_try, &err);
        return false;
    }
    secret_wipe(login_try->secret, sizeof login_try->secret);
    login_try->problem[0] = '\0';
    login_try->task = task_start(compare, &login_try->attempt, &err);
    if (login_try->task == NULL) {
        text_copy(login_try->problem, sizeof login_try->problem, err.what);
        return false;
    }
    owner->ui->is_holding_keys = true; /* a hurried person types on: it is for the next screen */
    ui_watch_task(owner->ui, login_try->task, compared, login_try);
    return true;
}

void login_try_stop(struct login_try *login_try, struct ui *ui)
{
    if (login_try->task != NULL) {
        ui->is_holding_keys = false;
        ui_forget_task(ui, login_try->task);
        task_finish(login_try->task);
        login_try->task = NULL;
    }
    secret_wipe(login_try->secret, sizeof login_try->secret);
    secret_wipe(&login_try->attempt, sizeof login_try->attempt);
}
