#include "store/register.h"

#include "base/i18n.h"
#include "base/text.h"

#define PRESENCE_COLUMNS                                                                           \
    "p.id, p.local_date, p.member_id, p.guest_id, p.lane, p.in_at_ms, p.out_at_ms, p.in_by,"       \
    " p.out_by, p.voided_at_ms"
#define PRESENCE_LINES                                                                             \
    "SELECT " PRESENCE_COLUMNS ", m.number, m.licence, m.family_name, m.given_name, g.name"        \
    " FROM presence p LEFT JOIN guest g ON g.id = p.guest_id"                                      \
    " LEFT JOIN member m ON m.id = coalesce(p.member_id, g.host_member_id)"                        \
    " WHERE p.local_date >= $1 AND p.local_date <= $2"

/* --- shared by the readers ---------------------------------------------------------------------
 */
void register_bind_range(struct db_stmt *stmt, const struct register_range *range)
{
    bool is_open_ended = range->to == NULL || range->to[0] == '\0';
    db_bind_text(stmt, 1, range->from != NULL ? range->from : "");
    db_bind_text(stmt, 2, is_open_ended ? "9999-12-31" : range->to);
    if (!range->only_open) {
        db_bind_int(stmt, 3, range->with_void);
    }
}

void register_read_person(struct db_stmt *stmt, int column, struct register_person *person)
{
    text_copy(person->number, sizeof person->number, db_text(stmt, column));
    text_copy(person->licence, sizeof person->licence, db_text(stmt, column + 1));
    text_copy(person->family_name, sizeof person->family_name, db_text(stmt, column + 2));
    text_copy(person->given_name, sizeof person->given_name, db_text(stmt, column + 3));
}

bool register_run_void(struct db *db, const char *sql, record_id id, int64_t voided_at_ms,
                       const char *missing, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, sql);
    db_bind_int(stmt, 1, id);
    db_bind_int(stmt, 2, voided_at_ms);
    return db_run(stmt, err) && (db_changes(db) == 1 || err_set(err, ERR_NOT_FOUND, "%s", missing));
}

/* --- writing ---------------------------------------------------------------------------------- */
bool presence_insert(struct db *db, const struct presence *presence, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "INSERT INTO presence (id, local_date, member_id, guest_id, lane, in_at_ms, out_at_ms,"
            " in_by, out_by, voided_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    db_bind_int(stmt, 1, presence->id);
    db_bind_text(stmt, 2, presence->local_date);
    db_bind_id(stmt, 3, presence->member_id);
    db_bind_id(stmt, 4, presence->guest_id);
    db_bind_int(stmt, 5, presence->lane);
    db_bind_int(stmt, 6, presence->in_at_ms);
    db_bind_int(stmt, 7, presence->out_at_ms);
    db_bind_text(stmt, 8, presence->in_by);
    db_bind_text(stmt, 9, presence->out_by);
    db_bind_int(stmt, 10, presence->voided_at_ms);
    return db_run(stmt, err);
}

bool presence_end(struct db *db, record_id id, int64_t out_at_ms, const char *out_by,
                  struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "UPDATE presence SET out_at_ms = $2, out_by = $3"
                                          " WHERE id = $1 AND out_at_ms = 0 AND voided_at_ms = 0");
    db_bind_int(stmt, 1, id);
    db_bind_int(stmt, 2, out_at_ms);
    db_bind_text(stmt, 3, out_by);
    return db_run(stmt, err) &&
           (db_changes(db) == 1 || err_set(err, ERR_NOT_FOUND, _("They are out already.")));
}

bool presence_set_void(struct db *db, record_id id, int64_t voided_at_ms, struct err *err)
{
    return register_run_void(db, "UPDATE presence SET voided_at_ms = $2 WHERE id = $1", id,
                             voided_at_ms, _("There is no such row in the presence register."),
                             err);
}

/* --- reading ---------------------------------------------------------------------------------- */
static void read_presence(struct db_stmt *stmt, struct presence *presence)
{
    *presence = (struct presence){.id = db_int(stmt, 0),
                                  .member_id = db_int(stmt, 2),
                                  .guest_id = db_int(stmt, 3),
                                  .lane = db_int_in(stmt, 4, 0, 99),
                                  .in_at_ms = db_int(stmt, 5),
                                  .out_at_ms = db_int(stmt, 6),
                                  .voided_at_ms = db_int(stmt, 9)};
    text_copy(presence->local_date, sizeof presence->local_date, db_text(stmt, 1));
    text_copy(presence->in_by, sizeof presence->in_by, db_text(stmt, 7));
    text_copy(presence->out_by, sizeof presence->out_by, db_text(stmt, 8));
}

bool presence_read(struct db *db, record_id id, struct presence *presence, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT " PRESENCE_COLUMNS " FROM presence p WHERE p.id = $1");
    db_bind_int(stmt, 1, id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_presence(stmt, presence);
    } else if (step == DB_DONE) {
        err_set(err, ERR_NOT_FOUND, _("There is no such row in the presence register."));
    }
    db_reset(stmt);
    return step == DB_ROW;
}

bool presence_last_of(struct db *db, record_id member_id, record_id guest_id,
                      struct presence *presence, struct err *err)
{
    const char *sql =
        member_id != 0 ? "SELECT " PRESENCE_COLUMNS " FROM presence p WHERE p.member_id = $1"
                         " AND p.voided_at_ms = 0 ORDER BY p.out_at_ms = 0 DESC, p.in_at_ms DESC,"
                         " p.id DESC LIMIT 1"
                       : "SELECT " PRESENCE_COLUMNS " FROM presence p WHERE p.guest_id = $1"
                         " AND p.voided_at_ms = 0 ORDER BY p.out_at_ms = 0 DESC, p.in_at_ms DESC,"
                         " p.id DESC LIMIT 1";
    struct db_stmt *stmt = db_prepare(db, sql);
    *presence = (struct presence){0};
    db_bind_int(stmt, 1, member_id != 0 ? member_id : guest_id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_presence(stmt, presence);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool presence_each(struct db *db, const struct register_range *range,
                   bool (*visit)(void *context, const struct presence_line *line), void *context,
                   struct err *err)
{
    static const char *const texts[2][2] =
        REGISTER_TEXTS(PRESENCE_LINES, " AND p.out_at_ms = 0 AND p.voided_at_ms = 0", "p");
    struct db_stmt *stmt = db_prepare(db, texts[range->only_open][range->newest_first]);
    enum db_step step = DB_FAILED;
    bool goes_on = true;
    register_bind_range(stmt, range);
    while (goes_on && (step = db_step(stmt, err)) == DB_ROW) {
        struct presence_line line;
        read_presence(stmt, &line.presence);
        register_read_person(stmt, 10, &line.member);
        text_copy(line.guest_name, sizeof line.guest_name, db_text(stmt, 14));
        goes_on = visit(context, &line);
    }
    db_reset(stmt);
    return goes_on && step != DB_FAILED;
}
