/* In place of the login when the database is damaged: what happened, which backups there are, and
 * putting one back, or salvaging what is left. Opens no database. */
#ifndef UI_RESCUE_H
#define UI_RESCUE_H
#include "ui/screen.h"

/* folder: the data folder; why: what was found. *is_restored: the club can be opened again. Returns
 * the exit code for who leaves. */
int ui_rescue(const char *folder, const struct err *why, const struct ui_options *options,
              bool *is_restored);

#endif
