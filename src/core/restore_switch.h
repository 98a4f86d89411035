/* The moment of the change from one database to another. Used by core/restore.c only. */
#ifndef CORE_RESTORE_SWITCH_H
#define CORE_RESTORE_SWITCH_H
#include "core/restore.h"

/* Files ready to come that an interrupted restore left, before it had begun to change anything. */
void restore_switch_clear(const char *folder);
/* The file of that name in `made` stands ready; nothing when there is none. */
bool restore_switch_ready(const char *folder, const char *made, const char *name, struct err *err);
/* From here on the change will happen, whatever comes between. */
bool restore_switch_run(const char *folder, const char *kept, struct err *err);
/* What run could not finish. */
bool restore_switch_finish(const char *folder, struct err *err);

#endif
