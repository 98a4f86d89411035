#include "store/weapon.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

#define WEAPON_COLUMNS                                                                             \
    "id, name, kind, calibre, serial, owner_member_id, storage, owned_since, retired_on, "         \
    "front_sight,"                                                                                 \
    " rear_sight, trigger_weight, grip, click_um_at_10m, service_interval_rounds, notes, "         \
    "changed_at_ms"

void weapon_find_text(const struct weapon *weapon, char *dst, size_t size)
{
    char plain[3 * NAME_ROOM];
    snprintf(plain, sizeof plain, "%s %s %s", weapon->name, weapon->calibre, weapon->serial);
    text_fold(dst, size, plain);
}

static const char *or_null(const char *text)
{
    return *text != '\0' ? text : NULL;
}

static void bind_weapon(struct db_stmt *stmt, const struct weapon *weapon)
{
    char find[4 * NAME_ROOM];
    weapon_find_text(weapon, find, sizeof find);
    db_bind_int(stmt, 1, weapon->id);
    db_bind_text(stmt, 2, weapon->name);
    db_bind_int(stmt, 3, weapon->kind);
    db_bind_text(stmt, 4, weapon->calibre);
    db_bind_text(stmt, 5, weapon->serial);
    db_bind_id(stmt, 6, weapon->owner_member_id);
    db_bind_text(stmt, 7, weapon->storage);
    db_bind_text(stmt, 8, or_null(weapon->owned_since));
    db_bind_text(stmt, 9, or_null(weapon->retired_on));
    db_bind_text(stmt, 10, weapon->front_sight);
    db_bind_text(stmt, 11, weapon->rear_sight);
    db_bind_text(stmt, 12, weapon->trigger_weight);
    db_bind_text(stmt, 13, weapon->grip);
    db_bind_int(stmt, 14, weapon->click_um_at_10m);
    db_bind_int(stmt, 15, weapon->service_interval_rounds);
    db_bind_text(stmt, 16, weapon->notes);
    db_bind_int(stmt, 17, weapon->changed_at_ms);
    db_bind_text(stmt, 18, find);
}

static void read_weapon(struct db_stmt *stmt, struct weapon *weapon)
{
    *weapon =
        (struct weapon){.id = db_int(stmt, 0),
                        .kind = (enum weapon_kind)db_int_in(stmt, 2, 0, WEAPON_KIND_COUNT - 1),
                        .owner_member_id = db_int(stmt, 5),
                        .click_um_at_10m = (int)db_int(stmt, 13),
                        .service_interval_rounds = (int)db_int(stmt, 14),
                        .changed_at_ms = db_int(stmt, 16)};
    text_copy(weapon->name, sizeof weapon->name, db_text(stmt, 1));
    text_copy(weapon->calibre, sizeof weapon->calibre, db_text(stmt, 3));
    text_copy(weapon->serial, sizeof weapon->serial, db_text(stmt, 4));
    text_copy(weapon->storage, sizeof weapon->storage, db_text(stmt, 6));
    text_copy(weapon->owned_since, sizeof weapon->owned_since, db_text(stmt, 7));
    text_copy(weapon->retired_on, sizeof weapon->retired_on, db_text(stmt, 8));
    text_copy(weapon->front_sight, sizeof weapon->front_sight, db_text(stmt, 9));
    text_copy(weapon->rear_sight, sizeof weapon->rear_sight, db_text(stmt, 10));
    text_copy(weapon->trigger_weight, sizeof weapon->trigger_weight, db_text(stmt, 11));
    text_copy(weapon->grip, sizeof weapon->grip, db_text(stmt, 12));
    text_copy(weapon->notes, sizeof weapon->notes, db_text(stmt, 15));
}

bool weapon_insert(struct db *db, const struct weapon *weapon, struct err *err)
{
    struct db_stmt *stmt = db_prepare(db, "INSERT INTO weapon (" WEAPON_COLUMNS
                                          ", find_text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,"
                                          " $10, $11, $12, $13, $14, $15, $16, $17, $18)");
    bind_weapon(stmt, weapon);
    return db_run(stmt, err);
}

