/* Painting what the coach said and how a request stands. Each returns the lines it takes, painted
 * or not. Used by answer_panel.c. */
#ifndef UI_ANSWER_DRAW_H
#define UI_ANSWER_DRAW_H
#include "core/queue.h"
#include "ui/draw.h"

/* Nothing for a request that was answered: the answer is there. */
int answer_draw_state(const struct queue_line *job, struct area area, int line);
/* Label, parts, marks, who acknowledged it. */
int answer_draw(const struct answer_view *answer, struct area area, int line);
/* Of a calculated one whose sentences are shown as they are now: since when, and who saw it. */
int answer_draw_seen(const struct answer_view *answer, struct area area, int line);
int answer_draw_calculated(const struct reflection *reflection, bool with_basis, struct area area,
                           int line);

#endif
