/* Opening, finishing, undoing: who is on which lane. */
#include "core/range.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/card.h"
#include "core/lane.h"
#include "core/member.h"
#include "core/rights.h"
#include "core/weapon.h"
#include "store/session.h"
#include "store/session_weapon.h"
#include "store/setting.h"
#include "store/summary.h"

enum { LANES_USUAL = 12 };

static bool lane_limit(struct app *app, int *limit, struct err *err)
{
    char text[16];
    if (!setting_get(app->db, "lanes", "", text, sizeof text, err)) {
        return false;
    }
    long value = strtol(text, NULL, 10);
    *limit = value >= 1 && value <= LANES_MAX ? (int)value : LANES_USUAL;
    return true;
}

/* The lowest lane nobody shoots on; 0 when all are taken. The rows come by lane. */
static int lane_free_one(const struct session_open_list *open, int limit)
{
    int lane = 1;
    for (int i = 0; i < open->count && open->rows[i].lane <= lane; i++) {
        if (open->rows[i].lane == lane) {
            lane++;
        }
    }
    return lane <= limit ? lane : 0;
}

/* --- what a new shooter most likely wants ----------------------------------------------------- */
static bool likely_from_session(struct app *app, record_id session_id, struct range_likely *likely,
                                struct err *err)
{
    struct session *session = mem_alloc(sizeof *session);
    struct session_weapon lines[SESSION_PARTS_MAX];
    int count = 0;
    bool ok = session_row_read(app->db, session_id, session, err) &&
              session_weapon_of(app->db, session_id, lines, &count, err);
    if (ok) {
        text_copy(likely->programme_id, sizeof likely->programme_id, session->programme_id);
        likely->location_id = session->location_id;
    }
    if (ok && count > 0) {
        likely->weapon_id = lines[0].weapon_id;
        text_copy(likely->face_id, sizeof likely->face_id, lines[0].face_id);
    }
    free(session);
    return ok;
}

/* Retired weapons are not proposed. */
static bool drop_retired_weapon(struct app *app, struct range_likely *likely, struct err *err)
{
    if (likely->weapon_id == 0) {
        return true;
    }
    struct weapon *weapon = mem_alloc(sizeof *weapon);
    bool ok = weapon_get(app, likely->weapon_id, weapon, err);
    if (ok && weapon->retired_on[0] != '\0') {
        likely->weapon_id = 0;
    }
    free(weapon);
    return ok;
}

/* Someone's first session: the programme opened last on this range. */
static bool likely_programme(struct app *app, struct range_likely *likely, struct err *err)
{
    if (programme_find(&app->programmes, likely->programme_id) != NULL) {
        return true;
    }
    char last[CODE_ROOM];
    if (!setting_get(app->db, "range.last_programme", "LP60", last, sizeof last, err)) {
        return false;
    }
    const struct programme *programme = programme_find(&app->programmes, last);
    if (programme == NULL && app->programmes.count > 0) {
        programme = &app->programmes.rows[0];
    }
    if (programme != NULL) {
        text_copy(likely->programme_id, sizeof likely->programme_id, programme->id);
        text_copy(likely->face_id, sizeof likely->face_id, programme->face_id);
    }
    return true;
}

static bool likely_weapon(struct app *app, record_id member_id, struct range_likely *likely,
                          struct err *err)
{
    const struct programme *programme = programme_find(&app->programmes, likely->programme_id);
    if (likely->weapon_id != 0 || programme == NULL) {
        return true;
    }
    struct arena arena = {0};
    struct weapon *rows = NULL;
    int count = 0;
    struct weapon_query query = {
        .find = "", .for_member = member_id, .kinds = programme->weapon_kinds, .limit = 1};
    bool ok = weapon_list(app, &arena, &query, &rows, &count, err);
    bool fits = ok && count > 0 &&
                (programme->weapon_kinds == 0 ||
                 (programme->weapon_kinds & (1U << (unsigned)rows[0].kind)) != 0);
    if (fits) {
        likely->weapon_id = rows[0].id;
    }
    arena_free(&arena);
    return ok;
}

static bool likely_lane_and_place(struct app *app, struct range_likely *likely, struct err *err)
{
    struct session_open_list open;
    int limit = 0;
    if (!session_open_read(app->db, &open, err) || !lane_limit(app, &limit, err)) {
        return false;
    }
    likely->lane = lane_free_one(&open, limit);
    record_id newest = 0;
    if (likely->location_id != 0) {
        return true;
    }
    if (!session_row_newest(app->db, 0, &newest, err)) {
        return false;
    }
    struct range_likely other = {0};
    if (newest != 0 && !likely_from_session(app, newest, &other, err)) {
        return false;
    }
    likely->location_id = other.location_id;
    return true;
}

