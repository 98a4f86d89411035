#include "store/insight.h"

#define INSIGHT_COLUMNS                                                                            \
    "session.id, line.id, session.member_id, line.weapon_id, line.ammunition_id,"                  \
    " session.started_at_ms, session.local_date, session.programme_id, line.face_id,"              \
    " session.is_competition, line.distance_mm, line.rounds_fired, sums.shots, sums.inner_tens,"   \
    " sums.total_tenths, sums.plotted, sums.sum_x_um, sums.sum_y_um, sums.sum_xx, sums.sum_yy,"    \
    " sums.spread_squared"
#define FINISHED_BETWEEN                                                                           \
    " session.state = 1 AND session.started_at_ms >= $2 AND session.started_at_ms < $3"

/* The order of the joins is the order of the work: CROSS JOIN keeps it. */
static const char of_weapon[] =
    "SELECT " INSIGHT_COLUMNS " FROM session_weapon AS line"
    " CROSS JOIN session ON session.id = line.session_id"
    " CROSS JOIN shot_summary AS sums ON sums.session_weapon_id = line.id"
    " WHERE line.weapon_id = $1 AND" FINISHED_BETWEEN;
static const char of_member[] =
    "SELECT " INSIGHT_COLUMNS ", sums.series_tenths, sums.series_shots"
    " FROM session CROSS JOIN session_weapon AS line ON line.session_id = session.id"
    " CROSS JOIN shot_summary AS sums ON sums.session_weapon_id = line.id"
    " WHERE session.member_id = $1 AND" FINISHED_BETWEEN;
static const char of_all[] =
    "SELECT " INSIGHT_COLUMNS " FROM session CROSS JOIN session_weapon AS line"
    " ON line.session_id = session.id"
    " CROSS JOIN shot_summary AS sums ON sums.session_weapon_id = line.id"
    " WHERE $1 = 0 AND" FINISHED_BETWEEN;

static struct insight_row read_row(struct db_stmt *stmt, bool has_series)
{
    return (struct insight_row){
        .session_id = db_int(stmt, 0),
        .line_id = db_int(stmt, 1),
        .member_id = db_int(stmt, 2),
        .weapon_id = db_int(stmt, 3),
        .ammunition_id = db_int(stmt, 4),
        .started_at_ms = db_int(stmt, 5),
        .local_date = db_text(stmt, 6),
        .programme_id = db_text(stmt, 7),
        .face_id = db_text(stmt, 8),
        .is_competition = db_int(stmt, 9) != 0,
        .distance_mm = db_int(stmt, 10),
        .rounds = (int)db_int(stmt, 11),
        .shots = (int)db_int(stmt, 12),
        .inner_tens = (int)db_int(stmt, 13),
        .total_tenths = db_int(stmt, 14),
        .plotted = (int)db_int(stmt, 15),
        .sum_x_um = db_int(stmt, 16),
        .sum_y_um = db_int(stmt, 17),
        .sum_xx = db_int(stmt, 18),
        .sum_yy = db_int(stmt, 19),
        .spread_squared = db_int(stmt, 20),
        .series_tenths = has_series ? db_text(stmt, 21) : "",
        .series_shots = has_series ? db_text(stmt, 22) : "",
    };
}

bool insight_each(struct db *db, const struct insight_query *query,
                  void (*visit)(void *context, const struct insight_row *row), void *context,
                  struct err *err)
{
    const char *sql = query->weapon_id != 0   ? of_weapon
                      : query->member_id != 0 ? of_member
                                              : of_all;
    struct db_stmt *stmt = db_prepare(db, sql);
    db_bind_int(stmt, 1, query->weapon_id != 0 ? query->weapon_id : query->member_id);
    db_bind_int(stmt, 2, query->from_ms);
    db_bind_int(stmt, 3, query->to_ms != 0 ? query->to_ms : INT64_MAX);
    enum db_step step = DB_DONE;
    while ((step = db_step(stmt, err)) == DB_ROW) {
        struct insight_row row = read_row(stmt, sql == of_member);
        visit(context, &row);
    }
    db_reset(stmt);
    return step == DB_DONE;
}
