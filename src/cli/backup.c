/* aimtrack backup: making one, which there are, checking them; aimtrack keypair. */
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
#include "cli/table.h"
#include "core/backup_job.h"
#include "core/backup_state.h"
#include "core/stick.h"
#include "core/upkeep.h"

enum { TEXT_ROOM = 320 };

static int problem(const char *text)
{
    return command_usage(command_find("backup"), text);
}

/* --- making --- */

static cJSON *result_json(const struct backup_result *result)
{
    cJSON *json = cJSON_CreateObject();
    backup_json_path(json, "folder", result->folder);
    cJSON_AddStringToObject(json, "file", result->name);
    cJSON_AddNumberToObject(json, "bytes", (double)result->bytes);
    cJSON_AddStringToObject(json, "sha256", result->sha256);
    cJSON_AddBoolToObject(json, "encrypted", result->is_sealed);
    cJSON_AddBoolToObject(json, "verified", true);
    cJSON_AddBoolToObject(json, "restore_tested", result->is_tested);
    cJSON_AddNumberToObject(json, "tables", result->table_count);
    cJSON_AddNumberToObject(json, "rows", (double)result->rows);
    cJSON_AddNumberToObject(json, "papers", result->paper_count);
    cJSON_AddNumberToObject(json, "missing_papers", result->missing_count);
    cJSON_AddNumberToObject(json, "removed", result->removed);
    cJSON *also = cJSON_AddArrayToObject(json, "also_kept_as");
    for (int i = 0; i < 2; i++) {
        if (result->also[i][0] != '\0') {
            cJSON_AddItemToArray(also, cJSON_CreateString(result->also[i]));
        }
    }
    return json;
}

static void print_result(const struct backup_result *result)
{
    char folder[BACKUP_FOLDER_ROOM];
    char size[32];
    sanitize_screen(folder, sizeof folder, result->folder);
    backup_bytes_text(size, sizeof size, result->bytes);
    printf(P_("%s/%s: %s, %lld row in %d tables, checked.\n",
              "%s/%s: %s, %lld rows in %d tables, checked.\n", (int)result->rows),
           folder, result->name, size, (long long)result->rows, result->table_count);
    printf("SHA-256 %s\n", result->sha256);
    for (int i = 0; i < 2; i++) {
        if (result->also[i][0] != '\0') {
            printf(_("Also kept as %s.\n"), result->also[i]);
        }
    }
    if (result->removed > 0) {
        printf(P_("%d older backup was removed.\n", "%d older backups were removed.\n",
                  result->removed),
               result->removed);
    }
    if (result->missing_count > 0) {
        printf(P_("%d attachment is not in it: its file is missing or was changed (aimtrack"
                  " verify names it).\n",
                  "%d attachments are not in it: their files are missing or were changed (aimtrack"
                  " verify names them).\n",
                  result->missing_count),
               result->missing_count);
    }
    if (!result->is_sealed) {
        puts(_("Not encrypted: the pepper of the PINs is not in it. On another machine everybody"
               " gets a new PIN after a restore."));
    }
    if (result->is_tested) {
        puts(_("Restored as a test: every table is what was backed up."));
    }
}

static int print_plan(const struct command_options *options, const struct backup_result *result)
{
    char needed[32];
    char room[32];
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        cJSON_AddBoolToObject(json, "dry_run", true);
        backup_json_path(json, "folder", result->folder);
        cJSON_AddStringToObject(json, "file", result->name);
        cJSON_AddBoolToObject(json, "encrypted", result->is_sealed);
        cJSON_AddNumberToObject(json, "needed_bytes", (double)result->needed_bytes);
        cJSON_AddNumberToObject(json, "room_bytes", (double)result->room_bytes);
        cJSON *goes = cJSON_AddArrayToObject(json, "would_remove");
        for (int i = 0; i < result->removed; i++) {
            cJSON_AddItemToArray(goes, cJSON_CreateString(result->goes[i]));
        }
        return command_print_json(json);
    }
    backup_bytes_text(needed, sizeof needed, result->needed_bytes);
    backup_bytes_text(room, sizeof room, result->room_bytes);
    printf(_("Would write %s/%s: about %s; %s are free.\n"), result->folder, result->name, needed,
           room);
    for (int i = 0; i < 2; i++) {
        if (result->also[i][0] != '\0') {
            printf(_("Would also keep it as %s.\n"), result->also[i]);
        }
    }
    for (int i = 0; i < result->removed; i++) {
        printf(_("Would remove %s.\n"), result->goes[i]);
    }
    puts(_("Nothing was written."));
    return 0;
}

