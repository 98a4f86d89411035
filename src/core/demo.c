#include "core/demo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/attachment_file.h"
#include "core/demo_people.h"
#include "core/demo_pipe.h"
#include "core/rights.h"
#include "store/bulk.h"
#include "store/club.h"

enum {
    DAYS = 730,
    LANES = 12,
    SESSIONS_PER_MEMBER = 60,
    BATCHES_PER_TRANSACTION = 32,
    LINE_STEP_MS = 20000, /* between the starts of neighbouring lanes */
};

const struct demo_account demo_accounts[] = {
    {"jan", "Jan de Vries", "246810", ROLE_OFFICER},
    {"carla", "Carla Bos", "135790", ROLE_COACH},
    {"petra", "Petra Mulder", "vijf ringen", ROLE_ADMIN},
};
const int demo_account_count = sizeof demo_accounts / sizeof demo_accounts[0];

/* Two years of club evenings, and where in them the maker stands. */
struct plan {
    const struct demo_club *club;
    struct demo_random random;
    int sessions, shots;
    int64_t evenings[DAYS]; /* days since 1970 */
    int evening_count;
    /* the evening being made */
    int evening, on_evening;
    int slots;
    int64_t first_ms;
    char date[DATE_ROOM];
};

/* Monday, Thursday and Saturday, up to yesterday. */
static void find_evenings(struct plan *plan)
{
    char today[DATE_ROOM];
    time_local_date(today, time_now_ms());
    int64_t day = time_date_days(today);
    for (int64_t d = day - DAYS; d < day; d++) {
        int64_t weekday = (d + 3) % 7; /* 0 = Monday: 1970-01-01 was a Thursday */
        if (weekday == 0 || weekday == 3 || weekday == 5) {
            plan->evenings[plan->evening_count++] = d;
        }
    }
}

static int evening_of(const struct plan *plan, int index)
{
    return (int)((int64_t)index * plan->evening_count / plan->sessions);
}

static void start_evening(struct plan *plan, int evening)
{
    int per_evening = (plan->sessions + plan->evening_count - 1) / plan->evening_count;
    plan->evening = evening;
    plan->on_evening = 0;
    plan->slots = (per_evening + LANES - 1) / LANES;
    time_days_date(plan->date, plan->evenings[evening]);
    plan->first_ms = time_from_local(plan->date, plan->slots <= 2 ? 19 : 9, 5, 0);
}

/* A slot lasts 75 minutes, or what the day allows when the demonstration is made very large. */
static int64_t slot_ms(const struct plan *plan)
{
    int64_t day_ms = INT64_C(13) * 3600 * 1000;
    int64_t slot = INT64_C(75) * 60 * 1000;
    return plan->slots * slot > day_ms ? day_ms / plan->slots : slot;
}

/* The keen come often: the first shooters of the list are drawn more. */
static const struct demo_shooter *draw_shooter(struct plan *plan)
{
    double unit = demo_random_unit(&plan->random);
    int index = (int)(unit * (0.4 + 0.6 * unit) * plan->club->shooter_count);
    return &plan->club->shooters[index];
}

static record_id location_of(const struct demo_club *club, int64_t distance_mm)
{
    return club->location_id[distance_mm <= 10000 ? 0 : distance_mm <= 25000 ? 1 : 2];
}

static void make_session(void *context, int index, struct demo_session *out)
{
    struct plan *plan = context;
    int evening = evening_of(plan, index);
    if (index == 0 || evening != plan->evening) {
        start_evening(plan, evening);
    }
    int place = plan->on_evening++;
    const struct demo_shooter *shooter = draw_shooter(plan);
    int64_t started_ms =
        plan->first_ms + place / LANES * slot_ms(plan) + (int64_t)(place % LANES) * LINE_STEP_MS;
    bool has_note = demo_random_below(&plan->random, 5) == 0;
    int note = demo_random_below(&plan->random, plan->club->note_count);
    struct demo_occasion occasion = {
        .session_id = id_at(started_ms, ID_TERMINAL_DEMO, index % 2048 * 2),
        .weapon_line_id = id_at(started_ms, ID_TERMINAL_DEMO, index % 2048 * 2 + 1),
        .officer_id = plan->club->officer_id,
        .location_id = location_of(plan->club, shooter->face->distance_mm),
        .started_at_ms = started_ms,
        .local_date = plan->date,
        .when = (double)evening / plan->evening_count,
        .lane = place % LANES + 1,
        .shots = plan->shots,
        .note = has_note ? plan->club->notes[note] : "",
        .reflection = has_note ? plan->club->reflections[note] : "",
    };
    demo_shoot(&plan->random, shooter, &occasion, out);
}

