/* Ammunition and its stock: a ledger that is only added to. */
#ifndef CORE_AMMUNITION_H
#define CORE_AMMUNITION_H
#include "core/app.h"
#include "core/rights.h"

struct ammunition_query {
    const char *find;    /* folded words over name, calibre, bullet, lot; NULL or "": all */
    const char *calibre; /* exactly that; NULL or "": any */
    bool with_retired;
};
/* By name, in the arena. */
bool ammunition_list(struct app *app, struct arena *arena, const struct ammunition_query *query,
                     struct ammunition **rows, int *count, struct err *err);
bool ammunition_get(struct app *app, record_id id, struct ammunition *ammunition, struct err *err);
bool ammunition_add(struct app *app, const struct ammunition *input, record_id *id,
                    struct err *err);
/* The whole record as it was read, changed; ERR_BUSY when someone else changed it meanwhile. */
bool ammunition_edit(struct app *app, const struct ammunition *input, struct err *err);

/* --- the ledger ------------------------------------------------------------------------------ */
const char *move_reason_name(enum move_reason reason); /* translated */
enum right move_reason_right(enum move_reason reason); /* who has it may book that */
const char *move_reason_code(enum move_reason reason); /* "issued" */
bool move_reason_read(const char *code, enum move_reason *reason);

/* Books rounds (> 0; counted: 0 or more). Bought and returned add, issued and discarded take away;
 * counted makes the stock what was counted. date "": today. Refused when more goes out than there
 * is. Issue and return: RIGHT_SCORE; the others: RIGHT_EDIT_MEMBER. *id (may be NULL): the row, 0
 * when a count agreed with the stock. */
struct ammunition_booking {
    record_id ammunition_id;
    enum move_reason reason;
    int64_t rounds;
    const char *date, *note;
    record_id member_id; /* 0: nobody */
};
bool ammunition_book(struct app *app, const struct ammunition_booking *booking, record_id *id,
                     struct err *err);
bool ammunition_stock(struct app *app, record_id id, int64_t *rounds, struct err *err);

struct ammunition_ledger_row {
    struct ammunition_move move;
    int64_t balance; /* after it */
};
/* Newest first. */
bool ammunition_ledger(struct app *app, struct arena *arena, record_id id,
                       struct ammunition_ledger_row **rows, int *count, struct err *err);

#endif
