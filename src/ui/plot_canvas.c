#include "ui/plot_canvas.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "ui/term.h"

void canvas_start(struct canvas *canvas, struct area area)
{
    canvas->area = area;
    canvas->width = area.columns * 2;
    canvas->height = area.lines * 4;
    canvas->cells = mem_array((size_t)area.lines * (size_t)area.columns, sizeof *canvas->cells);
}

static struct canvas_cell *cell_at(const struct canvas *canvas, double x, double y)
{
    if (x < 0 || y < 0 || x >= canvas->width || y >= canvas->height) {
        return NULL;
    }
    return &canvas->cells[(int)y / 4 * canvas->area.columns + (int)x / 2];
}

void canvas_dot(struct canvas *canvas, double x, double y, enum ink ink)
{
    static const unsigned char bits[4][2] = {
        {0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    struct canvas_cell *cell = cell_at(canvas, x, y);
    if (cell != NULL) {
        cell->dots |= bits[(int)y % 4][(int)x % 2];
        cell->ink = (unsigned char)ink;
    }
}

void canvas_line(struct canvas *canvas, double x0, double y0, double x1, double y1, enum ink ink)
{
    double length = hypot(x1 - x0, y1 - y0);
    int steps = length > 2000 ? 2000 : (int)(length * 1.5) + 1;
    for (int i = 0; i <= steps; i++) {
        double share = (double)i / steps;
        canvas_dot(canvas, x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, ink);
    }
}

void canvas_circle(struct canvas *canvas, double x, double y, double radius, enum ink ink)
{
    int steps = radius > 2000 ? 8000 : (int)(radius * 8) + 8;
    for (int i = 0; i < steps; i++) {
        double angle = 2 * M_PI * i / steps;
        canvas_dot(canvas, x + radius * cos(angle), y + radius * sin(angle), ink);
    }
}

void canvas_disc(struct canvas *canvas, double x, double y, double radius, enum ink ink)
{
    for (double dy = -floor(radius); dy <= radius; dy++) {
        double half = sqrt(radius * radius - dy * dy);
        for (double dx = -floor(half); dx <= half; dx++) {
            canvas_dot(canvas, x + dx, y + dy, ink);
        }
    }
}

void canvas_ground(struct canvas *canvas, double x, double y, double radius, enum ink ink)
{
    for (int line = 0; line < canvas->area.lines; line++) {
        for (int column = 0; column < canvas->area.columns; column++) {
            double dx = column * 2 + 1 - x;
            double dy = line * 4 + 2 - y;
            if (dx * dx + dy * dy <= radius * radius) {
                canvas->cells[line * canvas->area.columns + column].ground = (unsigned char)ink;
            }
        }
    }
}

void canvas_glyph(struct canvas *canvas, double x, double y, enum ink ink, const char *glyph)
{
    struct canvas_cell *cell = cell_at(canvas, x, y);
    if (cell != NULL) {
        snprintf(cell->glyph, sizeof cell->glyph, "%s", glyph);
        cell->ink = (unsigned char)ink;
    }
}

void canvas_text(struct canvas *canvas, double x, double y, enum ink ink, const char *ascii)
{
    x -= (double)(strlen(ascii) - 1); /* two dots a character: centred */
    for (; *ascii != '\0'; ascii++, x += 2) {
        canvas_glyph(canvas, x, y, ink, (const char[]){*ascii, '\0'});
    }
}

/* Text of one cell, and the ink it takes: rings on the black are drawn in the black's own ink. */
static enum ink cell_text(const struct canvas_cell *cell, char text[8])
{
    enum ink ink = (enum ink)cell->ink;
    bool is_line = ink == INK_MUTED || ink == INK_LINE || ink == INK_TEXT;
    bool on_black = cell->ground == INK_BLACK;
    if (cell->glyph[0] != '\0') {
        snprintf(text, 8, "%s", cell->glyph);
    } else if (cell->dots == 0) {
        snprintf(text, 8, "%s", on_black && term_is_ascii() ? ":" : " ");
        return on_black ? INK_BLACK : INK_TEXT;
    } else if (term_is_ascii()) {
        snprintf(text, 8, "%s", is_line ? (on_black ? "+" : ".") : "o");
    } else {
        text[0] = (char)0xE2;
        text[1] = (char)(0xA0 | cell->dots >> 6);
        text[2] = (char)(0x80 | (cell->dots & 0x3F));
        text[3] = '\0';
    }
    return on_black && is_line ? INK_BLACK : ink;
}

void canvas_finish(struct canvas *canvas)
{
    struct area area = canvas->area;
    struct buf run = {0};
    for (int line = 0; line < area.lines; line++) {
        enum ink run_ink = INK_TEXT;
        int start = 0;
        buf_clear(&run);
        for (int column = 0; column <= area.columns; column++) {
            char text[8] = "";
            enum ink ink = run_ink;
            if (column < area.columns) {
                ink = cell_text(&canvas->cells[line * area.columns + column], text);
            }
            if (column == area.columns || ink != run_ink) {
                if (run.size > 0) {
                    draw_text(area, line, start, run_ink, buf_text(&run));
                }
                buf_clear(&run);
                run_ink = ink;
                start = column;
            }
            buf_add_text(&run, text);
        }
    }
    buf_free(&run);
    free(canvas->cells);
    canvas->cells = NULL;
}
