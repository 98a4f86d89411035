/* Who has the club open: every AimTrack shares this lock while it runs; a restore, which changes
 * files under the others, has it alone. Used by core only. */
#ifndef CORE_CLUB_LOCK_H
#define CORE_CLUB_LOCK_H
#include "base/err.h"
#include <stdbool.h>

/* *lock: the descriptor plus one; 0: the medium cannot be written, so nothing changes there either.
 * ERR_BUSY: a restore is going on. */
bool club_lock_share(const char *folder, int *lock, struct err *err);
/* ERR_BUSY names who has the club open. */
bool club_lock_alone(const char *folder, int *lock, struct err *err);
void club_lock_leave(int *lock);

#endif
