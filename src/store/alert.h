/* Alerts that were raised and that went away again; only added. */
#ifndef STORE_ALERT_H
#define STORE_ALERT_H
#include "base/arena.h"
#include "store/db.h"
#include "store/records.h"

enum { ALERT_DETAIL_ROOM = 256 };

struct alert_row {
    record_id id; /* 0: there never was one */
    char key[CODE_ROOM];
    bool is_on;
    char detail[ALERT_DETAIL_ROOM];
    int64_t at_ms;
};
bool alert_insert(struct db *db, const struct alert_row *row, struct err *err);
bool alert_newest(struct db *db, const char *key, struct alert_row *row, struct err *err);
/* The newest of each key, where that one was raised; in the arena, by key, at most
 * ALERT_ROWS_MAX. */
enum { ALERT_ROWS_MAX = 32 };
bool alert_raised(struct db *db, struct arena *arena, struct alert_row **rows, int *count,
                  struct err *err);

/* All of them, the newest first, at most ALERT_HISTORY_MAX. */
enum { ALERT_HISTORY_MAX = 200 };
bool alert_rows(struct db *db, struct arena *arena, struct alert_row **rows, int *count,
                struct err *err);

#endif
