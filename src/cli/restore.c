/* aimtrack restore, restore-test. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/sanitize.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/backup_show.h"
#include "cli/command.h"
#include "cli/families.h"
#include "cli/health_show.h"
#include "core/backup_state.h"
#include "core/health_render.h"
#include "core/restore.h"

/* --- restore --- */

static cJSON *restored_json(const char *folder, const struct restore_result *result)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddBoolToObject(json, "ok", true);
    backup_json_path(json, "folder", folder);
    if (result->kept[0] != '\0') {
        cJSON_AddStringToObject(json, "kept_as", result->kept);
    } else {
        cJSON_AddNullToObject(json, "kept_as");
    }
    cJSON_AddBoolToObject(json, "pins_work", result->do_pins_work);
    cJSON_AddNumberToObject(json, "schema_now", result->to_schema);
    cJSON_AddNumberToObject(json, "papers", result->papers);
    backup_json_manifest(json, &result->manifest);
    return json;
}

static void print_restored(const char *folder, const struct restore_result *result)
{
    char moment[48];
    char shown[600];
    time_set_zone(result->zone);
    time_moment_text(moment, sizeof moment, result->manifest.created_at_ms);
    sanitize_screen(shown, sizeof shown, folder);
    printf(P_("Restored in %s: the club \"%s\" as it was on %s, %lld row, every table compared.\n",
              "Restored in %s: the club \"%s\" as it was on %s, %lld rows, every table compared.\n",
              (int)result->manifest.rows),
           shown, result->manifest.club, moment, (long long)result->manifest.rows);
    if (result->kept[0] != '\0') {
        printf(_("What was there before is kept as aimtrack.db.%s.\n"), result->kept);
    }
    if (result->from_schema != result->to_schema) {
        printf(_("Brought up to date: schema %d to %d.\n"), result->from_schema, result->to_schema);
    }
    puts(result->do_pins_work
             ? _("Everybody logs in as before.")
             : _("Old PINs do not work here: this backup was not encrypted, so their pepper is not"
                 " in it. Give new ones with: aimtrack account secret LOGIN"));
}

static void print_health(const struct health *health)
{
    for (int key = 0; key < HEALTH_COUNT; key++) {
        if (health->rows[key].state != HEALTH_OK) {
            puts(_("Its health, as far as something needs attention:"));
            health_show_rows(health, true);
            return;
        }
    }
    puts(_("Its health was looked at: everything is well."));
}

/* What could not be looked at takes nothing back: the club is restored. */
static int say_restored(const struct command_options *options, const char *folder,
                        const struct restore_result *result)
{
    struct health health;
    struct err err = {0};
    int code = 0;
    bool is_known = health_show_look(folder, &health, &err);
    if (options->json) {
        cJSON *json = restored_json(folder, result);
        if (is_known) {
            cJSON_AddItemToObject(json, "health", health_json(&health, true));
        }
        code = command_print_json(json);
    } else {
        print_restored(folder, result);
    }
    if (!is_known) {
        command_fail(&err);
    } else if (!options->json) {
        print_health(&health);
    }
    bool is_bad = is_known && health.rows[HEALTH_DATABASE].state == HEALTH_FAILED;
    return code == 0 && is_bad ? EXIT_FOUND_BAD : code;
}

int command_restore(const struct command_options *options, int argc, char **argv)
{
    char folder[512];
    char path[BACKUP_PATH_ROOM];
    struct seal_pair pair;
    struct arena arena = {0};
    struct restore_result result;
    struct err err = {0};
    int code = 0;
    struct restore_order order = {
        .data_folder = folder, .path = path, .watch = backup_show_watch(options)};
    if (!backup_show_key(&argc, argv, &pair, &order.key, &code)) {
        return code;
    }
    if (argc != 2) {
        return command_usage(command_find("restore"), NULL);
    }
    bool ok = app_folder(options->folder, folder, sizeof folder, &err) &&
              backup_find(folder, argv[1], path, &err) &&
              restore_run(&order, &arena, &result, &err);
    sodium_memzero(&pair, sizeof pair);
    backup_show_end(options);
    code = ok ? say_restored(options, folder, &result) : command_fail(&err);
    arena_free(&arena);
    return code;
}

/* --- restore-test --- */

