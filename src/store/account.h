/* Accounts as they are kept. */
#ifndef STORE_ACCOUNT_H
#define STORE_ACCOUNT_H
#include "base/arena.h"
#include "store/db.h"
#include "store/records.h"

bool account_insert(struct db *db, const struct account *account, struct err *err);
/* Whole row by id; inside a write transaction. */
bool account_update(struct db *db, const struct account *account, struct err *err);
/* By id or by login. ERR_NOT_FOUND leaves account->id 0. */
bool account_read(struct db *db, record_id id, struct account *account, struct err *err);
bool account_read_login(struct db *db, const char *login, struct account *account, struct err *err);
/* Most recent login first, then by name; without secret hashes. In the arena. */
bool account_rows(struct db *db, struct arena *arena, bool all, struct account **rows, int *count,
                  struct err *err);
/* Enabled administrators other than this one. */
bool account_count_admins(struct db *db, record_id except, int *count, struct err *err);

#endif
