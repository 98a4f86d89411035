/* How the range looks: the table of lanes, and the panel of the chosen one. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/member.h"
#include "core/rules/score.h"
#include "ui/figure.h"
#include "ui/plot.h"
#include "ui/range_view.h"

enum { SERIES_WIDTH = 6, PANEL_LINES = 9, SIDE_FROM = 110, SIDE_COLUMNS = 44, SLOT = 5 };

struct table {
    int name, programme, weapon, series, total, inner, state; /* widths */
    int series_count;
};

static struct table lay_out(int columns)
{
    struct table table = {.name = 20, .programme = 7, .total = 7, .inner = 4, .state = 18};
    int used = 6 + table.name + table.programme + table.total + table.inner + table.state;
    table.weapon = columns - used >= 18 + 6 * SERIES_WIDTH ? 18 : 0;
    int left = columns - used - table.weapon;
    table.series_count = left / SERIES_WIDTH;
    table.series_count = table.series_count > 12  ? 12
                         : table.series_count < 2 ? 2
                                                  : table.series_count;
    table.series = table.series_count * SERIES_WIDTH;
    return table;
}

/* The series that stand in the columns: the newest ones. */
static int first_series(const struct lane *lane, const struct table *table)
{
    int newest = lane->next_series > 0 ? lane->next_series : lane->stats.series_count;
    return newest > table->series_count ? newest - table->series_count + 1 : 1;
}

static void state_text(const struct lane *lane, char *dst, size_t size)
{
    if (lane->is_sighting) {
        snprintf(dst, size, P_("sighting, %d shot", "sighting, %d shots", lane->stats.sighters),
                 lane->stats.sighters);
    } else if (lane->next_series == 0) {
        snprintf(dst, size, _("all %d in"), lane->stats.shots);
    } else {
        snprintf(dst, size, _("series %d, shot %d"), lane->next_series, lane->next_number);
    }
}

static void draw_heading(struct area area, const struct table *table)
{
    int column = 2;
    column += draw_cell(area, 0, column, 4, INK_MUTED, _("Lane")) + 1;
    column += draw_cell(area, 0, column, table->name - 1, INK_MUTED, _("Shooter")) + 1;
    column += draw_cell(area, 0, column, table->programme, INK_MUTED, _("Course"));
    if (table->weapon > 0) {
        column += draw_cell(area, 0, column, table->weapon, INK_MUTED, _("Weapon"));
    }
    draw_cell(area, 0, column, table->series, INK_MUTED, _("Series"));
    column += table->series;
    draw_right(area, 0, column, table->total - 1, INK_MUTED, _("Total"));
    column += table->total;
    draw_right(area, 0, column, table->inner - 1, INK_MUTED, "X");
    column += table->inner;
    draw_cell(area, 0, column, table->state, INK_MUTED, _("State"));
}

static void draw_series_cells(struct area area, int line, int column, const struct lane *lane,
                              const struct table *table)
{
    int first = first_series(lane, table);
    for (int i = 0; i < table->series_count; i++) {
        char text[32] = "";
        int series = first + i;
        enum ink ink = INK_TEXT;
        if (series <= lane->stats.series_count) {
            const struct series_stats *stats = &lane->stats.series[series - 1];
            score_total_text(text, sizeof text, stats->total_tenths, lane->has_decimals,
                             i18n_decimal_point());
            if (!stats->is_complete) {
                text_copy(text + strlen(text), sizeof text - strlen(text), draw_symbol("…", "_"));
                ink = INK_MUTED;
            }
        } else if (series == lane->next_series) {
            text_copy(text, sizeof text, ".");
            ink = INK_MUTED;
        }
        draw_right(area, line, column + i * SERIES_WIDTH, SERIES_WIDTH - 1, ink, text);
    }
}

static void draw_lane(struct area area, int line, const struct lane *lane,
                      const struct table *table, bool chosen)
{
    char text[2 * NAME_ROOM];
    int column = 2;
    draw_text(area, line, 0, INK_ACCENT, chosen ? draw_symbol("▸", ">") : " ");
    snprintf(text, sizeof text, "%3d", lane->session.lane);
    column += draw_cell(area, line, column, 4, INK_MUTED, text) + 1;
    member_name(&lane->member, text, sizeof text);
    column +=
        draw_cell(area, line, column, table->name - 1, chosen ? INK_SELECTION : INK_TEXT, text) + 1;
    column +=
        draw_cell(area, line, column, table->programme, INK_MUTED, lane->session.programme_id);
    if (table->weapon > 0) {
        draw_cell(area, line, column, table->weapon - 1, INK_MUTED, lane->arm.name);
        column += table->weapon;
    }
    draw_series_cells(area, line, column, lane, table);
    column += table->series;
    score_total_text(text, sizeof text, lane->stats.total_tenths, lane->has_decimals,
                     i18n_decimal_point());
    draw_right(area, line, column, table->total - 1, INK_TITLE, lane->stats.shots > 0 ? text : "");
    column += table->total;
    snprintf(text, sizeof text, "%d", lane->stats.inner_tens);
    draw_right(area, line, column, table->inner - 1, INK_TEXT, lane->stats.shots > 0 ? text : "");
    column += table->inner;
    state_text(lane, text, sizeof text);
    draw_cell(area, line, column, table->state, lane->is_sighting ? INK_WARN : INK_MUTED, text);
}

