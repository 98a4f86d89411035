/* aimtrack salvage: the last resort. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/sanitize.h"
#include "cli/backup_show.h"
#include "cli/command.h"
#include "cli/families.h"
#include "core/restore.h"
#include "core/salvage.h"

static cJSON *result_json(const struct salvage_result *result, const char *kept)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddBoolToObject(json, "whole", result->is_whole);
    backup_json_path(json, "folder", result->folder);
    cJSON_AddNumberToObject(json, "rows", (double)result->rows);
    cJSON_AddNumberToObject(json, "lost_lines", result->lost_count);
    cJSON_AddNumberToObject(json, "problems", result->problem_count);
    if (kept[0] != '\0') {
        cJSON_AddStringToObject(json, "kept_as", kept);
    } else {
        cJSON_AddNullToObject(json, "kept_as");
    }
    cJSON *tables = cJSON_AddArrayToObject(json, "tables");
    for (int i = 0; i < result->table_count; i++) {
        cJSON *table = cJSON_CreateObject();
        cJSON_AddStringToObject(table, "name", result->tables[i].name);
        cJSON_AddNumberToObject(table, "rows", (double)result->tables[i].rows);
        cJSON_AddNumberToObject(table, "refused", (double)result->tables[i].refused);
        cJSON_AddItemToArray(tables, table);
    }
    return json;
}

static int say_whole(const struct command_options *options)
{
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        cJSON_AddBoolToObject(json, "whole", true);
        cJSON_AddNullToObject(json, "folder");
        return command_print_json(json);
    }
    puts(
        _("The database is whole: nothing needs salvaging, and nothing was made. What could be read"
          " is brought over all the same with --even-whole."));
    return 0;
}

static void print_result(const struct salvage_result *result, const char *kept)
{
    char folder[BACKUP_FOLDER_ROOM];
    sanitize_screen(folder, sizeof folder, result->folder);
    printf(P_("Read: %lld row. The list of what was lost is %s/lost.txt.\n",
              "Read: %lld rows. The list of what was lost is %s/lost.txt.\n", (int)result->rows),
           (long long)result->rows, folder);
    if (result->lost_count == 0) {
        puts(_("Nothing was lost that could be noticed."));
    } else {
        printf(P_("%d line in it.\n", "%d lines in it.\n", result->lost_count), result->lost_count);
    }
    if (result->problem_count > 0) {
        printf(P_("A whole check of the result finds %d problem; it stands in the list too.\n",
                  "A whole check of the result finds %d problems; they stand in the list too.\n",
                  result->problem_count),
               result->problem_count);
    }
    if (kept[0] != '\0') {
        printf(_("It is the club now. The database that was there is kept as aimtrack.db.%s.\n"),
               kept);
    } else {
        printf(
            _("The database itself was not changed. Look at the result with --data \"%s\"; use it"
              " with --use.\n"),
            folder);
    }
}

static bool run(const struct salvage_order *order, bool uses, struct arena *arena,
                struct salvage_result *result, char kept[RESTORE_MARK_ROOM], struct err *err)
{
    return salvage_run(order, arena, result, err) &&
           (!uses || result->folder[0] == '\0' ||
            restore_adopt(order->data_folder, result->folder, !result->is_whole, kept, err));
}

int command_salvage(const struct command_options *options, int argc, char **argv)
{
    char folder[512];
    char kept[RESTORE_MARK_ROOM] = "";
    struct arena arena = {0};
    struct salvage_result result;
    struct err err = {0};
    bool uses = command_flag(&argc, argv, "--use");
    struct salvage_order order = {.data_folder = folder,
                                  .out = command_option(&argc, argv, "--out"),
                                  .even_whole = command_flag(&argc, argv, "--even-whole"),
                                  .watch = backup_show_watch(options)};
    if (!command_rest_ok(argc, argv)) {
        return command_usage(command_find("salvage"), NULL);
    }
    bool ok = app_folder(options->folder, folder, sizeof folder, &err) &&
              run(&order, uses, &arena, &result, kept, &err);
    backup_show_end(options);
    int code = 0;
    if (!ok) {
        code = command_fail(&err);
    } else if (result.folder[0] == '\0') {
        code = say_whole(options);
    } else if (options->json) {
        code = command_print_json(result_json(&result, kept));
    } else {
        print_result(&result, kept);
    }
    arena_free(&arena);
    return code;
}
