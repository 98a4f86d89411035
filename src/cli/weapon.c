/* aimtrack weapon list | show | add. */
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/command.h"
#include "cli/families.h"
#include "cli/find_member.h"
#include "cli/table.h"
#include "cli/verbs.h"
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

static bool take_number(int *argc, char **argv, const char *name, int decimals, int *value)
{
    int64_t number = 0;
    const char *typed = command_option(argc, argv, name);
    if (typed == NULL) {
        return true;
    }
    if (!decimal_read(typed, decimals, false, &number) || number < 0 || number > 1000000) {
        return false;
    }
    *value = (int)number;
    return true;
}

static bool take_texts(struct weapon *weapon, int *argc, char **argv)
{
    command_take(weapon->name, sizeof weapon->name, argc, argv, "--name");
    command_take(weapon->calibre, sizeof weapon->calibre, argc, argv, "--calibre");
    command_take(weapon->serial, sizeof weapon->serial, argc, argv, "--serial");
    command_take(weapon->storage, sizeof weapon->storage, argc, argv, "--storage");
    command_take(weapon->owned_since, sizeof weapon->owned_since, argc, argv, "--owned-since");
    command_take(weapon->front_sight, sizeof weapon->front_sight, argc, argv, "--front-sight");
    command_take(weapon->rear_sight, sizeof weapon->rear_sight, argc, argv, "--rear-sight");
    command_take(weapon->trigger_weight, sizeof weapon->trigger_weight, argc, argv, "--trigger");
    command_take(weapon->grip, sizeof weapon->grip, argc, argv, "--grip");
    command_take(weapon->notes, sizeof weapon->notes, argc, argv, "--notes");
    return take_number(argc, argv, "--click-mm", 3, &weapon->click_um_at_10m) &&
           take_number(argc, argv, "--service-interval", 0, &weapon->service_interval_rounds);
}

/* False: *code is the exit code, said. */
static bool take_fields(struct app *app, struct weapon *weapon, int *argc, char **argv, int *code)
{
    struct member owner;
    struct err err = {0};
    const char *kind = command_option(argc, argv, "--kind");
    const char *number = command_option(argc, argv, "--owner");
    if (!take_texts(weapon, argc, argv)) {
        *code = problem(_("This must be a whole number."));
        return false;
    }
    if (kind != NULL && !weapon_kind_read(kind, &weapon->kind)) {
        *code = problem(_("--kind is pistol, rifle, carbine, revolver, shotgun, air_pistol, "
                          "air_rifle or other."));
        return false;
    }
    if (number != NULL && strcmp(number, "club") == 0) {
        weapon->owner_member_id = 0;
    } else if (number != NULL) {
        if (!find_member(app, number, &owner, &err)) {
            *code = command_fail(&err);
            return false;
        }
        weapon->owner_member_id = owner.id;
    }
    return true;
}

static int add(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct weapon weapon = {.kind = WEAPON_OTHER};
    struct err err = {0};
    record_id id = 0;
    int code = 0;
    if (!take_fields(app, &weapon, &argc, argv, &code)) {
        return code;
    }
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    if (!weapon_add(app, &weapon, &id, &err) || !weapon_get(app, id, &weapon, &err)) {
        return command_fail(&err);
    }
    return print_one(app, options, &weapon);
}

static bool read_one(struct app *app, int argc, char **argv, struct weapon *weapon, int *code)
{
    struct err err = {0};
    record_id id = 0;
    if (argc < 2 || !command_record_id(argv[1], &id)) {
        *code = problem(_("Say which weapon: its id, as \"aimtrack weapon list\" shows it."));
        return false;
    }
    if (!weapon_get(app, id, weapon, &err)) {
        *code = command_fail(&err);
        return false;
    }
    return true;
}

static int store(struct app *app, const struct command_options *options, struct weapon *weapon)
{
    struct err err = {0};
    record_id id = weapon->id;
    return weapon_edit(app, weapon, &err) && weapon_get(app, id, weapon, &err)
               ? print_one(app, options, weapon)
               : command_fail(&err);
}

static int edit(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct weapon weapon;
    int code = 0;
    if (!read_one(app, argc, argv, &weapon, &code) ||
        !take_fields(app, &weapon, &argc, argv, &code)) {
        return code;
    }
    return argc == 2 ? store(app, options, &weapon)
                     : problem(_("There is a word that this does not know."));
}

static int retire(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct weapon weapon;
    int code = 0;
    const char *on = command_option(&argc, argv, "--on");
    if (!read_one(app, argc, argv, &weapon, &code)) {
        return code;
    }
    time_local_date(weapon.retired_on, time_now_ms());
    if (argc != 2 || (on != NULL && !time_read_date(on, weapon.retired_on))) {
        return problem(_("A date is written as 2026-11-23."));
    }
    return store(app, options, &weapon);
}

static int use_again(struct app *app, const struct command_options *options, int argc, char **argv)
{
    struct weapon weapon;
    int code = 0;
    if (!read_one(app, argc, argv, &weapon, &code)) {
        return code;
    }
    weapon.retired_on[0] = '\0';
    return store(app, options, &weapon);
}

int command_weapon(const struct command_options *options, int argc, char **argv)
{
    static const struct verb verbs[] = {
        {"list", list},     {"show", show},        {"add", add}, {"edit", edit},
        {"retire", retire}, {"return", use_again}, {0}};
    return verbs_run("weapon", verbs, options, argc, argv);
}
