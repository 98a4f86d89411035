#include "store/register.h"

#include "base/i18n.h"
#include "base/text.h"

#define GUEST_COLUMNS                                                                              \
    "g.id, g.local_date, g.name, g.document_type, g.document_number, g.host_member_id,"            \
    " g.weapon_id, g.by_account, g.by_name, g.at_ms, g.blanked_at_ms, g.voided_at_ms"
/* Of the presence the newest row that counts; of a void guest the newest at all. */
#define GUEST_LINES                                                                                \
    "SELECT " GUEST_COLUMNS ", m.number, m.licence, m.family_name, m.given_name, w.name,"          \
    " w.serial, w.calibre, p.in_at_ms, p.out_at_ms"                                                \
    " FROM guest g JOIN member m ON m.id = g.host_member_id"                                       \
    " LEFT JOIN weapon w ON w.id = g.weapon_id"                                                    \
    " LEFT JOIN presence p ON p.id = (SELECT max(q.id) FROM presence q WHERE q.guest_id = g.id"    \
    " AND (q.voided_at_ms = 0 OR g.voided_at_ms > 0))"                                             \
    " WHERE g.local_date >= $1 AND g.local_date <= $2"

enum { FOLDED_ROOM = 2 * NAME_ROOM };

bool guest_insert(struct db *db, const struct guest *guest, struct err *err)
{
    char folded[FOLDED_ROOM];
    struct db_stmt *stmt = db_prepare(
        db, "INSERT INTO guest (id, local_date, name, find_text, document_type,"
            " document_number, host_member_id, weapon_id, by_account, by_name, at_ms,"
            " blanked_at_ms, voided_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
            " $11, $12, $13)");
    text_fold(folded, sizeof folded, guest->name);
    db_bind_int(stmt, 1, guest->id);
    db_bind_text(stmt, 2, guest->local_date);
    db_bind_text(stmt, 3, guest->name);
    db_bind_text(stmt, 4, folded);
    db_bind_text(stmt, 5, guest->document_type);
    db_bind_text(stmt, 6, guest->document_number);
    db_bind_int(stmt, 7, guest->host_member_id);
    db_bind_id(stmt, 8, guest->weapon_id);
    db_bind_id(stmt, 9, guest->by_account);
    db_bind_text(stmt, 10, guest->by_name);
    db_bind_int(stmt, 11, guest->at_ms);
    db_bind_int(stmt, 12, guest->blanked_at_ms);
    db_bind_int(stmt, 13, guest->voided_at_ms);
    return db_run(stmt, err);
}

bool guest_set_void(struct db *db, record_id id, int64_t voided_at_ms, struct err *err)
{
    return register_run_void(db, "UPDATE guest SET voided_at_ms = $2 WHERE id = $1", id,
                             voided_at_ms, _("There is no such guest."), err);
}

static void read_guest(struct db_stmt *stmt, struct guest *guest)
{
    *guest = (struct guest){.id = db_int(stmt, 0),
                            .host_member_id = db_int(stmt, 5),
                            .weapon_id = db_int(stmt, 6),
                            .by_account = db_int(stmt, 7),
                            .at_ms = db_int(stmt, 9),
                            .blanked_at_ms = db_int(stmt, 10),
                            .voided_at_ms = db_int(stmt, 11)};
    text_copy(guest->local_date, sizeof guest->local_date, db_text(stmt, 1));
    text_copy(guest->name, sizeof guest->name, db_text(stmt, 2));
    text_copy(guest->document_type, sizeof guest->document_type, db_text(stmt, 3));
    text_copy(guest->document_number, sizeof guest->document_number, db_text(stmt, 4));
    text_copy(guest->by_name, sizeof guest->by_name, db_text(stmt, 8));
}

bool guest_read(struct db *db, record_id id, struct guest *guest, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "SELECT " GUEST_COLUMNS " FROM guest g WHERE g.id = $1");
    db_bind_int(stmt, 1, id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_guest(stmt, guest);
    } else if (step == DB_DONE) {
        err_set(err, ERR_NOT_FOUND, _("There is no such guest."));
    }
    db_reset(stmt);
    return step == DB_ROW;
}

bool guest_count_visits(struct db *db, const char *name, int *visits, struct err *err)
{
    enum { VISITS_MOST = 1000000 };
    char folded[FOLDED_ROOM];
    struct db_stmt *stmt =
        db_prepare(db, "SELECT count(*) FROM guest WHERE find_text = $1 AND voided_at_ms = 0");
    *visits = 0;
    text_fold(folded, sizeof folded, name);
    db_bind_text(stmt, 1, folded);
    enum db_step step = db_step(stmt, err);
    *visits = step == DB_ROW ? db_int_in(stmt, 0, 0, VISITS_MOST) : 0;
    db_reset(stmt);
    return step == DB_ROW;
}

bool guest_each(struct db *db, const struct register_range *range,
                bool (*visit)(void *context, const struct guest_line *line), void *context,
                struct err *err)
{
    static const char *const texts[2][2] =
        REGISTER_TEXTS(GUEST_LINES,
                       " AND g.id IN (SELECT o.guest_id FROM presence o WHERE o.out_at_ms = 0"
                       " AND o.voided_at_ms = 0 AND o.guest_id IS NOT NULL)",
                       "g");
    struct db_stmt *stmt = db_prepare(db, texts[range->only_open][range->newest_first]);
    enum db_step step = DB_FAILED;
    bool goes_on = true;
    register_bind_range(stmt, range);
    while (goes_on && (step = db_step(stmt, err)) == DB_ROW) {
        struct guest_line line = {.in_at_ms = db_int(stmt, 19), .out_at_ms = db_int(stmt, 20)};
        read_guest(stmt, &line.guest);
        register_read_person(stmt, 12, &line.host);
        text_copy(line.weapon, sizeof line.weapon, db_text(stmt, 16));
        text_copy(line.serial, sizeof line.serial, db_text(stmt, 17));
        text_copy(line.calibre, sizeof line.calibre, db_text(stmt, 18));
        goes_on = visit(context, &line);
    }
    db_reset(stmt);
    return goes_on && step != DB_FAILED;
}
