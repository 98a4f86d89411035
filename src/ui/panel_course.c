/* Within a session: the average by shot position with the weakest ten, and the rhythm. */
#include <math.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "core/verdict.h"
#include "ui/figure.h"
#include "ui/member_card.h"
#include "ui/plot_canvas.h"

enum { LABEL = 8, SAID_LINES = 7, TEXT_ROOM = 240 };

struct panel_course {
    struct panel panel;
    const struct shooter *shooter;
};

static bool course_load(struct panel *panel, struct err *err)
{
    struct panel_course *course = (struct panel_course *)panel;
    course->shooter = member_card_shooter((struct member_card *)panel->card, err);
    return course->shooter != NULL;
}

/* --- the chart -------------------------------------------------------------------------------- */
struct course_scale {
    double low, high;
    double step; /* columns a position */
};

static struct course_scale scale_of(const struct drift *drift, int columns)
{
    struct course_scale scale = {.low = drift->average[0], .high = drift->average[0]};
    for (int i = 0; i < drift->positions; i++) {
        scale.low = fmin(scale.low, drift->average[i]);
        scale.high = fmax(scale.high, drift->average[i]);
    }
    double margin = scale.high > scale.low ? (scale.high - scale.low) * 0.1 : 0.5;
    scale.low -= margin;
    scale.high += margin;
    double fits = (double)columns / drift->positions;
    scale.step = fits >= 3 ? 3 : fits >= 2 ? 2 : fits >= 1 ? 1 : fits;
    return scale;
}

static void draw_labels(const struct drift *drift, const struct course_scale *scale,
                        struct area area, int lines)
{
    char text[32];
    for (int i = 0; i <= 2; i++) {
        int line = (lines - 1) * i / 2;
        double value = scale->high - (scale->high - scale->low) * line / (lines - 1);
        figure_number(text, sizeof text, value, 2);
        draw_right(area, line, 0, LABEL - 2, INK_MUTED, text);
        draw_glyphs(area, line, LABEL - 1, INK_LINE, GROUND_PLAIN, draw_symbol("┤", "+"));
    }
    for (int position = 1; position <= drift->positions; position += 10) {
        snprintf(text, sizeof text, "%d", position);
        draw_text(area, lines + 1, LABEL + (int)((position - 1) * scale->step), INK_MUTED, text);
    }
}

static void draw_chart(const struct drift *drift, struct area area)
{
    struct canvas canvas;
    int lines = area.lines - 2;
    struct course_scale scale = scale_of(drift, area.columns - LABEL - 1);
    draw_labels(drift, &scale, area, lines);
    canvas_start(&canvas, area_part(area, 0, LABEL, lines, area.columns - LABEL));
    for (int i = 0; i < drift->positions; i++) {
        bool is_weak = i + 1 >= drift->weak_first && i + 1 <= drift->weak_last;
        double share = (drift->average[i] - scale.low) / (scale.high - scale.low);
        double y = (1 - share) * (canvas.height - 1);
        double x = floor(i * scale.step) * 2;
        int width = scale.step >= 2 ? (int)(2 * scale.step) - 2 : 1;
        for (int dot = 0; dot < width; dot++) {
            canvas_line(&canvas, x + dot, y, x + dot, canvas.height - 1,
                        is_weak ? INK_WARN : INK_ACCENT2);
        }
    }
    canvas_finish(&canvas);
    for (int i = drift->weak_first; i > 0 && i <= drift->weak_last; i++) {
        int column = LABEL + (int)((i - 1) * scale.step);
        draw_text(area, lines, column, INK_WARN, draw_symbol("▲", "^"));
    }
}

/* --- in words --------------------------------------------------------------------------------- */
static int draw_drift(const struct drift *drift, struct area area, int line)
{
    char text[TEXT_ROOM], average[48], difference[48], low[48], high[48];
    char point = i18n_decimal_point();
    if (drift->why != NULL) {
        return line + draw_wrapped(area, line, INK_MUTED, _(drift->why));
    }
    figure_number(average, sizeof average, drift->weak_average, 2);
    snprintf(text, sizeof text, _("Weakest ten: shots %d to %d, average %s"), drift->weak_first,
             drift->weak_last, average);
    line += draw_wrapped(area, line, INK_TEXT, text);
    if (!drift->difference.has) {
        return line + draw_wrapped(area, line, INK_MUTED, _(drift->difference.why));
    }
    verdict_signed(difference, sizeof difference, drift->difference.value, 2, point);
    verdict_signed(low, sizeof low, drift->low.value, 2, point);
    verdict_signed(high, sizeof high, drift->high.value, 2, point);
    snprintf(text, sizeof text, _("%s (%s to %s) rings a shot against the other shots: %s"),
             difference, low, high,
             drift->verdict == VERDICT_LOWER ? _("points are lost there") : _("within noise"));
    return line +
           draw_wrapped(area, line, drift->verdict == VERDICT_LOWER ? INK_WARN : INK_MUTED, text);
}

