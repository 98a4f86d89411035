#include "ui/card_line.h"

enum { LABEL_COLUMNS = 16 };

int card_line_draw(struct area area, int line, int column, const char *label, const char *value)
{
    int width = area.columns / 2 - LABEL_COLUMNS - 2;
    draw_cell(area, line, column, LABEL_COLUMNS, INK_MUTED, label);
    draw_cell(area, line, column + LABEL_COLUMNS + 1, width > 8 ? width : 8, INK_TEXT,
              value[0] != '\0' ? value : "-");
    return line + 1;
}
