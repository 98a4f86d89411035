/* The weapon card: how a weapon shoots, with what, and its care. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/time.h"
#include "core/reflection.h"
#include "core/report_parts.h"
#include "core/weapon.h"
#include "core/weapon_service.h"

static bool write_weapon(struct app *app, const struct document *document,
                         const struct weapon *weapon, struct err *err)
{
    struct weapon_service_state service;
    char date[48];
    if (!weapon_service_state(app, weapon->id, &service, err)) {
        return false;
    }
    bool ok = document_fact(document, _("Kind"), weapon_kind_name(weapon->kind)) &&
              document_fact(document, _("Calibre"), weapon->calibre) &&
              document_fact(document, _("Serial number"), weapon->serial) &&
              document_fact(document, _("Owner"),
                            weapon->owner_member_id == 0 ? _("the club") : _("a member")) &&
              report_factf(document, _("Rounds in all"), "%lld", (long long)service.rounds) &&
              report_factf(document, _("Rounds since service"), "%lld", (long long)service.since);
    if (ok && service.interval > 0) {
        ok = report_factf(document, _("Service due in"),
                          service.is_due ? _("overdue by %lld rounds") : _("%lld rounds"),
                          (long long)(service.left < 0 ? -service.left : service.left));
    }
    if (ok && service.expected_date[0] != '\0') {
        time_date_text(date, sizeof date, service.expected_date);
        ok = document_fact(document, _("Expected on"), date);
    }
    return ok;
}

static bool write_service(struct app *app, struct arena *arena, const struct document *document,
                          record_id id, struct err *err)
{
    struct weapon_service *rows = NULL;
    int count = 0;
    const struct document_column columns[] = {{_("Date"), CELL_DATE, 12},
                                              {_("Rounds"), CELL_NUMBER, 10},
                                              {_("Service"), CELL_TEXT, 50},
                                              {_("By"), CELL_TEXT, 20}};
    const struct document_table table = {
        .id = "service", .title = "", .columns = columns, .count = 4};
    if (!service_list(app, arena, id, &rows, &count, err)) {
        return false;
    }
    bool ok = count == 0 || (document_text(document, TEXT_HEADING, _("Service")) &&
                             document_table(document, &table));
    for (int i = 0; ok && i < count; i++) {
        char rounds[24];
        snprintf(rounds, sizeof rounds, "%lld", (long long)rows[i].rounds);
        ok = document_row(
            document, (const char *[]){rows[i].local_date, rounds, rows[i].what, rows[i].by_name});
    }
    return ok;
}

static bool write_insight(struct app *app, struct arena *arena, const struct document *document,
                          record_id id, const struct insight_choice *choice, struct err *err)
{
    struct insight_lines lines;
    struct insight look;
    struct reflection *reflection = arena_alloc(arena, sizeof *reflection);
    const struct insight_of of = {.weapon_id = id};
    if (!insight_read(app, arena, &of, &lines, err) ||
        !reflection_weapon_read(app, id, &lines, choice, reflection, err)) {
        return false;
    }
    insight_look(&lines, choice, &look);
    return document_text(document, TEXT_HEADING, _("Numbers")) && report_look(document, &look) &&
           report_course(app, arena, document, &lines, choice, NUMBER_AVERAGE,
                         _("Average a shot of each session"), _("rings a shot")) &&
           report_course(app, arena, document, &lines, choice, NUMBER_SIGMA,
                         _("Sigma of each session"), _("mm")) &&
           document_text(document, TEXT_HEADING, _("By ammunition, distance, programme")) &&
           report_groups(app, arena, document, &lines, choice, BY_PROGRAMME, "programmes",
                         _("Programme"), true, err) &&
           report_groups(app, arena, document, &lines, choice, BY_AMMUNITION, "ammunition",
                         _("Ammunition"), false, err) &&
           report_groups(app, arena, document, &lines, choice, BY_DISTANCE, "distances",
                         _("Distance"), false, err) &&
           report_words(app, arena, document, JOB_INSIGHT, id, reflection, err);
}

static bool write_report(struct app *app, const struct report_filter *filter,
                         const struct document *document, struct err *err)
{
    struct arena arena = {0};
    struct weapon *weapon = arena_alloc(&arena, sizeof *weapon);
    struct insight_choice choice = {0};
    report_choice(filter, &choice);
    bool ok = weapon_get(app, filter->weapon_id, weapon, err) &&
              report_front(app, document, &report_weapon, weapon->name, filter, false) &&
              write_weapon(app, document, weapon, err) &&
              write_insight(app, &arena, document, weapon->id, &choice, err) &&
              write_service(app, &arena, document, weapon->id, err);
    arena_free(&arena);
    return ok;
}

const struct report report_weapon = {
    .id = "weapon",
    .name = N_("Weapon card"),
    .about = N_("how a weapon shoots, with which ammunition, and its service"),
    .file = "wapenkaart",
    .needs = REPORT_WEAPON,
    .uses = REPORT_WEAPON | REPORT_PERIOD,
    .right = RIGHT_EXPORT,
    .write = write_report,
};
