/* Everything that is kept about one member, table by table, for the member to have. */
#ifndef STORE_PERSON_H
#define STORE_PERSON_H
#include "store/db.h"
#include "store/records.h"

enum { PERSON_COLUMNS_MAX = 16 };
enum person_kind {
    PERSON_TEXT,
    PERSON_NUMBER,
    PERSON_DATE,
    PERSON_MOMENT,    /* UTC ms */
    PERSON_DOCUMENT,  /* of a guest: a code */
    PERSON_SENTENCES, /* of an answer: JSON */
    /* numbers that stand for a word: */
    PERSON_YES_NO,
    PERSON_STATE, /* enum session_state */
    PERSON_ROLE,
    PERSON_REASON, /* enum move_reason */
    PERSON_DEVIATION,
    PERSON_ASKED, /* enum job_kind */
    PERSON_KIND_COUNT
};

struct person_column {
    const char *title; /* N_() */
    enum person_kind kind;
    int width; /* a share on paper; 0: not on paper */
};
struct person_table {
    const char *id;
    const char *title; /* N_() */
    const char *sql;   /* $1: the member */
    struct person_column columns[PERSON_COLUMNS_MAX];
};
const struct person_table *person_table_at(int index); /* NULL: no more */
int person_column_count(const struct person_table *table);

/* Cells are texts as they are stored, valid until the next row. visit returns false to stop; then
 * false without an error. */
bool person_each(struct db *db, const struct person_table *table, record_id member_id,
                 bool (*visit)(void *context, const char *const *cells), void *context,
                 struct err *err);

#endif
