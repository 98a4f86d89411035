/* The turns of a permit dossier as rows: one member, the 12 months up to the filter's last day. */
#include <stdio.h>

#include "base/i18n.h"
#include "core/permit.h"
#include "core/reports.h"

static const char *const titles[] = {"Nr",      "Datum",   "Discipline", "Wapen",
                                     "Kaliber", "Schoten", "Wedstrijd",  "Aftekening"};
enum { COLUMNS = sizeof titles / sizeof titles[0] };
static const enum spreadsheet_kind kinds[COLUMNS] = {[0] = CELL_NUMBER, [5] = CELL_NUMBER};

static bool write_row(const struct report_out *out, const struct permit_line *line)
{
    char turn[16];
    char rounds[16];
    snprintf(turn, sizeof turn, "%d", line->turn);
    snprintf(rounds, sizeof rounds, "%d", line->rounds);
    const char *const cells[COLUMNS] = {turn,
                                        line->local_date,
                                        line->programme,
                                        line->weapon,
                                        line->calibre,
                                        rounds,
                                        line->is_competition ? "ja" : "nee",
                                        ""};
    return out->row(out->context, cells);
}

static bool write_report(struct app *app, struct db *db, const struct report_filter *filter,
                         const struct report_out *out, struct err *err)
{
    struct arena arena = {0};
    struct permit_dossier dossier;
    struct app reader = *app;
    reader.db = db;
    if (filter->member_id == 0) {
        return err_set(err, ERR_INPUT, _("A permit dossier is about one member: choose one."));
    }
    bool ok = permit_read(&reader, &arena, filter->member_id, filter->to, &dossier, err) &&
              out->head(out->context, titles, kinds, COLUMNS);
    for (int i = 0; ok && i < dossier.count; i++) {
        ok = write_row(out, &dossier.lines[i]);
    }
    arena_free(&arena);
    return ok;
}

const struct report report_permit = {
    .id = "permit",
    .name = N_("Permit dossier"),
    .about = N_("the turns of one member in 12 months, numbered, with room for a sign-off"),
    .file = "schietbeurten",
    .write = write_report,
};
