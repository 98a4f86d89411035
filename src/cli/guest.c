/* aimtrack guest add | out | list | void. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "cli/families.h"
#include "cli/find_member.h"
#include "cli/listing.h"
#include "cli/register_rows.h"
#include "cli/verbs.h"
#include "core/register.h"

static int problem(const char *text)
{
    return command_usage(command_find("guest"), text);
}

static int run_add(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct member host;
    struct err err = {0};
    record_id id = 0;
    const char *typed_host = command_option(&argc, argv, "--host");
    const char *weapon = command_option(&argc, argv, "--weapon");
    struct guest_order order = {
        .name = command_option(&argc, argv, "--name"),
        .document_type = command_option(&argc, argv, "--document"),
        .document_number = command_option(&argc, argv, "--document-number"),
        .is_again = command_flag(&argc, argv, "--again"),
    };
    if (typed_host == NULL) {
        return problem(_("Say whose guest it is: --host NUMBER."));
    }
    if (weapon != NULL && !command_record_id(weapon, &order.weapon_id)) {
        return problem(_("--weapon takes an id, as \"aimtrack weapon list\" shows it."));
    }
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    if (!find_member(app, typed_host, &host, &err)) {
        return command_fail(&err);
    }
    order.host_member_id = host.id;
    return guest_add(app, &order, &id, NULL, &err) ? register_print_id(options, id)
                                                   : command_fail(&err);
}

static int run_out(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct err err = {0};
    record_id id = 0;
    if (!register_take_id(argc, argv, &id)) {
        return problem(_("Say which row: its id, as list shows it."));
    }
    return guest_out(app, id, &err) ? register_print_id(options, id) : command_fail(&err);
}

/* --- the list -----------------------------------------------------------------------------------
 */
static cJSON *line_json(const void *row)
{
    const struct guest_line *line = row;
    const struct guest *guest = &line->guest;
    cJSON *json = cJSON_CreateObject();
    command_json_id(json, "id", guest->id);
    cJSON_AddStringToObject(json, "date", guest->local_date);
    cJSON_AddStringToObject(json, "name", guest->name);
    cJSON_AddStringToObject(json, "document", guest->document_type);
    cJSON_AddStringToObject(json, "document_number", guest->document_number);
    command_json_id(json, "host_member_id", guest->host_member_id);
    register_json_person(json, "host", &line->host);
    command_json_id(json, "weapon_id", guest->weapon_id);
    cJSON_AddStringToObject(json, "weapon", line->weapon);
    cJSON_AddStringToObject(json, "serial", line->serial);
    cJSON_AddStringToObject(json, "calibre", line->calibre);
    cJSON_AddNumberToObject(json, "in_at_ms", (double)line->in_at_ms);
    cJSON_AddNumberToObject(json, "out_at_ms", (double)line->out_at_ms);
    cJSON_AddStringToObject(json, "by", guest->by_name);
    cJSON_AddBoolToObject(json, "is_blanked", guest->blanked_at_ms != 0);
    cJSON_AddBoolToObject(json, "is_void", guest->voided_at_ms != 0);
    return json;
}

static void add_row(struct table *table, const void *row)
{
    const struct guest_line *line = row;
    char id[24], in[6], out[6];
    char host[2 * NAME_ROOM];
    const struct guest *guest = &line->guest;
    snprintf(id, sizeof id, "%lld", (long long)guest->id);
    register_person_name(&line->host, host, sizeof host);
    table_add(table, 8,
              (const char *[]){id, guest->local_date, register_clock(in, line->in_at_ms),
                               register_clock(out, line->out_at_ms), guest->name, host,
                               line->weapon, guest->voided_at_ms != 0 ? _("void") : ""});
}

static const struct listing listing = {"guests", line_json, add_row};

static int run_list(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct arena arena = {0};
    struct guest_line *rows = NULL;
    struct err err = {0};
    char date[DATE_ROOM];
    int count = 0;
    if (!register_take_day(&argc, argv, "guest", date)) {
        return EXIT_USAGE_ERROR;
    }
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    struct register_range range = {.from = date, .to = date, .with_void = true};
    int code = guest_list(app, &arena, &range, &rows, &count, &err)
                   ? listing_print(options, &listing, rows, sizeof *rows, count)
                   : command_fail(&err);
    arena_free(&arena);
    return code;
}

static int run_void(struct app *app, const struct command_options *options, int argc, char **argv)
{
    return register_run_void_command(app, options, argc, argv, "guest", guest_void);
}

int command_guest(const struct command_options *options, int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"add", run_add}, {"out", run_out}, {"list", run_list}, {"void", run_void}, {0}};
    return verbs_run("guest", verbs, options, argc, argv);
}
