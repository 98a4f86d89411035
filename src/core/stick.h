/* Sticks for who exports: finding them, and making one safe to remove. May wait for a stick: a
 * screen calls it from a thread beside it, with a connection of that thread. */
#ifndef CORE_STICK_H
#define CORE_STICK_H
#include "core/app.h"
#include "export/stick.h"

/* Fills list (STICKS_MAX of room) and *count. RIGHT_SEE. */
bool stick_list(struct app *app, struct stick *list, int *count, struct err *err);
/* The mounted stick that the folder lies on. False with kind ERR_OK: an ordinary folder. RIGHT_SEE.
 */
bool stick_at(struct app *app, const char *folder, struct stick *stick, struct err *err);
/* Mounts the stick with that device, as stick_list shows it. RIGHT_EXPORT. */
bool stick_take(struct app *app, const char *device, struct stick *stick, struct err *err);
/* True: it is safe to remove, and *stick says which one it was; kept in the audit trail. Otherwise
 * err says why not, and what to do; holder as for stick_unmount. RIGHT_EXPORT. */
bool stick_release(struct app *app, const char *folder, struct stick *stick, char *holder,
                   size_t holder_size, struct err *err);

#endif
