/* aimtrack upkeep: what is due, once, for the system's timers. */
#include <stdio.h>

#include "base/i18n.h"
#include "cli/backup_show.h"
#include "cli/command.h"
#include "cli/families.h"
#include "core/upkeep.h"

static const struct {
    const char *code, *sentence;
} events[] = {
    [UPKEEP_BACKUP_MADE] = {"backup_made", N_("Backup made and checked")},
    [UPKEEP_BACKUP_FAILED] = {"backup_failed", N_("The backup failed")},
    [UPKEEP_TEST_PASSED] = {"restore_test_passed", N_("Restored as a test, all is there")},
    [UPKEEP_TEST_FAILED] = {"restore_test_failed", N_("The restore test failed")},
    [UPKEEP_CHECKED] = {"checked", N_("The database was checked")},
    [UPKEEP_DAMAGED] = {"damaged", N_("The database is damaged")},
};

static void print_text(const struct upkeep_news *news, int count)
{
    for (int i = 0; i < count; i++) {
        printf("%s%s%s.\n", _(events[news[i].event].sentence), news[i].file[0] != '\0' ? ": " : "",
               news[i].file);
    }
    if (count == 0) {
        puts(_("Nothing is due."));
    }
}

static int print_json(const struct upkeep_news *news, int count)
{
    cJSON *json = cJSON_CreateObject();
    cJSON *array = cJSON_AddArrayToObject(json, "done");
    for (int i = 0; i < count; i++) {
        cJSON *one = cJSON_CreateObject();
        cJSON_AddStringToObject(one, "event", events[news[i].event].code);
        cJSON_AddStringToObject(one, "file", news[i].file);
        cJSON_AddStringToObject(one, "problem", news[i].err.what);
        cJSON_AddItemToArray(array, one);
    }
    return command_print_json(json);
}

int command_upkeep(const struct command_options *options, int argc, char **argv)
{
    struct app app;
    struct upkeep_news news[UPKEEP_NEWS_MAX];
    struct err err = {0};
    int count = 0;
    int code = 0;
    if (!command_rest_ok(argc, argv)) {
        return command_usage(command_find("upkeep"), NULL);
    }
    if (!command_open(&app, options, true, &code)) {
        return code;
    }
    bool ok = upkeep_run(&app, news, &count, &err);
    if (!ok && count == 0) {
        app_close(&app);
        return command_fail(&err);
    }
    if (options->json) {
        code = print_json(news, count);
    } else {
        print_text(news, count);
    }
    if (!ok) {
        code = command_fail(&err);
    }
    app_close(&app);
    return code;
}
