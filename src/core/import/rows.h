/* One row of each kind of import: shared between the files in core/import only. */
#ifndef CORE_IMPORT_ROWS_H
#define CORE_IMPORT_ROWS_H
#include "core/import/import.h"
#include "core/import/sheet.h"

/* What a row came to. */
struct import_outcome {
    enum import_action action;
    record_id id; /* the record it added, changed or left; 0 on error */
    char name[NAME_ROOM];
    int field;      /* that is wrong; -1: the row */
    struct err err; /* when action is IMPORT_ERROR */
};

/* A kind: its headings, and how a row is done inside the batch. */
struct import_class {
    const struct sheet_field *fields;
    int field_count;
    void (*run)(struct app *app, struct arena *arena, const struct sheet *sheet, int row,
                struct import_outcome *outcome);
};
extern const struct import_class import_members, import_weapons;

/* IMPORT_ERROR, with how much has room; false. */
bool import_too_long(struct import_outcome *outcome, int field, size_t length, size_t room);
/* A cell into a field: longer than its room is an error. Empty: left as it is. *changed is set when
 * it differs. */
bool import_take(struct arena *arena, const struct sheet *sheet, int row, int field, char *dst,
                 size_t size, bool *changed, struct import_outcome *outcome);
bool import_take_date(struct arena *arena, const struct sheet *sheet, int row, int field,
                      char dst[DATE_ROOM], bool *changed, struct import_outcome *outcome);

#endif