static int release(struct app *app, const struct command_options *options, const char *folder)
{
    struct stick stick;
    struct err err = {0};
    if (!stick_release(app, folder, &stick, NULL, 0, &err)) {
        return command_fail(&err);
    }
    if (!options->json) {
        puts(_("The stick is safe to remove."));
    }
    return 0;
}

/* "STICK": the only one that is in. */
static bool find_target(struct app *app, const char *to, char dst[BACKUP_FOLDER_ROOM],
                        struct err *err)
{
    if (strcmp(to, "STICK") == 0 || strcmp(to, "stick") == 0) {
        return backup_stick_folder(app, dst, err);
    }
    return text_copy(dst, BACKUP_FOLDER_ROOM, to) ||
           err_set(err, ERR_INPUT, _("The name \"%s\" is too long."), to);
}

static int say_not_due(const struct command_options *options)
{
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        cJSON_AddBoolToObject(json, "due", false);
        return command_print_json(json);
    }
    puts(_("Today's backup is there already: nothing was done."));
    return 0;
}

static int make(struct app *app, const struct command_options *options, int argc, char **argv)
{
    char folder[BACKUP_FOLDER_ROOM];
    struct backup_result result;
    struct err err = {0};
    const char *to = command_option(&argc, argv, "--to");
    bool plans = command_flag(&argc, argv, "--dry-run");
    bool releases = command_flag(&argc, argv, "--release");
    bool is_if_due = command_flag(&argc, argv, "--if-due");
    struct backup_order order = {.must_encrypt = command_flag(&argc, argv, "--encrypt"),
                                 .tests_restore = command_flag(&argc, argv, "--test"),
                                 .watch = backup_show_watch(options)};
    if (!command_rest_ok(argc, argv) || (releases && to == NULL)) {
        return problem(NULL);
    }
    if (to != NULL && !find_target(app, to, folder, &err)) {
        return command_fail(&err);
    }
    order.to = to != NULL ? folder : NULL;
    if (is_if_due && !upkeep_backup_is_due(app)) {
        return say_not_due(options);
    }
    bool ok =
        plans ? backup_plan(app, &order, &result, &err) : backup_make(app, &order, &result, &err);
    backup_show_end(options);
    if (!ok) {
        return command_fail(&err);
    }
    if (plans) {
        return print_plan(options, &result);
    }
    int code = 0;
    if (options->json) {
        code = command_print_json(result_json(&result));
    } else {
        print_result(&result);
    }
    return releases && code == 0 ? release(app, options, folder) : code;
}

/* --- which there are --- */

static cJSON *file_json(const struct backup_file *file)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "file", file->name);
    backup_json_path(json, "path", file->path);
    cJSON_AddNumberToObject(json, "bytes", (double)file->bytes);
    cJSON_AddNumberToObject(json, "at_ms", (double)file->at_ms);
    cJSON_AddBoolToObject(json, "verified", file->is_verified);
    cJSON_AddBoolToObject(json, "encrypted", file->what.is_sealed);
    cJSON_AddStringToObject(json, "sha256", file->sha256);
    return json;
}

static void add_row(struct table *table, const struct backup_file *file)
{
    char moment[48];
    char age[48];
    char size[32];
    time_moment_text(moment, sizeof moment, file->at_ms);
    backup_age_text(age, sizeof age, file->at_ms);
    backup_bytes_text(size, sizeof size, file->bytes);
    table_add(table, 6,
              (const char *[]){file->name, moment, age, size,
                               file->is_verified ? _("verified") : _("NOT verified"),
                               file->what.is_sealed ? _("encrypted") : ""});
}

