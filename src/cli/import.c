/* aimtrack import members|weapons FILE|-: the plan first, then all of it or nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/sanitize.h"
#include "cli/families.h"
#include "cli/table.h"
#include "core/import/import.h"

enum { BYTES_MAX = 10 * 1024 * 1024, EXIT_DATA_ERROR = 65 };

static const char *const action_codes[IMPORT_ACTION_COUNT] = {"add", "change", "same", "error"};
static const char *const action_names[IMPORT_ACTION_COUNT] = {N_("new"), N_("changed"),
                                                              N_("the same"), N_("wrong")};

static char *read_all(const char *path, size_t *size, struct err *err)
{
    if (strcmp(path, "-") != 0) {
        return file_read_regular(path, BYTES_MAX, size, err);
    }
    char *bytes = mem_alloc(BYTES_MAX + 1);
    *size = fread(bytes, 1, BYTES_MAX + 1, stdin);
    if (*size > BYTES_MAX) {
        err_set(err, ERR_INPUT, _("The file is larger than 10 MB: nothing was read."));
        free(bytes);
        return NULL;
    }
    return bytes;
}

static cJSON *plan_json(const struct import_plan *plan)
{
    cJSON *json = cJSON_CreateObject();
    for (int i = 0; i < IMPORT_ACTION_COUNT; i++) {
        cJSON_AddNumberToObject(json, action_codes[i], plan->counts[i]);
    }
    cJSON_AddBoolToObject(json, "is_applied", plan->is_applied);
    cJSON_AddStringToObject(json, "ignored_columns", plan->ignored);
    cJSON *array = cJSON_AddArrayToObject(json, "rows");
    for (int i = 0; i < plan->count; i++) {
        cJSON *row = cJSON_CreateObject();
        cJSON_AddNumberToObject(row, "line", plan->rows[i].line);
        cJSON_AddStringToObject(row, "action", action_codes[plan->rows[i].action]);
        cJSON_AddStringToObject(row, "name", plan->rows[i].name);
        cJSON_AddStringToObject(row, "column", plan->rows[i].column);
        cJSON_AddStringToObject(row, "message", plan->rows[i].message);
        cJSON_AddItemToArray(array, row);
    }
    return json;
}

static void print_plan(const struct import_plan *plan)
{
    struct table table = {0};
    for (int i = 0; i < plan->count; i++) {
        const struct import_row *row = &plan->rows[i];
        char line[24];
        if (row->action != IMPORT_SAME) {
            snprintf(line, sizeof line, "%d", row->line);
            table_add(&table, 5,
                      (const char *[]){line, _(action_names[row->action]), row->name, row->column,
                                       row->message});
        }
    }
    table_print(&table);
    printf(_("%d new, %d changed, %d the same, %d wrong.\n"), plan->counts[IMPORT_ADD],
           plan->counts[IMPORT_CHANGE], plan->counts[IMPORT_SAME], plan->counts[IMPORT_ERROR]);
    if (plan->ignored[0] != '\0') {
        char ignored[512];
        sanitize_screen(ignored, sizeof ignored, plan->ignored);
        printf(_("Columns that are not used: %s\n"), ignored);
    }
    puts(plan->is_applied                 ? _("Everything is stored.")
         : plan->counts[IMPORT_ERROR] > 0 ? _("Nothing was stored: mend these rows first.")
                                          : _("Nothing was stored: this was a trial."));
}

static int run(struct app *app, const struct command_options *options, enum import_kind kind,
               const char *path, bool is_trial)
{
    struct arena arena = {0};
    struct import_plan plan;
    struct err err = {0};
    size_t size = 0;
    int code = 0;
    char *bytes = read_all(path, &size, &err);
    if (bytes == NULL || !import_run(app, &arena, kind, bytes, size, !is_trial, &plan, &err)) {
        code = command_fail(&err);
        code = bytes != NULL && err.kind == ERR_INPUT ? EXIT_DATA_ERROR : code; /* the table */
    } else {
        if (options->json) {
            code = command_print_json(plan_json(&plan));
        } else {
            print_plan(&plan);
        }
        code = code == 0 && plan.counts[IMPORT_ERROR] > 0 ? EXIT_DATA_ERROR : code;
    }
    free(bytes);
    arena_free(&arena);
    return code;
}

int command_import(const struct command_options *options, int argc, char **argv)
{
    struct app app;
    int code = 0;
    bool is_trial = command_flag(&argc, argv, "--dry-run");
    bool is_members = argc == 3 && strcmp(argv[1], "members") == 0;
    if (argc != 3 || (!is_members && strcmp(argv[1], "weapons") != 0)) {
        return command_usage(command_find("import"), _("Say members or weapons, and the file."));
    }
    if (!command_open(&app, options, true, &code)) {
        return code;
    }
    code = run(&app, options, is_members ? IMPORT_MEMBERS : IMPORT_WEAPONS, argv[2], is_trial);
    app_close(&app);
    return code;
}
