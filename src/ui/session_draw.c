#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/rules/score.h"
#include "ui/figure.h"
#include "ui/plot.h"
#include "ui/session_view.h"

enum { TEXT_ROOM = 256, CELL_ROOM = 48, WIDE_COLUMNS = 120, WIDE_LINES = 36, TRAIL_ONE_LINE = 70 };

/* --- header --------------------------------------------------------------------------------- */
static void programme_text(const struct session_detail *detail, char *dst, size_t size)
{
    text_copy(dst, size,
              detail->programme != NULL ? programme_name(detail->programme)
                                        : detail->session.programme_id);
}

static void draw_who(const struct session_detail *detail, struct area area)
{
    char programme[NAME_ROOM];
    char number[NAME_ROOM + 4];
    programme_text(detail, programme, sizeof programme);
    int column = 1;
    snprintf(number, sizeof number, "%s, %s", detail->member.family_name,
             detail->member.given_name);
    column += draw_text(area, 0, column, INK_TITLE,
                        detail->member.given_name[0] != '\0' ? number : detail->member.family_name);
    column += 2 + draw_text(area, 0, column + 2, INK_TEXT, programme);
    if (detail->session.is_competition) {
        column += 2 + draw_text(area, 0, column + 2, INK_ACCENT2, _("competition"));
    }
    if (detail->session.state == SESSION_VOID) {
        draw_text(area, 0, column + 2, INK_WARN, _("VOID: does not count"));
    } else if (detail->session.state == SESSION_OPEN) {
        draw_text(area, 0, column + 2, INK_ACCENT, _("still shooting"));
    }
}

static void draw_when_and_what(const struct session_detail *detail, struct area area)
{
    char line[TEXT_ROOM * 2];
    char date[CELL_ROOM];
    char clock[6];
    time_date_text(date, sizeof date, detail->session.local_date);
    time_local_clock(clock, detail->session.started_at_ms);
    int used = snprintf(line, sizeof line, "%s %s", date, clock);
    if (detail->part_count > 0 && detail->parts[0].arm.id != 0) {
        const struct weapon *arm = &detail->parts[0].arm;
        used += snprintf(line + used, sizeof line - (size_t)used, "   %s", arm->name);
        if (detail->part_count > 1) {
            used +=
                snprintf(line + used, sizeof line - (size_t)used, " +%d", detail->part_count - 1);
        }
    }
    if (detail->session.lane > 0) {
        char lane[CELL_ROOM];
        snprintf(lane, sizeof lane, _("lane %d"), detail->session.lane);
        used += snprintf(line + used, sizeof line - (size_t)used, "   %s", lane);
    }
    snprintf(line + used, sizeof line - (size_t)used, "   %s%s%s", detail->location,
             detail->location[0] != '\0' ? "   " : "", detail->officer);
    draw_text(area, 1, 1, INK_MUTED, line);
}

/* Shots the programme asks for beyond those fired; 0: complete, or of no fixed length. */
static int shots_missing(const struct session_detail *detail, int *expected)
{
    bool is_fixed = detail->programme != NULL && !detail->programme->is_open_ended;
    *expected = is_fixed ? programme_shot_count(detail->programme) : 0;
    return *expected > detail->stats.shots ? *expected - detail->stats.shots : 0;
}

/* Against the own average and the own best: what a shooter looks at first. A session that is not
 * complete is not compared: its total would only say how much is missing. */
static int draw_medal(const struct session_detail *detail, struct area area, int line, int column)
{
    char number[CELL_ROOM];
    char text[TEXT_ROOM];
    int start = column;
    int expected = 0;
    double total = (double)detail->stats.total_tenths / 10;
    int decimals = detail->has_decimals ? 1 : 0;
    if (shots_missing(detail, &expected) > 0) {
        snprintf(text, sizeof text, _("%d of %d shots"), detail->stats.shots, expected);
        column += 3 + draw_text(area, line, column, INK_WARN, text);
    } else if (detail->versus_average.has) {
        double versus = detail->versus_average.value;
        figure_signed(number, sizeof number, versus, 1);
        snprintf(text, sizeof text, _("%s against own average"), number);
        column += draw_text(area, line, column, INK_TEXT,
                            versus > 0   ? draw_symbol("▲ ", "^ ")
                            : versus < 0 ? draw_symbol("▼ ", "v ")
                                         : "= ");
        column += 3 + draw_text(area, line, column, versus < 0 ? INK_WARN : INK_ACCENT, text);
    }
    if (detail->own_best.has) {
        double above = total - detail->own_best.value;
        figure_number(number, sizeof number, detail->own_best.value, decimals);
        if (above > 0) {
            snprintf(text, sizeof text, _("%s own best (was %s)"), draw_symbol("★", "*"), number);
        } else {
            snprintf(text, sizeof text, _("own best %s"), number);
        }
        column += 3 + draw_text(area, line, column, above > 0 ? INK_TEN : INK_MUTED, text);
    }
    return column - start;
}

