/* Competition ranking: the best card of each shooter of one programme within the period. */
#include <stdio.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "core/ranking.h"
#include "core/report_parts.h"
#include "core/rules/score.h"

enum { SERIES_SHOWN = 6 };

static bool write_row(const struct document *document, const struct ranking *ranking,
                      const struct ranking_row *row, int series)
{
    char cells[3 + SERIES_SHOWN + 4][2 * NAME_ROOM + 4] = {{0}};
    const char *texts[3 + SERIES_SHOWN + 4];
    int64_t columns[SERIES_SHOWN];
    int count = ranking_columns(&row->card, columns, SERIES_SHOWN);
    int at = 0;
    snprintf(cells[at++], sizeof cells[0], "%d", row->card.position);
    snprintf(cells[at++], sizeof cells[0], "%s, %s", row->family_name, row->given_name);
    snprintf(cells[at++], sizeof cells[0], "%s", row->local_date);
    for (int i = 0; i < series; i++, at++) {
        if (i < count) {
            score_total_text(cells[at], sizeof cells[0], columns[i], ranking->has_decimals, '.');
        }
    }
    snprintf(cells[at++], sizeof cells[0], "%d", row->card.inner_tens);
    score_total_text(cells[at++], sizeof cells[0], row->card.total_tenths, ranking->has_decimals,
                     '.');
    snprintf(cells[at++], sizeof cells[0], "%d", row->matches);
    decimal_write_rounded(cells[at++], sizeof cells[0],
                          (double)row->matches_total / 10 / row->matches, 1, '.');
    for (int i = 0; i < at; i++) {
        texts[i] = cells[i];
    }
    return document_row(document, texts);
}

static int most_series(const struct ranking *ranking)
{
    int64_t columns[SERIES_SHOWN];
    int most = 0;
    for (int i = 0; i < ranking->count; i++) {
        int count = ranking_columns(&ranking->rows[i].card, columns, SERIES_SHOWN);
        most = count > most ? count : most;
    }
    return most;
}

static bool write_table(const struct document *document, const struct ranking *ranking)
{
    static const char *const names[SERIES_SHOWN] = {"S1", "S2", "S3", "S4", "S5", "S6"};
    struct document_column columns[3 + SERIES_SHOWN + 4] = {
        {_("Pos."), CELL_NUMBER, 5}, {_("Name"), CELL_TEXT, 26}, {_("Date"), CELL_DATE, 11}};
    int series = most_series(ranking);
    int count = 3;
    for (int i = 0; i < series; i++) {
        columns[count++] = (struct document_column){names[i], CELL_NUMBER, 7};
    }
    columns[count++] = (struct document_column){_("X"), CELL_NUMBER, 5};
    columns[count++] = (struct document_column){_("Total"), CELL_NUMBER, 9};
    columns[count++] = (struct document_column){_("Matches"), CELL_NUMBER, 8};
    columns[count++] = (struct document_column){_("Mean"), CELL_NUMBER, 8};
    const struct document_table table = {
        .id = "ranking", .title = "", .columns = columns, .count = count, .is_main = true};
    bool ok = document_table(document, &table);
    for (int i = 0; ok && i < ranking->count; i++) {
        ok = write_row(document, ranking, &ranking->rows[i], series);
    }
    return ok;
}

static bool write_report(struct app *app, const struct report_filter *filter,
                         const struct document *document, struct err *err)
{
    struct arena arena = {0};
    struct ranking ranking;
    bool ok = ranking_read(app, &arena, filter, true, &ranking, err) &&
              report_front(app, document, &report_ranking, programme_name(ranking.programme),
                           filter, false) &&
              write_table(document, &ranking) &&
              document_text(document, TEXT_SMALL,
                            _("The best card of each shooter. On ties inner tens (X), then the"
                              " series from the last one back; still equal: one position."));
    arena_free(&arena);
    return ok;
}

const struct report report_ranking = {
    .id = "ranking",
    .name = N_("Competition ranking"),
    .about = N_("the best competition card of each shooter of one programme, in order"),
    .file = "rangschikking",
    .needs = REPORT_PROGRAMME,
    .uses = REPORT_PROGRAMME | REPORT_PERIOD,
    .right = RIGHT_EXPORT,
    .write = write_report,
};
