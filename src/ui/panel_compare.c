/* Side by side: what was shot with which ammunition, at which distance, by whom, on what. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/verdict.h"
#include "ui/figure.h"
#include "ui/insight_card.h"
#include "ui/list.h"

enum { VERDICT_LINES = 6, ROWS_SHOWN = 64 };

struct panel_compare {
    struct panel panel;
    struct list list;
    int by;        /* enum insight_by */
    int reference; /* row the others are compared with */
};

static const char *const by_names[INSIGHT_BY_COUNT] = {
    [BY_AMMUNITION] = N_("By ammunition"), [BY_DISTANCE] = N_("By distance"),
    [BY_SHOOTER] = N_("By shooter"),       [BY_WEAPON] = N_("By weapon"),
    [BY_PROGRAMME] = N_("By programme"),
};

static const struct list_column columns[] = {
    {N_("What"), 18, 2, 0, false, true},      {N_("Sessions"), 9, 0, 2, true, false},
    {N_("Shots"), 7, 0, 0, true, false},      {N_("Average"), 20, 0, 0, true, false},
    {N_("Sigma, mm"), 20, 0, 1, true, false}, {N_("Best"), 7, 0, 3, true, false},
};

static struct panel_compare *compare_of(struct panel *panel)
{
    return (struct panel_compare *)panel;
}

static struct insight_groups *groups_of(const struct panel_compare *compare)
{
    return insight_card_groups(insight_card_of(&compare->panel), (enum insight_by)compare->by);
}

/* The rows that can be seen now, and the one the others are compared with. */
static bool count_shown(struct panel_compare *compare, struct err *err)
{
    struct app *app = compare->panel.card->screen.app;
    struct insight_groups *groups = groups_of(compare);
    int from = compare->list.cursor > ROWS_SHOWN ? compare->list.cursor - ROWS_SHOWN : 0;
    return insight_groups_count(app, groups, compare->reference, 1, err) &&
           insight_groups_count(app, groups, from, 2 * ROWS_SHOWN, err);
}

static const char *group_name(const struct insight_group *group)
{
    return group->name[0] != '\0' ? group->name : _("not said");
}

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct panel_compare *compare = owner;
    const struct insight_group *group = &groups_of(compare)->rows[row];
    const struct tally_numbers *numbers = &group->numbers;
    *ink = row == compare->reference ? INK_ACCENT : *ink;
    switch (column) {
    case 0:
        snprintf(dst, size, "%s%s", row == compare->reference ? draw_symbol("◆ ", "= ") : "  ",
                 group_name(group));
        break;
    case 1:
        snprintf(dst, size, "%d", numbers->sessions);
        break;
    case 2:
        snprintf(dst, size, "%lld", (long long)numbers->shots);
        break;
    case 3:
        figure_interval(dst, size, &numbers->average, &numbers->average_low, &numbers->average_high,
                        2);
        break;
    case 4:
        figure_interval(dst, size, &numbers->sigma, &numbers->sigma_low, &numbers->sigma_high, 1);
        break;
    default:
        figure_number(dst, size, (double)group->tally.best_total_tenths / 10, 0);
        break;
    }
}

static void count_or_say(struct panel_compare *compare)
{
    struct err err = {0};
    if (!count_shown(compare, &err)) {
        ui_toast_err(compare->panel.card->screen.ui, &err);
    }
}

static void show_by(struct panel_compare *compare, int by)
{
    compare->by = by;
    compare->reference = 0;
    compare->list.cursor = groups_of(compare)->count > 1 ? 1 : 0;
    compare->list.top = 0;
    list_set_count(&compare->list, groups_of(compare)->count);
    count_or_say(compare);
}

static bool compare_load(struct panel *panel, struct err *err)
{
    struct panel_compare *compare = compare_of(panel);
    struct insight_card *card = insight_card_of(panel);
    if (compare->list.columns == NULL) {
        compare->list = (struct list){.columns = columns,
                                      .column_count = (int)(sizeof columns / sizeof columns[0]),
                                      .empty = N_("No finished session in this period. p shows"
                                                  " another period."),
                                      .cell = write_cell,
                                      .owner = compare};
        compare->by = card->weapon_id != 0 ? (int)BY_AMMUNITION : (int)BY_WEAPON;
    }
    if (!insight_card_need(card, err)) {
        return false;
    }
    if (compare->reference >= groups_of(compare)->count) {
        compare->reference = 0;
    }
    list_set_count(&compare->list, groups_of(compare)->count);
    if (compare->list.cursor == compare->reference && groups_of(compare)->count > 1) {
        compare->list.cursor = compare->reference == 0 ? 1 : 0;
    }
    return count_shown(compare, err);
}

