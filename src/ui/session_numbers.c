/* Every number of docs/statistics.md that one session has; absent ones with the reason. */
#include <math.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/rules/score.h"
#include "ui/advice_line.h"
#include "ui/figure.h"
#include "ui/session_view.h"

enum { VALUE_ROOM = 160, FIGURE_ROOM = 48, TWO_COLUMNS = 78, LABEL_WIDTH = 17 };

/* One line of the panel: a label and a value, or "-" and why. */
struct figure_line {
    const char *label; /* translated; NULL: a heading */
    char value[VALUE_ROOM];
    const char *why; /* translated reason; NULL when the number is there */
};

struct figure_block {
    int count;
    struct figure_line lines[20];
};

static struct figure_line *add_line(struct figure_block *block, const char *label,
                                    const struct measure *stat)
{
    struct figure_line *line = &block->lines[block->count++];
    line->label = label;
    text_copy(line->value, sizeof line->value, "-");
    line->why = stat != NULL && !stat->has && stat->why != NULL ? _(stat->why) : NULL;
    return line;
}

static void add_count(struct figure_block *block, const char *label, int count)
{
    struct figure_line *line = add_line(block, label, NULL);
    snprintf(line->value, sizeof line->value, "%d", count);
}

static void add_stat(struct figure_block *block, const char *label, const struct measure *stat,
                     int decimals, const char *unit)
{
    struct figure_line *line = add_line(block, label, stat);
    figure_stat(line->value, sizeof line->value, stat, decimals, unit);
}

/* "4.1 / 5.0 mm": two numbers that belong together. */
static void add_two(struct figure_block *block, const char *label, const struct measure *first,
                    const struct measure *second, const char *between)
{
    struct figure_line *line = add_line(block, label, first);
    char a[FIGURE_ROOM];
    char b[FIGURE_ROOM];
    if (first->has && second->has) {
        figure_stat(a, sizeof a, first, 1, "");
        figure_stat(b, sizeof b, second, 1, _("mm"));
        snprintf(line->value, sizeof line->value, "%s %s %s", a, between, b);
    }
}

/* --- score ---------------------------------------------------------------------------------- */
static void add_series_line(struct figure_block *block, const char *label,
                            const struct session_detail *detail, int number)
{
    struct figure_line *line = add_line(block, label, NULL);
    char total[FIGURE_ROOM];
    for (int i = 0; i < detail->stats.series_count; i++) {
        const struct series_stats *series = &detail->stats.series[i];
        if (number > 0 && series->number == number) {
            score_total_text(total, sizeof total, series->total_tenths, detail->has_decimals,
                             i18n_decimal_point());
            snprintf(line->value, sizeof line->value, _("%s (series %d)"), total, number);
        }
    }
    if (number == 0) {
        line->why = _("needs two complete series that differ");
    }
}

static void add_hit_rate(struct figure_block *block, const struct hit_rate *rate)
{
    struct figure_line *line = add_line(block, _("Nine or better"), &rate->share);
    char share[FIGURE_ROOM];
    char low[FIGURE_ROOM];
    char high[FIGURE_ROOM];
    if (rate->share.has) {
        figure_number(share, sizeof share, rate->share.value * 100, 0);
        figure_number(low, sizeof low, rate->low.value * 100, 0);
        figure_number(high, sizeof high, rate->high.value * 100, 0);
        snprintf(line->value, sizeof line->value, _("%s %% (%s to %s)"), share, low, high);
    }
}

static void add_versus(struct figure_block *block, const struct session_detail *detail)
{
    struct figure_line *line = add_line(block, _("Against average"), &detail->versus_average);
    if (detail->versus_average.has) {
        figure_signed(line->value, sizeof line->value, detail->versus_average.value, 1);
    }
    add_stat(block, _("Own best"), &detail->own_best, detail->has_decimals ? 1 : 0, "");
    line = add_line(block, _("Percentile"), &detail->percentile);
    if (detail->percentile.has) {
        figure_stat(line->value, sizeof line->value, &detail->percentile, 0, "%");
    }
}

