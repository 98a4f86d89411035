/* Bringing a club to this program's schema: a verified copy first, then every step, the checks and
 * the rows that tell of it in one transaction, with nobody else at the database. Whatever fails or
 * is killed leaves the club as it was. docs/decisions/0010 says why. */
#ifndef CORE_MIGRATE_APP_H
#define CORE_MIGRATE_APP_H
#include "store/migrate.h"

struct upgrade {
    int from, to;        /* schema; the same: nothing had to be done */
    char copy_name[128]; /* in DATA/backups: "aimtrack.db.before-migration-0006-20261127T131500Z" */
    int64_t copy_bytes;
    char copy_digest[65]; /* SHA-256: migrate_back.h takes this copy and no other */
    int duration_ms;
};

/* Waits for another process that does the same (then there is nothing left to do). ERR_BUSY when
 * some other AimTrack has the club open; ERR_NEWER; ERR_CORRUPT when a step or a check failed;
 * ERR_FULL, ERR_IO: nothing was changed. A club that is up to date is only read, whoever has it
 * open. app_open calls this by itself. */
bool migrate_app_run(const char *folder, struct upgrade *done, struct err *err);

/* The same on a copy that is thrown away; the club may be in use and stays as it is. */
bool migrate_app_rehearse(const char *folder, struct upgrade *would, struct err *err);

/* Every step with how it stands; only reads, of a newer club too. */
bool migrate_app_status(const char *folder, struct arena *arena, struct migrate_step **steps,
                        int *count, struct err *err);

/* Until no other process upgrades this club any more; ERR_BUSY after a minute. */
bool migrate_app_wait(const char *folder, struct err *err);

/* Makes DATA/backups/aimtrack.db.before-migration-NNNN-TIME of the open database at schema `from`.
 */
bool migrate_app_copy(struct db *db, const char *folder, int from, struct upgrade *done,
                      struct err *err);

#endif
