#include "store/bulk.h"

#include <stddef.h>
#include <string.h>

#include "base/i18n.h"
#include "store/summary.h"

static bool add_session(struct db *db, const struct session *session, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db,
        "INSERT INTO session (id, member_id, programme_id, lane, location_id, local_date,"
        " started_at_ms, finished_at_ms, state, officer_id, is_competition, notes, reflection)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        err);
    if (stmt == NULL) {
        return false;
    }
    db_bind_int(stmt, 1, session->id);
    db_bind_int(stmt, 2, session->member_id);
    db_bind_text(stmt, 3, session->programme_id);
    db_bind_int(stmt, 4, session->lane);
    db_bind_id(stmt, 5, session->location_id);
    db_bind_text(stmt, 6, session->local_date);
    db_bind_int(stmt, 7, session->started_at_ms);
    db_bind_int(stmt, 8, session->finished_at_ms);
    db_bind_int(stmt, 9, session->state);
    db_bind_id(stmt, 10, session->officer_id);
    db_bind_int(stmt, 11, session->is_competition);
    db_bind_text(stmt, 12, session->notes);
    db_bind_text(stmt, 13, session->reflection);
    return db_run(stmt, err);
}

static bool add_weapon_line(struct db *db, const struct session_weapon *line, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db,
                   "INSERT INTO session_weapon (id, session_id, weapon_id, face_id, gauge_um,"
                   " distance_mm, rounds_fired, ammunition_id, grouping, deviation, fliers)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                   err);
    if (stmt == NULL) {
        return false;
    }
    db_bind_int(stmt, 1, line->id);
    db_bind_int(stmt, 2, line->session_id);
    db_bind_id(stmt, 3, line->weapon_id);
    db_bind_text(stmt, 4, line->face_id);
    db_bind_int(stmt, 5, line->gauge_um);
    db_bind_int(stmt, 6, line->distance_mm);
    db_bind_int(stmt, 7, line->rounds_fired);
    db_bind_id(stmt, 8, line->ammunition_id);
    db_bind_text(stmt, 9, line->grouping);
    db_bind_int(stmt, 10, line->deviation);
    db_bind_int(stmt, 11, line->fliers);
    return db_run(stmt, err);
}

static bool add_shot(struct db_stmt *stmt, const struct shot *shot, struct err *err)
{
    db_bind_int(stmt, 1, shot->session_weapon_id);
    db_bind_int(stmt, 2, shot->series);
    db_bind_int(stmt, 3, shot->number);
    db_bind_int(stmt, 4, shot->revision);
    db_bind_int(stmt, 5, shot->value_tenths);
    db_bind_int(stmt, 6, shot->ring);
    db_bind_int(stmt, 7, shot->is_inner_ten);
    if (shot->is_plotted) {
        db_bind_int(stmt, 8, shot->x_um);
        db_bind_int(stmt, 9, shot->y_um);
    } else {
        db_bind_null(stmt, 8);
        db_bind_null(stmt, 9);
    }
    db_bind_int(stmt, 10, shot->source);
    db_bind_int(stmt, 11, shot->entered_at_ms);
    db_bind_id(stmt, 12, shot->entered_by);
    db_bind_id(stmt, 13, shot->voided_at_ms);
    db_bind_id(stmt, 14, shot->voided_by);
    return db_run(stmt, err);
}

static bool add_shots(struct db *db, const struct shot *shots, int count, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db,
        "INSERT INTO shot (session_weapon_id, series, number, revision, value_tenths, ring,"
        " is_inner_ten, x_um, y_um, source, entered_at_ms, entered_by, voided_at_ms,"
        " voided_by)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        err);
    if (stmt == NULL) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        if (!add_shot(stmt, &shots[i], err)) {
            return false;
        }
    }
    return true;
}

bool bulk_add_session(struct db *db, const struct session *session,
                      const struct session_weapon *weapon, const struct shot *shots, int count,
                      const struct shot_summary *summary, struct err *err)
{
    return add_session(db, session, err) && add_weapon_line(db, weapon, err) &&
           add_shots(db, shots, count, err) && summary_put(db, summary, err);
}

bool bulk_check_references(struct db *db, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "PRAGMA foreign_key_check", err);
    if (stmt == NULL) {
        return false;
    }
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
    struct db_stmt *stmt = db_prepare(db, sql, err);
    if (stmt == NULL) {
        return false;
    }
    db_bind_int(stmt, 1, terminal);
    if (!db_run(stmt, err)) {
        return false;
    }
    if (count != NULL) {
        *count = db_changes(db);
    }
    return true;
}

bool bulk_remove_terminal(struct db *db, int terminal, struct bulk_removed *removed,
                          struct err *err)
{
    static const struct {
        const char *sql;
        size_t counter; /* offset in struct bulk_removed, or SIZE_MAX */
    } steps[] = {
        {"DELETE FROM shot WHERE (session_weapon_id / 4096) % 1024 = $1",
         offsetof(struct bulk_removed, shots)},
        {"DELETE FROM shot_summary WHERE (session_weapon_id / 4096) % 1024 = $1", SIZE_MAX},
        {"DELETE FROM session_weapon WHERE (id / 4096) % 1024 = $1", SIZE_MAX},
        {"DELETE FROM session WHERE (id / 4096) % 1024 = $1",
         offsetof(struct bulk_removed, sessions)},
        {"DELETE FROM ammunition WHERE (id / 4096) % 1024 = $1 AND NOT EXISTS"
         " (SELECT 1 FROM session_weapon WHERE ammunition_id = ammunition.id)",
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
        {"DELETE FROM member WHERE (id / 4096) % 1024 = $1 AND NOT EXISTS"
         " (SELECT 1 FROM session WHERE member_id = member.id) AND NOT EXISTS"
         " (SELECT 1 FROM weapon WHERE owner_member_id = member.id) AND NOT EXISTS"
         " (SELECT 1 FROM account WHERE member_id = member.id)",
         offsetof(struct bulk_removed, members)},
        {"DELETE FROM club WHERE (id / 4096) % 1024 = $1 AND NOT EXISTS"
         " (SELECT 1 FROM account WHERE is_disabled = 0)",
         SIZE_MAX},
    };
    *removed = (struct bulk_removed){0};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        int64_t count = 0;
        if (!run_for(db, steps[i].sql, terminal, &count, err)) {
            return false;
        }
        if (steps[i].counter != SIZE_MAX) {
            memcpy((char *)removed + steps[i].counter, &count, sizeof count);
        }
    }
    return true;
}

bool bulk_has_terminal(struct db *db, int terminal, bool *has, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db,
                   "SELECT 1 FROM account WHERE (id / 4096) % 1024 = $1"
                   " UNION ALL SELECT 1 FROM member WHERE (id / 4096) % 1024 = $1 LIMIT 1",
                   err);
    if (stmt == NULL) {
        return false;
    }
    db_bind_int(stmt, 1, terminal);
    enum db_step step = db_step(stmt, err);
    *has = step == DB_ROW;
    db_reset(stmt);
    return step != DB_FAILED;
}
