#include "base/csv.h"

#include <csv.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/i18n.h"

enum {
    BYTES_MAX = 10 * 1024 * 1024,
    ROWS_MAX = 100000,
    CELL_MAX = 64 * 1024,
    CELL_STEP = 16 * 1024,
    COLUMNS_MAX = 256
};

struct reader {
    struct arena *arena;
    struct csv_row *rows;
    int count, room;
    char *cells[COLUMNS_MAX];
    int columns;
    int bad_column; /* of the first cell that is too long, or one too many; 0: none */
    int bad_line;
    int line; /* where the row being read began */
};

static void take_cell(void *bytes, size_t size, void *context)
{
    struct reader *reader = context;
    if (size > CELL_MAX || reader->columns == COLUMNS_MAX) {
        if (reader->bad_column == 0) {
            reader->bad_column = reader->columns + 1;
            reader->bad_line = reader->line;
        }
        return;
    }
    char *cell = arena_alloc(reader->arena, size + 1);
    if (size > 0) {
        memcpy(cell, bytes, size);
    }
    reader->cells[reader->columns++] = cell;
}

static void take_row(int ending, void *context)
{
    (void)ending;
    struct reader *reader = context;
    if (reader->count == reader->room) {
        int room = reader->room > 0 ? reader->room * 2 : 64;
        struct csv_row *rows = arena_array(reader->arena, (size_t)room, sizeof *rows);
        if (reader->count > 0) {
            memcpy(rows, reader->rows, sizeof *rows * (size_t)reader->count);
        }
        reader->rows = rows;
        reader->room = room;
    }
    struct csv_row *row = &reader->rows[reader->count++];
    row->line = reader->line;
    row->count = reader->columns;
    row->cells = arena_array(reader->arena, (size_t)reader->columns, sizeof *row->cells);
    memcpy(row->cells, reader->cells, sizeof *row->cells * (size_t)reader->columns);
    reader->columns = 0;
}

static char guess_delimiter(const char *bytes, size_t size)
{
    const char *end = memchr(bytes, '\n', size);
    size_t length = end != NULL ? (size_t)(end - bytes) : size;
    return memchr(bytes, ';', length) != NULL && memchr(bytes, ',', length) == NULL ? ';' : ',';
}

/* Bytes up to and including the next line end: LF, CR LF or CR. */
static size_t line_size(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == size || bytes[i + 1] != '\n'))) {
            return i + 1;
        }
    }
    return size;
}

/* Line by line, so that a row knows where it began: rows with quoted line ends span several. */
static bool parse_lines(struct reader *reader, struct csv_parser *parser, const char *bytes,
                        size_t size)
{
    int line = 1;
    bool is_quoted = false;
    for (reader->line = 1; size > 0; line++) {
        size_t length = line_size(bytes, size);
        if (csv_parse(parser, bytes, length, take_cell, take_row, reader) != length) {
            return false;
        }
        for (size_t i = 0; i < length; i++) {
            is_quoted = is_quoted != (bytes[i] == '"');
        }
        bool is_ended = bytes[length - 1] == '\n' || bytes[length - 1] == '\r';
        reader->line = is_quoted || !is_ended ? reader->line : line + 1;
        bytes += length;
        size -= length;
    }
    return true;
}

/* Without memory the program ends (buf.h): libcsv would call it a quotation mark in the wrong
 * place. */
static void *grow(void *memory, size_t size)
{
    return mem_grow(memory, size, 1);
}

void csv_use_memory(struct csv_parser *parser)
{
    csv_set_realloc_func(parser, grow);
    csv_set_blk_size(parser, CELL_STEP); /* else a long cell is copied again every 128 bytes */
}

static bool parse(struct reader *reader, const char *bytes, size_t size, char delimiter,
                  struct err *err)
{
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0) {
        return err_set(err, ERR_BUG, _("The CSV reader could not start."));
    }
    csv_use_memory(&parser);
    csv_set_delim(&parser, (unsigned char)delimiter);
    bool ok = parse_lines(reader, &parser, bytes, size) &&
              csv_fini(&parser, take_cell, take_row, reader) == 0;
    csv_free(&parser);
    if (reader->bad_column != 0) {
        return err_set(err, ERR_INPUT, _("Line %d, column %d is too long. Nothing was read."),
                       reader->bad_line, reader->bad_column);
    }
    return ok ||
           err_set(
               err, ERR_INPUT,
               _("Line %d, column %d: a quotation mark is in the wrong place. Nothing was read."),
               reader->line, reader->columns + 1);
}

bool csv_read(struct arena *arena, const char *bytes, size_t size, char delimiter,
              struct csv_table *table, struct err *err)
{
    struct reader reader = {.arena = arena};
    if (size > BYTES_MAX) {
        return err_set(err, ERR_INPUT, _("The file is larger than 10 MiB. Nothing was read."));
    }
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    if (memchr(bytes, '\0', size) != NULL) {
        return err_set(err, ERR_INPUT,
                       _("The file holds a NUL byte: it is no CSV text. Nothing was read."));
    }
    if (!parse(&reader, bytes, size, delimiter != 0 ? delimiter : guess_delimiter(bytes, size),
               err)) {
        return false;
    }
    if (reader.count > ROWS_MAX) {
        return err_set(err, ERR_INPUT, _("The file has more than 100000 rows. Nothing was read."));
    }
    *table = (struct csv_table){.count = reader.count, .rows = reader.rows};
    return true;
}

int csv_column(const struct csv_table *table, const char *name)
{
    for (int i = 0; table->count > 0 && i < table->rows[0].count; i++) {
        if (strcasecmp(table->rows[0].cells[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

const char *csv_cell(const struct csv_row *row, int column)
{
    return column >= 0 && column < row->count ? row->cells[column] : "";
}

/* --- what a spreadsheet would calculate ---------------------------------------------------------
 */
/* The wide forms of = + - @, which some spreadsheets read as the narrow ones. */
static bool begins_wide(const char *text)
{
    static const char *const wide[] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
                                       "\xEF\xBC\xA0"};
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
        if (strncmp(text, wide[i], strlen(wide[i])) == 0) {
            return true;
        }
    }
    return false;
}

bool csv_needs_guard(const char *text)
{
    return (*text != '\0' && strchr("=+-@\t\r\n'", *text) != NULL) ||
           (*text == '\xEF' && begins_wide(text));
}

const char *csv_without_guard(const char *text)
{
    return text[0] == '\'' && csv_needs_guard(text + 1) ? text + 1 : text;
}

/* --- writing ------------------------------------------------------------------------------------
 */
/* What readers of CSV take off the ends of a cell without quotes. */
static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* One look at every byte: reports write millions of cells. */
static bool needs_quotes(const char *cell, size_t size, char delimiter)
{
    for (size_t i = 0; i < size; i++) {
        char byte = cell[i];
        if (byte == delimiter || byte == '"' || byte == '\n' || byte == '\r') {
            return true;
        }
    }
    return size > 0 && (is_blank(cell[0]) || is_blank(cell[size - 1]));
}

void csv_add_cell(struct buf *out, const char *cell, char delimiter)
{
    size_t size = strlen(cell);
    if (!needs_quotes(cell, size, delimiter)) {
        buf_add(out, cell, size);
        return;
    }
    buf_add_text(out, "\"");
    for (; *cell != '\0'; cell++) {
        if (*cell == '"') {
            buf_add_text(out, "\"");
        }
        buf_add(out, cell, 1);
    }
    buf_add_text(out, "\"");
}
