/* aimtrack config: the settings file of this machine. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/sanitize.h"
#include "cli/families.h"
#include "cli/table.h"
#include "core/config_check.h"
#include "core/log_setup.h"

static int shown_of(const struct config_report *report)
{
    return report->problem_count < CONFIG_PROBLEMS_MAX ? report->problem_count
                                                       : CONFIG_PROBLEMS_MAX;
}

/* --- check --- */

static int print_problems_json(const struct config_report *report)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "path", report->path);
    cJSON_AddBoolToObject(json, "has_file", report->has_file);
    cJSON_AddBoolToObject(json, "ok", report->problem_count == 0);
    cJSON *rows = cJSON_AddArrayToObject(json, "problems");
    for (int i = 0; i < shown_of(report); i++) {
        cJSON *row = cJSON_CreateObject();
        cJSON_AddNumberToObject(row, "line", report->problems[i].line);
        cJSON_AddStringToObject(row, "problem", report->problems[i].text);
        cJSON_AddItemToArray(rows, row);
    }
    return command_print_json(json);
}

static void print_problems(const struct config_report *report)
{
    char clean[sizeof report->problems[0].text * 2];
    for (int i = 0; i < shown_of(report); i++) {
        const struct config_problem *problem = &report->problems[i];
        sanitize_screen(clean, sizeof clean, problem->text); /* it may quote the file */
        if (problem->line > 0) {
            printf(_("line %d: %s\n"), problem->line, clean);
        } else {
            printf("%s\n", clean);
        }
    }
    if (!report->has_file) {
        printf(_("There is no %s: the defaults are in force.\n"), report->path);
    } else if (report->problem_count == 0) {
        printf(_("%s: everything in it can be used.\n"), report->path);
    }
}

static int check(const struct command_options *options, const struct config_report *report)
{
    struct err err = {0};
    int printed = 0;
    if (options->json) {
        printed = print_problems_json(report);
    } else {
        print_problems(report);
    }
    if (printed != 0 || report->problem_count == 0) {
        return printed;
    }
    err_set(&err, ERR_CONFIG,
            P_("%d mistake in %s. Nothing was changed.", "%d mistakes in %s. Nothing was changed.",
               report->problem_count),
            report->problem_count, report->path);
    fflush(stdout);
    return command_fail(&err);
}

/* --- show --- */

/* What is in force, and where it comes from: a word for JSON when plain. */
static void origin_of(const struct config_entry *entry, bool is_plain, char *value, size_t size,
                      char origin[48])
{
    const char *level = NULL;
    const char *from = log_setup_override(&level);
    bool is_level = strcmp(entry->section, "log") == 0 && strcmp(entry->key, "level") == 0;
    config_masked(is_level && from != NULL ? level : entry->value, value, size);
    if (is_level && from != NULL) {
        snprintf(origin, 48, "%s", from);
    } else if (entry->line > 0) {
        snprintf(origin, 48, is_plain ? "line %d" : _("line %d"), entry->line);
    } else {
        snprintf(origin, 48, "%s", is_plain ? "default" : _("default"));
    }
}

static int show_json(const struct config_report *report)
{
    char value[CONFIG_VALUE_ROOM];
    char origin[48];
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "path", report->path);
    cJSON *rows = cJSON_AddArrayToObject(json, "settings");
    for (int i = 0; i < report->entry_count; i++) {
        const struct config_entry *entry = &report->entries[i];
        cJSON *row = cJSON_CreateObject();
        origin_of(entry, true, value, sizeof value, origin);
        cJSON_AddStringToObject(row, "section", entry->section);
        cJSON_AddStringToObject(row, "key", entry->key);
        cJSON_AddStringToObject(row, "value", value);
        cJSON_AddStringToObject(row, "default", entry->fallback);
        cJSON_AddStringToObject(row, "from", origin);
        cJSON_AddItemToArray(rows, row);
    }
    return command_print_json(json);
}

static int show(const struct command_options *options, const struct config_report *report)
{
    char value[CONFIG_VALUE_ROOM];
    char name[80];
    char origin[48];
    struct table table = {0};
    if (options->json) {
        return show_json(report);
    }
    for (int i = 0; i < report->entry_count; i++) {
        const struct config_entry *entry = &report->entries[i];
        origin_of(entry, false, value, sizeof value, origin);
        snprintf(name, sizeof name, "[%s] %s", entry->section, entry->key);
        table_add(&table, 3, (const char *[]){name, value[0] != '\0' ? value : "-", origin});
    }
    table_print(&table);
    return 0;
}

static int print_path(const struct command_options *options, const struct config_report *report)
{
    char clean[sizeof report->path * 2];
    if (options->json) {
        cJSON *json = cJSON_CreateObject();
        cJSON_AddStringToObject(json, "path", report->path);
        cJSON_AddBoolToObject(json, "has_file", report->has_file);
        return command_print_json(json);
    }
    sanitize_screen(clean, sizeof clean, report->path);
    puts(clean);
    return 0;
}

/* No club is opened: the file must be checkable before anything runs. */
int command_config(const struct command_options *options, int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*run)(const struct command_options *options, const struct config_report *report);
    } verbs[] = {{"check", check}, {"show", show}, {"path", print_path}};
    static struct config_report report; /* large */
    char folder[512];
    struct err err = {0};
    for (size_t i = 0; argc == 2 && i < sizeof verbs / sizeof verbs[0]; i++) {
        if (strcmp(argv[1], verbs[i].name) != 0) {
            continue;
        }
        if (!app_folder(options->folder, folder, sizeof folder, &err) ||
            !config_check(folder, &report, &err)) {
            return command_fail(&err);
        }
        return verbs[i].run(options, &report);
    }
    return command_usage(command_find("config"), NULL);
}
