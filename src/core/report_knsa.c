/* The result form that the KNSA takes results of a match with: its columns, its order. */
#include <stdio.h>

#include "base/i18n.h"
#include "core/ranking.h"
#include "core/rules/score.h"

enum { SERIES_SHOWN = 6 };

/* The form is Dutch, whatever the language. Categorie and Klasse are not kept here: they stay empty
 * for the organiser. */
static const struct document_column columns[] = {
    {"Positie", CELL_NUMBER, 7}, {"Discipline", CELL_TEXT, 15},
    {"Categorie", CELL_TEXT, 9}, {"Klasse", CELL_TEXT, 7},
    {"Licentie", CELL_TEXT, 9},  {"Achternaam", CELL_TEXT, 18},
    {"Ver. code", CELL_TEXT, 8}, {"Verenigingsnaam", CELL_TEXT, 18},
    {"S1", CELL_NUMBER, 6},      {"S2", CELL_NUMBER, 6},
    {"S3", CELL_NUMBER, 6},      {"S4", CELL_NUMBER, 6},
    {"S5", CELL_NUMBER, 6},      {"S6", CELL_NUMBER, 6},
    {"M", CELL_NUMBER, 5},       {"Totaal", CELL_NUMBER, 8}};
enum { COLUMNS = sizeof columns / sizeof columns[0], FIRST_SERIES = 8 };
static const struct document_table table = {
    .id = "results", .title = "", .columns = columns, .count = COLUMNS, .is_main = true};

static bool write_row(const struct app *app, const struct document *document,
                      const struct ranking *ranking, const struct ranking_row *row)
{
    char position[16];
    char name[2 * NAME_ROOM + 4];
    char series[SERIES_SHOWN][24] = {{0}};
    char inner[16];
    char total[24];
    int64_t sums[SERIES_SHOWN];
    int count = ranking_columns(&row->card, sums, SERIES_SHOWN);
    snprintf(position, sizeof position, "%d", row->card.position);
    snprintf(name, sizeof name, "%s%s%s", row->family_name, row->given_name[0] != '\0' ? ", " : "",
             row->given_name);
    for (int i = 0; i < count; i++) {
        score_total_text(series[i], sizeof series[i], sums[i], ranking->has_decimals, '.');
    }
    snprintf(inner, sizeof inner, "%d", row->card.inner_tens);
    score_total_text(total, sizeof total, row->card.total_tenths, ranking->has_decimals, '.');
    const char *const cells[COLUMNS] = {position,
                                        ranking->programme->name_nl,
                                        "",
                                        "",
                                        row->licence,
                                        name,
                                        app->club.knsa_number,
                                        app->club.name,
                                        series[0],
                                        series[1],
                                        series[2],
                                        series[3],
                                        series[4],
                                        series[5],
                                        inner,
                                        total};
    return document_row(document, cells);
}

static bool write_report(struct app *app, const struct report_filter *filter,
                         const struct document *document, struct err *err)
{
    struct arena arena = {0};
    struct ranking ranking;
    const char *const boxes[] = {_("Supplied by: name and licence"), _("Telephone and e-mail"),
                                 _("Approval DTC/LTC")};
    bool ok = ranking_read(app, &arena, filter, false, &ranking, err) &&
              report_front(app, document, &report_knsa, programme_name(ranking.programme), filter,
                           true) &&
              document_table(document, &table);
    for (int i = 0; ok && i < ranking.count; i++) {
        ok = write_row(app, document, &ranking, &ranking.rows[i]);
    }
    ok = ok && document_sign(document, boxes, 3);
    arena_free(&arena);
    return ok;
}

const struct report report_knsa = {
    .id = "knsa",
    .name = N_("KNSA result form"),
    .about = N_("the competition results of one programme in the columns of the KNSA's form"),
    .file = "knsa-uitslag",
    .needs = REPORT_PROGRAMME,
    .uses = REPORT_PROGRAMME | REPORT_PERIOD,
    .right = RIGHT_EXPORT,
    .write = write_report,
};
