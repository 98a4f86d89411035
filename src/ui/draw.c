#include "ui/draw.h"

#include <curses.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "base/sanitize.h"
#include "base/text.h"
#include "ui/term.h"

enum { TEXT_ROOM = 2048 };

struct area area_part(struct area area, int line, int column, int lines, int columns)
{
    line = line < 0 ? 0 : line > area.lines ? area.lines : line;
    column = column < 0 ? 0 : column > area.columns ? area.columns : column;
    lines = lines < 0 ? 0 : lines > area.lines - line ? area.lines - line : lines;
    columns = columns < 0 ? 0 : columns > area.columns - column ? area.columns - column : columns;
    return (struct area){area.line + line, area.column + column, lines, columns};
}

const char *draw_symbol(const char *utf8, const char *ascii)
{
    return term_is_ascii() ? ascii : utf8;
}

/* What of any text may reach the terminal. */
static void make_safe(char *dst, size_t size, const char *text)
{
    if (term_is_ascii()) {
        char clean[TEXT_ROOM];
        sanitize_screen(clean, sizeof clean, text);
        text_ascii(dst, size, clean);
    } else {
        sanitize_screen(dst, size, text);
    }
}

/* Cuts at `columns`; the ellipsis becomes a plain mark where there is no UTF-8. */
static int fit(char *dst, size_t size, const char *safe, int columns)
{
    if (!term_is_ascii()) {
        return text_fit(dst, size, safe, columns);
    }
    text_copy(dst, size, safe);
    int length = (int)strlen(dst);
    if (length > columns) {
        dst[columns] = '\0';
        if (columns > 0) {
            dst[columns - 1] = '~';
        }
        length = columns;
    }
    return length;
}

static int put(struct area area, int line, int column, int columns, enum ink ink, const char *text)
{
    char safe[TEXT_ROOM];
    char fitted[TEXT_ROOM];
    if (line < 0 || line >= area.lines || column < 0 || column >= area.columns) {
        return 0;
    }
    int room = area.columns - column;
    room = columns > 0 && columns < room ? columns : room;
    make_safe(safe, sizeof safe, text);
    int used = fit(fitted, sizeof fitted, safe, room);
    theme_set(ink);
    mvaddstr(area.line + line, area.column + column, fitted);
    return used;
}

void draw_clear(struct area area)
{
    theme_set(INK_TEXT);
    for (int line = 0; line < area.lines; line++) {
        mvhline(area.line + line, area.column, ' ', area.columns);
    }
}

int draw_text(struct area area, int line, int column, enum ink ink, const char *text)
{
    return put(area, line, column, 0, ink, text);
}

static void pad(struct area area, int line, int column, int columns, enum ink ink)
{
    int room = area.columns - column;
    columns = columns < room ? columns : room;
    if (line >= 0 && line < area.lines && column >= 0 && columns > 0) {
        theme_set(ink);
        mvhline(area.line + line, area.column + column, ' ', columns);
    }
}

int draw_cell(struct area area, int line, int column, int columns, enum ink ink, const char *text)
{
    int used = columns > 0 ? put(area, line, column, columns, ink, text) : 0;
    pad(area, line, column + used, columns - used, ink);
    return columns;
}

int draw_right(struct area area, int line, int column, int columns, enum ink ink, const char *text)
{
    char safe[TEXT_ROOM];
    make_safe(safe, sizeof safe, text);
    int width = text_width(safe);
    int gap = columns > width ? columns - width : 0;
    pad(area, line, column, gap, ink);
    put(area, line, column + gap, columns - gap, ink, text);
    return columns;
}

int draw_format(struct area area, int line, int column, enum ink ink, const char *format, ...)
{
    char text[TEXT_ROOM];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return put(area, line, column, 0, ink, text);
}

static void horizontal(struct area area, int line, int column, int columns)
{
    if (line < 0 || line >= area.lines || columns <= 0) {
        return;
    }
    theme_set(INK_LINE);
    if (term_is_ascii()) {
        mvhline(area.line + line, area.column + column, '-', columns);
    } else {
        mvhline_set(area.line + line, area.column + column, WACS_HLINE, columns);
    }
}

void draw_rule(struct area area, int line, const char *title)
{
    horizontal(area, line, 0, area.columns);
    if (title != NULL && *title != '\0') {
        char spaced[256];
        snprintf(spaced, sizeof spaced, " %s ", title);
        put(area, line, 2, area.columns - 4, INK_TITLE, spaced);
    }
}

