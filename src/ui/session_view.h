/* Painting a session: pure drawing of what core gave. Used by session.c only. */
#ifndef UI_SESSION_VIEW_H
#define UI_SESSION_VIEW_H
#include "core/session.h"
#include "ui/answer_panel.h"
#include "ui/tabs.h"

enum session_tab {
    SESSION_TAB_SERIES,
    SESSION_TAB_SHOTS,
    SESSION_TAB_TARGET,
    SESSION_TAB_NUMBERS,
    SESSION_TAB_REFLECTION,
    SESSION_TAB_WEAPONS,
    SESSION_TAB_NOTES,
    SESSION_TAB_TRAIL,
    SESSION_TAB_COUNT
};

struct session_view {
    const struct session_detail *detail;
    const struct answer_panel *answer; /* the page Reflection */
    const char *const *ammunition;     /* name of each part's ammunition, "" when not said */
    struct tabs tabs;
    int part;   /* which weapon's shots, target and group are shown */
    int top;    /* first line of the chosen panel */
    int hidden; /* lines of it that do not fit; set by drawing */
};
void session_view_draw(struct session_view *view, struct area area);

/* One panel from its line `top` on; returns how many lines it has in all. */
int session_panel_draw(const struct session_view *view, enum session_tab panel, struct area area,
                       int top);
/* session_numbers.c */
int session_numbers_draw(const struct session_view *view, struct area area, int top);

#endif
