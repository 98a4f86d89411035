#include "ui/side_by_side.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/member.h"
#include "core/verdict.h"
#include "core/weapon.h"
#include "ui/figure.h"
#include "ui/picker.h"
#include "ui/screens.h"

enum { COLUMNS_MAX = 3, LABEL_COLUMNS = 16, TEXT_ROOM = 200 };

struct column {
    record_id id;
    struct insight_choice choice;
    char name[NAME_ROOM];
    struct insight look;
    struct trend average, sigma;
};

struct side_by_side {
    struct screen screen;
    bool is_weapon;
    char programme_id[CODE_ROOM];
    int count, chosen; /* columns; the one that is compared with the first */
    struct column columns[COLUMNS_MAX];
};

static struct side_by_side *sides_of(struct screen *screen)
{
    return (struct side_by_side *)screen;
}

/* --- reading ---------------------------------------------------------------------------------- */
static bool read_name(struct side_by_side *sides, struct column *column, struct err *err)
{
    struct member member;
    struct weapon weapon;
    if (sides->is_weapon) {
        bool ok = weapon_get(sides->screen.app, column->id, &weapon, err);
        text_copy(column->name, sizeof column->name, ok ? weapon.name : "");
        return ok;
    }
    bool ok = member_get(sides->screen.app, column->id, &member, err);
    if (ok) {
        member_name(&member, column->name, sizeof column->name);
    }
    return ok;
}

static bool read_column(struct side_by_side *sides, struct column *column, struct err *err)
{
    struct arena arena = {0};
    struct insight_lines lines;
    struct insight_series series;
    struct insight_of of = {.weapon_id = sides->is_weapon ? column->id : 0,
                            .member_id = sides->is_weapon ? 0 : column->id};
    bool ok =
        read_name(sides, column, err) && insight_read(sides->screen.app, &arena, &of, &lines, err);
    if (ok) {
        column->choice.programme_id = sides->programme_id[0] != '\0' ? sides->programme_id : NULL;
        insight_look(&lines, &column->choice, &column->look);
        insight_series_read(sides->screen.app, &arena, &lines, &column->choice, NUMBER_AVERAGE,
                            &series);
        column->average = series.trend;
        insight_series_read(sides->screen.app, &arena, &lines, &column->choice, NUMBER_SIGMA,
                            &series);
        column->sigma = series.trend;
    }
    arena_free(&arena);
    return ok;
}

static bool sides_open(struct screen *screen, const void *argument, struct err *err)
{
    struct side_by_side *sides = sides_of(screen);
    const struct side_by_side_argument *wanted = argument;
    struct insight_choice before;
    sides->is_weapon = wanted->is_weapon;
    text_copy(sides->programme_id, sizeof sides->programme_id,
              wanted->choice.programme_id != NULL ? wanted->choice.programme_id : "");
    sides->columns[0] = (struct column){.id = wanted->id, .choice = wanted->choice};
    sides->count = 1;
    if (insight_before(&wanted->choice, &before)) {
        sides->columns[sides->count++] = (struct column){.id = wanted->id, .choice = before};
    }
    sides->chosen = sides->count - 1;
    for (int i = 0; i < sides->count; i++) {
        if (!read_column(sides, &sides->columns[i], err)) {
            return false;
        }
    }
    return true;
}

void side_by_side_open(struct screen *screen)
{
    const struct insight_card *card = (const struct insight_card *)screen;
    struct side_by_side_argument argument = {
        .is_weapon = card->weapon_id != 0, .id = card->card.id, .choice = card->look.choice};
    ui_open(screen->ui, &screen_side_by_side, &argument);
}

/* --- painting --------------------------------------------------------------------------------- */
static void period_text(char *dst, size_t size, const struct insight_choice *choice)
{
    char from[48], to[48];
    if (choice->from[0] == '\0') {
        text_copy(dst, size, _("Everything"));
        return;
    }
    time_date_text(from, sizeof from, choice->from);
    time_date_text(to, sizeof to, choice->to);
    snprintf(dst, size, "%s - %s", from, to);
}

static void trend_text(char *dst, size_t size, const struct trend *trend)
{
    char number[48];
    text_copy(dst, size, "-");
    if (trend->slope.has) {
        figure_signed(number, sizeof number, trend->slope.value, 2);
        snprintf(dst, size, "%s %s", number, trend->verdict == VERDICT_NOISE ? _("noise") : "");
    }
}

