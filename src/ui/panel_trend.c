/* Over time: the score, the total of whole cards, the group. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/verdict.h"
#include "ui/figure.h"
#include "ui/insight_card.h"
#include "ui/plot_trend.h"

enum { CHART_COUNT = 3, BOTH_LINES = 30, TEXT_LINES = 3 };

struct panel_trend {
    struct panel panel;
    int chart;
};

struct chart {
    const char *name, *unit; /* translated */
    const struct insight_series *series;
    int decimals;
};

static struct chart chart_of(struct insight_card *card, int index)
{
    switch (index) {
    case 1:
        return (struct chart){_("Total of whole cards"), _("rings"),
                              insight_card_series(card, NUMBER_TOTAL), 0};
    case 2:
        return (struct chart){_("Group (sigma)"), _("mm"), insight_card_series(card, NUMBER_SIGMA),
                              1};
    default:
        return (struct chart){_("Average a shot"), _("rings"),
                              insight_card_series(card, NUMBER_AVERAGE), 2};
    }
}

static bool trend_load(struct panel *panel, struct err *err)
{
    return insight_card_need(insight_card_of(panel), err);
}

static const char *why_empty(int index)
{
    return index == 1   ? _("No session here has all the shots of its programme.")
           : index == 2 ? _("A group needs at least 5 shots entered on the target in one session.")
                        : _("No finished session in this period. p shows another period.");
}

static void draw_chart(struct area area, const struct chart *chart, int index)
{
    char text[VERDICT_ROOM];
    char line[VERDICT_ROOM + 40];
    snprintf(line, sizeof line, "%s, %s", chart->name, chart->unit);
    int used = draw_text(area, 0, 1, INK_ACCENT, line);
    if (chart->series->count == 0) {
        draw_wrapped(area_part(area, 2, 1, area.lines - 2, area.columns - 2), 0, INK_MUTED,
                     why_empty(index));
        return;
    }
    draw_text(area, 0, used + 3, INK_MUTED,
              chart->series->has_band ? _("points: sessions; line: smoothed, with its 95 % band")
                                      : _("points: sessions; line: smoothed; a band from 5"));
    struct plot_trend plot = {.series = chart->series, .decimals = chart->decimals, .cursor = -1};
    plot_trend(area_part(area, 1, 0, area.lines - TEXT_LINES, area.columns), &plot);
    verdict_of_trend(text, sizeof text, &chart->series->trend, chart->unit, i18n_decimal_point());
    snprintf(line, sizeof line, _("Trend: %s"), text);
    draw_wrapped(area_part(area, area.lines - 2, 1, 2, area.columns - 2), 0, INK_TEXT, line);
}

static void trend_draw(struct panel *panel, struct area area)
{
    struct panel_trend *trend = (struct panel_trend *)panel;
    struct insight_card *card = insight_card_of(panel);
    insight_card_draw_title(card, area);
    struct area rest = area_part(area, 1, 0, area.lines - 1, area.columns);
    struct chart chart = chart_of(card, trend->chart);
    if (rest.lines < BOTH_LINES) {
        draw_chart(rest, &chart, trend->chart);
        return;
    }
    int next = (trend->chart + (trend->chart == 0 ? 2 : 1)) % CHART_COUNT;
    struct chart other = chart_of(card, next);
    int half = rest.lines / 2;
    draw_chart(area_part(rest, 0, 0, half, rest.columns), &chart, trend->chart);
    draw_chart(area_part(rest, half, 0, rest.lines - half, rest.columns), &other, next);
}

static void next_chart(struct screen *screen)
{
    struct panel_trend *trend = (struct panel_trend *)card_panel(screen);
    trend->chart = (trend->chart + 1) % CHART_COUNT;
}

static const struct key_row keys[] = {
    {'g', "g", N_("other chart"), next_chart, NULL, 7},
    {0},
};

const struct panel_class panel_trend = {
    .name = N_("Trend"),
    .size = sizeof(struct panel_trend),
    .load = trend_load,
    .draw = trend_draw,
    .keys = keys,
};
