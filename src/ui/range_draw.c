/* How the range looks: the table of lanes, the free ones, the target beside them. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/member.h"
#include "core/rules/score.h"
#include "ui/plot.h"
#include "ui/range_view.h"

enum { SIDE_FROM = 110, SIDE_SHARE = 3, RINGS_WIDTH = 5, TENTHS_WIDTH = 6, SERIES_SHOWN_MAX = 12 };

struct table {
    int name, programme, weapon, total, inner, state; /* widths */
    int series_width, series_count, first_series;
};

static bool any_decimals(const struct range_view *view)
{
    for (int i = 0; i < view->lane_count; i++) {
        if (view->lanes[i].has_decimals) {
            return true;
        }
    }
    return false;
}

/* The columns follow the chosen lane: its newest series is in sight, and every lane shows the same
 * series below the same number. */
static int first_series(const struct lane *lane, int columns)
{
    int newest = lane->next_series > 0 ? lane->next_series : lane->stats.series_count;
    return newest > columns ? newest - columns + 1 : 1;
}

static int most_series(const struct range_view *view)
{
    int most = 1;
    for (int i = 0; i < view->lane_count; i++) {
        const struct lane *lane = &view->lanes[i];
        int count = lane->programme != NULL && !lane->programme->is_open_ended
                        ? programme_series_count(lane->programme)
                        : lane->stats.series_count + 1;
        most = count > most ? count : most;
    }
    return most < SERIES_SHOWN_MAX ? most : SERIES_SHOWN_MAX;
}

static struct table lay_out(const struct range_view *view, const struct lane *chosen, int columns)
{
    enum { WEAPON = 18 };
    struct table table = {.name = 20, .programme = 6, .total = 6, .inner = 3, .state = 18};
    table.series_width = any_decimals(view) ? TENTHS_WIDTH : RINGS_WIDTH;
    int most = most_series(view);
    int left = columns - 8 - table.name - table.programme - table.total - table.inner - table.state;
    table.weapon = left >= WEAPON + 4 * table.series_width ? WEAPON : 0;
    table.series_count = (left - table.weapon) / table.series_width;
    table.series_count = table.series_count > most ? most : table.series_count;
    table.first_series = first_series(chosen, table.series_count);
    int spare = left - table.weapon - table.series_count * table.series_width;
    table.name += spare > 12 ? 12 : spare;
    return table;
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
    char text[16];
    int column = 2;
    column += draw_cell(area, 0, column, 4, INK_MUTED, _("Lane")) + 1;
    column += draw_cell(area, 0, column, table->name - 1, INK_MUTED, _("Shooter")) + 1;
    column += draw_cell(area, 0, column, table->programme, INK_MUTED, _("Prog."));
    if (table->weapon > 0) {
        column += draw_cell(area, 0, column, table->weapon, INK_MUTED, _("Weapon"));
    }
    for (int i = 0; i < table->series_count; i++) {
        snprintf(text, sizeof text, "%d", table->first_series + i);
        draw_right(area, 0, column, table->series_width - 1, INK_MUTED, text);
        column += table->series_width;
    }
    draw_right(area, 0, column, table->total, INK_MUTED, _("Total"));
    column += table->total;
    draw_right(area, 0, column, table->inner, INK_MUTED, "X");
    draw_text(area, 0, column + table->inner + 1, INK_MUTED, _("State"));
}

static void draw_series_cell(struct area area, int line, int column, int width,
                             const struct lane *lane, int series)
{
    char text[32] = "";
    enum ink ink = INK_TEXT;
    if (series <= lane->stats.series_count) {
        const struct series_stats *stats = &lane->stats.series[series - 1];
        score_total_text(text, sizeof text, stats->total_tenths, lane->has_decimals,
                         i18n_decimal_point());
        if (!stats->is_complete) {
            text_copy(text + strlen(text), sizeof text - strlen(text), draw_symbol("…", "_"));
            ink = INK_MUTED;
        }
    } else if (series == lane->next_series && !lane->is_sighting) {
        text_copy(text, sizeof text, ".");
        ink = INK_MUTED;
    }
    draw_right(area, line, column, width, ink, text);
}

static int draw_scores(struct area area, int line, int column, const struct lane *lane,
                       const struct table *table)
{
    char text[32] = "";
    bool has_shots = lane->stats.shots > 0;
    for (int i = 0; i < table->series_count; i++) {
        draw_series_cell(area, line, column, table->series_width - 1, lane,
                         table->first_series + i);
        column += table->series_width;
    }
    if (has_shots) {
        score_total_text(text, sizeof text, lane->stats.total_tenths, lane->has_decimals,
                         i18n_decimal_point());
    }
    draw_right(area, line, column, table->total, INK_TITLE, text);
    column += table->total;
    snprintf(text, sizeof text, "%d", lane->stats.inner_tens);
    draw_right(area, line, column, table->inner, INK_TEXT, has_shots ? text : "");
    return column + table->inner + 1;
}

