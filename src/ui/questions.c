#include "ui/questions.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "ui/question_form.h"

enum { SAID_LINES = 4 };

static const struct list_column columns[] = {
    {N_("When"), 13, 0, 0, false, true},     {N_("About"), 18, 1, 0, false, false},
    {N_("Question"), 20, 3, 0, false, true}, {N_("State"), 14, 1, 1, false, false},
    {N_("By"), 12, 1, 2, false, false},
};

static void about_cell(const struct question_line *line, char *dst, size_t size)
{
    bool has_both = line->member[0] != '\0' && line->weapon[0] != '\0';
    snprintf(dst, size, "%s%s%s", line->member, has_both ? ", " : "", line->weapon);
}

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct questions *questions = owner;
    const struct question_line *line = &questions->rows[row];
    switch (column) {
    case 0:
        time_moment_text(dst, size, line->at_ms);
        break;
    case 1:
        about_cell(line, dst, size);
        break;
    case 2:
        text_copy(dst, size, line->text);
        break;
    case 3:
        queue_state_text(&line->job, time_now_ms(), dst, size);
        *ink = line->job.state == JOB_FAILED ? INK_WARN
               : line->job.state == JOB_DONE ? INK_MUTED
                                             : INK_ACCENT;
        break;
    default:
        text_copy(dst, size, line->by_name);
        break;
    }
}

void questions_start(struct questions *questions, struct screen *screen)
{
    questions->screen = screen;
    questions->list = (struct list){.columns = columns,
                                    .column_count = (int)(sizeof columns / sizeof columns[0]),
                                    .empty = N_("Nothing was asked yet. Press n: a question about"
                                                " a shooter, a weapon and a period."),
                                    .cell = write_cell,
                                    .owner = questions};
}

void questions_load(struct questions *questions)
{
    struct arena arena = {0};
    struct question_line *rows = NULL;
    int count = 0;
    struct err err = {0};
    if (!question_list(questions->screen->app, &arena, &rows, &count, &err)) {
        ui_toast_err(questions->screen->ui, &err);
        count = 0;
    }
    arena_free(&questions->arena);
    questions->arena = arena;
    questions->rows = rows;
    list_set_count(&questions->list, count);
}

void questions_close(struct questions *questions)
{
    arena_free(&questions->arena);
}

void questions_draw(struct questions *questions, struct area area)
{
    int lines = area.lines - SAID_LINES - 1;
    list_draw(&questions->list, area_part(area, 0, 0, lines, area.columns));
    if (questions->list.cursor < questions->list.count) {
        const struct question_line *line = &questions->rows[questions->list.cursor];
        char used[96];
        draw_rule(area, lines, NULL);
        struct area said = area_part(area, lines + 1, 1, SAID_LINES, area.columns - 2);
        int at = draw_wrapped(said, 0, INK_TEXT, line->text);
        snprintf(used, sizeof used,
                 P_("%d session used; Enter shows answer and sessions",
                    "%d sessions used; Enter shows answer and sessions", line->session_count),
                 line->session_count);
        draw_wrapped(said, at, INK_MUTED, used);
    }
}

void questions_open_chosen(struct questions *questions)
{
    if (questions->list.cursor < questions->list.count) {
        ui_open(questions->screen->ui, &screen_question,
                &questions->rows[questions->list.cursor].id);
    }
}

bool questions_key(struct questions *questions, int key)
{
    enum list_event event =
        key == '/' ? LIST_UNUSED : list_key(&questions->list, key, ui_mouse(questions->screen->ui));
    if (event == LIST_OPENED) {
        questions_open_chosen(questions);
    }
    return event != LIST_UNUSED;
}
