#include "ui/plot_canvas.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "ui/term.h"

enum { QUARTERS = 15 };

void canvas_start(struct canvas *canvas, struct area area)
{
    canvas->area = area;
    canvas->is_over = false;
    canvas->width = area.columns * 2;
    canvas->height = area.lines * 4;
    canvas->cells = mem_array((size_t)area.lines * (size_t)area.columns, sizeof *canvas->cells);
}

static struct canvas_cell *cell_at(const struct canvas *canvas, double x, double y)
{
    if (!(x >= 0 && y >= 0 && x < canvas->width && y < canvas->height)) {
        return NULL;
    }
    return &canvas->cells[(int)y / 4 * canvas->area.columns + (int)x / 2];
}

static unsigned char bit_at(int x, int y)
{
    static const unsigned char bits[4][2] = {
        {0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    return bits[y % 4][x % 2];
}

void canvas_dot(struct canvas *canvas, double x, double y, enum ink ink)
{
    struct canvas_cell *cell = cell_at(canvas, x, y);
    if (cell == NULL || (canvas->is_over && cell->glyph[0] != '\0')) {
        return;
    }
    if (canvas->is_over && !cell->is_over) {
        cell->is_over = true;
        cell->dots = 0;
    }
    cell->dots |= bit_at((int)x, (int)y);
    cell->ink = (unsigned char)ink;
}

void canvas_line(struct canvas *canvas, double x0, double y0, double x1, double y1, enum ink ink)
{
    double length = fmax(fabs(x1 - x0), fabs(y1 - y0));
    int steps = length > 4000 ? 4000 : (int)ceil(length);
    for (int i = 0; i <= steps; i++) {
        double share = steps > 0 ? (double)i / steps : 0;
        canvas_dot(canvas, x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, ink);
    }
}

/* The dots of one axis that a shape touches: at most the canvas. */
struct span {
    int first, end;
};

static struct span span_of(double from, double to, int limit)
{
    double first = fmax(0, fmin(floor(from), limit));
    double end = fmax(0, fmin(floor(to) + 1, limit));
    return (struct span){(int)first, (int)end};
}

/* One dot thick: every column of dots where the circle is flat, every row where it is steep. */
void canvas_circle(struct canvas *canvas, double x, double y, double radius, enum ink ink)
{
    double flat = radius * M_SQRT1_2;
    struct span columns = span_of(x - flat, x + flat, canvas->width);
    for (int column = columns.first; column < columns.end; column++) {
        double dx = column + 0.5 - x;
        double dy = sqrt(fmax(0, radius * radius - dx * dx));
        canvas_dot(canvas, column, floor(y - dy + 0.001), ink);
        canvas_dot(canvas, column, ceil(y + dy - 0.001) - 1, ink);
    }
    struct span rows = span_of(y - flat, y + flat, canvas->height);
    for (int row = rows.first; row < rows.end; row++) {
        double dy = row + 0.5 - y;
        double dx = sqrt(fmax(0, radius * radius - dy * dy));
        canvas_dot(canvas, floor(x - dx + 0.001), row, ink);
        canvas_dot(canvas, ceil(x + dx - 0.001) - 1, row, ink);
    }
}

void canvas_disc(struct canvas *canvas, double x, double y, double radius, enum ink ink)
{
    double outer = radius + 1.1;
    struct span rows = span_of(y - outer, y + outer, canvas->height);
    struct span columns = span_of(x - outer, x + outer, canvas->width);
    for (int row = rows.first; row < rows.end; row++) {
        for (int column = columns.first; column < columns.end; column++) {
            struct canvas_cell *cell = cell_at(canvas, column, row);
            double dx = column + 0.5 - x;
            double dy = row + 0.5 - y;
            double squared = dx * dx + dy * dy;
            if (squared <= radius * radius) {
                cell->glyph[0] = '\0';
                canvas_dot(canvas, column, row, ink);
            } else if (squared <= outer * outer) {
                cell->dots &= (unsigned char)~bit_at(column, row);
            }
        }
    }
}

enum { CELL_REACH = 3 }; /* dots from a cell's middle to beyond its corners */

static void blacken(struct canvas_cell *cell, double x, double y, double radius)
{
    double middle = hypot(1 - x, 2 - y);
    if (middle >= radius + CELL_REACH) {
        return;
    }
    if (middle <= radius - CELL_REACH) {
        cell->black = QUARTERS;
        cell->black_dots = 0xFF;
        return;
    }
    for (int quarter = 0; quarter < 4; quarter++) {
        int row = quarter / 2;
        if (hypot(quarter % 2 + 0.5 - x, row * 2 + 1 - y) <= radius) {
            cell->black |= (unsigned char)(1 << quarter);
        }
    }
    for (int dot = 0; dot < 8; dot++) {
        int row = dot / 2;
        if (hypot(dot % 2 + 0.5 - x, row + 0.5 - y) <= radius) {
            cell->black_dots |= bit_at(dot % 2, row);
        }
    }
}

void canvas_black(struct canvas *canvas, double x, double y, double radius)
{
    for (int i = 0; i < canvas->area.lines * canvas->area.columns; i++) {
        int line = i / canvas->area.columns;
        int column = i % canvas->area.columns;
        blacken(&canvas->cells[i], x - column * 2, y - line * 4, radius);
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
    int length = (int)strlen(ascii);
    for (int i = 0; i < length; i++) { /* two dots a character */
        canvas_glyph(canvas, x + 2 * i - (length - 1), y, ink, (const char[]){ascii[i], '\0'});
    }
}

/* --- from dots to characters --------------------------------------------------------------------
 */

struct painted {
    const char *text;
    enum ink ink;
    enum draw_ground ground;
};

static int count_bits(unsigned bits)
{
    int count = 0;
    for (; bits != 0; bits &= bits - 1) {
        count++;
    }
    return count;
}

static bool is_mostly_black(unsigned char quarters)
{
    return count_bits(quarters) >= 2;
}

static const char *braille(unsigned char dots, char text[4])
{
    text[0] = (char)0xE2;
    text[1] = (char)(0xA0 | dots >> 6);
    text[2] = (char)(0x80 | (dots & 0x3F));
    text[3] = '\0';
    return text;
}

/* Two heights to a character, so that a circle stays round. */
static const char *ascii_dots(const struct canvas_cell *cell, bool is_line)
{
    bool is_high = (cell->dots & 0x1B) != 0;
    bool is_low = (cell->dots & 0xE4) != 0;
    if (cell->is_over) {
        return "*";
    }
    return !is_line ? "o" : is_high && is_low ? ":" : is_high ? "'" : ".";
}

/* On a terminal without UTF-8 the black is made of its own character. */
static struct painted painted_in_ascii(const struct canvas_cell *cell)
{
    bool is_line = cell->ink == INK_MUTED;
    if (cell->glyph[0] == '\0' && cell->dots == 0) {
        bool is_black = is_mostly_black(cell->black);
        return (struct painted){is_black ? "#" : " ", is_black ? INK_BLACK_EDGE : INK_TEXT,
                                GROUND_PLAIN};
    }
    return (struct painted){cell->glyph[0] != '\0' ? cell->glyph : ascii_dots(cell, is_line),
                            (enum ink)cell->ink, GROUND_PLAIN};
}

static struct painted painted_without_dots(const struct canvas_cell *cell)
{
    static const char *const quarters[QUARTERS] = {" ", "▘", "▝", "▀", "▖", "▌", "▞", "▛",
                                                   "▗", "▚", "▐", "▜", "▄", "▙", "▟"};
    if (cell->black == QUARTERS) {
        return (struct painted){" ", INK_BLACK, GROUND_BLACK};
    }
    return (struct painted){quarters[cell->black], cell->black != 0 ? INK_BLACK_EDGE : INK_TEXT,
                            GROUND_PLAIN};
}

/* Where a line and the edge of the black share a cell, both are dots of one colour, the line light
 * on the black and dark beside it; a line beside at most half a cell of black keeps its own ink. */
static struct painted painted_edge(const struct canvas_cell *cell, char text[4])
{
    bool is_beside = (cell->dots & cell->black_dots) == 0 && count_bits(cell->black_dots) <= 4;
    if (is_beside) {
        return (struct painted){braille(cell->dots, text), (enum ink)cell->ink, GROUND_PLAIN};
    }
    return (struct painted){braille(cell->black_dots ^ cell->dots, text), INK_BLACK_EDGE,
                            GROUND_PLAIN};
}

/* Lines on the black are drawn in the black's own ink. */
static struct painted painted_of(const struct canvas_cell *cell, char text[4])
{
    enum ink ink = (enum ink)cell->ink;
    bool is_line = ink == INK_MUTED;
    bool is_black = is_mostly_black(cell->black);
    bool is_edge = cell->black_dots != 0 && cell->black_dots != 0xFF;
    if (term_is_ascii()) {
        return painted_in_ascii(cell);
    }
    if (cell->glyph[0] == '\0' && cell->dots == 0) {
        return painted_without_dots(cell);
    }
    if (cell->glyph[0] == '\0' && is_line && is_edge) {
        return painted_edge(cell, text);
    }
    return (struct painted){
        .text = cell->glyph[0] != '\0' ? cell->glyph : braille(cell->dots, text),
        .ink = is_black && is_line ? INK_BLACK : ink,
        .ground = is_black ? GROUND_BLACK : GROUND_PLAIN,
    };
}

static void paint_line(const struct canvas *canvas, int line, struct buf *run)
{
    struct painted last = {0};
    int start = 0;
    for (int column = 0; column < canvas->area.columns; column++) {
        char text[4];
        struct painted next =
            painted_of(&canvas->cells[line * canvas->area.columns + column], text);
        if (run->size > 0 && (next.ink != last.ink || next.ground != last.ground)) {
            draw_glyphs(canvas->area, line, start, last.ink, last.ground, buf_text(run));
            buf_clear(run);
        }
        if (run->size == 0) {
            start = column;
            last = next;
        }
        buf_add_text(run, next.text);
    }
    draw_glyphs(canvas->area, line, start, last.ink, last.ground, buf_text(run));
    buf_clear(run);
}

void canvas_finish(struct canvas *canvas)
{
    struct buf run = {0};
    for (int line = 0; line < canvas->area.lines; line++) {
        paint_line(canvas, line, &run);
    }
    buf_free(&run);
    free(canvas->cells);
    canvas->cells = NULL;
}