static void best_text(char *dst, size_t size, const struct tally *tally)
{
    char total[48], date[48];
    text_copy(dst, size, "-");
    if (tally->sessions > 0) {
        int64_t best = tally->best_total_tenths;
        figure_number(total, sizeof total, (double)best / 10, best % 10 != 0 ? 1 : 0);
        time_date_text(date, sizeof date, tally->best_date);
        snprintf(dst, size, "%s  %s", total, date);
    }
}

static int draw_column(const struct column *column, struct area area, bool is_chosen)
{
    char text[TEXT_ROOM];
    const struct tally_numbers *numbers = &column->look.numbers;
    int line = 0;
    draw_text(area, line++, 0, is_chosen ? INK_TAB : INK_TITLE, column->name);
    period_text(text, sizeof text, &column->choice);
    draw_text(area, line++, 0, INK_MUTED, text);
    line++;
    snprintf(text, sizeof text, "%d", numbers->sessions);
    draw_text(area, line++, 0, INK_TEXT, text);
    snprintf(text, sizeof text, "%lld", (long long)numbers->shots);
    draw_text(area, line++, 0, INK_TEXT, text);
    figure_interval(text, sizeof text, &numbers->average, &numbers->average_low,
                    &numbers->average_high, 2);
    draw_text(area, line++, 0, INK_TEXT, text);
    best_text(text, sizeof text, &column->look.tally);
    draw_text(area, line++, 0, INK_TEXT, text);
    figure_interval(text, sizeof text, &numbers->sigma, &numbers->sigma_low, &numbers->sigma_high,
                    1);
    draw_text(area, line++, 0, INK_TEXT, text);
    trend_text(text, sizeof text, &column->average);
    draw_text(area, line++, 0, INK_TEXT, text);
    trend_text(text, sizeof text, &column->sigma);
    draw_text(area, line++, 0, INK_TEXT, text);
    return line;
}

static void draw_labels(struct area area)
{
    const char *const labels[] = {_("Sessions"),  _("Shots"),       _("Average"),    _("Best"),
                                  _("Sigma, mm"), _("Score trend"), _("Group trend")};
    for (int i = 0; i < (int)(sizeof labels / sizeof labels[0]); i++) {
        draw_text(area, 3 + i, 1, INK_MUTED, labels[i]);
    }
}

static void draw_verdict(const struct side_by_side *sides, struct area area)
{
    char text[VERDICT_ROOM];
    char line[VERDICT_ROOM + NAME_ROOM];
    char first[TEXT_ROOM], second[TEXT_ROOM];
    char point = i18n_decimal_point();
    struct comparison average, sigma;
    if (sides->count < 2) {
        draw_wrapped(area, 0, INK_MUTED, _("c puts another one beside this."));
        return;
    }
    const struct column *one = &sides->columns[0];
    const struct column *two = &sides->columns[sides->chosen];
    tally_compare_average(&two->look.tally, &one->look.tally, &average);
    tally_compare_sigma(&two->look.tally, &one->look.tally, &sigma);
    text_copy(first, sizeof first, one->name);
    text_copy(second, sizeof second, two->name);
    if (one->id == two->id) {
        period_text(first, sizeof first, &one->choice);
        period_text(second, sizeof second, &two->choice);
    }
    snprintf(line, sizeof line, _("%s against %s"), first, second);
    int at = draw_wrapped(area, 0, INK_TITLE, line);
    verdict_of_average(text, sizeof text, &average, point);
    snprintf(line, sizeof line, _("Score: %s"), text);
    at += draw_wrapped(area, at, INK_TEXT, line);
    verdict_of_sigma(text, sizeof text, &sigma, point);
    snprintf(line, sizeof line, _("Group: %s"), text);
    draw_wrapped(area, at, INK_TEXT, line);
}

static void sides_draw(struct screen *screen, struct area area)
{
    struct side_by_side *sides = sides_of(screen);
    const struct programme *programme =
        programme_find(&screen->app->programmes, sides->programme_id);
    int width = (area.columns - LABEL_COLUMNS) / COLUMNS_MAX;
    int lines = 0;
    draw_text(area, 0, 1, INK_TITLE,
              programme != NULL ? programme_name(programme) : _("all programmes"));
    struct area table = area_part(area, 2, 0, area.lines - 2, area.columns);
    draw_labels(table);
    for (int i = 0; i < sides->count; i++) {
        struct area part = area_part(table, 0, LABEL_COLUMNS + i * width, table.lines, width - 1);
        lines = draw_column(&sides->columns[i], part, i == sides->chosen && i > 0);
    }
    draw_rule(table, lines, NULL);
    draw_verdict(sides, area_part(table, lines + 1, 1, table.lines - lines - 1, table.columns - 2));
}

