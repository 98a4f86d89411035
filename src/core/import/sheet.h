/* A table with headings from bytes: encoding, delimiter, and which column is which field. */
#ifndef CORE_IMPORT_SHEET_H
#define CORE_IMPORT_SHEET_H
#include "base/csv.h"

enum { SHEET_FIELDS_MAX = 24 };

/* One field and the headings that mean it: folded, with commas around each: ",achternaam,naam,". */
struct sheet_field {
    const char *names;
    bool is_needed;
};

struct sheet {
    struct csv_table table;        /* row 0: the headings */
    int columns[SHEET_FIELDS_MAX]; /* of each field; -1: not in the file */
    const char *ignored;           /* other headings, with commas */
};
/* ERR_INPUT: not readable, or a needed column is missing (named). In the arena. */
bool sheet_read(struct arena *arena, const char *bytes, size_t size,
                const struct sheet_field *fields, int field_count, struct sheet *sheet,
                struct err *err);
/* The trimmed cell, "" when there is none, without an apostrophe that guards a formula. row counts
 * from 1. In the arena. */
const char *sheet_cell(struct arena *arena, const struct sheet *sheet, int row, int field);
/* The heading of a field as the file has it, "" when it has none. */
const char *sheet_heading(const struct sheet *sheet, int field);

#endif
