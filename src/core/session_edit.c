/* What may still change on a session: its notes, its reflection, its weapon line. */
#include "core/session.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/member.h"
#include "core/rights.h"
#include "store/member.h"
#include "store/session.h"
#include "store/session_weapon.h"
#include "store/summary.h"

/* One text of a session under its name, its beginning only: a row of the trail is short. Caller
 * frees. */
static char *text_json(const char *name, const char *text)
{
    char beginning[200];
    cJSON *object = cJSON_CreateObject();
    text_copy(beginning, sizeof beginning, text);
    cJSON_AddStringToObject(object, name, beginning);
    cJSON_AddNumberToObject(object, "bytes", (double)strlen(text));
    char *json = cJSON_PrintUnformatted(object);
    cJSON_Delete(object);
    return json != NULL ? json : mem_text("");
}

struct text_change {
    const char *name, *action;
    bool (*put)(struct db *db, record_id id, const char *text, struct err *err);
    const char *text;
    size_t old_at; /* offset of the old text in struct session */
};

static bool text_check(const char *text, struct err *err)
{
    size_t size = strlen(text);
    if (size >= NOTE_ROOM) {
        return err_set(err, ERR_INPUT, _("This text is too long: %d characters at most."),
                       NOTE_ROOM - 1);
    }
    return text_is_clean(text, size) ||
           err_set(err, ERR_INPUT, _("This text holds characters that cannot be kept."));
}

static bool text_store(struct app *app, record_id id, const struct text_change *change,
                       struct session *session, struct err *err)
{
    if (!session_row_read(app->db, id, session, err)) {
        return false;
    }
    char *before = text_json(change->name, (const char *)session + change->old_at);
    char *after = text_json(change->name, change->text);
    bool ok = change->put(app->db, id, change->text, err) &&
              app_audit(app, change->action, "session", id, before, after, err);
    free(before);
    free(after);
    return ok;
}

static bool text_change_run(struct app *app, record_id id, const struct text_change *change,
                            struct err *err)
{
    if (!rights_check(app, RIGHT_EDIT_NOTES, err) || !text_check(change->text, err) ||
        !app_begin(app, err)) {
        return false;
    }
    struct session *session = mem_alloc(sizeof *session);
    bool ok = (text_store(app, id, change, session, err) && app_commit(app, err)) || app_abort(app);
    free(session);
    return ok;
}

bool session_set_notes(struct app *app, record_id id, const char *notes, struct err *err)
{
    struct text_change change = {.name = "notes",
                                 .action = "session.notes",
                                 .put = session_row_set_notes,
                                 .text = notes,
                                 .old_at = offsetof(struct session, notes)};
    return text_change_run(app, id, &change, err);
}

bool session_set_reflection(struct app *app, record_id id, const char *reflection, struct err *err)
{
    struct text_change change = {.name = "reflection",
                                 .action = "session.reflection",
                                 .put = session_row_set_reflection,
                                 .text = reflection,
                                 .old_at = offsetof(struct session, reflection)};
    return text_change_run(app, id, &change, err);
}

/* --- a competition, or practice ----------------------------------------------------------------
 */
static bool refuse_void(struct app *app, const struct session *session, struct err *err)
{
    char date[48];
    char name[NAME_ROOM];
    time_date_text(date, sizeof date, session->local_date);
    struct member *member = mem_alloc(sizeof *member);
    bool ok = member_read(app->db, session->member_id, member, err);
    member_name(member, name, sizeof name);
    free(member);
    return ok && err_set(err, ERR_INPUT,
                         _("The session of %s on %s is void and counts nowhere, so it is no"
                           " competition. Nothing was changed."),
                         name, date);
}

static bool mark_store(struct app *app, const struct session_mark *mark, struct session *session,
                       int *changed, struct err *err)
{
    static const char *const says[] = {"{\"is_competition\":false}", "{\"is_competition\":true}"};
    if (!session_row_read(app->db, mark->id, session, err)) {
        return false;
    }
    if (session->state == SESSION_VOID) {
        return refuse_void(app, session, err);
    }
    if (session->is_competition == mark->is_competition) {
        return true;
    }
    ++*changed;
    return session_row_set_competition(app->db, mark->id, mark->is_competition, err) &&
           app_audit(app, "session.competition", "session", mark->id, says[session->is_competition],
                     says[mark->is_competition], err);
}

bool session_set_competition(struct app *app, const struct session_mark *marks, int count,
                             int *changed, struct err *err)
{
    *changed = 0;
    if (!rights_check(app, RIGHT_MARK_COMPETITION, err) || !app_begin(app, err)) {
        return false;
    }
    struct session *session = mem_alloc(sizeof *session);
    bool ok = true;
    for (int i = 0; ok && i < count; i++) {
        ok = mark_store(app, &marks[i], session, changed, err);
    }
    free(session);
    return (ok && app_commit(app, err)) || app_abort(app);
}

/* --- the weapon line -------------------------------------------------------------------------- */
static char *line_json(const struct session_weapon *line)
{
    char ammunition[24]; /* a double cannot hold an id */
    snprintf(ammunition, sizeof ammunition, "%lld", (long long)line->ammunition_id);
    cJSON *object = cJSON_CreateObject();
    cJSON_AddNumberToObject(object, "rounds", line->rounds_fired);
    cJSON_AddStringToObject(object, "ammunition", ammunition);
    cJSON_AddStringToObject(object, "grouping", line->grouping);
    cJSON_AddNumberToObject(object, "deviation", line->deviation);
    cJSON_AddNumberToObject(object, "fliers", line->fliers);
    char *json = cJSON_PrintUnformatted(object);
    cJSON_Delete(object);
    return json != NULL ? json : mem_text("");
}

static bool line_check(struct app *app, const struct session_weapon *line, struct err *err)
{
    struct shot_summary summary;
    if (!summary_read(app->db, line->id, &summary, err)) {
        return false;
    }
    int scored = summary.shots + summary.sighters;
    if (line->rounds_fired < scored || line->rounds_fired > 100000) {
        return err_set(err, ERR_INPUT,
                       _("Rounds fired are at least the %d scored shots, sighters included."),
                       scored);
    }
    if (line->deviation < DEVIATION_NONE || line->deviation > DEVIATION_LOW || line->fliers < 0 ||
        line->fliers > line->rounds_fired) {
        return err_set(err, ERR_INPUT, _("Fliers are 0 up to the rounds fired."));
    }
    return text_check(line->grouping, err);
}

static bool line_store(struct app *app, const struct session_weapon *line, struct err *err)
{
    struct session_weapon old;
    if (!session_weapon_read(app->db, line->id, &old, err) || !line_check(app, line, err)) {
        return false;
    }
    char *before = line_json(&old);
    char *after = line_json(line);
    bool ok = session_weapon_edit(app->db, line, err) &&
              app_audit(app, "session.weapon_line", "session", old.session_id, before, after, err);
    free(before);
    free(after);
    return ok;
}

bool session_set_weapon_line(struct app *app, const struct session_weapon *line, struct err *err)
{
    if (!rights_check(app, RIGHT_SCORE, err) || !app_begin(app, err)) {
        return false;
    }
    return (line_store(app, line, err) && app_commit(app, err)) || app_abort(app);
}
