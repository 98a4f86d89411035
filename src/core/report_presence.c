/* The presence register: who was there, when they came and went. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/time.h"
#include "core/register.h"
#include "core/reports.h"
#include "store/register.h"

struct writing {
    const struct document *document;
    int members, guests;
};

static bool write_line(void *context, const struct presence_line *line)
{
    struct writing *writing = context;
    const struct presence *presence = &line->presence;
    bool is_guest = presence->guest_id != 0;
    char in[6];
    char out[6] = "";
    char name[2 * NAME_ROOM];
    char host[2 * NAME_ROOM];
    char lane[16] = "";
    time_local_clock(in, presence->in_at_ms);
    if (presence->out_at_ms != 0) {
        time_local_clock(out, presence->out_at_ms);
    }
    if (presence->lane > 0) {
        snprintf(lane, sizeof lane, "%d", presence->lane);
    }
    register_person_name(&line->member, name, sizeof name);
    register_person_name(&line->member, host, sizeof host);
    writing->members += is_guest ? 0 : 1;
    writing->guests += is_guest ? 1 : 0;
    return document_row(writing->document, (const char *[]){presence->local_date, in, out,
                                                            is_guest ? "" : line->member.number,
                                                            is_guest ? "" : line->member.licence,
                                                            is_guest ? line->guest_name : name,
                                                            is_guest ? host : "", lane});
}

static bool write_report(struct app *app, const struct report_filter *filter,
                         const struct document *document, struct err *err)
{
    const struct document_column columns[] = {
        {_("Date"), CELL_DATE, 11},     {_("In"), CELL_TEXT, 7},       {_("Out"), CELL_TEXT, 7},
        {_("Number"), CELL_TEXT, 10},   {_("Licence"), CELL_TEXT, 12}, {_("Name"), CELL_TEXT, 26},
        {_("Guest of"), CELL_TEXT, 24}, {_("Lane"), CELL_NUMBER, 6}};
    const struct document_table table = {.id = "presence",
                                         .title = "",
                                         .columns = columns,
                                         .count = sizeof columns / sizeof columns[0],
                                         .is_main = true};
    const struct register_range range = {.from = filter->from, .to = filter->to};
    struct writing writing = {.document = document};
    return rights_check(app, RIGHT_SEE, err) &&
           report_front(app, document, &report_presence, "", filter, false) &&
           document_table(document, &table) &&
           presence_each(app->db, &range, write_line, &writing, err) &&
           report_factf(document, _("Visits of members"), "%d", writing.members) &&
           report_factf(document, _("Visits of guests"), "%d", writing.guests);
}

const struct report report_presence = {
    .id = "presence",
    .name = N_("Presence register"),
    .about = N_("who was there, when they came and went; guests with their host"),
    .file = "presentieregister",
    .uses = REPORT_PERIOD,
    .right = RIGHT_EXPORT,
    .write = write_report,
};
