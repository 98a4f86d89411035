#include "store/shot.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"

/* NULL when there is none. */
static void bind_place(struct db_stmt *stmt, int index, bool is_there, int64_t x_um, int64_t y_um)
{
    if (is_there) {
        db_bind_int(stmt, index, x_um);
        db_bind_int(stmt, index + 1, y_um);
    } else {
        db_bind_null(stmt, index);
        db_bind_null(stmt, index + 1);
    }
}

bool shot_add(struct db *db, const struct shot *shot, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "INSERT INTO shot (session_weapon_id, series, number, revision, value_tenths, ring,"
            " is_inner_ten, x_um, y_um, machine_tenths, source, entered_at_ms, entered_by,"
            " voided_at_ms, voided_by, call_x_um, call_y_um)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)");
    db_bind_int(stmt, 1, shot->session_weapon_id);
    db_bind_int(stmt, 2, shot->series);
    db_bind_int(stmt, 3, shot->number);
    db_bind_int(stmt, 4, shot->revision);
    db_bind_int(stmt, 5, shot->value_tenths);
    db_bind_int(stmt, 6, shot->ring);
    db_bind_int(stmt, 7, shot->is_inner_ten);
    bind_place(stmt, 8, shot->is_plotted, shot->x_um, shot->y_um);
    bind_place(stmt, 16, shot->is_called, shot->call_x_um, shot->call_y_um);
    if (shot->machine_tenths >= 0) {
        db_bind_int(stmt, 10, shot->machine_tenths);
    } else {
        db_bind_null(stmt, 10);
    }
    db_bind_int(stmt, 11, shot->source);
    db_bind_int(stmt, 12, shot->entered_at_ms);
    db_bind_id(stmt, 13, shot->entered_by);
    db_bind_id(stmt, 14, shot->voided_at_ms);
    db_bind_id(stmt, 15, shot->voided_by);
    return db_run(stmt, err);
}

bool shot_void(struct db *db, const struct shot *shot, int64_t at_ms, record_id by, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db, "UPDATE shot SET voided_at_ms = $1, voided_by = $2 WHERE session_weapon_id = $3"
            " AND series = $4 AND number = $5 AND revision = $6 AND voided_at_ms IS NULL");
    db_bind_int(stmt, 1, at_ms);
    db_bind_id(stmt, 2, by);
    db_bind_int(stmt, 3, shot->session_weapon_id);
    db_bind_int(stmt, 4, shot->series);
    db_bind_int(stmt, 5, shot->number);
    db_bind_int(stmt, 6, shot->revision);
    if (!db_run(stmt, err)) {
        return false;
    }
    return db_changes(db) == 1 ||
           err_set(err, ERR_BUSY, _("This shot changed elsewhere. Look again, then change it."));
}

