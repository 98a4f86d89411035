/* Which backups stay: so many days, weeks and months that have one, counted, never by age: a club
 * that closes for a summer keeps what it has. And how they are called. Pure. */
#ifndef CORE_RULES_ROTATION_H
#define CORE_RULES_ROTATION_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum backup_class { BACKUP_DAILY, BACKUP_WEEKLY, BACKUP_MONTHLY, BACKUP_CLASS_COUNT };
enum { BACKUP_NAME_ROOM = 80, BACKUP_PERIOD_ROOM = 16 };

struct backup_name {
    enum backup_class class_;
    char period[BACKUP_PERIOD_ROOM]; /* "20261127-030004", "2026-W48", "2026-11": sorts by time */
    bool is_sealed;
};
/* "daily-20261127-030004.tar", "weekly-2026-W48.tar", "monthly-2026-11.tar"; encrypted ones end in
 * ".tar.sealed". False: no backup's name. */
bool backup_name_read(const char *text, struct backup_name *name);
void backup_name_write(char dst[BACKUP_NAME_ROOM], const struct backup_name *name);

/* ISO 8601 week of an ISO date, with the year that the week belongs to: "2026-W48". */
void rotation_week(char dst[BACKUP_PERIOD_ROOM], const char *iso_date);

/* The day, the Monday or the first of the month that a name is about: days since 1970. */
int64_t rotation_first_day(const struct backup_name *name);

struct rotation_file {
    struct backup_name name;
    bool is_verified; /* listed when it was whole, and not found damaged since */
    bool is_of_now;   /* made just now: the newest, whatever the clock made of its name */
    bool leads;       /* the newest verified one of its day, week or month: it stands for that */
    bool goes;        /* the answer */
};
/* Marks which files go. Of each calendar day (as the name says: the club's own), ISO week and month
 * one stays: the newest verified one; of each class the newest keep[class] such days, weeks or
 * months. Ten made by hand on one day are one day. The newest verified one of all stays, whatever
 * is kept of its class. What is not verified is left for a person, and counts for nothing. */
void rotation_choose(struct rotation_file *files, int count, const int keep[BACKUP_CLASS_COUNT]);

/* Whether that week or month has a verified backup already. */
bool rotation_has(const struct rotation_file *files, int count, enum backup_class class_,
                  const char *period);

#endif
