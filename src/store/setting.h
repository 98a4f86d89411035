/* Key-value settings of the club (idle lock, theme, last officer, ...). */
#ifndef STORE_SETTING_H
#define STORE_SETTING_H
#include "store/db.h"

/* Copies the value into dst; `fallback` when there is none. False only on a database error. */
bool setting_get(struct db *db, const char *key, const char *fallback, char *dst, size_t size,
                 struct err *err);
/* Inside a write transaction. */
bool setting_put(struct db *db, const char *key, const char *value, struct err *err);

#endif
