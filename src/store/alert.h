/* Alerts that were raised and that went away again; only added. */
#ifndef STORE_ALERT_H
#define STORE_ALERT_H
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

#endif
