/* System, the page Queue: what waits for the coach, what failed and why, and what it used. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/alert.h"
#include "core/queue.h"
#include "ui/list.h"
#include "ui/queue_request.h"
#include "ui/system_pages.h"

enum { TEXT_ROOM = 400, HEAD_LINES = 4, MONTHS_SMALL = 2, MONTHS_TALL = 12, TALL_LINES = 34 };
enum { FAILED_MAX = 250 };

struct queue_panel {
    struct panel panel;
    struct screen *screen; /* of the card */
    struct list list;
    struct arena arena; /* of the rows; let go at each load */
    struct queue_line *rows;
    struct queue_stats stats;
    struct alert_now alert;
    char why[240]; /* why nothing is shown: the right is missing */
};

static struct queue_panel *queue_of(const struct screen *screen)
{
    return (struct queue_panel *)card_shown(screen);
}

static const struct list_column columns[] = {
    {N_("State"), 16, 1, 0, false, true},  {N_("Kind"), 11, 0, 2, false, false},
    {N_("About"), 20, 2, 0, false, true},  {N_("Cause"), 21, 1, 0, false, false},
    {N_("Asked"), 13, 0, 1, false, false}, {N_("By"), 12, 1, 3, false, false},
};

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct queue_panel *panel = owner;
    const struct queue_line *line = &panel->rows[row];
    bool has_failed = line->state == JOB_FAILED;
    switch (column) {
    case 0:
        queue_state_text(line, time_now_ms(), dst, size);
        *ink = has_failed ? INK_WARN : line->state == JOB_DONE ? INK_MUTED : INK_ACCENT;
        break;
    case 1:
        text_copy(dst, size, queue_kind_name(line->kind));
        break;
    case 2:
        text_copy(dst, size, line->subject);
        break;
    case 3:
        text_copy(dst, size,
                  line->error_class != AI_ANSWERED ? queue_class_name(line->error_class) : "");
        *ink = has_failed ? INK_WARN : INK_MUTED;
        break;
    case 4:
        time_moment_text(dst, size, line->created_at_ms);
        break;
    default:
        text_copy(dst, size, line->is_automatic ? _("by itself") : line->by_name);
        break;
    }
}

static void queue_panel_start(struct panel *base)
{
    struct queue_panel *panel = (struct queue_panel *)base;
    panel->screen = &base->card->screen;
    panel->list = (struct list){.columns = columns,
                                .column_count = (int)(sizeof columns / sizeof columns[0]),
                                .empty = N_("Nothing was asked of the coach yet. i on a session's"
                                            " page Reflection asks; n on the Coach screen too."),
                                .cell = write_cell,
                                .owner = panel};
}

/* --- reading -------------------------------------------------------------------------------- */
/* Failed ones first, because a person can do something about those; then the others. */
static bool read_rows(struct queue_panel *panel, struct arena *arena, int *count, struct err *err)
{
    struct app *app = panel->screen->app;
    struct queue_line *failed = NULL;
    struct queue_line *all = NULL;
    int failed_count = 0;
    int all_count = 0;
    struct queue_filter of_failed = {.state = JOB_FAILED, .limit = FAILED_MAX};
    struct queue_filter of_all = {.state = -1};
    if (!queue_list(app, arena, &of_failed, &failed, &failed_count, err) ||
        !queue_list(app, arena, &of_all, &all, &all_count, err)) {
        return false;
    }
    panel->rows = arena_array(arena, (size_t)(failed_count + all_count) + 1, sizeof *panel->rows);
    for (int i = 0; i < failed_count; i++) {
        panel->rows[(*count)++] = failed[i];
    }
    for (int i = 0; i < all_count; i++) {
        if (all[i].state != JOB_FAILED) {
            panel->rows[(*count)++] = all[i];
        }
    }
    return true;
}

static void queue_panel_read(struct queue_panel *panel)
{
    struct arena arena = {0};
    struct err err = {0};
    struct app *app = panel->screen->app;
    int count = 0;
    panel->why[0] = '\0';
    if (!queue_stats(app, &panel->stats, &err) || !alert_read(app, "ai", &panel->alert, &err) ||
        !read_rows(panel, &arena, &count, &err)) {
        text_copy(panel->why, sizeof panel->why, err.what);
        panel->rows = NULL;
        count = 0;
    }
    arena_free(&panel->arena);
    panel->arena = arena;
    list_set_count(&panel->list, count);
}

static void queue_panel_close(struct panel *base)
{
    struct queue_panel *panel = (struct queue_panel *)base;
    arena_free(&panel->arena);
}

static const struct queue_line *queue_panel_chosen(const struct queue_panel *panel)
{
    const struct list *list = &panel->list;
    return list->cursor < list->count ? &panel->rows[list->cursor] : NULL;
}

static bool queue_panel_is_paused(const struct queue_panel *panel)
{
    return panel->stats.is_paused || panel->stats.provider_paused_until_ms != 0;
}

