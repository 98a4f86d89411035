#include "ui/replay.h"

#include <math.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/rules/score.h"
#include "core/session_course.h"
#include "ui/figure.h"
#include "ui/plot.h"
#include "ui/plot_canvas.h"

enum { SIDE_COLUMNS = 38, CHART_LINES = 6, LABEL = 8, TEXT_ROOM = 200, SPEEDS = 3 };

static const int speed_ms[SPEEDS] = {1000, 500, 200};

struct replay {
    struct screen screen;
    struct arena arena;
    struct session_detail detail;
    struct session_course course;
    int part;
    int shown; /* shots on the target; 0: none yet */
    bool is_playing, with_previous;
    int speed;
};

static struct replay *replay_of(struct screen *screen)
{
    return (struct replay *)screen;
}

static const struct session_part *part_of(const struct replay *replay)
{
    return &replay->detail.parts[replay->part];
}

static bool replay_open(struct screen *screen, const void *argument, struct err *err)
{
    struct replay *replay = replay_of(screen);
    const struct replay_argument *wanted = argument;
    replay->part = wanted->part;
    replay->speed = 1;
    if (!session_get(screen->app, &replay->arena, wanted->session_id, &replay->detail, err) ||
        !session_course_read(screen->app, &replay->arena, &replay->detail, replay->part,
                             &replay->course, err)) {
        return false;
    }
    if (replay->course.count == 0) {
        return err_set(err, ERR_NOT_FOUND, _("There is no match shot to play."));
    }
    replay->shown = replay->course.count;
    return true;
}

static void replay_close(struct screen *screen)
{
    arena_free(&replay_of(screen)->arena);
}

/* --- the target ------------------------------------------------------------------------------- */
static double farthest_mm(const struct shot *shots, int count, double least)
{
    for (int i = 0; i < count; i++) {
        if (shots[i].is_plotted && shots[i].series > 0) {
            least = fmax(least, hypot((double)shots[i].x_um, (double)shots[i].y_um) / 1000);
        }
    }
    return least;
}

/* As close as every shot of both sessions allows, so that it stays the same while it plays. */
static double zoom_of(const struct replay *replay)
{
    const struct face *face = part_of(replay)->face;
    double mm = farthest_mm(replay->course.shots, replay->course.count, 1);
    if (replay->with_previous && replay->course.has_previous) {
        mm = farthest_mm(replay->course.previous.shots, replay->course.previous.shot_count, mm);
    }
    double whole = (double)face_ring_radius_am(face, face->lowest_ring) / (double)AM_PER_MM;
    double zoom = whole / (mm * 1.15);
    return zoom < 1 ? 1 : zoom > 8 ? 8 : zoom;
}

static void draw_target(const struct replay *replay, struct area area)
{
    const struct session_part *part = part_of(replay);
    bool is_whole = replay->shown == replay->course.count;
    if (part->face == NULL || part->stats.plotted == 0) {
        draw_wrapped(area_part(area, 1, 1, area.lines - 1, area.columns - 2), 0, INK_MUTED,
                     _("These shots were typed without a place."));
        return;
    }
    struct target_view view = {.face = part->face,
                               .gauge_um = part->weapon.gauge_um,
                               .shots = replay->course.shots,
                               .shot_count = replay->shown,
                               .selected = replay->shown - 1,
                               .zoom = zoom_of(replay),
                               .show_mpi = is_whole,
                               .stats = &part->stats};
    if (replay->with_previous && replay->course.has_previous) {
        view.under = replay->course.previous.shots;
        view.under_count = replay->course.previous.shot_count;
        view.under_stats = &replay->course.previous.stats;
    }
    plot_target(area, &view);
}

/* --- beside it -------------------------------------------------------------------------------- */
static void time_since(const struct replay *replay, int index, char *dst, size_t size)
{
    dst[0] = '\0';
    if (index > 0) {
        int64_t ms = replay->course.shots[index].entered_at_ms -
                     replay->course.shots[index - 1].entered_at_ms;
        if (ms > 0) {
            snprintf(dst, size, _("after %lld s"), (long long)((ms + 500) / 1000));
        }
    }
}

static int draw_now(const struct replay *replay, struct area area)
{
    char text[TEXT_ROOM], value[32], since[48], average[48];
    int index = replay->shown - 1;
    snprintf(text, sizeof text, _("Shot %d of %d"), replay->shown, replay->course.count);
    draw_text(area, 0, 0, INK_TITLE, text);
    if (index < 0) {
        return 2;
    }
    const struct shot *shot = &replay->course.shots[index];
    score_total_text(value, sizeof value, shot->value_tenths, replay->detail.has_decimals,
                     i18n_decimal_point());
    time_since(replay, index, since, sizeof since);
    snprintf(text, sizeof text, _("series %d: %s%s  %s"), shot->series, value,
             shot->is_inner_ten ? "x" : "", since);
    draw_text(area, 1, 0, shot->ring == 10 ? INK_TEN : INK_TEXT, text);
    if (!isnan(replay->course.rolling.values[index])) {
        figure_number(average, sizeof average, replay->course.rolling.values[index], 2);
        snprintf(text, sizeof text, _("last ten %s"), average);
        draw_text(area, 2, 0, INK_MUTED, text);
    }
    return 4;
}

