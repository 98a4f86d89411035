#include "store/bulk.h"

#include <stddef.h>
#include <string.h>

#include "base/i18n.h"
#include "store/session.h"
#include "store/session_weapon.h"
#include "store/shot.h"
#include "store/summary.h"

static bool add_shots(struct db *db, const struct shot *shots, int count, struct err *err)
{
    for (int i = 0; i < count; i++) {
        if (!shot_add(db, &shots[i], err)) {
            return false;
        }
    }
    return true;
}

bool bulk_add_session(struct db *db, const struct session *session,
                      const struct session_weapon *weapon, const struct shot *shots, int count,
                      const struct shot_summary *summary, struct err *err)
{
    return session_row_add(db, session, weapon->weapon_id, err) &&
           session_weapon_add(db, weapon, err) && add_shots(db, shots, count, err) &&
           summary_put(db, summary, err);
}

bool bulk_check_references(struct db *db, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "PRAGMA foreign_key_check");
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        err_set(err, ERR_CORRUPT, _("A record in \"%s\" refers to one that is not there."),
                db_text(stmt, 0));
    }
    db_reset(stmt);
    return step == DB_DONE;
}

/* Runs one statement with the terminal as $1; *count (may be NULL): rows changed. */
static bool run_for(struct db *db, const char *sql, int terminal, int64_t *count, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, sql);
    db_bind_int(stmt, 1, terminal);
    if (!db_run(stmt, err)) {
        return false;
    }
    if (count != NULL) {
        *count = db_changes(db);
    }
    return true;
}

