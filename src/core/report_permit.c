/* The permit dossier: help for a WM-3 application or the renewal of a WM-4. One member, the 12
 * months up to the filter's last day. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/permit.h"
#include "core/reports.h"
#include "store/export.h"

static bool write_facts(const struct document *document, const struct permit_dossier *dossier)
{
    const struct permit *permit = &dossier->permit;
    char reaches[48];
    bool ok = report_factf(document, _("Turns"), _("%d of %d (in %d sessions)"), permit->turns,
                           dossier->rules.turns, permit->sessions) &&
              report_factf(document, _("Competitions"), _("%d of %d"), permit->competitions,
                           dossier->rules.competitions) &&
              report_factf(document, _("Months with a turn"), "%d", permit->months);
    if (!ok) {
        return false;
    }
    if (permit->missing == 0) {
        return document_fact(document, _("Outcome"), _("the number of turns is reached"));
    }
    if (!permit->has_forecast) {
        return report_factf(document, _("Outcome"),
                            P_("%d turn lacks; not reached within a year at this pace",
                               "%d turns lack; not reached within a year at this pace",
                               permit->missing),
                            permit->missing);
    }
    time_date_text(reaches, sizeof reaches, dossier->reaches);
    return report_factf(document, _("Outcome"),
                        P_("%d turn lacks; reaches %d on %s at this pace",
                           "%d turns lack; reaches %d on %s at this pace", permit->missing),
                        permit->missing, dossier->rules.turns, reaches);
}

/* "11-2026" for each month that the window touches, with its turns. */
static bool write_months(const struct document *document, const struct permit_dossier *dossier)
{
    enum { MONTHS_MAX = 13 };
    struct document_point points[MONTHS_MAX];
    char labels[MONTHS_MAX][8];
    char month[DATE_ROOM];
    int count = 0;
    int at = 0;
    snprintf(month, sizeof month, "%.7s-01", dossier->from);
    while (count < MONTHS_MAX && strcmp(month, dossier->to) <= 0) {
        int last = at > 0 ? dossier->lines[at - 1].turn : 0;
        int turn = last;
        for (; at < dossier->count && strncmp(dossier->lines[at].local_date, month, 7) == 0; at++) {
            turn = dossier->lines[at].turn;
        }
        snprintf(labels[count], sizeof labels[count], "%.2s-%.4s", month + 5, month);
        points[count] = (struct document_point){.label = labels[count], .value = turn - last};
        count++;
        time_days_date(month, time_date_days(month) + 31); /* somewhere in the next month */
        text_copy(month + 8, sizeof month - 8, "01");
    }
    const struct document_chart chart = {
        .title = _("Turns in each month"), .unit = _("turns"), .count = count, .points = points};
    return dossier->count == 0 || document_chart(document, &chart);
}

static bool write_turns(const struct document *document, const struct permit_dossier *dossier)
{
    const struct document_column columns[] = {
        {_("No."), CELL_NUMBER, 5},      {_("Date"), CELL_DATE, 10},
        {_("Club"), CELL_TEXT, 15},      {_("Discipline"), CELL_TEXT, 19},
        {_("Weapon"), CELL_TEXT, 17},    {_("Calibre"), CELL_TEXT, 9},
        {_("Shots"), CELL_NUMBER, 7},    {_("Competition"), CELL_TEXT, 10},
        {_("Signed off"), CELL_TEXT, 14}};
    const struct document_table table = {.id = "turns",
                                         .title = _("Turns"),
                                         .columns = columns,
                                         .count = sizeof columns / sizeof columns[0],
                                         .is_main = true};
    bool ok = document_table(document, &table);
    for (int i = 0; ok && i < dossier->count; i++) {
        const struct permit_line *line = &dossier->lines[i];
        char turn[16];
        char rounds[16];
        snprintf(turn, sizeof turn, "%d", line->turn);
        snprintf(rounds, sizeof rounds, "%d", line->rounds);
        ok = document_row(document,
                          (const char *[]){turn, line->local_date, line->club, line->programme,
                                           line->weapon, line->calibre, rounds,
                                           line->is_competition ? _("yes") : _("no"), ""});
    }
    return ok;
}