static void fill_score(const struct session_detail *detail, struct figure_block *block)
{
    const struct session_stats *stats = &detail->stats;
    char total[FIGURE_ROOM];
    block->count = 0;
    score_total_text(total, sizeof total, stats->total_tenths, detail->has_decimals,
                     i18n_decimal_point());
    add_count(block, _("Shots"), stats->shots);
    add_count(block, _("Sighters"), stats->sighters);
    text_copy(add_line(block, _("Total"), NULL)->value, VALUE_ROOM, total);
    add_stat(block, _("Average"), &stats->average, 2, "");
    add_count(block, _("Inner tens"), stats->inner_tens);
    add_count(block, _("Tens"), stats->tens);
    add_count(block, _("Nines"), stats->nines);
    add_count(block, _("Misses"), stats->misses);
    add_series_line(block, _("Best series"), detail, stats->best_series);
    add_series_line(block, _("Weakest series"), detail, stats->weakest_series);
    add_stat(block, _("Time per shot"), &stats->cadence_s, 0, _("s"));
    add_hit_rate(block, &stats->nine_or_better);
    add_versus(block, detail);
}

/* --- group ---------------------------------------------------------------------------------- */
static void add_mpi(struct figure_block *block, const struct session_stats *stats)
{
    struct figure_line *line = add_line(block, _("Group centre"), &stats->mpi_x);
    char x[FIGURE_ROOM];
    char y[FIGURE_ROOM];
    char length[FIGURE_ROOM];
    if (!stats->mpi_x.has || !stats->mpi_y.has) {
        return;
    }
    figure_number(x, sizeof x, fabs(stats->mpi_x.value), 1);
    figure_number(y, sizeof y, fabs(stats->mpi_y.value), 1);
    snprintf(line->value, sizeof line->value, "%s %s, %s %s", x,
             stats->mpi_x.value < 0 ? _("left") : _("right"), y,
             stats->mpi_y.value < 0 ? _("low") : _("high"));
    line = add_line(block, "", &stats->mpi_length);
    figure_stat(length, sizeof length, &stats->mpi_length, 1, _("mm"));
    if (stats->mpi_clock.has) {
        snprintf(line->value, sizeof line->value, _("%s at %.0f o'clock"), length,
                 stats->mpi_clock.value < 0.5 ? 12.0 : round(stats->mpi_clock.value));
    } else {
        text_copy(line->value, sizeof line->value, length);
    }
}

static void add_sigma(struct figure_block *block, const struct session_stats *stats)
{
    struct figure_line *line = add_line(block, _("Sigma"), &stats->sigma);
    char sigma[FIGURE_ROOM];
    char low[FIGURE_ROOM];
    char high[FIGURE_ROOM];
    figure_stat(sigma, sizeof sigma, &stats->sigma, 1, _("mm"));
    if (stats->sigma_low.has) {
        figure_number(low, sizeof low, stats->sigma_low.value, 1);
        figure_number(high, sizeof high, stats->sigma_high.value, 1);
        snprintf(line->value, sizeof line->value, _("%s (%s to %s)"), sigma, low, high);
    } else {
        text_copy(line->value, sizeof line->value, sigma);
    }
}

static void add_fliers(struct figure_block *block, const struct session_stats *stats)
{
    struct figure_line *line = add_line(block, _("Fliers"), &stats->flier_reason);
    if (!stats->flier_reason.has) {
        return;
    }
    if (stats->flier_count == 0) {
        text_copy(line->value, sizeof line->value, _("none"));
        return;
    }
    int used = snprintf(line->value, sizeof line->value, "%s",
                        stats->flier_count == 1 ? _("shot") : _("shots"));
    for (int i = 0; i < stats->flier_count && i < 8; i++) {
        used += snprintf(line->value + used, sizeof line->value - (size_t)used, "%s %d",
                         i > 0 ? "," : "", stats->fliers[i]);
    }
}

static void add_advice(struct figure_block *block, const char *label, const struct sight_axis *axis,
                       enum advice_axis which)
{
    struct figure_line *line = add_line(block, label, NULL);
    char text[VALUE_ROOM];
    if (advice_line(text, sizeof text, axis, which)) {
        text_copy(line->value, sizeof line->value, text);
    } else {
        line->why = _("needs 20 plotted shots");
    }
}