static int draw_groups(const struct replay *replay, struct area area, int line)
{
    char text[TEXT_ROOM], x[32], y[32], sigma[32], average[32];
    snprintf(text, sizeof text, "%-3s%7s%8s%8s%8s", "", _("avg"), "x mm", "y mm", _("sigma"));
    draw_text(area, line++, 0, INK_MUTED, text);
    for (int i = 0; i < replay->course.group_count && line < area.lines; i++) {
        const struct series_group *group = &replay->course.groups[i];
        figure_stat(average, sizeof average, &group->average, 2, "");
        figure_stat(x, sizeof x, &group->mpi_x, 1, "");
        figure_stat(y, sizeof y, &group->mpi_y, 1, "");
        figure_stat(sigma, sizeof sigma, &group->sigma, 1, "");
        snprintf(text, sizeof text, "%2d %7s%8s%8s%8s", group->number, average, x, y, sigma);
        draw_text(area, line++, 0, INK_TEXT, text);
    }
    return line;
}

static void centre_text(const struct session_stats *stats, char *dst, size_t size)
{
    char x[32], y[32], sigma[32];
    text_copy(dst, size, _("no places"));
    if (stats->mpi_x.has) {
        figure_signed(x, sizeof x, stats->mpi_x.value, 1);
        figure_signed(y, sizeof y, stats->mpi_y.value, 1);
        figure_stat(sigma, sizeof sigma, &stats->sigma, 1, "");
        snprintf(dst, size, _("x %s, y %s, sigma %s mm"), x, y, sigma);
    }
}

static void draw_previous(const struct replay *replay, struct area area, int line)
{
    char text[TEXT_ROOM], date[48];
    if (!replay->course.has_previous) {
        draw_wrapped(area, line, INK_MUTED, _("There is no earlier session to lay under."));
        return;
    }
    time_date_text(date, sizeof date, replay->course.previous_date);
    snprintf(text, sizeof text, "%s %s", draw_symbol("✚", "X"), _("now"));
    draw_text(area, line, 0, INK_TITLE, text);
    centre_text(&part_of(replay)->stats, text, sizeof text);
    draw_text(area, line + 1, 2, INK_TEXT, text);
    snprintf(text, sizeof text, "%s %s", draw_symbol("✕", "x"), date);
    draw_text(area, line + 2, 0, INK_MUTED, text);
    centre_text(&replay->course.previous.stats, text, sizeof text);
    draw_text(area, line + 3, 2, INK_MUTED, text);
}

/* --- the rolling average ---------------------------------------------------------------------- */
struct range {
    double low, high;
};

static struct range range_of(const struct rolling *rolling)
{
    struct range range = {.low = (double)INFINITY, .high = -(double)INFINITY};
    for (int i = 0; i < rolling->count; i++) {
        if (!isnan(rolling->values[i])) {
            range.low = fmin(range.low, rolling->values[i]);
            range.high = fmax(range.high, rolling->values[i]);
        }
    }
    double margin = range.high > range.low ? (range.high - range.low) * 0.08 : 0.5;
    return (struct range){.low = range.low - margin, .high = range.high + margin};
}

static void draw_line(const struct replay *replay, const struct range *range, struct area area)
{
    struct canvas canvas;
    const struct rolling *rolling = &replay->course.rolling;
    double last_x = (double)NAN;
    double last_y = 0;
    canvas_start(&canvas, area);
    for (int i = 0; i < rolling->count && i < replay->shown; i++) {
        if (isnan(rolling->values[i])) {
            continue;
        }
        bool is_weak = i + 1 == rolling->weak_last;
        double x = (double)i / (rolling->count - 1) * (canvas.width - 1);
        double y =
            (range->high - rolling->values[i]) / (range->high - range->low) * (canvas.height - 1);
        if (!isnan(last_x)) {
            canvas_line(&canvas, last_x, last_y, x, y, INK_ACCENT);
        }
        if (is_weak) {
            canvas_glyph(&canvas, x, y, INK_WARN, draw_symbol("▼", "v"));
        }
        last_x = x;
        last_y = y;
    }
    canvas_finish(&canvas);
}

