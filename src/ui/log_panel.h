/* The end of the kiosk's log, newest first; / finds. Used by system.c only. */
#ifndef UI_LOG_PANEL_H
#define UI_LOG_PANEL_H
#include "base/arena.h"
#include "ui/list.h"

struct log_panel {
    struct screen *screen;
    struct list list;
    struct arena arena;
    const char **all; /* every line that was read, the oldest first */
    const char **shown;
    int all_count;
    char why[240]; /* why nothing is shown */
};
void log_panel_start(struct log_panel *panel, struct screen *screen);
void log_panel_load(struct log_panel *panel);
void log_panel_close(struct log_panel *panel);
void log_panel_draw(struct log_panel *panel, struct area area);
bool log_panel_key(struct log_panel *panel, int key);

#endif
