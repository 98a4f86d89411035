/* Many finished sessions at once, for data that can be made again (the demonstration): the rows go
 * in by key order, foreign keys are checked at the end instead of at each row, and the caller
 * writes one audit row a batch. Between db_bulk_begin and db_bulk_end only. */
#ifndef STORE_BULK_H
#define STORE_BULK_H
#include "store/db.h"
#include "store/records.h"

/* Inside a write transaction: the session, its weapon line, its shots in key order, its summary. */
bool bulk_add_session(struct db *db, const struct session *session,
                      const struct session_weapon *weapon, const struct shot *shots, int count,
                      const struct shot_summary *summary, struct err *err);

/* Every reference of the whole database points at something; ERR_CORRUPT names the table otherwise.
 */
bool bulk_check_references(struct db *db, struct err *err);

/* Takes out every row whose id was made by that terminal, where nothing else refers to it: shots,
 * summaries, weapon lines, sessions, then ammunition, weapons with their service log, settings and
 * attachments (rows; the files are core's), locations, accounts, members. Counts of what went.
 * Inside a write transaction. */
struct bulk_removed {
    int64_t sessions, shots, members, weapons;
};
bool bulk_remove_terminal(struct db *db, int terminal, struct bulk_removed *removed,
                          struct err *err);

/* Whether any session, member or account carries that terminal's number. */
bool bulk_has_terminal(struct db *db, int terminal, bool *has, struct err *err);
/* Whether a club, a person, a session, stock or a row of a register is of another one. */
bool bulk_has_other(struct db *db, int terminal, bool *has, struct err *err);

#endif
