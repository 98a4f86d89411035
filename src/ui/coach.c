/* Section 5: who and what changed, worst first; and what was asked of the coach. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/coach.h"
#include "core/verdict.h"
#include "ui/figure.h"
#include "ui/list.h"
#include "ui/question_form.h"
#include "ui/questions.h"
#include "ui/screens.h"
#include "ui/tabs.h"

enum { SAID_LINES = 5, PERIODS = 3, ROOM = 96 };

enum { TAB_CHANGES, TAB_QUESTIONS };
static const char *const tab_names[] = {N_("Who changed"), N_("Questions"), NULL};

static const int period_days[PERIODS] = {30, 90, 365};

struct coach {
    struct screen screen;
    struct arena arena;
    struct coach_overview overview;
    struct list list;
    int *shown; /* indices of the rows that match what is typed */
    int period;
    enum insight_by by;
    struct tabs tabs;
    struct questions questions;
};

static struct coach *coach_of(struct screen *screen)
{
    return (struct coach *)screen;
}

static const struct list_column columns[] = {
    {N_("Name"), 20, 2, 0, false, true},    {N_("Programme"), 14, 1, 2, false, false},
    {N_("Sessions"), 9, 0, 3, true, false}, {N_("Now"), 7, 0, 0, true, false},
    {N_("Before"), 7, 0, 0, true, false},   {N_("Change"), 16, 0, 0, true, false},
    {N_("Group"), 14, 0, 1, true, false},   {N_("Last"), 13, 0, 4, true, false},
};

static const struct coach_row *row_at(const struct coach *coach, int index)
{
    return &coach->overview.rows[coach->shown[index]];
}

static enum ink verdict_ink(enum verdict verdict, bool higher_is_better)
{
    bool is_worse = verdict == (higher_is_better ? VERDICT_LOWER : VERDICT_HIGHER);
    bool is_better = verdict == (higher_is_better ? VERDICT_HIGHER : VERDICT_LOWER);
    return is_worse ? INK_WARN : is_better ? INK_ACCENT : INK_MUTED;
}

static void average_cell(const struct comparison *change, char *dst, size_t size, enum ink *ink)
{
    char number[48];
    text_copy(dst, size, "-");
    *ink = verdict_ink(change->verdict, true);
    if (change->verdict != VERDICT_NO_DATA) {
        figure_signed(number, sizeof number, change->difference.value, 2);
        snprintf(dst, size, "%s %s", number, verdict_word(change->verdict, true));
    }
}

static void group_cell(const struct comparison *change, char *dst, size_t size, enum ink *ink)
{
    char number[48];
    text_copy(dst, size, "-");
    *ink = verdict_ink(change->verdict, false);
    if (change->verdict != VERDICT_NO_DATA) {
        figure_signed(number, sizeof number, (change->difference.value - 1) * 100, 0);
        snprintf(dst, size, "%s %% %s", number, verdict_word(change->verdict, false));
    }
}

static void write_cell(void *owner, int index, int column, char *dst, size_t size, enum ink *ink)
{
    const struct coach_row *row = row_at(owner, index);
    switch (column) {
    case 0:
        text_copy(dst, size, row->name);
        break;
    case 1:
        text_copy(dst, size, row->programme);
        break;
    case 2:
        snprintf(dst, size, "%d", row->now.sessions);
        break;
    case 3:
        figure_stat(dst, size, &row->now.average, 2, "");
        break;
    case 4:
        figure_stat(dst, size, &row->before.average, 2, "");
        break;
    case 5:
        average_cell(&row->average, dst, size, ink);
        break;
    case 6:
        group_cell(&row->sigma, dst, size, ink);
        break;
    default:
        time_date_text(dst, size, row->last_date);
        break;
    }
}

/* What is typed finds names and programmes among the rows that are there. */
static void filter(struct coach *coach)
{
    char typed[LIST_FILTER_ROOM * 2];
    char folded[4 * ROOM];
    char words[2 * NAME_ROOM + 2];
    int count = 0;
    text_fold(typed, sizeof typed, coach->list.filter);
    for (int i = 0; i < coach->overview.count; i++) {
        const struct coach_row *row = &coach->overview.rows[i];
        snprintf(words, sizeof words, "%s %s", row->name, row->programme);
        text_fold(folded, sizeof folded, words);
        if (text_matches(folded, typed)) {
            coach->shown[count++] = i;
        }
    }
    list_set_count(&coach->list, count);
}

/* The rows that can be seen now, and a page around them. */
static void count_shown(struct coach *coach)
{
    int page = coach->list.page > 0 ? coach->list.page : ROOM;
    int first = coach->list.cursor > page ? coach->list.cursor - page : 0;
    for (int i = first; i < coach->list.count && i <= coach->list.cursor + page; i++) {
        coach_count(&coach->overview.rows[coach->shown[i]]);
    }
}

