#include <curses.h>

#include "ui/draw.h"

void draw_glyphs(struct area area, int line, int column, enum ink ink, enum draw_ground ground,
                 const char *glyphs)
{
    if (line < 0 || line >= area.lines || column < 0 || column >= area.columns) {
        return;
    }
    if (ground == GROUND_BLACK) {
        theme_set_on_black(ink);
    } else {
        theme_set(ink);
    }
    mvaddstr(area.line + line, area.column + column, glyphs);
}