static void draw_verdict(struct panel_compare *compare, struct area area)
{
    const struct insight_groups *groups = groups_of(compare);
    struct comparison average, sigma;
    char text[VERDICT_ROOM];
    char line[2 * NAME_ROOM + 40];
    char point = i18n_decimal_point();
    if (groups->count < 2 || compare->list.cursor == compare->reference) {
        draw_wrapped(area, 1, INK_MUTED,
                     groups->count < 2
                         ? _("Nothing to compare here: there is one row.")
                         : _("Go to another row to compare it with the marked one; = marks."));
        return;
    }
    const struct insight_group *first = &groups->rows[compare->reference];
    const struct insight_group *second = &groups->rows[compare->list.cursor];
    tally_compare_average(&first->tally, &second->tally, &average);
    tally_compare_sigma(&first->tally, &second->tally, &sigma);
    snprintf(line, sizeof line, _("%s against %s"), group_name(second), group_name(first));
    int at = draw_wrapped(area, 0, INK_TITLE, line);
    verdict_of_average(text, sizeof text, &average, point);
    at += draw_wrapped(area, at, average.verdict == VERDICT_NOISE ? INK_MUTED : INK_TEXT, text);
    if (compare->by == BY_DISTANCE) {
        draw_wrapped(area, at, INK_MUTED, _("Groups at other distances are not compared."));
        return;
    }
    verdict_of_sigma(text, sizeof text, &sigma, point);
    draw_wrapped(area, at, sigma.verdict == VERDICT_NOISE ? INK_MUTED : INK_TEXT, text);
}

static void compare_draw(struct panel *panel, struct area area)
{
    struct panel_compare *compare = compare_of(panel);
    insight_card_draw_title(insight_card_of(panel), area);
    draw_text(area, 1, 1, INK_ACCENT, _(by_names[compare->by]));
    int lines = area.lines - 2 - VERDICT_LINES;
    list_draw(&compare->list, area_part(area, 2, 0, lines, area.columns));
    draw_rule(area, 2 + lines, NULL);
    draw_verdict(compare, area_part(area, 3 + lines, 1, VERDICT_LINES - 1, area.columns - 2));
}

static bool compare_key(struct panel *panel, int key)
{
    struct panel_compare *compare = compare_of(panel);
    if (key == '/' || key == UI_KEY_ENTER ||
        list_key(&compare->list, key, ui_mouse(panel->card->screen.ui)) == LIST_UNUSED) {
        return false;
    }
    count_or_say(compare);
    return true;
}

static void next_by(struct screen *screen)
{
    struct panel_compare *compare = compare_of(card_panel(screen));
    const struct insight_card *card = insight_card_of(&compare->panel);
    int own = card->weapon_id != 0 ? (int)BY_WEAPON : (int)BY_SHOOTER;
    int by = (compare->by + 1) % INSIGHT_BY_COUNT;
    show_by(compare, by == own ? (by + 1) % INSIGHT_BY_COUNT : by);
}

static void mark(struct screen *screen)
{
    struct panel_compare *compare = compare_of(card_panel(screen));
    compare->reference = compare->list.cursor;
}

static bool has_two(const struct screen *screen)
{
    const struct card *card = (const struct card *)screen;
    const struct panel_compare *compare =
        (const struct panel_compare *)card->open[card->tabs.chosen];
    return compare->list.count > 1;
}

static const struct key_row keys[] = {
    {'g', "g", N_("group by"), next_by, NULL, 8},
    {'=', "=", N_("compare with this"), mark, has_two, 7},
    {0},
};

const struct panel_class panel_compare = {
    .name = N_("Compare"),
    .size = sizeof(struct panel_compare),
    .load = compare_load,
    .draw = compare_draw,
    .key = compare_key,
    .keys = keys,
};
