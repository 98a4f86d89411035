#include "store/register.h"

#include "base/i18n.h"
#include "base/text.h"

#define ISSUE_COLUMNS                                                                              \
    "i.id, i.weapon_id, i.member_id, i.local_date, i.out_at_ms, i.out_by, i.in_at_ms, i.in_by,"    \
    " i.condition_out, i.condition_in, i.voided_at_ms"
#define ISSUE_LINES                                                                                \
    "SELECT " ISSUE_COLUMNS ", m.number, m.licence, m.family_name, m.given_name, w.name,"          \
    " w.serial, w.calibre FROM weapon_issue i JOIN member m ON m.id = i.member_id"                 \
    " JOIN weapon w ON w.id = i.weapon_id WHERE i.local_date >= $1 AND i.local_date <= $2"

bool weapon_issue_insert(struct db *db, const struct weapon_issue *issue, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "INSERT INTO weapon_issue (id, weapon_id, member_id, local_date, out_at_ms, out_by,"
            " in_at_ms, in_by, condition_out, condition_in, voided_at_ms)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
    db_bind_int(stmt, 1, issue->id);
    db_bind_int(stmt, 2, issue->weapon_id);
    db_bind_int(stmt, 3, issue->member_id);
    db_bind_text(stmt, 4, issue->local_date);
    db_bind_int(stmt, 5, issue->out_at_ms);
    db_bind_text(stmt, 6, issue->out_by);
    db_bind_int(stmt, 7, issue->in_at_ms);
    db_bind_text(stmt, 8, issue->in_by);
    db_bind_text(stmt, 9, issue->condition_out);
    db_bind_text(stmt, 10, issue->condition_in);
    db_bind_int(stmt, 11, issue->voided_at_ms);
    return db_run(stmt, err);
}

bool weapon_issue_end(struct db *db, const struct weapon_issue *issue, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "UPDATE weapon_issue SET in_at_ms = $2, in_by = $3, condition_in = $4"
                       " WHERE id = $1 AND in_at_ms = 0 AND voided_at_ms = 0");
    db_bind_int(stmt, 1, issue->id);
    db_bind_int(stmt, 2, issue->in_at_ms);
    db_bind_text(stmt, 3, issue->in_by);
    db_bind_text(stmt, 4, issue->condition_in);
    return db_run(stmt, err) &&
           (db_changes(db) == 1 || err_set(err, ERR_NOT_FOUND, _("That weapon is not out.")));
}

bool weapon_issue_set_void(struct db *db, record_id id, int64_t voided_at_ms, struct err *err)
{
    return register_run_void(db, "UPDATE weapon_issue SET voided_at_ms = $2 WHERE id = $1", id,
                             voided_at_ms, _("There is no such row in the weapons register."), err);
}

static void read_issue(struct db_stmt *stmt, struct weapon_issue *issue)
{
    *issue = (struct weapon_issue){.id = db_int(stmt, 0),
                                   .weapon_id = db_int(stmt, 1),
                                   .member_id = db_int(stmt, 2),
                                   .out_at_ms = db_int(stmt, 4),
                                   .in_at_ms = db_int(stmt, 6),
                                   .voided_at_ms = db_int(stmt, 10)};
    text_copy(issue->local_date, sizeof issue->local_date, db_text(stmt, 3));
    text_copy(issue->out_by, sizeof issue->out_by, db_text(stmt, 5));
    text_copy(issue->in_by, sizeof issue->in_by, db_text(stmt, 7));
    text_copy(issue->condition_out, sizeof issue->condition_out, db_text(stmt, 8));
    text_copy(issue->condition_in, sizeof issue->condition_in, db_text(stmt, 9));
}

/* One row by an id; DB_DONE: there is none, *issue is zeroed. */
static enum db_step read_one(struct db *db, const char *sql, record_id id,
                             struct weapon_issue *issue, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, sql);
    *issue = (struct weapon_issue){0};
    db_bind_int(stmt, 1, id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_issue(stmt, issue);
    }
    db_reset(stmt);
    return step;
}

bool weapon_issue_read(struct db *db, record_id id, struct weapon_issue *issue, struct err *err)
{
    enum db_step step = read_one(db, "SELECT " ISSUE_COLUMNS " FROM weapon_issue i WHERE i.id = $1",
                                 id, issue, err);
    if (step == DB_DONE) {
        err_set(err, ERR_NOT_FOUND, _("There is no such row in the weapons register."));
    }
    return step == DB_ROW;
}

bool weapon_issue_open_of(struct db *db, record_id weapon_id, struct weapon_issue *issue,
                          struct err *err)
{
    return read_one(db,
                    "SELECT " ISSUE_COLUMNS " FROM weapon_issue i WHERE i.weapon_id = $1"
                    " AND i.in_at_ms = 0 AND i.voided_at_ms = 0",
                    weapon_id, issue, err) != DB_FAILED;
}

bool weapon_issue_count_open(struct db *db, record_id member_id, int *count, struct err *err)
{
    enum { ISSUES_MOST = 1000000 };
    struct db_stmt *stmt = db_prepare(db, "SELECT count(*) FROM weapon_issue WHERE member_id = $1"
                                          " AND in_at_ms = 0 AND voided_at_ms = 0");
    *count = 0;
    db_bind_int(stmt, 1, member_id);
    enum db_step step = db_step(stmt, err);
    *count = step == DB_ROW ? db_int_in(stmt, 0, 0, ISSUES_MOST) : 0;
    db_reset(stmt);
    return step == DB_ROW;
}

bool weapon_issue_each(struct db *db, const struct register_range *range,
                       bool (*visit)(void *context, const struct weapon_issue_line *line),
                       void *context, struct err *err)
{
    static const char *const texts[2][2] =
        REGISTER_TEXTS(ISSUE_LINES, " AND i.in_at_ms = 0 AND i.voided_at_ms = 0", "i");
    struct db_stmt *stmt = db_prepare(db, texts[range->only_open][range->newest_first]);
    enum db_step step = DB_FAILED;
    bool goes_on = true;
    register_bind_range(stmt, range);
    while (goes_on && (step = db_step(stmt, err)) == DB_ROW) {
        struct weapon_issue_line line;
        read_issue(stmt, &line.issue);
        register_read_person(stmt, 11, &line.member);
        text_copy(line.weapon, sizeof line.weapon, db_text(stmt, 15));
        text_copy(line.serial, sizeof line.serial, db_text(stmt, 16));
        text_copy(line.calibre, sizeof line.calibre, db_text(stmt, 17));
        goes_on = visit(context, &line);
    }
    db_reset(stmt);
    return goes_on && step != DB_FAILED;
}
