/* aimtrack score --csv: a stream of rows, each answered as soon as it is read. Memory is one row's,
 * however many there are; libcsv splits the cells, we keep their text. */
#include "cli/score.h"

#include "base/buf.h"
#include "base/csv.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cli/command.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_LIMIT = 1 << 20, OUT_CHUNK = 1 << 16, EXIT_DATA_WRONG = 65, EXIT_WRITE_FAILED = 74 };

enum input_column { COLUMN_FACE, COLUMN_X, COLUMN_Y, COLUMN_GAUGE, COLUMN_COUNT };

static const char *const column_names[COLUMN_COUNT] = {
    [COLUMN_FACE] = "face_id",
    [COLUMN_X] = "x_mm",
    [COLUMN_Y] = "y_mm",
    [COLUMN_GAUGE] = "projectile_mm",
};

struct table {
    const struct face_list *faces;
    const struct face *face; /* of the row before: most tables have one */
    bool *is_noted;          /* per face: its status has been told */
    int64_t gauge_am;        /* for rows that name none; -1: the face's own */
    struct csv_parser parser;
    char delimiter;
    bool is_crlf;
    int line;                  /* being read, from 1 */
    size_t row_size;           /* bytes read since the last row ended */
    int header_count;          /* 0: the header is still to come */
    int columns[COLUMN_COUNT]; /* place in the row; -1: not there */
    struct buf cells;          /* of this row, each ended by NUL */
    size_t *starts;            /* of each cell in `cells` */
    int count, room;
    struct buf out;
    bool is_broken; /* `err` is set: rows after it are not looked at */
    bool is_unwritable;
    struct err err;
};

static void out_write(struct table *table)
{
    if (table->out.size > 0 &&
        fwrite(table->out.bytes, 1, table->out.size, stdout) != table->out.size) {
        table->is_unwritable = true;
    }
    buf_clear(&table->out);
}

static const char *cell_of(const struct table *table, int column)
{
    return column < 0 ? "" : table->cells.bytes + table->starts[column];
}

static void row_bad(struct table *table, enum input_column column, const char *problem)
{
    char shown[120]; /* with a "…" where it is cut, never inside a letter */
    text_fit(shown, sizeof shown, cell_of(table, table->columns[column]), 40);
    table->is_broken = true;
    err_set(&table->err, ERR_INPUT, _("Row %d, column %s: \"%s\" %s. The rows before it are done."),
            table->line, column_names[column], shown, problem);
}

static void row_echo(struct table *table)
{
    char delimiter[2] = {table->delimiter, '\0'};
    for (int i = 0; i < table->count; i++) {
        csv_add_cell(&table->out, cell_of(table, i), table->delimiter);
        buf_add_text(&table->out, delimiter);
    }
}

static void row_finish(struct table *table)
{
    buf_add_text(&table->out, table->is_crlf ? "\r\n" : "\n");
    if (table->out.size >= OUT_CHUNK) {
        out_write(table);
    }
}

static void header_read(struct table *table)
{
    table->header_count = table->count;
    for (int column = 0; column < COLUMN_COUNT; column++) {
        table->columns[column] = -1;
        for (int i = table->count - 1; i >= 0; i--) {
            if (strcmp(cell_of(table, i), column_names[column]) == 0) {
                table->columns[column] = i;
            }
        }
        if (table->columns[column] < 0 && column != COLUMN_GAUGE) {
            table->is_broken = true;
            err_set(&table->err, ERR_INPUT,
                    _("Row 1 names no column %s; face_id, x_mm and y_mm are needed."),
                    column_names[column]);
            return;
        }
    }
    row_echo(table);
    for (const char *name = "ring,decimal,inner_ten,distance_mm,margin_mm"; *name != '\0'; name++) {
        buf_add(&table->out, *name == ',' ? &table->delimiter : name, 1);
    }
    row_finish(table);
}

