#include "core/report_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/queue.h"
#include "core/reflection.h"
#include "core/rules/score.h"
#include "core/rules/stats.h"
#include "core/verdict.h"

enum { CHART_POINTS = 60 };

/* --- numbers for people ------------------------------------------------------------------------
 */
static void with_point(char *text)
{
    for (char *at = text; *at != '\0'; at++) {
        *at = *at == '.' ? i18n_decimal_point() : *at;
    }
}

void report_number(char *dst, size_t size, const struct measure *value, int decimals)
{
    report_measure(dst, size, value, decimals);
    with_point(dst);
}

void report_span(char *dst, size_t size, const struct measure *value, const struct measure *low,
                 const struct measure *high, int decimals)
{
    char number[32];
    char from[32];
    char to[32];
    report_number(number, sizeof number, value, decimals);
    report_number(from, sizeof from, low, decimals);
    report_number(to, sizeof to, high, decimals);
    if (value->has && low->has && high->has) {
        snprintf(dst, size, _("%s (%s to %s)"), number, from, to);
    } else {
        text_copy(dst, size, number);
    }
}

void report_place(char *dst, size_t size, const struct measure *x, const struct measure *y)
{
    char across[32];
    char upwards[32];
    const struct measure width = {.has = true, .value = fabs(x->value)};
    const struct measure height = {.has = true, .value = fabs(y->value)};
    report_number(across, sizeof across, &width, 1);
    report_number(upwards, sizeof upwards, &height, 1);
    if (x->value >= 0) {
        snprintf(dst, size, y->value >= 0 ? _("%s right, %s up") : _("%s right, %s down"), across,
                 upwards);
    } else {
        snprintf(dst, size, y->value >= 0 ? _("%s left, %s up") : _("%s left, %s down"), across,
                 upwards);
    }
}

void report_total(char *dst, size_t size, int64_t tenths, bool has_decimals)
{
    score_total_text(dst, size, tenths, has_decimals, i18n_decimal_point());
}

/* --- words ------------------------------------------------------------------------------------
 */
static bool write_sentence(const struct document *document, enum reflection_subject subject,
                           enum reflection_part part, enum reflection_part *last, const char *text,
                           const char *remark)
{
    char line[ANSWER_FIELD_MAX + 200];
    const char *name = part != *last ? reflection_part_name(subject, part) : "";
    *last = part;
    snprintf(line, sizeof line, "%s%s%s%s", name, name[0] != '\0' ? ": " : "", text, remark);
    return document_text(document, TEXT_PLAIN, line);
}

static bool write_answer(const struct document *document, const struct answer_view *view)
{
    char label[160];
    char remark[96];
    enum reflection_part last = REFLECTION_PART_COUNT;
    answer_label(view, label, sizeof label);
    snprintf(remark, sizeof remark, " (%s)", _("not supported by the data"));
    bool ok = document_text(document, TEXT_SMALL, label);
    for (int i = 0; ok && i < view->answer.count; i++) {
        const struct answer_sentence *sentence = &view->answer.rows[i];
        ok = write_sentence(document, view->answer.subject, sentence->part, &last, sentence->text,
                            sentence->is_supported ? "" : remark);
    }
    return ok;
}

bool report_words(struct app *app, struct arena *arena, const struct document *document,
                  enum job_kind kind, record_id subject_id, const struct reflection *calculated,
                  struct err *err)
{
    struct answer_view view;
    struct err none = {0};
    enum reflection_part last = REFLECTION_PART_COUNT;
    if (answer_latest(app, arena, kind, subject_id, &view, &none)) {
        return document_text(document, TEXT_HEADING, _("In words")) &&
               write_answer(document, &view);
    }
    if (none.kind != ERR_OK) {
        *err = none;
        return false;
    }
    if (calculated->count == 0) {
        return true;
    }
    bool ok = document_text(document, TEXT_HEADING, _("In words")) &&
              document_text(document, TEXT_SMALL, _("calculated, not AI"));
    for (int i = 0; ok && i < calculated->count; i++) {
        const struct reflection_sentence *sentence = &calculated->sentences[i];
        ok = write_sentence(document, calculated->subject, sentence->part, &last, sentence->text,
                            "");
    }
    return ok;
}