/* --- drawing -------------------------------------------------------------------------------- */
static void provider_text(const struct queue_stats *stats, char *dst, size_t size)
{
    if (stats->provider[0] == '\0') {
        text_copy(dst, size, _("The settings cannot be read: aimtrack ai check says why."));
    } else if (strcmp(stats->provider, "calculated") == 0) {
        text_copy(dst, size, _("No model: calculated, not AI; nothing leaves this machine."));
    } else {
        snprintf(dst, size, _("Provider: %s, %s"), stats->provider, stats->model);
    }
}

static void draw_pause(const struct queue_panel *panel, struct area area, int line)
{
    char text[TEXT_ROOM];
    char clock[6];
    const struct queue_stats *stats = &panel->stats;
    if (stats->is_paused) {
        draw_text(area, line, 1, INK_WARN, _("! Paused: nothing is asked until p resumes."));
    } else if (stats->provider_paused_until_ms != 0) {
        time_local_clock(clock, stats->provider_paused_until_ms);
        snprintf(text, sizeof text, _("! The provider rests until %s: %s. p tries it now."), clock,
                 queue_class_name(stats->pause_class));
        draw_text(area, line, 1, INK_WARN, text);
    } else {
        snprintf(text, sizeof text,
                 P_("At work; %lld request in 24 hours, %lld failed.",
                    "At work; %lld requests in 24 hours, %lld failed.", stats->requests_today),
                 (long long)stats->requests_today, (long long)stats->failures_today);
        draw_text(area, line, 1, INK_TEXT, text);
    }
}

static void draw_alert(const struct alert_now *alert, struct area area, int line)
{
    char text[TEXT_ROOM];
    char moment[48];
    if (!alert->is_on) {
        draw_text(area, line, 1, INK_MUTED, _("No alert about the coach."));
        return;
    }
    time_moment_text(moment, sizeof moment, alert->since_ms);
    snprintf(text, sizeof text, _("! Alert since %s: %s"), moment, alert->detail);
    draw_text(area, line, 1, INK_WARN, text);
}

static void draw_head(const struct queue_panel *panel, struct area area)
{
    char text[TEXT_ROOM];
    const struct queue_stats *stats = &panel->stats;
    snprintf(text, sizeof text, _("%lld waiting, %lld running, %lld failed, %lld answered"),
             (long long)stats->queued, (long long)stats->running, (long long)stats->failed,
             (long long)stats->done);
    draw_text(area, 0, 1, INK_TITLE, text);
    provider_text(stats, text, sizeof text);
    draw_text(area, 1, 1, INK_TEXT, text);
    draw_pause(panel, area, 2);
    draw_alert(&panel->alert, area, 3);
}

static void draw_number(struct area area, int line, int column, int64_t value)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)value);
    draw_right(area, line, column, 12, INK_TEXT, text);
}

static void draw_months(const struct queue_stats *stats, struct area area)
{
    draw_rule(area, 0, _("Tokens by month"));
    if (stats->month_count == 0) {
        draw_text(area, 1, 1, INK_MUTED, _("No model was asked yet: no tokens, no costs."));
        return;
    }
    draw_text(area, 1, 1, INK_MUTED, _("Month"));
    draw_right(area, 1, 10, 12, INK_MUTED, _("Requests"));
    draw_right(area, 1, 23, 12, INK_MUTED, _("Failed"));
    draw_right(area, 1, 36, 12, INK_MUTED, _("Sent"));
    draw_right(area, 1, 49, 12, INK_MUTED, _("Received"));
    for (int i = 0; i < stats->month_count; i++) {
        const struct queue_month *month = &stats->months[i];
        draw_text(area, 2 + i, 1, INK_TEXT, month->month);
        draw_number(area, 2 + i, 10, month->requests);
        draw_number(area, 2 + i, 23, month->failures);
        draw_number(area, 2 + i, 36, month->input_tokens);
        draw_number(area, 2 + i, 49, month->output_tokens);
    }
}

static int month_lines(const struct queue_stats *stats, int lines)
{
    int most = lines >= TALL_LINES ? MONTHS_TALL : MONTHS_SMALL;
    int shown = stats->month_count < most ? stats->month_count : most;
    return shown > 0 ? 2 + shown : 2;
}

static void queue_panel_draw(struct panel *base, struct area area)
{
    struct queue_panel *panel = (struct queue_panel *)base;
    if (panel->why[0] != '\0') {
        draw_wrapped(area_part(area, 0, 1, area.lines, area.columns - 2), 0, INK_MUTED, panel->why);
        return;
    }
    draw_head(panel, area);
    int months = month_lines(&panel->stats, area.lines);
    int rows = area.lines - HEAD_LINES - 1 - months;
    list_draw(&panel->list, area_part(area, HEAD_LINES + 1, 0, rows, area.columns));
    draw_months(&panel->stats, area_part(area, HEAD_LINES + 1 + rows, 0, months, area.columns));
    if (panel->stats.running > 0) {
        screen_wake_in_ms(panel->screen, 1000);
    }
}

/* --- keys ------------------------------------------------------------------------------------- */
static void queue_panel_show(struct screen *screen)
{
    struct queue_panel *panel = queue_of(screen);
    const struct queue_line *line = queue_panel_chosen(panel);
    if (line != NULL) {
        ui_open(panel->screen->ui, &screen_queue_request, line);
    }
}

