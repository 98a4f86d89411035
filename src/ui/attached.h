/* The attachments of one session or weapon as a list, with adding, exporting and removing. Used by
 * the popup (attachments.c) and the page of a card (panel_attachments.c). */
#ifndef UI_ATTACHED_H
#define UI_ATTACHED_H
#include "core/attachment.h"
#include "ui/field.h"
#include "ui/list.h"

enum { ATTACHED_PATH_ROOM = 512 };

struct attached {
    struct screen *screen; /* that shows it, and gets the notices */
    struct attachment_subject subject;
    struct list list;
    struct arena arena; /* of the rows; let go at each load */
    struct attachment *rows;
    bool is_exporting;
    record_id exported;
    char path[ATTACHED_PATH_ROOM], written[2 * ATTACHED_PATH_ROOM];
    struct form_field field;
};
void attached_start(struct attached *attached, struct screen *screen,
                    const struct attachment_subject *subject);
bool attached_load(struct attached *attached, struct err *err);
void attached_close(struct attached *attached);
void attached_draw(struct attached *attached, struct area area);
bool attached_key(struct attached *attached, int key);
bool attached_has_row(const struct attached *attached);

/* Forms over the screen; attached_notice() tells what came of them (true: it was ours). */
void attached_add(struct attached *attached);
void attached_export(struct attached *attached);
bool attached_notice(struct attached *attached, const void *value);
/* Asks; `yes` of the screen then calls attached_remove. */
void attached_ask_to_remove(struct attached *attached, void (*yes)(struct screen *screen));
void attached_remove(struct attached *attached);

#endif
