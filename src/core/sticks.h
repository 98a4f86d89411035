/* The sticks that are in the machine, and taking one out safely. */
#ifndef CORE_STICKS_H
#define CORE_STICKS_H
#include "core/app.h"
#include "export/stick.h"

/* At most `room`, mounted ones first. RIGHT_SEE. Returns how many. */
int sticks_list(struct app *app, struct stick *sticks, int room);
/* Mounts a stick that is not mounted yet; its folder is filled in. RIGHT_EXPORT. */
bool sticks_mount(struct app *app, struct stick *stick, struct err *err);

bool sticks_is_on(struct app *app, const char *folder); /* the folder lies on a stick */

enum stick_outcome {
    STICK_RELEASED, /* unmounted: safe to remove */
    STICK_NONE,     /* the folder lies on no stick */
    STICK_HELD      /* err says what holds it, and that the files are safe */
};
/* Unmounts the stick that the folder lies on; kept in the audit trail. RIGHT_EXPORT. */
enum stick_outcome sticks_release(struct app *app, const char *folder, struct err *err);

#endif
