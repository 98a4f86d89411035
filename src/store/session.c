#include "store/session.h"

#include "base/i18n.h"
#include "base/text.h"
#include "store/summary.h"

bool session_row_add(struct db *db, const struct session *session, record_id weapon_id,
                     struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "INSERT INTO session (id, member_id, weapon_id, programme_id, lane, location_id,"
            " local_date, started_at_ms, finished_at_ms, state, officer_id, is_competition,"
            " notes, reflection)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");
    db_bind_int(stmt, 1, session->id);
    db_bind_int(stmt, 2, session->member_id);
    db_bind_id(stmt, 3, weapon_id);
    db_bind_text(stmt, 4, session->programme_id);
    db_bind_int(stmt, 5, session->lane);
    db_bind_id(stmt, 6, session->location_id);
    db_bind_text(stmt, 7, session->local_date);
    db_bind_int(stmt, 8, session->started_at_ms);
    db_bind_int(stmt, 9, session->finished_at_ms);
    db_bind_int(stmt, 10, session->state);
    db_bind_id(stmt, 11, session->officer_id);
    db_bind_int(stmt, 12, session->is_competition);
    db_bind_text(stmt, 13, session->notes);
    db_bind_text(stmt, 14, session->reflection);
    return db_run(stmt, err);
}

static bool is_missing(struct err *err)
{
    return err_set(err, ERR_NOT_FOUND,
                   _("This session is not there. The list shows those that are."));
}

static void read_columns(struct db_stmt *stmt, struct session *session)
{
    session->id = db_int(stmt, 0);
    session->member_id = db_int(stmt, 1);
    text_copy(session->programme_id, sizeof session->programme_id, db_text(stmt, 2));
    session->lane = db_int_in(stmt, 3, 0, 99);
    session->location_id = db_int(stmt, 4);
    text_copy(session->local_date, sizeof session->local_date, db_text(stmt, 5));
    session->started_at_ms = db_int(stmt, 6);
    session->finished_at_ms = db_int(stmt, 7);
    session->state = (enum session_state)db_int_in(stmt, 8, 0, SESSION_VOID);
    session->officer_id = db_int(stmt, 9);
    session->is_competition = db_int(stmt, 10) != 0;
    text_copy(session->notes, sizeof session->notes, db_text(stmt, 11));
    text_copy(session->reflection, sizeof session->reflection, db_text(stmt, 12));
}

bool session_row_read(struct db *db, record_id id, struct session *session, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT id, member_id, programme_id, lane, location_id, local_date,"
                       " started_at_ms, finished_at_ms, state, officer_id, is_competition, notes,"
                       " reflection FROM session WHERE id = $1");
    db_bind_int(stmt, 1, id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_columns(stmt, session);
    }
    db_reset(stmt);
    return step == DB_ROW || (step == DB_DONE && is_missing(err));
}

bool session_row_state(struct db *db, record_id id, enum session_state *state, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "SELECT state FROM session WHERE id = $1");
    db_bind_int(stmt, 1, id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        *state = (enum session_state)db_int_in(stmt, 0, 0, SESSION_VOID);
    }
    db_reset(stmt);
    return step == DB_ROW || (step == DB_DONE && is_missing(err));
}

bool session_row_set_state(struct db *db, record_id id, enum session_state state, int lane,
                           int64_t finished_at_ms, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "UPDATE session SET state = $1, lane = $2, finished_at_ms = $3 WHERE id = $4");
    db_bind_int(stmt, 1, state);
    db_bind_int(stmt, 2, lane);
    db_bind_int(stmt, 3, finished_at_ms);
    db_bind_int(stmt, 4, id);
    return db_run(stmt, err) && (db_changes(db) == 1 || is_missing(err));
}

static bool set_text(struct db *db, const char *sql, record_id id, const char *text,
                     struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, sql);
    db_bind_text(stmt, 1, text);
    db_bind_int(stmt, 2, id);
    return db_run(stmt, err) && (db_changes(db) == 1 || is_missing(err));
}

bool session_row_set_notes(struct db *db, record_id id, const char *notes, struct err *err)
{
    return set_text(db, "UPDATE session SET notes = $1 WHERE id = $2", id, notes, err);
}