/* --- choosing --------------------------------------------------------------------------------- */
static int find_members(struct app *app, const char *typed, struct picker_row *rows, int room,
                        struct err *err)
{
    struct arena arena = {0};
    struct member *members = NULL;
    int count = 0;
    struct member_query query = {.find = typed, .with_left = true, .limit = room};
    if (!member_list(app, &arena, &query, &members, &count, err)) {
        count = 0;
    }
    for (int i = 0; i < count; i++) {
        rows[i] = (struct picker_row){.id = members[i].id};
        member_name(&members[i], rows[i].text, sizeof rows[i].text);
        text_copy(rows[i].side, sizeof rows[i].side, members[i].number);
    }
    arena_free(&arena);
    return count;
}

static int find_weapons(struct app *app, const char *typed, struct picker_row *rows, int room,
                        struct err *err)
{
    struct arena arena = {0};
    struct weapon *weapons = NULL;
    int count = 0;
    struct weapon_query query = {.find = typed, .with_retired = true, .limit = room};
    if (!weapon_list(app, &arena, &query, &weapons, &count, err)) {
        count = 0;
    }
    for (int i = 0; i < count; i++) {
        rows[i] = (struct picker_row){.id = weapons[i].id};
        text_copy(rows[i].text, sizeof rows[i].text, weapons[i].name);
        text_copy(rows[i].side, sizeof rows[i].side, weapons[i].calibre);
    }
    arena_free(&arena);
    return count;
}

static int find(struct app *app, void *context, const char *typed, struct picker_row *rows,
                int room, struct err *err)
{
    const struct side_by_side *sides = context;
    return sides->is_weapon ? find_weapons(app, typed, rows, room, err)
                            : find_members(app, typed, rows, room, err);
}

static const struct picker_source source = {.title = N_("Compare with"), .find = find};

static void add(struct screen *screen)
{
    struct picker_argument argument = {.source = &source, .context = screen};
    ui_open(screen->ui, &screen_picker, &argument);
}

/* The newest column gives way when there is no room. */
static void sides_notice(struct screen *screen, const void *sender, const void *value)
{
    (void)sender;
    struct side_by_side *sides = sides_of(screen);
    const struct picker_row *row = value;
    struct err err = {0};
    if (row == NULL || row->id == 0) {
        return;
    }
    struct column column = {.id = row->id, .choice = sides->columns[0].choice};
    if (!read_column(sides, &column, &err)) {
        ui_toast_err(screen->ui, &err);
        return;
    }
    int at = sides->count < COLUMNS_MAX ? sides->count++ : COLUMNS_MAX - 1;
    sides->columns[at] = column;
    sides->columns[at].choice.programme_id = sides->columns[0].choice.programme_id;
    sides->chosen = at;
}

static void next_column(struct screen *screen)
{
    struct side_by_side *sides = sides_of(screen);
    sides->chosen = sides->chosen + 1 < sides->count ? sides->chosen + 1 : 1;
}

static void drop(struct screen *screen)
{
    struct side_by_side *sides = sides_of(screen);
    for (int i = sides->chosen; i + 1 < sides->count; i++) {
        sides->columns[i] = sides->columns[i + 1];
    }
    sides->count--;
    sides->chosen = sides->count - 1;
}

static bool has_two(const struct screen *screen)
{
    return ((const struct side_by_side *)screen)->count > 1;
}

static bool has_three(const struct screen *screen)
{
    return ((const struct side_by_side *)screen)->count > 2;
}

static void sides_crumb(const struct screen *screen, char *dst, size_t size)
{
    (void)screen;
    text_copy(dst, size, _("Side by side"));
}

static const struct key_row keys[] = {
    {'c', "c", N_("add one"), add, NULL, 9},
    {UI_KEY_TAB, N_("Tab"), N_("compare with the next"), next_column, has_three, 8},
    {'d', "d", N_("take away"), drop, has_two, 7},
    {0},
};

const struct screen_class screen_side_by_side = {
    .name = N_("Side by side"),
    .about = N_("Up to three beside each other: at first this period and the one before it. c puts"
                " another shooter or weapon beside them over the same period and programme, d takes"
                " the marked one away. The verdict is about the first against the marked one."),
    .size = sizeof(struct side_by_side),
    .open = sides_open,
    .draw = sides_draw,
    .notice = sides_notice,
    .crumb = sides_crumb,
    .keys = keys,
};
