#include "export/paper_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sanitize.h"
#include "base/text.h"

static const float size = 7.6F;
static const float step = 10.F;
static const float pad_x = 3.5F;
static const float pad_y = 2.2F;
static const float date_points = 46.F;
static const float rule_room = .5F; /* the line of the row above stays visible */

struct paper_cell { /* one cell of the row that is drawn */
    char text[PAPER_TEXT_ROOM];
    struct paper_line lines[PAPER_LINES_MAX];
    int count;
};

/* No column is narrower than the longest word of its heading, or than a date. */
static float least_points(struct paper_table *table, int column)
{
    const char *at = table->columns[column].title;
    float least = table->columns[column].kind == CELL_DATE ? date_points : 0.F;
    while (*at != '\0') {
        size_t word = strcspn(at, " ");
        float width = paper_text_width(table->paper, FACE_BOLD, size, at, word);
        least = width > least ? width : least;
        at += word + strspn(at + word, " ");
    }
    return least + 2 * pad_x + .5F;
}

/* Shares of the width, after the narrow ones got what they need. */
static void place(struct paper_table *table)
{
    float room = table->paper->right - table->paper->left;
    float x = table->paper->left;
    bool is_settled[DOCUMENT_COLUMNS_MAX] = {false};
    for (bool goes_on = true; goes_on;) {
        int sum = 0;
        float left = room;
        goes_on = false;
        for (int i = 0; i < table->count; i++) {
            sum += is_settled[i] ? 0 : table->columns[i].width;
            left -= is_settled[i] ? table->columns[i].points : 0.F;
        }
        for (int i = 0; i < table->count; i++) {
            if (is_settled[i] || table->columns[i].width == 0) {
                continue;
            }
            float least = least_points(table, i);
            table->columns[i].points = left * (float)table->columns[i].width / (float)sum;
            if (table->columns[i].points < least) {
                table->columns[i].points = least;
                is_settled[i] = goes_on = true;
                break;
            }
        }
    }
    for (int i = 0; i < table->count; i++) {
        table->columns[i].x = x;
        x += table->columns[i].width > 0 ? table->columns[i].points : 0.F;
    }
}

static float edge(const struct paper_table *table, int column)
{
    bool is_right = table->columns[column].kind == CELL_NUMBER;
    return table->columns[column].x + (is_right ? table->columns[column].points - pad_x : pad_x);
}

/* Headings wrap too; they stand on the line under them. */
static void draw_headings(struct paper *paper, void *context)
{
    struct paper_table *table = context;
    struct paper_line lines[PAPER_LINES_MAX];
    int most = 1;
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < table->count; i++) {
            if (table->columns[i].width == 0) {
                continue;
            }
            int count = paper_wrap(paper, FACE_BOLD, size, table->columns[i].points - 2 * pad_x,
                                   table->columns[i].title, lines);
            most = count > most ? count : most;
            for (int line = 0; pass == 1 && line < count; line++) {
                float y = paper->y - step * (float)(most - count + line + 1);
                paper_text(paper, FACE_BOLD, size, PAPER_ACCENT, edge(table, i), y,
                           table->columns[i].kind == CELL_NUMBER ? SIDE_RIGHT : SIDE_LEFT,
                           lines[line].at, lines[line].bytes);
            }
        }
    }
    paper->y -= step * (float)most + pad_y;
    paper_rule(paper, PAPER_ACCENT, .9F, paper->left, paper->y, paper->right, paper->y);
}

void paper_table_begin(struct paper_table *table)
{
    struct paper *paper = table->paper;
    place(table);
    table->rows = 0;
    if (table->cells == NULL) {
        table->cells = mem_array(DOCUMENT_COLUMNS_MAX, sizeof *table->cells);
    }
    paper_room(paper, 4 * step);
    draw_headings(paper, table);
    paper->continued = draw_headings;
    paper->context = table;
    table->is_open = true;
}

void paper_table_end(struct paper_table *table)
{
    if (table->is_open) {
        table->paper->continued = NULL;
        table->paper->y -= step;
        table->is_open = false;
    }
}

