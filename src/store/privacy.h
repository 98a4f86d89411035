/* Taking a person out of the records, and what is older than it should be kept. Writing functions
 * run inside the caller's transaction. */
#ifndef STORE_PRIVACY_H
#define STORE_PRIVACY_H
#include "base/arena.h"
#include "base/buf.h"
#include "store/db.h"
#include "store/records.h"

/* What of a member stands in the way: an open session, a weapon that is out, accounts without which
 * nobody could manage the club. */
struct privacy_hindrance {
    int open_sessions, weapons_out, last_admins;
};
bool privacy_hindrance_read(struct db *db, record_id member_id, struct privacy_hindrance *hindrance,
                            struct err *err);

/* Names, number, licence, birth date, notes, goals, questions, what the coach was sent and answered
 * about them, notes of sessions, the serial numbers and notes of their own weapons, login and name
 * of their accounts: gone. Sessions, shots, turns, registers and totals stay. `label` becomes the
 * family name, `number` the club's number. */
bool privacy_blank_member(struct db *db, record_id member_id, const char *label, const char *number,
                          int64_t at_ms, struct err *err);

/* Numbers of the rows of the audit trail about the member whose text is theirs, or that hold one of
 * the words, oldest first; in the arena. */
bool privacy_audit_rows(struct db *db, struct arena *arena, record_id member_id,
                        const char *const *words, int word_count, int64_t **numbers, int *count,
                        struct err *err);
bool privacy_audit_blank(struct db *db, int64_t number, int64_t at_ms, struct err *err);

/* Takes the rows of the files of the member's sessions and weapons out; the names of the files are
 * added to `names`, one a line. */
bool privacy_take_attachments(struct db *db, record_id member_id, struct buf *names,
                              struct err *err);

/* Guests up to and with that date: their names and documents. */
bool privacy_blank_guests(struct db *db, const char *until, int64_t at_ms, const char *label,
                          int *count, struct err *err);

/* --- what is due --------------------------------------------------------------------------------
 */
enum privacy_kind {
    PRIVACY_PRESENCE,
    PRIVACY_GUESTS,
    PRIVACY_ISSUES,
    PRIVACY_AMMUNITION,
    PRIVACY_MEMBERS, /* who left and still has a name */
    PRIVACY_KINDS
};
/* How many rows there are up to and with that date, and the oldest date ("" when none). */
bool privacy_count(struct db *db, enum privacy_kind kind, const char *until, int *count,
                   char oldest[DATE_ROOM], struct err *err);

#endif