static void draw_score(const struct session_detail *detail, struct area area)
{
    char total[CELL_ROOM];
    char text[TEXT_ROOM];
    const struct session_stats *stats = &detail->stats;
    if (stats->shots == 0) {
        draw_text(area, 2, 1, INK_MUTED, _("No match shots yet."));
        return;
    }
    score_total_text(total, sizeof total, stats->total_tenths, detail->has_decimals,
                     i18n_decimal_point());
    int column = 1 + draw_text(area, 2, 1, INK_TITLE, total);
    snprintf(text, sizeof text, "  %dx  ", stats->inner_tens);
    column += draw_text(area, 2, column, INK_TEN, text);
    char average[CELL_ROOM];
    figure_stat(average, sizeof average, &stats->average, 2, "");
    snprintf(text, sizeof text, _("average %s"), average);
    column += 3 + draw_text(area, 2, column, INK_TEXT, text);
    if (draw_medal(detail, area, 2, column) == 0) {
        draw_text(area, 2, column, INK_MUTED, _("first session of this programme"));
    }
}

static void draw_header(const struct session_detail *detail, struct area area)
{
    draw_who(detail, area);
    draw_when_and_what(detail, area);
    draw_score(detail, area);
}

/* --- series --------------------------------------------------------------------------------- */
static void series_mark(const struct session_stats *stats, const struct series_stats *series,
                        char *dst, size_t size, enum ink *ink)
{
    *ink = INK_MUTED;
    dst[0] = '\0';
    if (!series->is_complete && series->expected > series->shots) {
        int missing = series->expected - series->shots;
        *ink = INK_WARN;
        snprintf(dst, size, P_("%d missing", "%d missing", missing), missing);
    } else if (series->number == stats->best_series) {
        *ink = INK_ACCENT;
        text_copy(dst, size, _("best"));
    } else if (series->number == stats->weakest_series) {
        *ink = INK_WARN;
        text_copy(dst, size, _("weakest"));
    }
}

/* Bars compare averages a shot, from a ring below the weakest series: from zero on all look alike.
 */
struct bar_scale {
    double low, high; /* rings */
    int column, columns;
};

static struct bar_scale scale_bars(const struct session_detail *detail, const struct area *area)
{
    const struct session_stats *stats = &detail->stats;
    double weakest = 10;
    for (int i = 0; i < stats->series_count; i++) {
        const struct series_stats *series = &stats->series[i];
        if (series->shots > 0) {
            double average = (double)series->total_tenths / (10.0 * series->shots);
            weakest = average < weakest ? average : weakest;
        }
    }
    int columns = area->columns - 42;
    double low = floor(weakest) - 1;
    return (struct bar_scale){.low = low < 0 ? 0 : low,
                              .high = detail->has_decimals ? 10.9 : 10,
                              .column = 27,
                              .columns = columns < 6    ? 6
                                         : columns > 40 ? 40
                                                        : columns};
}

static void draw_series_row(const struct session_view *view, const struct series_stats *series,
                            struct area area, int line, const struct bar_scale *scale)
{
    char text[CELL_ROOM];
    char mark[TEXT_ROOM];
    enum ink ink = INK_MUTED;
    const struct session_detail *detail = view->detail;
    double average = (double)series->total_tenths / (10.0 * series->shots);
    series_mark(&detail->stats, series, mark, sizeof mark, &ink);
    snprintf(text, sizeof text, "%d", series->number);
    draw_right(area, line, 1, 4, INK_MUTED, text);
    score_total_text(text, sizeof text, series->total_tenths, detail->has_decimals,
                     i18n_decimal_point());
    draw_right(area, line, 6, 7, INK_TEXT, text);
    figure_number(text, sizeof text, average, 2);
    draw_right(area, line, 14, 6, INK_MUTED, text);
    snprintf(text, sizeof text, "%d", series->inner_tens);
    draw_right(area, line, 21, 4, INK_TEN, text);
    draw_bar(area, line, scale->column, scale->columns, ink == INK_WARN ? INK_NINE : INK_ACCENT,
             average - scale->low, scale->high - scale->low);
    draw_text(area, line, scale->column + scale->columns + 2, ink, mark);
}

