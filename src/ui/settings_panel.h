/* The settings page of the System section: each row shows its choice and changes it at once. Used
 * by system.c only. */
#ifndef UI_SETTINGS_PANEL_H
#define UI_SETTINGS_PANEL_H
#include "ui/draw.h"
#include "ui/screen.h"

enum { SETTINGS_ROWS = 5 };

struct settings_panel {
    struct screen *screen;
    int cursor;
    int idle_s, lanes;
    bool is_automatic; /* the coach is asked after finish */
    int first_line;    /* of the rows on the terminal, for the mouse */
};
void settings_panel_load(struct settings_panel *panel, struct screen *screen);
void settings_panel_draw(struct settings_panel *panel, struct area area);
bool settings_panel_key(struct settings_panel *panel, int key);

#endif