/* --- the chosen lane ----------------------------------------------------------------------------
 */

static enum ink shot_ink(const struct shot *shot)
{
    return shot->ring == 10 ? INK_TEN : shot->ring == 9 ? INK_NINE : INK_TEXT;
}

/* The series in the slots: the one of the shot being corrected, else the one being shot. */
static int shown_series(const struct range_view *view, const struct lane *lane)
{
    if (view->mode == RANGE_CORRECT) {
        return lane->shots[view->correct_index].series;
    }
    if (lane->is_sighting) {
        return 0;
    }
    if (lane->next_series == 0) {
        return lane->stats.series_count;
    }
    /* Just after a full series it stays in sight until the next shot. */
    bool is_fresh = lane->next_number == 1 && lane->next_series > 1 && view->mode != RANGE_LANES;
    return is_fresh ? lane->next_series - 1 : lane->next_series;
}

static void draw_slots(const struct range_view *view, const struct lane *lane, struct area area,
                       int line)
{
    int series = shown_series(view, lane);
    int slots = series > 0 && lane->programme != NULL
                    ? programme_series_shots(lane->programme, series)
                    : 10;
    int per_line = (area.columns - 2) / SLOT;
    int shift = 0;
    int last = 0;
    for (int i = 0; i < lane->shot_count; i++) {
        last = lane->shots[i].series == series && lane->shots[i].number > last
                   ? lane->shots[i].number
                   : last;
    }
    if (series == 0 && last > per_line - 1) {
        shift = last - per_line + 1; /* many sighters: the newest */
    }
    slots = slots > per_line ? per_line : slots;
    for (int i = 0; i < slots; i++) {
        draw_right(area, line, i * SLOT, SLOT - 1, INK_MUTED, draw_symbol("·", "."));
    }
    for (int i = 0; i < lane->shot_count; i++) {
        char text[16];
        const struct shot *shot = &lane->shots[i];
        int slot = shot->number - 1 - shift;
        if (shot->series != series || slot < 0 || slot >= per_line) {
            continue;
        }
        bool is_chosen = view->mode == RANGE_CORRECT && i == view->correct_index;
        score_text(text, sizeof text, shot->value_tenths, lane->has_decimals, shot->is_inner_ten,
                   i18n_decimal_point());
        draw_right(area, line, slot * SLOT, SLOT - 1, is_chosen ? INK_SELECTION : shot_ink(shot),
                   text);
    }
    if (view->mode == RANGE_ENTRY && (series == 0 || series == lane->next_series)) {
        char pending[24];
        int slot = (series == 0 ? last : lane->next_number - 1) - shift;
        snprintf(pending, sizeof pending, "%s_", view->entry.pending);
        draw_right(area, line, slot * SLOT, SLOT - 1, INK_ACCENT, pending);
    }
}

static void draw_numbers(const struct lane *lane, struct area area, int line)
{
    char a[32];
    char b[32];
    char c[64];
    const struct session_stats *stats = &lane->stats;
    int column = 0;
    figure_stat(a, sizeof a, &stats->average, 2, "");
    column += draw_format(area, line, column, INK_MUTED, _("average %s"), a) + 3;
    if (lane->versus_average.has) {
        figure_signed(a, sizeof a, lane->versus_average.value, 1);
        column += draw_format(area, line, column, INK_MUTED, _("%s against own average"), a) + 3;
    }
    if (lane->best_series.has) {
        score_total_text(b, sizeof b, (int64_t)lround(lane->best_series.value), lane->has_decimals,
                         i18n_decimal_point());
        time_date_text(c, sizeof c, lane->best_series_date);
        draw_format(area, line, column, INK_MUTED, _("best series %s (%s)"), b, c);
    }
    if (stats->mpi_length.has && stats->extreme_spread.has) {
        figure_stat(a, sizeof a, &stats->extreme_spread, 0, "mm");
        figure_stat(b, sizeof b, &stats->mpi_length, 1, "mm");
        figure_number(c, sizeof c, stats->mpi_clock.value, 0);
        draw_format(area, line + 1, 0, INK_MUTED, _("group %s, centre %s off at %s o'clock"), a, b,
                    c);
    }
}

