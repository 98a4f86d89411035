#include "core/member.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/audit_json.h"
#include "core/check.h"
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
    struct member_rows_query low = {.with_left = query->with_left,
                                    .order = query->order,
                                    .offset = query->offset,
                                    .limit = query->limit};
    if (!rights_check(app, RIGHT_SEE, err) || !find_check(query->find, err)) {
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
    char trimmed[2 * NUMBER_ROOM]; /* longer ones are nobody's */
    struct err why = {0};
    text_copy(trimmed, sizeof trimmed, card);
    text_trim(trimmed);
    if (!rights_check(app, RIGHT_SEE, err)) {
        return false;
    }
    if (trimmed[0] != '\0' && member_read_card(app->db, trimmed, member, &why)) {
        return true;
    }
    if (trimmed[0] == '\0' || why.kind == ERR_NOT_FOUND) {
        return err_set(err, ERR_NOT_FOUND,
                       _("Card %s belongs to no member. Press n to find the member by name."),
                       trimmed);
    }
    *err = why;
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

static bool check_member(struct member *member, struct err *err)
{
    text_trim(member->family_name);
    text_trim(member->given_name);
    text_trim(member->number);
    text_trim(member->licence);
    if (member->family_name[0] == '\0') {
        return err_set(err, ERR_INPUT, _("Family name: a name is needed."));
    }
    return check_line(member->family_name, _("Family name"), err) &&
           check_line(member->given_name, _("Given name"), err) &&
           check_line(member->number, _("Number"), err) &&
           check_line(member->licence, _("Licence"), err) &&
           check_date(member->birth_date, _("Birth date"), err) &&
           check_date(member->joined_on, _("Joined on"), err) &&
           check_date(member->left_on, _("Left on"), err) &&
           check_lines(member->notes, _("Notes"), err);
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

/* One more than the highest, and nobody's licence either. */
static bool next_free_number(struct app *app, char *dst, size_t size, struct err *err)
{
    int64_t next = 0;
    struct member other;
    struct err ignored = {0};
    if (!member_next_number(app->db, &next, err)) {
        return false;
    }
    do {
        snprintf(dst, size, "%lld", (long long)next++);
    } while (member_read_card(app->db, dst, &other, &ignored));
    return true;
}

static bool complete_and_check(struct app *app, struct member *member, struct err *err)
{
    if (member->number[0] == '\0' &&
        !next_free_number(app, member->number, sizeof member->number, err)) {
        return false;
    }
    return number_is_free(app, member->number, member->id, _("Number"), err) &&
           number_is_free(app, member->licence, member->id, _("Licence"), err);
}

/* What of a member goes into the audit trail; of the notes only that they changed, since nothing
 * can be taken out of it again. */
enum { AUDITED = 9 };
static void list_audited(const struct member *member, const char *notes,
                         const char *pairs[2 * AUDITED + 1])
{
    /* clang-format off */
    const char *const all[2 * AUDITED + 1] = {
        "number", member->number, "licence", member->licence,
        "family_name", member->family_name, "given_name", member->given_name,
        "birth_date", member->birth_date, "joined_on", member->joined_on,
        "left_on", member->left_on, "notes", notes,
        "shares_notes", member->shares_notes ? "yes" : "no", NULL};
    /* clang-format on */
    memcpy(pairs, all, sizeof all);
}

bool member_add(struct app *app, const struct member *input, record_id *id, struct err *err)
{
    char after[512];
    const char *pairs[2 * AUDITED + 1];
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
    list_audited(&member, "", pairs);
    audit_json(after, sizeof after, pairs);
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
    const char *old_pairs[2 * AUDITED + 1];
    const char *new_pairs[2 * AUDITED + 1];
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
    list_audited(&old, "", old_pairs);
    list_audited(&member, strcmp(old.notes, member.notes) == 0 ? "" : "changed", new_pairs);
    audit_json_changes(before, after, sizeof before, old_pairs, new_pairs);
    bool ok = member_update(app->db, &member, input->changed_at_ms, err) &&
              app_audit(app, "member.edit", "member", member.id, before, after, err) &&
              app_commit(app, err);
    return ok || app_abort(app);
}
