/* Members and weapons from CSV: first a plan, row by row, with the row and column of each error;
 * then all of it or nothing. The plan is made by doing it in a transaction that is taken back, so
 * that what it promises is what happens. */
#ifndef CORE_IMPORT_IMPORT_H
#define CORE_IMPORT_IMPORT_H
#include "core/app.h"

enum import_kind { IMPORT_MEMBERS, IMPORT_WEAPONS };
enum import_action { IMPORT_ADD, IMPORT_CHANGE, IMPORT_SAME, IMPORT_ERROR, IMPORT_ACTION_COUNT };

struct import_row {
    int line; /* in the file, from 1 */
    enum import_action action;
    const char *name;    /* who or what, for people */
    const char *column;  /* heading of the cell that is wrong; "" when it is the row */
    const char *message; /* of an error, translated; "" */
};
struct import_plan {
    enum import_kind kind;
    int count;
    struct import_row *rows; /* in the arena */
    int counts[IMPORT_ACTION_COUNT];
    const char *ignored; /* headings that are not known, with commas; "" */
    bool is_applied;
};

/* UTF-8 (with or without BOM) or else Windows-1252; comma, semicolon or tab; Dutch or English
 * headings. At most 10 MiB and 100,000 rows. Without `apply` nothing is kept; with it everything
 * is, unless a row is wrong. False: the file cannot be read at all, err says why with its row and
 * column. Adds need RIGHT_ADD_MEMBER, changes RIGHT_EDIT_MEMBER. Empty cells never erase. */
bool import_run(struct app *app, struct arena *arena, enum import_kind kind, const char *bytes,
                size_t size, bool apply, struct import_plan *plan, struct err *err);

#endif
