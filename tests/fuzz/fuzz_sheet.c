/* A table to import with any bytes: every cell of a field can be asked for, and is UTF-8. */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "core/import/sheet.h"

static const struct sheet_field fields[] = {
    {",achternaam,naam,family name,", true},
    {",voornaam,given name,", false},
    {",nummer,number,lidnummer,", false},
};
enum { FIELDS = sizeof fields / sizeof fields[0] };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct sheet sheet;
    struct err err = {0};
    char *bytes = fuzz_bytes(data, size);
    bool ok = sheet_read(&arena, bytes, size, fields, FIELDS, &sheet, &err);
    must(ok == (err.kind == ERR_OK), "an error without a word");
    for (int row = 1; ok && row < sheet.table.count; row++) {
        for (int field = 0; field < FIELDS; field++) {
            const char *cell = sheet_cell(&arena, &sheet, row, field);
            must(text_is_utf8(cell, strlen(cell)), "a cell that is no UTF-8");
            const char *heading = sheet_heading(&sheet, field);
            must(text_is_utf8(heading, strlen(heading)), "a heading that is no UTF-8");
        }
    }
    arena_free(&arena);
    free(bytes);
    return 0;
}