/* The face of the row, noted once when it is not confirmed; NULL when there is no such face. */
static const struct face *row_face(struct table *table)
{
    const char *id = cell_of(table, table->columns[COLUMN_FACE]);
    if (table->face != NULL && strcmp(table->face->id, id) == 0) {
        return table->face;
    }
    table->face = face_find(table->faces, id);
    if (table->face == NULL) {
        row_bad(table, COLUMN_FACE, _("is no face; aimtrack score --faces lists them"));
        return NULL;
    }
    bool *is_noted = &table->is_noted[table->face - table->faces->rows];
    if (!*is_noted) {
        score_note_status(table->face);
        *is_noted = true;
    }
    return table->face;
}

static bool row_gauge(struct table *table, const struct face *face, int64_t *gauge_am)
{
    const char *cell = cell_of(table, table->columns[COLUMN_GAUGE]);
    *gauge_am = table->gauge_am < 0 ? face->gauge_am : table->gauge_am;
    if (cell[0] != '\0' && !score_gauge_read(cell, gauge_am)) {
        row_bad(table, COLUMN_GAUGE, _("is no diameter in millimetres from 0 to 100"));
        return false;
    }
    return true;
}

static bool row_axis(struct table *table, enum input_column column, int64_t *am, uint64_t *rest)
{
    if (!hole_read_axis(cell_of(table, table->columns[column]), am, rest)) {
        row_bad(table, column, _("is no place in millimetres from -3000 to 3000"));
        return false;
    }
    return true;
}

static void row_answer(struct table *table, const struct face *face, struct score score)
{
    char text[32];
    char delimiter[2] = {table->delimiter, '\0'};
    row_echo(table);
    score_text(text, sizeof text, score.ring * 10, false, false, '.');
    buf_add_text(&table->out, text);
    buf_add_text(&table->out, delimiter);
    if (face->has_decimals) {
        buf_add_text(&table->out, score_text(text, sizeof text, score.tenths, true, false, '.'));
    }
    buf_add_text(&table->out, delimiter);
    buf_add_text(&table->out, score.is_inner_ten ? "yes" : "no");
    buf_add_text(&table->out, delimiter);
    buf_add_text(&table->out, score_mm_text(text, score.distance_um, '.'));
    buf_add_text(&table->out, delimiter);
    buf_add_text(&table->out, score_mm_text(text, score.margin_um, '.'));
    row_finish(table);
}

static void row_score(struct table *table)
{
    struct hole hole = {0};
    int64_t gauge_am = 0;
    if (table->count != table->header_count) {
        table->is_broken = true;
        err_set(&table->err, ERR_INPUT,
                _("Row %d has %d cells, the header has %d. The rows before it are done."),
                table->line, table->count, table->header_count);
        return;
    }
    const struct face *face = row_face(table);
    if (face != NULL && row_axis(table, COLUMN_X, &hole.x_am, &hole.x_rest) &&
        row_axis(table, COLUMN_Y, &hole.y_am, &hole.y_rest) && row_gauge(table, face, &gauge_am)) {
        row_answer(table, face, score_hole(face, gauge_am, hole));
    }
}

/* --- libcsv's side -------------------------------------------------------------------------- */
static void on_cell(void *bytes, size_t size, void *context)
{
    struct table *table = context;
    if (table->is_broken) {
        return;
    }
    if (size > 0 && memchr(bytes, '\0', size) != NULL) {
        table->is_broken = true;
        err_set(&table->err, ERR_INPUT,
                _("Row %d, cell %d holds a NUL byte: this is no CSV text. The rows before it are "
                  "done."),
                table->line, table->count + 1);
        return;
    }
    if (table->count == table->room) {
        table->room = table->room == 0 ? 16 : table->room * 2;
        table->starts = mem_grow(table->starts, (size_t)table->room, sizeof *table->starts);
    }
    table->starts[table->count] = table->cells.size;
    table->count++;
    buf_add(&table->cells, bytes == NULL ? "" : bytes, size);
    buf_add(&table->cells, "", 1);
}

static void on_row(int terminator, void *context)
{
    struct table *table = context;
    (void)terminator;
    if (!table->is_broken) {
        if (table->header_count == 0) {
            header_read(table);
        } else {
            row_score(table);
        }
    }
    buf_clear(&table->cells);
    table->count = 0;
    table->row_size = 0;
}

