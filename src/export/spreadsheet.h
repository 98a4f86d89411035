/* CSV for a spreadsheet, by RFC 4180: CRLF, quotes doubled, UTF-8. What a spreadsheet would take
 * for a formula gets an apostrophe in front, and so does what begins with one: an import takes
 * exactly one off again. */
#ifndef EXPORT_SPREADSHEET_H
#define EXPORT_SPREADSHEET_H
#include "base/buf.h"
#include "export/document.h"

struct spreadsheet_style {
    char separator; /* ',', or ';' and then numbers have a decimal comma */
    bool has_mark;  /* begins with the byte order mark, for Excel */
};

/* The first bytes of the file. */
void spreadsheet_begin(struct buf *buf, const struct spreadsheet_style *style);
/* One row, ended. kinds NULL: all text. */
void spreadsheet_row(struct buf *buf, const struct spreadsheet_style *style,
                     const char *const *cells, const enum cell_kind *kinds, int count);

/* A document's main table as CSV; the rest of it is left out. */
struct spreadsheet {
    struct spreadsheet_style style;
    struct buf out; /* whoever sends it on clears it */
    int64_t rows;
    /* After each row; false ends the report. NULL: never asked. */
    bool (*sent)(struct spreadsheet *spreadsheet);
    void *owner;
    bool is_main; /* the table whose rows come */
    enum cell_kind kinds[DOCUMENT_COLUMNS_MAX];
    int columns;
};
struct document spreadsheet_document(struct spreadsheet *spreadsheet);

#endif
