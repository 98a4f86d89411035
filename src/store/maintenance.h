/* What was done for the club's data: backups, tests of them, migrations, checks. Only added.
 * Writing functions run inside the caller's transaction. */
#ifndef STORE_MAINTENANCE_H
#define STORE_MAINTENANCE_H
#include "base/arena.h"
#include "store/db.h"
#include "store/records.h"

enum maintenance_kind { /* stored: new ones go to the end, with a migration */
                        MAINTENANCE_BACKUP,
                        MAINTENANCE_RESTORE_TEST,
                        MAINTENANCE_RESTORE,
                        MAINTENANCE_MIGRATION,
                        MAINTENANCE_CHECK, /* a whole verify, or SQLite's own integrity check */
                        MAINTENANCE_SALVAGE,
                        MAINTENANCE_KIND_COUNT
};
enum { MAINTENANCE_ROWS_MAX = 500, MAINTENANCE_DETAIL_ROOM = 256 };

struct maintenance {
    record_id id; /* 0: there never was one */
    enum maintenance_kind kind;
    bool is_good;
    char file_name[128]; /* of the backup; "": none */
    int64_t bytes;
    char digest[65];
    char detail[MAINTENANCE_DETAIL_ROOM]; /* English, cleaned */
    record_id account_id;
    char by_name[NAME_ROOM];
    int64_t at_ms;
    int duration_ms;
};

bool maintenance_insert(struct db *db, const struct maintenance *row, struct err *err);
/* The newest of a kind; good_only: that was good. row->id 0: never one. */
bool maintenance_newest(struct db *db, enum maintenance_kind kind, bool good_only,
                        struct maintenance *row, struct err *err);
/* The newest first, at most MAINTENANCE_ROWS_MAX; kind -1: every. */
bool maintenance_rows(struct db *db, struct arena *arena, int kind, struct maintenance **rows,
                      int *count, struct err *err);

/* Writes the terminal's row: that a commit works. */
bool health_probe_put(struct db *db, int terminal, int64_t at_ms, struct err *err);

#endif
