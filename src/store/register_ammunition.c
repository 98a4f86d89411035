#include "store/register.h"

#include "base/text.h"

static void read_line(struct db_stmt *stmt, struct ammunition_register_line *line)
{
    *line = (struct ammunition_register_line){
        .move = {.id = db_int(stmt, 0),
                 .ammunition_id = db_int(stmt, 1),
                 .rounds = db_int(stmt, 3),
                 .reason = (enum move_reason)db_int_in(stmt, 4, MOVE_BOUGHT, MOVE_DISCARDED),
                 .member_id = db_int(stmt, 6),
                 .at_ms = db_int(stmt, 8)},
        .balance = db_int(stmt, 9),
        .ammunition = db_text(stmt, 10),
        .calibre = db_text(stmt, 11),
        .lot = db_text(stmt, 12),
        .member_number = db_text(stmt, 13),
        .licence = db_text(stmt, 14),
        .family_name = db_text(stmt, 15),
        .given_name = db_text(stmt, 16)};
    text_copy(line->move.local_date, sizeof line->move.local_date, db_text(stmt, 2));
    text_copy(line->move.note, sizeof line->move.note, db_text(stmt, 5));
    text_copy(line->move.by_name, sizeof line->move.by_name, db_text(stmt, 7));
}

bool ammunition_register_each(struct db *db, const struct register_range *range,
                              bool (*visit)(void *context,
                                            const struct ammunition_register_line *line),
                              void *context, struct err *err)
{
    /* The balance is summed over everything up to the last date, the range is cut out after it. */
    struct db_stmt *stmt = db_prepare(
        db,
        "SELECT v.id, v.ammunition_id, v.local_date, v.rounds, v.reason, v.note, v.member_id,"
        " v.by_name, v.at_ms, v.balance, a.name, a.calibre, a.lot, m.number, m.licence,"
        " m.family_name, m.given_name FROM (SELECT id, ammunition_id, local_date, rounds, reason,"
        " note, member_id, by_name, at_ms, sum(rounds) OVER (PARTITION BY ammunition_id"
        " ORDER BY local_date, id) AS balance FROM ammunition_move WHERE local_date <= $2) AS v"
        " JOIN ammunition a ON a.id = v.ammunition_id LEFT JOIN member m ON m.id = v.member_id"
        " WHERE v.local_date >= $1 ORDER BY v.local_date, v.id");
    enum db_step step = DB_FAILED;
    bool goes_on = true;
    db_bind_text(stmt, 1, range->from != NULL ? range->from : "");
    db_bind_text(stmt, 2, range->to != NULL && range->to[0] != '\0' ? range->to : "9999-12-31");
    while (goes_on && (step = db_step(stmt, err)) == DB_ROW) {
        struct ammunition_register_line line;
        read_line(stmt, &line);
        goes_on = visit(context, &line);
    }
    db_reset(stmt);
    return goes_on && step != DB_FAILED;
}
