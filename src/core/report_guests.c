/* The guest register: guests with their document and the member who brought them. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/time.h"
#include "core/register.h"
#include "core/reports.h"
#include "store/register.h"

static bool write_line(void *context, const struct guest_line *line)
{
    const struct guest *guest = &line->guest;
    char in[6];
    char out[6] = "";
    char host[2 * NAME_ROOM];
    int type = document_type_read(guest->document_type);
    time_local_clock(in, line->in_at_ms);
    if (line->out_at_ms != 0) {
        time_local_clock(out, line->out_at_ms);
    }
    register_person_name(&line->host, host, sizeof host);
    return document_row(context, (const char *[]){guest->local_date, in, out, guest->name,
                                                  type >= 0 ? _(document_type_name(type)) : "",
                                                  guest->document_number, host, line->host.number,
                                                  line->weapon, guest->by_name});
}

static bool write_report(struct app *app, const struct report_filter *filter,
                         const struct document *document, struct err *err)
{
    const struct document_column columns[] = {
        {_("Date"), CELL_DATE, 11},     {_("In"), CELL_TEXT, 7},
        {_("Out"), CELL_TEXT, 7},       {_("Guest"), CELL_TEXT, 22},
        {_("Document"), CELL_TEXT, 14}, {_("Number"), CELL_TEXT, 14},
        {_("Guest of"), CELL_TEXT, 20}, {_("Member"), CELL_TEXT, 9},
        {_("Weapon"), CELL_TEXT, 16},   {_("Range officer"), CELL_TEXT, 16}};
    const struct document_table table = {.id = "guests",
                                         .title = "",
                                         .columns = columns,
                                         .count = sizeof columns / sizeof columns[0],
                                         .is_main = true};
    const struct register_range range = {.from = filter->from, .to = filter->to};
    struct document copy = *document;
    return rights_check(app, RIGHT_SEE, err) &&
           report_front(app, document, &report_guests, "", filter, true) &&
           document_table(document, &table) && guest_each(app->db, &range, write_line, &copy, err);
}

const struct report report_guests = {
    .id = "guests",
    .name = N_("Guest register"),
    .about = N_("guests with their document and the member who brought them"),
    .file = "introduceregister",
    .uses = REPORT_PERIOD,
    .right = RIGHT_EXPORT,
    .write = write_report,
};
