/* The page of the System section that says whether everything is well and what to do about what is
 * not: the rows of core/health.h, looked at again every five seconds while the page is shown. Used
 * by system.c only. */
#ifndef UI_HEALTH_PANEL_H
#define UI_HEALTH_PANEL_H
#include "core/health.h"
#include "ui/screen.h"

struct health_look; /* one look beside the screen */

struct health_panel {
    struct screen *screen;
    struct health_look *look; /* under way; NULL: none */
    struct health health;
    bool has_looked;
    int64_t due_ms; /* monotonic: when to look again */
    int top, lines; /* of the text, when it is longer than the page */
};
void health_panel_start(struct health_panel *panel, struct screen *screen);
/* The page is shown: looks, beside the screen. */
void health_panel_load(struct health_panel *panel);
void health_panel_tick(struct health_panel *panel); /* the same when its time has come */
void health_panel_close(struct health_panel *panel);
void health_panel_draw(struct health_panel *panel, struct area area);
bool health_panel_key(struct health_panel *panel, int key);
/* W: the worker of the coach is started anew. */
void health_panel_restart_worker(struct health_panel *panel);

#endif
