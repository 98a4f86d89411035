/* Painting inside an area: text is sanitised, clipped and, on an ASCII terminal, transliterated
 * here and nowhere else. Coordinates are relative to the area; what is outside is not painted. */
#ifndef UI_DRAW_H
#define UI_DRAW_H
#include "ui/theme.h"
#include <stdbool.h>

struct area {
    int line, column; /* on the terminal */
    int lines, columns;
};

struct area area_part(struct area area, int line, int column, int lines, int columns); /* clipped */

void draw_clear(struct area area);
/* Returns the columns used. Cut with "…" at the area's edge or after `columns` (0: to the edge). */
int draw_text(struct area area, int line, int column, enum ink ink, const char *text);
int draw_cell(struct area area, int line, int column, int columns, enum ink ink,
              const char *text); /* left-aligned, padded */
int draw_right(struct area area, int line, int column, int columns, enum ink ink,
               const char *text); /* right-aligned, padded */
int draw_format(struct area area, int line, int column, enum ink ink, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void draw_rule(struct area area, int line, const char *title); /* horizontal line, title in it */
void draw_box(struct area area, const char *title);
/* Wrapped text from `line`; returns the lines used (counted even past the area). */
int draw_wrapped(struct area area, int line, enum ink ink, const char *text);
/* Horizontal bar: value of max over `columns`, eighth blocks or '#'. */
void draw_bar(struct area area, int line, int column, int columns, enum ink ink, double value,
              double max);
/* Characters of our own making, a column each, as plots have them: not cleaned, not cut. */
enum draw_ground { GROUND_PLAIN, GROUND_BLACK /* the black of a target */ };
void draw_glyphs(struct area area, int line, int column, enum ink ink, enum draw_ground ground,
                 const char *glyphs);
/* One symbol in two spellings. */
const char *draw_symbol(const char *utf8, const char *ascii);
/* Puts the terminal's cursor there (fields); otherwise it is hidden. */
void draw_cursor(struct area area, int line, int column);

/* After painting: moves the cursor where a screen asked for it, or hides it. */
void draw_place_cursor(void);

#endif
