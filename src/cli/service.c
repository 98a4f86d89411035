/* aimtrack service list | settings | add | void. */
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/command.h"
#include "cli/families.h"
#include "cli/table.h"
#include "core/weapon_service.h"

static int problem(const char *text)
{
    return command_usage(command_find("service"), text);
}

/* --weapon ID, taken out of argv. */
static bool take_weapon(int *argc, char **argv, record_id *id)
{
    const char *text = command_option(argc, argv, "--weapon");
    return text != NULL && command_record_id(text, id);
}

static const char *which_weapon(void)
{
    return _("Say which weapon: --weapon ID, as \"aimtrack weapon list\" shows it.");
}

static void number_text(char *dst, size_t size, int64_t number)
{
    snprintf(dst, size, "%lld", (long long)number);
}

/* --- list --------------------------------------------------------------------------------------
 */

static cJSON *service_json(const struct weapon_service *service)
{
    cJSON *json = cJSON_CreateObject();
    command_json_id(json, "id", service->id);
    cJSON_AddStringToObject(json, "date", service->local_date);
    cJSON_AddNumberToObject(json, "rounds", (double)service->rounds);
    cJSON_AddStringToObject(json, "what", service->what);
    cJSON_AddStringToObject(json, "by", service->by_name);
    return json;
}

static int print_list_json(const struct weapon_service_state *state,
                           const struct weapon_service *rows, int count)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddNumberToObject(json, "rounds", (double)state->rounds);
    cJSON_AddNumberToObject(json, "rounds_at_service", (double)state->rounds_at_service);
    cJSON_AddNumberToObject(json, "rounds_since", (double)state->since);
    cJSON_AddNumberToObject(json, "interval", state->interval);
    command_json_stat(json, "rounds_left", (double)state->left, state->interval > 0,
                      N_("no interval is set"));
    cJSON_AddBoolToObject(json, "is_due", state->is_due);
    cJSON_AddStringToObject(json, "last_date", state->last_date);
    cJSON_AddStringToObject(json, "expected_date", state->expected_date);
    cJSON *array = cJSON_AddArrayToObject(json, "services");
    for (int i = 0; i < count; i++) {
        cJSON_AddItemToArray(array, service_json(&rows[i]));
    }
    return command_print_json(json);
}

static void print_state(const struct weapon_service_state *state)
{
    char total[24];
    char since[24];
    char left[24];
    struct table table = {0};
    number_text(total, sizeof total, state->rounds);
    number_text(since, sizeof since, state->since);
    number_text(left, sizeof left, state->left);
    table_add(&table, 2, (const char *[]){_("Rounds fired"), total});
    table_add(&table, 2, (const char *[]){_("Since service"), since});
    if (state->interval > 0) {
        table_add(&table, 2, (const char *[]){_("Rounds left"), left});
        table_add(&table, 2,
                  (const char *[]){_("Next service"), state->is_due ? _("due now")
                                                      : state->expected_date[0] != '\0'
                                                          ? state->expected_date
                                                          : "-"});
    }
    table_print(&table);
}

static int print_list(const struct weapon_service_state *state, const struct weapon_service *rows,
                      int count)
{
    struct table table = {0};
    print_state(state);
    for (int i = 0; i < count; i++) {
        char id[24];
        char rounds[24];
        number_text(id, sizeof id, rows[i].id);
        number_text(rounds, sizeof rounds, rows[i].rounds);
        table_add(&table, 5,
                  (const char *[]){id, rows[i].local_date, rounds, rows[i].what, rows[i].by_name});
    }
    table_print(&table);
    return 0;
}

static int list(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct arena arena = {0};
    struct weapon_service_state state;
    struct weapon_service *rows = NULL;
    struct err err = {0};
    record_id id = 0;
    int count = 0;
    if (!take_weapon(&argc, argv, &id)) {
        return problem(which_weapon());
    }
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    bool ok = weapon_service_state(app, id, &state, &err) &&
              service_list(app, &arena, id, &rows, &count, &err);
    int code = !ok             ? command_fail(&err)
               : options->json ? print_list_json(&state, rows, count)
                               : print_list(&state, rows, count);
    arena_free(&arena);
    return code;
}

/* --- settings ----------------------------------------------------------------------------------
 */

