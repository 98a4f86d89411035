/* One question to the coach: what was asked, what came, and from which sessions. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/rules/score.h"
#include "core/session.h"
#include "ui/answer_panel.h"
#include "ui/list.h"
#include "ui/question_form.h"
#include "ui/screens.h"
#include "ui/tabs.h"

enum { TAB_ANSWER, TAB_SESSIONS };
enum { TEXT_ROOM = 600, HEAD_LINES = 3, WIDE_COLUMNS = 130, SESSIONS_COLUMNS = 56 };
enum { USED_MAX = 400, PAGE_ROWS = 200, CRUMB_COLUMNS = 30 };

struct question_screen {
    struct screen screen;
    record_id id;
    struct arena arena; /* of the line and the sessions */
    struct question_line line;
    struct question_input input; /* to ask it again */
    struct answer_panel answer;
    struct tabs tabs;
    struct list list;
    struct session_line *sessions;
    int top, hidden; /* of the answer */
};

static const char *const tab_names[] = {N_("Answer"), N_("Sessions used"), NULL};

static struct question_screen *question_of(struct screen *screen)
{
    return (struct question_screen *)screen;
}

/* --- the sessions it used --------------------------------------------------------------------- */
static const struct list_column columns[] = {
    {N_("Date"), 13, 0, 0, false, true},       {N_("Shooter"), 16, 1, 2, false, false},
    {N_("Programme"), 12, 1, 1, false, false}, {N_("Shots"), 8, 0, 0, true, false},
    {N_("Total"), 8, 0, 0, true, false},
};

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct question_screen *question = owner;
    const struct session_line *line = &question->sessions[row];
    *ink = INK_TEXT;
    switch (column) {
    case 0:
        time_date_text(dst, size, line->local_date);
        break;
    case 1:
        text_copy(dst, size, line->member);
        break;
    case 2:
        text_copy(dst, size, line->programme_id);
        break;
    case 3:
        snprintf(dst, size, "%d", line->shots);
        break;
    default:
        score_total_text(dst, size, line->total_tenths, line->has_decimals, i18n_decimal_point());
        break;
    }
}

/* "123,124": whether it is among them. */
static bool is_among(const char *ids, record_id id)
{
    char *end = NULL;
    for (const char *at = ids; *at != '\0'; at = *end == ',' ? end + 1 : end) {
        if (strtoll(at, &end, 10) == id) {
            return true;
        }
        if (end == at) {
            return false;
        }
    }
    return false;
}

static int keep_used(struct question_screen *question, const struct session_line *rows, int found,
                     int count)
{
    for (int i = 0; i < found && count < USED_MAX; i++) {
        if (is_among(question->line.session_ids, rows[i].id)) {
            question->sessions[count++] = rows[i];
        }
    }
    return count;
}

static bool read_sessions(struct question_screen *question, struct err *err)
{
    const struct question_line *line = &question->line;
    struct session_line *rows = NULL;
    int found = 0;
    int count = 0;
    bool more = true;
    struct session_query query = {.find = "",
                                  .member_id = line->member_id,
                                  .weapon_id = line->weapon_id,
                                  .from = line->from[0] != '\0' ? line->from : NULL,
                                  .to = line->to[0] != '\0' ? line->to : NULL,
                                  .limit = PAGE_ROWS};
    int wanted = line->session_count < USED_MAX ? line->session_count : USED_MAX;
    question->sessions = arena_array(&question->arena, (size_t)wanted + 1, sizeof *rows);
    while (more && count < wanted) {
        if (!session_list(question->screen.app, &question->arena, &query, &rows, &found, &more,
                          err)) {
            return false;
        }
        count = keep_used(question, rows, found, count);
        more = more && found > 0;
        query.from_id = found > 0 ? rows[found - 1].id : 0;
        query.from_started_ms = found > 0 ? rows[found - 1].started_at_ms : 0;
    }
    list_set_count(&question->list, count);
    return true;
}

/* --- loading -------------------------------------------------------------------------------- */
static void fill_input(struct question_screen *question)
{
    struct question_input *input = &question->input;
    input->member_id = question->line.member_id;
    input->weapon_id = question->line.weapon_id;
    text_copy(input->from, sizeof input->from, question->line.from);
    text_copy(input->to, sizeof input->to, question->line.to);
    text_copy(input->text, sizeof input->text, question->line.text);
}