bool weapon_update(struct db *db, const struct weapon *weapon, int64_t known_ms, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db,
        "UPDATE weapon SET name = $2, kind = $3, calibre = $4, serial = $5, owner_member_id = $6,"
        " storage = $7, owned_since = $8, retired_on = $9, front_sight = $10, rear_sight = $11,"
        " trigger_weight = $12, grip = $13, click_um_at_10m = $14, service_interval_rounds = $15,"
        " notes = $16, changed_at_ms = $17, find_text = $18 WHERE id = $1 AND changed_at_ms = $19");
    bind_weapon(stmt, weapon);
    db_bind_int(stmt, 19, known_ms);
    if (!db_run(stmt, err)) {
        return false;
    }
    return db_changes(db) == 1 ||
           err_set(err, ERR_BUSY,
                   _("Someone else changed this weapon meanwhile: nothing was saved. Look again."));
}

bool weapon_find(struct db *db, const char *name, const char *serial, record_id owner,
                 struct weapon *weapon, struct err *err)
{
    *weapon = (struct weapon){0};
    struct db_stmt *stmt =
        db_prepare(db, "SELECT " WEAPON_COLUMNS " FROM weapon WHERE name = $1 AND serial = $2"
                       " AND ($2 <> '' OR coalesce(owner_member_id, 0) = $3) ORDER BY id LIMIT 1");
    db_bind_text(stmt, 1, name);
    db_bind_text(stmt, 2, serial);
    db_bind_int(stmt, 3, owner);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_weapon(stmt, weapon);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool weapon_read(struct db *db, record_id id, struct weapon *weapon, struct err *err)
{
    *weapon = (struct weapon){0};
    struct db_stmt *stmt = db_prepare(db, "SELECT " WEAPON_COLUMNS " FROM weapon WHERE id = $1");
    db_bind_int(stmt, 1, id);
    enum db_step step = db_step(stmt, err);
    if (step == DB_ROW) {
        read_weapon(stmt, weapon);
    } else if (step == DB_DONE) {
        err_set(err, ERR_NOT_FOUND, _("There is no such weapon."));
    }
    db_reset(stmt);
    return step == DB_ROW;
}

#define WEAPON_MATCHES                                                                             \
    "(retired_on IS NULL OR $1 = 1) AND words LIKE $2 ESCAPE '\\' AND words LIKE $3 ESCAPE '\\'"   \
    " AND words LIKE $4 ESCAPE '\\' AND words LIKE $5 ESCAPE '\\'"
/* What is searched: the weapon's own text and its owner's. */
#define WEAPON_WITH_OWNER                                                                          \
    "(SELECT weapon.*, weapon.find_text || ' ' || coalesce(member.find_text, '') AS words"         \
    " FROM weapon LEFT JOIN member ON member.id = weapon.owner_member_id) AS found"

static const char by_text[] = "SELECT " WEAPON_COLUMNS " FROM " WEAPON_WITH_OWNER
                              " WHERE " WEAPON_MATCHES " AND (find_text, id) > ($7, $8)"
                              " ORDER BY find_text, id LIMIT $6";

static const char by_rank[] =
    "SELECT " WEAPON_COLUMNS " FROM " WEAPON_WITH_OWNER " WHERE " WEAPON_MATCHES
    " ORDER BY CASE WHEN $7 = 0 OR ((1 << CAST(kind AS INTEGER)) & $7) <> 0 THEN 0 ELSE 1 END,"
    " CASE id WHEN $8 THEN 1 WHEN $9 THEN 2 WHEN $10 THEN 3 WHEN $11 THEN 4 WHEN $12 THEN 5"
    " WHEN $13 THEN 6 WHEN $14 THEN 7 WHEN $15 THEN 8 ELSE CASE WHEN owner_member_id = $16 THEN 9"
    " WHEN owner_member_id IS NULL THEN 10 ELSE 11 END END, find_text, id LIMIT $6";

static const char by_kind[] =
    "SELECT " WEAPON_COLUMNS " FROM " WEAPON_WITH_OWNER " WHERE " WEAPON_MATCHES
    " ORDER BY kind, find_text, id LIMIT $6 OFFSET $7";
static const char by_calibre[] =
    "SELECT " WEAPON_COLUMNS " FROM " WEAPON_WITH_OWNER " WHERE " WEAPON_MATCHES
    " ORDER BY calibre, find_text, id LIMIT $6 OFFSET $7";

static const char *sql_of(const struct weapon_rows_query *query)
{
    return query->is_ranked                     ? by_rank
           : query->order == WEAPONS_BY_KIND    ? by_kind
           : query->order == WEAPONS_BY_CALIBRE ? by_calibre
                                                : by_text;
}

static struct db_stmt *prepare_rows(struct db *db, const struct weapon_rows_query *query)
{
    struct db_stmt *stmt = db_prepare(db, sql_of(query));
    db_bind_int(stmt, 1, query->with_retired ? 1 : 0);
    for (int i = 0; i < 4; i++) {
        db_bind_text(stmt, 2 + i, query->patterns[i] != NULL ? query->patterns[i] : "%");
    }
    db_bind_int(stmt, 6, query->limit);
    if (query->is_ranked) {
        db_bind_int(stmt, 7, query->kinds);
        for (int i = 0; i < WEAPON_FIRST_MAX; i++) {
            db_bind_int(stmt, 8 + i, query->first[i]);
        }
        db_bind_int(stmt, 16, query->owner);
    } else if (query->order != WEAPONS_BY_NAME) {
        db_bind_int(stmt, 7, query->offset);
    } else {
        db_bind_text(stmt, 7, query->after_id != 0 ? query->after_find : "");
        db_bind_int(stmt, 8, query->after_id);
    }
    return stmt;
}

bool weapon_rows(struct db *db, struct arena *arena, const struct weapon_rows_query *query,
                 struct weapon **rows, int *count, struct err *err)
{
    struct db_stmt *stmt = prepare_rows(db, query);
    *rows = NULL;
    *count = 0;
    int room = 0;
    enum db_step step = DB_DONE;
    while (*count < query->limit && (step = db_step(stmt, err)) == DB_ROW) {
        if (*count == room) {
            int more = room > 0 ? room * 2 : 8;
            struct weapon *grown = arena_array(arena, (size_t)more, sizeof *grown);
            if (*count > 0) {
                memcpy(grown, *rows, sizeof *grown * (size_t)*count);
            }
            *rows = grown;
            room = more;
        }
        read_weapon(stmt, &(*rows)[(*count)++]);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool weapon_used_by(struct db *db, record_id member_id, record_id *ids, int room, int *count,
                    struct err *err)
{
    *count = 0;
    struct db_stmt *stmt =
        db_prepare(db, "SELECT line.weapon_id, max(recent.started_at_ms) FROM "
                       "(SELECT id, started_at_ms FROM session"
                       " WHERE member_id = $1 AND state < 2 ORDER BY started_at_ms "
                       "DESC, id DESC LIMIT 60) AS recent"
                       " JOIN session_weapon AS line ON line.session_id = recent.id "
                       "WHERE line.weapon_id IS NOT NULL"
                       " GROUP BY line.weapon_id ORDER BY 2 DESC, 1 LIMIT $2");
    db_bind_int(stmt, 1, member_id);
    db_bind_int(stmt, 2, room);
    enum db_step step = DB_DONE;
    while (*count < room && (step = db_step(stmt, err)) == DB_ROW) {
        ids[(*count)++] = db_int(stmt, 0);
    }
    db_reset(stmt);
    return step != DB_FAILED;
}

bool weapon_sum_rounds(struct db *db, record_id id, int64_t *rounds, struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db,
        "SELECT (SELECT coalesce(sum(rounds_fired), 0) FROM session_weapon WHERE weapon_id = $1)"
        " - (SELECT coalesce(sum(line.rounds_fired), 0) FROM session CROSS JOIN session_weapon AS"
        " line ON line.session_id = session.id WHERE session.state = 2 AND line.weapon_id = $1)");
    db_bind_int(stmt, 1, id);
    enum db_step step = db_step(stmt, err);
    *rounds = step == DB_ROW ? db_int(stmt, 0) : 0;
    db_reset(stmt);
    return step == DB_ROW;
}
