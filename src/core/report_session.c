/* The session card: one session with its target, series, numbers and what they say. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/reflection.h"
#include "core/report_parts.h"
#include "core/rules/score.h"

static bool write_who(const struct document *document, const struct session_detail *detail)
{
    const struct session *session = &detail->session;
    char moment[48];
    char lane[16];
    time_moment_text(moment, sizeof moment, session->started_at_ms);
    snprintf(lane, sizeof lane, "%d", session->lane);
    return document_fact(document, _("Programme"),
                         detail->programme != NULL ? programme_name(detail->programme)
                                                   : session->programme_id) &&
           document_fact(document, _("Started"), moment) &&
           (session->lane == 0 || document_fact(document, _("Lane"), lane)) &&
           (detail->location[0] == '\0' ||
            document_fact(document, _("Location"), detail->location)) &&
           (detail->officer[0] == '\0' ||
            document_fact(document, _("Range officer"), detail->officer)) &&
           document_fact(document, _("Competition"), session->is_competition ? _("yes") : _("no"));
}

static bool write_weapon(const struct document *document, const struct session_part *part)
{
    const struct weapon *arm = &part->arm;
    return (arm->id == 0 || report_factf(document, _("Weapon"), "%s%s%s", arm->name,
                                         arm->calibre[0] != '\0' ? ", " : "", arm->calibre)) &&
           (part->face == NULL || document_fact(document, _("Face"), part->face->name)) &&
           report_factf(document, _("Rounds"), "%d", part->weapon.rounds_fired);
}

static bool write_numbers(const struct document *document, const struct session_detail *detail)
{
    const struct session_stats *stats = &detail->stats;
    char total[32];
    char average[32];
    char best[32];
    char versus[32];
    report_total(total, sizeof total, stats->total_tenths, detail->has_decimals);
    report_number(average, sizeof average, &stats->average, 2);
    report_number(best, sizeof best, &detail->own_best, detail->has_decimals ? 1 : 0);
    report_number(versus, sizeof versus, &detail->versus_average, 1);
    return report_factf(document, _("Total"), "%s", total) &&
           report_factf(document, _("Inner tens"), "%d", stats->inner_tens) &&
           report_factf(document, _("Shots"), "%d", stats->shots) &&
           document_fact(document, _("Average a shot"), average) &&
           (!detail->own_best.has || document_fact(document, _("Own best before"), best)) &&
           (!detail->versus_average.has ||
            report_factf(document, _("Against own average"), _("%s rings"), versus));
}

static bool write_group(const struct document *document, const struct session_stats *stats)
{
    char sigma[96];
    char place[96];
    char spread[32];
    char radius[32];
    report_span(sigma, sizeof sigma, &stats->sigma, &stats->sigma_low, &stats->sigma_high, 1);
    report_place(place, sizeof place, &stats->mpi_x, &stats->mpi_y);
    report_number(spread, sizeof spread, &stats->extreme_spread, 1);
    report_number(radius, sizeof radius, &stats->mean_radius, 1);
    return (!stats->mpi_x.has || document_fact(document, _("Mean point, mm"), place)) &&
           (!stats->extreme_spread.has || document_fact(document, _("Widest, mm"), spread)) &&
           (!stats->mean_radius.has || document_fact(document, _("Mean radius, mm"), radius)) &&
           (!stats->sigma.has || document_fact(document, _("Sigma, mm (95 %)"), sigma));
}

static bool write_series(const struct document *document, const struct session_detail *detail,
                         const struct session_part *part)
{
    const struct document_column columns[] = {{_("Series"), CELL_NUMBER, 10},
                                              {_("Shots"), CELL_NUMBER, 10},
                                              {_("Rings"), CELL_NUMBER, 12},
                                              {_("Shot by shot"), CELL_TEXT, 60}};
    const struct document_table table = {
        .id = "series", .title = "", .columns = columns, .count = 4};
    struct document_point points[SERIES_MAX];
    char names[SERIES_MAX][8];
    bool ok =
        part->stats.series_count == 0 ||
        (document_text(document, TEXT_HEADING, _("Series")) && document_table(document, &table));
    for (int i = 0; ok && i < part->stats.series_count; i++) {
        const struct series_stats *series = &part->stats.series[i];
        char number[16];
        char shots[16];
        char rings[32];
        char values[700] = "";
        size_t used = 0;
        snprintf(number, sizeof number, "%d", series->number);
        snprintf(shots, sizeof shots, "%d", series->shots);
        score_total_text(rings, sizeof rings, series->total_tenths, detail->has_decimals, '.');
        for (int at = 0; at < part->shot_count && used + 12 < sizeof values; at++) {
            const struct shot *shot = &part->shots[at];
            if (shot->series == series->number) {
                char value[16];
                score_text(value, sizeof value, shot->value_tenths, detail->has_decimals,
                           shot->is_inner_ten, i18n_decimal_point());
                used += (size_t)snprintf(values + used, sizeof values - used, "%s ", value);
            }
        }
        ok = document_row(document, (const char *[]){number, shots, rings, values});
        snprintf(names[i], sizeof names[i], "%d", series->number);
        points[i] =
            (struct document_point){.label = names[i], .value = (double)series->total_tenths / 10};
    }
    const struct document_chart chart = {.title = _("Rings of each series"),
                                         .unit = "",
                                         .is_line = part->stats.series_count > 1,
                                         .decimals = detail->has_decimals ? 1 : 0,
                                         .count = part->stats.series_count,
                                         .points = points};
    return ok && (part->stats.series_count < 2 || document_chart(document, &chart));
}

/* Every shot: the table that a CSV file of the card holds. */
static bool write_shots(const struct document *document, const struct session_detail *detail)
{
    const struct document_column columns[] = {
        {_("Series"), CELL_NUMBER, 9},  {_("Shot"), CELL_NUMBER, 9},
        {_("Value"), CELL_NUMBER, 10},  {_("Inner ten"), CELL_TEXT, 10},
        {_("X (mm)"), CELL_NUMBER, 12}, {_("Y (mm)"), CELL_NUMBER, 12},
        {_("Time"), CELL_TEXT, 10}};
    const struct document_table table = {.id = "shots",
                                         .title = "",
                                         .columns = columns,
                                         .count = sizeof columns / sizeof columns[0],
                                         .is_main = true};
    bool ok = document_text(document, TEXT_HEADING, _("Shots")) && document_table(document, &table);
    for (int part = 0; ok && part < detail->part_count; part++) {
        for (int i = 0; ok && i < detail->parts[part].shot_count; i++) {
            const struct shot *shot = &detail->parts[part].shots[i];
            char series[16];
            char number[16];
            char value[16];
            char x[32] = "";
            char y[32] = "";
            char clock[6];
            snprintf(series, sizeof series, "%d", shot->series);
            snprintf(number, sizeof number, "%d", shot->number);
            score_total_text(value, sizeof value, shot->value_tenths, detail->has_decimals, '.');
            if (shot->is_plotted) {
                report_millimetres(x, sizeof x, shot->x_um);
                report_millimetres(y, sizeof y, shot->y_um);
            }
            time_local_clock(clock, shot->entered_at_ms);
            ok = document_row(document,
                              (const char *[]){shot->series > 0 ? series : _("sighter"), number,
                                               value, shot->is_inner_ten ? "x" : "", x, y, clock});
        }
    }
    return ok;
}