/* On the evening of a match it is said once: the next shooter follows the one before. */
static bool likely_competition(struct app *app, struct range_likely *likely, struct err *err)
{
    char today[DATE_ROOM];
    record_id newest = 0;
    struct session *session = mem_alloc(sizeof *session);
    bool ok = session_row_newest(app->db, 0, &newest, err) &&
              (newest == 0 || session_row_read(app->db, newest, session, err));
    if (ok && newest != 0) {
        time_local_date(today, time_now_ms());
        likely->is_competition = session->is_competition && strcmp(session->local_date, today) == 0;
    }
    free(session);
    return ok;
}

bool range_likely(struct app *app, record_id member_id, struct range_likely *likely,
                  struct err *err)
{
    *likely = (struct range_likely){0};
    record_id last = 0;
    if (!rights_check(app, RIGHT_SEE, err) || !session_row_newest(app->db, member_id, &last, err) ||
        (last != 0 && !likely_from_session(app, last, likely, err))) {
        return false;
    }
    return drop_retired_weapon(app, likely, err) && likely_programme(app, likely, err) &&
           likely_weapon(app, member_id, likely, err) && likely_lane_and_place(app, likely, err) &&
           likely_competition(app, likely, err);
}

/* --- opening ---------------------------------------------------------------------------------- */
static bool course_check(struct app *app, const struct range_start *start,
                         const struct programme **programme, const struct face **face,
                         struct err *err)
{
    *programme =
        programme_find(&app->programmes, start->programme_id == NULL ? "" : start->programme_id);
    if (*programme == NULL) {
        err_set(err, ERR_INPUT, _("Choose a programme; there is no \"%.20s\"."),
                start->programme_id == NULL ? "" : start->programme_id);
        return false;
    }
    bool is_chosen = start->face_id != NULL && start->face_id[0] != '\0';
    if (!is_chosen && (*programme)->face_id[0] == '\0') {
        err_set(err, ERR_INPUT, _("Free practice needs a target face. Choose one."));
        return false;
    }
    const char *face_id = is_chosen ? start->face_id : (*programme)->face_id;
    *face = face_find(&app->faces, face_id);
    if (*face == NULL) {
        err_set(err, ERR_INPUT, _("Choose a target face; there is no \"%.20s\"."), face_id);
        return false;
    }
    return true;
}

/* Nobody else on the lane, the member on no other. except: a session that may be there. */
static bool places_check(struct app *app, const struct session_open_list *open, int lane,
                         record_id member_id, record_id except, struct err *err)
{
    char name[NAME_ROOM];
    for (int i = 0; i < open->count; i++) {
        const struct session_open *row = &open->rows[i];
        if (row->id == except) {
            continue;
        }
        lane_member_name(app, row->member_id, name);
        if (row->member_id == member_id) {
            return err_set(err, ERR_INPUT,
                           _("%.60s already shoots on lane %d. Finish that session first."), name,
                           row->lane);
        }
        if (row->lane == lane) {
            return err_set(err, ERR_BUSY, _("Lane %d is taken by %.60s. Choose another lane."),
                           lane, name);
        }
    }
    return true;
}

static bool choose_lane(struct app *app, int wanted, record_id member_id, record_id except,
                        int *lane, struct err *err)
{
    struct session_open_list open;
    int limit = 0;
    if (wanted < 0 || wanted > LANES_MAX) {
        return err_set(err, ERR_INPUT, _("A lane is a number from 1 to %d."), LANES_MAX);
    }
    if (!session_open_read(app->db, &open, err) || !lane_limit(app, &limit, err)) {
        return false;
    }
    *lane = wanted != 0 ? wanted : lane_free_one(&open, limit);
    if (!places_check(app, &open, *lane, member_id, except, err)) {
        return false;
    }
    return *lane != 0 ||
           err_set(err, ERR_BUSY, _("All %d lanes are taken. Finish one, then start this shooter."),
                   limit);
}

struct opening { /* the rows of a new session */
    struct session session;
    struct session_weapon line;
};

