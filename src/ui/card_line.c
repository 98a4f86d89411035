#include "ui/card_line.h"

int card_line_draw(struct area area, int line, int column, const char *label, const char *value)
{
    int width = area.columns / 2 - CARD_LINE_LABEL - 2;
    draw_cell(area, line, column, CARD_LINE_LABEL, INK_MUTED, label);
    draw_cell(area, line, column + CARD_LINE_VALUE, width > 8 ? width : 8, INK_TEXT,
              value[0] != '\0' ? value : "-");
    return line + 1;
}
