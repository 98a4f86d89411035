/* aimtrack ai: how the coach is set up. */
#include <stdio.h>

#include "base/i18n.h"
#include "cli/command.h"
#include "cli/families.h"
#include "cli/table.h"
#include "cli/verbs.h"
#include "core/ai_check.h"

static int print_json(const struct ai_check *check, const struct err *err)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddBoolToObject(json, "ok", err->kind == ERR_OK);
    cJSON_AddStringToObject(json, "problem", err->what);
    cJSON_AddStringToObject(json, "provider", check->settings.ai.provider);
    cJSON_AddStringToObject(json, "model", check->model);
    cJSON_AddStringToObject(json, "address", check->address);
    cJSON_AddStringToObject(json, "key_from", check->key_where);
    cJSON_AddBoolToObject(json, "is_structured", check->settings.ai.is_structured);
    cJSON_AddNumberToObject(json, "timeout_ms", check->settings.ai.timeout_ms);
    cJSON_AddNumberToObject(json, "max_tokens", check->settings.ai.max_tokens);
    cJSON_AddNumberToObject(json, "daily_question_limit", check->settings.daily_question_limit);
    cJSON_AddNumberToObject(json, "daily_request_limit", check->settings.daily_request_limit);
    cJSON_AddBoolToObject(json, "was_live", check->was_live);
    if (check->was_live) {
        cJSON_AddStringToObject(json, "class", ai_class_code(check->class_));
        cJSON_AddStringToObject(json, "detail", check->detail);
        cJSON_AddNumberToObject(json, "duration_ms", check->duration_ms);
    }
    return command_print_json(json);
}

static void print_text(const struct ai_check *check)
{
    char number[48];
    struct table table = {0};
    table_add(&table, 2, (const char *[]){_("Provider"), check->settings.ai.provider});
    table_add(&table, 2, (const char *[]){_("Model"), check->model});
    table_add(&table, 2,
              (const char *[]){_("Address"),
                               check->is_local ? _("none: nothing is sent") : check->address});
    snprintf(number, sizeof number, "%s %s", check->key_where, check->key_masked);
    table_add(&table, 2,
              (const char *[]){_("Key from"), check->key_where[0] != '\0' ? number : "-"});
    snprintf(number, sizeof number, "%d", check->settings.daily_question_limit);
    table_add(&table, 2, (const char *[]){_("Questions of one account in 24 hours"), number});
    snprintf(number, sizeof number, "%d", check->settings.daily_request_limit);
    table_add(&table, 2, (const char *[]){_("Requests in 24 hours"), number});
    table_print(&table);
}

static void print_verdict(const struct ai_check *check)
{
    if (check->is_local) {
        puts(_("All is well: the coach calculates on this machine."));
    } else if (check->was_live) {
        printf(_("All is well: the provider answered in %d ms.\n"), check->duration_ms);
    } else {
        puts(_("The settings can be used; \"aimtrack ai check --live\" asks the provider."));
    }
}

static int check_settings(struct app *app, const struct command_options *options, int argc,
                          char **argv)
{
    struct ai_check check;
    struct err err = {0};
    bool is_live = command_flag(&argc, argv, "--live");
    if (!command_rest_ok(argc, argv)) {
        return command_usage(command_find("ai"), NULL);
    }
    bool ok = ai_check_run(app, is_live, &check, &err);
    if (options->json) {
        print_json(&check, &err);
    } else if (check.settings.ai.provider[0] != '\0') {
        print_text(&check);
    }
    if (!ok) {
        return command_fail(&err);
    }
    if (!options->json) {
        print_verdict(&check);
    }
    return 0;
}

static int list_providers(struct app *app, const struct command_options *options, int argc,
                          char **argv)
{
    struct table table = {0};
    (void)app;
    if (!command_rest_ok(argc, argv)) {
        return command_usage(command_find("ai"), NULL);
    }
    cJSON *json = cJSON_CreateObject();
    cJSON *rows = cJSON_AddArrayToObject(json, "providers");
    for (int i = 0; ai_provider_at(i) != NULL; i++) {
        const struct ai_provider *provider = ai_provider_at(i);
        cJSON *row = cJSON_CreateObject();
        cJSON_AddStringToObject(row, "id", ai_provider_id(provider));
        cJSON_AddStringToObject(row, "about", ai_provider_about(provider));
        cJSON_AddItemToArray(rows, row);
        table_add(&table, 2,
                  (const char *[]){ai_provider_id(provider), ai_provider_about(provider)});
    }
    if (options->json) {
        table_free(&table);
        return command_print_json(json);
    }
    cJSON_Delete(json);
    table_print(&table);
    return 0;
}

int command_ai(const struct command_options *options, int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"check", check_settings}, {"providers", list_providers}, {0}};
    return verbs_run("ai", verbs, options, argc, argv);
}
