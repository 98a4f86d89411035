#include "export/spreadsheet.h"

#include <string.h>

#include "base/csv.h"

void spreadsheet_begin(struct buf *buf, const struct spreadsheet_style *style)
{
    if (style->has_mark) {
        buf_add_text(buf, "\xEF\xBB\xBF");
    }
}

static bool is_plain(const char *text)
{
    while ((*text >= '0' && *text <= '9') || *text == '-' || *text == '.') {
        text++;
    }
    return *text == '\0';
}

/* With semicolons between cells decimals are written with a comma: that is how those spreadsheets
 * read them. */
static void add_number(struct buf *buf, const char *text, char separator)
{
    const char *point = separator == ';' ? strchr(text, '.') : NULL;
    if (point == NULL) {
        buf_add_text(buf, text);
        return;
    }
    buf_add(buf, text, (size_t)(point - text));
    buf_add_text(buf, ",");
    buf_add_text(buf, point + 1);
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
                     const char *const *cells, const enum cell_kind *kinds, int count)
{
    for (int i = 0; i < count; i++) {
        if (i > 0) {
            buf_add(buf, &style->separator, 1);
        }
        if (kinds != NULL && kinds[i] != CELL_TEXT && is_plain(cells[i])) {
            add_number(buf, cells[i], style->separator); /* our own: digits, a sign, a point */
        } else if ((kinds == NULL || kinds[i] != CELL_NUMBER) && csv_needs_guard(cells[i])) {
            add_guarded(buf, cells[i], style->separator);
        } else {
            csv_add_cell(buf, cells[i], style->separator);
        }
    }
    buf_add_text(buf, "\r\n");
}

/* --- a document ------------------------------------------------------------------------------- */
static bool write_table(void *context, const struct document_table *table)
{
    struct spreadsheet *spreadsheet = context;
    const char *titles[DOCUMENT_COLUMNS_MAX];
    spreadsheet->is_main = table->is_main;
    if (!table->is_main) {
        return true;
    }
    int count = table->count < DOCUMENT_COLUMNS_MAX ? table->count : DOCUMENT_COLUMNS_MAX;
    for (int i = 0; i < count; i++) {
        titles[i] = table->columns[i].title;
        spreadsheet->kinds[i] = table->columns[i].kind;
    }
    spreadsheet_begin(&spreadsheet->out, &spreadsheet->style);
    spreadsheet->columns = count;
    spreadsheet_row(&spreadsheet->out, &spreadsheet->style, titles, NULL, count);
    return true;
}

static bool write_row(void *context, const char *const *cells)
{
    struct spreadsheet *spreadsheet = context;
    if (!spreadsheet->is_main) {
        return true;
    }
    spreadsheet_row(&spreadsheet->out, &spreadsheet->style, cells, spreadsheet->kinds,
                    spreadsheet->columns);
    spreadsheet->rows++;
    return spreadsheet->sent == NULL || spreadsheet->sent(spreadsheet);
}

struct document spreadsheet_document(struct spreadsheet *spreadsheet)
{
    static const struct document_writer writer = {.table = write_table, .row = write_row};
    return (struct document){.writer = &writer, .context = spreadsheet};
}
