/* A drawing of dots: 2 x 4 to a cell in braille, one to a cell in ASCII. Dots are square. */
#ifndef UI_PLOT_CANVAS_H
#define UI_PLOT_CANVAS_H
#include "ui/draw.h"

struct canvas_cell {
    unsigned char dots;   /* braille bits */
    unsigned char ink;    /* enum ink of the dots or glyph */
    unsigned char ground; /* enum ink painted below when there is nothing else; INK_TEXT: none */
    char glyph[7];        /* a character instead of dots; "" none */
};
struct canvas {
    struct area area;
    int width, height; /* in dots */
    struct canvas_cell *cells;
};

void canvas_start(struct canvas *canvas, struct area area);
void canvas_dot(struct canvas *canvas, double x, double y,
                enum ink ink); /* dots from the top left */
void canvas_line(struct canvas *canvas, double x0, double y0, double x1, double y1, enum ink ink);
void canvas_circle(struct canvas *canvas, double x, double y, double radius, enum ink ink);
void canvas_disc(struct canvas *canvas, double x, double y, double radius, enum ink ink);
/* Every cell whose middle is inside gets that ground. */
void canvas_ground(struct canvas *canvas, double x, double y, double radius, enum ink ink);
/* One character at the cell under the dot. */
void canvas_glyph(struct canvas *canvas, double x, double y, enum ink ink, const char *glyph);
void canvas_text(struct canvas *canvas, double x, double y, enum ink ink, const char *ascii);
/* Paints and frees. */
void canvas_finish(struct canvas *canvas);

#endif