static int draw_rhythm(const struct cadence *cadence, struct area area, int line)
{
    char text[TEXT_ROOM], mean[48], median[48], quick[48], slow[48], middle[48];
    char r[48], low[48], high[48];
    figure_stat(mean, sizeof mean, &cadence->mean_s, 0, _("s"));
    figure_stat(median, sizeof median, &cadence->median_s, 0, _("s"));
    if (!cadence->mean_s.has) {
        return line + draw_wrapped(area, line, INK_MUTED, _(cadence->mean_s.why));
    }
    snprintf(text, sizeof text, _("Rhythm: %s a shot, half of them within %s"), mean, median);
    line += draw_wrapped(area, line, INK_TEXT, text);
    if (!cadence->correlation.has) {
        return line + draw_wrapped(area, line, INK_MUTED, _(cadence->correlation.why));
    }
    figure_stat(quick, sizeof quick, &cadence->quick, 2, "");
    figure_stat(middle, sizeof middle, &cadence->middle, 2, "");
    figure_stat(slow, sizeof slow, &cadence->slow, 2, "");
    figure_signed(r, sizeof r, cadence->correlation.value, 2);
    figure_signed(low, sizeof low, cadence->low.value, 2);
    figure_signed(high, sizeof high, cadence->high.value, 2);
    snprintf(text, sizeof text,
             _("quick shots %s, middle %s, slow %s; rank correlation %s (%s to %s): %s"), quick,
             middle, slow, r, low, high,
             cadence->verdict == VERDICT_HIGHER  ? _("the slower, the better")
             : cadence->verdict == VERDICT_LOWER ? _("the quicker, the better")
                                                 : _("the rhythm makes no difference that shows"));
    return line + draw_wrapped(area, line, INK_TEXT, text);
}

static void draw_calls(const struct calls *calls, struct area area, int line)
{
    char text[TEXT_ROOM], distance[48], x[48], y[48];
    if (calls->count == 0) {
        return;
    }
    if (!calls->distance.has) {
        draw_wrapped(area, line, INK_MUTED, _(calls->distance.why));
        return;
    }
    figure_stat(distance, sizeof distance, &calls->distance, 1, _("mm"));
    figure_signed(x, sizeof x, calls->x.value, 1);
    figure_signed(y, sizeof y, calls->y.value, 1);
    snprintf(text, sizeof text, _("%d called shots: %s from call to hit, on average x %s, y %s mm"),
             calls->count, distance, x, y);
    draw_wrapped(area, line, INK_TEXT, text);
}

static void course_draw(struct panel *panel, struct area area)
{
    const struct shooter *shooter = ((const struct panel_course *)panel)->shooter;
    char text[TEXT_ROOM];
    insight_card_draw_title(insight_card_of(panel), area);
    if (shooter->programme == NULL) {
        draw_wrapped(area_part(area, 2, 1, area.lines - 2, area.columns - 2), 0, INK_MUTED,
                     _("The course of a session belongs to one programme: f chooses one."));
        return;
    }
    snprintf(text, sizeof text,
             P_("Average by shot, rings, over the last session",
                "Average by shot, rings, over the last %d sessions", shooter->drift.sessions),
             shooter->drift.sessions);
    draw_text(area, 1, 1, INK_ACCENT, text);
    int lines = area.lines - 2 - SAID_LINES;
    if (shooter->drift.positions > 0 && lines >= 5) {
        draw_chart(&shooter->drift, area_part(area, 2, 0, lines, area.columns));
    }
    struct area said = area_part(area, 2 + lines, 1, SAID_LINES, area.columns - 2);
    int line = draw_drift(&shooter->drift, said, 0);
    line = draw_rhythm(&shooter->cadence, said, line);
    draw_calls(&shooter->calls, said, line);
}

const struct panel_class panel_course = {
    .name = N_("Course"),
    .size = sizeof(struct panel_course),
    .load = course_load,
    .draw = course_draw,
};
