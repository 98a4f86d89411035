/* A text of several lines as it stands in a box: wrapped at blanks, at most `columns` wide. Places
 * are byte offsets in the text, or a line and a column in the box. */
#ifndef UI_TEXT_LINES_H
#define UI_TEXT_LINES_H
#include <stdbool.h>
#include <stddef.h>

/* The line that begins at `from`: its bytes without the newline, a blank at its end included; *next
 * is where the next line begins. False when it is the last one. */
bool text_line(const char *text, size_t from, int columns, size_t *size, size_t *next);

struct text_place {
    int line, column;
};
struct text_place text_place_of(const char *text, int columns, size_t offset);

/* The offset nearest to that place: on a line beyond the last one the end, on a column beyond a
 * line's end its end. */
size_t text_offset_of(const char *text, int columns, struct text_place place);

int text_line_count(const char *text, int columns);

#endif