static bool queue_panel_key(struct panel *base, int key)
{
    struct queue_panel *panel = (struct queue_panel *)base;
    enum list_event event =
        key == '/' ? LIST_UNUSED : list_key(&panel->list, key, ui_mouse(panel->screen->ui));
    if (event == LIST_OPENED) {
        queue_panel_show(panel->screen);
    }
    return event != LIST_UNUSED;
}

/* A toast either way, and the rows again. */
static void say(struct queue_panel *panel, bool ok, const struct err *err, const char *done)
{
    if (ok) {
        ui_toast(panel->screen->ui, TOAST_GOOD, "%s", done);
        ui_wake_worker(panel->screen->ui);
    } else {
        ui_toast_err(panel->screen->ui, err);
    }
    queue_panel_read(panel);
}

static void queue_panel_retry(struct screen *screen)
{
    struct queue_panel *panel = queue_of(screen);
    struct err err = {0};
    const struct queue_line *line = queue_panel_chosen(panel);
    if (line != NULL) {
        bool ok = queue_retry(panel->screen->app, &line->id, 1, &err);
        say(panel, ok, &err, _("It is asked again."));
    }
}

static void queue_panel_retry_all(struct screen *screen)
{
    struct queue_panel *panel = queue_of(screen);
    struct err err = {0};
    char text[96];
    int count = 0;
    bool ok = queue_retry_class(panel->screen->app, -1, &count, &err);
    snprintf(text, sizeof text,
             P_("%d failed request is asked again.", "%d failed requests are asked again.", count),
             count);
    say(panel, ok, &err, text);
}

static void queue_panel_forget(struct screen *screen)
{
    struct queue_panel *panel = queue_of(screen);
    struct err err = {0};
    const struct queue_line *line = queue_panel_chosen(panel);
    if (line != NULL) {
        bool ok = queue_forget(panel->screen->app, &line->id, 1, &err);
        say(panel, ok, &err, _("It is out of the list; answers stay."));
    }
}

static void queue_panel_pause_or_resume(struct screen *screen)
{
    struct queue_panel *panel = queue_of(screen);
    struct err err = {0};
    bool is_paused = queue_panel_is_paused(panel);
    bool ok =
        is_paused ? queue_resume(panel->screen->app, &err) : queue_pause(panel->screen->app, &err);
    say(panel, ok, &err,
        is_paused ? _("The coach is at work again.")
                  : _("Paused: what is asked waits until p resumes."));
}

static const struct queue_line *request_of(const struct screen *screen)
{
    return queue_panel_chosen(queue_of(screen));
}

static void ask_to_forget(struct screen *screen)
{
    char question[TEXT_ROOM];
    snprintf(question, sizeof question,
             _("Take this request out of the list: %s? Nobody can try it again afterwards. Answers"
               " that came stay."),
             request_of(screen)->subject);
    ui_ask(screen, question, _("take it out"), queue_panel_forget);
}

static bool has_request(const struct screen *screen)
{
    return request_of(screen) != NULL;
}

static bool has_failed(const struct screen *screen)
{
    return has_request(screen) && request_of(screen)->state == JOB_FAILED;
}

static bool has_failures(const struct screen *screen)
{
    return queue_of(screen)->stats.failed > 0;
}

static bool may_forget(const struct screen *screen)
{
    return has_request(screen) && request_of(screen)->state != JOB_RUNNING;
}

static bool is_at_work(const struct screen *screen)
{
    const struct queue_panel *queue = queue_of(screen);
    return queue->why[0] == '\0' && !queue_panel_is_paused(queue);
}

static bool is_paused(const struct screen *screen)
{
    return queue_panel_is_paused(queue_of(screen));
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, N_("Enter"), N_("details"), queue_panel_show, has_request, 9},
    {'r', "r", N_("try again"), queue_panel_retry, has_failed, 10},
    {'R', "R", N_("all failed again"), queue_panel_retry_all, has_failures, 10},
    {'d', "d", N_("forget"), ask_to_forget, may_forget, 7},
    {'p', "p", N_("pause"), queue_panel_pause_or_resume, is_at_work, 7},
    {'p', "p", N_("resume"), queue_panel_pause_or_resume, is_paused, 8},
    {0},
};

static bool queue_panel_load(struct panel *base, struct err *err)
{
    (void)err;
    queue_panel_read((struct queue_panel *)base);
    return true;
}

/* The coach's requests changed. */
static void queue_panel_news(struct panel *base)
{
    queue_panel_read((struct queue_panel *)base);
}

const struct panel_class page_queue = {
    .name = N_("Queue"),
    .about =
        N_("What was asked of the coach, what failed and why. r tries again, d forgets, p pauses."),
    .size = sizeof(struct queue_panel),
    .start = queue_panel_start,
    .load = queue_panel_load,
    .draw = queue_panel_draw,
    .key = queue_panel_key,
    .news = queue_panel_news,
    .close = queue_panel_close,
    .keys = keys,
};
