#include "core/member.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/audit_json.h"
#include "core/find.h"
#include "core/rights.h"
#include "store/member.h"

void member_name(const struct member *member, char *dst, size_t size)
{
    if (member->given_name[0] != '\0') {
        snprintf(dst, size, "%s, %s", member->family_name, member->given_name);
    } else {
        text_copy(dst, size, member->family_name);
    }
}

bool member_list(struct app *app, struct arena *arena, const struct member_query *query,
                 struct member **rows, int *count, struct err *err)
{
    struct find find;
    struct member_rows_query low = {.with_left = query->with_left, .limit = query->limit};
    if (!rights_check(app, RIGHT_SEE, err)) {
        return false;
    }
    find_read(&find, query->find);
    for (int i = 0; i < FIND_WORDS; i++) {
        low.patterns[i] = find_pattern(&find, i);
    }
    if (query->after != NULL) {
        member_sort_text(query->after, low.after_sort, sizeof low.after_sort);
        low.after_id = query->after->id;
    }
    return member_rows(app->db, arena, &low, rows, count, err);
}

bool member_recent(struct app *app, struct arena *arena, int limit, struct member **rows,
                   int *count, struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) &&
           member_rows_recent(app->db, arena, limit, rows, count, err);
}

bool member_get(struct app *app, record_id id, struct member *member, struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) && member_read(app->db, id, member, err);
}

bool member_by_card(struct app *app, const char *card, struct member *member, struct err *err)
{
    char trimmed[64];
    text_copy(trimmed, sizeof trimmed, card);
    text_trim(trimmed);
    if (!rights_check(app, RIGHT_SEE, err)) {
        return false;
    }
    if (trimmed[0] != '\0' && member_read_card(app->db, trimmed, member, err)) {
        return true;
    }
    if (trimmed[0] == '\0' || err->kind == ERR_NOT_FOUND) {
        return err_set(err, ERR_NOT_FOUND,
                       _("Card %s belongs to no member. Press n to find the member by name."),
                       trimmed);
    }
    return false;
}

int member_count(struct app *app)
{
    int count = 0;
    struct err ignored = {0};
    return member_count_rows(app->db, &count, &ignored) ? count : 0;
}

/* --- changes -----------------------------------------------------------------------------------
 */

static bool date_is_ok(const char *date, const char *label, struct err *err)
{
    return *date == '\0' || time_is_date(date) ||
           err_set(err, ERR_INPUT, _("%s: \"%s\" is no date. Write it as 2026-11-23."), label,
                   date);
}

static bool check_member(struct member *member, struct err *err)
{
    text_trim(member->family_name);
    text_trim(member->given_name);
    text_trim(member->number);
    text_trim(member->licence);
    if (member->family_name[0] == '\0') {
        return err_set(err, ERR_INPUT, _("Family name: a name is needed."));
    }
    if (!text_is_clean(member->family_name, strlen(member->family_name)) ||
        !text_is_clean(member->given_name, strlen(member->given_name))) {
        return err_set(err, ERR_INPUT, _("The name holds characters that cannot be stored."));
    }
    return date_is_ok(member->birth_date, _("Birth date"), err) &&
           date_is_ok(member->joined_on, _("Joined on"), err) &&
           date_is_ok(member->left_on, _("Left on"), err);
}

static bool number_is_free(struct app *app, const char *number, record_id except, const char *label,
                           struct err *err)
{
    struct member other;
    char name[NAME_ROOM * 2];
    struct err ignored = {0};
    if (*number == '\0' || !member_read_card(app->db, number, &other, &ignored) ||
        other.id == except) {
        return true;
    }
    member_name(&other, name, sizeof name);
    return err_set(err, ERR_INPUT, _("%s: %s is already the number of %s."), label, number, name);
}

static bool complete_and_check(struct app *app, struct member *member, struct err *err)
{
    int64_t next = 0;
    if (member->number[0] == '\0') {
        if (!member_next_number(app->db, &next, err)) {
            return false;
        }
        snprintf(member->number, sizeof member->number, "%lld", (long long)next);
    }
    return number_is_free(app, member->number, member->id, _("Number"), err) &&
           number_is_free(app, member->licence, member->id, _("Licence"), err);
}

/* What of a member goes into the audit trail: what identifies, no notes. */
static void describe(const struct member *member, char *dst, size_t size)
{
    audit_json(dst, size,
               (const char *const[]){"number", member->number, "licence", member->licence,
                                     "family_name", member->family_name, "given_name",
                                     member->given_name, "left_on", member->left_on, NULL});
}

bool member_add(struct app *app, const struct member *input, record_id *id, struct err *err)
{
    char after[512];
    struct member member = *input;
    if (!rights_check(app, RIGHT_ADD_MEMBER, err) || !check_member(&member, err) ||
        !app_begin(app, err)) {
        return false;
    }
    member.id = app_new_id(app);
    member.changed_at_ms = time_now_ms();
    if (member.joined_on[0] == '\0') {
        time_local_date(member.joined_on, member.changed_at_ms);
    }
    if (!complete_and_check(app, &member, err)) {
        return app_abort(app);
    }
    describe(&member, after, sizeof after);
    if (!member_insert(app->db, &member, err) ||
        !app_audit(app, "member.add", "member", member.id, "", after, err) ||
        !app_commit(app, err)) {
        return app_abort(app);
    }
    *id = member.id;
    return true;
}

bool member_edit(struct app *app, const struct member *input, struct err *err)
{
    char before[512];
    char after[512];
    struct member old;
    struct member member = *input;
    if (!rights_check(app, RIGHT_EDIT_MEMBER, err) || !check_member(&member, err) ||
        !app_begin(app, err)) {
        return false;
    }
    member.changed_at_ms = time_now_ms();
    if (member.changed_at_ms <= input->changed_at_ms) {
        member.changed_at_ms = input->changed_at_ms + 1;
    }
    if (!member_read(app->db, member.id, &old, err) || !complete_and_check(app, &member, err)) {
        return app_abort(app);
    }
    describe(&old, before, sizeof before);
    describe(&member, after, sizeof after);
    bool ok = member_update(app->db, &member, input->changed_at_ms, err) &&
              app_audit(app, "member.edit", "member", member.id, before, after, err) &&
              app_commit(app, err);
    return ok || app_abort(app);
}
