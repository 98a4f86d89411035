/* aimtrack setting: the rules and settings of the club. */
#include <stdio.h>

#include "base/i18n.h"
#include "cli/families.h"
#include "cli/table.h"
#include "cli/verbs.h"
#include "core/settings.h"

enum { VALUE_ROOM = 256 };

static int problem(const char *text)
{
    return command_usage(command_find("setting"), text);
}

static cJSON *setting_json(struct app *app, const struct setting_row *row)
{
    char value[VALUE_ROOM];
    cJSON *json = cJSON_CreateObject();
    app_setting_get(app, row->key, row->fallback, value, sizeof value);
    cJSON_AddStringToObject(json, "key", row->key);
    cJSON_AddStringToObject(json, "value", value);
    cJSON_AddStringToObject(json, "default", row->fallback);
    cJSON_AddStringToObject(json, "about", _(row->about));
    return json;
}

static int list(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct table table = {0};
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    cJSON *json = cJSON_CreateObject();
    cJSON *array = cJSON_AddArrayToObject(json, "settings");
    for (int i = 0; setting_at(i) != NULL; i++) {
        const struct setting_row *row = setting_at(i);
        char value[VALUE_ROOM];
        app_setting_get(app, row->key, row->fallback, value, sizeof value);
        cJSON_AddItemToArray(array, setting_json(app, row));
        table_add(&table, 3, (const char *[]){row->key, value, _(row->about)});
    }
    if (options->json) {
        table_free(&table);
        return command_print_json(json);
    }
    cJSON_Delete(json);
    table_print(&table);
    return 0;
}

static int print_one(struct app *app, const struct command_options *options,
                     const struct setting_row *row)
{
    char value[VALUE_ROOM];
    if (options->json) {
        return command_print_json(setting_json(app, row));
    }
    app_setting_get(app, row->key, row->fallback, value, sizeof value);
    puts(value);
    return 0;
}

static const struct setting_row *row_of(const char *key)
{
    const struct setting_row *row = setting_find(key);
    if (row == NULL) {
        problem(_("There is no such setting; \"aimtrack setting list\" shows them."));
    }
    return row;
}

static int get(struct app *app, const struct command_options *options, int argc, char **argv)
{
    const struct setting_row *row = argc == 2 ? row_of(argv[1]) : NULL;
    return row != NULL ? print_one(app, options, row)
                       : (argc != 2 ? problem(NULL) : EXIT_USAGE_ERROR);
}

static int set(struct app *app, const struct command_options *options, int argc, char **argv)
{
    const struct setting_row *row = argc == 3 ? row_of(argv[1]) : NULL;
    struct err err = {0};
    if (row == NULL) {
        return argc != 3 ? problem(NULL) : EXIT_USAGE_ERROR;
    }
    return app_setting_put(app, row->key, argv[2], &err) ? print_one(app, options, row)
                                                         : command_fail(&err);
}

int command_setting(const struct command_options *options, int argc, char **argv)
{
    static const struct verb verbs[] = {{"list", list}, {"get", get}, {"set", set}, {0}};
    return verbs_run("setting", verbs, options, argc, argv);
}
