/* The page of the System section with the club's backups: which there are, making one, checking
 * one, one to a stick. Used by system.c only. */
#ifndef UI_BACKUPS_PANEL_H
#define UI_BACKUPS_PANEL_H
#include "core/backup.h"
#include "ui/list.h"

struct backups_panel {
    struct screen *screen;
    struct list list;
    struct arena arena; /* of the rows; let go at each load */
    struct backup_file *rows;
    char folder[BACKUP_FOLDER_ROOM];
    bool is_sealed;    /* by the settings */
    bool is_automatic; /* and at which hour */
    int hour;
    int64_t tested_ms; /* the newest good restore test; 0: never */
    char why[240];     /* why nothing is shown: the right is missing */
};
void backups_panel_start(struct backups_panel *panel, struct screen *screen);
void backups_panel_load(struct backups_panel *panel);
void backups_panel_close(struct backups_panel *panel);
/* Paints itself again several times a second while a backup is made. */
void backups_panel_draw(struct backups_panel *panel, struct area area);
bool backups_panel_key(struct backups_panel *panel, int key); /* Esc stops what runs */
const struct backup_file *backups_panel_chosen(const struct backups_panel *panel); /* NULL: none */

void backups_panel_make(struct backups_panel *panel);
void backups_panel_to_stick(struct backups_panel *panel);
void backups_panel_verify(struct backups_panel *panel);
void backups_panel_test(struct backups_panel *panel);

#endif