static void draw_lane(struct area area, int line, const struct lane *lane,
                      const struct table *table, bool chosen)
{
    char text[2 * NAME_ROOM];
    int column = 2;
    draw_text(area, line, 0, INK_ACCENT, chosen ? draw_symbol("▸", ">") : " ");
    snprintf(text, sizeof text, "%3d", lane->session.lane);
    column += draw_cell(area, line, column, 4, chosen ? INK_TITLE : INK_TEXT, text) + 1;
    if (lane->session.is_competition) {
        draw_text(area, line, column - 2, INK_ACCENT2, draw_symbol("♦", "*"));
    }
    member_name(&lane->member, text, sizeof text);
    column +=
        draw_cell(area, line, column, table->name - 1, chosen ? INK_SELECTION : INK_TEXT, text) + 1;
    column +=
        draw_cell(area, line, column, table->programme, INK_MUTED, lane->session.programme_id);
    if (table->weapon > 0) {
        draw_cell(area, line, column, table->weapon - 1, INK_MUTED, lane->arm.name);
        column += table->weapon;
    }
    column = draw_scores(area, line, column, lane, table);
    state_text(lane, text, sizeof text);
    enum ink ink = lane->is_sighting ? INK_WARN : lane->next_series == 0 ? INK_ACCENT : INK_MUTED;
    draw_text(area, line, column, ink, text);
}

/* The first taken lane from `lane` on; beyond all lanes when there is none. They come in order. */
static int next_taken(const struct range_view *view, int lane)
{
    for (int i = 0; i < view->lane_count; i++) {
        if (view->lanes[i].session.lane >= lane) {
            return view->lanes[i].session.lane;
        }
    }
    return LANES_MAX + 1;
}

/* "2, 4-12": lanes nobody shoots on. */
static void free_text(const struct range_view *view, char *dst, size_t size)
{
    size_t used = 0;
    dst[0] = '\0';
    for (int lane = 1; lane <= view->lane_limit && used + 1 < size; lane++) {
        int taken = next_taken(view, lane);
        if (taken == lane) {
            continue;
        }
        int last = taken - 1 < view->lane_limit ? taken - 1 : view->lane_limit;
        snprintf(dst + used, size - used, last > lane ? "%s%d-%d" : "%s%d", used > 0 ? ", " : "",
                 lane, last);
        used = strlen(dst);
        lane = last;
    }
}

static void draw_free(const struct range_view *view, struct area area, int line)
{
    char text[200];
    free_text(view, text, sizeof text);
    if (text[0] != '\0') {
        draw_format(area, line, 7, INK_MUTED, _("(free: %s)"), text);
    }
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
                                 .show_sighters = lane->is_sighting,
                                 .stats = &lane->stats};
    char caption[120];
    int lines = area.columns / 2 + 1; /* a cell is about twice as high as wide */
    lines = lines > area.lines - 2 ? area.lines - 2 : lines;
    plot_target(area_part(area, 0, 0, lines, area.columns), &target);
    plot_target_caption(&target, caption, sizeof caption);
    draw_text(area, lines + 1, 0, INK_MUTED, caption);
}

static void draw_empty(const struct range_view *view, struct area area)
{
    struct area text = area_part(area, area.lines / 3, 4, area.lines, area.columns - 8);
    draw_text(text, 0, 0, INK_TITLE, _("Nobody is shooting."));
    draw_wrapped(area_part(text, 2, 0, 4, text.columns), 0, INK_TEXT,
                 _("Press n for a new shooter, or scan a card. Three times Enter takes the likely "
                   "answers, and "
                   "then every digit is a shot."));
    draw_wrapped(area_part(text, 7, 0, 3, text.columns), 0,
                 view->echo_kind == RANGE_ECHO_BAD ? INK_WARN : INK_TITLE, view->echo);
}

void range_draw(struct screen *screen, struct area area)
{
    struct range_view *view = (struct range_view *)screen;
    const struct lane *lane = range_lane(view);
    if (lane == NULL) {
        draw_empty(view, area);
        return;
    }
    int side = area.columns >= SIDE_FROM ? area.columns / SIDE_SHARE : 0;
    struct area main = area_part(area, 0, 0, area.lines, area.columns - side);
    struct table table = lay_out(view, lane, main.columns);
    int rows = main.lines - RANGE_PANEL_LINES - 1;
    rows = rows > view->lane_limit + 1 ? view->lane_limit + 1 : rows; /* the panel stays near */
    int top = view->cursor >= rows ? view->cursor - rows + 1 : 0;
    draw_heading(main, &table);
    view->lanes_line = main.line + 1 - top;
    for (int i = 0; i < rows && top + i < view->lane_count; i++) {
        draw_lane(main, 1 + i, &view->lanes[top + i], &table, top + i == view->cursor);
    }
    if (top > 0) {
        draw_text(main, 1, 1, INK_ACCENT, draw_symbol("↑", "^"));
    }
    if (view->lane_count - top > rows) {
        draw_text(main, rows, 1, INK_ACCENT, draw_symbol("↓", "v"));
    }
    if (view->lane_count < rows) {
        draw_free(view, main, 1 + view->lane_count);
    }
    range_panel_draw(view, lane, area_part(main, 1 + rows, 0, RANGE_PANEL_LINES, main.columns));
    if (side > 0 && lane->face != NULL) {
        draw_side(lane, area_part(area, 1, main.columns + 1, area.lines - 1, side - 3));
    }
}
