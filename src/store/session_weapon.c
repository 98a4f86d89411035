#include "store/session_weapon.h"

#include "base/i18n.h"
#include "base/text.h"

bool session_weapon_add(struct db *db, const struct session_weapon *line, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "INSERT INTO session_weapon (id, session_id, weapon_id, face_id, gauge_um,"
                       " distance_mm, rounds_fired, ammunition_id, grouping, deviation, fliers)"
                       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
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

static void read_columns(struct db_stmt *stmt, struct session_weapon *line)
{
    *line = (struct session_weapon){
        .id = db_int(stmt, 0),
        .session_id = db_int(stmt, 1),
        .weapon_id = db_int(stmt, 2),
        .gauge_um = db_int(stmt, 4),
        .distance_mm = db_int(stmt, 5),
        .rounds_fired = db_int_in(stmt, 6, 0, 1000000),
        .ammunition_id = db_int(stmt, 7),
        .deviation = (enum deviation)db_int_in(stmt, 9, 0, DEVIATION_LOW),
        .fliers = db_int_in(stmt, 10, 0, 1000000),
    };
    text_copy(line->face_id, sizeof line->face_id, db_text(stmt, 3));
    text_copy(line->grouping, sizeof line->grouping, db_text(stmt, 8));
}

bool session_weapon_of(struct db *db, record_id session_id,
                       struct session_weapon lines[SESSION_PARTS_MAX], int *count, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "SELECT id, session_id, weapon_id, face_id, gauge_um, distance_mm, rounds_fired,"
            " ammunition_id, grouping, deviation, fliers FROM session_weapon"
            " WHERE session_id = $1 ORDER BY id");
    *count = 0;
    db_bind_int(stmt, 1, session_id);
    enum db_step step = db_step(stmt, err);
    for (; step == DB_ROW && *count < SESSION_PARTS_MAX; step = db_step(stmt, err)) {
        read_columns(stmt, &lines[(*count)++]);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

static bool is_missing(struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, _("This weapon line is not there. Open the session again."));
}

bool session_weapon_read(struct db *db, record_id id, struct session_weapon *line, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "SELECT id, session_id, weapon_id, face_id, gauge_um, distance_mm, rounds_fired,"
            " ammunition_id, grouping, deviation, fliers FROM session_weapon WHERE id = $1");
    db_bind_int(stmt, 1, id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_columns(stmt, line);
    }
    db_reset(stmt);
    return step == DB_ROW || (step == DB_DONE && is_missing(err));
}

bool session_weapon_edit(struct db *db, const struct session_weapon *line, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "UPDATE session_weapon SET rounds_fired = $1, ammunition_id = $2, grouping = $3,"
            " deviation = $4, fliers = $5 WHERE id = $6");
    db_bind_int(stmt, 1, line->rounds_fired);
    db_bind_id(stmt, 2, line->ammunition_id);
    db_bind_text(stmt, 3, line->grouping);
    db_bind_int(stmt, 4, line->deviation);
    db_bind_int(stmt, 5, line->fliers);
    db_bind_int(stmt, 6, line->id);
    return db_run(stmt, err) && (db_changes(db) == 1 || is_missing(err));
}

bool session_weapon_follow(struct db *db, record_id id, int before, int after, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "UPDATE session_weapon SET rounds_fired = $1 WHERE id = $2"
                       " AND (rounds_fired = $3 OR rounds_fired < $1)");
    db_bind_int(stmt, 1, after);
    db_bind_int(stmt, 2, id);
    db_bind_int(stmt, 3, before);
    return db_run(stmt, err);
}
