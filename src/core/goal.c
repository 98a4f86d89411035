#include "core/goal.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/audit_json.h"
#include "core/check.h"
#include "core/goal_numbers.h"
#include "core/rights.h"
#include "store/goal.h"
#include "store/member.h"

/* --- months ------------------------------------------------------------------------------------
 */
static bool is_month(const char *text)
{
    char date[DATE_ROOM];
    snprintf(date, sizeof date, "%.7s-01", text);
    return strlen(text) == 7 && time_is_date(date);
}

bool goal_month_read(const char *text, char month[8])
{
    char typed[NUMBER_ROOM];
    char first_day[NUMBER_ROOM + 4];
    char date[DATE_ROOM];
    if (!text_copy(typed, sizeof typed, text)) {
        return false;
    }
    text_trim(typed);
    if (typed[0] == '\0') {
        time_local_date(date, time_now_ms());
    } else if (is_month(typed)) {
        snprintf(date, sizeof date, "%s-01", typed);
    } else {
        bool has_year = strlen(typed) >= 6; /* "1-2026"; "1-26" would be read as a day */
        snprintf(first_day, sizeof first_day, "01%c%s", strchr(typed, '/') != NULL ? '/' : '-',
                 typed);
        if (!has_year || !time_read_date(first_day, date)) {
            return false;
        }
    }
    snprintf(month, 8, "%.7s", date);
    return true;
}

/* --- changes -----------------------------------------------------------------------------------
 */
static bool audit_goal(struct app *app, const char *action, const struct goal *goal,
                       struct err *err)
{
    char after[512];
    char member_id[24];
    snprintf(member_id, sizeof member_id, "%lld", (long long)goal->member_id);
    const char *const pairs[] = {"member",    member_id, "title",    goal->title, "month",
                                 goal->month, "rule",    goal->rule, NULL};
    audit_json(after, sizeof after, pairs);
    return app_audit(app, action, "goal", goal->id, "", after, err);
}

static bool check_goal(struct goal *goal, struct err *err)
{
    char month[8];
    text_trim(goal->title);
    text_trim(goal->detail);
    if (goal->title[0] == '\0') {
        return err_set(err, ERR_INPUT, _("Goal: this is needed."));
    }
    if (!goal_month_read(goal->month, month)) {
        return err_set(err, ERR_INPUT, _("Month: \"%s\" is no month. Write it as 2026-11."),
                       goal->month);
    }
    text_copy(goal->month, sizeof goal->month, month);
    return check_line(goal->title, _("Goal"), err) && check_line(goal->detail, _("Detail"), err);
}

/* Inside the transaction: the member exists, and the rule has no open goal. */
static bool can_stand(struct app *app, const struct goal *goal, struct err *err)
{
    struct member member;
    bool has = false;
    if (!member_read(app->db, goal->member_id, &member, err) ||
        (goal->rule[0] != '\0' &&
         !goal_has_open(app->db, goal->member_id, goal->rule, &has, err))) {
        return false;
    }
    return !has || err_set(err, ERR_INPUT, _("\"%s\" is an open goal already."), goal->title);
}

bool goal_add(struct app *app, const struct goal *input, record_id *id, struct err *err)
{
    struct goal goal = *input;
    *id = 0;
    if (!rights_check(app, RIGHT_EDIT_NOTES, err) || !check_goal(&goal, err) ||
        !app_begin(app, err)) {
        return false;
    }
    goal.id = app_new_id(app);
    goal.at_ms = time_now_ms();
    goal.done_at_ms = 0;
    if (goal.source == GOAL_OWN) {
        goal.rule[0] = '\0';
    }
    text_copy(goal.by_name, sizeof goal.by_name, app->actor.name);
    bool ok = can_stand(app, &goal, err) && goal_insert(app->db, &goal, err) &&
              audit_goal(app, "goal.add", &goal, err) && app_commit(app, err);
    *id = ok ? goal.id : 0;
    return ok || app_abort(app);
}

bool goal_set_done(struct app *app, record_id id, bool is_done, struct err *err)
{
    struct goal goal;
    if (!rights_check(app, RIGHT_EDIT_NOTES, err) || !app_begin(app, err)) {
        return false;
    }
    if (!goal_read(app->db, id, &goal, err)) {
        return app_abort(app);
    }
    if ((goal.done_at_ms != 0) == is_done) {
        app_abort(app); /* nothing was written */
        return true;
    }
    bool ok = goal_update_done(app->db, id, is_done ? time_now_ms() : 0, err) &&
              audit_goal(app, is_done ? "goal.done" : "goal.undone", &goal, err) &&
              app_commit(app, err);
    return ok || app_abort(app);
}

static bool set_void(struct app *app, record_id id, int64_t voided_at_ms, const char *action,
                     struct err *err)
{
    struct goal goal;
    if (!rights_check(app, RIGHT_EDIT_NOTES, err) || !app_begin(app, err)) {
        return false;
    }
    bool ok = goal_read(app->db, id, &goal, err) &&
              goal_update_void(app->db, id, voided_at_ms, err) &&
              audit_goal(app, action, &goal, err) && app_commit(app, err);
    return ok || app_abort(app);
}

bool goal_void(struct app *app, record_id id, struct err *err)
{
    return set_void(app, id, time_now_ms(), "goal.void", err);
}

bool goal_restore(struct app *app, record_id id, struct err *err)
{
    return set_void(app, id, 0, "goal.restore", err);
}

/* --- reading -----------------------------------------------------------------------------------
 */
bool goal_get(struct app *app, record_id id, struct goal *goal, struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) && goal_read(app->db, id, goal, err);
}

bool goal_list(struct app *app, struct arena *arena, record_id member_id, struct goal **rows,
               int *count, struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) &&
           goal_rows(app->db, arena, member_id, rows, count, err);
}

/* --- suggestions -------------------------------------------------------------------------------
 */

/* Takes out those of which a goal is open. */
static bool leave_new(struct app *app, record_id member_id, struct goal_suggestions *suggestions,
                      struct err *err)
{
    int kept = 0;
    for (int i = 0; i < suggestions->count; i++) {
        bool has = false;
        if (!goal_has_open(app->db, member_id, suggestions->rows[i].rule, &has, err)) {
            return false;
        }
        if (!has) {
            suggestions->rows[kept++] = suggestions->rows[i];
        }
    }
    suggestions->count = kept;
    return true;
}

bool goal_suggestions(struct app *app, record_id member_id, const char *programme_id,
                      struct goal_suggestions *suggestions, struct err *err)
{
    struct arena arena = {0};
    struct goal_numbers numbers;
    suggestions->count = 0;
    bool ok = goal_numbers_read(app, &arena, member_id, programme_id, &numbers, err);
    if (ok) {
        goal_rules_suggest(&numbers, suggestions);
        ok = leave_new(app, member_id, suggestions, err);
    }
    arena_free(&arena);
    return ok;
}

bool goal_take_over(struct app *app, record_id member_id, const struct goal_suggestion *suggestion,
                    const char *month, record_id *id, struct err *err)
{
    struct goal goal = {.member_id = member_id, .source = GOAL_SUGGESTED};
    text_copy(goal.title, sizeof goal.title, suggestion->title);
    text_copy(goal.detail, sizeof goal.detail, suggestion->detail);
    text_copy(goal.rule, sizeof goal.rule, suggestion->rule);
    text_copy(goal.month, sizeof goal.month, month);
    return goal_add(app, &goal, id, err);
}
