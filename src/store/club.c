#include "store/club.h"

#include "base/text.h"

bool club_read(struct db *db, struct club *club, struct err *err)
{
    *club = (struct club){0};
    struct db_stmt *stmt = db_prepare(
        db, "SELECT id, name, city, knsa_number, certification, terminal, zone, language FROM club"
            " ORDER BY id LIMIT 1");
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        club->id = db_int(stmt, 0);
        text_copy(club->name, sizeof club->name, db_text(stmt, 1));
        text_copy(club->city, sizeof club->city, db_text(stmt, 2));
        text_copy(club->knsa_number, sizeof club->knsa_number, db_text(stmt, 3));
        text_copy(club->certification, sizeof club->certification, db_text(stmt, 4));
        club->terminal = db_int_in(stmt, 5, 0, ID_TERMINAL_DEMO);
        text_copy(club->zone, sizeof club->zone, db_text(stmt, 6));
        text_copy(club->language, sizeof club->language, db_text(stmt, 7));
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool club_put(struct db *db, const struct club *club, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db,
        "INSERT INTO club (id, name, city, knsa_number, certification, terminal, zone, language)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET name = "
        "excluded.name,"
        " city = excluded.city, knsa_number = excluded.knsa_number,"
        " certification = excluded.certification, terminal = excluded.terminal, zone = "
        "excluded.zone,"
        " language = excluded.language");
    db_bind_int(stmt, 1, club->id);
    db_bind_text(stmt, 2, club->name);
    db_bind_text(stmt, 3, club->city);
    db_bind_text(stmt, 4, club->knsa_number);
    db_bind_text(stmt, 5, club->certification);
    db_bind_int(stmt, 6, club->terminal);
    db_bind_text(stmt, 7, club->zone);
    db_bind_text(stmt, 8, club->language);
    return db_run(stmt, err);
}
