/* A window on the list of sessions, newest first: at most SESSION_TABLE_ROOM rows are loaded,
 * whatever the club has shot; going past an end loads the next page and lets the other end go.
 * Used by the Sessions section and by the cards of a member and a weapon. */
#ifndef UI_SESSION_TABLE_H
#define UI_SESSION_TABLE_H
#include "core/session.h"
#include "ui/list.h"

enum {
    SESSION_TABLE_ROOM = 150,
    SESSION_TABLE_PAGE = 50,
    SESSION_TABLE_COLUMNS = 13,
    SESSION_TABLE_MARKS = 200
};

struct session_table {
    struct list list;
    struct app *app;
    record_id member_id, weapon_id;                    /* 0: any */
    struct list_column columns[SESSION_TABLE_COLUMNS]; /* those of this width, see meaning */
    int meaning[SESSION_TABLE_COLUMNS];
    /* Chosen with Space, as they stood then; also those that are not loaded any more. */
    struct session_mark marks[SESSION_TABLE_MARKS];
    int mark_count;
    bool has_older, has_newer;                    /* beyond what is loaded */
    struct session_line rows[SESSION_TABLE_ROOM]; /* list.count of them */
};

/* Screens that show nothing else begin with this. */
struct session_table_screen {
    struct screen screen;
    struct session_table table;
};

/* Empties it; `empty` (N_()) says what to do when there is no session. member_id, weapon_id: 0:
 * any.
 */
void session_table_start(struct session_table *table, struct app *app, const char *empty);
/* The newest page for what is typed. */
bool session_table_load(struct session_table *table, struct err *err);
/* The same rows again, after something may have changed; the cursor stays on its session. */
bool session_table_reload(struct session_table *table, struct err *err);

enum session_table_event { SESSION_TABLE_UNUSED, SESSION_TABLE_USED, SESSION_TABLE_OPENED };
enum session_table_event session_table_key(struct session_table *table, int key,
                                           const struct ui_mouse *mouse, struct err *err);
void session_table_draw(struct session_table *table, struct area area);

/* The row under the cursor; NULL when there is none. */
const struct session_line *session_table_chosen(const struct session_table *table);

/* Chooses the row under the cursor, or no longer. False: SESSION_TABLE_MARKS are chosen already. */
bool session_table_mark(struct session_table *table);

/* Moves the cursor one session (+1 older, -1 newer); 0: there is none. */
record_id session_table_step(struct session_table *table, int direction);
/* The same, as the `step` of a screen that begins with a table. */
record_id session_table_screen_step(struct screen *screen, int direction);

#endif
