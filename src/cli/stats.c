/* aimtrack stats session|weapon|member ID: the numbers of the screens. */
#include <string.h>

#include "base/i18n.h"
#include "base/time.h"
#include "cli/families.h"
#include "cli/flatten.h"
#include "cli/insight_command.h"
#include "cli/insight_json.h"
#include "cli/session_json.h"
#include "cli/shooter_json.h"
#include "core/heat_job.h"
#include "core/turns.h"
#include "core/weapon_service.h"

enum { PROGRAMMES_MOST = 32 };

static int print(cJSON *json, const struct command_options *options, bool is_csv)
{
    return options->json ? command_print_json(json)
           : is_csv      ? flatten_print_csv(json)
                         : flatten_print_table(json);
}

static int usage(const char *problem)
{
    return command_usage(command_find("stats"), problem);
}

static int of_session(struct app *app, const struct command_options *options, bool is_csv,
                      const char *text)
{
    struct err err = {0};
    struct arena arena = {0};
    struct session_detail *detail = arena_alloc(&arena, sizeof *detail);
    record_id id = 0;
    int code = 0;
    if (!command_record_id(text, &id) || !session_get(app, &arena, id, detail, &err)) {
        err_set(&err, ERR_NOT_FOUND, _("There is no session \"%s\"."), text);
        code = command_fail(&err);
    } else {
        code = print(session_json_detail(detail), options, is_csv);
    }
    arena_free(&arena);
    return code;
}

static cJSON *subject_json(const struct insight_request *request,
                           const struct insight_whole *insight)
{
    cJSON *json = insight_json(insight, request->skip);
    cJSON *subject = cJSON_CreateObject();
    command_json_id(subject, "id", request->id);
    cJSON_AddStringToObject(subject, "name", request->name);
    cJSON_AddItemToObject(json, request->skip == BY_WEAPON ? "weapon" : "member", subject);
    return json;
}

/* What a weapon's numbers say in words, and when it is due. */
static bool add_weapon(struct app *app, const struct insight_request *request,
                       const struct insight_lines *lines, cJSON *json, struct err *err)
{
    struct reflection reflection;
    struct weapon_service_state service;
    if (!reflection_weapon_read(app, request->id, lines, &request->choice, &reflection, err) ||
        !weapon_service_state(app, request->id, &service, err)) {
        return false;
    }
    cJSON *object = cJSON_AddObjectToObject(json, "service");
    cJSON_AddNumberToObject(object, "rounds", (double)service.rounds);
    cJSON_AddNumberToObject(object, "rounds_since", (double)service.since);
    cJSON_AddNumberToObject(object, "interval", service.interval);
    cJSON_AddNumberToObject(object, "rounds_left", (double)service.left);
    cJSON_AddBoolToObject(object, "is_due", service.is_due);
    cJSON_AddStringToObject(object, "last_date", service.last_date);
    cJSON_AddStringToObject(object, "expected_date", service.expected_date);
    cJSON *words = cJSON_AddObjectToObject(json, "in_words");
    cJSON_AddStringToObject(words, "label", _("calculated, not AI"));
    cJSON_AddBoolToObject(words, "is_ai", false);
    cJSON_AddItemToObject(words, "sentences", session_json_sentences(&reflection));
    return true;
}

/* Turns of the last 12 months; bests, course and rhythm of the programme that was asked for or is
 * shot most. */
static bool add_member(struct app *app, const struct insight_request *request,
                       const struct insight_lines *lines, cJSON *json, struct err *err)
{
    struct arena arena = {0};
    struct insight_choice choice = request->choice;
    struct shooter *shooter = arena_alloc(&arena, sizeof *shooter);
    struct turns turns;
    if (!turns_read(app, request->id, &turns, err)) {
        arena_free(&arena);
        return false;
    }
    cJSON *object = cJSON_AddObjectToObject(json, "turns");
    cJSON_AddNumberToObject(object, "days", turns.turns);
    cJSON_AddNumberToObject(object, "competitions", turns.competitions);
    cJSON_AddNumberToObject(object, "required", turns.required);
    if (choice.programme_id == NULL) {
        const char *most[PROGRAMMES_MOST];
        int count = insight_programmes(lines, &choice, most, PROGRAMMES_MOST);
        choice.programme_id = count > 0 ? most[0] : NULL;
    }
    bool ok = shooter_read(app, &arena, request->id, lines, &choice, shooter, err);
    if (ok) {
        cJSON_AddItemToObject(json, "shooter", shooter_json(shooter));
    }
    arena_free(&arena);
    return ok;
}

/* Null when no shot has a place. */
static bool add_heat(struct app *app, const struct insight_request *request,
                     const struct insight_lines *lines, cJSON *json, struct err *err)
{
    struct heat heat;
    struct heat_job *job = heat_job_start(app, lines, &request->choice, err);
    if (job == NULL) {
        cJSON_AddNullToObject(json, "heat");
        return err->kind == ERR_NOT_FOUND;
    }
    const struct face *face = heat_job_face(job);
    bool ok = heat_job_finish(job, &heat, err);
    if (ok) {
        cJSON_AddItemToObject(json, "heat", heat_json(&heat, face->id));
    }
    return ok;
}

static bool add_rest(struct app *app, const struct insight_request *request,
                     const struct insight_lines *lines, cJSON *json, struct err *err)
{
    return (request->skip == BY_WEAPON ? add_weapon(app, request, lines, json, err)
                                       : add_member(app, request, lines, json, err)) &&
           add_heat(app, request, lines, json, err);
}

static int of_subject(struct app *app, const struct command_options *options, bool is_csv,
                      struct insight_request *request)
{
    struct err err = {0};
    struct arena arena = {0};
    struct insight_lines lines;
    struct insight_whole *insight = arena_alloc(&arena, sizeof *insight);
    int code = 0;
    if (!insight_read(app, &arena, &request->of, &lines, &err) ||
        !insight_whole_read(app, &arena, &lines, &request->choice, request->skip, insight, &err)) {
        code = command_fail(&err);
    } else {
        cJSON *json = subject_json(request, insight);
        if (!add_rest(app, request, &lines, json, &err)) {
            cJSON_Delete(json);
            code = command_fail(&err);
        } else {
            code = print(json, options, is_csv);
        }
    }
    arena_free(&arena);
    return code;
}

int command_stats(const struct command_options *options, int argc, char **argv)
{
    struct app app;
    struct insight_request request = {0};
    int code = 0;
    bool is_csv = command_flag(&argc, argv, "--csv");
    if (!insight_request_choice(&request, &argc, argv)) {
        return usage(NULL);
    }
    const char *kind = argc == 3 ? argv[1] : "";
    bool is_session = strcmp(kind, "session") == 0;
    if (!is_session && strcmp(kind, "weapon") != 0 && strcmp(kind, "member") != 0) {
        return usage(_("Say session, weapon or member and which one."));
    }
    if (!command_open(&app, options, true, &code)) {
        return code;
    }
    if (is_session) {
        code = of_session(&app, options, is_csv, argv[2]);
    } else if (insight_request_subject(&request, &app, kind, argv[2], &code)) {
        code = of_subject(&app, options, is_csv, &request);
    }
    app_close(&app);
    return code;
}
