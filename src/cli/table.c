#include "cli/table.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/sanitize.h"
#include "base/text.h"

void table_add(struct table *table, int columns, const char *const *texts)
{
    table->columns = columns;
    if (table->count == table->room) {
        table->room = table->room > 0 ? table->room * 2 : 32;
        table->cells =
            mem_grow(table->cells, (size_t)table->room * (size_t)columns, sizeof *table->cells);
    }
    for (int i = 0; i < columns; i++) {
        char clean[400];
        sanitize_screen(clean, sizeof clean, texts[i]);
        table->cells[table->count * columns + i] = mem_text(clean);
    }
    table->count++;
}

static int column_width(const struct table *table, int column)
{
    int widest = 0;
    for (int row = 0; row < table->count; row++) {
        int width = text_width(table->cells[row * table->columns + column]);
        widest = width > widest ? width : widest;
    }
    return widest;
}

void table_print(struct table *table)
{
    int widths[TABLE_COLUMNS] = {0};
    for (int i = 0; i < table->columns && i < TABLE_COLUMNS; i++) {
        widths[i] = column_width(table, i);
    }
    for (int row = 0; row < table->count; row++) {
        for (int i = 0; i < table->columns; i++) {
            char *cell = table->cells[row * table->columns + i];
            int gap = i + 1 < table->columns ? widths[i] - text_width(cell) + 2 : 0;
            printf("%s%*s", cell, gap, "");
            free(cell);
        }
        putchar('\n');
    }
    free(table->cells);
    *table = (struct table){0};
}

void table_free(struct table *table)
{
    for (int i = 0; i < table->count * table->columns; i++) {
        free(table->cells[i]);
    }
    free(table->cells);
    *table = (struct table){0};
}