/* --- the target -------------------------------------------------------------------------------
 */
static int64_t um_of(int64_t am)
{
    return (am + AM_PER_UM / 2) / AM_PER_UM;
}

static int take_rings(const struct face *face, int64_t rings[10])
{
    int count = 0;
    for (int ring = face->lowest_ring; ring <= 10; ring++) {
        rings[count++] = um_of(face_ring_diameter_am(face, ring));
    }
    return count;
}

bool report_target(struct arena *arena, const struct document *document, const char *title,
                   const struct session_part *part)
{
    int64_t rings[11];
    struct document_hole *holes = arena_array(arena, (size_t)part->shot_count + 1, sizeof *holes);
    const struct session_stats *stats = &part->stats;
    if (part->face == NULL || stats->plotted == 0) {
        return true;
    }
    int64_t gauge = part->weapon.gauge_um > 0 ? part->weapon.gauge_um : um_of(part->face->gauge_am);
    struct document_target target = {.title = title,
                                     .ring_um = rings,
                                     .rings = take_rings(part->face, rings),
                                     .black_um = um_of(part->face->black_am),
                                     .inner_um = um_of(part->face->inner_ten_am),
                                     .hole_um = gauge > 0 ? gauge : 4500,
                                     .hole = holes,
                                     .has_mean = stats->mpi_x.has && stats->mean_radius.has};
    int number = 0;
    for (int i = 0; i < part->shot_count; i++) {
        const struct shot *shot = &part->shots[i];
        number += shot->series > 0 ? 1 : 0;
        if (shot->is_plotted) {
            holes[target.holes++] =
                (struct document_hole){.x_um = shot->x_um,
                                       .y_um = shot->y_um,
                                       .series = shot->series,
                                       .number = shot->series > 0 ? number : shot->number};
        }
    }
    if (target.has_mean) {
        target.mean_x_um = (int64_t)(stats->mpi_x.value * 1000);
        target.mean_y_um = (int64_t)(stats->mpi_y.value * 1000);
        target.mean_radius_um = (int64_t)(stats->mean_radius.value * 1000);
    }
    return document_target(document, &target) &&
           (!target.has_mean ||
            document_text(document, TEXT_SMALL,
                          _("Numbers: the order of the shots; white: sighters; cross and dashed"
                            " circle: mean point of impact and mean radius.")));
}

/* --- over time --------------------------------------------------------------------------------
 */
bool report_course(const struct app *app, struct arena *arena, const struct document *document,
                   const struct insight_lines *lines, const struct insight_choice *choice,
                   enum insight_number number, const char *title, const char *unit)
{
    struct insight_series series;
    struct document_point points[CHART_POINTS];
    char labels[CHART_POINTS][16];
    char words[VERDICT_ROOM];
    insight_series_read(app, arena, lines, choice, number, &series);
    int first = series.count > CHART_POINTS ? series.count - CHART_POINTS : 0;
    int count = series.count - first;
    if (count < 2) {
        return true;
    }
    /* Within a year the day and the month say which; over more the month and the year. */
    bool is_long = series.points[series.count - 1].day - series.points[first].day > 360;
    for (int i = 0; i < count; i++) {
        char date[DATE_ROOM];
        time_days_date(date, (int64_t)series.points[first + i].day);
        if (is_long) {
            snprintf(labels[i], sizeof labels[i], "%.2s-%.4s", date + 5, date);
        } else {
            snprintf(labels[i], sizeof labels[i], "%.2s-%.2s", date + 8, date + 5);
        }
        points[i] =
            (struct document_point){.label = labels[i], .value = series.points[first + i].value};
    }
    const struct document_chart chart = {.title = title,
                                         .unit = unit,
                                         .is_line = true,
                                         .decimals = 2,
                                         .count = count,
                                         .points = points};
    verdict_of_trend(words, sizeof words, &series.trend, unit, i18n_decimal_point());
    return document_chart(document, &chart) &&
           (first == 0 || document_text(document, TEXT_SMALL,
                                        _("The last 60 sessions are drawn; the trend is over"
                                          " all."))) &&
           document_fact(document, _("Trend"), words);
}

