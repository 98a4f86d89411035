/* How weapons were set, one row each time that changed. Rows are only added. */
#ifndef STORE_WEAPON_SETTING_H
#define STORE_WEAPON_SETTING_H
#include "base/arena.h"
#include "store/db.h"
#include "store/records.h"

enum { WEAPON_SETTING_ROWS_MAX = 500 };

bool weapon_setting_insert(struct db *db, const struct weapon_setting *setting, struct err *err);
/* Newest first, at most WEAPON_SETTING_ROWS_MAX. */
bool weapon_setting_rows(struct db *db, struct arena *arena, record_id weapon_id,
                         struct weapon_setting **rows, int *count, struct err *err);

#endif
