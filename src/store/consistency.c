#include "store/consistency.h"

#include <string.h>

#include "base/text.h"

bool consistency_references(struct db *db, char table[CODE_ROOM], char parent[CODE_ROOM],
                            int64_t *count, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "PRAGMA foreign_key_check");
    table[0] = parent[0] = '\0';
    *count = 0;
    enum db_step step = db_step(stmt, err);
    for (; step == DB_ROW; step = db_step(stmt, err)) {
        if (*count > 0 &&
            (strcmp(table, db_text(stmt, 0)) != 0 || strcmp(parent, db_text(stmt, 2)) != 0)) {
            break;
        }
        text_copy(table, CODE_ROOM, db_text(stmt, 0));
        text_copy(parent, CODE_ROOM, db_text(stmt, 2));
        (*count)++;
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

static bool count_rows(struct db *db, const char *sql, int64_t *count, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, sql);
    *count = 0;
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        *count = db_int(stmt, 0);
    }
    db_reset(stmt);
    return step == DB_ROW;
}

bool consistency_lines_without_summary(struct db *db, int64_t *count, struct err *err)
{
    return count_rows(db,
                      "SELECT count(*) FROM session_weapon p WHERE NOT EXISTS"
                      " (SELECT 1 FROM shot_summary u WHERE u.session_weapon_id = p.id)",
                      count, err);
}

bool consistency_wrong_weapon(struct db *db, int64_t *count, struct err *err)
{
    return count_rows(db,
                      "SELECT count(*) FROM session s WHERE s.weapon_id IS DISTINCT FROM"
                      " (SELECT p.weapon_id FROM session_weapon p WHERE p.session_id = s.id"
                      " ORDER BY p.id LIMIT 1)",
                      count, err);
}

bool consistency_too_few_rounds(struct db *db, int64_t *count, struct err *err)
{
    return count_rows(db,
                      "SELECT count(*) FROM session_weapon p JOIN shot_summary u"
                      " ON u.session_weapon_id = p.id WHERE p.rounds_fired < u.shots + u.sighters",
                      count, err);
}