bool session_row_set_reflection(struct db *db, record_id id, const char *reflection,
                                struct err *err)
{
    return set_text(db, "UPDATE session SET reflection = $1 WHERE id = $2", id, reflection, err);
}

bool session_row_set_competition(struct db *db, record_id id, bool is_competition, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "UPDATE session SET is_competition = $1 WHERE id = $2");
    db_bind_int(stmt, 1, is_competition);
    db_bind_int(stmt, 2, id);
    return db_run(stmt, err) && (db_changes(db) == 1 || is_missing(err));
}

bool session_open_read(struct db *db, struct session_open_list *open, struct err *err)
{
    /* "state = 0 AND lane > 0" is the condition of the partial index. */
    struct db_stmt *stmt = db_prepare(db, "SELECT id, member_id, lane FROM session"
                                          " WHERE state = 0 AND lane > 0 ORDER BY lane");
    open->count = 0;
    enum db_step step = db_step(stmt, err);
    for (; step == DB_ROW && open->count < SESSION_LANES_MAX; step = db_step(stmt, err)) {
        open->rows[open->count++] = (struct session_open){
            .id = db_int(stmt, 0), .member_id = db_int(stmt, 1), .lane = db_int_in(stmt, 2, 0, 99)};
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

static const char newest_of_member[] = "SELECT id FROM session WHERE member_id = $1 AND state < 2"
                                       " ORDER BY started_at_ms DESC, id DESC LIMIT 1";
static const char newest_of_all[] = "SELECT id FROM session WHERE state < 2"
                                    " ORDER BY started_at_ms DESC, id DESC LIMIT 1";

bool session_row_newest(struct db *db, record_id member_id, record_id *id, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, member_id != 0 ? newest_of_member : newest_of_all);
    *id = 0;
    if (member_id != 0) {
        db_bind_int(stmt, 1, member_id);
    }
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        *id = db_int(stmt, 0);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool session_past_each(struct db *db, const struct session_past_query *query,
                       void (*visit)(void *context, const struct session_past *past), void *context,
                       struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "SELECT s.id, s.local_date, u.shots, u.total_tenths, u.series_tenths, u.series_shots"
            " FROM session s JOIN session_weapon w ON w.session_id = s.id"
            " JOIN shot_summary u ON u.session_weapon_id = w.id"
            " WHERE s.member_id = $1 AND s.programme_id = $2 AND s.state = 1 AND s.id <> $3"
            " AND w.face_id = $4 AND u.shots > 0 ORDER BY s.started_at_ms, s.id, w.id");
    db_bind_int(stmt, 1, query->member_id);
    db_bind_text(stmt, 2, query->programme_id);
    db_bind_int(stmt, 3, query->except);
    db_bind_text(stmt, 4, query->face_id);
    enum db_step step = db_step(stmt, err);
    for (; step == DB_ROW; step = db_step(stmt, err)) {
        struct session_past past = {.session_id = db_int(stmt, 0),
                                    .shots = db_int_in(stmt, 2, 0, SESSION_SHOTS_MAX),
                                    .total_tenths = db_int(stmt, 3)};
        text_copy(past.local_date, sizeof past.local_date, db_text(stmt, 1));
        past.series_count = summary_series_read(db_text(stmt, 4), past.series_tenths);
        summary_series_read(db_text(stmt, 5), past.series_shots);
        visit(context, &past);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool session_row_previous(struct db *db, const struct session *session, const char *face_id,
                          record_id *id, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db,
        "SELECT session.id FROM session WHERE member_id = $1 AND programme_id = $2 AND state = 1"
        " AND (started_at_ms, id) < ($3, $4) AND EXISTS (SELECT 1 FROM session_weapon AS line"
        " WHERE line.session_id = session.id AND line.face_id = $5)"
        " ORDER BY started_at_ms DESC, id DESC LIMIT 1");
    *id = 0;
    db_bind_int(stmt, 1, session->member_id);
    db_bind_text(stmt, 2, session->programme_id);
    db_bind_int(stmt, 3, session->started_at_ms);
    db_bind_int(stmt, 4, session->id);
    db_bind_text(stmt, 5, face_id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        *id = db_int(stmt, 0);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}