static int print_test(const struct command_options *options, const char *path,
                      const struct backup_test *test)
{
    const struct backup_manifest *manifest = &test->check.manifest;
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        cJSON_AddBoolToObject(json, "ok", true);
        backup_json_path(json, "path", path);
        backup_json_manifest(json, manifest);
        cJSON_AddStringToObject(json, "session", test->session);
        cJSON_AddNumberToObject(json, "session_shots", test->session_shots);
        if (test->kept_in[0] != '\0') {
            backup_json_path(json, "kept_in", test->kept_in);
        }
        return command_print_json(json);
    }
    for (int i = 0; i < manifest->table_count; i++) {
        printf(_("%-24s %10lld rows, as backed up\n"), manifest->tables[i].name,
               (long long)manifest->tables[i].rows);
    }
    if (test->session[0] != '\0') {
        printf(P_("Read from it: session of %s, %d shot.\n",
                  "Read from it: session of %s, %d shots.\n", test->session_shots),
               test->session, test->session_shots);
    } else {
        puts(_("There is no session in it to read."));
    }
    if (test->kept_in[0] != '\0') {
        printf(_("The restored club stays in %s.\n"), test->kept_in);
    }
    puts(_("The backup can be restored."));
    return 0;
}

static bool find_backup(struct app *app, const char *name, char path[BACKUP_PATH_ROOM],
                        struct err *err)
{
    struct backup_file newest;
    if (name != NULL) {
        return backup_find(app->folder, name, path, err);
    }
    return (backup_newest(app->folder, &newest) ||
            err_set(err, ERR_NOT_FOUND,
                    _("There is no backup yet. Make one with: aimtrack backup"))) &&
           text_copy(path, BACKUP_PATH_ROOM, newest.path);
}

/* Without the private key an encrypted backup can be tested only while it is made. */
static int test_fresh(struct app *app, const struct command_options *options)
{
    struct backup_result result;
    struct err err = {0};
    struct backup_order order = {.tests_restore = true, .watch = backup_show_watch(options)};
    bool ok = backup_make(app, &order, &result, &err);
    backup_show_end(options);
    if (!ok) {
        int code = command_fail(&err);
        return err.kind == ERR_CORRUPT ? EXIT_FOUND_BAD : code;
    }
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        cJSON_AddBoolToObject(json, "ok", true);
        cJSON_AddStringToObject(json, "made", result.name);
        cJSON_AddBoolToObject(json, "private_key_tried", false);
        cJSON_AddNumberToObject(json, "rows", (double)result.rows);
        return command_print_json(json);
    }
    printf(_("Backups are encrypted and the private key is not here, so a new one was made and"
             " tested: %s.\n"),
           result.name);
    puts(
        _("The backup can be restored. Whether your private key opens it was not tried: do that now"
          " and then with aimtrack restore-test --key FILE."));
    return 0;
}

static bool is_fresh_test(struct app *app, const char *name, const struct backup_key *key)
{
    struct backup_state state;
    struct err err = {0};
    return name == NULL && key->pair == NULL && backup_state_read(app, &state, &err) &&
           state.is_sealed;
}

static int test_backup(struct app *app, const struct command_options *options, const char *name,
                       const struct backup_key *key, bool keeps)
{
    char path[BACKUP_PATH_ROOM];
    struct arena arena = {0};
    struct backup_test test;
    struct err err = {0};
    struct backup_watch watch = backup_show_watch(options);
    bool ok = find_backup(app, name, path, &err) &&
              backup_test(app, path, key, keeps, &watch, &arena, &test, &err);
    backup_show_end(options);
    int code = ok ? print_test(options, path, &test) : command_fail(&err);
    arena_free(&arena);
    return !ok && err.kind == ERR_CORRUPT ? EXIT_FOUND_BAD : code;
}

int command_restore_test(const struct command_options *options, int argc, char **argv)
{
    struct app app;
    struct seal_pair pair;
    struct backup_key key;
    int code = 0;
    bool keeps = command_flag(&argc, argv, "--keep");
    if (!backup_show_key(&argc, argv, &pair, &key, &code)) {
        return code;
    }
    if (argc > 2) {
        return command_usage(command_find("restore-test"), NULL);
    }
    if (!command_open(&app, options, true, &code)) {
        return code;
    }
    const char *name = argc > 1 ? argv[1] : NULL;
    code = is_fresh_test(&app, name, &key) ? test_fresh(&app, options)
                                           : test_backup(&app, options, name, &key, keeps);
    sodium_memzero(&pair, sizeof pair);
    app_close(&app);
    return code;
}
