/* Every shot stored: one transaction holds the shot, its summary, the rounds and the audit row. The
 * lane in memory changes only after the commit. */
#include "core/range.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/time.h"
#include "core/lane.h"
#include "core/rights.h"
#include "core/rules/score.h"
#include "store/session.h"
#include "store/session_weapon.h"
#include "store/shot.h"
#include "store/summary.h"

/* One change of a lane. */
struct lane_change {
    const char *action;
    int voided; /* index in lane->shots; -1: none */
    bool has_added;
    struct shot added;
};

/* --- values ----------------------------------------------------------------------------------- */
static bool value_check(const struct lane *lane, int tenths, bool inner, struct err *err)
{
    int lowest = lane->face->lowest_ring * 10;
    if (tenths < 0 || tenths > (lane->has_decimals ? 109 : 100)) {
        return err_set(err, ERR_INPUT,
                       lane->has_decimals ? _("A shot is worth 0 to 10.9. Nothing was stored.")
                                          : _("A shot is worth 0 to 10. Nothing was stored."));
    }
    if (!lane->has_decimals && tenths % 10 != 0) {
        return err_set(err, ERR_INPUT, _("This programme counts whole rings. Nothing was stored."));
    }
    if (tenths > 0 && tenths < lowest) {
        return err_set(err, ERR_INPUT, _("The lowest ring of this face is %d. Nothing was stored."),
                       lane->face->lowest_ring);
    }
    if (inner && (tenths < 100 || lane->face->inner_ten_am == 0)) {
        return err_set(err, ERR_INPUT, _("This cannot be an inner ten. Nothing was stored."));
    }
    return true;
}

static void value_fill(struct shot *shot, int tenths, bool inner)
{
    struct score score = score_value(tenths, inner);
    shot->value_tenths = tenths;
    shot->ring = score.ring;
    shot->is_inner_ten = score.is_inner_ten;
    shot->is_plotted = false;
    shot->x_um = shot->y_um = 0;
    shot->source = SHOT_KEYS;
}

static bool plot_fill(const struct lane *lane, struct shot *shot, int64_t x_um, int64_t y_um,
                      struct err *err)
{
    static const int64_t limit_um = 3000000;
    if (x_um < -limit_um || x_um > limit_um || y_um < -limit_um || y_um > limit_um) {
        return err_set(err, ERR_INPUT,
                       _("A shot lies within 3 m of the centre. Nothing was stored."));
    }
    struct score score =
        score_hole(lane->face, lane->weapon.gauge_um * AM_PER_UM, hole_from_um(x_um, y_um));
    shot->value_tenths = lane->has_decimals ? score.tenths : score.ring * 10;
    shot->ring = score.ring;
    shot->is_inner_ten = score.is_inner_ten;
    shot->is_plotted = true;
    shot->x_um = x_um;
    shot->y_um = y_um;
    shot->source = SHOT_PLOT;
    return true;
}

static void call_fill(const struct lane *lane, struct shot *shot)
{
    shot->is_called = lane->has_call;
    shot->call_x_um = lane->has_call ? lane->call_x_um : 0;
    shot->call_y_um = lane->has_call ? lane->call_y_um : 0;
}

/* --- the next place --------------------------------------------------------------------------- */
static bool sighter_place(const struct lane *lane, struct shot *shot, struct err *err)
{
    int allowed = lane->programme->sighter_series * lane->programme->sighter_shots;
    int fired = lane->stats.sighters;
    if (allowed > 0 && fired >= allowed) {
        return err_set(err, ERR_INPUT,
                       P_("%d sighter is in: press s for match shots.",
                          "%d sighters are in: press s for match shots.", allowed),
                       allowed);
    }
    shot->series = 0;
    shot->number = 1;
    for (int i = 0; i < lane->shot_count && lane->shots[i].series == 0; i++) {
        shot->number = lane->shots[i].number + 1;
    }
    return true;
}

static bool match_place(const struct lane *lane, struct shot *shot, struct err *err)
{
    if (lane->next_series == 0) {
        return err_set(err, ERR_INPUT,
                       P_("The %d shot is in: press f to finish.",
                          "All %d shots are in: press f to finish.", lane->stats.shots),
                       lane->stats.shots);
    }
    shot->series = lane->next_series;
    shot->number = lane->next_number;
    return true;
}

static bool place_fill(struct app *app, const struct lane *lane, struct shot *shot, struct err *err)
{
    if (lane->shot_count >= SESSION_SHOTS_MAX && lane->next_series != 0) {
        return err_set(err, ERR_INPUT,
                       _("A session holds %d shots: press f to finish and start the next."),
                       SESSION_SHOTS_MAX);
    }
    shot->session_weapon_id = lane->weapon.id;
    shot->machine_tenths = -1;
    shot->entered_at_ms = time_now_ms();
    shot->entered_by = app->actor.account_id;
    return lane->is_sighting ? sighter_place(lane, shot, err) : match_place(lane, shot, err);
}