static cJSON *setting_json(const struct weapon_setting *setting)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "date", setting->local_date);
    cJSON_AddStringToObject(json, "front_sight", setting->front_sight);
    cJSON_AddStringToObject(json, "rear_sight", setting->rear_sight);
    cJSON_AddStringToObject(json, "trigger_weight", setting->trigger_weight);
    cJSON_AddStringToObject(json, "grip", setting->grip);
    cJSON_AddNumberToObject(json, "click_um_at_10m", setting->click_um_at_10m);
    cJSON_AddStringToObject(json, "by", setting->by_name);
    return json;
}

static int print_settings(const struct command_options *options, const struct weapon_setting *rows,
                          int count)
{
    struct table table = {0};
    cJSON *json = cJSON_CreateObject();
    cJSON *array = cJSON_AddArrayToObject(json, "settings");
    for (int i = 0; i < count; i++) {
        char click[24];
        decimal_write(click, sizeof click, rows[i].click_um_at_10m, 3, 1, i18n_decimal_point());
        cJSON_AddItemToArray(array, setting_json(&rows[i]));
        table_add(&table, 6,
                  (const char *[]){rows[i].local_date, rows[i].front_sight, rows[i].rear_sight,
                                   rows[i].trigger_weight, rows[i].grip, click});
    }
    if (options->json) {
        return command_print_json(json);
    }
    cJSON_Delete(json);
    table_print(&table);
    return 0;
}

static int settings(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct arena arena = {0};
    struct weapon_setting *rows = NULL;
    struct err err = {0};
    record_id id = 0;
    int count = 0;
    if (!take_weapon(&argc, argv, &id)) {
        return problem(which_weapon());
    }
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    int code = weapon_setting_list(app, &arena, id, &rows, &count, &err)
                   ? print_settings(options, rows, count)
                   : command_fail(&err);
    arena_free(&arena);
    return code;
}

/* --- changes -----------------------------------------------------------------------------------
 */

static int print_done(const struct command_options *options, record_id id)
{
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        command_json_id(json, "id", id);
        return command_print_json(json);
    }
    printf("%lld\n", (long long)id);
    return 0;
}

static int add(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct err err = {0};
    record_id weapon_id = 0;
    record_id id = 0;
    char date[DATE_ROOM];
    int64_t rounds = SERVICE_ROUNDS_SO_FAR;
    const char *what = command_option(&argc, argv, "--what");
    const char *given_date = command_option(&argc, argv, "--date");
    const char *given_rounds = command_option(&argc, argv, "--rounds");
    if (!take_weapon(&argc, argv, &weapon_id)) {
        return problem(which_weapon());
    }
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    if (given_rounds != NULL && (!decimal_read(given_rounds, 0, false, &rounds) || rounds < 0)) {
        return problem(_("--rounds is a whole number."));
    }
    time_local_date(date, time_now_ms());
    if (!service_add(app, weapon_id, given_date != NULL ? given_date : date,
                     what != NULL ? what : "", rounds, &id, &err)) {
        return command_fail(&err);
    }
    return print_done(options, id);
}

static int void_one(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct err err = {0};
    record_id id = 0;
    (void)command_option(&argc, argv, "--weapon"); /* the id says it already */
    if (argc != 2 || !command_record_id(argv[1], &id)) {
        return problem(_("Say which service: its id, as \"aimtrack service list\" shows it."));
    }
    return service_void(app, id, &err) ? print_done(options, id) : command_fail(&err);
}

int command_service(const struct command_options *options, int argc, char **argv)
{
    struct app app;
    int code = 0;
    const char *verb = argc > 1 ? argv[1] : "";
    int (*run)(struct app *, const struct command_options *, int, char **) =
        strcmp(verb, "list") == 0       ? list
        : strcmp(verb, "settings") == 0 ? settings
        : strcmp(verb, "add") == 0      ? add
        : strcmp(verb, "void") == 0     ? void_one
                                        : NULL;
    if (run == NULL) {
        return problem(_("Say list, settings, add or void."));
    }
    if (!command_open(&app, options, true, &code)) {
        return code;
    }
    code = run(&app, options, argc - 1, argv + 1);
    app_close(&app);
    return code;
}
