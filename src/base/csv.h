/* Reading CSV whole (libcsv, strict) with row and column of the first error; writing one cell. */
#ifndef BASE_CSV_H
#define BASE_CSV_H
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

struct csv_row {
    int line; /* in the file, from 1 */
    int count;
    char **cells; /* NUL-terminated, in the arena */
};
struct csv_table {
    int count;
    struct csv_row *rows; /* in the arena */
};

/* Comma or semicolon (guessed from the first line when `delimiter` is 0). A UTF-8 BOM is skipped.
 * Limits: 10 MiB, 100,000 rows, 64 KiB a cell (data embedded in the program passes too). */
bool csv_read(struct arena *arena, const char *bytes, size_t size, char delimiter,
              struct csv_table *table, struct err *err);

struct csv_parser;
/* For who reads a stream with libcsv directly: its memory is ours (buf.h). */
void csv_use_memory(struct csv_parser *parser);

/* Column of that name in the first row (case-insensitive), or -1. */
int csv_column(const struct csv_table *table, const char *name);

/* The cell, or "" when the row is short or column is -1. */
const char *csv_cell(const struct csv_row *row, int column);

/* Adds one cell, quoted when RFC 4180 asks for it. */
void csv_add_cell(struct buf *out, const char *cell, char delimiter);

#endif
