/* A weapon at a glance: what it is, how it is set, and what it does lately. */
#include <stdio.h>

#include "base/decimal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/verdict.h"
#include "ui/card_line.h"
#include "ui/figure.h"
#include "ui/weapon_card.h"

enum { VALUE_ROOM = 96, CARD_ROWS = 6, FIGURE_COLUMNS = 4 };

struct panel_weapon {
    struct panel panel;
};

static struct weapon_card *card_of(const struct panel *panel)
{
    return (struct weapon_card *)panel->card;
}

static bool overview_load(struct panel *panel, struct err *err)
{
    return insight_card_need(insight_card_of(panel), err);
}

static void date_value(char *dst, size_t size, const char *iso)
{
    dst[0] = '\0';
    if (iso[0] != '\0') {
        time_date_text(dst, size, iso);
    }
}

/* "830 of 5000, about 4 Mar 2027", or that it is due. True: due. */
static bool service_value(const struct weapon_service_state *service, char *dst, size_t size)
{
    char date[48];
    dst[0] = '\0';
    if (service->interval <= 0) {
        return false;
    }
    if (service->is_due) {
        snprintf(dst, size, _("due: %lld of %d"), (long long)service->since, service->interval);
        return true;
    }
    if (service->expected_date[0] == '\0') {
        snprintf(dst, size, _("%lld of %d rounds"), (long long)service->since, service->interval);
        return false;
    }
    time_date_text(date, sizeof date, service->expected_date);
    snprintf(dst, size, _("%lld of %d, about %s"), (long long)service->since, service->interval,
             date);
    return false;
}

static void click_value(const struct weapon *weapon, char *dst, size_t size)
{
    char number[VALUE_ROOM];
    dst[0] = '\0';
    if (weapon->click_um_at_10m > 0) {
        decimal_write(number, sizeof number, weapon->click_um_at_10m, 3, 1, i18n_decimal_point());
        snprintf(dst, size, _("%s mm at 10 m"), number);
    }
}

static void draw_left(const struct weapon_card *card, struct area area)
{
    char text[VALUE_ROOM];
    const struct weapon *weapon = &card->weapon;
    card_line_draw(area, 0, 1, _("Kind"), weapon_kind_name(weapon->kind));
    card_line_draw(area, 1, 1, _("Calibre"), weapon->calibre);
    card_line_draw(area, 2, 1, _("Serial number"), weapon->serial);
    card_line_draw(area, 3, 1, _("Owner"), card->owner);
    card_line_draw(area, 4, 1, _("Storage"), weapon->storage);
    snprintf(text, sizeof text, "%lld", (long long)card->service.rounds);
    card_line_draw(area, 5, 1, _("Rounds fired"), text);
}

static void draw_right_side(const struct weapon_card *card, struct area area)
{
    char text[VALUE_ROOM];
    int half = area.columns / 2;
    const struct weapon *weapon = &card->weapon;
    card_line_draw(area, 0, half, _("Front sight"), weapon->front_sight);
    card_line_draw(area, 1, half, _("Rear sight"), weapon->rear_sight);
    card_line_draw(area, 2, half, _("Trigger weight"), weapon->trigger_weight);
    click_value(weapon, text, sizeof text);
    card_line_draw(area, 3, half, _("One click"), text);
    bool is_due = service_value(&card->service, text, sizeof text);
    card_line_draw(area, 4, half, _("Service"), text);
    if (is_due) {
        draw_text(area, 4, half - 2, INK_WARN, draw_symbol("●", "!"));
    }
    date_value(text, sizeof text, weapon->owned_since);
    card_line_draw(area, 5, half, _("Owned since"), text);
}

/* --- lately ------------------------------------------------------------------------------------
 */
static void draw_key_figure(struct area area, int index, const char *label, const char *value,
                            const char *below)
{
    int width = area.columns / FIGURE_COLUMNS;
    struct area part = area_part(area, 0, index * width, 3, width);
    draw_text(part, 0, 1, INK_MUTED, label);
    draw_text(part, 1, 1, INK_TITLE, value);
    draw_text(part, 2, 1, INK_MUTED, below);
}

