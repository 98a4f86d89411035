/* Member progress: what a shooter shot, per programme, and which way it goes. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/time.h"
#include "core/goal.h"
#include "core/member.h"
#include "core/report_parts.h"
#include "core/shooter.h"
#include "core/turns.h"

enum { PROGRAMMES_MOST = 8 };

static bool write_turns(struct app *app, const struct document *document, record_id member_id,
                        struct err *err)
{
    struct turns turns;
    return turns_read(app, member_id, &turns, err) &&
           report_factf(document, _("Turns, 12 months"), _("%d of %d"), turns.turns,
                        turns.required) &&
           report_factf(document, _("Competitions, 12 months"), _("%d of %d"), turns.competitions,
                        turns.competitions_required);
}

static bool write_programme(struct app *app, struct arena *arena, const struct document *document,
                            record_id member_id, const struct insight_lines *lines,
                            const struct insight_choice *choice, struct err *err)
{
    struct shooter *shooter = arena_alloc(arena, sizeof *shooter);
    struct insight look;
    char best[32];
    char steady[32];
    if (!shooter_read(app, arena, member_id, lines, choice, shooter, err)) {
        return false;
    }
    insight_look(lines, choice, &look);
    report_total(best, sizeof best, shooter->bests.total.tenths, shooter->has_decimals);
    report_number(steady, sizeof steady, &shooter->steadiness, 1);
    bool ok = document_text(document, TEXT_HEADING,
                            shooter->programme != NULL ? programme_name(shooter->programme)
                                                       : choice->programme_id) &&
              report_look(document, &look);
    if (ok && shooter->bests.total.date[0] != '\0') {
        char date[48];
        time_date_text(date, sizeof date, shooter->bests.total.date);
        ok = report_factf(document, _("Personal best"), "%s (%s)", best, date);
    }
    return ok &&
           (!shooter->steadiness.has ||
            report_factf(document, _("Steadiness"), _("%s rings from card to card"), steady)) &&
           report_course(app, arena, document, lines, choice, NUMBER_AVERAGE,
                         _("Average a shot of each session"), _("rings a shot"));
}

static bool write_goals(struct app *app, struct arena *arena, const struct document *document,
                        record_id member_id, struct err *err)
{
    struct goal *goals = NULL;
    int count = 0;
    const struct document_column columns[] = {
        {_("Month"), CELL_TEXT, 12}, {_("Goal"), CELL_TEXT, 60}, {_("Done on"), CELL_DATE, 14}};
    const struct document_table table = {
        .id = "goals", .title = "", .columns = columns, .count = 3};
    if (!goal_list(app, arena, member_id, &goals, &count, err)) {
        return false;
    }
    bool ok = count == 0 || (document_text(document, TEXT_HEADING, _("Goals")) &&
                             document_table(document, &table));
    for (int i = 0; ok && i < count; i++) {
        char done[DATE_ROOM] = "";
        if (goals[i].done_at_ms > 0) {
            time_local_date(done, goals[i].done_at_ms);
        }
        ok = document_row(document, (const char *[]){goals[i].month, goals[i].title, done});
    }
    return ok;
}

static bool write_all(struct app *app, struct arena *arena, const struct document *document,
                      const struct report_filter *filter, struct err *err)
{
    struct insight_lines lines;
    struct insight_choice choice = {0};
    const char *programmes[PROGRAMMES_MOST];
    const struct insight_of of = {.member_id = filter->member_id};
    report_choice(filter, &choice);
    if (!insight_read(app, arena, &of, &lines, err)) {
        return false;
    }
    int count = insight_programmes(&lines, &choice, programmes, PROGRAMMES_MOST);
    bool ok = write_turns(app, document, filter->member_id, err) &&
              report_groups(app, arena, document, &lines, &choice, BY_PROGRAMME, "programmes",
                            _("Programme"), true, err);
    for (int i = 0; ok && i < count; i++) {
        choice.programme_id = programmes[i];
        ok = write_programme(app, arena, document, filter->member_id, &lines, &choice, err);
    }
    choice.programme_id = NULL;
    return ok &&
           report_groups(app, arena, document, &lines, &choice, BY_WEAPON, "weapons", _("Weapon"),
                         false, err) &&
           write_goals(app, arena, document, filter->member_id, err);
}

static bool write_report(struct app *app, const struct report_filter *filter,
                         const struct document *document, struct err *err)
{
    struct arena arena = {0};
    struct member *member = arena_alloc(&arena, sizeof *member);
    char subject[3 * NAME_ROOM];
    bool ok = member_get(app, filter->member_id, member, err);
    if (ok) {
        report_member_text(member, subject, sizeof subject);
        ok = report_front(app, document, &report_progress, subject, filter, false) &&
             write_all(app, &arena, document, filter, err);
    }
    arena_free(&arena);
    return ok;
}

const struct report report_progress = {
    .id = "progress",
    .name = N_("Member progress"),
    .about = N_("what a shooter shot in each programme, and which way it goes"),
    .file = "voortgang",
    .needs = REPORT_MEMBER,
    .uses = REPORT_MEMBER | REPORT_PERIOD,
    .right = RIGHT_EXPORT,
    .write = write_report,
};
