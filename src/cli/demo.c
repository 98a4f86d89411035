/* aimtrack demo: the demonstration club, made or taken out. */
#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "cli/command.h"
#include "cli/families.h"
#include "core/demo.h"

/* A whole number after that option, or `fallback`; -1 when it is no number. */
static int number_option(int *argc, char **argv, const char *name, int fallback)
{
    const char *text = command_option(argc, argv, name);
    if (text == NULL) {
        return fallback;
    }
    char *end = NULL;
    long value = strtol(text, &end, 10);
    return *text == '\0' || *end != '\0' || value < 0 || value > 100000000 ? -1 : (int)value;
}

static bool show_progress(void *context, int64_t done, int64_t total)
{
    (void)context;
    fprintf(stderr, "\r%s %3d %%", _("Shooting two years of sessions ..."),
            (int)(done * 100 / total));
    return true;
}

static int print_result(const struct command_options *options, const struct demo_result *result,
                        bool is_removed)
{
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        cJSON_AddBoolToObject(json, "removed", is_removed);
        cJSON_AddNumberToObject(json, "members", result->members);
        cJSON_AddNumberToObject(json, "weapons", result->weapons);
        cJSON_AddNumberToObject(json, "sessions", result->sessions);
        cJSON_AddNumberToObject(json, "shots", (double)result->shots);
        cJSON_AddNumberToObject(json, "seconds", result->seconds);
        cJSON *accounts = is_removed ? NULL : cJSON_AddArrayToObject(json, "accounts");
        for (int i = 0; accounts != NULL && i < demo_account_count; i++) {
            cJSON *account = cJSON_CreateObject();
            cJSON_AddStringToObject(account, "login", demo_accounts[i].login);
            cJSON_AddStringToObject(account, "name", demo_accounts[i].name);
            cJSON_AddStringToObject(account, "secret", demo_accounts[i].secret);
            cJSON_AddStringToObject(
                account, "role",
                (const char *[]){"officer", "coach", "admin"}[demo_accounts[i].role]);
            cJSON_AddItemToArray(accounts, account);
        }
        return command_print_json(json);
    }
    if (is_removed) {
        printf(_("The demonstration club is gone: %d members, %d weapons, %d sessions with %lld "
                 "shots.\n"),
               result->members, result->weapons, result->sessions, (long long)result->shots);
        return 0;
    }
    printf(_("Demonstration club: %d members, %d weapons, %d sessions with %lld shots (%.1f s).\n"),
           result->members, result->weapons, result->sessions, (long long)result->shots,
           result->seconds);
    puts(_("Log in as:"));
    for (int i = 0; i < demo_account_count; i++) {
        printf("  %-7s %-14s %s\n", demo_accounts[i].login, demo_accounts[i].secret,
               (const char *[]){_("range officer"), _("coach"),
                                _("administrator")}[demo_accounts[i].role]);
    }
    return 0;
}

int command_demo(const struct command_options *options, int argc, char **argv)
{
    bool is_removal = command_flag(&argc, argv, "--remove");
    struct demo_options demo = {
        .members = number_option(&argc, argv, "--members", 40),
        .sessions = number_option(&argc, argv, "--sessions", 0),
        .shots_per_session = number_option(&argc, argv, "--shots-per-session", 0),
        .seed = (uint64_t)number_option(&argc, argv, "--seed", 1),
    };
    if (!command_rest_ok(argc, argv)) {
        return command_usage(command_find("demo"), NULL);
    }
    struct app app;
    struct err err = {0};
    struct demo_result result = {0};
    int code = 0;
    if (!command_open(&app, options, false, &code)) {
        return code;
    }
    bool ok = is_removal ? demo_remove(&app, &result, &err)
                         : demo_load(&app, &demo, options->json ? NULL : show_progress, NULL,
                                     &result, &err);
    if (!is_removal && !options->json) {
        fputs("\r\033[K", stderr);
    }
    code = ok ? print_result(options, &result, is_removal) : command_fail(&err);
    app_close(&app);
    return code;
}