static int print_list(const struct command_options *options, const char *folder,
                      const struct backup_file *files, int count)
{
    char says[TEXT_ROOM];
    struct table table = {0};
    cJSON *json = cJSON_CreateObject();
    cJSON *array = cJSON_AddArrayToObject(json, "backups");
    for (int i = 0; i < count; i++) {
        cJSON_AddItemToArray(array, file_json(&files[i]));
        add_row(&table, &files[i]);
    }
    bool has_more = backup_list_says(folder, says, sizeof says);
    if (options->json) {
        cJSON_AddStringToObject(json, "sha256sums_problem", says);
        table_free(&table);
        return command_print_json(json);
    }
    cJSON_Delete(json);
    if (count == 0) {
        puts(_("There is no backup yet. Make one with: aimtrack backup"));
    }
    table_print(&table);
    if (has_more) {
        puts(says);
    }
    return 0;
}

/* app NULL: the database could not be opened; the folder says it all the same. */
static int list(struct app *app, const char *folder, const struct command_options *options,
                int argc, char **argv)
{
    struct arena arena = {0};
    struct backup_file *files = NULL;
    struct err err = {0};
    int count = 0;
    if (!command_rest_ok(argc, argv)) {
        return problem(NULL);
    }
    bool ok = app != NULL ? backup_list(app, &arena, &files, &count, &err)
                          : backup_list_folder(folder, &arena, &files, &count, &err);
    int code = ok ? print_list(options, folder, files, count) : command_fail(&err);
    arena_free(&arena);
    return code;
}

/* --- checking --- */

struct checking {
    struct app *app; /* NULL: the database could not be opened */
    const char *folder;
    const struct command_options *options;
    struct backup_key key;
    cJSON *array;
    int bad;
};

static void say_check(const char *path, const struct backup_check *check)
{
    char shown[BACKUP_PATH_ROOM];
    sanitize_screen(shown, sizeof shown, path);
    if (check->is_whole) {
        printf(P_("%s: whole. %lld row in %d tables; files in it: %d.\n",
                  "%s: whole. %lld rows in %d tables; files in it: %d.\n",
                  (int)check->manifest.rows),
               shown, (long long)check->manifest.rows, check->manifest.table_count,
               check->manifest.item_count);
        if (!check->has_sum) {
            puts(_("No SHA256SUMS beside it names it: its own manifest says that it is whole."));
        }
    } else {
        printf(_("%s: encrypted. It is what was written. That is all that can be seen without the"
                 " private key (--key FILE).\n"),
               shown);
    }
}

/* False only when checking itself was not possible: err says why. */
static bool check_one(struct checking *checking, const char *path, struct err *err)
{
    struct arena arena = {0};
    struct backup_check check = {0};
    struct backup_watch watch = backup_show_watch(checking->options);
    bool ok = backup_verify(checking->app, checking->folder, path, &checking->key, &watch, &arena,
                            &check, err);
    bool is_bad = !ok && err->kind == ERR_CORRUPT;
    backup_show_end(checking->options);
    cJSON *json = cJSON_CreateObject();
    backup_json_path(json, "path", path);
    cJSON_AddBoolToObject(json, "ok", ok);
    cJSON_AddBoolToObject(json, "encrypted", check.is_sealed);
    cJSON_AddBoolToObject(json, "complete", check.is_whole);
    cJSON_AddBoolToObject(json, "in_sha256sums", check.has_sum);
    if (check.is_whole) {
        backup_json_manifest(json, &check.manifest);
    }
    if (is_bad) {
        cJSON_AddStringToObject(json, "problem", err->what);
        checking->bad++;
    }
    cJSON_AddItemToArray(checking->array, json);
    if (!checking->options->json && ok) {
        say_check(path, &check);
    } else if (is_bad) {
        char shown[BACKUP_PATH_ROOM];
        sanitize_screen(shown, sizeof shown, path);
        fprintf(stderr, "aimtrack: %s: %s\n", shown, err->what);
    }
    arena_free(&arena);
    return ok || is_bad;
}

static bool check_all(struct checking *checking, struct err *err)
{
    struct arena arena = {0};
    struct backup_file *files = NULL;
    int count = 0;
    bool goes_on = backup_list_folder(checking->folder, &arena, &files, &count, err);
    bool ok = goes_on;
    for (int i = 0; goes_on && i < count; i++) {
        struct err one = {0};
        if (!check_one(checking, files[i].path, &one)) {
            *err = one;
            ok = false;
            goes_on = one.kind == ERR_DENIED; /* no key for this one says nothing of the others */
        }
    }
    arena_free(&arena);
    return ok;
}

