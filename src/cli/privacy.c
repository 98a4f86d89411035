/* aimtrack privacy: what is kept too long, and taking a person out. */
#include <stdio.h>

#include "base/i18n.h"
#include "cli/families.h"
#include "cli/find_member.h"
#include "cli/table.h"
#include "cli/verbs.h"
#include "core/privacy.h"

static int problem(const char *text)
{
    return command_usage(command_find("privacy"), text);
}

static cJSON *due_json(const struct privacy_due *due)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "setting", due->setting);
    cJSON_AddNumberToObject(json, "months", due->months);
    cJSON_AddStringToObject(json, "until", due->until);
    cJSON_AddNumberToObject(json, "count", due->count);
    cJSON_AddStringToObject(json, "oldest", due->oldest);
    return json;
}

static int list_due(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct privacy_due due[PRIVACY_KINDS];
    struct table table = {0};
    struct err err = {0};
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    if (!privacy_due_read(app, due, &err)) {
        return command_fail(&err);
    }
    cJSON *json = cJSON_CreateObject();
    cJSON *array = cJSON_AddArrayToObject(json, "due");
    for (int i = 0; i < PRIVACY_KINDS; i++) {
        char count[32];
        char months[64];
        cJSON_AddItemToArray(array, due_json(&due[i]));
        snprintf(count, sizeof count, "%d", due[i].count);
        snprintf(months, sizeof months, P_("kept %d month", "kept %d months", due[i].months),
                 due[i].months);
        table_add(&table, 5,
                  (const char *[]){due[i].name, count, due[i].oldest, due[i].until,
                                   due[i].months > 0 ? months : _("never due")});
    }
    if (options->json) {
        table_free(&table);
        return command_print_json(json);
    }
    cJSON_Delete(json);
    puts(_("What is due: how many, the oldest, until when, and how long it is kept."));
    table_print(&table);
    return 0;
}

static int anonymise(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct member member;
    struct privacy_result result;
    struct err err = {0};
    bool is_sure = command_flag(&argc, argv, "--yes");
    if (argc != 2) {
        return problem(_("Say whose: a member's id or number."));
    }
    if (!find_member(app, argv[1], &member, &err)) {
        return command_fail(&err);
    }
    if (!is_sure) {
        return problem(_("This takes the name, number and notes of this member out for good; what"
                         " they shot stays. Say --yes to do it."));
    }
    if (!privacy_anonymise(app, member.id, &result, &err)) {
        return command_fail(&err);
    }
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        command_json_id(json, "id", member.id);
        cJSON_AddStringToObject(json, "name", result.name);
        cJSON_AddNumberToObject(json, "audit_rows", result.audit_rows);
        cJSON_AddBoolToObject(json, "is_in_log", result.is_in_log);
        return command_print_json(json);
    }
    puts(
        _("The person is gone; sessions, turns and totals stay. Backups and exports that were taken"
          " along still hold the name."));
    return 0;
}

static int blank_guests(struct app *app, const struct command_options *options, int argc,
                        char **argv)
{
    struct err err = {0};
    int count = 0;
    bool is_sure = command_flag(&argc, argv, "--yes");
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    if (!is_sure) {
        return problem(_("This takes names and documents of guests out that are due (\"aimtrack"
                         " privacy due\"). Say --yes to do it."));
    }
    if (!privacy_blank_due_guests(app, &count, &err)) {
        return command_fail(&err);
    }
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        cJSON_AddNumberToObject(json, "guests", count);
        return command_print_json(json);
    }
    printf(P_("%d guest has no name any more.\n", "%d guests have no name any more.\n", count),
           count);
    return 0;
}

int command_privacy(const struct command_options *options, int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"due", list_due}, {"anonymise", anonymise}, {"blank-guests", blank_guests}, {0}};
    return verbs_run("privacy", verbs, options, argc, argv);
}
