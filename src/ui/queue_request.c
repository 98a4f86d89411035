#include "ui/queue_request.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/queue.h"

enum { BOX_COLUMNS = 78, BOX_LINES = 20, LABEL_COLUMNS = 16, TEXT_ROOM = 600 };

struct queue_request {
    struct screen screen;
    struct queue_line line;
};

static bool request_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)err;
    ((struct queue_request *)screen)->line = *(const struct queue_line *)argument;
    return true;
}

static int draw_fact(struct area area, int line, const char *label, const char *value)
{
    draw_cell(area, line, 0, LABEL_COLUMNS, INK_MUTED, label);
    struct area room =
        area_part(area, 0, LABEL_COLUMNS + 1, area.lines, area.columns - LABEL_COLUMNS - 1);
    int lines = draw_wrapped(room, line, INK_TEXT, value[0] != '\0' ? value : "-");
    return line + lines;
}

static int draw_moment(struct area area, int line, const char *label, int64_t at_ms)
{
    char moment[48] = "";
    if (at_ms > 0) {
        time_moment_text(moment, sizeof moment, at_ms);
    }
    return draw_fact(area, line, label, moment);
}

static int draw_cause(const struct queue_line *job, struct area area, int line)
{
    char text[TEXT_ROOM];
    char number[24] = "";
    queue_why(job, text, sizeof text);
    if (text[0] != '\0') {
        line += draw_wrapped(area, line, job->state == JOB_FAILED ? INK_WARN : INK_TEXT, text) + 1;
    }
    text_copy(text, sizeof text,
              job->error_class != AI_ANSWERED ? queue_class_name(job->error_class) : "");
    line = draw_fact(area, line, _("Cause"), text);
    line = draw_fact(area, line, _("Detail"), job->error_detail);
    if (job->http_status > 0) {
        snprintf(number, sizeof number, "%d", job->http_status);
    }
    line = draw_fact(area, line, _("HTTP status"), number);
    return draw_fact(area, line, _("Request id"), job->request_id);
}

static int draw_course(const struct queue_line *job, struct area area, int line)
{
    char text[TEXT_ROOM];
    char state[NAME_ROOM];
    queue_state_text(job, time_now_ms(), state, sizeof state);
    snprintf(text, sizeof text, _("%s; %d tries, %d waits"), state, job->attempts, job->waits);
    line = draw_fact(area, line, _("State"), text);
    line = draw_fact(area, line, _("Asked by"),
                     job->is_automatic ? _("by itself, after finish") : job->by_name);
    line = draw_moment(area, line, _("Asked"), job->created_at_ms);
    line = draw_moment(area, line, _("Last started"), job->started_at_ms);
    line = draw_moment(area, line, _("Ended"), job->ended_at_ms);
    return draw_fact(area, line, _("Worker"), job->worker);
}

static void request_draw(struct screen *screen, struct area area)
{
    const struct queue_line *job = &((const struct queue_request *)screen)->line;
    char title[TEXT_ROOM];
    int columns = area.columns < BOX_COLUMNS ? area.columns : BOX_COLUMNS;
    int lines = area.lines < BOX_LINES ? area.lines : BOX_LINES;
    struct area box =
        area_part(area, (area.lines - lines) / 2, (area.columns - columns) / 2, lines, columns);
    draw_clear(box);
    draw_box(box, queue_kind_name(job->kind));
    struct area inside = area_part(box, 1, 2, lines - 2, columns - 4);
    text_fit(title, sizeof title, job->subject, inside.columns);
    draw_text(inside, 0, 0, INK_TITLE, title);
    int line = draw_course(job, inside, 1);
    draw_cause(job, inside, line + 1);
    if (job->state == JOB_RUNNING) {
        screen_wake_in_ms(screen, 1000);
    }
}

static void leave(struct screen *screen)
{
    ui_close(screen, NULL);
}

static const struct key_row keys[] = {
    {UI_KEY_ESCAPE, N_("Esc"), N_("back"), leave, NULL, 9},
    {UI_KEY_ENTER, NULL, NULL, leave, NULL, 0},
    {0},
};

const struct screen_class screen_queue_request = {
    .name = N_("Request"),
    .about = N_("Everything about one request to the coach: how often it was tried, what came of it"
                " and why, and what happens next. The detail is in English, for who helps."),
    .size = sizeof(struct queue_request),
    .is_popup = true,
    .open = request_open,
    .draw = request_draw,
    .keys = keys,
};
