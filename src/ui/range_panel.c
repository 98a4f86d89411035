/* The chosen lane below the table: its series shot by shot, what the last key did, its numbers.
 *
 *  ── Lane 3: score entry ──────────────────────────────────────────
 *   Visser, Mo   10 m Air Pistol 60   Morini CM162
 *   Series 1       9   10  10x    9    8    9    9   10    9    9     92
 *   Series 2       9  10x    9    _    ·    ·    ·    ·    ·    ·     28
 *                 11   12   13   14   15   16   17   18   19   20
 *   Shot 13: 9 stored ✓
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/member.h"
#include "core/rules/score.h"
#include "ui/figure.h"
#include "ui/range_view.h"

enum { LABEL = 13, SLOT = 5, SUM = 8, SLOTS_USUAL = 10 };

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
    return lane->next_series > 0 ? lane->next_series : lane->stats.series_count;
}

/* One series in its slots. Many sighters or a long series: the newest ones. */
struct row {
    const struct range_view *view;
    const struct lane *lane;
    struct area area; /* of the slots */
    int line, series;
    int slots, shift; /* shown; left out before them */
    int last;         /* highest shot number in the series */
    bool is_current;
};

static struct row row_of(const struct range_view *view, const struct lane *lane, struct area area,
                         int line, int series)
{
    struct row row = {.view = view, .lane = lane, .area = area, .line = line, .series = series};
    int room = area.columns / SLOT;
    int wanted = series > 0 && lane->programme != NULL
                     ? programme_series_shots(lane->programme, series)
                     : SLOTS_USUAL;
    int focus = 0;
    for (int i = 0; i < lane->shot_count; i++) {
        const struct shot *shot = &lane->shots[i];
        row.last = shot->series == series && shot->number > row.last ? shot->number : row.last;
    }
    focus = view->mode == RANGE_CORRECT ? lane->shots[view->correct_index].number : row.last + 1;
    wanted = series == 0 && wanted < row.last + 1 ? row.last + 1 : wanted;
    row.slots = wanted < room ? wanted : room;
    row.shift = focus > row.slots && wanted > row.slots ? focus - row.slots : 0;
    return row;
}

static int slot_column(const struct row *row, int number)
{
    int slot = number - 1 - row->shift;
    return slot >= 0 && slot < row->slots ? slot * SLOT : -1;
}

static void draw_row_shots(const struct row *row)
{
    for (int i = 0; i < row->slots; i++) {
        draw_right(row->area, row->line, i * SLOT, SLOT - 1, INK_MUTED, draw_symbol("·", "."));
    }
    for (int i = 0; i < row->lane->shot_count; i++) {
        char text[16];
        const struct shot *shot = &row->lane->shots[i];
        int column = slot_column(row, shot->number);
        if (shot->series != row->series || column < 0) {
            continue;
        }
        bool is_chosen = row->view->mode == RANGE_CORRECT && i == row->view->correct_index;
        range_value_text(row->lane, shot->value_tenths, shot->is_inner_ten, text, sizeof text);
        draw_right(row->area, row->line, column, SLOT - 1,
                   is_chosen         ? INK_SELECTION
                   : row->is_current ? shot_ink(shot)
                                     : INK_MUTED,
                   text);
    }
}

/* Where the next shot goes, with what is typed of it. */
static void draw_caret(const struct row *row)
{
    char pending[16];
    bool is_next = row->series == 0 || row->series == row->lane->next_series;
    int column = slot_column(row, row->series == 0 ? row->last + 1 : row->lane->next_number);
    if (row->view->mode == RANGE_ENTRY && is_next && column >= 0) {
        snprintf(pending, sizeof pending, "%s_", row->view->entry.pending);
        draw_right(row->area, row->line, column, SLOT - 1, INK_SELECTION, pending);
    }
}

/* Numbers over the session, as `g` takes them. */
static void draw_row_numbers(const struct row *row)
{
    char text[8];
    int before = row->shift;
    for (int i = 0; row->series > 0 && i < row->series - 1; i++) {
        before += row->lane->programme != NULL ? programme_series_shots(row->lane->programme, i + 1)
                                               : row->lane->stats.series[i].shots;
    }
    for (int i = 0; i < row->slots; i++) {
        snprintf(text, sizeof text, "%d", before + i + 1);
        draw_right(row->area, row->line + 1, i * SLOT, SLOT - 1, INK_MUTED, text);
    }
}

static void draw_series(const struct range_view *view, const struct lane *lane, struct area area,
                        int line, int series, bool is_current)
{
    char text[60];
    int room = area.columns - LABEL - SUM;
    struct row row = row_of(view, lane, area_part(area, 0, LABEL, area.lines, room), line, series);
    row.is_current = is_current;
    if (series == 0) {
        text_copy(text, sizeof text, _("Sighters"));
    } else {
        snprintf(text, sizeof text, _("Series %d"), series);
    }
    draw_cell(area, line, 0, LABEL, is_current ? INK_TEXT : INK_MUTED, text);
    draw_row_shots(&row);
    if (is_current) {
        draw_caret(&row);
        draw_row_numbers(&row);
    }
    if (series > 0 && series <= lane->stats.series_count) {
        score_total_text(text, sizeof text, lane->stats.series[series - 1].total_tenths,
                         lane->has_decimals, i18n_decimal_point());
        draw_right(area, line, area.columns - SUM, SUM, is_current ? INK_TITLE : INK_MUTED, text);
    }
}

/* --- what the last key did ----------------------------------------------------------------------
 */

