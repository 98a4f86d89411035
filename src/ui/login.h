/* One try to log in, shared by the login and the lock: begin, compare on another thread, end. */
#ifndef UI_LOGIN_H
#define UI_LOGIN_H
#include "core/auth.h"
#include "core/task.h"
#include "ui/draw.h"
#include "ui/screen.h"

enum { SECRET_ROOM = 128 };

struct login_try {
    char secret[SECRET_ROOM]; /* typed so far; wiped when the try starts */
    char problem[240];        /* why the last one failed; "" */
    char login[NUMBER_ROOM];  /* whose */
    struct auth_attempt attempt;
    struct task *task; /* running now, or NULL */
    struct screen *owner;
    void (*done)(struct screen *owner); /* calls auth_end */
};

/* False: problem says why it did not start. */
bool login_try_start(struct login_try *login_try, struct screen *owner, const char *login,
                     void (*done)(struct screen *owner));
/* After auth_end said no: shows why, and counts down while this account has to wait. The owner's
 * tick() calls login_try_tick. */
void login_try_failed(struct login_try *login_try, const struct err *err);
void login_try_tick(struct login_try *login_try);
/* The problem, or that it is being checked. */
void login_try_draw(const struct login_try *login_try, struct area area);
/* In the owner's close(): waits for a running comparison and wipes. */
void login_try_stop(struct login_try *login_try, struct ui *ui);

#endif