static bool write_groups(const struct document *document, const struct permit *permit)
{
    const struct document_column columns[] = {{_("Weapon"), CELL_TEXT, 40},
                                              {_("Calibre"), CELL_TEXT, 20},
                                              {_("Turns"), CELL_NUMBER, 12},
                                              {_("Shots"), CELL_NUMBER, 12}};
    const struct document_table table = {.id = "weapons",
                                         .title = _("Weapons used"),
                                         .columns = columns,
                                         .count = sizeof columns / sizeof columns[0]};
    bool ok = document_table(document, &table);
    for (int i = 0; ok && i < permit->group_count; i++) {
        char turns[16];
        char rounds[24];
        snprintf(turns, sizeof turns, "%d", permit->groups[i].turns);
        snprintf(rounds, sizeof rounds, "%lld", (long long)permit->groups[i].rounds);
        ok = document_row(document, (const char *[]){permit->groups[i].weapon,
                                                     permit->groups[i].calibre, turns, rounds});
    }
    return ok;
}

static bool write_end(const struct document *document, const struct permit_dossier *dossier)
{
    const char *const boxes[] = {_("For the board: name and function"), _("Date and signature"),
                                 _("Stamp of the club")};
    const char *rule = dossier->rules.counts_sessions
                           ? _("A turn is a finished session; the window is 365 days.")
                           : _("A turn is a day with a finished session, however many there were;"
                               " the window is 365 days.");
    return document_text(document, TEXT_HEADING, _("Statement of the board")) &&
           document_sign(document, boxes, 3) && document_text(document, TEXT_SMALL, rule) &&
           document_text(document, TEXT_SMALL,
                         _("A help for an application (WM-3) or the renewal of a permit (WM-4), no"
                           " proof by itself: always check with the police which turns count and"
                           " what they ask."));
}

static const char *subject_name(const char *subject)
{
    return strcmp(subject, "member") == 0    ? _("the member")
           : strcmp(subject, "session") == 0 ? _("a session")
                                             : _("an export");
}

/* What who audited wrote about the member, the sessions of the window and earlier exports; nothing
 * when nobody did. */
static bool write_notes(struct app *app, struct arena *arena, const struct document *document,
                        const struct permit_dossier *dossier, struct err *err)
{
    struct note *notes = NULL;
    int count = 0;
    const struct document_column columns[] = {{_("When"), CELL_DATE, 12},
                                              {_("About"), CELL_TEXT, 12},
                                              {_("By"), CELL_TEXT, 16},
                                              {_("Note"), CELL_TEXT, 60}};
    const struct document_table table = {
        .id = "notes", .title = "", .columns = columns, .count = 4};
    if (!note_rows_of_member(app->db, arena, dossier->member.id, dossier->from, dossier->to, &notes,
                             &count, err)) {
        return false;
    }
    bool ok = count == 0 || (document_text(document, TEXT_HEADING, _("Appendix: audit notes")) &&
                             document_table(document, &table));
    for (int i = 0; ok && i < count; i++) {
        char date[DATE_ROOM];
        time_local_date(date, notes[i].at_ms);
        ok = document_row(document, (const char *[]){date, subject_name(notes[i].subject),
                                                     notes[i].by_name, notes[i].text});
    }
    return ok;
}

static bool write_report(struct app *app, const struct report_filter *filter,
                         const struct document *document, struct err *err)
{
    struct arena arena = {0};
    struct permit_dossier dossier;
    struct report_filter window = *filter;
    char subject[3 * NAME_ROOM];
    bool ok = permit_read(app, &arena, filter->member_id, filter->to, &dossier, err);
    if (ok) {
        text_copy(window.from, sizeof window.from, dossier.from);
        text_copy(window.to, sizeof window.to, dossier.to);
        report_member_text(&dossier.member, subject, sizeof subject);
        ok = report_front(app, document, &report_permit, subject, &window, false) &&
             write_facts(document, &dossier) && write_months(document, &dossier) &&
             write_turns(document, &dossier) && write_groups(document, &dossier.permit) &&
             write_end(document, &dossier) && write_notes(app, &arena, document, &dossier, err);
    }
    arena_free(&arena);
    return ok;
}

const struct report report_permit = {
    .id = "permit",
    .name = N_("Permit dossier"),
    .about = N_("the turns of one member in 12 months, numbered, with room for a sign-off"),
    .file = "schietbeurten",
    .needs = REPORT_MEMBER,
    .uses = REPORT_MEMBER | REPORT_PERIOD,
    .right = RIGHT_EXPORT,
    .write = write_report,
};