/* --- the change ------------------------------------------------------------------------------- */
static int shot_order(const struct shot *a, const struct shot *b)
{
    return a->series != b->series ? a->series - b->series : a->number - b->number;
}

/* The lane's shots after the change, malloc'd with room for one more. */
static struct shot *shots_after(const struct lane *lane, const struct lane_change *change,
                                int *count, int *room)
{
    *count = 0;
    *room = lane->shot_count + 1;
    struct shot *shots = mem_array((size_t)*room, sizeof *shots);
    bool is_waiting = change->has_added;
    for (int i = 0; i < lane->shot_count; i++) {
        if (is_waiting && shot_order(&change->added, &lane->shots[i]) < 0) {
            shots[(*count)++] = change->added;
            is_waiting = false;
        }
        if (i != change->voided) {
            shots[(*count)++] = lane->shots[i];
        }
    }
    if (is_waiting) {
        shots[(*count)++] = change->added;
    }
    return shots;
}

/* Whether the database holds exactly the shots that the lane shows. Rows are never overwritten, so
 * equal keys and revisions mean equal shots. */
static bool shots_are_current(const struct lane *lane, const struct shot_list *stored)
{
    if (stored->count != lane->shot_count) {
        return false;
    }
    for (int i = 0; i < stored->count; i++) {
        if (shot_order(&stored->rows[i], &lane->shots[i]) != 0 ||
            stored->rows[i].revision != lane->shots[i].revision) {
            return false;
        }
    }
    return true;
}

static bool lane_check_current(struct app *app, const struct lane *lane, struct err *err)
{
    enum session_state state = SESSION_VOID;
    struct shot_list stored = {0};
    bool ok = session_row_state(app->db, lane->session.id, &state, err) &&
              shot_list_current(app->db, lane->weapon.id, &stored, err);
    bool is_current = ok && state == SESSION_OPEN && shots_are_current(lane, &stored);
    shot_list_free(&stored);
    if (ok && !is_current) {
        return err_set(err, ERR_BUSY,
                       _("Lane %d changed elsewhere and was loaded again. Your shot is not stored: "
                         "look, then enter it again."),
                       lane->session.lane);
    }
    return ok;
}

static void shot_json(char *dst, size_t size, const struct shot *shot)
{
    int used =
        snprintf(dst, size, "{\"series\":%d,\"number\":%d,\"tenths\":%d,\"inner\":%s", shot->series,
                 shot->number, shot->value_tenths, shot->is_inner_ten ? "true" : "false");
    if (shot->is_plotted) {
        used += snprintf(dst + used, size - (size_t)used, ",\"x_um\":%lld,\"y_um\":%lld",
                         (long long)shot->x_um, (long long)shot->y_um);
    }
    if (shot->is_called) {
        used += snprintf(dst + used, size - (size_t)used, ",\"call_x_um\":%lld,\"call_y_um\":%lld",
                         (long long)shot->call_x_um, (long long)shot->call_y_um);
    }
    snprintf(dst + used, size - (size_t)used, "}");
}

static bool change_audit(struct app *app, const struct lane *lane, const struct lane_change *change,
                         struct err *err)
{
    char before[200] = "", after[200] = "";
    if (change->voided >= 0) {
        shot_json(before, sizeof before, &lane->shots[change->voided]);
    }
    if (change->has_added) {
        shot_json(after, sizeof after, &change->added);
    }
    return app_audit(app, change->action, "session", lane->session.id, before, after, err);
}

/* Inside the transaction: every row of the change. The added shot gets its revision here. */
static bool change_store(struct app *app, const struct lane *lane, struct lane_change *change,
                         struct err *err)
{
    int last = -1;
    if (change->voided >= 0 && !shot_void(app->db, &lane->shots[change->voided], time_now_ms(),
                                          app->actor.account_id, err)) {
        return false;
    }
    if (!change->has_added) {
        return true;
    }
    if (!shot_last_revision(app->db, lane->weapon.id, change->added.series, change->added.number,
                            &last, err)) {
        return false;
    }
    change->added.revision = last + 1;
    return shot_add(app->db, &change->added, err);
}

static bool sums_store(struct app *app, const struct lane *lane, const struct shot *shots,
                       int count, struct err *err)
{
    struct shot_summary summary;
    stats_summary(shots, count, &summary);
    summary.session_weapon_id = lane->weapon.id;
    return summary_put(app->db, &summary, err) &&
           session_weapon_follow(app->db, lane->weapon.id, lane->shot_count, count, err);
}

static void lane_take(struct lane *lane, struct shot *shots, int count, int room)
{
    int *rounds = &lane->weapon.rounds_fired;
    *rounds = *rounds == lane->shot_count || *rounds < count ? count : *rounds;
    free(lane->shots);
    lane->shots = shots;
    lane->shot_count = count;
    lane->shot_room = room;
    lane_refresh(lane);
}

