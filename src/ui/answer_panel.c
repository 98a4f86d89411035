#include "ui/answer_panel.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/rights.h"
#include "ui/answer_draw.h"

/* --- reading -------------------------------------------------------------------------------- */
void answer_panel_read(struct answer_panel *panel)
{
    struct app *app = panel->screen->app;
    struct arena arena = {0};
    struct answer_view answer;
    struct err err = {0};
    panel->problem[0] = '\0';
    panel->has_job = queue_of_subject(app, panel->kind, panel->subject_id, &panel->job, &err);
    panel->has_answer = err.kind == ERR_OK &&
                        answer_latest(app, &arena, panel->kind, panel->subject_id, &answer, &err);
    arena_free(&panel->arena);
    panel->arena = arena;
    if (panel->has_answer) {
        panel->answer = answer;
    }
    if (err.kind != ERR_OK) {
        text_copy(panel->problem, sizeof panel->problem, err.what);
    }
}

static bool is_active(const struct answer_panel *panel)
{
    return panel->has_job && (panel->job.state == JOB_QUEUED || panel->job.state == JOB_RUNNING);
}

void answer_panel_news(struct answer_panel *panel)
{
    bool was_active = is_active(panel);
    answer_panel_read(panel);
    if (!was_active || is_active(panel) || !panel->has_job) {
        return;
    }
    if (panel->job.state == JOB_FAILED) {
        ui_toast(panel->screen->ui, TOAST_WARN, "%s",
                 _("The coach could not answer; the top of the page says why."));
    } else {
        ui_toast(panel->screen->ui, TOAST_GOOD, "%s",
                 panel->answer.is_calculated ? _("Calculated, not AI, and stored.")
                                             : _("The coach's answer is there."));
    }
}

void answer_panel_close(struct answer_panel *panel)
{
    arena_free(&panel->arena);
}

/* --- asking ----------------------------------------------------------------------------------- */
static struct answer_panel *panel_of(const struct screen *screen)
{
    struct screen *shown = (struct screen *)(uintptr_t)screen; /* keys look at it only */
    return screen->class_->answer != NULL ? screen->class_->answer(shown) : NULL;
}

static bool send(struct answer_panel *panel, struct err *err)
{
    struct app *app = panel->screen->app;
    record_id job_id = 0;
    switch (panel->kind) {
    case JOB_REFLECTION:
        return queue_ask_session(app, panel->subject_id, &job_id, err);
    case JOB_INSIGHT:
        return queue_ask_weapon(app, panel->subject_id, &job_id, err);
    case JOB_QUESTION:
    case JOB_KIND_COUNT:
        break;
    }
    return queue_ask_question(app, panel->input, &panel->subject_id, &job_id, err);
}

static void ask_now(struct answer_panel *panel)
{
    struct err err = {0};
    struct screen *screen = panel->screen;
    record_id before = panel->subject_id;
    if (!send(panel, &err)) {
        panel->subject_id = before;
        ui_toast_err(screen->ui, &err);
        return;
    }
    ui_wake_worker(screen->ui);
    ui_toast(screen->ui, TOAST_GOOD, "%s",
             _("Asked. The answer comes by itself; everything else keeps working."));
    if (panel->asked != NULL) {
        panel->asked(screen, panel->subject_id);
    }
    answer_panel_read(panel);
}

static void ask(struct screen *screen)
{
    ask_now(panel_of(screen));
}

static void look(struct screen *screen)
{
    const struct answer_panel *panel = panel_of(screen);
    struct preview_argument argument = {.kind = panel->kind,
                                        .subject_id = panel->subject_id,
                                        .input = panel->input,
                                        .notes = panel->notes};
    ui_open(screen->ui, &screen_preview, &argument);
}

static void acknowledge(struct screen *screen)
{
    struct answer_panel *panel = panel_of(screen);
    struct err err = {0};
    if (!answer_acknowledge(screen->app, panel->answer.id, &err)) {
        ui_toast_err(screen->ui, &err);
        return;
    }
    ui_toast(screen->ui, TOAST_GOOD, "%s",
             _("Acknowledged: your name and the moment stand by it."));
    answer_panel_read(panel);
}

/* Calculated sentences are shown once, as they are now, with who saw them. */
static bool is_shown_live(const struct answer_panel *panel)
{
    return panel->has_answer && panel->answer.is_calculated && panel->calculated != NULL;
}

/* --- goals ------------------------------------------------------------------------------------ */
static void add_goal(struct goal_suggestions *goals, const char *sentence, bool is_supported)
{
    struct goal filled = {0};
    if (goals->count == GOAL_SUGGESTIONS_MAX) {
        return;
    }
    struct goal_suggestion *row = &goals->rows[goals->count++];
    *row = (struct goal_suggestion){0};
    goal_form_fill(&filled, sentence);
    text_copy(row->title, sizeof row->title, filled.title);
    if (is_supported) {
        text_copy(row->detail, sizeof row->detail,
                  filled.detail[0] != '\0' ? filled.detail : sentence);
    } else {
        struct buf marked = {0};
        buf_printf(&marked, "%s %s", _("not supported by the data:"), sentence);
        text_copy(row->detail, sizeof row->detail, buf_text(&marked));
        buf_free(&marked);
    }
}

/* Sentences of one point make one goal. */
static void collect_answer(const struct answer *answer, struct goal_suggestions *goals)
{
    struct buf point = {0};
    bool is_supported = true;
    for (int i = 0; i < answer->count; i++) {
        const struct answer_sentence *row = &answer->rows[i];
        if (row->part != REFLECTION_NEXT) {
            continue;
        }
        if (row->is_item && point.size > 0) {
            add_goal(goals, buf_text(&point), is_supported);
            buf_clear(&point);
            is_supported = true;
        }
        buf_add_text(&point, point.size > 0 ? " " : "");
        buf_add_text(&point, row->text);
        is_supported = is_supported && row->is_supported;
    }
    if (point.size > 0) {
        add_goal(goals, buf_text(&point), is_supported);
    }
    buf_free(&point);
}

