/* aimtrack issue out | in | list | void: club weapons. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/time.h"
#include "cli/families.h"
#include "cli/find_member.h"
#include "cli/listing.h"
#include "cli/register_rows.h"
#include "cli/verbs.h"
#include "core/register.h"

static int problem(const char *text)
{
    return command_usage(command_find("issue"), text);
}

static int which_weapon(void)
{
    return problem(_("Say which weapon: its id, as \"aimtrack weapon list\" shows it."));
}

static int run_out(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct member member;
    struct err err = {0};
    record_id weapon = 0;
    record_id id = 0;
    const char *condition = command_option(&argc, argv, "--condition");
    if (argc < 2 || !command_record_id(argv[1], &weapon)) {
        return which_weapon();
    }
    if (argc != 3) {
        return problem(_("Say who: a card, a number or a licence."));
    }
    bool ok = find_member(app, argv[2], &member, &err) &&
              weapon_issue_out(app, weapon, member.id, condition, &id, &err);
    return ok ? register_print_id(options, id) : command_fail(&err);
}

static int run_in(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct weapon_issue issue;
    struct err err = {0};
    record_id weapon = 0;
    const char *condition = command_option(&argc, argv, "--condition");
    if (!register_take_id(argc, argv, &weapon)) {
        return which_weapon();
    }
    bool ok = weapon_issue_find(app, weapon, &issue, &err) &&
              weapon_issue_in(app, issue.id, condition, &err);
    return ok ? register_print_id(options, issue.id) : command_fail(&err);
}

/* --- the list -----------------------------------------------------------------------------------
 */
static cJSON *line_json(const void *row)
{
    const struct weapon_issue_line *line = row;
    const struct weapon_issue *issue = &line->issue;
    cJSON *json = cJSON_CreateObject();
    command_json_id(json, "id", issue->id);
    cJSON_AddStringToObject(json, "date", issue->local_date);
    command_json_id(json, "weapon_id", issue->weapon_id);
    cJSON_AddStringToObject(json, "weapon", line->weapon);
    cJSON_AddStringToObject(json, "serial", line->serial);
    cJSON_AddStringToObject(json, "calibre", line->calibre);
    command_json_id(json, "member_id", issue->member_id);
    register_json_person(json, "member", &line->member);
    cJSON_AddNumberToObject(json, "out_at_ms", (double)issue->out_at_ms);
    cJSON_AddNumberToObject(json, "in_at_ms", (double)issue->in_at_ms);
    cJSON_AddStringToObject(json, "out_by", issue->out_by);
    cJSON_AddStringToObject(json, "in_by", issue->in_by);
    cJSON_AddStringToObject(json, "condition_out", issue->condition_out);
    cJSON_AddStringToObject(json, "condition_in", issue->condition_in);
    cJSON_AddBoolToObject(json, "is_void", issue->voided_at_ms != 0);
    return json;
}

static void add_row(struct table *table, const void *row)
{
    const struct weapon_issue_line *line = row;
    char id[24];
    char out[48] = "";
    char in[48] = "";
    char name[2 * NAME_ROOM];
    const struct weapon_issue *issue = &line->issue;
    snprintf(id, sizeof id, "%lld", (long long)issue->id);
    register_person_name(&line->member, name, sizeof name);
    time_moment_text(out, sizeof out, issue->out_at_ms);
    if (issue->in_at_ms != 0) {
        time_moment_text(in, sizeof in, issue->in_at_ms);
    }
    table_add(table, 8,
              (const char *[]){id, out, in, line->weapon, line->serial, name,
                               issue->in_at_ms != 0 ? issue->condition_in : issue->condition_out,
                               issue->voided_at_ms != 0 ? _("void") : ""});
}

static const struct listing listing = {"issues", line_json, add_row};

static int run_list(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct arena arena = {0};
    struct weapon_issue_line *rows = NULL;
    struct err err = {0};
    int count = 0;
    bool is_all = command_flag(&argc, argv, "--all");
    struct register_range range = {.only_open = !is_all, .with_void = is_all};
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    int code = weapon_issue_list(app, &arena, &range, &rows, &count, &err)
                   ? listing_print(options, &listing, rows, sizeof *rows, count)
                   : command_fail(&err);
    arena_free(&arena);
    return code;
}

static int run_void(struct app *app, const struct command_options *options, int argc, char **argv)
{
    return register_run_void_command(app, options, argc, argv, "issue", weapon_issue_void);
}

int command_issue(const struct command_options *options, int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"out", run_out}, {"in", run_in}, {"list", run_list}, {"void", run_void}, {0}};
    return verbs_run("issue", verbs, options, argc, argv);
}