static void draw_echo(const struct range_view *view, struct area area)
{
    char text[sizeof view->echo + 8];
    bool is_stored = view->echo_kind == RANGE_ECHO_STORED;
    snprintf(text, sizeof text, "%s%s", view->echo, is_stored ? draw_symbol(" ✓", " [ok]") : "");
    draw_wrapped(area, 0, view->echo_kind == RANGE_ECHO_BAD ? INK_WARN : INK_TITLE, text);
}

static void draw_all_in(const struct lane *lane, struct area area, int line)
{
    char total[32];
    score_total_text(total, sizeof total, lane->stats.total_tenths, lane->has_decimals,
                     i18n_decimal_point());
    if (lane->has_decimals) {
        draw_format(area, line, 0, INK_ACCENT, _("All %d in: %s. f finishes."), lane->stats.shots,
                    total);
    } else {
        draw_format(area, line, 0, INK_ACCENT, _("All %d in: %s, %dx. f finishes."),
                    lane->stats.shots, total, lane->stats.inner_tens);
    }
}

/* --- the numbers --------------------------------------------------------------------------------
 */

static void draw_averages(const struct lane *lane, struct area area, int line)
{
    char text[32];
    int column = 0;
    int newest = range_newest_shot(lane);
    if (newest >= 0) {
        const struct shot *shot = &lane->shots[newest];
        range_value_text(lane, shot->value_tenths, shot->is_inner_ten, text, sizeof text);
        column += draw_format(area, line, column, INK_MUTED, _("last %s"), text) + 3;
    }
    if (lane->stats.average.has) {
        figure_stat(text, sizeof text, &lane->stats.average, 2, "");
        column += draw_format(area, line, column, INK_MUTED, _("average %s"), text) + 3;
    }
    if (lane->versus_average.has) {
        figure_signed(text, sizeof text, lane->versus_average.value, 1);
        draw_format(area, line, column, INK_MUTED, _("%s against own average"), text);
    }
}

/* Where the group stands, by the clock of the mean point of impact. */
static const char *direction_text(double clock)
{
    static const char *const names[8] = {N_("high"),      N_("high right"), N_("right"),
                                         N_("low right"), N_("low"),        N_("low left"),
                                         N_("left"),      N_("high left")};
    long eighth = lround(clock / 12 * 8);
    return _(names[((eighth % 8) + 8) % 8]);
}

static void draw_best_and_group(const struct lane *lane, struct area area, int line)
{
    char size[32];
    char off[32];
    char date[64];
    int column = 0;
    const struct session_stats *stats = &lane->stats;
    if (lane->best_series.has) {
        score_total_text(size, sizeof size, (int64_t)lround(lane->best_series.value),
                         lane->has_decimals, i18n_decimal_point());
        time_date_text(date, sizeof date, lane->best_series_date);
        column +=
            draw_format(area, line, column, INK_MUTED, _("best series %s (%s)"), size, date) + 3;
    }
    if (stats->mpi_length.has && stats->extreme_spread.has && stats->mpi_clock.has) {
        figure_stat(size, sizeof size, &stats->extreme_spread, 0, "mm");
        figure_stat(off, sizeof off, &stats->mpi_length, 1, "mm");
        draw_format(area, line, column, INK_MUTED, _("group %s, %s %s"), size, off,
                    direction_text(stats->mpi_clock.value));
    }
}

/* --- the panel ----------------------------------------------------------------------------------
 */

/* What the keys mean now. */
static const char *mode_text(const struct range_view *view, const struct lane *lane)
{
    switch (view->mode) {
    case RANGE_CORRECT:
        return _(": correcting a shot");
    case RANGE_ENTRY:
    case RANGE_GO_TO:
        return lane->is_sighting ? _(": sighters, they do not count")
                                 : _(": score entry, every digit is a shot");
    case RANGE_LANES:
    case RANGE_FIND:
    default:
        return "";
    }
}

static void draw_title(const struct range_view *view, const struct lane *lane, struct area area)
{
    char title[60];
    char whole[160];
    snprintf(title, sizeof title, _("Lane %d"), lane->session.lane);
    snprintf(whole, sizeof whole, "%s%s", title, mode_text(view, lane));
    draw_rule(area, 0, whole);
}

/* A long name gives way, up to half the line: with which weapon must be seen, too. */
static void draw_name_and_what(struct area area, const char *name, const char *what)
{
    enum { GAP = 3 };
    int room = area.columns - GAP - text_width(what);
    int most = room > area.columns / 2 ? room : area.columns / 2;
    int columns = text_width(name) < most ? text_width(name) : most;
    draw_cell(area, 0, 0, columns, INK_TITLE, name);
    draw_cell(area, 0, columns + GAP, area.columns - columns - GAP, INK_MUTED, what);
}

void range_panel_draw(const struct range_view *view, const struct lane *lane, struct area area)
{
    char name[2 * NAME_ROOM];
    char what[2 * NAME_ROOM];
    int series = shown_series(view, lane);
    draw_title(view, lane, area);
    struct area inside = area_part(area, 1, 1, area.lines - 1, area.columns - 2);
    member_name(&lane->member, name, sizeof name);
    snprintf(what, sizeof what, "%s   %s",
             lane->programme != NULL ? programme_name(lane->programme) : lane->session.programme_id,
             lane->arm.name);
    draw_name_and_what(inside, name, what);
    if (series > 1) {
        draw_series(view, lane, inside, 1, series - 1, false);
    }
    draw_series(view, lane, inside, 2, series, true);
    draw_echo(view, area_part(inside, 4, LABEL, 2, inside.columns - LABEL));
    if (lane->next_series == 0 && view->mode != RANGE_CORRECT && !lane->is_sighting) {
        draw_all_in(lane, area_part(inside, 0, LABEL, inside.lines, inside.columns - LABEL), 6);
    }
    draw_averages(lane, inside, 7);
    draw_best_and_group(lane, inside, 8);
}
