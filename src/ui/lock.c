/* The idle lock: shows nothing of the club until the same person is there again. The screens below
 * stay as they are, a half-typed series included. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/account.h"
#include "ui/field.h"
#include "ui/login.h"
#include "ui/screens.h"
#include "ui/ui.h"

struct lock {
    struct screen screen;
    char login[NUMBER_ROOM];
    struct actor actor; /* who was there */
    bool wants_digits;
    struct field field;
    struct login_try login_try;
};

static bool lock_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)argument;
    struct lock *lock = (struct lock *)screen;
    struct account account;
    lock->actor = screen->app->actor;
    if (!account_get(screen->app, lock->actor.account_id, &account, err)) {
        return false;
    }
    text_copy(lock->login, sizeof lock->login, account.login);
    lock->wants_digits = account.role != ROLE_ADMIN;
    lock->field.is_secret = true;
    field_start(&lock->field, lock->login_try.secret, sizeof lock->login_try.secret);
    return true;
}

static void lock_close(struct screen *screen)
{
    struct lock *lock = (struct lock *)screen;
    login_try_stop(&lock->login_try, screen->ui);
    screen->ui->is_locked = false;
}

static void lock_draw(struct screen *screen, struct area area)
{
    struct lock *lock = (struct lock *)screen;
    char clock[6];
    int columns = area.columns < 62 ? area.columns : 60;
    struct area box = area_part(area, area.lines / 3, (area.columns - columns) / 2, 11, columns);
    time_local_clock(clock, time_now_ms());
    draw_box(box, "AimTrack");
    struct area inside = area_part(box, 1, 3, box.lines - 2, box.columns - 6);
    draw_text(inside, 0, 0, INK_TITLE, screen->app->club.name);
    draw_text(inside, 1, 0, INK_MUTED, clock);
    draw_format(inside, 3, 0, INK_TEXT, _("Locked by %s. Everything is kept."), lock->actor.name);
    draw_text(inside, 5, 0, INK_MUTED, lock->wants_digits ? _("PIN") : _("Passphrase"));
    field_draw(&lock->field, inside, 5, 14, 30, lock->login_try.task == NULL);
    login_try_draw(&lock->login_try, area_part(inside, 7, 0, 2, inside.columns));
}

static void finish_unlock(struct screen *screen)
{
    struct lock *lock = (struct lock *)screen;
    struct err err = {0};
    if (!auth_end(screen->app, &lock->login_try.attempt, &err)) {
        login_try_failed(&lock->login_try, &err);
        return;
    }
    ui_close(screen, NULL);
}

static bool lock_key(struct screen *screen, int key)
{
    struct lock *lock = (struct lock *)screen;
    if (lock->login_try.task != NULL) {
        return true;
    }
    if (key == UI_KEY_ENTER) {
        login_try_start(&lock->login_try, screen, lock->login, finish_unlock);
        field_start(&lock->field, lock->login_try.secret, sizeof lock->login_try.secret);
        return true;
    }
    return field_key(&lock->field, key);
}

static void lock_tick(struct screen *screen)
{
    login_try_tick(&((struct lock *)screen)->login_try);
}

/* Someone else logs in above the lock: until that succeeds everything below stays as it is. */
static void act_other(struct screen *screen)
{
    auth_logout(screen->app);
    ui_open(screen->ui, &screen_login, NULL);
}

/* Nobody else logged in: it is the same person's lock again. */
static void lock_focus(struct screen *screen)
{
    screen->app->actor = ((struct lock *)screen)->actor;
}

static void act_nothing(struct screen *screen)
{
    (void)screen;
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, "Enter", N_("unlock"), act_nothing, NULL, 9},
    {UI_KEY_ESCAPE, "Esc", N_("someone else"), act_other, NULL, 8},
    {0},
};

const struct screen_class screen_lock = {
    .name = N_("Locked"),
    .about = N_("Nobody typed for a while. The same PIN or passphrase brings everything back "
                "exactly as it was; "
                "Esc lets someone else log in (lanes and shots stay stored)."),
    .size = sizeof(struct lock),
    .takes_text = true,
    .open = lock_open,
    .draw = lock_draw,
    .key = lock_key,
    .focus = lock_focus,
    .tick = lock_tick,
    .close = lock_close,
    .keys = keys,
};
