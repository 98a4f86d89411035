/* A table on paper: headings on every page it goes on, rows that wrap and may go on over a page. */
#ifndef EXPORT_PAPER_TABLE_H
#define EXPORT_PAPER_TABLE_H
#include "export/document.h"
#include "export/paper.h"

struct paper_table {
    struct paper *paper;
    int count;
    struct {
        char title[96];
        enum cell_kind kind;
        int width; /* a share; 0: left out */
        float x, points;
    } columns[DOCUMENT_COLUMNS_MAX];
    struct paper_cell *cells; /* of the row that is drawn; made once */
    int rows;
    bool is_open;
};

/* With the columns filled in; draws the headings. Until paper_table_end they come again on every
 * page. */
void paper_table_begin(struct paper_table *table);
/* Cells as the document has them. */
void paper_table_row(struct paper_table *table, const char *const *cells);
void paper_table_end(struct paper_table *table);
void paper_table_free(struct paper_table *table);

#endif
