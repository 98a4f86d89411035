#include "store/setting.h"

#include "base/text.h"

bool setting_get(struct db *db, const char *key, const char *fallback, char *dst, size_t size,
                 struct err *err)
{
    text_copy(dst, size, fallback);
    struct db_stmt *stmt = db_prepare(db, "SELECT value FROM setting WHERE key = $1");
    db_bind_text(stmt, 1, key);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        text_copy(dst, size, db_text(stmt, 0));
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool setting_put(struct db *db, const char *key, const char *value, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "INSERT INTO setting (key, value) VALUES ($1, $2)"
                       " ON CONFLICT (key) DO UPDATE SET value = excluded.value");
    db_bind_text(stmt, 1, key);
    db_bind_text(stmt, 2, value);
    return db_run(stmt, err);
}
