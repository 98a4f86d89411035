#include "ui/answer_draw.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/reflection.h"
#include "ui/reflection_draw.h"

enum { TEXT_ROOM = 600, INDENT = 3 };

static struct area inside_of(struct area area, int indent)
{
    return area_part(area, 0, indent, area.lines, area.columns - indent - 1);
}

/* --- how it stands ---------------------------------------------------------------------------- */
int answer_draw_state(const struct queue_line *job, struct area area, int line)
{
    char state[NAME_ROOM];
    char text[TEXT_ROOM];
    bool has_failed = job->state == JOB_FAILED;
    if (job->state == JOB_DONE) {
        return 0;
    }
    queue_state_text(job, time_now_ms(), state, sizeof state);
    snprintf(text, sizeof text, _("The coach: %s"), state);
    const char *mark = has_failed                  ? "! "
                       : job->state == JOB_RUNNING ? draw_symbol("● ", "* ")
                                                   : draw_symbol("○ ", "o ");
    enum ink ink = has_failed ? INK_WARN : INK_ACCENT;
    int used = draw_text(area, line, 1, ink, mark);
    draw_text(area, line, 1 + used, ink, text);
    queue_why(job, text, sizeof text);
    int lines = 1 + draw_wrapped(inside_of(area, INDENT), line + 1, INK_TEXT, text);
    if (has_failed) {
        lines += draw_wrapped(inside_of(area, INDENT), line + lines, INK_MUTED, _("i asks again."));
    }
    return lines + 1;
}

/* --- what it said ------------------------------------------------------------------------------
 */
/* Whether a sentence goes on where the one before it ended. Rules write no running text. */
static bool goes_on(const struct answer_view *view, const struct answer_sentence *before,
                    const struct answer_sentence *row)
{
    return !view->is_calculated && row->part == before->part && !row->is_item &&
           row->is_supported && before->is_supported;
}

/* Sentences that belong together, from `first` on, into one text; returns the next one. */
static int gather(const struct answer_view *view, int first, struct buf *text)
{
    const struct answer *answer = &view->answer;
    int next = first + 1;
    buf_add_text(text, answer->rows[first].text);
    while (next < answer->count && goes_on(view, &answer->rows[next - 1], &answer->rows[next])) {
        buf_add_text(text, " ");
        buf_add_text(text, answer->rows[next++].text);
    }
    return next;
}

/* A number without a source: said in words and with a mark, colour or not. */
static int draw_paragraph(const struct answer_sentence *first, bool is_point, const char *words,
                          struct area area, int line)
{
    struct buf text = {0};
    enum ink ink = first->is_supported ? INK_TEXT : INK_WARN;
    if (!first->is_supported) {
        buf_add_text(&text, _("not supported by the data:"));
        buf_add_text(&text, " ");
        draw_text(area, line, INDENT - 2, INK_WARN, "!");
    } else if (is_point) {
        draw_text(area, line, INDENT - 2, INK_MUTED, draw_symbol("·", "-"));
    }
    buf_add_text(&text, words);
    int lines = draw_wrapped(inside_of(area, INDENT), line, ink, buf_text(&text));
    buf_free(&text);
    return lines;
}

static int draw_sentences(const struct answer_view *view, struct area area, int line)
{
    const struct answer *answer = &view->answer;
    int start = line;
    int part = -1;
    for (int i = 0; i < answer->count;) {
        struct buf words = {0};
        const struct answer_sentence *first = &answer->rows[i];
        if ((int)first->part != part) {
            part = (int)first->part;
            draw_text(area, line++, 1, INK_TITLE,
                      reflection_part_name(answer->subject, first->part));
        }
        i = gather(view, i, &words);
        line += draw_paragraph(first, first->is_item || view->is_calculated, buf_text(&words), area,
                               line);
        buf_free(&words);
    }
    return line - start;
}

static int draw_acknowledged(const struct answer_view *answer, struct area area, int line)
{
    char moment[48];
    char text[TEXT_ROOM];
    if (answer->acknowledged_at_ms == 0) {
        draw_text(area, line, 1, INK_MUTED, _("not acknowledged yet; k does"));
        return 1;
    }
    time_moment_text(moment, sizeof moment, answer->acknowledged_at_ms);
    snprintf(text, sizeof text, _("%s acknowledged by %s, %s"), draw_symbol("✓", "+"),
             answer->acknowledged_by, moment);
    draw_text(area, line, 1, INK_MUTED, text);
    return 1;
}

static int count_unsupported(const struct answer *answer)
{
    int count = 0;
    for (int i = 0; i < answer->count; i++) {
        count += answer->rows[i].is_supported ? 0 : 1;
    }
    return count;
}

int answer_draw(const struct answer_view *answer, struct area area, int line)
{
    char text[TEXT_ROOM];
    int start = line;
    int unsupported = count_unsupported(&answer->answer);
    answer_label(answer, text, sizeof text);
    line += draw_wrapped(inside_of(area, 1), line, INK_ACCENT2, text);
    line += draw_wrapped(inside_of(area, 1), line, INK_MUTED,
                         answer->is_calculated
                             ? _("by rules from the club's own numbers; safety and law come first")
                             : _("a suggestion; safety and law come first"));
    if (unsupported > 0) {
        snprintf(text, sizeof text,
                 P_("! %d sentence has a number that was not in the data; it is marked.",
                    "! %d sentences have a number that was not in the data; they are marked.",
                    unsupported),
                 unsupported);
        line += draw_wrapped(inside_of(area, 1), line, INK_WARN, text);
    }
    line += draw_sentences(answer, area, line);
    return line + draw_acknowledged(answer, area, line) - start;
}

int answer_draw_seen(const struct answer_view *answer, struct area area, int line)
{
    char moment[48];
    char text[TEXT_ROOM];
    time_moment_text(moment, sizeof moment, answer->at_ms);
    snprintf(text, sizeof text, _("asked and stored %s;"), moment);
    int used = draw_text(area, line, 1, INK_MUTED, text);
    return draw_acknowledged(answer, area_part(area, 0, used + 1, area.lines, area.columns), line);
}

int answer_draw_calculated(const struct reflection *reflection, bool with_basis, struct area area,
                           int line)
{
    return reflection_draw(reflection, with_basis, area, -line);
}