static void draw_series_heading(const struct bar_scale *scale, struct area area, int line)
{
    char text[CELL_ROOM];
    draw_right(area, line, 1, 4, INK_MUTED, _("No."));
    draw_right(area, line, 6, 7, INK_MUTED, _("Total"));
    draw_right(area, line, 14, 6, INK_MUTED, _("Avg"));
    draw_right(area, line, 21, 4, INK_MUTED, _("X"));
    if (scale->columns >= 14) {
        figure_number(text, sizeof text, scale->low, 1);
        draw_text(area, line, scale->column, INK_MUTED, text);
        figure_number(text, sizeof text, scale->high, 1);
        draw_right(area, line, scale->column + scale->columns - 5, 5, INK_MUTED, text);
    }
}

static int draw_series(const struct session_view *view, struct area area, int top)
{
    const struct session_stats *stats = &view->detail->stats;
    if (stats->shots == 0) {
        draw_wrapped(area_part(area, 0, 1, area.lines, area.columns - 2), -top, INK_MUTED,
                     _("No match shots yet. They are entered on the Range (press 1)."));
        return 1;
    }
    struct bar_scale scale = scale_bars(view->detail, &area);
    int line = -top;
    draw_series_heading(&scale, area, line++);
    for (int i = 0; i < stats->series_count; i++) {
        if (stats->series[i].shots > 0) {
            draw_series_row(view, &stats->series[i], area, line++, &scale);
        }
    }
    return line + top;
}

/* --- shots ---------------------------------------------------------------------------------- */
static enum ink shot_ink(const struct shot *shot)
{
    return shot->ring == 10 ? INK_TEN : shot->ring == 9 ? INK_NINE : INK_TEXT;
}

static void draw_series_total(const struct session_view *view, const struct session_part *part,
                              struct area area, int line, int series)
{
    char text[CELL_ROOM];
    for (int i = 0; series > 0 && i < part->stats.series_count; i++) {
        if (part->stats.series[i].number == series) {
            score_total_text(text, sizeof text, part->stats.series[i].total_tenths,
                             view->detail->has_decimals, i18n_decimal_point());
            draw_right(area, line, 62, 7, INK_ACCENT, text);
        }
    }
}

/* How the values stand in lines of ten, or of five where there is little room. */
struct shot_lines {
    int label, cell, per_line;
};

static struct shot_lines lay_shots(bool has_decimals, int columns)
{
    struct shot_lines wide = {.label = 10, .cell = 5, .per_line = 10};
    if (columns >= wide.label + 10 * wide.cell + 1) {
        return wide;
    }
    return has_decimals ? (struct shot_lines){.label = 2, .cell = 5, .per_line = 10}
                        : (struct shot_lines){.label = 8, .cell = 4, .per_line = 10};
}

/* One line a series: sighters first, marked. */
static int draw_shot_values(const struct session_view *view, const struct session_part *part,
                            struct area area, int line)
{
    char text[CELL_ROOM];
    struct shot_lines lines = lay_shots(view->detail->has_decimals, area.columns);
    int series = -1;
    int in_line = 0;
    line--;
    for (int i = 0; i < part->shot_count; i++) {
        const struct shot *shot = &part->shots[i];
        if (shot->series != series || in_line == lines.per_line) {
            line++;
            in_line = 0;
            draw_series_total(view, part, area, line, shot->series != series ? shot->series : 0);
            if (shot->series != series) {
                snprintf(text, sizeof text, "%d", shot->series);
                draw_cell(area, line, 1, lines.label, INK_MUTED,
                          shot->series > 0  ? text
                          : lines.label > 2 ? _("sighters")
                                            : _("S"));
            }
            series = shot->series;
        }
        score_text(text, sizeof text, shot->value_tenths, view->detail->has_decimals,
                   shot->is_inner_ten, i18n_decimal_point());
        draw_right(area, line, 1 + lines.label + in_line * lines.cell, lines.cell - 1,
                   shot_ink(shot), text);
        in_line++;
    }
    return line + 1;
}

