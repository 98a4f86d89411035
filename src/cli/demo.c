/* aimtrack demo: the demonstration club, made or taken out. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/i18n.h"
#include "cli/command.h"
#include "cli/families.h"
#include "core/account.h"
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

static cJSON *account_json(const struct account *account)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "login", account->login);
    cJSON_AddStringToObject(json, "name", account->name);
    cJSON_AddStringToObject(json, "secret", account->shown_secret);
    cJSON_AddStringToObject(json, "role", role_code(account->role));
    return json;
}

/* As they were made: a club with a "jan" of its own gets "jan-demo". Into the array, or printed. */
static void tell_accounts(struct app *app, cJSON *array)
{
    struct arena arena = {0};
    struct account *rows = NULL;
    int count = 0;
    struct err ignored = {0};
    (void)account_list(app, &arena, false, &rows, &count, &ignored);
    for (int i = 0; i < count; i++) {
        if (id_terminal(rows[i].id) != ID_TERMINAL_DEMO) {
            continue;
        }
        if (array != NULL) {
            cJSON_AddItemToArray(array, account_json(&rows[i]));
        } else {
            printf("  %-10s %-14s %s\n", rows[i].login, rows[i].shown_secret,
                   role_name(rows[i].role));
        }
    }
    arena_free(&arena);
}

static int print_result(struct app *app, const struct command_options *options,
                        const struct demo_result *result, bool is_removed)
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
        if (accounts != NULL) {
            tell_accounts(app, accounts);
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
    tell_accounts(app, NULL);
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
    bool shows = !is_removal && !options->json && isatty(STDERR_FILENO);
    bool ok = is_removal
                  ? demo_remove(&app, &result, &err)
                  : demo_may_come(&app, &err) &&
                        demo_load(&app, &demo, shows ? show_progress : NULL, NULL, &result, &err);
    if (shows) {
        fputs("\r\033[K", stderr);
    }
    code = ok ? print_result(&app, options, &result, is_removal) : command_fail(&err);
    app_close(&app);
    return code;
}
