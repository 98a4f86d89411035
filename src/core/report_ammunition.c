/* The ammunition issue list: every move, with what was left of that ammunition after it. */
#include <stdio.h>

#include "base/i18n.h"
#include "core/ammunition.h"
#include "core/register.h"
#include "core/reports.h"
#include "store/register.h"

struct writing {
    const struct document *document;
    int64_t sums[MOVE_DISCARDED + 1];
};

static bool write_line(void *context, const struct ammunition_register_line *line)
{
    struct writing *writing = context;
    const struct ammunition_move *move = &line->move;
    char received[24] = "";
    char issued[24] = "";
    char returned[24] = "";
    char other[24] = "";
    char balance[24];
    char name[2 * NAME_ROOM];
    char *const cells[] = {[MOVE_BOUGHT] = received,
                           [MOVE_ISSUED] = issued,
                           [MOVE_RETURNED] = returned,
                           [MOVE_COUNTED] = other,
                           [MOVE_DISCARDED] = other};
    int64_t rounds = move->reason == MOVE_ISSUED ? -move->rounds : move->rounds;
    snprintf(cells[move->reason], sizeof received, "%lld", (long long)rounds);
    snprintf(balance, sizeof balance, "%lld", (long long)line->balance);
    snprintf(name, sizeof name, "%s%s%s", line->family_name,
             line->given_name[0] != '\0' ? ", " : "", line->given_name);
    writing->sums[move->reason] += rounds;
    return document_row(writing->document,
                        (const char *[]){move->local_date, line->ammunition, line->calibre,
                                         line->lot, move_reason_name(move->reason), received,
                                         issued, returned, other, balance, name,
                                         line->member_number, move->by_name, move->note});
}

static bool write_report(struct app *app, const struct report_filter *filter,
                         const struct document *document, struct err *err)
{
    const struct document_column columns[] = {
        {_("Date"), CELL_DATE, 10},       {_("Ammunition"), CELL_TEXT, 16},
        {_("Calibre"), CELL_TEXT, 8},     {_("Lot"), CELL_TEXT, 10},
        {_("Reason"), CELL_TEXT, 14},     {_("Received"), CELL_NUMBER, 7},
        {_("Issued"), CELL_NUMBER, 7},    {_("Returned"), CELL_NUMBER, 7},
        {_("Corrected"), CELL_NUMBER, 7}, {_("Balance"), CELL_NUMBER, 7},
        {_("Member"), CELL_TEXT, 16},     {_("Number"), CELL_TEXT, 8},
        {_("By"), CELL_TEXT, 10},         {_("Note"), CELL_TEXT, 12}};
    const struct document_table table = {.id = "ammunition",
                                         .title = "",
                                         .columns = columns,
                                         .count = sizeof columns / sizeof columns[0],
                                         .is_main = true};
    const struct register_range range = {.from = filter->from, .to = filter->to};
    struct writing writing = {.document = document};
    return rights_check(app, RIGHT_SEE, err) &&
           report_front(app, document, &report_ammunition, "", filter, true) &&
           document_table(document, &table) &&
           ammunition_register_each(app->db, &range, write_line, &writing, err) &&
           report_factf(document, _("Received"), "%lld", (long long)writing.sums[MOVE_BOUGHT]) &&
           report_factf(document, _("Issued"), "%lld", (long long)writing.sums[MOVE_ISSUED]) &&
           report_factf(document, _("Returned"), "%lld", (long long)writing.sums[MOVE_RETURNED]) &&
           report_factf(document, _("Fired"), "%lld",
                        (long long)(writing.sums[MOVE_ISSUED] - writing.sums[MOVE_RETURNED]));
}

const struct report report_ammunition = {
    .id = "ammunition",
    .name = N_("Ammunition issue list"),
    .about = N_("ammunition received, issued and returned, with what was left after each"),
    .file = "munitie-uitgifte",
    .uses = REPORT_PERIOD,
    .right = RIGHT_EXPORT,
    .write = write_report,
};