/* In this order. */
static const struct {
    const char *sql;
    size_t counter; /* offset in struct bulk_removed, or SIZE_MAX */
} removal_steps[] = {
    {"DELETE FROM shot WHERE (session_weapon_id / 4096) % 1024 = $1",
     offsetof(struct bulk_removed, shots)},
    {"DELETE FROM shot_summary WHERE (session_weapon_id / 4096) % 1024 = $1", SIZE_MAX},
    {"DELETE FROM session_weapon WHERE (id / 4096) % 1024 = $1", SIZE_MAX},
    {"DELETE FROM attachment WHERE (session_id / 4096) % 1024 = $1", SIZE_MAX},
    {"DELETE FROM goal WHERE (id / 4096) % 1024 = $1", SIZE_MAX},
    {"UPDATE goal SET session_id = NULL WHERE (session_id / 4096) % 1024 = $1", SIZE_MAX},
    {"DELETE FROM session WHERE (id / 4096) % 1024 = $1", offsetof(struct bulk_removed, sessions)},
    {"DELETE FROM ammunition_move WHERE (ammunition_id / 4096) % 1024 = $1 AND NOT EXISTS"
     " (SELECT 1 FROM session_weapon AS line"
     " WHERE line.ammunition_id = ammunition_move.ammunition_id)",
     SIZE_MAX},
    {"UPDATE ammunition_move SET member_id = NULL WHERE (member_id / 4096) % 1024 = $1", SIZE_MAX},
    {"DELETE FROM ammunition WHERE (id / 4096) % 1024 = $1 AND NOT EXISTS"
     " (SELECT 1 FROM session_weapon WHERE ammunition_id = ammunition.id)",
     SIZE_MAX},
    /* Of a weapon that real sessions use, only what the demonstration made goes. */
    {"DELETE FROM attachment WHERE (weapon_id / 4096) % 1024 = $1 AND NOT EXISTS"
     " (SELECT 1 FROM session_weapon AS line WHERE line.weapon_id = attachment.weapon_id)",
     SIZE_MAX},
    {"DELETE FROM weapon_service WHERE (id / 4096) % 1024 = $1 OR"
     " ((weapon_id / 4096) % 1024 = $1 AND NOT EXISTS (SELECT 1 FROM session_weapon AS line"
     " WHERE line.weapon_id = weapon_service.weapon_id))",
     SIZE_MAX},
    {"DELETE FROM weapon_setting WHERE (id / 4096) % 1024 = $1 OR"
     " ((weapon_id / 4096) % 1024 = $1 AND NOT EXISTS (SELECT 1 FROM session_weapon AS line"
     " WHERE line.weapon_id = weapon_setting.weapon_id))",
     SIZE_MAX},
    {"UPDATE goal SET weapon_id = NULL WHERE (weapon_id / 4096) % 1024 = $1 AND NOT EXISTS"
     " (SELECT 1 FROM session_weapon AS line WHERE line.weapon_id = goal.weapon_id)",
     SIZE_MAX},
    /* Registers: what the demonstration made, then of a weapon and of a member who go. */
    {"DELETE FROM presence WHERE (id / 4096) % 1024 = $1 OR (guest_id / 4096) % 1024 = $1",
     SIZE_MAX},
    {"DELETE FROM guest WHERE (id / 4096) % 1024 = $1", SIZE_MAX},
    {"DELETE FROM weapon_issue WHERE (id / 4096) % 1024 = $1 OR"
     " ((weapon_id / 4096) % 1024 = $1 AND NOT EXISTS (SELECT 1 FROM session_weapon AS line"
     " WHERE line.weapon_id = weapon_issue.weapon_id))",
     SIZE_MAX},
    {"UPDATE guest SET weapon_id = NULL WHERE (weapon_id / 4096) % 1024 = $1 AND NOT EXISTS"
     " (SELECT 1 FROM session_weapon AS line WHERE line.weapon_id = guest.weapon_id)",
     SIZE_MAX},
    {"DELETE FROM weapon WHERE (id / 4096) % 1024 = $1 AND NOT EXISTS"
     " (SELECT 1 FROM session_weapon WHERE weapon_id = weapon.id)",
     offsetof(struct bulk_removed, weapons)},
    {"DELETE FROM location WHERE (id / 4096) % 1024 = $1 AND NOT EXISTS"
     " (SELECT 1 FROM session WHERE location_id = location.id)",
     SIZE_MAX},
    /* Their secrets are public: who scored a real session stays by name but cannot log in. */
    {"UPDATE account SET is_disabled = 1, shown_secret = NULL WHERE (id / 4096) % 1024 = $1",
     SIZE_MAX},
    {"DELETE FROM account WHERE (id / 4096) % 1024 = $1 AND NOT EXISTS"
     " (SELECT 1 FROM session WHERE officer_id = account.id)",
     SIZE_MAX},
    /* Of a member who goes; one whom something real refers to keeps what people wrote. */
    {"DELETE FROM goal WHERE (member_id / 4096) % 1024 = $1 AND NOT EXISTS"
     " (SELECT 1 FROM session WHERE session.member_id = goal.member_id) AND NOT EXISTS"
     " (SELECT 1 FROM weapon WHERE owner_member_id = goal.member_id) AND NOT EXISTS"
     " (SELECT 1 FROM account WHERE account.member_id = goal.member_id)",
     SIZE_MAX},
    {"DELETE FROM presence WHERE (member_id / 4096) % 1024 = $1 AND NOT EXISTS"
     " (SELECT 1 FROM session WHERE session.member_id = presence.member_id) AND NOT EXISTS"
     " (SELECT 1 FROM weapon WHERE owner_member_id = presence.member_id) AND NOT EXISTS"
     " (SELECT 1 FROM account WHERE account.member_id = presence.member_id)",
     SIZE_MAX},
    {"DELETE FROM weapon_issue WHERE (member_id / 4096) % 1024 = $1 AND NOT EXISTS"
     " (SELECT 1 FROM session WHERE session.member_id = weapon_issue.member_id) AND NOT EXISTS"
     " (SELECT 1 FROM weapon WHERE owner_member_id = weapon_issue.member_id) AND NOT EXISTS"
     " (SELECT 1 FROM account WHERE account.member_id = weapon_issue.member_id)",
     SIZE_MAX},
    {"DELETE FROM presence WHERE guest_id IN (SELECT id FROM guest WHERE (host_member_id / 4096) % "
     "1024 = $1 AND NOT EXISTS"
     " (SELECT 1 FROM session WHERE session.member_id = guest.host_member_id) AND NOT EXISTS"
     " (SELECT 1 FROM weapon WHERE owner_member_id = guest.host_member_id) AND NOT EXISTS"
     " (SELECT 1 FROM account WHERE account.member_id = guest.host_member_id))",
     SIZE_MAX},
    {"DELETE FROM guest WHERE (host_member_id / 4096) % 1024 = $1 AND NOT EXISTS"
     " (SELECT 1 FROM session WHERE session.member_id = guest.host_member_id) AND NOT EXISTS"
     " (SELECT 1 FROM weapon WHERE owner_member_id = guest.host_member_id) AND NOT EXISTS"
     " (SELECT 1 FROM account WHERE account.member_id = guest.host_member_id)",
     SIZE_MAX},
    {"DELETE FROM member WHERE (id / 4096) % 1024 = $1 AND NOT EXISTS"
     " (SELECT 1 FROM session WHERE member_id = member.id) AND NOT EXISTS"
     " (SELECT 1 FROM weapon WHERE owner_member_id = member.id) AND NOT EXISTS"
     " (SELECT 1 FROM account WHERE member_id = member.id)",
     offsetof(struct bulk_removed, members)},
    {"DELETE FROM club WHERE (id / 4096) % 1024 = $1 AND NOT EXISTS"
     " (SELECT 1 FROM account WHERE is_disabled = 0)",
     SIZE_MAX},
};