static bool store_batch(struct app *app, const struct demo_batch *batch, struct demo_result *result,
                        struct err *err)
{
    for (int i = 0; i < batch->count; i++) {
        const struct demo_session *made = &batch->sessions[i];
        if (!bulk_add_session(app->db, &made->session, &made->weapon, made->shots, made->shot_count,
                              &made->summary, err)) {
            return false;
        }
        result->sessions++;
        result->shots += made->summary.shots;
    }
    return true;
}

static bool commit_with_audit(struct app *app, const struct demo_result *result, struct err *err)
{
    char after[128];
    snprintf(after, sizeof after, "{\"sessions\":%d,\"shots\":%lld}", result->sessions,
             (long long)result->shots);
    return app_audit(app, "demo.load", "session", 0, "", after, err) && app_commit(app, err);
}

/* Takes batches from the maker and stores them, many in one transaction. */
static bool store_all(struct app *app, struct demo_pipe *pipe, int total, demo_progress progress,
                      void *context, struct demo_result *result, struct err *err)
{
    bool is_open = false;
    int in_transaction = 0;
    for (struct demo_batch *batch = demo_pipe_take(pipe); batch != NULL;
         batch = demo_pipe_take(pipe)) {
        if (!is_open && !app_begin(app, err)) {
            return false;
        }
        is_open = true;
        if (!store_batch(app, batch, result, err)) {
            return app_abort(app);
        }
        demo_pipe_give_back(pipe);
        if (++in_transaction == BATCHES_PER_TRANSACTION) {
            if (!commit_with_audit(app, result, err)) {
                return app_abort(app);
            }
            is_open = false;
            in_transaction = 0;
            if (progress != NULL && !progress(context, result->sessions, total)) {
                return err_set(
                    err, ERR_INPUT,
                    _("Stopped. What was made so far is stored; \"aimtrack demo --remove\""
                      " takes it out."));
            }
        }
    }
    return !is_open || commit_with_audit(app, result, err) || app_abort(app);
}

static bool store_people(struct app *app, struct arena *arena, struct demo_random *random,
                         int members, struct demo_club *club, struct err *err)
{
    int64_t since_ms = time_now_ms() - (int64_t)DAYS * 86400000;
    if (!app_begin(app, err)) {
        return false;
    }
    if (!demo_people_store(app, arena, random, members, since_ms, club, err) ||
        !app_audit(app, "demo.load", "member", 0, "", "{}", err) || !app_commit(app, err)) {
        return app_abort(app);
    }
    return true;
}

static bool shoot_two_years(struct app *app, const struct demo_options *options, struct plan *plan,
                            demo_progress progress, void *context, struct demo_result *result,
                            struct err *err)
{
    plan->sessions =
        options->sessions > 0 ? options->sessions : plan->club->member_count * SESSIONS_PER_MEMBER;
    plan->shots = options->shots_per_session;
    find_evenings(plan);
    struct demo_pipe *pipe = demo_pipe_start(plan->sessions, make_session, plan);
    if (pipe == NULL) {
        return err_set(err, ERR_IO, _("The system could not start another thread. Try again."));
    }
    bool ok = store_all(app, pipe, plan->sessions, progress, context, result, err);
    demo_pipe_stop(pipe);
    return ok;
}

/* Once it is known how much was fired when. */
static bool store_services(struct app *app, const struct demo_club *club, struct err *err)
{
    if (!app_begin(app, err)) {
        return false;
    }
    if (!demo_services_store(app, club, err) ||
        !app_audit(app, "demo.load", "weapon_service", 0, "", "{}", err) || !app_commit(app, err)) {
        return app_abort(app);
    }
    return true;
}