static void opening_fill(struct app *app, const struct range_start *start,
                         const struct programme *programme, const struct face *face,
                         struct opening *opening)
{
    struct session *session = &opening->session;
    session->id = app_new_id(app);
    session->member_id = start->member_id;
    session->location_id = start->location_id;
    session->started_at_ms = time_now_ms();
    session->state = SESSION_OPEN;
    session->officer_id = app->actor.account_id;
    session->is_competition = start->is_competition;
    text_copy(session->programme_id, sizeof session->programme_id, programme->id);
    time_local_date(session->local_date, session->started_at_ms);
    struct session_weapon *line = &opening->line;
    line->id = app_new_id(app);
    line->session_id = session->id;
    line->weapon_id = start->weapon_id;
    line->ammunition_id = start->ammunition_id;
    line->gauge_um = programme->gauge_um != 0 ? programme->gauge_um : face->gauge_am / AM_PER_UM;
    line->distance_mm = face->distance_mm;
    text_copy(line->face_id, sizeof line->face_id, face->id);
}

static bool opening_store(struct app *app, const struct opening *opening, struct err *err)
{
    char after[160];
    struct shot_summary empty = {.session_weapon_id = opening->line.id};
    stats_summary(NULL, 0, &empty);
    empty.session_weapon_id = opening->line.id;
    snprintf(after, sizeof after, "{\"member\":\"%lld\",\"lane\":%d,\"programme\":\"%s\"}",
             (long long)opening->session.member_id, opening->session.lane,
             opening->session.programme_id);
    return session_row_add(app->db, &opening->session, opening->line.weapon_id, err) &&
           session_weapon_add(app->db, &opening->line, err) && summary_put(app->db, &empty, err) &&
           setting_put(app->db, "range.last_programme", opening->session.programme_id, err) &&
           app_audit(app, "session.open", "session", opening->session.id, "", after, err);
}

/* Both must be there: an unknown number would only be refused by the database, without a name. */
static bool people_check(struct app *app, const struct range_start *start, struct err *err)
{
    struct member *member = mem_alloc(sizeof *member);
    struct weapon *weapon = mem_alloc(sizeof *weapon);
    bool ok = member_get(app, start->member_id, member, err) &&
              (start->weapon_id == 0 || weapon_get(app, start->weapon_id, weapon, err));
    free(member);
    free(weapon);
    return ok;
}

bool range_open(struct app *app, const struct range_start *start, record_id *session_id,
                struct err *err)
{
    const struct programme *programme = NULL;
    const struct face *face = NULL;
    if (!rights_check(app, RIGHT_SCORE, err) || !course_check(app, start, &programme, &face, err) ||
        !people_check(app, start, err) || !app_begin(app, err)) {
        return false;
    }
    struct opening *opening = mem_alloc(sizeof *opening);
    opening_fill(app, start, programme, face, opening);
    bool ok = (choose_lane(app, start->lane, start->member_id, 0, &opening->session.lane, err) &&
               opening_store(app, opening, err) && app_commit(app, err)) ||
              app_abort(app);
    if (ok) {
        *session_id = opening->session.id;
    }
    free(opening);
    return ok;
}

/* --- finishing and undoing -------------------------------------------------------------------- */
static bool count_shots(struct app *app, record_id session_id, int *shots, struct err *err)
{
    struct session_weapon lines[SESSION_PARTS_MAX];
    int count = 0;
    *shots = 0;
    if (!session_weapon_of(app->db, session_id, lines, &count, err)) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        struct shot_summary summary;
        if (!summary_read(app->db, lines[i].id, &summary, err)) {
            return false;
        }
        *shots += summary.shots + summary.sighters;
    }
    return true;
}

/* Inside a transaction: the session as it stands, and that it stands in that state. */
static bool expect_state(struct app *app, record_id id, enum session_state state, struct err *err)
{
    enum session_state now = SESSION_VOID;
    if (!session_row_state(app->db, id, &now, err)) {
        return false;
    }
    return now == state || err_set(err, ERR_BUSY,
                                   _("This session changed elsewhere; nothing was changed here. "
                                     "Load the lane again."));
}

static bool finish_in_transaction(struct app *app, const struct session *session,
                                  enum session_state *state, int64_t now_ms, struct err *err)
{
    int shots = 0;
    if (!expect_state(app, session->id, SESSION_OPEN, err) ||
        !count_shots(app, session->id, &shots, err)) {
        return false;
    }
    /* Nothing was fired: not a visit that a register counts. */
    *state = shots == 0 ? SESSION_VOID : SESSION_FINISHED;
    char after[96];
    snprintf(after, sizeof after,
             shots == 0 ? "{\"shots\":%d,\"why\":\"finished without a shot\"}" : "{\"shots\":%d}",
             shots);
    return session_row_set_state(app->db, session->id, *state, session->lane, now_ms, err) &&
           app_audit(app, shots == 0 ? "session.void" : "session.finish", "session", session->id,
                     "{\"state\":\"open\"}", after, err);
}

