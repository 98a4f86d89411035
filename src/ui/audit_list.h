/* The audit trail as a list, newest first; the chosen row's old and new values below it. Used by
 * system.c only. */
#ifndef UI_AUDIT_LIST_H
#define UI_AUDIT_LIST_H
#include "core/audit_trail.h"
#include "ui/list.h"

enum { AUDIT_LIST_ROOM = 200, AUDIT_LIST_PAGE = 50 };

struct audit_list {
    struct screen *screen;
    struct list list;
    struct audit_row *rows; /* AUDIT_LIST_ROOM of them; NULL until loaded */
    char why[240];          /* why nothing is shown: the right is missing */
};
void audit_list_start(struct audit_list *trail, struct screen *screen);
void audit_list_load(struct audit_list *trail); /* the newest page */
void audit_list_close(struct audit_list *trail);
void audit_list_draw(struct audit_list *trail, struct area area);
bool audit_list_key(struct audit_list *trail, int key);

#endif