/* Blanks are part of a cell: what came in goes out. */
static int is_never_space(unsigned char byte)
{
    (void)byte;
    return 0;
}

static void quotes_bad(struct table *table)
{
    table->is_broken = true;
    err_set(&table->err, ERR_INPUT,
            _("Row %d: the quotes do not match, or the row is over 1 MiB. The rows before it are "
              "done."),
            table->line);
}

/* One line with its end, at most ROW_LIMIT bytes; false at the end of the file. */
static bool line_read(FILE *in, struct buf *line)
{
    int byte = 0;
    buf_clear(line);
    while (byte != '\n' && line->size < ROW_LIMIT && (byte = getc_unlocked(in)) != EOF) {
        char c = (char)byte;
        buf_add(line, &c, 1);
    }
    return line->size > 0;
}

/* The first line tells the separator and how lines end; a byte order mark is dropped. */
static size_t first_line_look(struct table *table, const struct buf *line)
{
    size_t skipped = line->size >= 3 && memcmp(line->bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    size_t commas = 0;
    size_t semicolons = 0;
    for (size_t i = skipped; i < line->size; i++) {
        commas += line->bytes[i] == ',';
        semicolons += line->bytes[i] == ';';
    }
    table->delimiter = semicolons > commas ? ';' : ',';
    csv_set_delim(&table->parser, (unsigned char)table->delimiter);
    table->is_crlf = line->size >= 2 && memcmp(line->bytes + line->size - 2, "\r\n", 2) == 0;
    return skipped;
}

static void table_run(struct table *table, FILE *in)
{
    struct buf line = {0};
    bool is_new_line = true; /* a line over ROW_LIMIT comes in pieces */
    while (!table->is_broken && !table->is_unwritable && line_read(in, &line)) {
        bool is_first = table->line == 0;
        table->line += is_new_line;
        is_new_line = line.bytes[line.size - 1] == '\n';
        size_t skipped = is_first ? first_line_look(table, &line) : 0;
        size_t size = line.size - skipped;
        table->row_size += size;
        if (csv_parse(&table->parser, line.bytes + skipped, size, on_cell, on_row, table) != size ||
            table->row_size > ROW_LIMIT) {
            quotes_bad(table);
        }
    }
    if (!table->is_broken && ferror(in)) {
        table->is_broken = true;
        err_set(&table->err, ERR_IO, _("Reading failed after row %d."), table->line);
    }
    if (!table->is_broken && csv_fini(&table->parser, on_cell, on_row, table) != 0) {
        quotes_bad(table);
    }
    if (!table->is_broken && table->header_count == 0) {
        table->is_broken = true;
        err_set(&table->err, ERR_INPUT,
                _("There are no rows: the first must name the columns face_id, x_mm and y_mm."));
    }
    buf_free(&line);
}

static int table_finish(struct table *table)
{
    out_write(table);
    if (fflush(stdout) != 0 || table->is_unwritable) {
        fprintf(stderr, "aimtrack: %s\n",
                _("The answers could not be written; what is there is not complete."));
        return EXIT_WRITE_FAILED;
    }
    if (!table->is_broken) {
        return 0;
    }
    int code = command_fail(&table->err);
    return table->err.kind == ERR_INPUT ? EXIT_DATA_WRONG : code; /* the file, not the command */
}

int score_csv(const struct face_list *faces, const char *path, int64_t gauge_am)
{
    struct err err = {0};
    FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (in == NULL) {
        err_set(&err, ERR_NOT_FOUND, _("The file %.100s cannot be read."), path);
        err_detail(&err, "%s", strerror(errno));
        return command_fail(&err);
    }
    struct table table = {.faces = faces, .gauge_am = gauge_am};
    table.is_noted = mem_array((size_t)faces->count, sizeof *table.is_noted);
    csv_init(&table.parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    csv_use_memory(&table.parser);
    csv_set_space_func(&table.parser, is_never_space);
    table_run(&table, in);
    int code = table_finish(&table);
    csv_free(&table.parser);
    buf_free(&table.cells);
    buf_free(&table.out);
    free(table.starts);
    free(table.is_noted);
    if (in != stdin) {
        fclose(in);
    }
    return code;
}