static int match_shots(const struct session_part *part)
{
    int first = 0;
    while (first < part->shot_count && part->shots[first].series == 0) {
        first++;
    }
    return first;
}

static int draw_shots(const struct session_view *view, struct area area, int top)
{
    if (view->part >= view->detail->part_count || view->detail->parts[view->part].shot_count == 0) {
        draw_text(area, -top, 1, INK_MUTED, _("No shots yet."));
        return 1;
    }
    const struct session_part *part = &view->detail->parts[view->part];
    int first = match_shots(part);
    int strip = area.lines > 24 ? 9 : 6;
    int line = -top;
    if (part->shot_count > first) {
        plot_shot_strip(area_part(area, line, 1, strip, area.columns - 2), part->shots + first,
                        part->shot_count - first, part->stats.dip_first, part->stats.dip_last, -1);
        line += strip;
        if (part->stats.dip_first > 0) {
            char text[TEXT_ROOM];
            snprintf(text, sizeof text, _("Marked: the weakest series, shots %d to %d."),
                     part->stats.dip_first, part->stats.dip_last);
            line += draw_wrapped(area_part(area, 0, 1, area.lines, area.columns - 2), line,
                                 INK_WARN, text);
        }
    }
    return draw_shot_values(view, part, area, line) + top;
}

/* --- target --------------------------------------------------------------------------------- */
/* As close as the widest shot allows, never less than the whole scoring area. */
static double target_zoom(const struct session_part *part)
{
    double face_mm = (double)face_ring_radius_am(part->face, part->face->lowest_ring) / 1e15;
    double widest_mm = 1;
    for (int i = 0; i < part->shot_count; i++) {
        const struct shot *shot = &part->shots[i];
        if (shot->is_plotted && shot->series > 0) {
            double from_centre_mm = hypot((double)shot->x_um, (double)shot->y_um) / 1000;
            widest_mm = from_centre_mm > widest_mm ? from_centre_mm : widest_mm;
        }
    }
    double zoom = face_mm / (widest_mm * 1.15);
    return zoom < 1 ? 1 : zoom > 8 ? 8 : zoom;
}

static int draw_target(const struct session_view *view, struct area area, int top)
{
    (void)top;
    if (view->part >= view->detail->part_count) {
        return 0;
    }
    const struct session_part *part = &view->detail->parts[view->part];
    if (part->stats.plotted == 0 || part->face == NULL) {
        draw_wrapped(area_part(area, 0, 1, area.lines, area.columns - 2), 0, INK_MUTED,
                     _("These shots were typed without a place, so there is no plot. Press p on"
                       " the Range to enter shots on the target."));
        return 1;
    }
    struct target_view target = {.face = part->face,
                                 .gauge_um = part->weapon.gauge_um,
                                 .shots = part->shots,
                                 .shot_count = part->shot_count,
                                 .selected = -1,
                                 .zoom = target_zoom(part),
                                 .show_mpi = true,
                                 .show_mean_radius = true,
                                 .stats = &part->stats};
    char caption[TEXT_ROOM];
    plot_target(area_part(area, 0, 0, area.lines - 1, area.columns), &target);
    plot_target_caption(&target, caption, sizeof caption);
    draw_text(area, area.lines - 1, 1, INK_MUTED, caption);
    return area.lines;
}

/* --- weapon lines --------------------------------------------------------------------------- */
static const char *deviation_name(enum deviation deviation)
{
    static const char *const names[] = {N_("none"), N_("left"), N_("right"), N_("high"), N_("low")};
    return _(names[deviation]);
}

static int draw_pair(struct area area, int line, const char *label, const char *value)
{
    draw_cell(area, line, 3, 15, INK_MUTED, label);
    draw_text(area, line, 19, INK_TEXT, value[0] != '\0' ? value : "-");
    return line + 1;
}

