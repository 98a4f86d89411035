/* The page of the System section with what waits for the coach, what failed and why, and what it
 * used. Used by system.c only. */
#ifndef UI_QUEUE_PANEL_H
#define UI_QUEUE_PANEL_H
#include "core/alert.h"
#include "core/queue.h"
#include "ui/list.h"

struct queue_panel {
    struct screen *screen;
    struct list list;
    struct arena arena; /* of the rows; let go at each load */
    struct queue_line *rows;
    struct queue_stats stats;
    struct alert_now alert;
    char why[240]; /* why nothing is shown: the right is missing */
};
void queue_panel_start(struct queue_panel *panel, struct screen *screen);
void queue_panel_load(struct queue_panel *panel);
void queue_panel_close(struct queue_panel *panel);
/* Paints itself again each second while a request runs. */
void queue_panel_draw(struct queue_panel *panel, struct area area);
bool queue_panel_key(struct queue_panel *panel, int key);
const struct queue_line *queue_panel_chosen(const struct queue_panel *panel); /* NULL: none */

/* What keys do; each reads again and says what happened. */
void queue_panel_show(struct queue_panel *panel);
void queue_panel_retry(struct queue_panel *panel);
void queue_panel_retry_all(struct queue_panel *panel);
void queue_panel_forget(struct queue_panel *panel);
void queue_panel_pause_or_resume(struct queue_panel *panel);
/* Whether it waits because of a person or the provider. */
bool queue_panel_is_paused(const struct queue_panel *panel);

#endif
