/* CSV for a spreadsheet, by RFC 4180: CRLF, quotes doubled, UTF-8. What a spreadsheet would take
 * for a formula gets an apostrophe in front, and so does what begins with one: an import takes
 * exactly one off again. */
#ifndef EXPORT_SPREADSHEET_H
#define EXPORT_SPREADSHEET_H
#include "base/buf.h"
#include <stdbool.h>

struct spreadsheet_style {
    char separator; /* ',' or ';' */
    bool has_mark;  /* begins with the byte order mark, for Excel */
};

enum spreadsheet_kind { CELL_TEXT, CELL_NUMBER }; /* our own number may begin with '-' */

/* The first bytes of the file. */
void spreadsheet_begin(struct buf *buf, const struct spreadsheet_style *style);
/* One row, ended. kinds NULL: all text. */
void spreadsheet_row(struct buf *buf, const struct spreadsheet_style *style,
                     const char *const *cells, const enum spreadsheet_kind *kinds, int count);

#endif
