#include "store/weapon_setting.h"

#include "base/text.h"

#define SETTING_COLUMNS                                                                            \
    "id, weapon_id, local_date, front_sight, rear_sight, trigger_weight, grip, click_um_at_10m,"   \
    " by_name, at_ms"

bool weapon_setting_insert(struct db *db, const struct weapon_setting *setting, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "INSERT INTO weapon_setting (" SETTING_COLUMNS
                                          ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    db_bind_int(stmt, 1, setting->id);
    db_bind_int(stmt, 2, setting->weapon_id);
    db_bind_text(stmt, 3, setting->local_date);
    db_bind_text(stmt, 4, setting->front_sight);
    db_bind_text(stmt, 5, setting->rear_sight);
    db_bind_text(stmt, 6, setting->trigger_weight);
    db_bind_text(stmt, 7, setting->grip);
    db_bind_int(stmt, 8, setting->click_um_at_10m);
    db_bind_text(stmt, 9, setting->by_name);
    db_bind_int(stmt, 10, setting->at_ms);
    return db_run(stmt, err);
}

static void read_setting(struct db_stmt *stmt, struct weapon_setting *setting)
{
    *setting = (struct weapon_setting){.id = db_int(stmt, 0),
                                       .weapon_id = db_int(stmt, 1),
                                       .click_um_at_10m = (int)db_int(stmt, 7),
                                       .at_ms = db_int(stmt, 9)};
    text_copy(setting->local_date, sizeof setting->local_date, db_text(stmt, 2));
    text_copy(setting->front_sight, sizeof setting->front_sight, db_text(stmt, 3));
    text_copy(setting->rear_sight, sizeof setting->rear_sight, db_text(stmt, 4));
    text_copy(setting->trigger_weight, sizeof setting->trigger_weight, db_text(stmt, 5));
    text_copy(setting->grip, sizeof setting->grip, db_text(stmt, 6));
    text_copy(setting->by_name, sizeof setting->by_name, db_text(stmt, 8));
}

bool weapon_setting_rows(struct db *db, struct arena *arena, record_id weapon_id,
                         struct weapon_setting **rows, int *count, struct err *err)
{
    *count = 0;
    *rows = arena_array(arena, WEAPON_SETTING_ROWS_MAX, sizeof **rows);
    struct db_stmt *stmt = db_prepare(db, "SELECT " SETTING_COLUMNS " FROM weapon_setting"
                                          " WHERE weapon_id = $1 ORDER BY id DESC LIMIT $2");
    db_bind_int(stmt, 1, weapon_id);
    db_bind_int(stmt, 2, WEAPON_SETTING_ROWS_MAX);
    enum db_step step = DB_DONE;
    while (*count < WEAPON_SETTING_ROWS_MAX && (step = db_step(stmt, err)) == DB_ROW) {
        read_setting(stmt, &(*rows)[(*count)++]);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}
