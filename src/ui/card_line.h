/* One labelled line of a record's card. */
#ifndef UI_CARD_LINE_H
#define UI_CARD_LINE_H
#include "ui/draw.h"

enum { CARD_LINE_LABEL = 16, CARD_LINE_VALUE = CARD_LINE_LABEL + 1 /* columns to the value */ };

/* Label and value side by side from `column`; an empty value is "-". Returns the next line. */
int card_line_draw(struct area area, int line, int column, const char *label, const char *value);

#endif
