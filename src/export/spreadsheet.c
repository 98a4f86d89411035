#include "export/spreadsheet.h"

#include <string.h>

#include "base/csv.h"

void spreadsheet_begin(struct buf *buf, const struct spreadsheet_style *style)
{
    if (style->has_mark) {
        buf_add_text(buf, "\xEF\xBB\xBF");
    }
}

static bool needs_guard(const char *text)
{
    return *text != '\0' && strchr("=+-@\t\r'", *text) != NULL;
}

static void add_guarded(struct buf *buf, const char *text, char separator)
{
    struct buf guarded = {0};
    buf_add_text(&guarded, "'");
    buf_add_text(&guarded, text);
    csv_add_cell(buf, buf_text(&guarded), separator);
    buf_free(&guarded);
}

void spreadsheet_row(struct buf *buf, const struct spreadsheet_style *style,
                     const char *const *cells, const enum spreadsheet_kind *kinds, int count)
{
    for (int i = 0; i < count; i++) {
        if (i > 0) {
            buf_add(buf, &style->separator, 1);
        }
        if ((kinds == NULL || kinds[i] == CELL_TEXT) && needs_guard(cells[i])) {
            add_guarded(buf, cells[i], style->separator);
        } else {
            csv_add_cell(buf, cells[i], style->separator);
        }
    }
    buf_add_text(buf, "\r\n");
}
