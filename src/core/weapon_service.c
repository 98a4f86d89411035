#include "core/weapon_service.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/audit_json.h"
#include "core/check.h"
#include "core/rights.h"
#include "store/weapon.h"
#include "store/weapon_service.h"
#include "store/weapon_setting.h"

enum { EXPECTED_DAYS_MOST = 3650 }; /* further away a date says nothing */

/* --- the log -----------------------------------------------------------------------------------
 */

static bool check_service(const struct weapon_service *service, struct err *err)
{
    char today[DATE_ROOM];
    time_local_date(today, time_now_ms());
    if (service->what[0] == '\0') {
        return err_set(err, ERR_INPUT, _("What was done: this is needed."));
    }
    if (service->local_date[0] == '\0' ||
        time_date_days(service->local_date) > time_date_days(today)) {
        return err_set(err, ERR_INPUT, _("Date: this must be today or earlier."));
    }
    return check_line(service->what, _("What was done"), err);
}

/* Inside the transaction: the weapon exists, and no more was fired than its sessions say. */
static bool settle_rounds(struct app *app, struct weapon_service *service, struct err *err)
{
    struct weapon weapon;
    int64_t fired = 0;
    if (!weapon_read(app->db, service->weapon_id, &weapon, err) ||
        !weapon_sum_rounds(app->db, service->weapon_id, &fired, err)) {
        return false;
    }
    if (service->rounds == SERVICE_ROUNDS_SO_FAR) {
        service->rounds = fired;
    }
    return (service->rounds >= 0 && service->rounds <= fired) ||
           err_set(err, ERR_INPUT, _("Rounds: from 0 to %lld, what was fired with it until now."),
                   (long long)fired);
}

static bool audit_service(struct app *app, const char *action, const struct weapon_service *service,
                          struct err *err)
{
    char after[512];
    char rounds[24];
    char weapon_id[24];
    snprintf(rounds, sizeof rounds, "%lld", (long long)service->rounds);
    snprintf(weapon_id, sizeof weapon_id, "%lld", (long long)service->weapon_id);
    const char *const pairs[] = {"weapon", weapon_id, "date", service->local_date,
                                 "rounds", rounds,    "what", service->what,
                                 NULL};
    audit_json(after, sizeof after, pairs);
    return app_audit(app, action, "weapon_service", service->id, "", after, err);
}

bool service_add(struct app *app, record_id weapon_id, const char *date, const char *what,
                 int64_t rounds, record_id *id, struct err *err)
{
    struct weapon_service service = {
        .weapon_id = weapon_id, .rounds = rounds, .at_ms = time_now_ms()};
    if (!rights_check(app, RIGHT_ADD_MEMBER, err) || !check_date(date, _("Date"), err)) {
        return false;
    }
    if (!check_copy(service.what, sizeof service.what, what, _("What was done"), err)) {
        return false;
    }
    text_trim(service.what);
    text_copy(service.local_date, sizeof service.local_date, date);
    text_copy(service.by_name, sizeof service.by_name, app->actor.name);
    if (!check_service(&service, err) || !app_begin(app, err)) {
        return false;
    }
    service.id = app_new_id(app);
    bool ok = settle_rounds(app, &service, err) && weapon_service_insert(app->db, &service, err) &&
              audit_service(app, "service.add", &service, err) && app_commit(app, err);
    *id = ok ? service.id : 0;
    return ok || app_abort(app);
}

static bool set_void(struct app *app, record_id id, int64_t voided_at_ms, const char *action,
                     struct err *err)
{
    struct weapon_service service;
    if (!rights_check(app, RIGHT_EDIT_MEMBER, err) || !app_begin(app, err)) {
        return false;
    }
    bool ok = weapon_service_read(app->db, id, &service, err) &&
              weapon_service_set_void(app->db, id, voided_at_ms, err) &&
              audit_service(app, action, &service, err) && app_commit(app, err);
    return ok || app_abort(app);
}

bool service_void(struct app *app, record_id id, struct err *err)
{
    return set_void(app, id, time_now_ms(), "service.void", err);
}

bool service_restore(struct app *app, record_id id, struct err *err)
{
    return set_void(app, id, 0, "service.restore", err);
}

bool service_list(struct app *app, struct arena *arena, record_id weapon_id,
                  struct weapon_service **rows, int *count, struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) &&
           weapon_service_rows(app->db, arena, weapon_id, rows, count, err);
}

/* --- what is due -------------------------------------------------------------------------------
 */

/* The day on which `left` more rounds will have been fired, at the pace of the days until today. */
static bool expect(struct app *app, record_id weapon_id, struct weapon_service_state *state,
                   struct err *err)
{
    char today[DATE_ROOM];
    char from[DATE_ROOM];
    int64_t lately = 0;
    time_local_date(today, time_now_ms());
    int64_t day = time_date_days(today);
    time_days_date(from, day - SERVICE_PACE_DAYS + 1);
    if (!weapon_service_sum_rounds(app->db, weapon_id, from, today, &lately, err)) {
        return false;
    }
    if (lately > 0 && state->left > 0) {
        int64_t days = (state->left * SERVICE_PACE_DAYS + lately - 1) / lately;
        if (days <= EXPECTED_DAYS_MOST) {
            time_days_date(state->expected_date, day + days);
        }
    }
    return true;
}

bool weapon_service_state(struct app *app, record_id weapon_id, struct weapon_service_state *state,
                          struct err *err)
{
    struct weapon weapon;
    struct weapon_service last;
    bool has = false;
    *state = (struct weapon_service_state){0};
    if (!rights_check(app, RIGHT_SEE, err) || !weapon_read(app->db, weapon_id, &weapon, err) ||
        !weapon_sum_rounds(app->db, weapon_id, &state->rounds, err) ||
        !weapon_service_newest(app->db, weapon_id, &last, &has, err)) {
        return false;
    }
    state->interval = weapon.service_interval_rounds;
    state->rounds_at_service = last.rounds;
    text_copy(state->last_date, sizeof state->last_date, last.local_date);
    state->since = state->rounds > last.rounds ? state->rounds - last.rounds : 0;
    if (state->interval == 0) {
        return true;
    }
    state->left = state->interval - state->since;
    state->is_due = state->left <= 0;
    return expect(app, weapon_id, state, err);
}

bool weapon_setting_list(struct app *app, struct arena *arena, record_id weapon_id,
                         struct weapon_setting **rows, int *count, struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) &&
           weapon_setting_rows(app->db, arena, weapon_id, rows, count, err);
}
