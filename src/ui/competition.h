/* Marking sessions as competitions, from wherever they are shown. */
#ifndef UI_COMPETITION_H
#define UI_COMPETITION_H
#include "core/session.h"
#include "ui/screen.h"

/* `are`: how they stand now. All of them become competitions; when all of them are, practice. Says
 * so, and `u` puts each back. The caller shows them anew. */
void competition_change(struct ui *ui, const struct session_mark *are, int count);

#endif
