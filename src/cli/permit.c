/* aimtrack permit: the numbers of a permit dossier. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/sanitize.h"
#include "base/time.h"
#include "cli/command.h"
#include "cli/families.h"
#include "cli/find_member.h"
#include "cli/table.h"
#include "core/permit.h"

static cJSON *groups_json(const struct permit *permit)
{
    cJSON *groups = cJSON_CreateArray();
    for (int i = 0; i < permit->group_count; i++) {
        cJSON *one = cJSON_CreateObject();
        cJSON_AddStringToObject(one, "weapon", permit->groups[i].weapon);
        cJSON_AddStringToObject(one, "calibre", permit->groups[i].calibre);
        cJSON_AddNumberToObject(one, "turns", permit->groups[i].turns);
        cJSON_AddNumberToObject(one, "rounds", (double)permit->groups[i].rounds);
        cJSON_AddItemToArray(groups, one);
    }
    return groups;
}

static int print_json(const struct permit_dossier *dossier)
{
    const struct permit *permit = &dossier->permit;
    cJSON *json = cJSON_CreateObject();
    command_json_id(json, "member_id", dossier->member.id);
    cJSON_AddStringToObject(json, "from", dossier->from);
    cJSON_AddStringToObject(json, "to", dossier->to);
    cJSON_AddNumberToObject(json, "sessions", permit->sessions);
    cJSON_AddNumberToObject(json, "turns", permit->turns);
    cJSON_AddNumberToObject(json, "required_turns", dossier->rules.turns);
    cJSON_AddNumberToObject(json, "competitions", permit->competitions);
    cJSON_AddNumberToObject(json, "required_competitions", dossier->rules.competitions);
    cJSON_AddNumberToObject(json, "months", permit->months);
    cJSON_AddNumberToObject(json, "missing", permit->missing);
    cJSON_AddStringToObject(json, "reaches", dossier->reaches);
    cJSON_AddItemToObject(json, "weapons", groups_json(permit));
    cJSON *lines = cJSON_AddArrayToObject(json, "lines");
    for (int i = 0; i < dossier->count; i++) {
        const struct permit_line *line = &dossier->lines[i];
        cJSON *one = cJSON_CreateObject();
        cJSON_AddNumberToObject(one, "turn", line->turn);
        cJSON_AddStringToObject(one, "date", line->local_date);
        cJSON_AddStringToObject(one, "programme", line->programme);
        cJSON_AddStringToObject(one, "weapon", line->weapon);
        cJSON_AddStringToObject(one, "calibre", line->calibre);
        cJSON_AddNumberToObject(one, "rounds", line->rounds);
        cJSON_AddBoolToObject(one, "is_competition", line->is_competition);
        cJSON_AddItemToArray(lines, one);
    }
    return command_print_json(json);
}

static void print_lines(const struct permit_dossier *dossier)
{
    struct table table = {0};
    for (int i = 0; i < dossier->count; i++) {
        const struct permit_line *line = &dossier->lines[i];
        char turn[16];
        char rounds[16];
        snprintf(turn, sizeof turn, "%d", line->turn);
        snprintf(rounds, sizeof rounds, "%d", line->rounds);
        table_add(&table, 7,
                  (const char *[]){turn, line->local_date, line->programme, line->weapon,
                                   line->calibre, rounds,
                                   line->is_competition ? _("competition") : ""});
    }
    table_print(&table);
}

static void print_groups(const struct permit *permit)
{
    struct table table = {0};
    for (int i = 0; i < permit->group_count; i++) {
        char turns[16];
        char rounds[24];
        snprintf(turns, sizeof turns, "%d", permit->groups[i].turns);
        snprintf(rounds, sizeof rounds, "%lld", (long long)permit->groups[i].rounds);
        table_add(
            &table, 4,
            (const char *[]){permit->groups[i].weapon, permit->groups[i].calibre, turns, rounds});
    }
    puts(_("By weapon and calibre: turns, rounds"));
    table_print(&table);
}

static int print_text(const struct permit_dossier *dossier)
{
    const struct permit *permit = &dossier->permit;
    char from[48];
    char to[48];
    char reaches[48];
    char given[NAME_ROOM];
    char family[NAME_ROOM];
    time_date_text(from, sizeof from, dossier->from);
    time_date_text(to, sizeof to, dossier->to);
    sanitize_screen(given, sizeof given, dossier->member.given_name);
    sanitize_screen(family, sizeof family, dossier->member.family_name);
    printf(_("%s %s, %s to %s\n"), given, family, from, to);
    printf(_("%d of %d turns (%d sessions), %d of %d competitions, %d months\n"), permit->turns,
           dossier->rules.turns, permit->sessions, permit->competitions,
           dossier->rules.competitions, permit->months);
    if (permit->missing > 0 && permit->has_forecast) {
        time_date_text(reaches, sizeof reaches, dossier->reaches);
        printf(_("At this pace it is %d turns on %s.\n"), dossier->rules.turns, reaches);
    } else if (permit->missing > 0) {
        printf(_("At this pace %d turns are not reached within a year.\n"), dossier->rules.turns);
    }
    putchar('\n');
    print_lines(dossier);
    putchar('\n');
    print_groups(permit);
    puts(_("A help, no proof: check with the police what they ask. A turn is a day with a finished"
           " session."));
    return 0;
}

int command_permit(const struct command_options *options, int argc, char **argv)
{
    struct app app;
    struct arena arena = {0};
    struct permit_dossier dossier;
    struct member member;
    struct err err = {0};
    char to[DATE_ROOM] = "";
    int code = 0;
    const char *typed = command_option(&argc, argv, "--to");
    if ((typed != NULL && !time_read_date(typed, to)) || argc != 2) {
        return command_usage(command_find("permit"), _("Say whose: a member's id or number."));
    }
    if (!command_open(&app, options, true, &code)) {
        return code;
    }
    bool ok = find_member(&app, argv[1], &member, &err) &&
              permit_read(&app, &arena, member.id, to, &dossier, &err);
    code = !ok ? command_fail(&err) : options->json ? print_json(&dossier) : print_text(&dossier);
    arena_free(&arena);
    app_close(&app);
    return code;
}
