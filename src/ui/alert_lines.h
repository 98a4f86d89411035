/* What needs attention, with what to do about it: for administrators, on System. */
#ifndef UI_ALERT_LINES_H
#define UI_ALERT_LINES_H
#include "core/alert.h"
#include "ui/draw.h"

enum { ALERT_LINES_MAX = 8 };
struct alert_lines {
    int count;
    struct alert_standing rows[ALERT_LINES_MAX]; /* the gravest first */
};
void alert_lines_load(struct alert_lines *lines, struct app *app);
/* Nothing when nothing stands. With details: the reason and the advice. Gives the next free line.
 */
int alert_lines_draw(const struct alert_lines *lines, struct area area, int line, bool has_details);

#endif