static bool write_part(struct arena *arena, const struct document *document,
                       const struct session_detail *detail, int at)
{
    const struct session_part *part = &detail->parts[at];
    char title[NAME_ROOM + 32];
    snprintf(title, sizeof title, _("Target: %s"), part->face != NULL ? part->face->name : "");
    return write_weapon(document, part) && write_group(document, &part->stats) &&
           report_target(arena, document, title, part) && write_series(document, detail, part);
}

static bool write_texts(const struct document *document, const struct session *session)
{
    return (session->notes[0] == '\0' || (document_text(document, TEXT_HEADING, _("Notes")) &&
                                          document_text(document, TEXT_PLAIN, session->notes))) &&
           (session->reflection[0] == '\0' ||
            (document_text(document, TEXT_HEADING, _("The shooter's own reflection")) &&
             document_text(document, TEXT_PLAIN, session->reflection)));
}

static bool write_report(struct app *app, const struct report_filter *filter,
                         const struct document *document, struct err *err)
{
    struct arena arena = {0};
    struct session_detail *detail = arena_alloc(&arena, sizeof *detail);
    struct reflection *reflection = arena_alloc(&arena, sizeof *reflection);
    struct report_filter day = *filter;
    char subject[3 * NAME_ROOM];
    bool ok = session_get(app, &arena, filter->session_id, detail, err);
    if (ok) {
        text_copy(day.from, sizeof day.from, detail->session.local_date);
        text_copy(day.to, sizeof day.to, detail->session.local_date);
        report_member_text(&detail->member, subject, sizeof subject);
        reflection_read(detail, reflection);
        ok = report_front(app, document, &report_session, subject, &day, false) &&
             write_who(document, detail) && write_numbers(document, detail);
    }
    for (int i = 0; ok && i < detail->part_count; i++) {
        ok = write_part(&arena, document, detail, i);
    }
    ok = ok && write_texts(document, &detail->session) &&
         report_words(app, &arena, document, JOB_REFLECTION, detail->session.id, reflection, err) &&
         write_shots(document, detail);
    arena_free(&arena);
    return ok;
}

const struct report report_session = {
    .id = "session",
    .name = N_("Session card"),
    .about = N_("one session: target, series, numbers, every shot and what they say"),
    .file = "sessiekaart",
    .needs = REPORT_SESSION,
    .uses = REPORT_SESSION,
    .right = RIGHT_EXPORT,
    .write = write_report,
};
