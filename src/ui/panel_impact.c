/* Where the groups lie over time, and what the sight would need. */
#include <math.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/verdict.h"
#include "core/weapon.h"
#include "ui/advice_line.h"
#include "ui/figure.h"
#include "ui/insight_card.h"
#include "ui/plot_trend.h"

enum { ADVICE_LINES = 6 };

struct panel_impact {
    struct panel panel;
    int64_t distance_mm; /* of the advice: the one with most shots */
    struct tally_numbers numbers;
    struct sight_advice advice;
    bool has_click;
};

/* The weapon of the card; a shooter's is the one with most shots. */
static record_id weapon_of(struct insight_card *card)
{
    if (card->weapon_id != 0) {
        return card->weapon_id;
    }
    const struct insight_groups *weapons = insight_card_groups(card, BY_WEAPON);
    return weapons->count > 0 ? weapons->rows[0].id : 0;
}

static bool impact_load(struct panel *panel, struct err *err)
{
    struct panel_impact *impact = (struct panel_impact *)panel;
    struct insight_card *card = insight_card_of(panel);
    struct weapon weapon = {0};
    if (!insight_card_need(card, err)) {
        return false;
    }
    const struct insight_groups *distances = insight_card_groups(card, BY_DISTANCE);
    struct tally tally = {0};
    impact->distance_mm = 0;
    if (distances->count > 0) {
        tally = distances->rows[0].tally;
        impact->distance_mm = distances->rows[0].id;
    }
    record_id id = weapon_of(card);
    if (id != 0 && !weapon_get(card->card.screen.app, id, &weapon, err)) {
        return false;
    }
    impact->has_click = weapon.click_um_at_10m > 0;
    tally_numbers(&tally, &impact->numbers);
    tally_sight_advice(&tally, (double)impact->distance_mm / 1000,
                       (double)weapon.click_um_at_10m / 1000, &impact->advice);
    return true;
}

static void draw_axis(struct area area, const struct insight_series *series, const char *name)
{
    struct plot_trend plot = {.series = series, .decimals = 1, .has_zero = true, .cursor = -1};
    draw_text(area, 0, 1, INK_ACCENT, name);
    plot_trend(area_part(area, 1, 0, area.lines - 1, area.columns), &plot);
}

static void draw_drift(struct area area, int line, const char *name,
                       const struct insight_series *series)
{
    char text[VERDICT_ROOM];
    char all[VERDICT_ROOM + 60];
    verdict_of_trend(text, sizeof text, &series->trend, _("mm"), i18n_decimal_point());
    snprintf(all, sizeof all, "%s: %s", name, text);
    draw_text(area, line, 1, INK_TEXT, all);
}

static void draw_advice(const struct panel_impact *impact, struct area area)
{
    char text[VERDICT_ROOM];
    char line[VERDICT_ROOM + 60];
    char x[48], y[48];
    if (!impact->numbers.mpi_x.has) {
        return;
    }
    figure_number(x, sizeof x, fabs(impact->numbers.mpi_x.value), 1);
    figure_number(y, sizeof y, fabs(impact->numbers.mpi_y.value), 1);
    snprintf(line, sizeof line, _("Centre of all shots at %d m: %s mm %s, %s mm %s"),
             (int)(impact->distance_mm / 1000), x,
             impact->numbers.mpi_x.value < 0 ? _("left") : _("right"), y,
             impact->numbers.mpi_y.value < 0 ? _("low") : _("high"));
    draw_text(area, 0, 1, INK_TEXT, line);
    (void)advice_line(text, sizeof text, &impact->advice.x, ADVICE_SIDEWAYS);
    snprintf(line, sizeof line, "%s: %s", _("Sight, sideways"), text);
    draw_text(area, 1, 1, INK_TEXT, line);
    (void)advice_line(text, sizeof text, &impact->advice.y, ADVICE_HEIGHT);
    snprintf(line, sizeof line, "%s: %s", _("Sight, height"), text);
    draw_text(area, 2, 1, INK_TEXT, line);
    if (!impact->has_click) {
        draw_text(area, 3, 1, INK_MUTED,
                  _("The weapon's card does not say how far one click moves the hit."));
    }
}

static void impact_draw(struct panel *panel, struct area area)
{
    const struct panel_impact *impact = (const struct panel_impact *)panel;
    struct insight_card *card = insight_card_of(panel);
    const struct insight_series *across = insight_card_series(card, NUMBER_CENTRE_X);
    const struct insight_series *up = insight_card_series(card, NUMBER_CENTRE_Y);
    insight_card_draw_title(card, area);
    if (across->count == 0) {
        draw_wrapped(area_part(area, 2, 1, area.lines - 2, area.columns - 2), 0, INK_MUTED,
                     _("No shots were entered on the target in this period: on the Range, p opens"
                       " it."));
        return;
    }
    int lines = (area.lines - 1 - ADVICE_LINES) / 2;
    draw_axis(area_part(area, 1, 0, lines, area.columns), across, _("Sideways, mm (right is up)"));
    draw_axis(area_part(area, 1 + lines, 0, lines, area.columns), up, _("Height, mm"));
    struct area rest = area_part(area, 1 + 2 * lines, 0, ADVICE_LINES, area.columns);
    draw_drift(rest, 0, _("Drift sideways"), across);
    draw_drift(rest, 1, _("Drift in height"), up);
    draw_advice(impact, area_part(rest, 2, 0, ADVICE_LINES - 2, area.columns));
}

const struct panel_class panel_impact = {
    .name = N_("Impact"),
    .size = sizeof(struct panel_impact),
    .load = impact_load,
    .draw = impact_draw,
};
