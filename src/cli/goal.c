/* aimtrack goal list | suggest | add | take | done | undone | remove. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/families.h"
#include "cli/find_member.h"
#include "cli/listing.h"
#include "cli/verbs.h"
#include "core/goal.h"

static int problem(const char *text)
{
    return command_usage(command_find("goal"), text);
}

/* --member ID|NUMBER, taken out of argv. False: *code says why the command ends. */
static bool take_member(struct app *app, int *argc, char **argv, record_id *id, int *code)
{
    struct member member;
    struct err err = {0};
    const char *typed = command_option(argc, argv, "--member");
    if (typed == NULL) {
        *code = problem(_("Say whose goals: --member ID or NUMBER."));
        return false;
    }
    if (!find_member(app, typed, &member, &err)) {
        *code = command_fail(&err);
        return false;
    }
    *id = member.id;
    return true;
}

/* --- reading -----------------------------------------------------------------------------------
 */
static cJSON *goal_json(const void *row)
{
    const struct goal *goal = row;
    cJSON *json = cJSON_CreateObject();
    command_json_id(json, "id", goal->id);
    command_json_id(json, "member_id", goal->member_id);
    cJSON_AddStringToObject(json, "title", goal->title);
    cJSON_AddStringToObject(json, "detail", goal->detail);
    cJSON_AddStringToObject(json, "month", goal->month);
    cJSON_AddStringToObject(json, "source", goal->source == GOAL_SUGGESTED ? "suggested" : "own");
    cJSON_AddStringToObject(json, "rule", goal->rule);
    cJSON_AddBoolToObject(json, "is_done", goal->done_at_ms != 0);
    cJSON_AddNumberToObject(json, "done_at_ms", (double)goal->done_at_ms);
    cJSON_AddStringToObject(json, "by", goal->by_name);
    cJSON_AddNumberToObject(json, "at_ms", (double)goal->at_ms);
    return json;
}

static void add_row(struct table *table, const void *row)
{
    const struct goal *goal = row;
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)goal->id);
    table_add(table, 5,
              (const char *[]){id, goal->done_at_ms != 0 ? "[x]" : "[ ]", goal->month, goal->title,
                               goal->detail});
}

static const struct listing listing = {"goals", goal_json, add_row};

static int list(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct arena arena = {0};
    struct goal *rows = NULL;
    struct err err = {0};
    record_id member = 0;
    int count = 0;
    int code = 0;
    if (!take_member(app, &argc, argv, &member, &code)) {
        return code;
    }
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    code = goal_list(app, &arena, member, &rows, &count, &err)
               ? listing_print(options, &listing, rows, sizeof *rows, count)
               : command_fail(&err);
    arena_free(&arena);
    return code;
}

static int suggest(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct goal_suggestions found;
    struct table table = {0};
    struct err err = {0};
    record_id member = 0;
    int code = 0;
    const char *programme = command_option(&argc, argv, "--programme");
    if (!take_member(app, &argc, argv, &member, &code)) {
        return code;
    }
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    if (!goal_suggestions(app, member, programme, &found, &err)) {
        return command_fail(&err);
    }
    cJSON *json = cJSON_CreateObject();
    cJSON *array = cJSON_AddArrayToObject(json, "suggestions");
    for (int i = 0; i < found.count; i++) {
        const struct goal_suggestion *row = &found.rows[i];
        cJSON *one = cJSON_CreateObject();
        cJSON_AddStringToObject(one, "rule", row->rule);
        cJSON_AddStringToObject(one, "title", row->title);
        cJSON_AddStringToObject(one, "detail", row->detail);
        cJSON_AddItemToArray(array, one);
        table_add(&table, 3, (const char *[]){row->rule, row->title, row->detail});
    }
    if (options->json) {
        return command_print_json(json);
    }
    cJSON_Delete(json);
    table_print(&table);
    return 0;
}

/* --- changes -----------------------------------------------------------------------------------
 */
