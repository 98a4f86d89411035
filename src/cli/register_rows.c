#include "cli/register_rows.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/time.h"

void register_json_person(cJSON *json, const char *name, const struct register_person *person)
{
    cJSON *object = cJSON_AddObjectToObject(json, name);
    cJSON_AddStringToObject(object, "number", person->number);
    cJSON_AddStringToObject(object, "licence", person->licence);
    cJSON_AddStringToObject(object, "family_name", person->family_name);
    cJSON_AddStringToObject(object, "given_name", person->given_name);
}

const char *register_clock(char dst[6], int64_t ms)
{
    dst[0] = '\0';
    if (ms != 0) {
        time_local_clock(dst, ms);
    }
    return dst;
}

bool register_take_id(int argc, char **argv, record_id *id)
{
    return argc == 2 && command_record_id(argv[1], id);
}

int register_print_id(const struct command_options *options, record_id id)
{
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        command_json_id(json, "id", id);
        return command_print_json(json);
    }
    printf("%lld\n", (long long)id);
    return 0;
}

int register_run_void_command(struct app *app, const struct command_options *options, int argc,
                              char **argv, const char *family,
                              bool (*set_void)(struct app *app, record_id id, struct err *err))
{
    struct err err = {0};
    record_id id = 0;
    if (!register_take_id(argc, argv, &id)) {
        return command_usage(command_find(family), _("Say which row: its id, as list shows it."));
    }
    if (!set_void(app, id, &err)) {
        return command_fail(&err);
    }
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        command_json_id(json, "id", id);
        cJSON_AddBoolToObject(json, "is_void", true);
        return command_print_json(json);
    }
    printf("%lld\n", (long long)id);
    return 0;
}

bool register_take_day(int *argc, char **argv, const char *family, char date[DATE_ROOM])
{
    const char *typed = command_option(argc, argv, "--date");
    if (typed == NULL) {
        time_local_date(date, time_now_ms());
        return true;
    }
    if (time_read_date(typed, date)) {
        return true;
    }
    command_usage(command_find(family), _("--date is a date: 2026-11-23."));
    return false;
}
