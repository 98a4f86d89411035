#include "core/print_colours.h"

#include <string.h>

#include "base/csv.h"
#include "base/data.h"
#include "base/text.h"
#include "core/settings.h"

void print_colours_read(struct app *app, struct print_colours *colours)
{
    struct arena arena = {0};
    struct csv_table table;
    struct err ignored = {0};
    char code[32];
    const struct data_file *file = data_find("themes.csv");
    *colours = (struct print_colours){0};
    app_setting_get(app, "theme", setting_find("theme")->fallback, code, sizeof code);
    if (file != NULL && csv_read(&arena, file->bytes, file->size, ',', &table, &ignored)) {
        for (int row = 1; row < table.count; row++) {
            const struct csv_row *cells = &table.rows[row];
            if (strcmp(csv_cell(cells, csv_column(&table, "code")), code) == 0) {
                text_copy(colours->accent, sizeof colours->accent,
                          csv_cell(cells, csv_column(&table, "print")));
                text_copy(colours->second, sizeof colours->second,
                          csv_cell(cells, csv_column(&table, "print2")));
            }
        }
    }
    arena_free(&arena);
}
