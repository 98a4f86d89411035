/* aimtrack selftest: 0 when this program works on this machine, 1 when a step failed. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/sanitize.h"
#include "cli/command.h"
#include "cli/families.h"
#include "core/selftest.h"

enum { EXIT_FOUND_BAD = 1 };

static void print_step(void *context, const char *name, bool is_done, const struct err *err)
{
    char sentence[sizeof err->what * 2];
    (void)context;
    if (!is_done) {
        return;
    }
    printf("%s  %s\n", err == NULL ? "ok  " : "FAIL", name);
    if (err != NULL) {
        sanitize_screen(sentence, sizeof sentence, err->what);
        printf("      %s\n", sentence);
    }
    fflush(stdout);
}

static void add_step(void *context, const char *name, bool is_done, const struct err *err)
{
    if (!is_done) {
        return;
    }
    cJSON *step = cJSON_CreateObject();
    cJSON_AddStringToObject(step, "name", name);
    cJSON_AddBoolToObject(step, "ok", err == NULL);
    if (err != NULL) {
        cJSON_AddStringToObject(step, "error", err->what);
    }
    cJSON_AddItemToArray(context, step);
}

static int answer_json(cJSON *steps, const struct selftest_result *result)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddBoolToObject(json, "ok", result->failed == 0);
    cJSON_AddNumberToObject(json, "passed", result->passed);
    cJSON_AddNumberToObject(json, "failed", result->failed);
    cJSON_AddItemToObject(json, "steps", steps);
    if (result->is_kept) {
        cJSON_AddStringToObject(json, "folder", result->folder);
    } else {
        cJSON_AddNullToObject(json, "folder");
    }
    return command_print_json(json);
}

static int answer_text(const struct selftest_result *result)
{
    if (result->failed == 0) {
        puts(_("AimTrack works on this machine."));
    } else {
        puts(_("AimTrack does not work on this machine as it should; no club was touched."));
    }
    if (result->is_kept) {
        printf(_("What the test made is in \"%s\": remove it when you have looked.\n"),
               result->folder);
    }
    return 0;
}

int command_selftest(const struct command_options *options, int argc, char **argv)
{
    bool keeps = command_flag(&argc, argv, "--keep");
    struct selftest_result result;
    struct err err = {0};
    if (!command_rest_ok(argc, argv)) {
        return command_usage(command_find("selftest"), NULL);
    }
    cJSON *steps = options->json ? cJSON_CreateArray() : NULL;
    const struct selftest_watch watch = {options->json ? add_step : print_step, steps};
    if (!selftest_run(keeps, &watch, &result, &err)) {
        cJSON_Delete(steps);
        return command_fail(&err);
    }
    int code = options->json ? answer_json(steps, &result) : answer_text(&result);
    return code != 0 ? code : result.failed > 0 ? EXIT_FOUND_BAD : 0;
}
