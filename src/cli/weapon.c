/* aimtrack weapon list | show | add. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/families.h"
#include "cli/table.h"
#include "core/member.h"
#include "core/weapon.h"

enum { LIST_MOST = 10000 };

static int problem(const char *text)
{
    return command_usage(command_find("weapon"), text);
}

static void owner_name(struct app *app, const struct weapon *weapon, char *dst, size_t size)
{
    struct member member;
    struct err ignored = {0};
    text_copy(dst, size, "");
    if (weapon->owner_member_id != 0 &&
        member_get(app, weapon->owner_member_id, &member, &ignored)) {
        member_name(&member, dst, size);
    }
}

static cJSON *weapon_json(struct app *app, const struct weapon *weapon)
{
    cJSON *json = cJSON_CreateObject();
    char owner[2 * NAME_ROOM];
    owner_name(app, weapon, owner, sizeof owner);
    command_json_id(json, "id", weapon->id);
    cJSON_AddStringToObject(json, "name", weapon->name);
    cJSON_AddStringToObject(json, "kind", weapon_kind_code(weapon->kind));
    cJSON_AddStringToObject(json, "calibre", weapon->calibre);
    cJSON_AddStringToObject(json, "serial", weapon->serial);
    command_json_id(json, "owner_member_id", weapon->owner_member_id);
    cJSON_AddStringToObject(json, "owner", owner);
    cJSON_AddStringToObject(json, "storage", weapon->storage);
    cJSON_AddStringToObject(json, "owned_since", weapon->owned_since);
    cJSON_AddStringToObject(json, "retired_on", weapon->retired_on);
    cJSON_AddStringToObject(json, "front_sight", weapon->front_sight);
    cJSON_AddStringToObject(json, "rear_sight", weapon->rear_sight);
    cJSON_AddStringToObject(json, "trigger_weight", weapon->trigger_weight);
    cJSON_AddStringToObject(json, "grip", weapon->grip);
    cJSON_AddNumberToObject(json, "click_um_at_10m", weapon->click_um_at_10m);
    cJSON_AddNumberToObject(json, "service_interval_rounds", weapon->service_interval_rounds);
    return json;
}

static int print_one(struct app *app, const struct command_options *options,
                     const struct weapon *weapon)
{
    char owner[2 * NAME_ROOM];
    char rounds_text[32];
    int64_t rounds = 0;
    struct err err = {0};
    struct table table = {0};
    if (!weapon_rounds(app, weapon->id, &rounds, &err)) {
        return command_fail(&err);
    }
    if (options->json) {
        cJSON *json = weapon_json(app, weapon);
        cJSON_AddNumberToObject(json, "rounds", (double)rounds);
        return command_print_json(json);
    }
    owner_name(app, weapon, owner, sizeof owner);
    snprintf(rounds_text, sizeof rounds_text, "%lld", (long long)rounds);
    table_add(&table, 2, (const char *[]){_("Name"), weapon->name});
    table_add(&table, 2, (const char *[]){_("Kind"), weapon_kind_name(weapon->kind)});
    table_add(&table, 2, (const char *[]){_("Calibre"), weapon->calibre});
    table_add(&table, 2, (const char *[]){_("Serial number"), weapon->serial});
    table_add(&table, 2, (const char *[]){_("Owner"), owner[0] != '\0' ? owner : _("the club")});
    table_add(&table, 2, (const char *[]){_("Storage"), weapon->storage});
    table_add(&table, 2, (const char *[]){_("Rounds fired"), rounds_text});
    table_print(&table);
    return 0;
}

static int list(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct arena arena = {0};
    struct weapon *rows = NULL;
    int count = 0;
    int code = 0;
    struct err err = {0};
    struct weapon_query query = {.find = command_option(&argc, argv, "--find"),
                                 .with_retired = command_flag(&argc, argv, "--retired"),
                                 .limit = LIST_MOST};
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    if (!weapon_list(app, &arena, &query, &rows, &count, &err)) {
        code = command_fail(&err);
    } else if (options->json) {
        cJSON *json = cJSON_CreateObject();
        cJSON *array = cJSON_AddArrayToObject(json, "weapons");
        for (int i = 0; i < count; i++) {
            cJSON_AddItemToArray(array, weapon_json(app, &rows[i]));
        }
        code = command_print_json(json);
    } else {
        struct table table = {0};
        for (int i = 0; i < count; i++) {
            char id[24];
            snprintf(id, sizeof id, "%lld", (long long)rows[i].id);
            table_add(&table, 4,
                      (const char *[]){id, rows[i].name, weapon_kind_name(rows[i].kind),
                                       rows[i].calibre});
        }
        table_print(&table);
    }
    arena_free(&arena);
    return code;
}

static int show(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct weapon weapon;
    struct err err = {0};
    record_id id = 0;
    if (argc != 2 || !command_record_id(argv[1], &id)) {
        return problem(_("Say which weapon: its id, as \"aimtrack weapon list\" shows it."));
    }
    return weapon_get(app, id, &weapon, &err) ? print_one(app, options, &weapon)
                                              : command_fail(&err);
}

static void take(char *dst, size_t size, int *argc, char **argv, const char *name)
{
    const char *value = command_option(argc, argv, name);
    text_copy(dst, size, value != NULL ? value : "");
}

static int add(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct weapon weapon = {.kind = WEAPON_OTHER};
    struct member owner;
    struct err err = {0};
    record_id id = 0;
    const char *kind = command_option(&argc, argv, "--kind");
    const char *number = command_option(&argc, argv, "--owner");
    take(weapon.name, sizeof weapon.name, &argc, argv, "--name");
    take(weapon.calibre, sizeof weapon.calibre, &argc, argv, "--calibre");
    take(weapon.serial, sizeof weapon.serial, &argc, argv, "--serial");
    take(weapon.storage, sizeof weapon.storage, &argc, argv, "--storage");
    take(weapon.owned_since, sizeof weapon.owned_since, &argc, argv, "--owned-since");
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    if (kind != NULL && !weapon_kind_read(kind, &weapon.kind)) {
        return problem(_("--kind is pistol, rifle, carbine, revolver, shotgun, air_pistol, "
                         "air_rifle or other."));
    }
    if (number != NULL && !member_by_card(app, number, &owner, &err)) {
        if (err.kind == ERR_NOT_FOUND) {
            err_set(&err, ERR_NOT_FOUND, _("There is no member \"%s\"."), number);
        }
        return command_fail(&err);
    }
    weapon.owner_member_id = number != NULL ? owner.id : 0;
    if (!weapon_add(app, &weapon, &id, &err) || !weapon_get(app, id, &weapon, &err)) {
        return command_fail(&err);
    }
    return print_one(app, options, &weapon);
}

int command_weapon(const struct command_options *options, int argc, char **argv)
{
    struct app app;
    int code = 0;
    const char *verb = argc > 1 ? argv[1] : "";
    int (*run)(struct app *, const struct command_options *, int, char **) =
        strcmp(verb, "list") == 0   ? list
        : strcmp(verb, "show") == 0 ? show
        : strcmp(verb, "add") == 0  ? add
                                    : NULL;
    if (run == NULL) {
        return problem(_("Say list, show or add."));
    }
    if (!command_open(&app, options, true, &code)) {
        return code;
    }
    code = run(&app, options, argc - 1, argv + 1);
    app_close(&app);
    return code;
}