static int draw_weapon_line(const struct session_view *view, int index, struct area area, int line)
{
    const struct session_part *part = &view->detail->parts[index];
    char text[TEXT_ROOM];
    char number[CELL_ROOM];
    bool is_chosen = index == view->part;
    snprintf(text, sizeof text, "%s %s  %s", is_chosen ? ">" : " ",
             part->arm.id != 0 ? part->arm.name : _("weapon not said"), part->arm.calibre);
    draw_text(area, line++, 1, is_chosen ? INK_TITLE : INK_TEXT, text);
    figure_number(number, sizeof number, (double)part->weapon.distance_mm / 1000, 0);
    snprintf(text, sizeof text, _("%s m, face %s"), number, part->weapon.face_id);
    line = draw_pair(area, line, _("Distance"), text);
    snprintf(text, sizeof text, "%d", part->weapon.rounds_fired);
    line = draw_pair(area, line, _("Rounds"), text);
    line = draw_pair(area, line, _("Ammunition"), view->ammunition[index]);
    line = draw_pair(area, line, _("Grouping"), part->weapon.grouping);
    line = draw_pair(area, line, _("Deviation"), deviation_name(part->weapon.deviation));
    snprintf(text, sizeof text, "%d", part->weapon.fliers);
    return draw_pair(area, line, _("Fliers"), text) + 1;
}

static int draw_weapons(const struct session_view *view, struct area area, int top)
{
    int line = -top;
    for (int i = 0; i < view->detail->part_count; i++) {
        line = draw_weapon_line(view, i, area, line);
    }
    draw_text(area, line, 3, INK_MUTED,
              view->detail->part_count > 1 ? _("w changes the chosen one, a goes to the next one.")
                                           : _("w changes this line."));
    return line + 1 + top;
}

/* --- notes ---------------------------------------------------------------------------------- */
static int draw_text_block(struct area area, int line, const char *title, const char *text,
                           const char *empty)
{
    struct area inside = area_part(area, 0, 1, area.lines, area.columns - 2);
    draw_text(area, line++, 1, INK_TITLE, title);
    line += text[0] != '\0' ? draw_wrapped(inside, line, INK_TEXT, text)
                            : draw_wrapped(inside, line, INK_MUTED, empty);
    return line + 1;
}

static int draw_notes(const struct session_view *view, struct area area, int top)
{
    int line = draw_text_block(area, -top, _("Notes"), view->detail->session.notes,
                               _("No notes. Press e to write some."));
    line = draw_text_block(area, line, _("Own reflection"), view->detail->session.reflection,
                           _("Nothing yet. Press r: what went well, what did not, what next?"));
    return line - 1 + top;
}

/* --- trail ---------------------------------------------------------------------------------- */
static void draw_correction(const struct session_view *view,
                            const struct session_correction *correction, struct area area, int line)
{
    char old_value[CELL_ROOM];
    char new_value[CELL_ROOM];
    char when[CELL_ROOM];
    char text[TEXT_ROOM];
    bool decimals = view->detail->has_decimals;
    score_text(old_value, sizeof old_value, correction->old_tenths, decimals, correction->old_inner,
               i18n_decimal_point());
    if (correction->new_tenths < 0) {
        text_copy(new_value, sizeof new_value, _("taken back"));
    } else {
        score_text(new_value, sizeof new_value, correction->new_tenths, decimals,
                   correction->new_inner, i18n_decimal_point());
    }
    if (correction->series > 0) {
        snprintf(text, sizeof text, _("series %d, shot %d"), correction->series,
                 correction->number);
    } else {
        snprintf(text, sizeof text, _("sighter %d"), correction->number);
    }
    draw_cell(area, line, 1, 19, INK_TEXT, text);
    snprintf(text, sizeof text, "%s %s %s", old_value, draw_symbol("→", "->"), new_value);
    draw_cell(area, line, 21, 20, INK_ACCENT2, text);
    time_moment_text(when, sizeof when, correction->at_ms);
    bool has_room = area.columns >= TRAIL_ONE_LINE;
    int column = has_room ? 42 : 3;
    line += has_room ? 0 : 1;
    draw_cell(area, line, column, 14, INK_MUTED, when);
    draw_text(area, line, column + 15, INK_MUTED, correction->by);
}

static int draw_trail(const struct session_view *view, struct area area, int top)
{
    if (view->detail->correction_count == 0) {
        draw_wrapped(area_part(area, 0, 1, area.lines, area.columns - 2), -top, INK_MUTED,
                     _("No shot was corrected or taken back. Every correction is kept here: who,"
                       " when, the old and the new value."));
        return 1;
    }
    int lines = area.columns >= TRAIL_ONE_LINE ? 1 : 2;
    for (int i = 0; i < view->detail->correction_count; i++) {
        draw_correction(view, &view->detail->corrections[i], area, i * lines - top);
    }
    return view->detail->correction_count * lines;
}

static int draw_reflection(const struct session_view *view, struct area area, int top)
{
    return answer_panel_draw(view->answer, area, top);
}