static bool load(struct coach *coach, struct err *err)
{
    struct arena arena = {0};
    struct coach_overview overview;
    if (!coach_look(coach->screen.app, &arena, coach->by, period_days[coach->period], &overview,
                    err)) {
        arena_free(&arena);
        return false;
    }
    arena_free(&coach->arena);
    coach->arena = arena;
    coach->overview = overview;
    coach->shown = arena_array(&coach->arena, (size_t)overview.count + 1, sizeof *coach->shown);
    filter(coach);
    count_shown(coach);
    return true;
}

static bool coach_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)argument;
    struct coach *coach = coach_of(screen);
    coach->period = 1;
    coach->tabs.names = tab_names;
    questions_start(&coach->questions, screen);
    coach->by = BY_SHOOTER;
    coach->list = (struct list){.columns = columns,
                                .column_count = (int)(sizeof columns / sizeof columns[0]),
                                .empty = N_("Nobody finished a session in this period. p shows"
                                            " another period."),
                                .cell = write_cell,
                                .owner = coach};
    return load(coach, err);
}

static void coach_close(struct screen *screen)
{
    arena_free(&coach_of(screen)->arena);
    questions_close(&coach_of(screen)->questions);
}

static void draw_said(const struct coach *coach, struct area area)
{
    char text[VERDICT_ROOM];
    char line[VERDICT_ROOM + ROOM];
    char point = i18n_decimal_point();
    if (coach->list.cursor >= coach->list.count) {
        return;
    }
    const struct coach_row *row = row_at(coach, coach->list.cursor);
    snprintf(line, sizeof line, "%s, %s", row->name, row->programme);
    int at = draw_wrapped(area, 0, INK_TITLE, line);
    verdict_of_average(text, sizeof text, &row->average, point);
    snprintf(line, sizeof line, _("Score: %s"), text);
    at += draw_wrapped(area, at, INK_TEXT, line);
    verdict_of_sigma(text, sizeof text, &row->sigma, point);
    snprintf(line, sizeof line, _("Group: %s"), text);
    draw_wrapped(area, at, INK_TEXT, line);
}

static void draw_changes(struct coach *coach, struct area area)
{
    char title[2 * ROOM];
    int days = period_days[coach->period];
    snprintf(title, sizeof title,
             coach->by == BY_WEAPON ? _("Weapons: the last %d days against the %d before")
                                    : _("Shooters: the last %d days against the %d before"),
             days, days);
    int used = draw_text(area, 0, 1, INK_TITLE, title);
    int by_chance = (coach->overview.count + 10) / 20; /* one in twenty, rounded */
    if (by_chance > 0) {
        snprintf(title, sizeof title,
                 P_("by chance alone about %d of %d would be named",
                    "by chance alone about %d of %d would be named", by_chance),
                 by_chance, coach->overview.count);
        if (used + 4 + text_width(title) < area.columns) {
            draw_right(area, 0, used + 2, area.columns - used - 3, INK_MUTED, title);
        }
    }
    int lines = area.lines - 2 - SAID_LINES;
    list_draw(&coach->list, area_part(area, 1, 0, lines, area.columns));
    draw_rule(area, 1 + lines, NULL);
    draw_said(coach, area_part(area, 2 + lines, 1, SAID_LINES, area.columns - 2));
}

static void coach_draw(struct screen *screen, struct area area)
{
    struct coach *coach = coach_of(screen);
    struct area page = area_part(area, 1, 0, area.lines - 1, area.columns);
    tabs_draw(&coach->tabs, area, 0);
    if (coach->tabs.chosen == TAB_CHANGES) {
        draw_changes(coach, page);
    } else {
        questions_draw(&coach->questions, page);
    }
}

static void open_chosen(struct screen *screen)
{
    struct coach *coach = coach_of(screen);
    if (coach->list.cursor < coach->list.count) {
        record_id id = row_at(coach, coach->list.cursor)->id;
        ui_open(screen->ui, coach->by == BY_WEAPON ? &screen_weapon : &screen_member, &id);
    }
}

static bool changes_key(struct screen *screen, int key)
{
    struct coach *coach = coach_of(screen);
    enum list_event event = list_key(&coach->list, key, ui_mouse(screen->ui));
    if (event == LIST_FILTER_CHANGED) {
        filter(coach);
    } else if (event == LIST_OPENED) {
        open_chosen(screen);
    }
    count_shown(coach);
    return event != LIST_UNUSED;
}

static void reload(struct coach *coach)
{
    struct err err = {0};
    if (coach->tabs.chosen == TAB_QUESTIONS) {
        questions_load(&coach->questions);
    } else if (!load(coach, &err)) {
        ui_toast_err(coach->screen.ui, &err);
    }
}