bool bulk_remove_terminal(struct db *db, int terminal, struct bulk_removed *removed,
                          struct err *err)
{
    *removed = (struct bulk_removed){0};
    for (size_t i = 0; i < sizeof removal_steps / sizeof removal_steps[0]; i++) {
        int64_t count = 0;
        if (!run_for(db, removal_steps[i].sql, terminal, &count, err)) {
            return false;
        }
        if (removal_steps[i].counter != SIZE_MAX) {
            memcpy((char *)removed + removal_steps[i].counter, &count, sizeof count);
        }
    }
    return true;
}

static bool has_row(struct db *db, const char *sql, int terminal, bool *has, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, sql);
    db_bind_int(stmt, 1, terminal);
    enum db_step step = db_step(stmt, err);
    *has = step == DB_ROW;
    db_reset(stmt);
    return step != DB_FAILED;
}

bool bulk_has_terminal(struct db *db, int terminal, bool *has, struct err *err)
{
    return has_row(db,
                   "SELECT 1 FROM account WHERE (id / 4096) % 1024 = $1"
                   " UNION ALL SELECT 1 FROM member WHERE (id / 4096) % 1024 = $1 LIMIT 1",
                   terminal, has, err);
}

bool bulk_has_other(struct db *db, int terminal, bool *has, struct err *err)
{
    return has_row(db,
                   "SELECT 1 FROM club WHERE (id / 4096) % 1024 <> $1"
                   " UNION ALL SELECT 1 FROM account WHERE (id / 4096) % 1024 <> $1"
                   " UNION ALL SELECT 1 FROM member WHERE (id / 4096) % 1024 <> $1"
                   " UNION ALL SELECT 1 FROM session WHERE (id / 4096) % 1024 <> $1"
                   " UNION ALL SELECT 1 FROM weapon WHERE (id / 4096) % 1024 <> $1"
                   " UNION ALL SELECT 1 FROM location WHERE (id / 4096) % 1024 <> $1"
                   " UNION ALL SELECT 1 FROM ammunition WHERE (id / 4096) % 1024 <> $1"
                   " UNION ALL SELECT 1 FROM guest WHERE (id / 4096) % 1024 <> $1"
                   " UNION ALL SELECT 1 FROM presence WHERE (id / 4096) % 1024 <> $1"
                   " UNION ALL SELECT 1 FROM weapon_issue WHERE (id / 4096) % 1024 <> $1 LIMIT 1",
                   terminal, has, err);
}
