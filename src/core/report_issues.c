/* The weapon issue list: club weapons handed out and brought back. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/time.h"
#include "core/register.h"
#include "core/reports.h"
#include "store/register.h"

static bool write_line(void *context, const struct weapon_issue_line *line)
{
    const struct weapon_issue *issue = &line->issue;
    char out[6];
    char in[6] = "";
    char in_date[DATE_ROOM] = "";
    char name[2 * NAME_ROOM];
    char condition[2 * NAME_ROOM + 8];
    bool has_both = issue->condition_out[0] != '\0' && issue->condition_in[0] != '\0';
    time_local_clock(out, issue->out_at_ms);
    if (issue->in_at_ms != 0) {
        time_local_clock(in, issue->in_at_ms);
        time_local_date(in_date, issue->in_at_ms);
    }
    register_person_name(&line->member, name, sizeof name);
    snprintf(condition, sizeof condition, "%s%s%s", issue->condition_out, has_both ? " / " : "",
             issue->condition_in);
    return document_row(
        context, (const char *[]){issue->local_date, out, line->weapon, line->calibre, line->serial,
                                  name, line->member.number, line->member.licence, issue->out_by,
                                  in_date, in, issue->in_by, condition});
}

static bool write_report(struct app *app, const struct report_filter *filter,
                         const struct document *document, struct err *err)
{
    const struct document_column columns[] = {{_("Date"), CELL_DATE, 10},
                                              {_("Out"), CELL_TEXT, 6},
                                              {_("Weapon"), CELL_TEXT, 16},
                                              {_("Calibre"), CELL_TEXT, 8},
                                              {_("Serial number"), CELL_TEXT, 10},
                                              {_("Member"), CELL_TEXT, 18},
                                              {_("Number"), CELL_TEXT, 8},
                                              {_("Licence"), CELL_TEXT, 9},
                                              {_("Handed out by"), CELL_TEXT, 13},
                                              {_("Back on"), CELL_DATE, 10},
                                              {_("In"), CELL_TEXT, 6},
                                              {_("Taken back by"), CELL_TEXT, 13},
                                              {_("Condition"), CELL_TEXT, 18}};
    const struct document_table table = {.id = "issues",
                                         .title = "",
                                         .columns = columns,
                                         .count = sizeof columns / sizeof columns[0],
                                         .is_main = true};
    const struct register_range range = {.from = filter->from, .to = filter->to};
    struct document copy = *document;
    return rights_check(app, RIGHT_SEE, err) &&
           report_front(app, document, &report_issues, "", filter, true) &&
           document_table(document, &table) &&
           weapon_issue_each(app->db, &range, write_line, &copy, err);
}

const struct report report_issues = {
    .id = "issues",
    .name = N_("Weapon issue list"),
    .about = N_("club weapons handed out and brought back, by whom, and how they were"),
    .file = "wapenuitgifte",
    .uses = REPORT_PERIOD,
    .right = RIGHT_EXPORT,
    .write = write_report,
};