static void draw_panel(const struct range_view *view, const struct lane *lane, struct area area)
{
    char name[2 * NAME_ROOM];
    char title[400];
    char label[60];
    bool is_entry = view->mode != RANGE_LANES;
    member_name(&lane->member, name, sizeof name);
    draw_rule(area, 0, NULL);
    struct area inside = area_part(area, 1, 1, area.lines - 1, area.columns - 2);
    snprintf(title, sizeof title, "%s   %s   %s", name,
             lane->programme != NULL ? programme_name(lane->programme) : lane->session.programme_id,
             lane->arm.name);
    draw_text(inside, 0, 0, is_entry ? INK_TITLE : INK_TEXT, title);
    int series = shown_series(view, lane);
    if (series == 0) {
        snprintf(label, sizeof label, "%s", _("Sighters"));
    } else {
        snprintf(label, sizeof label, _("Series %d"), series);
    }
    draw_cell(inside, 2, 0, 10, INK_MUTED, label);
    draw_slots(view, lane, area_part(inside, 0, 10, inside.lines, inside.columns - 20), 2);
    if (series > 0 && series <= lane->stats.series_count) {
        score_total_text(label, sizeof label, lane->stats.series[series - 1].total_tenths,
                         lane->has_decimals, i18n_decimal_point());
        draw_right(inside, 2, inside.columns - 9, 9, INK_TITLE, label);
    }
    if (lane->next_series == 0 && view->mode != RANGE_CORRECT) {
        score_total_text(label, sizeof label, lane->stats.total_tenths, lane->has_decimals,
                         i18n_decimal_point());
        draw_format(inside, 3, 10, INK_ACCENT, _("All %d in: %s, %d inner tens. f finishes."),
                    lane->stats.shots, label, lane->stats.inner_tens);
    }
    if (view->echo[0] != '\0') {
        draw_format(inside, 4, 10, view->echo_is_good ? INK_ACCENT : INK_WARN, "%s%s", view->echo,
                    view->echo_is_good && strstr(view->echo, _("stored")) != NULL
                        ? draw_symbol(" ✓", " [ok]")
                        : "");
    }
    draw_numbers(lane, inside, 6);
}

static void draw_side(const struct lane *lane, struct area area)
{
    struct target_view target = {.face = lane->face,
                                 .gauge_um = lane->weapon.gauge_um,
                                 .shots = lane->shots,
                                 .shot_count = lane->shot_count,
                                 .selected = -1,
                                 .zoom = 1,
                                 .show_mpi = true,
                                 .stats = &lane->stats};
    char caption[120];
    if (lane->face == NULL) {
        return;
    }
    plot_target(area_part(area, 0, 0, area.lines - 1, area.columns), &target);
    plot_target_caption(&target, caption, sizeof caption);
    draw_text(area, area.lines - 1, 1, INK_MUTED, caption);
}

static void draw_empty(struct area area)
{
    struct area text = area_part(area, area.lines / 3, 4, area.lines, area.columns - 8);
    draw_text(text, 0, 0, INK_TITLE, _("Nobody is shooting."));
    draw_wrapped(area_part(text, 2, 0, 4, text.columns), 0, INK_TEXT,
                 _("Press n for a new shooter, or scan a card. Three times Enter takes the likely "
                   "answers, and "
                   "then every digit is a shot."));
}

void range_draw(struct screen *screen, struct area area)
{
    struct range_view *view = (struct range_view *)screen;
    const struct lane *lane = range_lane(view);
    if (lane == NULL) {
        draw_empty(area);
        return;
    }
    bool has_side = area.columns >= SIDE_FROM;
    struct area main =
        area_part(area, 0, 0, area.lines, area.columns - (has_side ? SIDE_COLUMNS : 0));
    struct table table = lay_out(main.columns);
    int rows = main.lines - PANEL_LINES - 1;
    int top = view->cursor >= rows ? view->cursor - rows + 1 : 0;
    draw_heading(main, &table);
    view->lanes_line = main.line + 1 - top;
    for (int i = 0; i < rows && top + i < view->lane_count; i++) {
        draw_lane(main, 1 + i, &view->lanes[top + i], &table, top + i == view->cursor);
    }
    draw_panel(view, lane, area_part(main, main.lines - PANEL_LINES, 0, PANEL_LINES, main.columns));
    if (has_side) {
        draw_side(lane, area_part(area, 0, main.columns + 1, area.lines, SIDE_COLUMNS - 2));
    }
}