/* The next focus: of the answer, else of what the rules say now. */
static void collect_goals(const struct answer_panel *panel, struct goal_suggestions *goals)
{
    *goals = (struct goal_suggestions){0};
    bool is_answer = panel->has_answer && !is_shown_live(panel);
    if (is_answer) {
        collect_answer(&panel->answer.answer, goals);
    }
    const struct reflection *rules = panel->calculated;
    for (int i = 0; !is_answer && rules != NULL && i < rules->count; i++) {
        if (rules->sentences[i].part == REFLECTION_NEXT) {
            add_goal(goals, rules->sentences[i].text, true);
        }
    }
}

static void open_goal(struct answer_panel *panel, const struct goal_suggestion *suggestion)
{
    struct goal start = panel->goal_start;
    start.source = GOAL_SUGGESTED;
    text_copy(start.title, sizeof start.title, suggestion->title);
    if (strcmp(suggestion->title, suggestion->detail) != 0) {
        text_copy(start.detail, sizeof start.detail, suggestion->detail);
    }
    goal_form_open(panel->screen, &panel->goal, &start);
}

static void take_goal(struct screen *screen)
{
    struct answer_panel *panel = panel_of(screen);
    char label[NAME_ROOM * 2];
    collect_goals(panel, &panel->goals);
    if (panel->goals.count == 1) {
        open_goal(panel, &panel->goals.rows[0]);
        return;
    }
    text_copy(label, sizeof label, _("calculated, not AI"));
    if (panel->has_answer && !is_shown_live(panel)) {
        answer_label(&panel->answer, label, sizeof label);
    }
    struct goal_suggest_argument argument = {&panel->goals, label};
    ui_open(screen->ui, &screen_goal_suggest, &argument);
}

static bool is_goal_of(const struct goal_suggestions *goals, const void *value)
{
    for (int i = 0; i < goals->count; i++) {
        if (value == &goals->rows[i]) {
            return true;
        }
    }
    return false;
}

bool answer_panel_notice(struct answer_panel *panel, const void *value)
{
    if (value == NULL) {
        return false;
    }
    if (value == preview_send) {
        ask_now(panel);
    } else if (value == &panel->goal) {
        ui_toast(panel->screen->ui, TOAST_GOOD, "%s",
                 _("The goal stands on the shooter's card, page Goals."));
    } else if (is_goal_of(&panel->goals, value)) {
        open_goal(panel, value);
    } else {
        return false;
    }
    return true;
}

/* --- drawing -------------------------------------------------------------------------------- */
int answer_panel_draw(const struct answer_panel *panel, struct area area, int top)
{
    int line = -top;
    if (panel->problem[0] != '\0') {
        line += draw_wrapped(area_part(area, 0, 1, area.lines, area.columns - 2), line, INK_WARN,
                             panel->problem);
    }
    if (panel->has_job) {
        line += answer_draw_state(&panel->job, area, line);
    }
    if (is_active(panel) && panel->job.state == JOB_RUNNING) {
        screen_wake_in_ms(panel->screen, 1000);
    }
    if (panel->has_answer && !is_shown_live(panel)) {
        line += answer_draw(&panel->answer, area, line);
        line += panel->calculated != NULL ? 1 : 0;
    } else if (is_shown_live(panel)) {
        line += answer_draw_seen(&panel->answer, area, line);
    }
    if (panel->calculated != NULL) {
        line += answer_draw_calculated(panel->calculated, panel->with_basis, area, line);
    }
    return line + top;
}

/* --- keys ------------------------------------------------------------------------------------- */
static bool may_ask(const struct screen *screen)
{
    const struct answer_panel *panel = panel_of(screen);
    return panel != NULL && !is_active(panel) && !screen->app->is_view_only &&
           rights_has(&screen->app->actor, RIGHT_ASK);
}

static bool is_first(const struct screen *screen)
{
    return may_ask(screen) && !panel_of(screen)->has_job && !panel_of(screen)->has_answer;
}

static bool is_again(const struct screen *screen)
{
    return may_ask(screen) && !is_first(screen);
}

static bool may_acknowledge(const struct screen *screen)
{
    const struct answer_panel *panel = panel_of(screen);
    return panel != NULL && panel->has_answer && panel->answer.acknowledged_at_ms == 0 &&
           !screen->app->is_view_only && rights_has(&screen->app->actor, RIGHT_ASK);
}

static bool has_goal(const struct screen *screen)
{
    struct goal_suggestions goals = {0};
    const struct answer_panel *panel = panel_of(screen);
    if (panel != NULL) {
        collect_goals(panel, &goals);
    }
    return goals.count > 0;
}

static bool has_basis(const struct screen *screen)
{
    const struct answer_panel *panel = panel_of(screen);
    return panel != NULL && panel->calculated != NULL;
}

static void basis(struct screen *screen)
{
    struct answer_panel *panel = panel_of(screen);
    panel->with_basis = !panel->with_basis;
}

const struct key_row answer_panel_keys[] = {
    {'i', "i", N_("ask the coach"), ask, is_first, 9},
    {'i', "i", N_("ask again"), ask, is_again, 9},
    {'k', "k", N_("acknowledge"), acknowledge, may_acknowledge, 8},
    {'g', "g", N_("as goal"), take_goal, has_goal, 8},
    {'y', "y", N_("what is sent"), look, may_ask, 8},
    {'b', "b", N_("basis"), basis, has_basis, 7},
    {0},
};