static bool options_are_sensible(const struct demo_options *options, struct err *err)
{
    if (options->members < 1 || options->members > 20000) {
        return err_set(err, ERR_INPUT, _("The demonstration can have 1 to 20000 members."));
    }
    if (options->sessions < 0 || options->sessions > 2000000) {
        return err_set(err, ERR_INPUT, _("The demonstration can have up to 2000000 sessions."));
    }
    if (options->shots_per_session < 0 || options->shots_per_session > SESSION_SHOTS_MAX) {
        return err_set(err, ERR_INPUT, _("A session can have 1 to %d shots."), SESSION_SHOTS_MAX);
    }
    return true;
}

bool demo_load(struct app *app, const struct demo_options *options, demo_progress progress,
               void *context, struct demo_result *result, struct err *err)
{
    *result = (struct demo_result){0};
    if (!rights_check(app, RIGHT_MANAGE_SYSTEM, err) || !options_are_sensible(options, err)) {
        return false;
    }
    if (demo_is_loaded(app)) {
        return err_set(
            err, ERR_INPUT,
            _("The demonstration club is already here. \"aimtrack demo --remove\" takes it"
              " out first."));
    }
    int64_t started_ms = time_monotonic_ms();
    struct arena arena = {0};
    struct demo_club club = {0};
    struct plan *plan = calloc(1, sizeof *plan);
    bool ok = plan != NULL && db_bulk_begin(app->db, err);
    if (ok) {
        plan->club = &club;
        demo_random_start(&plan->random, options->seed);
        ok = store_people(app, &arena, &plan->random, options->members, &club, err) &&
             shoot_two_years(app, options, plan, progress, context, result, err) &&
             store_services(app, &club, err) && bulk_check_references(app->db, err);
        ok = db_bulk_end(app->db, ok ? err : NULL) && ok;
    }
    result->members = club.member_count;
    result->weapons = club.weapon_count;
    result->seconds = (double)(time_monotonic_ms() - started_ms) / 1000;
    free(plan);
    arena_free(&arena);
    return ok;
}

/* In the open transaction, which it commits. files: the names of attachments that may go. */
static bool remove_rows(struct app *app, struct bulk_removed *removed, struct buf *files,
                        struct err *err)
{
    char after[128];
    if (!attachment_names(app, ID_TERMINAL_DEMO, files, err) ||
        !bulk_remove_terminal(app->db, ID_TERMINAL_DEMO, removed, err)) {
        return false;
    }
    snprintf(after, sizeof after, "{\"sessions\":%lld,\"shots\":%lld}",
             (long long)removed->sessions, (long long)removed->shots);
    return app_audit(app, "demo.remove", "session", 0, "", after, err) && app_commit(app, err);
}

bool demo_remove(struct app *app, struct demo_result *result, struct err *err)
{
    *result = (struct demo_result){0};
    struct bulk_removed removed = {0};
    if (!rights_check(app, RIGHT_MANAGE_SYSTEM, err)) {
        return false;
    }
    if (!demo_is_loaded(app)) {
        return err_set(err, ERR_NOT_FOUND,
                       _("There is no demonstration club here. Nothing was changed."));
    }
    if (!app_begin(app, err)) {
        return false;
    }
    struct buf files = {0};
    bool ok = remove_rows(app, &removed, &files, err);
    if (ok && files.size > 0) {
        attachment_remove_unlisted(app, files.bytes);
    }
    buf_free(&files);
    if (!ok) {
        return app_abort(app);
    }
    result->members = (int)removed.members;
    result->weapons = (int)removed.weapons;
    result->sessions = (int)removed.sessions;
    result->shots = removed.shots;
    return club_read(app->db, &app->club, err);
}

bool demo_is_loaded(struct app *app)
{
    bool has = false;
    struct err err = {0};
    return bulk_has_terminal(app->db, ID_TERMINAL_DEMO, &has, &err) && has;
}

bool demo_may_come(struct app *app, struct err *err)
{
    bool has = false;
    if (demo_is_loaded(app)) {
        return true; /* demo_load says so, and leaves it as it is */
    }
    if (!bulk_has_other(app->db, ID_TERMINAL_DEMO, &has, err)) {
        return false;
    }
    return !has ||
           err_set(err, ERR_INPUT,
                   _("There is a real club here: with the demonstration anybody could log in to"
                     " its records. Nothing was changed. Try it in another folder:"
                     " aimtrack --data FOLDER demo"));
}
