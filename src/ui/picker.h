/* Type-to-find: wherever a record is chosen. The likely answer stands first and highlighted;
 * "create" is offered when nothing matches. Used inside screens (login, new shooter) and as a
 * popup. */
#ifndef UI_PICKER_H
#define UI_PICKER_H
#include "ui/draw.h"
#include "ui/screen.h"

enum { PICKER_ROWS_MAX = 40, PICKER_FIND_ROOM = 64 };

struct picker_row {
    record_id id;
    char code[CODE_ROOM]; /* for things without ids: programmes, faces */
    char text[NAME_ROOM];
    char side[NAME_ROOM]; /* muted, right: number, calibre, "last used" */
};

struct picker_source {
    const char *title;  /* N_("Member") */
    const char *create; /* N_("New member \"%s\"") or NULL when one cannot be made here */
    /* Fills rows for what was typed ("" : likely ones first); returns how many. */
    int (*find)(struct app *app, void *context, const char *typed, struct picker_row *rows,
                int room, struct err *err);
    const char *empty; /* N_(): what to do when there is none at all; NULL: the usual words */
};

struct picker {
    const struct picker_source *source;
    void *context;
    struct app *app;
    char typed[PICKER_FIND_ROOM];
    int count, cursor;
    bool offers_create; /* row `count` is the create row */
    char error[240];    /* why nothing could be found; "" */
    int first_line;     /* of the rows on the terminal, set by picker_draw */
    int lines;
    struct picker_row rows[PICKER_ROWS_MAX];
};

void picker_start(struct picker *picker, struct app *app, const struct picker_source *source,
                  void *context);
void picker_draw(struct picker *picker, struct area area, bool has_focus);
enum picker_event { PICKER_UNUSED, PICKER_MOVED, PICKER_PICKED, PICKER_CREATE };
enum picker_event picker_key(struct picker *picker, int key);
const struct picker_row *picker_chosen(const struct picker *picker); /* NULL when none */

/* Popup: open screen_picker with this; the opener's notice() gets value = struct picker_row * (id 0
 * and code "" : create, text = what was typed) or NULL when cancelled. */
struct picker_argument {
    const struct picker_source *source;
    void *context;
};

#endif