static void add_calls(struct figure_block *block, const struct calls *calls)
{
    if (calls->count > 0) {
        add_stat(block, _("Call to hit"), &calls->distance, 1, _("mm"));
        add_two(block, _("Hit off the call"), &calls->x, &calls->y, "/");
    }
}

static void fill_group(const struct session_part *part, struct figure_block *block)
{
    const struct session_stats *stats = &part->stats;
    const char *mm = _("mm");
    block->count = 0;
    add_mpi(block, stats);
    add_two(block, _("SD across, up"), &stats->sd_x, &stats->sd_y, "/");
    add_two(block, _("Width x height"), &stats->width, &stats->height, "x");
    add_two(block, _("FoM, diagonal"), &stats->fom, &stats->diagonal, "/");
    add_stat(block, _("Extreme spread"), &stats->extreme_spread, 1, mm);
    add_stat(block, _("Mean radius"), &stats->mean_radius, 1, mm);
    add_sigma(block, stats);
    add_two(block, _("CEP (R50), R95"), &stats->cep, &stats->r95, "/");
    add_fliers(block, stats);
    add_advice(block, _("Sight, sideways"), &part->advice.x, ADVICE_SIDEWAYS);
    add_advice(block, _("Sight, height"), &part->advice.y, ADVICE_HEIGHT);
    add_calls(block, &part->calls);
}

/* --- drawing -------------------------------------------------------------------------------- */
static int draw_figure_line(const struct figure_line *figure, struct area area, int line)
{
    draw_cell(area, line, 1, LABEL_WIDTH, INK_MUTED, figure->label);
    int column = LABEL_WIDTH + 2;
    if (figure->why == NULL) {
        struct area rest = area_part(area, 0, column, area.lines, area.columns - column);
        return line + draw_wrapped(rest, line, INK_TEXT, figure->value);
    }
    draw_text(area, line, column, INK_TEXT, "-");
    struct area rest = area_part(area, 0, column + 2, area.lines, area.columns - column - 2);
    return line + draw_wrapped(rest, line, INK_MUTED, figure->why);
}

/* Without any plot every line would give the same reason: it stands once, below. */
static void drop_reasons(struct figure_block *block)
{
    for (int i = 0; i < block->count; i++) {
        block->lines[i].why = NULL;
    }
}

static int draw_block(const struct figure_block *block, const char *title, struct area area,
                      int line)
{
    draw_text(area, line++, 1, INK_TITLE, title);
    for (int i = 0; i < block->count; i++) {
        line = draw_figure_line(&block->lines[i], area, line);
    }
    return line;
}

static int draw_score(const struct session_detail *detail, struct area area, int line)
{
    struct figure_block score;
    fill_score(detail, &score);
    return draw_block(&score, _("Score"), area, line);
}

static int draw_group(const struct session_view *view, struct area area, int line)
{
    struct figure_block group = {0};
    char title[VALUE_ROOM];
    if (view->part >= view->detail->part_count) {
        return line;
    }
    const struct session_part *part = &view->detail->parts[view->part];
    int plotted = part->stats.plotted;
    fill_group(part, &group);
    if (view->detail->part_count > 1) {
        snprintf(title, sizeof title, _("Group, weapon %d (%d plotted)"), view->part + 1, plotted);
    } else {
        snprintf(title, sizeof title, _("Group (%d plotted)"), plotted);
    }
    if (plotted > 0) {
        return draw_block(&group, title, area, line);
    }
    drop_reasons(&group);
    line = draw_block(&group, title, area, line);
    return line + draw_wrapped(area_part(area, 0, 1, area.lines, area.columns - 2), line, INK_MUTED,
                               _("- : needs shots entered on the target."));
}

int session_numbers_draw(const struct session_view *view, struct area area, int top)
{
    if (area.columns < TWO_COLUMNS) {
        int line = draw_score(view->detail, area, -top);
        return draw_group(view, area, line + 1) + top;
    }
    int left = area.columns / 2 - 5;
    struct area right = area_part(area, 0, left, area.lines, area.columns - left);
    int first = draw_score(view->detail, area_part(area, 0, 0, area.lines, left), -top);
    int second = draw_group(view, right, -top);
    return (first > second ? first : second) + top;
}
