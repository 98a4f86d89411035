#include "store/session_log.h"

#define LOG_DATES                                                                                  \
    " WHERE s.state = 1 AND s.started_at_ms >= $1 AND s.started_at_ms < $2"                        \
    " AND ($3 = '' OR s.local_date >= $3) AND ($4 = '' OR s.local_date <= $4)"
#define LOG_WHERE      LOG_DATES " AND ($6 = 0 OR sw.weapon_id = $6)"
#define LOG_DAYS_WHERE LOG_DATES " AND $6 = 0"
/* Two statements: with an OR, SQLite reads everybody's sessions to find those of one. */
#define OF_EVERYBODY " AND $5 = 0"
#define OF_ONE       " AND s.member_id = $5"

#define LOG_EACH                                                                                   \
    "SELECT s.id, sw.id, s.local_date, l.name, s.programme_id, s.notes, s.lane,"                   \
    " s.is_competition, m.number, m.licence, m.family_name, m.given_name, w.name, w.calibre,"      \
    " a.name, sw.face_id, sw.grouping, sw.distance_mm, sw.rounds_fired, sw.fliers,"                \
    " sw.deviation, u.shots, u.inner_tens, u.total_tenths, u.series_tenths, s.member_id,"          \
    " l.is_elsewhere"                                                                              \
    " FROM session s JOIN member m ON m.id = s.member_id"                                          \
    " LEFT JOIN session_weapon sw ON sw.session_id = s.id"                                         \
    " LEFT JOIN weapon w ON w.id = sw.weapon_id"                                                   \
    " LEFT JOIN location l ON l.id = s.location_id"                                                \
    " LEFT JOIN ammunition a ON a.id = sw.ammunition_id"                                           \
    " LEFT JOIN shot_summary u ON u.session_weapon_id = sw.id"
#define LOG_DAYS                                                                                   \
    "SELECT s.id, 0, s.local_date, l.name, s.programme_id, '', 0, s.is_competition,"               \
    " '', '', '', '', '', '', '', '', '', 0, 0, 0, 0, 0, 0, 0, '', s.member_id, l.is_elsewhere"    \
    " FROM session s LEFT JOIN location l ON l.id = s.location_id"
#define LOG_DAYS_ORDER " ORDER BY s.started_at_ms, s.id"
#define LOG_ORDER      " ORDER BY s.started_at_ms, s.id, sw.id"
#define LOG_COUNT                                                                                  \
    "SELECT count(*), coalesce(sum(u.shots + u.sighters), 0) FROM session s"                       \
    " LEFT JOIN session_weapon sw ON sw.session_id = s.id"                                         \
    " LEFT JOIN shot_summary u ON u.session_weapon_id = sw.id"

static void bind_filter(struct db_stmt *stmt, const struct session_log_filter *filter)
{
    db_bind_int(stmt, 1, filter->from_ms);
    db_bind_int(stmt, 2, filter->until_ms);
    db_bind_text(stmt, 3, filter->from);
    db_bind_text(stmt, 4, filter->to);
    db_bind_int(stmt, 5, filter->member_id);
    db_bind_int(stmt, 6, filter->weapon_id);
}

static void read_line(struct db_stmt *stmt, struct session_log_line *line)
{
    *line = (struct session_log_line){
        .session_id = db_int(stmt, 0),
        .line_id = db_int(stmt, 1),
        .local_date = db_text(stmt, 2),
        .location = db_text(stmt, 3),
        .programme_id = db_text(stmt, 4),
        .notes = db_text(stmt, 5),
        .lane = db_int_in(stmt, 6, 0, 99),
        .is_competition = db_int(stmt, 7) != 0,
        .member_number = db_text(stmt, 8),
        .licence = db_text(stmt, 9),
        .family_name = db_text(stmt, 10),
        .given_name = db_text(stmt, 11),
        .weapon = db_text(stmt, 12),
        .calibre = db_text(stmt, 13),
        .ammunition = db_text(stmt, 14),
        .face_id = db_text(stmt, 15),
        .grouping = db_text(stmt, 16),
        .distance_mm = db_int(stmt, 17),
        .rounds = db_int_in(stmt, 18, 0, 100000),
        .fliers = db_int_in(stmt, 19, 0, 100000),
        .deviation = (enum deviation)db_int_in(stmt, 20, DEVIATION_NONE, DEVIATION_LOW),
        .shots = db_int_in(stmt, 21, 0, SESSION_SHOTS_MAX),
        .inner_tens = db_int_in(stmt, 22, 0, SESSION_SHOTS_MAX),
        .total_tenths = db_int(stmt, 23),
        .series_tenths = db_text(stmt, 24),
        .member_id = db_int(stmt, 25),
        .is_elsewhere = db_int(stmt, 26) != 0};
}

bool session_log_each(struct db *db, const struct session_log_filter *filter,
                      bool (*visit)(void *context, const struct session_log_line *line),
                      void *context, struct err *err)
{
    bool is_one = filter->member_id != 0;
    const char *sql = filter->days_only
                          ? (is_one ? LOG_DAYS LOG_DAYS_WHERE OF_ONE LOG_DAYS_ORDER
                                    : LOG_DAYS LOG_DAYS_WHERE OF_EVERYBODY LOG_DAYS_ORDER)
                          : (is_one ? LOG_EACH LOG_WHERE OF_ONE LOG_ORDER
                                    : LOG_EACH LOG_WHERE OF_EVERYBODY LOG_ORDER);
    struct db_stmt *stmt = db_prepare(db, sql);
    enum db_step step = DB_FAILED;
    bool goes_on = true;
    bind_filter(stmt, filter);
    while (goes_on && (step = db_step(stmt, err)) == DB_ROW) {
        struct session_log_line line;
        read_line(stmt, &line);
        goes_on = visit(context, &line);
    }
    db_reset(stmt);
    return goes_on && step != DB_FAILED;
}

bool session_log_count(struct db *db, const struct session_log_filter *filter, int64_t *count,
                       int64_t *shots, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, filter->member_id != 0 ? LOG_COUNT LOG_WHERE OF_ONE : LOG_COUNT LOG_WHERE OF_EVERYBODY);
    *count = 0;
    bind_filter(stmt, filter);
    enum db_step step = db_step(stmt, err);
    *count = step == DB_ROW ? db_int(stmt, 0) : 0;
    if (shots != NULL) {
        *shots = step == DB_ROW ? db_int(stmt, 1) : 0;
    }
    db_reset(stmt);
    return step != DB_FAILED;
}