static int print_one(struct app *app, const struct command_options *options, record_id id)
{
    struct goal goal;
    struct err err = {0};
    if (!goal_get(app, id, &goal, &err)) {
        return command_fail(&err);
    }
    if (options->json) {
        return command_print_json(goal_json(&goal));
    }
    printf("%lld\n", (long long)id);
    return 0;
}

/* False when it is too long. */
static bool take_text(char *dst, size_t size, int *argc, char **argv, const char *name)
{
    const char *value = command_option(argc, argv, name);
    return text_copy(dst, size, value != NULL ? value : "");
}

static int add(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct goal goal = {0};
    char month[NUMBER_ROOM];
    struct err err = {0};
    record_id id = 0;
    int code = 0;
    bool fits = take_text(goal.title, sizeof goal.title, &argc, argv, "--title");
    fits &= take_text(goal.detail, sizeof goal.detail, &argc, argv, "--detail");
    if (!fits) {
        return problem(_("--title takes at most 95 bytes, --detail 191."));
    }
    if (!take_text(month, sizeof month, &argc, argv, "--month") ||
        !goal_month_read(month, goal.month)) {
        return problem(_("A month is written as 2026-11."));
    }
    if (!take_member(app, &argc, argv, &goal.member_id, &code)) {
        return code;
    }
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    return goal_add(app, &goal, &id, &err) ? print_one(app, options, id) : command_fail(&err);
}

/* Finds the suggestion of that rule again and makes it a goal. */
static int take(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct goal_suggestions found;
    struct err err = {0};
    record_id member = 0;
    record_id id = 0;
    int code = 0;
    const char *programme = command_option(&argc, argv, "--programme");
    const char *rule = command_option(&argc, argv, "--rule");
    if (rule == NULL) {
        return problem(_("Say which suggestion: --rule NAME, as \"aimtrack goal suggest\" shows "
                         "it."));
    }
    if (!take_member(app, &argc, argv, &member, &code)) {
        return code;
    }
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    bool ok = goal_suggestions(app, member, programme, &found, &err);
    int at = 0;
    while (ok && at < found.count && strcmp(found.rows[at].rule, rule) != 0) {
        at++;
    }
    if (ok && at == found.count) {
        ok = err_set(&err, ERR_NOT_FOUND, _("\"%s\" is not suggested now."), rule);
    }
    ok = ok && goal_take_over(app, member, &found.rows[at], "", &id, &err);
    return ok ? print_one(app, options, id) : command_fail(&err);
}

static bool take_id(int argc, char **argv, record_id *id)
{
    (void)command_option(&argc, argv, "--member"); /* the id says it already */
    return argc == 2 && command_record_id(argv[1], id);
}

static int which_goal(void)
{
    return problem(_("Say which goal: its id, as \"aimtrack goal list\" shows it."));
}

static int set_done(struct app *app, const struct command_options *options, int argc, char **argv,
                    bool is_done)
{
    struct err err = {0};
    record_id id = 0;
    if (!take_id(argc, argv, &id)) {
        return which_goal();
    }
    return goal_set_done(app, id, is_done, &err) ? print_one(app, options, id) : command_fail(&err);
}

static int done(struct app *app, const struct command_options *options, int argc, char **argv)
{
    return set_done(app, options, argc, argv, true);
}

static int undone(struct app *app, const struct command_options *options, int argc, char **argv)
{
    return set_done(app, options, argc, argv, false);
}

static int take_out(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct err err = {0};
    record_id id = 0;
    if (!take_id(argc, argv, &id)) {
        return which_goal();
    }
    return goal_void(app, id, &err) ? print_one(app, options, id) : command_fail(&err);
}

int command_goal(const struct command_options *options, int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"list", list}, {"suggest", suggest}, {"add", add},         {"take", take},
        {"done", done}, {"undone", undone},   {"remove", take_out}, {0},
    };
    return verbs_run("goal", verbs, options, argc, argv);
}
