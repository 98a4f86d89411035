/* CSV with any bytes: a table within its limits or an error that names a row, and a cell that is
 * written comes back as it was. */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"

static void read_again(const struct csv_table *table, char delimiter)
{
    struct arena arena = {0};
    struct csv_table again;
    struct err err = {0};
    struct buf out = {0};
    buf_add_text(&out, "\xEF\xBB\xBF"); /* a first cell may begin with one of its own */
    for (int row = 0; row < table->count; row++) {
        for (int cell = 0; cell < table->rows[row].count; cell++) {
            buf_add(&out, &delimiter, cell > 0);
            csv_add_cell(&out, table->rows[row].cells[cell], delimiter);
        }
        buf_add_text(&out, "\n");
    }
    must(csv_read(&arena, buf_text(&out), out.size, delimiter, &again, &err), err.what);
    /* a row of one empty cell is an empty line, which is none */
    for (int row = 0, other = 0; row < table->count; row++) {
        const struct csv_row *one = &table->rows[row];
        if (one->count == 1 && one->cells[0][0] == '\0') {
            continue;
        }
        must(other < again.count && again.rows[other].count == one->count, "a row changed");
        for (int cell = 0; cell < one->count; cell++) {
            must(strcmp(again.rows[other].cells[cell], one->cells[cell]) == 0, "a cell changed");
        }
        other++;
    }
    buf_free(&out);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiters[] = {0, ',', ';', '\t'};
    char *bytes = fuzz_bytes(data, size);
    for (size_t i = 0; i < sizeof delimiters; i++) {
        struct arena arena = {0};
        struct csv_table table = {0};
        struct err err = {0};
        bool ok = csv_read(&arena, bytes, size, delimiters[i], &table, &err);
        must(ok != (err.kind != ERR_OK), "an error without a word");
        if (ok && delimiters[i] != 0) {
            read_again(&table, delimiters[i]);
        }
        arena_free(&arena);
    }
    free(bytes);
    return 0;
}
