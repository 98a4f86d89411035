/* Club weapons: handed out to members, and brought back. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/check.h"
#include "core/member.h"
#include "core/register.h"
#include "core/register_parts.h"
#include "core/rights.h"
#include "store/member.h"
#include "store/register.h"
#include "store/weapon.h"

static bool take_condition(char *dst, size_t size, const char *text, struct err *err)
{
    if (!text_copy(dst, size, text != NULL ? text : "")) {
        return err_set(err, ERR_INPUT, _("%s: this is too long."), _("Condition"));
    }
    text_trim(dst);
    return check_line(dst, _("Condition"), err);
}

static bool audit_issue(struct app *app, const char *action, const struct weapon_issue *issue,
                        const char *condition, struct err *err)
{
    char weapon[24];
    char member[24];
    const char *const pairs[] = {"weapon",    register_number(weapon, issue->weapon_id),
                                 "member",    register_number(member, issue->member_id),
                                 "date",      issue->local_date,
                                 "condition", condition,
                                 NULL};
    return register_audit(app, action, "weapon_issue", issue->id, pairs, err);
}

/* The club's, in use. */
static bool check_weapon(const struct weapon *weapon, struct err *err)
{
    if (weapon->owner_member_id != 0) {
        return err_set(err, ERR_INPUT, _("%s is not the club's: only club weapons are handed out."),
                       weapon->name);
    }
    return weapon->retired_on[0] == '\0' ||
           err_set(err, ERR_INPUT, _("%s is retired: it is not handed out."), weapon->name);
}

/* Nobody has it, else the sentence says who. */
static bool check_is_in(struct app *app, const struct weapon *weapon, struct err *err)
{
    struct weapon_issue open;
    struct member holder;
    char name[2 * NAME_ROOM];
    char since[48];
    if (!weapon_issue_open_of(app->db, weapon->id, &open, err)) {
        return false;
    }
    if (open.id == 0) {
        return true;
    }
    if (!member_read(app->db, open.member_id, &holder, err)) {
        return false;
    }
    member_name(&holder, name, sizeof name);
    time_moment_text(since, sizeof since, open.out_at_ms);
    return err_set(err, ERR_BUSY, _("%s is out: %s has it since %s. Nothing was stored."),
                   weapon->name, name, since);
}

static bool store_out(struct app *app, struct weapon_issue *issue, struct err *err)
{
    struct weapon weapon;
    struct member member;
    return weapon_read(app->db, issue->weapon_id, &weapon, err) && check_weapon(&weapon, err) &&
           check_is_in(app, &weapon, err) && member_read(app->db, issue->member_id, &member, err) &&
           register_check_member(&member, err) && weapon_issue_insert(app->db, issue, err) &&
           audit_issue(app, "issue.out", issue, issue->condition_out, err) && app_commit(app, err);
}

bool weapon_issue_out(struct app *app, record_id weapon_id, record_id member_id,
                      const char *condition, record_id *id, struct err *err)
{
    struct weapon_issue issue = {
        .weapon_id = weapon_id, .member_id = member_id, .out_at_ms = time_now_ms()};
    *id = 0;
    time_local_date(issue.local_date, issue.out_at_ms);
    text_copy(issue.out_by, sizeof issue.out_by, app->actor.name);
    if (!rights_check(app, RIGHT_SCORE, err) ||
        !take_condition(issue.condition_out, sizeof issue.condition_out, condition, err) ||
        !app_begin(app, err)) {
        return false;
    }
    issue.id = app_new_id(app);
    if (!store_out(app, &issue, err)) {
        return app_abort(app);
    }
    *id = issue.id;
    return true;
}

bool weapon_issue_in(struct app *app, record_id id, const char *condition, struct err *err)
{
    struct weapon_issue issue;
    char state[NAME_ROOM];
    if (!rights_check(app, RIGHT_SCORE, err) ||
        !take_condition(state, sizeof state, condition, err) || !app_begin(app, err)) {
        return false;
    }
    bool ok = weapon_issue_read(app->db, id, &issue, err);
    if (ok) {
        issue.in_at_ms = register_end_ms(issue.out_at_ms);
        text_copy(issue.in_by, sizeof issue.in_by, app->actor.name);
        text_copy(issue.condition_in, sizeof issue.condition_in, state);
        ok = weapon_issue_end(app->db, &issue, err) &&
             audit_issue(app, "issue.in", &issue, state, err) && app_commit(app, err);
    }
    return ok || app_abort(app);
}

bool weapon_issue_find(struct app *app, record_id weapon_id, struct weapon_issue *issue,
                       struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) &&
           weapon_issue_open_of(app->db, weapon_id, issue, err) &&
           (issue->id != 0 || err_set(err, ERR_NOT_FOUND, _("That weapon is not out.")));
}

bool weapon_issue_void(struct app *app, record_id id, struct err *err)
{
    struct weapon_issue issue;
    if (!rights_check(app, RIGHT_SCORE, err) || !app_begin(app, err)) {
        return false;
    }
    bool ok = weapon_issue_read(app->db, id, &issue, err);
    if (ok && issue.voided_at_ms != 0) {
        ok = err_set(err, ERR_INPUT, _("That row is void already."));
    }
    ok = ok && weapon_issue_set_void(app->db, id, time_now_ms(), err) &&
         audit_issue(app, "issue.void", &issue, "", err) && app_commit(app, err);
    return ok || app_abort(app);
}

/* --- reading ------------------------------------------------------------------------------------
 */
static bool keep_line(void *context, const struct weapon_issue_line *line)
{
    register_keep(context, line);
    return true;
}

static bool read_lines(struct app *app, struct register_gather *gather,
                       const struct register_range *range, struct err *err)
{
    return weapon_issue_each(app->db, range, keep_line, gather, err);
}

bool weapon_issue_list(struct app *app, struct arena *arena, const struct register_range *range,
                       struct weapon_issue_line **rows, int *count, struct err *err)
{
    struct register_gather gather = {.arena = arena, .size = sizeof **rows};
    bool ok = rights_check(app, RIGHT_SEE, err) && read_lines(app, &gather, range, err);
    *rows = (void *)gather.rows;
    *count = gather.count;
    return ok;
}

bool weapon_issue_now(struct app *app, struct arena *arena, struct weapon_issue_line **rows,
                      int *count, struct err *err)
{
    struct register_gather gather = {.arena = arena, .size = sizeof **rows};
    bool ok = rights_check(app, RIGHT_SEE, err) && register_read_now(app, &gather, read_lines, err);
    *rows = (void *)gather.rows;
    *count = gather.count;
    return ok;
}