static bool coach_key(struct screen *screen, int key)
{
    struct coach *coach = coach_of(screen);
    if (!coach->list.is_filtering && tabs_key(&coach->tabs, key, ui_mouse(screen->ui), true)) {
        reload(coach);
        return true;
    }
    return coach->tabs.chosen == TAB_CHANGES ? changes_key(screen, key)
                                             : questions_key(&coach->questions, key);
}

static void coach_news(struct screen *screen)
{
    struct coach *coach = coach_of(screen);
    if (coach->tabs.chosen == TAB_QUESTIONS) {
        questions_load(&coach->questions);
    }
}

static void coach_focus(struct screen *screen)
{
    reload(coach_of(screen));
}

static void next_period(struct screen *screen)
{
    struct coach *coach = coach_of(screen);
    coach->period = (coach->period + 1) % PERIODS;
    reload(coach);
}

static void other_subject(struct screen *screen)
{
    struct coach *coach = coach_of(screen);
    coach->by = coach->by == BY_WEAPON ? BY_SHOOTER : BY_WEAPON;
    coach->list.cursor = coach->list.top = 0;
    reload(coach);
}

static bool is_text(const struct screen *screen)
{
    return ((const struct coach *)screen)->list.is_filtering;
}

static bool is_calm(const struct screen *screen)
{
    return !is_text(screen);
}

static bool has_row(const struct screen *screen)
{
    return ((const struct coach *)screen)->list.count > 0;
}

static bool has_question(const struct screen *screen)
{
    return ((const struct coach *)screen)->questions.list.count > 0;
}

static void start_find(struct screen *screen)
{
    (void)coach_key(screen, '/');
}

/* --- questions ----------------------------------------------------------------------------------
 */
/* About the row that is chosen. */
static void new_question(struct screen *screen)
{
    struct coach *coach = coach_of(screen);
    struct question_form_argument argument = {.days = period_days[coach->period]};
    if (coach->tabs.chosen == TAB_CHANGES && coach->list.cursor < coach->list.count) {
        record_id id = row_at(coach, coach->list.cursor)->id;
        argument.member_id = coach->by == BY_WEAPON ? 0 : id;
        argument.weapon_id = coach->by == BY_WEAPON ? id : 0;
    }
    ui_open(screen->ui, &screen_question_form, &argument);
}

/* Asked: its answer is looked at, and stands in the list behind it. */
static void coach_notice(struct screen *screen, const void *sender, const void *value)
{
    if (sender == &screen_question_form && value != NULL) {
        record_id id = *(const record_id *)value;
        coach_of(screen)->tabs.chosen = TAB_QUESTIONS;
        ui_open(screen->ui, &screen_question, &id);
    }
}

static void open_question(struct screen *screen)
{
    questions_open_chosen(&coach_of(screen)->questions);
}

static void next_tab(struct screen *screen)
{
    (void)coach_key(screen, UI_KEY_TAB);
}

static const struct key_row changes_keys[] = {
    {UI_KEY_ENTER, N_("Enter"), N_("open"), open_chosen, has_row, 9},
    {'p', "p", N_("period"), next_period, is_calm, 8},
    {'w', "w", N_("shooters or weapons"), other_subject, is_calm, 7},
    {'/', "/", N_("find"), start_find, is_calm, 6},
    {0},
};

static const struct key_row questions_keys[] = {
    {UI_KEY_ENTER, N_("Enter"), N_("answer"), open_question, has_question, 9},
    {0},
};

static const struct key_row *coach_part_keys(const struct screen *screen)
{
    return ((const struct coach *)screen)->tabs.chosen == TAB_CHANGES ? changes_keys
                                                                      : questions_keys;
}

static const struct key_row keys[] = {
    {'n', "n", N_("ask a question"), new_question, is_calm, 8},
    {UI_KEY_TAB, N_("Tab"), N_("next page"), next_tab, is_calm, 7},
    {0},
};

const struct screen_class screen_coach = {
    .name = N_("Coach"),
    .about =
        N_("Who and what changed: the programme each shooter shoots most, this period against"
           " the same length of time before it. Those who certainly got worse stand first. A"
           " change counts only when its 95 % interval does not hold zero. w shows the weapons"
           " instead, p another period, Enter opens the card. n asks the coach a question about"
           " the chosen row; the page Questions keeps what was asked, with the answers and the"
           " sessions they used. Without a model an answer is calculated, not AI."),
    .size = sizeof(struct coach),
    .section = 5,
    .open = coach_open,
    .draw = coach_draw,
    .key = coach_key,
    .notice = coach_notice,
    .focus = coach_focus,
    .news = coach_news,
    .close = coach_close,
    .is_text_now = is_text,
    .keys = keys,
    .part_keys = coach_part_keys,
};