static void asked_again(struct screen *screen, record_id id);

static bool load(struct question_screen *question, record_id id, struct err *err)
{
    struct answer_panel *answer = &question->answer;
    arena_free(&question->arena);
    question->list.count = 0;
    if (!question_get(question->screen.app, &question->arena, id, &question->line, err) ||
        !read_sessions(question, err)) {
        return false;
    }
    question->id = id;
    fill_input(question);
    answer->screen = &question->screen;
    answer->kind = JOB_QUESTION;
    answer->subject_id = id;
    answer->input = &question->input;
    answer->asked = asked_again;
    answer->goal_start =
        (struct goal){.member_id = question->line.member_id, .weapon_id = question->line.weapon_id};
    answer_panel_read(answer);
    return true;
}

static void reload(struct question_screen *question, record_id id)
{
    struct err err = {0};
    if (!load(question, id, &err)) {
        ui_toast_err(question->screen.ui, &err);
    }
}

/* Asked again it is a new question: the old answer stays in the list. */
static void asked_again(struct screen *screen, record_id id)
{
    question_of(screen)->top = 0;
    reload(question_of(screen), id);
}

static bool question_open(struct screen *screen, const void *argument, struct err *err)
{
    struct question_screen *question = question_of(screen);
    question->tabs.names = tab_names;
    question->list = (struct list){.columns = columns,
                                   .column_count = (int)(sizeof columns / sizeof columns[0]),
                                   .empty = N_("No session is among its numbers any more."),
                                   .cell = write_cell,
                                   .owner = question};
    if (!load(question, *(const record_id *)argument, err)) {
        arena_free(&question->arena);
        return false;
    }
    return true;
}

static void question_close(struct screen *screen)
{
    struct question_screen *question = question_of(screen);
    answer_panel_close(&question->answer);
    arena_free(&question->arena);
}

/* --- drawing -------------------------------------------------------------------------------- */
static void date_or(char *dst, size_t size, const char *iso, const char *open)
{
    if (iso[0] != '\0') {
        time_date_text(dst, size, iso);
    } else {
        text_copy(dst, size, open);
    }
}

static void draw_about(const struct question_line *line, struct area area, int at)
{
    char from[48];
    char to[48];
    char moment[48];
    char text[TEXT_ROOM];
    char asked[TEXT_ROOM];
    date_or(from, sizeof from, line->from, _("the beginning"));
    date_or(to, sizeof to, line->to, _("today"));
    time_moment_text(moment, sizeof moment, line->at_ms);
    snprintf(text, sizeof text, _("%s%s%s, %s to %s"), line->member,
             line->member[0] != '\0' && line->weapon[0] != '\0' ? ", " : "", line->weapon, from,
             to);
    snprintf(asked, sizeof asked, _("asked by %s, %s"), line->by_name, moment);
    int used = 2 + draw_text(area, at, 1, INK_MUTED, text);
    if (used + text_width(asked) + 2 < area.columns) {
        draw_right(area, at, used, area.columns - used - 1, INK_MUTED, asked);
    }
}

static void draw_answer(struct question_screen *question, struct area area)
{
    int lines = answer_panel_draw(&question->answer, area, question->top);
    question->hidden = lines > area.lines ? lines - area.lines : 0;
    if (question->top < question->hidden) {
        draw_right(area, area.lines - 1, area.columns - 3, 2, INK_ACCENT, draw_symbol("▼", "v"));
    }
}

static void question_draw(struct screen *screen, struct area area)
{
    struct question_screen *question = question_of(screen);
    struct area head = area_part(area, 0, 1, HEAD_LINES - 1, area.columns - 2);
    int line = draw_wrapped(head, 0, INK_TITLE, question->line.text);
    line = line < HEAD_LINES - 1 ? line : HEAD_LINES - 1;
    draw_about(&question->line, area, line++);
    tabs_draw(&question->tabs, area, line++);
    struct area page = area_part(area, line, 0, area.lines - line, area.columns);
    if (area.columns >= WIDE_COLUMNS) { /* both beside each other */
        int left = area.columns - SESSIONS_COLUMNS - 2;
        draw_answer(question, area_part(page, 0, 0, page.lines, left));
        list_draw(&question->list, area_part(page, 0, left + 2, page.lines, SESSIONS_COLUMNS));
    } else if (question->tabs.chosen == TAB_ANSWER) {
        draw_answer(question, page);
    } else {
        list_draw(&question->list, page);
    }
}

