#include "store/weapon_service.h"

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"

#define SERVICE_COLUMNS "id, weapon_id, local_date, rounds, what, by_name, at_ms"

bool weapon_service_insert(struct db *db, const struct weapon_service *service, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "INSERT INTO weapon_service (" SERVICE_COLUMNS
                                          ") VALUES ($1, $2, $3, $4, $5, $6, $7)");
    db_bind_int(stmt, 1, service->id);
    db_bind_int(stmt, 2, service->weapon_id);
    db_bind_text(stmt, 3, service->local_date);
    db_bind_int(stmt, 4, service->rounds);
    db_bind_text(stmt, 5, service->what);
    db_bind_text(stmt, 6, service->by_name);
    db_bind_int(stmt, 7, service->at_ms);
    return db_run(stmt, err);
}

bool weapon_service_set_void(struct db *db, record_id id, int64_t voided_at_ms, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "UPDATE weapon_service SET voided_at_ms = $2 WHERE id = $1");
    db_bind_int(stmt, 1, id);
    db_bind_int(stmt, 2, voided_at_ms);
    return db_run(stmt, err) &&
           (db_changes(db) == 1 || err_set(err, ERR_NOT_FOUND, _("There is no such service.")));
}

static void read_service(struct db_stmt *stmt, struct weapon_service *service)
{
    *service = (struct weapon_service){.id = db_int(stmt, 0),
                                       .weapon_id = db_int(stmt, 1),
                                       .rounds = db_int(stmt, 3),
                                       .at_ms = db_int(stmt, 6)};
    text_copy(service->local_date, sizeof service->local_date, db_text(stmt, 2));
    text_copy(service->what, sizeof service->what, db_text(stmt, 4));
    text_copy(service->by_name, sizeof service->by_name, db_text(stmt, 5));
}

bool weapon_service_read(struct db *db, record_id id, struct weapon_service *service,
                         struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT " SERVICE_COLUMNS " FROM weapon_service WHERE id = $1");
    db_bind_int(stmt, 1, id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_service(stmt, service);
    } else if (step == DB_DONE) {
        err_set(err, ERR_NOT_FOUND, _("There is no such service."));
    }
    db_reset(stmt);
    return step == DB_ROW;
}

static struct db_stmt *newest_first(struct db *db, record_id weapon_id, int limit)
{
    struct db_stmt *stmt = db_prepare(db, "SELECT " SERVICE_COLUMNS " FROM weapon_service"
                                          " WHERE weapon_id = $1 AND voided_at_ms = 0"
                                          " ORDER BY local_date DESC, id DESC LIMIT $2");
    db_bind_int(stmt, 1, weapon_id);
    db_bind_int(stmt, 2, limit);
    return stmt;
}

bool weapon_service_rows(struct db *db, struct arena *arena, record_id weapon_id,
                         struct weapon_service **rows, int *count, struct err *err)
{
    *count = 0;
    *rows = arena_array(arena, WEAPON_SERVICE_ROWS_MAX, sizeof **rows);
    struct db_stmt *stmt = newest_first(db, weapon_id, WEAPON_SERVICE_ROWS_MAX);
    enum db_step step = DB_DONE;
    while (*count < WEAPON_SERVICE_ROWS_MAX && (step = db_step(stmt, err)) == DB_ROW) {
        read_service(stmt, &(*rows)[(*count)++]);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool weapon_service_newest(struct db *db, record_id weapon_id, struct weapon_service *service,
                           bool *has, struct err *err)
{
    struct db_stmt *stmt = newest_first(db, weapon_id, 1);
    *has = false;
    *service = (struct weapon_service){0};
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_service(stmt, service);
        *has = true;
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

/* A session is made on its day or later, so its id is not less than the first of that day; a day of
 * room for time zones. Keeps the years before out of the look. */
static record_id least_id(const char *from)
{
    static const int64_t day_ms = 86400000;
    return from[0] == '\0' ? 0 : id_at((time_date_days(from) - 1) * day_ms, 0, 0);
}

bool weapon_service_sum_rounds(struct db *db, record_id weapon_id, const char *from,
                               const char *until, int64_t *rounds, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "SELECT coalesce(sum(line.rounds_fired), 0) FROM session_weapon AS line JOIN session"
            " ON session.id = line.session_id WHERE line.weapon_id = $1 AND session.state < 2"
            " AND line.session_id >= $4 AND session.local_date >= $2 AND session.local_date <= $3");
    db_bind_int(stmt, 1, weapon_id);
    db_bind_text(stmt, 2, from);
    db_bind_text(stmt, 3, until);
    db_bind_int(stmt, 4, least_id(from));
    enum db_step step = db_step(stmt, err);
    *rounds = step == DB_ROW ? db_int(stmt, 0) : 0;
    db_reset(stmt);
    return step == DB_ROW;
}