bool shot_last_revision(struct db *db, record_id session_weapon_id, int series, int number,
                        int *revision, struct err *err)
{
    struct db_stmt *stmt =
        db_prepare(db, "SELECT revision FROM shot WHERE session_weapon_id = $1 AND series = $2"
                       " AND number = $3 ORDER BY revision DESC LIMIT 1");
    *revision = -1;
    db_bind_int(stmt, 1, session_weapon_id);
    db_bind_int(stmt, 2, series);
    db_bind_int(stmt, 3, number);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        *revision = (int)db_int(stmt, 0);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

void shot_list_free(struct shot_list *list)
{
    free(list->rows);
    *list = (struct shot_list){0};
}

static void read_columns(struct db_stmt *stmt, struct shot *shot)
{
    *shot = (struct shot){
        .session_weapon_id = db_int(stmt, 0),
        .series = (int)db_int(stmt, 1),
        .number = (int)db_int(stmt, 2),
        .revision = (int)db_int(stmt, 3),
        .value_tenths = (int)db_int(stmt, 4),
        .ring = (int)db_int(stmt, 5),
        .is_inner_ten = db_int(stmt, 6) != 0,
        .is_plotted = !db_is_null(stmt, 7),
        .x_um = db_int(stmt, 7),
        .y_um = db_int(stmt, 8),
        .machine_tenths = db_is_null(stmt, 9) ? -1 : (int)db_int(stmt, 9),
        .source = (enum shot_source)db_int(stmt, 10),
        .entered_at_ms = db_int(stmt, 11),
        .entered_by = db_int(stmt, 12),
        .voided_at_ms = db_int(stmt, 13),
        .voided_by = db_int(stmt, 14),
        .is_called = !db_is_null(stmt, 15),
        .call_x_um = db_int(stmt, 15),
        .call_y_um = db_int(stmt, 16),
    };
}

/* What the schema's checks promise: a damaged page keeps no promise, and these index tables. */
static bool check_shot(const struct shot *shot, struct err *err)
{
    static const int64_t limit_um = 10000000;
    bool is_possible =
        shot->series >= 0 && shot->series <= SERIES_MAX && shot->number >= 1 &&
        shot->number <= SESSION_SHOTS_MAX && shot->value_tenths >= 0 && shot->value_tenths <= 109 &&
        shot->ring >= 0 && shot->ring <= 10 && shot->x_um >= -limit_um && shot->x_um <= limit_um &&
        shot->y_um >= -limit_um && shot->y_um <= limit_um && shot->call_x_um >= -limit_um &&
        shot->call_x_um <= limit_um && shot->call_y_um >= -limit_um && shot->call_y_um <= limit_um;
    return is_possible ||
           err_set(err, ERR_CORRUPT,
                   _("The database is damaged: nothing was written. Keep the data folder as it is"
                     " and restore the newest backup."));
}

static bool read_list(struct db_stmt *stmt, record_id session_weapon_id, struct shot_list *list,
                      struct err *err)
{
    list->count = 0;
    db_bind_int(stmt, 1, session_weapon_id);
    enum db_step step = db_step(stmt, err);
    for (; step == DB_ROW; step = db_step(stmt, err)) {
        if (list->count == list->room) {
            list->room = list->room == 0 ? 64 : list->room * 2;
            list->rows = mem_grow(list->rows, (size_t)list->room, sizeof *list->rows);
        }
        read_columns(stmt, &list->rows[list->count]);
        if (!check_shot(&list->rows[list->count++], err)) {
            step = DB_FAILED;
            break;
        }
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool shot_list_current(struct db *db, record_id session_weapon_id, struct shot_list *list,
                       struct err *err)
{
    return read_list(
        db_prepare(db,
                   "SELECT session_weapon_id, series, number, revision, value_tenths, ring,"
                   " is_inner_ten, x_um, y_um, machine_tenths, source, entered_at_ms, entered_by,"
                   " voided_at_ms, voided_by, call_x_um, call_y_um FROM shot"
                   " WHERE session_weapon_id = $1 AND voided_at_ms IS NULL"
                   " ORDER BY series, number, revision"),
        session_weapon_id, list, err);
}

bool shot_list_all(struct db *db, record_id session_weapon_id, struct shot_list *list,
                   struct err *err)
{
    return read_list(
        db_prepare(db,
                   "SELECT session_weapon_id, series, number, revision, value_tenths, ring,"
                   " is_inner_ten, x_um, y_um, machine_tenths, source, entered_at_ms, entered_by,"
                   " voided_at_ms, voided_by, call_x_um, call_y_um FROM shot"
                   " WHERE session_weapon_id = $1 ORDER BY series, number, revision"),
        session_weapon_id, list, err);
}

struct db_stmt *shot_scan_start(struct db *db)
{
    return db_prepare(db, "SELECT session_weapon_id, series, number, revision, value_tenths, ring,"
                          " is_inner_ten, x_um, y_um, machine_tenths, source, entered_at_ms,"
                          " entered_by, voided_at_ms, voided_by, call_x_um, call_y_um FROM shot"
                          " ORDER BY session_weapon_id, series, number, revision");
}

enum db_step shot_scan_next(struct db_stmt *scan, struct shot *shot, struct err *err)
{
    enum db_step step = db_step(scan, err);
    if (step == DB_ROW) {
        read_columns(scan, shot);
        if (!check_shot(shot, err)) {
            db_reset(scan);
            return DB_FAILED;
        }
    }
    return step;
}
