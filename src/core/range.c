/* The lanes in memory: loading them, and what they derive from their shots. */
#include "core/range.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "core/card.h"
#include "core/lane.h"
#include "core/member.h"
#include "core/rights.h"
#include "core/weapon.h"
#include "store/session.h"
#include "store/session_weapon.h"
#include "store/setting.h"
#include "store/shot.h"

void lane_free(struct lane *lane)
{
    free(lane->shots);
    *lane = (struct lane){0};
}

/* Compared at equal shots: how far this total is from what the member's mean shot would have made
 * of as many. For a session that is over, core/session compares totals instead. */
static struct measure versus_average(const struct lane *lane)
{
    if (lane->past_average_tenths <= 0 || lane->stats.shots == 0) {
        return (struct measure){.why = N_("from 1 other session")};
    }
    double expected = lane->past_average_tenths * lane->stats.shots;
    return (struct measure){.has = true,
                            .value = ((double)lane->stats.total_tenths - expected) / 10};
}

void lane_refresh(struct lane *lane)
{
    int expected[SERIES_MAX] = {0};
    struct stats_options options = card_options(lane->programme, expected);
    stats_session(lane->shots, lane->shot_count, &options, &lane->stats);
    lane->versus_average = versus_average(lane);
    card_next(lane->programme, lane->shots, lane->shot_count, &lane->next_series,
              &lane->next_number);
}

/* --- sighting: kept as the session's number under the lane's key ----------------------------- */
static void sighting_key(const struct lane *lane, char key[24])
{
    snprintf(key, 24, "sighting.%d", lane->session.lane);
}

bool lane_sighting_read(struct app *app, struct lane *lane, struct err *err)
{
    char key[24], value[24], mine[24];
    sighting_key(lane, key);
    snprintf(mine, sizeof mine, "%lld", (long long)lane->session.id);
    if (!setting_get(app->db, key, "", value, sizeof value, err)) {
        return false;
    }
    lane->is_sighting = strcmp(value, mine) == 0;
    return true;
}

bool lane_sighting_write(struct app *app, const struct lane *lane, bool sighting, struct err *err)
{
    char key[24], value[24] = "";
    sighting_key(lane, key);
    if (sighting) {
        snprintf(value, sizeof value, "%lld", (long long)lane->session.id);
    }
    return setting_put(app->db, key, value, err);
}

void lane_member_name(struct app *app, record_id member_id, char name[NAME_ROOM])
{
    struct member *member = mem_alloc(sizeof *member);
    struct err ignored = {0}; /* the name only makes a sentence clearer */
    text_copy(name, NAME_ROOM, _("someone"));
    if (member_get(app, member_id, member, &ignored)) {
        member_name(member, name, NAME_ROOM);
    }
    free(member);
}

/* --- loading ---------------------------------------------------------------------------------- */
static bool load_course(struct app *app, struct lane *lane, struct err *err)
{
    lane->programme = programme_find(&app->programmes, lane->session.programme_id);
    lane->face = face_find(&app->faces, lane->weapon.face_id);
    if (lane->programme == NULL || lane->face == NULL) {
        return err_set(
            err, ERR_CONFIG,
            _("Lane %d shoots %s on %s, which this AimTrack does not know. Its shots are "
              "kept."),
            lane->session.lane, lane->session.programme_id, lane->weapon.face_id);
    }
    lane->has_decimals = card_has_decimals(lane->programme, lane->face);
    return true;
}

static bool load_people(struct app *app, struct lane *lane, struct err *err)
{
    return member_get(app, lane->session.member_id, &lane->member, err) &&
           (lane->weapon.weapon_id == 0 ||
            weapon_get(app, lane->weapon.weapon_id, &lane->arm, err));
}

static bool load_shots(struct app *app, struct lane *lane, struct err *err)
{
    struct shot_list list = {0};
    if (!shot_list_current(app->db, lane->weapon.id, &list, err)) {
        shot_list_free(&list);
        return false;
    }
    lane->shots = list.rows;
    lane->shot_count = list.count;
    lane->shot_room = list.room;
    return true;
}

static bool load_past(struct app *app, struct lane *lane, struct err *err)
{
    struct arena arena = {0};
    struct card_past past;
    struct card_query query = {.member_id = lane->session.member_id,
                               .programme = lane->programme,
                               .programme_id = lane->session.programme_id,
                               .face_id = lane->weapon.face_id,
                               .except = lane->session.id};
    bool ok = card_past_read(app, &arena, &query, &past, err);
    if (ok) {
        lane->past_average_tenths = past.average_tenths;
        lane->best_series = past.best_series_tenths > 0
                                ? (struct measure){.has = true, .value = past.best_series_tenths}
                                : (struct measure){.why = N_("from 1 complete series")};
        text_copy(lane->best_series_date, DATE_ROOM, past.best_series_date);
    }
    arena_free(&arena);
    return ok;
}

static bool load_line(struct app *app, struct lane *lane, struct err *err)
{
    struct session_weapon lines[SESSION_PARTS_MAX];
    int count = 0;
    if (!session_weapon_of(app->db, lane->session.id, lines, &count, err)) {
        return false;
    }
    if (count == 0) {
        return err_set(err, ERR_CORRUPT,
                       _("Lane %d has no weapon line. Run aimtrack verify; its session is kept."),
                       lane->session.lane);
    }
    lane->weapon = lines[count - 1];
    return true;
}

static bool load_lane(struct app *app, record_id session_id, struct lane *lane, struct err *err)
{
    *lane = (struct lane){0};
    bool ok = session_row_read(app->db, session_id, &lane->session, err) &&
              load_line(app, lane, err) && load_course(app, lane, err) &&
              load_people(app, lane, err) && load_shots(app, lane, err) &&
              load_past(app, lane, err) && lane_sighting_read(app, lane, err);
    if (!ok) {
        lane_free(lane);
        return false;
    }
    lane_refresh(lane);
    return true;
}

bool range_load_lane(struct app *app, record_id session_id, struct lane *lane, struct err *err)
{
    *lane = (struct lane){0};
    if (!rights_check(app, RIGHT_SEE, err) || !db_begin_read(app->db, err)) {
        return false;
    }
    bool ok = load_lane(app, session_id, lane, err);
    db_rollback(app->db);
    return ok;
}

static bool load_all(struct app *app, struct lane **lanes, int *count, struct err *err)
{
    struct session_open_list open;
    if (!session_open_read(app->db, &open, err)) {
        return false;
    }
    *lanes = mem_array(open.count == 0 ? 1 : (size_t)open.count, sizeof **lanes);
    for (int i = 0; i < open.count; i++) {
        if (!load_lane(app, open.rows[i].id, &(*lanes)[i], err)) {
            return false;
        }
        (*count)++;
    }
    return true;
}

bool range_load(struct app *app, struct lane **lanes, int *count, struct err *err)
{
    *lanes = NULL;
    *count = 0;
    if (!rights_check(app, RIGHT_SEE, err) || !db_begin_read(app->db, err)) {
        return false;
    }
    bool ok = load_all(app, lanes, count, err);
    db_rollback(app->db);
    if (!ok) {
        for (int i = 0; i < *count; i++) {
            lane_free(&(*lanes)[i]);
        }
        free(*lanes);
        *lanes = NULL;
        *count = 0;
    }
    return ok;
}