void draw_box(struct area area, const char *title)
{
    int last = area.lines - 1;
    int right = area.columns - 1;
    if (last < 1 || right < 1) {
        return;
    }
    horizontal(area, 0, 1, right - 1);
    horizontal(area, last, 1, right - 1);
    theme_set(INK_LINE);
    if (term_is_ascii()) {
        mvvline(area.line + 1, area.column, '|', last - 1);
        mvvline(area.line + 1, area.column + right, '|', last - 1);
        mvaddch(area.line, area.column, '+');
        mvaddch(area.line, area.column + right, '+');
        mvaddch(area.line + last, area.column, '+');
        mvaddch(area.line + last, area.column + right, '+');
    } else {
        mvvline_set(area.line + 1, area.column, WACS_VLINE, last - 1);
        mvvline_set(area.line + 1, area.column + right, WACS_VLINE, last - 1);
        mvadd_wch(area.line, area.column, WACS_ULCORNER);
        mvadd_wch(area.line, area.column + right, WACS_URCORNER);
        mvadd_wch(area.line + last, area.column, WACS_LLCORNER);
        mvadd_wch(area.line + last, area.column + right, WACS_LRCORNER);
    }
    if (title != NULL && *title != '\0') {
        char spaced[256];
        snprintf(spaced, sizeof spaced, " %s ", title);
        put(area, 0, 2, area.columns - 4, INK_TITLE, spaced);
    }
}

/* Bytes of `text` that fit in `columns`, broken at a space when there is one. */
static size_t line_bytes(const char *text, int columns)
{
    size_t bytes = 0;
    size_t at_space = 0;
    int used = 0;
    while (text[bytes] != '\0' && text[bytes] != '\n') {
        size_t cluster = text_cluster(text + bytes);
        char one[64];
        if (cluster >= sizeof one) {
            cluster = sizeof one - 1;
        }
        memcpy(one, text + bytes, cluster);
        one[cluster] = '\0';
        int width = text_width(one);
        if (used + width > columns) {
            return at_space > 0 ? at_space : (bytes > 0 ? bytes : cluster);
        }
        if (text[bytes] == ' ') {
            at_space = bytes + 1;
        }
        used += width;
        bytes += cluster;
    }
    return bytes;
}

int draw_wrapped(struct area area, int line, enum ink ink, const char *text)
{
    int lines = 0;
    while (*text != '\0') {
        char part[TEXT_ROOM];
        size_t size = line_bytes(text, area.columns > 0 ? area.columns : 1);
        size_t kept = size < sizeof part - 1 ? size : sizeof part - 1;
        memcpy(part, text, kept);
        part[kept] = '\0';
        text_trim(part);
        put(area, line + lines, 0, 0, ink, part);
        lines++;
        text += size;
        text += *text == '\n' || *text == ' ';
    }
    return lines;
}

void draw_bar(struct area area, int line, int column, int columns, enum ink ink, double value,
              double max)
{
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    double share = max > 0 ? value / max : 0;
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    int units = (int)lround(share * columns * 8);
    char text[TEXT_ROOM] = "";
    size_t used = 0;
    for (int i = 0; i < units / 8 && used + 4 < sizeof text; i++) {
        const char *full = draw_symbol("█", "#");
        memcpy(text + used, full, strlen(full) + 1);
        used += strlen(full);
    }
    if (!term_is_ascii() && units % 8 > 0 && used + 4 < sizeof text) {
        memcpy(text + used, eighths[units % 8], strlen(eighths[units % 8]) + 1);
    }
    draw_cell(area, line, column, columns, ink, text);
}

/* Where the screen being painted wants the terminal's cursor; -1: hidden. */
static int cursor_line = -1, cursor_column;

void draw_cursor(struct area area, int line, int column)
{
    if (line >= 0 && line < area.lines && column >= 0 && column < area.columns) {
        cursor_line = area.line + line;
        cursor_column = area.column + column;
    }
}

void draw_place_cursor(void)
{
    static bool is_shown;
    bool is_wanted = cursor_line >= 0;
    if (is_wanted) {
        move(cursor_line, cursor_column);
    }
    if (is_wanted != is_shown) {
        curs_set(is_wanted ? 1 : 0);
        is_shown = is_wanted;
    }
    leaveok(stdscr, !is_wanted);
    cursor_line = -1;
}