static void draw_rolling(const struct replay *replay, struct area area)
{
    char text[TEXT_ROOM], number[32];
    const struct rolling *rolling = &replay->course.rolling;
    if (rolling->count < ROLLING_SHOTS) {
        draw_text(area, 0, 1, INK_MUTED, _("A rolling average needs ten shots."));
        return;
    }
    struct range range = range_of(rolling);
    if (rolling->weak_first > 0) {
        figure_number(number, sizeof number, rolling->weak_average, 2);
        snprintf(text, sizeof text,
                 _("Average of the last ten shots, rings; weakest %s: shots %d to %d"), number,
                 rolling->weak_first, rolling->weak_last);
    } else {
        text_copy(text, sizeof text, _("Average of the last ten shots, rings"));
    }
    draw_text(area, 0, 1, INK_ACCENT, text);
    struct area chart = area_part(area, 1, 0, area.lines - 1, area.columns);
    figure_number(number, sizeof number, range.high, 2);
    draw_right(chart, 0, 0, LABEL - 2, INK_MUTED, number);
    figure_number(number, sizeof number, range.low, 2);
    draw_right(chart, chart.lines - 1, 0, LABEL - 2, INK_MUTED, number);
    draw_line(replay, &range, area_part(chart, 0, LABEL, chart.lines, chart.columns - LABEL - 1));
}

static void replay_draw(struct screen *screen, struct area area)
{
    struct replay *replay = replay_of(screen);
    int lines = area.lines - CHART_LINES;
    struct area side = area_part(area, 0, area.columns - SIDE_COLUMNS, lines, SIDE_COLUMNS);
    draw_target(replay, area_part(area, 0, 0, lines, area.columns - SIDE_COLUMNS - 1));
    int line = draw_now(replay, side);
    if (replay->with_previous) {
        draw_previous(replay, side, line);
    } else {
        draw_groups(replay, side, line);
    }
    draw_rolling(replay, area_part(area, lines, 0, CHART_LINES, area.columns));
}

/* --- playing ---------------------------------------------------------------------------------- */
static void play_or_pause(struct screen *screen)
{
    struct replay *replay = replay_of(screen);
    replay->is_playing = !replay->is_playing;
    if (replay->is_playing && replay->shown == replay->course.count) {
        replay->shown = 0;
    }
    screen_wake_in_ms(screen, replay->is_playing ? speed_ms[replay->speed] : 0);
}

static void replay_tick(struct screen *screen)
{
    struct replay *replay = replay_of(screen);
    if (!replay->is_playing) {
        return;
    }
    replay->shown++;
    replay->is_playing = replay->shown < replay->course.count;
    screen_wake_in_ms(screen, replay->is_playing ? speed_ms[replay->speed] : 0);
}

static void step(struct screen *screen, int by)
{
    struct replay *replay = replay_of(screen);
    int shown = replay->shown + by;
    replay->is_playing = false;
    replay->shown = shown < 0 ? 0 : shown > replay->course.count ? replay->course.count : shown;
    screen_wake_in_ms(screen, 0);
}

static bool replay_key(struct screen *screen, int key)
{
    struct replay *replay = replay_of(screen);
    switch (key) {
    case UI_KEY_RIGHT:
    case UI_KEY_DOWN:
        step(screen, 1);
        return true;
    case UI_KEY_LEFT:
    case UI_KEY_UP:
        step(screen, -1);
        return true;
    case UI_KEY_HOME:
        step(screen, -replay->course.count);
        return true;
    case UI_KEY_END:
        step(screen, replay->course.count);
        return true;
    default:
        return false;
    }
}

static void faster(struct screen *screen)
{
    struct replay *replay = replay_of(screen);
    replay->speed = replay->speed + 1 < SPEEDS ? replay->speed + 1 : replay->speed;
}

static void slower(struct screen *screen)
{
    struct replay *replay = replay_of(screen);
    replay->speed = replay->speed > 0 ? replay->speed - 1 : 0;
}

static void previous(struct screen *screen)
{
    struct replay *replay = replay_of(screen);
    replay->with_previous = !replay->with_previous;
}

static void replay_crumb(const struct screen *screen, char *dst, size_t size)
{
    (void)screen;
    text_copy(dst, size, _("Replay"));
}

static const struct key_row keys[] = {
    {' ', N_("Space"), N_("play or pause"), play_or_pause, NULL, 9},
    {UI_KEY_RIGHT, N_("arrows"), N_("shot by shot"), NULL, NULL, 8},
    {'o', "o", N_("session before"), previous, NULL, 7},
    {'+', "+", N_("faster"), faster, NULL, 6},
    {'-', "-", N_("slower"), slower, NULL, 5},
    {0},
};

const struct screen_class screen_replay = {
    .name = N_("Replay"),
    .about =
        N_("The session shot by shot: Space plays it in the order it was shot, the arrows step."
           " Beside it the time since the shot before, the average of the last ten, and each"
           " series with its average, centre and sigma. o lays the same shooter's session"
           " before it under this one."),
    .size = sizeof(struct replay),
    .section = 2,
    .open = replay_open,
    .draw = replay_draw,
    .key = replay_key,
    .tick = replay_tick,
    .close = replay_close,
    .crumb = replay_crumb,
    .keys = keys,
};