/* As the paper's language writes it: "9.81" -> "9,81", "2026-11-23" -> "23-11-2026". */
static void localize(const struct paper *paper, enum cell_kind kind, char *text)
{
    if (!paper->is_dutch) {
        return;
    }
    if (kind == CELL_NUMBER) {
        char *point = strchr(text, '.');
        if (point != NULL) {
            *point = ',';
        }
    } else if (kind == CELL_DATE && strlen(text) == 10 && text[4] == '-') {
        char date[11];
        snprintf(date, sizeof date, "%.2s-%.2s-%.4s", text + 8, text + 5, text);
        text_copy(text, sizeof date, date);
    }
}

/* Draws lines first..first+count-1 of each cell, as far as it has them. */
static void draw_lines(struct paper_table *table, const struct paper_cell *cells, int first,
                       int count)
{
    struct paper *paper = table->paper;
    float height = step * (float)count + pad_y;
    if (table->rows % 2 == 1) {
        paper_plane(paper, PAPER_BAND, paper->left, paper->y - height, paper->right - paper->left,
                    height - rule_room);
    }
    for (int i = 0; i < table->count; i++) {
        for (int line = first; line < first + count && line < cells[i].count; line++) {
            paper_text(paper, FACE_REGULAR, size, PAPER_BLACK, edge(table, i),
                       paper->y - step * (float)(line - first + 1) + .8F,
                       table->columns[i].kind == CELL_NUMBER ? SIDE_RIGHT : SIDE_LEFT,
                       cells[i].lines[line].at, cells[i].lines[line].bytes);
        }
    }
    paper->y -= height;
    paper_rule(paper, PAPER_LINE, .25F, paper->left, paper->y, paper->right, paper->y);
}

/* What is longer than a cell takes ends in an ellipsis: the data as JSON have it whole. */
static void clean_cell(char dst[PAPER_TEXT_ROOM], const char *text)
{
    static const char more[] = "\xE2\x80\xA6";
    sanitize_paper(dst, PAPER_TEXT_ROOM, text);
    size_t bytes = strlen(dst);
    if (bytes < PAPER_TEXT_ROOM - 4 || strlen(text) <= bytes) {
        return;
    }
    bytes -= sizeof more;
    while (bytes > 0 && ((unsigned char)dst[bytes] & 0xC0) == 0x80) {
        bytes--; /* to where a letter begins */
    }
    memcpy(dst + bytes, more, sizeof more);
}

static int fill_cells(struct paper_table *table, const char *const *texts, struct paper_cell *cells)
{
    int most = 1;
    for (int i = 0; i < table->count; i++) {
        cells[i].count = 0;
        if (table->columns[i].width == 0) {
            continue;
        }
        clean_cell(cells[i].text, texts[i]);
        localize(table->paper, table->columns[i].kind, cells[i].text);
        cells[i].count =
            paper_wrap(table->paper, FACE_REGULAR, size, table->columns[i].points - 2 * pad_x,
                       cells[i].text, cells[i].lines);
        most = cells[i].count > most ? cells[i].count : most;
    }
    return most;
}

void paper_table_row(struct paper_table *table, const char *const *texts)
{
    struct paper *paper = table->paper;
    struct paper_cell *cells = table->cells;
    int lines = fill_cells(table, texts, cells);
    float whole = step * (float)lines + pad_y;
    /* A row stays together when it can; a very long one goes on over the page. */
    if (whole < (paper->top - paper->bottom) / 3) {
        paper_room(paper, whole);
    }
    for (int first = 0; first < lines;) {
        paper_room(paper, step + pad_y);
        int fit = (int)((paper->y - paper->bottom - pad_y) / step);
        fit = fit < 1 ? 1 : fit;
        int count = lines - first < fit ? lines - first : fit;
        draw_lines(table, cells, first, count);
        first += count;
    }
    table->rows++;
}

void paper_table_free(struct paper_table *table)
{
    free(table->cells);
    table->cells = NULL;
}