int session_panel_draw(const struct session_view *view, enum session_tab panel, struct area area,
                       int top)
{
    static int (*const panels[SESSION_TAB_COUNT])(const struct session_view *, struct area, int) = {
        [SESSION_TAB_SERIES] = draw_series,   [SESSION_TAB_SHOTS] = draw_shots,
        [SESSION_TAB_TARGET] = draw_target,   [SESSION_TAB_NUMBERS] = session_numbers_draw,
        [SESSION_TAB_WEAPONS] = draw_weapons, [SESSION_TAB_NOTES] = draw_notes,
        [SESSION_TAB_TRAIL] = draw_trail,     [SESSION_TAB_REFLECTION] = draw_reflection,
    };
    return panels[panel](view, area, top);
}

/* --- the whole ------------------------------------------------------------------------------ */
static void draw_panel(struct session_view *view, enum session_tab panel, struct area area)
{
    bool is_chosen = (int)panel == view->tabs.chosen;
    char title[CELL_ROOM];
    snprintf(title, sizeof title, is_chosen ? "[%s]" : "%s", _(view->tabs.names[panel]));
    draw_rule(area, 0, title);
    struct area inside = area_part(area, 1, 0, area.lines - 1, area.columns);
    int lines = session_panel_draw(view, panel, inside, is_chosen ? view->top : 0);
    if (is_chosen) {
        view->hidden = lines > inside.lines ? lines - inside.lines : 0;
    }
}

/* Room for everything at once, in three columns: series, shots, weapons | target, reflection, notes
 * | numbers, trail. */
static void draw_wide(struct session_view *view, struct area area)
{
    enum { NUMBERS_LINES = 33, TRAIL_LINES = 4 };
    int left = area.columns >= 160 ? 64 : 53;
    int right = area.columns >= 160 ? 56 : 46;
    int middle = area.columns - left - right - 2;
    int low = area.lines / 3 > 12 ? 12 : area.lines / 3;
    int high = area.lines - low;
    int target = area.lines / 2;
    int notes = low > 7 ? 7 : low;
    int series = view->detail->stats.series_count + 2;
    series = series > high / 2 ? high / 2 : series;
    int numbers =
        area.lines - TRAIL_LINES < NUMBERS_LINES ? area.lines - TRAIL_LINES : NUMBERS_LINES;
    int last = left + middle + 2;
    draw_panel(view, SESSION_TAB_SERIES, area_part(area, 0, 0, series, left));
    draw_panel(view, SESSION_TAB_SHOTS, area_part(area, series, 0, high - series, left));
    draw_panel(view, SESSION_TAB_WEAPONS, area_part(area, high, 0, low, left));
    draw_panel(view, SESSION_TAB_TARGET, area_part(area, 0, left + 1, target, middle));
    draw_panel(view, SESSION_TAB_REFLECTION,
               area_part(area, target, left + 1, area.lines - notes - target, middle));
    draw_panel(view, SESSION_TAB_NOTES,
               area_part(area, area.lines - notes, left + 1, notes, middle));
    draw_panel(view, SESSION_TAB_NUMBERS, area_part(area, 0, last, numbers, right));
    draw_panel(view, SESSION_TAB_TRAIL,
               area_part(area, numbers, last, area.lines - numbers, right));
}

static void draw_scroll_hint(const struct session_view *view, struct area area)
{
    if (view->hidden > 0 && view->top < view->hidden) {
        draw_right(area, area.lines - 1, area.columns - 3, 2, INK_ACCENT, draw_symbol("▼", "v"));
    }
    if (view->top > 0) {
        draw_right(area, 0, area.columns - 3, 2, INK_ACCENT, draw_symbol("▲", "^"));
    }
}

void session_view_draw(struct session_view *view, struct area area)
{
    draw_header(view->detail, area);
    if (area.columns >= WIDE_COLUMNS && area.lines >= WIDE_LINES) {
        draw_wide(view, area_part(area, 4, 0, area.lines - 4, area.columns));
        return;
    }
    tabs_draw(&view->tabs, area, 3);
    struct area panel = area_part(area, 4, 0, area.lines - 4, area.columns);
    int lines = session_panel_draw(view, (enum session_tab)view->tabs.chosen, panel, view->top);
    view->hidden = lines > panel.lines ? lines - panel.lines : 0;
    draw_scroll_hint(view, panel);
}