/* --- keys ------------------------------------------------------------------------------------- */
static void open_chosen(struct screen *screen)
{
    struct question_screen *question = question_of(screen);
    if (question->list.cursor < question->list.count) {
        ui_open(screen->ui, &screen_session, &question->sessions[question->list.cursor].id);
    }
}

static bool scroll_key(struct question_screen *question, int key)
{
    const struct ui_mouse *mouse = ui_mouse(question->screen.ui);
    bool is_wheel = key == UI_KEY_MOUSE;
    int by = key == UI_KEY_DOWN || (is_wheel && mouse->what == MOUSE_WHEEL_DOWN) ? 1
             : key == UI_KEY_UP || (is_wheel && mouse->what == MOUSE_WHEEL_UP)   ? -1
             : key == UI_KEY_PAGE_DOWN                                           ? 10
             : key == UI_KEY_PAGE_UP                                             ? -10
                                                                                 : 0;
    int top = question->top + by;
    question->top = top < 0 ? 0 : top > question->hidden ? question->hidden : top;
    return by != 0;
}

static bool question_key(struct screen *screen, int key)
{
    struct question_screen *question = question_of(screen);
    if (tabs_key(&question->tabs, key, ui_mouse(screen->ui), true)) {
        return true;
    }
    if (question->tabs.chosen == TAB_ANSWER) {
        return scroll_key(question, key);
    }
    enum list_event event =
        key == '/' ? LIST_UNUSED : list_key(&question->list, key, ui_mouse(screen->ui));
    if (event == LIST_OPENED) {
        open_chosen(screen);
    }
    return event != LIST_UNUSED;
}

static record_id question_step(struct screen *screen, int direction)
{
    struct question_screen *question = question_of(screen);
    int next = question->list.cursor + direction;
    if (next < 0 || next >= question->list.count) {
        return 0;
    }
    question->list.cursor = next;
    return question->sessions[next].id;
}

static void question_notice(struct screen *screen, const void *sender, const void *value)
{
    (void)sender;
    (void)answer_panel_notice(&question_of(screen)->answer, value);
}

static void question_news(struct screen *screen)
{
    answer_panel_news(&question_of(screen)->answer);
}

static void question_focus(struct screen *screen)
{
    reload(question_of(screen), question_of(screen)->id);
}

static struct answer_panel *question_answer(struct screen *screen)
{
    return &question_of(screen)->answer;
}

static void question_crumb(const struct screen *screen, char *dst, size_t size)
{
    char text[NAME_ROOM];
    text_fit(text, sizeof text, ((const struct question_screen *)screen)->line.text, CRUMB_COLUMNS);
    text_copy(dst, size, text);
}

static const struct key_row *question_part_keys(const struct screen *screen)
{
    (void)screen;
    return answer_panel_keys;
}

static void next_tab(struct screen *screen)
{
    (void)question_key(screen, UI_KEY_TAB);
}

static bool has_session(const struct screen *screen)
{
    const struct question_screen *question = (const struct question_screen *)screen;
    return question->tabs.chosen == TAB_SESSIONS && question->list.count > 0;
}

static bool is_answer(const struct screen *screen)
{
    return ((const struct question_screen *)screen)->tabs.chosen == TAB_ANSWER;
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, N_("Enter"), N_("open session"), open_chosen, has_session, 9},
    {UI_KEY_TAB, N_("Tab"), N_("sessions used"), next_tab, is_answer, 7},
    {UI_KEY_TAB, N_("Tab"), N_("answer"), next_tab, has_session, 7},
    {0},
};

const struct screen_class screen_question = {
    .name = N_("Question"),
    .about = N_("A question to the coach and its answer. Tab shows the sessions whose numbers were"
                " used, Enter opens one. k acknowledges the answer, g makes what it suggests a"
                " goal, i asks again. A sentence with a number that was not in the data is"
                " marked."),
    .size = sizeof(struct question_screen),
    .section = 5,
    .open = question_open,
    .draw = question_draw,
    .key = question_key,
    .notice = question_notice,
    .focus = question_focus,
    .news = question_news,
    .close = question_close,
    .crumb = question_crumb,
    .keys = keys,
    .part_keys = question_part_keys,
    .step = question_step,
    .answer = question_answer,
};