static void interval_below(char *dst, size_t size, const struct tally_numbers *numbers)
{
    char low[48];
    char high[48];
    dst[0] = '\0';
    if (numbers->average_low.has) {
        figure_stat(low, sizeof low, &numbers->average_low, 2, "");
        figure_stat(high, sizeof high, &numbers->average_high, 2, "");
        snprintf(dst, size, _("%s to %s"), low, high);
    } else if (numbers->average_low.why != NULL) {
        snprintf(dst, size, _("interval %s"), _(numbers->average_low.why));
    }
}

/* Sessions, rounds, average and best with its date. */
static void draw_figures(const struct insight *look, struct area area)
{
    char value[VALUE_ROOM];
    char below[VALUE_ROOM];
    const struct tally_numbers *numbers = &look->numbers;
    snprintf(value, sizeof value, "%d", numbers->sessions);
    draw_key_figure(area, 0, _("Sessions"), value, "");
    snprintf(value, sizeof value, "%lld", (long long)numbers->rounds);
    snprintf(below, sizeof below, P_("%lld shot scored", "%lld shots scored", (int)numbers->shots),
             (long long)numbers->shots);
    draw_key_figure(area, 1, _("Rounds"), value, below);
    figure_stat(value, sizeof value, &numbers->average, 2, "");
    interval_below(below, sizeof below, numbers);
    draw_key_figure(area, 2, _("Average"), value, below);
    below[0] = '\0';
    text_copy(value, sizeof value, "-");
    if (look->tally.sessions > 0) {
        int64_t best = look->tally.best_total_tenths;
        figure_number(value, sizeof value, (double)best / 10, best % 10 != 0 ? 1 : 0);
        time_date_text(below, sizeof below, look->tally.best_date);
    }
    draw_key_figure(area, 3, _("Best"), value, below);
}

static int draw_said(struct area area, int line, const char *label, const char *text)
{
    draw_cell(area, line, 1, 15, INK_MUTED, label);
    struct area rest = area_part(area, 0, 17, area.lines, area.columns - 18);
    return line + draw_wrapped(rest, line, INK_TEXT, text);
}

static void draw_lately(struct insight_card *card, struct area area)
{
    const struct insight *look = &card->look;
    char text[VERDICT_ROOM];
    char point = i18n_decimal_point();
    int line = 0;
    if (look->has_before) {
        verdict_of_average(text, sizeof text, &look->average, point);
        line = draw_said(area, line, _("Against before"), text);
        verdict_of_sigma(text, sizeof text, &look->sigma, point);
        line = draw_said(area, line, "", text);
    }
    verdict_of_trend(text, sizeof text, &insight_card_series(card, NUMBER_AVERAGE)->trend,
                     _("rings"), point);
    line = draw_said(area, line, _("Score trend"), text);
    verdict_of_trend(text, sizeof text, &insight_card_series(card, NUMBER_SIGMA)->trend, _("mm"),
                     point);
    draw_said(area, line, _("Group trend"), text);
}

static void overview_draw(struct panel *panel, struct area area)
{
    const struct weapon_card *card = card_of(panel);
    draw_left(card, area);
    draw_right_side(card, area);
    draw_rule(area, CARD_ROWS, NULL);
    insight_card_draw_title(insight_card_of(panel),
                            area_part(area, CARD_ROWS + 1, 0, 1, area.columns));
    draw_figures(&card->base.look, area_part(area, CARD_ROWS + 2, 0, 3, area.columns));
    draw_lately(insight_card_of(panel),
                area_part(area, CARD_ROWS + 6, 0, area.lines - CARD_ROWS - 6, area.columns));
}

const struct panel_class panel_weapon = {
    .name = N_("Overview"),
    .size = sizeof(struct panel_weapon),
    .load = overview_load,
    .draw = overview_draw,
};