static bool check_named(struct checking *checking, const char *name, struct err *err)
{
    char path[BACKUP_PATH_ROOM];
    struct backup_file newest;
    if (name != NULL) {
        return backup_find(checking->folder, name, path, err) && check_one(checking, path, err);
    }
    return (backup_newest(checking->folder, &newest) ||
            err_set(err, ERR_NOT_FOUND,
                    _("There is no backup yet. Make one with: aimtrack backup"))) &&
           check_one(checking, newest.path, err);
}

static int verify(struct app *app, const char *folder, const struct command_options *options,
                  int argc, char **argv)
{
    struct seal_pair pair;
    struct err err = {0};
    int code = 0;
    bool is_all = command_flag(&argc, argv, "--all");
    struct checking checking = {.app = app, .folder = folder, .options = options};
    if (!backup_show_key(&argc, argv, &pair, &checking.key, &code)) {
        return code;
    }
    if (argc > 2 || (is_all && argc > 1)) {
        return problem(NULL);
    }
    cJSON *json = cJSON_CreateObject();
    checking.array = cJSON_AddArrayToObject(json, "checked");
    bool ok = is_all ? check_all(&checking, &err)
                     : check_named(&checking, argc > 1 ? argv[1] : NULL, &err);
    sodium_memzero(&pair, sizeof pair);
    if (!ok) {
        cJSON_Delete(json);
        return command_fail(&err);
    }
    code = checking.bad > 0 ? EXIT_FOUND_BAD : 0;
    if (options->json) {
        int printed = command_print_json(json);
        return printed != 0 ? printed : code;
    }
    if (cJSON_GetArraySize(checking.array) == 0) {
        puts(_("There is no backup yet. Make one with: aimtrack backup"));
    }
    cJSON_Delete(json);
    return code;
}

/* --- the family --- */

/* Looking at backups must work when the database does not. */
static int look(const struct command_options *options, int argc, char **argv,
                int (*run)(struct app *app, const char *folder,
                           const struct command_options *options, int argc, char **argv))
{
    char folder[512];
    struct app app;
    struct err err = {0};
    struct app_options how = {
        .folder = options->folder, .must_exist = true, .is_read_only_ok = true};
    if (app_open(&app, &how, &err)) {
        int code = run(&app, app.folder, options, argc, argv);
        app_close(&app);
        return code;
    }
    bool is_closed = err.kind == ERR_CORRUPT || err.kind == ERR_CONFIG; /* damage; no pepper */
    if (!is_closed || !app_folder(options->folder, folder, sizeof folder, &err)) {
        return command_fail(&err);
    }
    return run(NULL, folder, options, argc, argv);
}

int command_backup(const struct command_options *options, int argc, char **argv)
{
    struct app app;
    int code = 0;
    if (argc > 1 && strcmp(argv[1], "list") == 0) {
        return look(options, argc - 1, argv + 1, list);
    }
    if (argc > 1 && strcmp(argv[1], "verify") == 0) {
        return look(options, argc - 1, argv + 1, verify);
    }
    if (!command_open(&app, options, true, &code)) {
        return code;
    }
    code = make(&app, options, argc, argv);
    app_close(&app);
    return code;
}

int command_keypair(const struct command_options *options, int argc, char **argv)
{
    char folder[512];
    char public_text[SEAL_TEXT_ROOM];
    struct err err = {0};
    const char *path = argc > 1 ? argv[1] : "aimtrack-private.key";
    if (argc > 2) {
        return command_usage(command_find("keypair"), NULL);
    }
    if (!app_folder(options->folder, folder, sizeof folder, &err) ||
        !backup_key_make(folder, path, public_text, &err)) {
        return command_fail(&err);
    }
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        cJSON_AddStringToObject(json, "public_key", public_text);
        backup_json_path(json, "private_key_file", path);
        return command_print_json(json);
    }
    printf("%s\n", public_text);
    fprintf(stderr, "%s\n",
            _("Put that line in aimtrack.conf as [backup] encrypt_to. The file of the private key"
              " opens every backup, and without it nobody can: keep it twice, away from this"
              " machine, and take it off this one."));
    return 0;
}