bool range_finish(struct app *app, struct lane *lane, struct err *err)
{
    enum session_state state = SESSION_OPEN;
    int64_t now_ms = time_now_ms();
    if (!rights_check(app, RIGHT_SCORE, err) || !app_begin(app, err)) {
        return false;
    }
    if (!finish_in_transaction(app, &lane->session, &state, now_ms, err) || !app_commit(app, err)) {
        return app_abort(app);
    }
    lane->session.state = state;
    lane->session.finished_at_ms = now_ms;
    return true;
}

static bool reopen_in_transaction(struct app *app, record_id id, struct session *session,
                                  struct err *err)
{
    int lane = 0;
    if (!session_row_read(app->db, id, session, err)) {
        return false;
    }
    if (session->state == SESSION_OPEN) {
        return err_set(err, ERR_INPUT, _("This session is open already, on lane %d."),
                       session->lane);
    }
    if (!choose_lane(app, session->lane, session->member_id, id, &lane, err)) {
        return false;
    }
    char before[64], after[64];
    snprintf(before, sizeof before, "{\"state\":\"%s\"}",
             session->state == SESSION_VOID ? "void" : "finished");
    snprintf(after, sizeof after, "{\"state\":\"open\",\"lane\":%d}", lane);
    return session_row_set_state(app->db, id, SESSION_OPEN, lane, 0, err) &&
           app_audit(app, "session.reopen", "session", id, before, after, err);
}

bool range_reopen(struct app *app, record_id session_id, struct err *err)
{
    if (!rights_check(app, RIGHT_SCORE, err) || !app_begin(app, err)) {
        return false;
    }
    struct session *session = mem_alloc(sizeof *session);
    bool ok = (reopen_in_transaction(app, session_id, session, err) && app_commit(app, err)) ||
              app_abort(app);
    free(session);
    return ok;
}

static bool void_in_transaction(struct app *app, record_id id, struct session *session,
                                struct err *err)
{
    if (!session_row_read(app->db, id, session, err)) {
        return false;
    }
    if (session->state == SESSION_VOID) {
        return err_set(err, ERR_INPUT, _("This session is void already."));
    }
    int64_t finished_ms =
        session->state == SESSION_FINISHED ? session->finished_at_ms : time_now_ms();
    return session_row_set_state(app->db, id, SESSION_VOID, session->lane, finished_ms, err) &&
           app_audit(app, "session.void", "session", id,
                     session->state == SESSION_OPEN ? "{\"state\":\"open\"}"
                                                    : "{\"state\":\"finished\"}",
                     "{\"state\":\"void\"}", err);
}

bool range_void(struct app *app, record_id session_id, struct err *err)
{
    if (!rights_check(app, RIGHT_VOID_SESSION, err) || !app_begin(app, err)) {
        return false;
    }
    struct session *session = mem_alloc(sizeof *session);
    bool ok = (void_in_transaction(app, session_id, session, err) && app_commit(app, err)) ||
              app_abort(app);
    free(session);
    return ok;
}

static bool unvoid_in_transaction(struct app *app, record_id id, struct session *session,
                                  struct err *err)
{
    if (!session_row_read(app->db, id, session, err)) {
        return false;
    }
    if (session->state != SESSION_VOID) {
        return err_set(err, ERR_INPUT, _("This session is not void."));
    }
    int64_t finished_ms =
        session->finished_at_ms != 0 ? session->finished_at_ms : session->started_at_ms;
    return session_row_set_state(app->db, id, SESSION_FINISHED, session->lane, finished_ms, err) &&
           app_audit(app, "session.unvoid", "session", id, "{\"state\":\"void\"}",
                     "{\"state\":\"finished\"}", err);
}

bool range_unvoid(struct app *app, record_id session_id, struct err *err)
{
    if (!rights_check(app, RIGHT_VOID_SESSION, err) || !app_begin(app, err)) {
        return false;
    }
    struct session *session = mem_alloc(sizeof *session);
    bool ok = (unvoid_in_transaction(app, session_id, session, err) && app_commit(app, err)) ||
              app_abort(app);
    free(session);
    return ok;
}
