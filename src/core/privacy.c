#include "core/privacy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "core/attachment_file.h"
#include "core/audit_json.h"
#include "core/rights.h"
#include "core/settings.h"
#include "store/member.h"

/* --- anonymising a member -----------------------------------------------------------------------
 */
static bool may_go(struct app *app, const struct member *member, struct err *err)
{
    struct privacy_hindrance hindrance;
    if (member->is_anonymous) {
        return err_set(err, ERR_INPUT, _("This member is anonymous already."));
    }
    if (member->left_on[0] == '\0') {
        return err_set(err, ERR_INPUT,
                       _("This is a member still. Write down first that they left the club."));
    }
    if (!privacy_hindrance_read(app->db, member->id, &hindrance, err)) {
        return false;
    }
    if (hindrance.open_sessions > 0) {
        return err_set(err, ERR_INPUT, _("A session of this member is open: finish it first."));
    }
    if (hindrance.weapons_out > 0) {
        return err_set(err, ERR_INPUT,
                       _("This member still has a club weapon: take it back first."));
    }
    if (hindrance.last_admins > 0) {
        return err_set(err, ERR_INPUT,
                       _("This is the last administrator: without one nobody could manage the club."
                         " Nothing was changed."));
    }
    return true;
}

static bool redact(struct app *app, struct arena *arena, const struct member *member, int64_t at_ms,
                   int *count, struct err *err)
{
    const char *const words[] = {member->family_name, member->licence};
    int64_t *numbers = NULL;
    if (!privacy_audit_rows(app->db, arena, member->id, words, 2, &numbers, count, err)) {
        return false;
    }
    for (int i = 0; i < *count; i++) {
        if (!privacy_audit_blank(app->db, numbers[i], at_ms, err) ||
            !app_audit(app, "audit.redact", "audit", numbers[i], "", "", err)) {
            return false;
        }
    }
    return true;
}

static bool anonymise(struct app *app, struct arena *arena, record_id member_id, struct buf *files,
                      struct privacy_result *result, struct err *err)
{
    struct member *member = arena_alloc(arena, sizeof *member);
    char number[NUMBER_ROOM];
    char after[128];
    int64_t now = time_now_ms();
    if (!member_read(app->db, member_id, member, err) || !may_go(app, member, err)) {
        return false;
    }
    snprintf(number, sizeof number, "A%lld", (long long)(member_id % INT64_C(100000000000)));
    text_copy(result->name, sizeof result->name, _("Anonymous"));
    return redact(app, arena, member, now, &result->audit_rows, err) &&
           privacy_take_attachments(app->db, member_id, files, err) &&
           privacy_blank_member(app->db, member_id, result->name, number, now, err) &&
           snprintf(after, sizeof after, "{\"audit_rows\":%d}", result->audit_rows) > 0 &&
           app_audit(app, "member.anonymise", "member", member_id, "", after, err);
}

/* What the write-ahead log still holds goes into the database, and the log away. */
static bool forget_log(struct app *app)
{
    struct err err = {0};
    bool ok = db_forget(app->db, &err);
    if (!ok) {
        log_err("privacy", &err);
    }
    return ok;
}

bool privacy_anonymise(struct app *app, record_id member_id, struct privacy_result *result,
                       struct err *err)
{
    struct arena arena = {0};
    struct buf files = {0};
    *result = (struct privacy_result){0};
    if (!rights_check(app, RIGHT_MANAGE_SYSTEM, err) || !app_begin(app, err)) {
        return false;
    }
    bool ok = anonymise(app, &arena, member_id, &files, result, err) && app_commit(app, err);
    if (!ok) {
        app_abort(app);
    } else if (files.size > 0) {
        attachment_remove_unlisted(app, files.bytes);
    }
    if (ok) {
        result->is_in_log = !forget_log(app);
    }
    buf_free(&files);
    arena_free(&arena);
    return ok;
}

bool privacy_left(struct app *app, struct arena *arena, struct member **rows, int *count,
                  struct err *err)
{
    return rights_check(app, RIGHT_SEE, err) && member_rows_left(app->db, arena, rows, count, err);
}

/* --- what is due ------------------------------------------------------------------------------
 */
static const struct {
    const char *name, *setting;
} kinds[PRIVACY_KINDS] = {
    [PRIVACY_PRESENCE] = {N_("Presence register"), "retention.presence"},
    [PRIVACY_GUESTS] = {N_("Guest register: names and documents"), "retention.guests"},
    [PRIVACY_ISSUES] = {N_("Weapon issue list"), "retention.issues"},
    [PRIVACY_AMMUNITION] = {N_("Ammunition issue list"), "retention.ammunition"},
    [PRIVACY_MEMBERS] = {N_("Members who left"), "retention.members"},
};

/* The same day so many months before; the last of the month when there is no such day. */
static void months_before(const char *date, int months, char dst[DATE_ROOM])
{
    int month = (int)strtol(date, NULL, 10) * 12 + (int)strtol(date + 5, NULL, 10) - 1 - months;
    int day = (int)strtol(date + 8, NULL, 10);
    do {
        snprintf(dst, DATE_ROOM, "%04d-%02d-%02d", month / 12, month % 12 + 1, day--);
    } while (!time_is_date(dst) && day > 27);
}

bool privacy_due_read(struct app *app, struct privacy_due due[PRIVACY_KINDS], struct err *err)
{
    char today[DATE_ROOM];
    time_local_date(today, time_now_ms());
    if (!rights_check(app, RIGHT_SEE, err)) {
        return false;
    }
    for (int i = 0; i < PRIVACY_KINDS; i++) {
        due[i] = (struct privacy_due){.kind = (enum privacy_kind)i,
                                      .name = _(kinds[i].name),
                                      .setting = kinds[i].setting,
                                      .months = setting_number(app, kinds[i].setting)};
        if (due[i].months == 0) {
            continue;
        }
        months_before(today, due[i].months, due[i].until);
        if (!privacy_count(app->db, due[i].kind, due[i].until, &due[i].count, due[i].oldest, err)) {
            return false;
        }
    }
    return true;
}

bool privacy_blank_due_guests(struct app *app, int *count, struct err *err)
{
    struct privacy_due due[PRIVACY_KINDS];
    char after[96];
    *count = 0;
    if (!rights_check(app, RIGHT_MANAGE_SYSTEM, err) || !privacy_due_read(app, due, err)) {
        return false;
    }
    const struct privacy_due *guests = &due[PRIVACY_GUESTS];
    if (guests->count == 0) {
        return true;
    }
    if (!app_begin(app, err)) {
        return false;
    }
    const char *const pairs[] = {"until", guests->until, NULL};
    audit_json(after, sizeof after, pairs);
    bool ok =
        privacy_blank_guests(app->db, guests->until, time_now_ms(), _("Anonymous"), count, err) &&
        app_audit(app, "guest.blank", "guest", 0, "", after, err) && app_commit(app, err);
    if (!ok) {
        app_abort(app);
    }
    (void)forget_log(app);
    return ok;
}
