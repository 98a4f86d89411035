/* aimtrack member list | show | add. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/command.h"
#include "cli/families.h"
#include "cli/find_member.h"
#include "cli/listing.h"
#include "cli/verbs.h"
#include "core/member.h"

enum { LIST_USUAL = 1000, LIST_MOST = 100000 };

static int problem(const char *text)
{
    return command_usage(command_find("member"), text);
}

static cJSON *member_json(const void *row)
{
    const struct member *member = row;
    cJSON *json = cJSON_CreateObject();
    char name[2 * NAME_ROOM];
    member_name(member, name, sizeof name);
    command_json_id(json, "id", member->id);
    cJSON_AddStringToObject(json, "number", member->number);
    cJSON_AddStringToObject(json, "licence", member->licence);
    cJSON_AddStringToObject(json, "name", name);
    cJSON_AddStringToObject(json, "family_name", member->family_name);
    cJSON_AddStringToObject(json, "given_name", member->given_name);
    cJSON_AddStringToObject(json, "birth_date", member->birth_date);
    cJSON_AddStringToObject(json, "joined_on", member->joined_on);
    cJSON_AddStringToObject(json, "left_on", member->left_on);
    cJSON_AddStringToObject(json, "notes", member->notes);
    cJSON_AddBoolToObject(json, "shares_notes", member->shares_notes);
    return json;
}

static void print_member(const struct member *member)
{
    char name[2 * NAME_ROOM];
    struct table table = {0};
    member_name(member, name, sizeof name);
    table_add(&table, 2, (const char *[]){_("Name"), name});
    table_add(&table, 2, (const char *[]){_("Number"), member->number});
    table_add(&table, 2, (const char *[]){_("Licence"), member->licence});
    table_add(&table, 2, (const char *[]){_("Birth date"), member->birth_date});
    table_add(&table, 2, (const char *[]){_("Joined on"), member->joined_on});
    table_add(&table, 2, (const char *[]){_("Left on"), member->left_on});
    table_add(&table, 2, (const char *[]){_("Notes"), member->notes});
    table_add(&table, 2,
              (const char *[]){_("Notes may go to the AI coach"),
                               member->shares_notes ? _("yes") : _("no")});
    table_print(&table);
}

static void add_row(struct table *table, const void *row)
{
    const struct member *member = row;
    char name[2 * NAME_ROOM];
    member_name(member, name, sizeof name);
    table_add(table, 4, (const char *[]){member->number, name, member->licence, member->joined_on});
}

static const struct listing listing = {"members", member_json, add_row};

static int list(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct arena arena = {0};
    struct member *rows = NULL;
    int count = 0;
    struct err err = {0};
    struct member_query query = {.find = command_option(&argc, argv, "--find"),
                                 .with_left = command_flag(&argc, argv, "--left"),
                                 .limit = LIST_USUAL};
    const char *limit = command_option(&argc, argv, "--limit");
    record_id wanted = LIST_USUAL;
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    if (limit != NULL && (!command_record_id(limit, &wanted) || wanted > LIST_MOST)) {
        return problem(_("--limit is a number from 1 to 100000."));
    }
    query.limit = (int)wanted;
    bool ok = member_list(app, &arena, &query, &rows, &count, &err);
    int code =
        ok ? listing_print(options, &listing, rows, sizeof *rows, count) : command_fail(&err);
    arena_free(&arena);
    return code;
}

static int print_one(const struct command_options *options, const struct member *member)
{
    if (options->json) {
        return command_print_json(member_json(member));
    }
    print_member(member);
    return 0;
}

static int show(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct member member;
    struct err err = {0};
    if (argc != 2) {
        return problem(_("Say which member: an id, a club number or a licence."));
    }
    return find_member(app, argv[1], &member, &err) ? print_one(options, &member)
                                                    : command_fail(&err);
}

/* False: neither yes nor no. */
static bool take_shares(struct member *member, int *argc, char **argv)
{
    const char *typed = command_option(argc, argv, "--share-notes");
    if (typed == NULL) {
        return true;
    }
    member->shares_notes = strcmp(typed, "yes") == 0;
    return member->shares_notes || strcmp(typed, "no") == 0;
}

static bool take_fields(struct member *member, int *argc, char **argv)
{
    command_take(member->family_name, sizeof member->family_name, argc, argv, "--family");
    command_take(member->given_name, sizeof member->given_name, argc, argv, "--given");
    command_take(member->number, sizeof member->number, argc, argv, "--number");
    command_take(member->licence, sizeof member->licence, argc, argv, "--licence");
    command_take(member->birth_date, sizeof member->birth_date, argc, argv, "--birth-date");
    command_take(member->joined_on, sizeof member->joined_on, argc, argv, "--joined");
    command_take(member->notes, sizeof member->notes, argc, argv, "--notes");
    return take_shares(member, argc, argv);
}

static int add(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct member member = {0};
    struct err err = {0};
    record_id id = 0;
    if (!take_fields(&member, &argc, argv) || !command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    if (!member_add(app, &member, &id, &err) || !member_get(app, id, &member, &err)) {
        return command_fail(&err);
    }
    return print_one(options, &member);
}

/* Reads the member, changes it by the words, stores it. */
static int change(struct app *app, const struct command_options *options, int argc, char **argv,
                  bool (*apply)(struct member *member, int *argc, char **argv))
{
    struct member member;
    struct err err = {0};
    record_id id = 0;
    if (argc < 2) {
        return problem(_("Say which member: an id, a club number or a licence."));
    }
    if (!find_member(app, argv[1], &member, &err)) {
        return command_fail(&err);
    }
    id = member.id;
    if (!apply(&member, &argc, argv) || argc != 2) {
        return problem(_("There is a word that this does not know."));
    }
    if (!member_edit(app, &member, &err) || !member_get(app, id, &member, &err)) {
        return command_fail(&err);
    }
    return print_one(options, &member);
}

static bool apply_fields(struct member *member, int *argc, char **argv)
{
    return take_fields(member, argc, argv);
}

static bool apply_leave(struct member *member, int *argc, char **argv)
{
    const char *on = command_option(argc, argv, "--on");
    time_local_date(member->left_on, time_now_ms());
    return on == NULL || time_read_date(on, member->left_on);
}

/* NOLINTNEXTLINE(readability-non-const-parameter): all three have one shape */
static bool apply_return(struct member *member, int *argc, char **argv)
{
    (void)argc;
    (void)argv;
    member->left_on[0] = '\0';
    return true;
}

static int edit(struct app *app, const struct command_options *options, int argc, char **argv)
{
    return change(app, options, argc, argv, apply_fields);
}

static int leave(struct app *app, const struct command_options *options, int argc, char **argv)
{
    return change(app, options, argc, argv, apply_leave);
}

static int come_back(struct app *app, const struct command_options *options, int argc, char **argv)
{
    return change(app, options, argc, argv, apply_return);
}

int command_member(const struct command_options *options, int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"list", list},   {"show", show},        {"add", add}, {"edit", edit},
        {"leave", leave}, {"return", come_back}, {0}};
    return verbs_run("member", verbs, options, argc, argv);
}