static bool lane_apply(struct app *app, struct lane *lane, struct lane_change *change,
                       struct err *err)
{
    struct shot *shots = NULL;
    int count = 0, room = 0;
    if (!app_begin(app, err)) {
        return false;
    }
    bool ok = lane_check_current(app, lane, err) && change_store(app, lane, change, err);
    if (ok) {
        shots = shots_after(lane, change, &count, &room);
        ok = sums_store(app, lane, shots, count, err) && change_audit(app, lane, change, err) &&
             app_commit(app, err);
    }
    if (!ok) {
        free(shots);
        return app_abort(app);
    }
    lane_take(lane, shots, count, room);
    return true;
}

/* --- use cases -------------------------------------------------------------------------------- */
bool range_shot_value(struct app *app, struct lane *lane, int tenths, bool inner, struct err *err)
{
    struct lane_change change = {.action = "shot.store", .voided = -1, .has_added = true};
    if (!rights_check(app, RIGHT_SCORE, err) || !value_check(lane, tenths, inner, err) ||
        !place_fill(app, lane, &change.added, err)) {
        return false;
    }
    value_fill(&change.added, tenths, inner);
    return lane_apply(app, lane, &change, err);
}

bool range_shot_plot(struct app *app, struct lane *lane, int64_t x_um, int64_t y_um,
                     struct err *err)
{
    struct lane_change change = {.action = "shot.store", .voided = -1, .has_added = true};
    if (!rights_check(app, RIGHT_SCORE, err) || !place_fill(app, lane, &change.added, err) ||
        !plot_fill(lane, &change.added, x_um, y_um, err)) {
        return false;
    }
    call_fill(lane, &change.added);
    if (!lane_apply(app, lane, &change, err)) {
        return false;
    }
    lane->has_call = false;
    return true;
}

/* The newest: the last match shot, or the last sighter while sighting or before the first match
 * shot. -1 when there is none. */
static int newest_shot(const struct lane *lane)
{
    int sighters = lane->stats.sighters;
    if (lane->is_sighting || lane->shot_count == sighters) {
        return sighters - 1;
    }
    return lane->shot_count - 1;
}

bool range_take_back(struct app *app, struct lane *lane, struct err *err)
{
    struct lane_change change = {.action = "shot.take_back", .voided = newest_shot(lane)};
    if (!rights_check(app, RIGHT_SCORE, err)) {
        return false;
    }
    if (change.voided < 0) {
        return err_set(err, ERR_NOT_FOUND, _("There is no shot to take back."));
    }
    return lane_apply(app, lane, &change, err);
}

/* The corrected shot keeps its place and its moment, so that the rhythm stays true. */
static bool correction_start(struct app *app, const struct lane *lane, int index,
                             struct lane_change *change, struct err *err)
{
    if (!rights_check(app, RIGHT_SCORE, err)) {
        return false;
    }
    if (index < 0 || index >= lane->shot_count) {
        return err_set(err, ERR_NOT_FOUND, _("There is no such shot to correct."));
    }
    *change = (struct lane_change){
        .action = "shot.correct", .voided = index, .has_added = true, .added = lane->shots[index]};
    change->added.entered_by = app->actor.account_id;
    return true;
}

bool range_correct_value(struct app *app, struct lane *lane, int index, int tenths, bool inner,
                         struct err *err)
{
    struct lane_change change = {.voided = -1};
    if (!correction_start(app, lane, index, &change, err) ||
        !value_check(lane, tenths, inner, err)) {
        return false;
    }
    value_fill(&change.added, tenths, inner);
    return lane_apply(app, lane, &change, err);
}

bool range_correct_plot(struct app *app, struct lane *lane, int index, int64_t x_um, int64_t y_um,
                        struct err *err)
{
    struct lane_change change = {.voided = -1};
    return correction_start(app, lane, index, &change, err) &&
           plot_fill(lane, &change.added, x_um, y_um, err) && lane_apply(app, lane, &change, err);
}

bool range_set_sighting(struct app *app, struct lane *lane, bool sighting, struct err *err)
{
    if (lane->is_sighting == sighting) {
        return true;
    }
    if (!rights_check(app, RIGHT_SCORE, err) || !app_begin(app, err)) {
        return false;
    }
    if (!lane_sighting_write(app, lane, sighting, err) ||
        !app_audit(app, "lane.sighting", "session", lane->session.id,
                   lane->is_sighting ? "{\"sighting\":true}" : "{\"sighting\":false}",
                   sighting ? "{\"sighting\":true}" : "{\"sighting\":false}", err) ||
        !app_commit(app, err)) {
        return app_abort(app);
    }
    lane->is_sighting = sighting;
    return true;
}
