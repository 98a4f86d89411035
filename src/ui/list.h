/* A list widget: rows the owner provides, columns with priorities, a cursor, a filter line.
 * Moving the cursor repaints the marker and the key columns only: few bytes over a slow line. */
#ifndef UI_LIST_H
#define UI_LIST_H
#include "ui/draw.h"
#include "ui/screen.h"

struct list_column {
    const char *title; /* N_("Shooter") */
    int width;         /* least columns */
    int grow;          /* share of what is left; 0: fixed */
    int priority;      /* 0 always shown; higher goes first when there is little room */
    bool is_right;
    bool is_key; /* highlighted when the row is selected */
};

enum { LIST_COLUMNS_MAX = 16, LIST_FILTER_ROOM = 64 };

struct list {
    const struct list_column *columns;
    int column_count;
    int count; /* rows loaded */
    int cursor, top;
    char filter[LIST_FILTER_ROOM];
    bool is_filtering; /* the filter line takes characters */
    int page;          /* rows that fit, set by list_draw */
    int first_line;    /* of the rows on the terminal, for mouse */
    const char *empty; /* N_("No sessions yet. ...") what to do next */
    /* Text of a cell; ink may be changed. Called while drawing only for visible rows. */
    void (*cell)(void *owner, int row, int column, char *dst, size_t size, enum ink *ink);
    void *owner;
};

void list_draw(struct list *list, struct area area);

enum list_event {
    LIST_UNUSED,
    LIST_MOVED,
    LIST_FILTER_CHANGED,
    LIST_OPENED,
    LIST_NEED_OLDER,
    LIST_NEED_NEWER
};
/* Up/Down/PgUp/PgDn/Home/End, `/`, characters while filtering, Esc clears the filter, Enter opens,
 * mouse click and wheel. NEED_OLDER/NEWER: the cursor stands at the last/first loaded row and
 * wants to go on (keyset paging). */
enum list_event list_key(struct list *list, int key, const struct ui_mouse *mouse);

/* Keeps cursor and top sensible after rows changed. */
void list_set_count(struct list *list, int count);

#endif
