/* Privacy: what is kept of a person longer than it should be, and taking a person out of what must
 * stay. Exporting everything about a member is a report (report_person.c). */
#ifndef CORE_PRIVACY_H
#define CORE_PRIVACY_H
#include "core/app.h"
#include "store/privacy.h"

/* A member who left: name, number, licence, birth date, notes, goals, questions, what the coach was
 * sent and answered about them, notes and files of their sessions and weapons, serial numbers of
 * their own weapons, login and name of their accounts go, also from the audit trail. Sessions,
 * shots, turns and registers stay, under a name that says nothing. Cannot be undone. ERR_INPUT: has
 * not left, has an open session or a weapon, is the last administrator. RIGHT_MANAGE_SYSTEM.
 *
 * What it cannot reach: backups, exports that were taken along, and the name of an account of
 * theirs in the register rows and the trail of what that account did; docs/manual/secretary.md says
 * so. */
struct privacy_result {
    int audit_rows;       /* whose text was taken out */
    char name[NAME_ROOM]; /* as which they stay */
    bool is_in_log;       /* another AimTrack was reading: what was overwritten is still in the
                             write-ahead log, until it is emptied the next time */
};
bool privacy_anonymise(struct app *app, record_id member_id, struct privacy_result *result,
                       struct err *err);

/* Who left and still has a name: who left longest ago first, in the arena. RIGHT_SEE. */
bool privacy_left(struct app *app, struct arena *arena, struct member **rows, int *count,
                  struct err *err);

/* What is older than its setting says: only listed. */
struct privacy_due {
    enum privacy_kind kind;
    const char *name;      /* translated: "Guest register" */
    const char *setting;   /* "retention.guests" */
    int months;            /* 0: never due */
    char until[DATE_ROOM]; /* due are those up to and with that date; "" when never */
    int count;
    char oldest[DATE_ROOM];
};
/* RIGHT_SEE. */
bool privacy_due_read(struct app *app, struct privacy_due due[PRIVACY_KINDS], struct err *err);

/* Names and documents of guests that are due go; the visits stay. RIGHT_MANAGE_SYSTEM. */
bool privacy_blank_due_guests(struct app *app, int *count, struct err *err);

#endif