bool report_look(const struct document *document, const struct insight *look)
{
    const struct tally_numbers *numbers = &look->numbers;
    char average[96];
    char sigma[96];
    char place[96];
    report_span(average, sizeof average, &numbers->average, &numbers->average_low,
                &numbers->average_high, 2);
    report_span(sigma, sizeof sigma, &numbers->sigma, &numbers->sigma_low, &numbers->sigma_high, 1);
    report_place(place, sizeof place, &numbers->mpi_x, &numbers->mpi_y);
    bool ok =
        report_factf(document, _("Sessions"), "%d", numbers->sessions) &&
        report_factf(document, _("Rounds"), "%lld", (long long)numbers->rounds) &&
        report_factf(document, _("Shots"), "%lld", (long long)numbers->shots) &&
        (!numbers->average.has || document_fact(document, _("Average a shot (95 %)"), average));
    ok = ok && (!numbers->sigma.has || document_fact(document, _("Sigma, mm (95 %)"), sigma));
    return ok && (!numbers->mpi_x.has || document_fact(document, _("Mean point, mm"), place));
}

/* --- beside each other ------------------------------------------------------------------------
 */
static bool write_group(const struct document *document, const struct insight_group *group,
                        bool is_first)
{
    char sessions[16];
    char rounds[24];
    char shots[24];
    char average[32];
    char low[32];
    char high[32];
    char sigma[32];
    char words[VERDICT_ROOM] = "";
    const struct tally_numbers *numbers = &group->numbers;
    snprintf(sessions, sizeof sessions, "%d", numbers->sessions);
    snprintf(rounds, sizeof rounds, "%lld", (long long)numbers->rounds);
    snprintf(shots, sizeof shots, "%lld", (long long)numbers->shots);
    report_measure(average, sizeof average, &numbers->average, 2);
    report_measure(low, sizeof low, &numbers->average_low, 2);
    report_measure(high, sizeof high, &numbers->average_high, 2);
    report_measure(sigma, sizeof sigma, &numbers->sigma, 2);
    if (!is_first) {
        verdict_of_average(words, sizeof words, &group->average, i18n_decimal_point());
    }
    return document_row(
        document, (const char *[]){group->name[0] != '\0' ? group->name : _("not said"), sessions,
                                   rounds, shots, average, low, high, sigma, words});
}

bool report_groups(struct app *app, struct arena *arena, const struct document *document,
                   const struct insight_lines *lines, const struct insight_choice *choice,
                   enum insight_by by, const char *id, const char *title, bool is_main,
                   struct err *err)
{
    const struct document_column columns[] = {{title, CELL_TEXT, 20},
                                              {_("Sessions"), CELL_NUMBER, 8},
                                              {_("Rounds"), CELL_NUMBER, 8},
                                              {_("Shots"), CELL_NUMBER, 8},
                                              {_("Average"), CELL_NUMBER, 8},
                                              {_("from"), CELL_NUMBER, 7},
                                              {_("to"), CELL_NUMBER, 7},
                                              {_("Sigma"), CELL_NUMBER, 7},
                                              {_("Against the first"), CELL_TEXT, 30}};
    const struct document_table table = {.id = id,
                                         .title = "",
                                         .columns = columns,
                                         .count = sizeof columns / sizeof columns[0],
                                         .is_main = is_main};
    struct insight_groups groups;
    insight_groups_read(arena, lines, choice, by, &groups);
    if ((groups.count < 2 && !is_main) || groups.count == 0) {
        return true;
    }
    if (!insight_groups_count(app, &groups, 0, groups.count, err)) {
        return false;
    }
    bool ok = document_table(document, &table);
    for (int i = 0; ok && i < groups.count; i++) {
        ok = write_group(document, &groups.rows[i], i == 0);
    }
    return ok;
}
