/* aimtrack doctor: what is wrong with this installation, and what to do about each finding. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "cli/command.h"
#include "cli/families.h"
#include "cli/table.h"
#include "core/doctor.h"
#include "core/health_text.h"

enum { EXIT_FINDINGS = 1, EVERYTHING = (1 << DOCTOR_AREAS) - 1, FIX_ROOM = 1200 };

static int count_of(const struct doctor_report *report, enum health_state state)
{
    int count = 0;
    for (int i = 0; i < report->count; i++) {
        count += report->rows[i].state == state ? 1 : 0;
    }
    return count;
}

static void print_text(const struct doctor_report *report)
{
    struct table table = {0};
    for (int i = 0; i < report->count; i++) {
        const struct doctor_row *row = &report->rows[i];
        table_add(&table, 3,
                  (const char *[]){doctor_area_code(row->area), health_state_name(row->state),
                                   row->says});
        if (row->fix[0] != '\0') {
            char fix[FIX_ROOM];
            snprintf(fix, sizeof fix, "-> %s", row->fix);
            table_add(&table, 3, (const char *[]){"", "", fix});
        }
    }
    table_print(&table);
    printf(_("%d well, %d to look at, %d failed.\n"), count_of(report, HEALTH_OK),
           count_of(report, HEALTH_WARN), count_of(report, HEALTH_FAILED));
}

static int print_json(const struct doctor_report *report)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddBoolToObject(json, "ok", count_of(report, HEALTH_FAILED) == 0);
    cJSON_AddNumberToObject(json, "failed", count_of(report, HEALTH_FAILED));
    cJSON_AddNumberToObject(json, "warnings", count_of(report, HEALTH_WARN));
    cJSON *findings = cJSON_AddArrayToObject(json, "findings");
    for (int i = 0; i < report->count; i++) {
        const struct doctor_row *row = &report->rows[i];
        cJSON *one = cJSON_CreateObject();
        cJSON_AddStringToObject(one, "area", doctor_area_code(row->area));
        cJSON_AddStringToObject(one, "key", row->key);
        cJSON_AddStringToObject(one, "status", health_state_code(row->state));
        cJSON_AddStringToObject(one, "says", row->says);
        cJSON_AddStringToObject(one, "fix", row->fix);
        cJSON_AddItemToArray(findings, one);
    }
    return command_print_json(json);
}

static bool take_areas(int *argc, char **argv, unsigned *areas)
{
    *areas = EVERYTHING;
    if (*argc == 1) {
        return true;
    }
    for (unsigned area = DOCTOR_STORAGE; area <= DOCTOR_HARDENING; area++) {
        if (strcmp(argv[1], doctor_area_code((enum doctor_area)area)) == 0) {
            *areas = 1U << area;
            (*argc)--;
            argv[1] = argv[0];
            return *argc == 1;
        }
    }
    return false;
}

int command_doctor(const struct command_options *options, int argc, char **argv)
{
    struct arena arena = {0};
    struct err err = {0};
    char folder[512];
    unsigned areas = 0;
    if (!take_areas(&argc, argv, &areas)) {
        return command_usage(command_find("doctor"), NULL);
    }
    if (!app_folder(options->folder, folder, sizeof folder, &err)) {
        return command_fail(&err);
    }
    prctl(PR_SET_DUMPABLE, 0); /* as app_open does, before any secret is read */
    struct doctor_report *report = mem_alloc(sizeof *report);
    doctor_run(folder, areas, &arena, report);
    int code = 0;
    if (options->json) {
        code = print_json(report);
    } else {
        print_text(report);
    }
    code = code == 0 && count_of(report, HEALTH_FAILED) > 0 ? EXIT_FINDINGS : code;
    free(report);
    arena_free(&arena);
    return code;
}
