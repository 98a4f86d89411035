/* The append-only hash chain: every change of a record carries one row, in its transaction. */
#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H
#include "store/db.h"
#include "store/records.h"

/* Who writes: an account, or whoever owns the data folder (command line). */
struct audit_actor {
    record_id account_id; /* 0: command line */
    char name[NAME_ROOM]; /* "J. de Vries" or "cli:root" */
};

/* Appends the row: number = last + 1, hash = BLAKE2b-256 over the previous hash and every field
 * (docs/decisions/0004). Must run inside a write transaction. */
bool audit_add(struct db *db, const struct audit_actor *actor, int64_t at_ms, const char *action,
               const char *subject, record_id subject_id, const char *before, const char *after,
               struct err *err);

/* Rows about one subject, newest first, at most `room`. Returns the count, -1 on error. */
int audit_of(struct db *db, const char *subject, record_id subject_id, struct audit_row *rows,
             int room, struct err *err);

/* Rows of the whole chain with numbers below `before` (0: from the newest), newest first, at most
 * `room`. Returns the count, -1 on error. */
int audit_page(struct db *db, int64_t before, struct audit_row *rows, int room, struct err *err);

/* Walks the whole chain. A row whose text was taken out (a person who is gone) keeps its hash and
 * its place; a later row says that it was. *rows: how many were checked. ERR_CORRUPT names the
 * first wrong row. */
bool audit_verify(struct db *db, int64_t *rows, struct err *err);

#endif
