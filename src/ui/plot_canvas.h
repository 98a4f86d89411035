/* A drawing of dots: 2 x 4 to a cell in braille, in ASCII one character to a cell. Dots are
 * square; x grows to the right, y downwards, from the area's top left corner. */
#ifndef UI_PLOT_CANVAS_H
#define UI_PLOT_CANVAS_H
#include "ui/draw.h"

struct canvas_cell {
    unsigned char dots;       /* braille bits */
    unsigned char ink;        /* enum ink of the dots or glyph */
    bool is_over;             /* the dots are a line drawn over everything */
    unsigned char black;      /* quarters of the cell inside the black: 1 2 / 4 8 */
    unsigned char black_dots; /* the same as braille bits */
    char glyph[5];            /* a character instead of dots; "" none */
};
struct canvas {
    struct area area;
    int width, height; /* in dots */
    bool is_over;      /* what is drawn now cuts through earlier dots, not through characters */
    struct canvas_cell *cells;
};

void canvas_start(struct canvas *canvas, struct area area);
void canvas_dot(struct canvas *canvas, double x, double y, enum ink ink);
void canvas_line(struct canvas *canvas, double x0, double y0, double x1, double y1, enum ink ink);
void canvas_circle(struct canvas *canvas, double x, double y, double radius, enum ink ink);
/* Filled, with a narrow gap around it so that neighbours stay apart. */
void canvas_disc(struct canvas *canvas, double x, double y, double radius, enum ink ink);
/* The black of a target: everything inside lies on it, its edge is round. Once a canvas. */
void canvas_black(struct canvas *canvas, double x, double y, double radius);
/* One character at the cell under the dot. */
void canvas_glyph(struct canvas *canvas, double x, double y, enum ink ink, const char *glyph);
/* Characters side by side with their middle at x. */
void canvas_text(struct canvas *canvas, double x, double y, enum ink ink, const char *ascii);
/* Paints and frees. */
void canvas_finish(struct canvas *canvas);

#endif
