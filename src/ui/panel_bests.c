/* Personal bests of a programme, how steady, and where the last card stands among the others. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "ui/figure.h"
#include "ui/member_card.h"

enum { LABEL = 26, TEXT_ROOM = 160 };

struct panel_bests {
    struct panel panel;
    const struct shooter *shooter;
};

static bool bests_load(struct panel *panel, struct err *err)
{
    struct panel_bests *bests = (struct panel_bests *)panel;
    bests->shooter = member_card_shooter((struct member_card *)panel->card, err);
    return bests->shooter != NULL;
}

static int draw_best(const struct shooter *shooter, const struct best *best, const char *label,
                     struct area area, int line)
{
    char total[48];
    char date[48];
    draw_cell(area, line, 1, LABEL, INK_MUTED, label);
    if (best->date[0] == '\0') {
        int used = draw_text(area, line, LABEL + 2, INK_TEXT, "-");
        draw_text(area, line, LABEL + 3 + used, INK_MUTED, _("no whole one yet"));
        return line + 1;
    }
    figure_number(total, sizeof total, (double)best->tenths / 10, shooter->has_decimals ? 1 : 0);
    time_date_text(date, sizeof date, best->date);
    draw_cell(area, line, LABEL + 2, 8, INK_TEN, total);
    int column = LABEL + 11 + draw_text(area, line, LABEL + 11, INK_TEXT, date);
    if (best->number > 0) {
        char text[48];
        snprintf(text, sizeof text, _("series %d"), best->number);
        draw_text(area, line, column + 2, INK_MUTED, text);
    }
    return line + 1;
}

static int draw_bests(const struct shooter *shooter, struct area area, int line)
{
    char label[TEXT_ROOM];
    line = draw_best(shooter, &shooter->bests.total, _("Whole card"), area, line);
    line = draw_best(shooter, &shooter->bests.series, _("Series"), area, line);
    for (int i = 0; i < shooter->bests.stage_count; i++) {
        struct best stage = shooter->bests.stages[i];
        int seconds = shooter->programme->stages[i].seconds;
        stage.number = 0;
        if (seconds > 0) {
            snprintf(label, sizeof label, _("Stage %d (%d s)"), i + 1, seconds);
        } else {
            snprintf(label, sizeof label, _("Stage %d"), i + 1);
        }
        line = draw_best(shooter, &stage, label, area, line);
    }
    return line;
}

static int draw_measure(const struct measure *measure, const char *label, int decimals,
                        const char *unit, struct area area, int line)
{
    char text[TEXT_ROOM];
    figure_stat(text, sizeof text, measure, decimals, unit);
    draw_cell(area, line, 1, LABEL, INK_MUTED, label);
    int used = draw_text(area, line, LABEL + 2, INK_TEXT, text);
    if (!measure->has && measure->why != NULL) {
        draw_text(area, line, LABEL + 3 + used, INK_MUTED, _(measure->why));
    }
    return line + 1;
}

static void bests_draw(struct panel *panel, struct area area)
{
    const struct shooter *shooter = ((const struct panel_bests *)panel)->shooter;
    char text[TEXT_ROOM];
    char total[48];
    char date[48];
    insight_card_draw_title(insight_card_of(panel), area);
    if (shooter->programme == NULL || shooter->programme->is_open_ended) {
        draw_wrapped(area_part(area, 2, 1, area.lines - 2, area.columns - 2), 0, INK_MUTED,
                     _("Bests belong to a programme of fixed length: f chooses one."));
        return;
    }
    draw_text(area, 2, 1, INK_ACCENT, _("Personal bests, of all time"));
    int line = draw_bests(shooter, area, 3) + 1;
    draw_text(area, line++, 1, INK_ACCENT, _("In this period"));
    snprintf(text, sizeof text, "%d", shooter->whole_cards);
    draw_cell(area, line, 1, LABEL, INK_MUTED, _("Whole cards"));
    draw_text(area, line++, LABEL + 2, INK_TEXT, text);
    line = draw_measure(&shooter->steadiness, _("Totals vary by (SD)"), 1, _("rings"), area, line);
    line = draw_measure(&shooter->series_steadiness, _("Series vary by (SD)"), 1, _("rings"), area,
                        line);
    if (shooter->last_date[0] != '\0') {
        figure_number(total, sizeof total, (double)shooter->last_tenths / 10,
                      shooter->has_decimals ? 1 : 0);
        time_date_text(date, sizeof date, shooter->last_date);
        snprintf(text, sizeof text, "%s, %s", total, date);
        draw_cell(area, line, 1, LABEL, INK_MUTED, _("Last whole card"));
        draw_text(area, line++, LABEL + 2, INK_TEXT, text);
        draw_measure(&shooter->percentile, _("better than"), 0, _("percent of the others"), area,
                     line);
    }
}

const struct panel_class panel_bests = {
    .name = N_("Bests"),
    .size = sizeof(struct panel_bests),
    .load = bests_load,
    .draw = bests_draw,
};
