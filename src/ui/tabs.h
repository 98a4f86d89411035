/* A line of tabs inside a screen: which part of a record is shown. */
#ifndef UI_TABS_H
#define UI_TABS_H
#include "ui/draw.h"
#include "ui/screen.h"

struct tabs {
    const char *const *names; /* N_(), NULL-ended */
    int chosen;
    int line, columns[13]; /* where each starts on the terminal, for the mouse; set by tabs_draw */
};
void tabs_draw(struct tabs *tabs, struct area area, int line);
/* Tab and Shift-Tab, a click; Left and Right too when has_arrows. True: used. */
bool tabs_key(struct tabs *tabs, int key, const struct ui_mouse *mouse, bool has_arrows);

#endif
