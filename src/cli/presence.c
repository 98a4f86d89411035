/* aimtrack presence in | out | list | void. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/families.h"
#include "cli/find_member.h"
#include "cli/listing.h"
#include "cli/register_rows.h"
#include "cli/verbs.h"
#include "core/register.h"

enum { LANE_MOST = 99 };

static int problem(const char *text)
{
    return command_usage(command_find("presence"), text);
}

/* --- in and out -------------------------------------------------------------------------------
 */
static int print_result(const struct command_options *options, const struct presence_result *result)
{
    static const char *const events[] = {[PRESENCE_CAME] = "in",
                                         [PRESENCE_WENT] = "out",
                                         [PRESENCE_STAYS_IN] = "already_in",
                                         [PRESENCE_STAYS_OUT] = "already_out"};
    char sentence[400];
    presence_sentence(result, sentence, sizeof sentence);
    if (!options->json) {
        struct table table = {0};
        table_add(&table, 1, (const char *[]){sentence});
        table_print(&table);
        return 0;
    }
    cJSON *json = cJSON_CreateObject();
    command_json_id(json, "id", result->id);
    cJSON_AddStringToObject(json, "event", events[result->event]);
    cJSON_AddStringToObject(json, "name", result->name);
    cJSON_AddNumberToObject(json, "at_ms", (double)result->at_ms);
    cJSON_AddNumberToObject(json, "weapons_out", result->weapons_out);
    cJSON_AddBoolToObject(json, "closed_old", result->closed_old);
    cJSON_AddStringToObject(json, "says", sentence);
    return command_print_json(json);
}

static int book(struct app *app, const struct command_options *options, int argc, char **argv,
                enum presence_wish wish)
{
    struct presence_result result;
    struct member member;
    struct err err = {0};
    int64_t lane = 0;
    const char *typed = wish == PRESENCE_COMES ? command_option(&argc, argv, "--lane") : NULL;
    if (typed != NULL && !verbs_number(typed, LANE_MOST, &lane)) {
        return EXIT_USAGE_ERROR;
    }
    if (argc != 2) {
        return problem(_("Say who: a card, a number or a licence."));
    }
    bool ok = find_member(app, argv[1], &member, &err) &&
              presence_book(app, member.id, wish, (int)lane, &result, &err);
    return ok ? print_result(options, &result) : command_fail(&err);
}

static int run_in(struct app *app, const struct command_options *options, int argc, char **argv)
{
    return book(app, options, argc, argv, PRESENCE_COMES);
}

static int out_all(struct app *app, const struct command_options *options)
{
    struct err err = {0};
    int count = 0;
    if (!presence_out_all(app, &count, &err)) {
        return command_fail(&err);
    }
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        cJSON_AddNumberToObject(json, "out", count);
        return command_print_json(json);
    }
    printf("%d\n", count);
    return 0;
}

static int run_out(struct app *app, const struct command_options *options, int argc, char **argv)
{
    bool is_all = command_flag(&argc, argv, "--all");
    if (is_all) {
        return argc == 1 ? out_all(app, options) : problem(NULL);
    }
    return book(app, options, argc, argv, PRESENCE_GOES);
}

/* --- the list -----------------------------------------------------------------------------------
 */
static cJSON *line_json(const void *row)
{
    const struct presence_line *line = row;
    const struct presence *presence = &line->presence;
    cJSON *json = cJSON_CreateObject();
    command_json_id(json, "id", presence->id);
    cJSON_AddStringToObject(json, "date", presence->local_date);
    command_json_id(json, "member_id", presence->member_id);
    command_json_id(json, "guest_id", presence->guest_id);
    cJSON_AddStringToObject(json, "guest", line->guest_name);
    register_json_person(json, presence->guest_id != 0 ? "host" : "member", &line->member);
    cJSON_AddNumberToObject(json, "lane", presence->lane);
    cJSON_AddNumberToObject(json, "in_at_ms", (double)presence->in_at_ms);
    cJSON_AddNumberToObject(json, "out_at_ms", (double)presence->out_at_ms);
    cJSON_AddStringToObject(json, "in_by", presence->in_by);
    cJSON_AddStringToObject(json, "out_by", presence->out_by);
    cJSON_AddBoolToObject(json, "is_void", presence->voided_at_ms != 0);
    return json;
}

static void add_row(struct table *table, const void *row)
{
    const struct presence_line *line = row;
    char id[24], in[6], out[6];
    char name[4 * NAME_ROOM];
    const struct presence *presence = &line->presence;
    snprintf(id, sizeof id, "%lld", (long long)presence->id);
    presence_line_name(line, name, sizeof name);
    table_add(table, 7,
              (const char *[]){id, presence->local_date, register_clock(in, presence->in_at_ms),
                               register_clock(out, presence->out_at_ms),
                               presence->guest_id != 0 ? "" : line->member.number, name,
                               presence->voided_at_ms != 0 ? _("void") : ""});
}

static const struct listing listing = {"presence", line_json, add_row};

static int run_list(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct arena arena = {0};
    struct presence_line *rows = NULL;
    struct err err = {0};
    char date[DATE_ROOM];
    int count = 0;
    if (!register_take_day(&argc, argv, "presence", date)) {
        return EXIT_USAGE_ERROR;
    }
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    struct register_range range = {.from = date, .to = date, .with_void = true};
    int code = presence_list(app, &arena, &range, &rows, &count, &err)
                   ? listing_print(options, &listing, rows, sizeof *rows, count)
                   : command_fail(&err);
    arena_free(&arena);
    return code;
}

static int run_void(struct app *app, const struct command_options *options, int argc, char **argv)
{
    return register_run_void_command(app, options, argc, argv, "presence", presence_void);
}

int command_presence(const struct command_options *options, int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"in", run_in}, {"out", run_out}, {"list", run_list}, {"void", run_void}, {0}};
    return verbs_run("presence", verbs, options, argc, argv);
}
