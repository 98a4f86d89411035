/* aimtrack location list | show | add | edit | retire | return. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/families.h"
#include "cli/listing.h"
#include "cli/verbs.h"
#include "core/location.h"

static int usage(const char *problem)
{
    return command_usage(command_find("location"), problem);
}

static cJSON *location_json(const void *of)
{
    const struct location *row = of;
    cJSON *json = cJSON_CreateObject();
    command_json_id(json, "id", row->id);
    cJSON_AddStringToObject(json, "name", row->name);
    cJSON_AddBoolToObject(json, "is_range", row->is_range);
    cJSON_AddBoolToObject(json, "is_storage", row->is_storage);
    cJSON_AddBoolToObject(json, "is_elsewhere", row->is_elsewhere);
    cJSON_AddStringToObject(json, "distances", row->distances);
    cJSON_AddStringToObject(json, "retired_on", row->retired_on);
    cJSON_AddStringToObject(json, "notes", row->notes);
    return json;
}

static void add_row(struct table *table, const void *of)
{
    const struct location *row = of;
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)row->id);
    table_add(table, 6,
              (const char *[]){id, row->name, row->is_range ? _("range") : "",
                               row->is_storage ? _("storage") : "", row->distances,
                               row->is_elsewhere ? _("another club") : ""});
}

static const struct listing listing = {"locations", location_json, add_row};

static int print_one(struct app *app, const struct command_options *options, record_id id)
{
    struct location row;
    struct err err = {0};
    struct table table = {0};
    if (!location_get(app, id, &row, &err)) {
        return command_fail(&err);
    }
    if (options->json) {
        return command_print_json(location_json(&row));
    }
    add_row(&table, &row);
    table_print(&table);
    return 0;
}

static int run_list(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct arena arena = {0};
    struct location *rows = NULL;
    struct err err = {0};
    int count = 0;
    bool with_retired = command_flag(&argc, argv, "--retired");
    if (!command_rest_ok(argc, argv)) {
        return usage(NULL);
    }
    int code = location_list(app, &arena, with_retired, &rows, &count, &err)
                   ? listing_print(options, &listing, rows, sizeof *rows, count)
                   : command_fail(&err);
    arena_free(&arena);
    return code;
}

static bool read_id(int argc, char **argv, record_id *id)
{
    if (argc >= 2 && command_record_id(argv[1], id)) {
        return true;
    }
    usage(_("Say which location: its id, as \"aimtrack location list\" shows it."));
    return false;
}

static int run_show(struct app *app, const struct command_options *options, int argc, char **argv)
{
    record_id id = 0;
    return argc == 2 && read_id(argc, argv, &id) ? print_one(app, options, id) : EXIT_USAGE_ERROR;
}

static bool take_switch(int *argc, char **argv, const char *name, bool *value)
{
    const char *typed = command_option(argc, argv, name);
    if (typed == NULL) {
        return true;
    }
    *value = strcmp(typed, "yes") == 0;
    return *value || strcmp(typed, "no") == 0;
}

static bool take_fields(struct location *row, int *argc, char **argv)
{
    command_take(row->name, sizeof row->name, argc, argv, "--name");
    command_take(row->distances, sizeof row->distances, argc, argv, "--distances");
    command_take(row->notes, sizeof row->notes, argc, argv, "--notes");
    return take_switch(argc, argv, "--range", &row->is_range) &&
           take_switch(argc, argv, "--storage", &row->is_storage) &&
           take_switch(argc, argv, "--elsewhere", &row->is_elsewhere);
}

static int run_add(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct location row = {.is_range = true};
    struct err err = {0};
    record_id id = 0;
    if (!take_fields(&row, &argc, argv) || !command_rest_ok(argc, argv)) {
        return usage(_("--range, --storage and --elsewhere are yes or no."));
    }
    return location_add(app, &row, &id, &err) ? print_one(app, options, id) : command_fail(&err);
}

static int run_edit(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct location row;
    struct err err = {0};
    record_id id = 0;
    if (!read_id(argc, argv, &id)) {
        return EXIT_USAGE_ERROR;
    }
    if (!location_get(app, id, &row, &err)) {
        return command_fail(&err);
    }
    if (!take_fields(&row, &argc, argv) || argc != 2) {
        return usage(_("--range, --storage and --elsewhere are yes or no."));
    }
    return location_edit(app, &row, &err) ? print_one(app, options, id) : command_fail(&err);
}

static int set_retired(struct app *app, const struct command_options *options, int argc,
                       char **argv, bool is_retired)
{
    struct location row;
    struct err err = {0};
    record_id id = 0;
    char today[DATE_ROOM];
    time_local_date(today, time_now_ms());
    if (argc != 2 || !read_id(argc, argv, &id)) {
        return EXIT_USAGE_ERROR;
    }
    if (!location_get(app, id, &row, &err)) {
        return command_fail(&err);
    }
    text_copy(row.retired_on, sizeof row.retired_on, is_retired ? today : "");
    return location_edit(app, &row, &err) ? print_one(app, options, id) : command_fail(&err);
}

static int run_retire(struct app *app, const struct command_options *options, int argc, char **argv)
{
    return set_retired(app, options, argc, argv, true);
}

static int run_return(struct app *app, const struct command_options *options, int argc, char **argv)
{
    return set_retired(app, options, argc, argv, false);
}

int command_location(const struct command_options *options, int argc, char **argv)
{
    static const struct verb verbs[] = {{"list", run_list},
                                        {"show", run_show},
                                        {"add", run_add},
                                        {"edit", run_edit},
                                        {"retire", run_retire},
                                        {"return", run_return},
                                        {0}};
    return verbs_run("location", verbs, options, argc, argv);
}
