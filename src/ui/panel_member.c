/* A shooter at a glance: who it is, the turns of the last year, and the progress by programme. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/turns.h"
#include "core/verdict.h"
#include "ui/card_line.h"
#include "ui/figure.h"
#include "ui/list.h"
#include "ui/member_card.h"

enum { VALUE_ROOM = 96, CARD_ROWS = 4, SAID_LINES = 4 };

struct panel_member {
    struct panel panel;
    struct arena arena;
    struct insight_groups now, before; /* by programme, whatever programme is chosen */
    struct turns turns;
    struct list list;
};

static struct panel_member *member_of(struct panel *panel)
{
    return (struct panel_member *)panel;
}

static const struct list_column columns[] = {
    {N_("Programme"), 18, 2, 0, false, true}, {N_("Sessions"), 9, 0, 0, true, false},
    {N_("Average"), 18, 0, 0, true, false},   {N_("Best"), 7, 0, 0, true, false},
    {N_("on"), 13, 0, 1, true, false},        {N_("Change"), 16, 0, 0, true, false},
};

/* The same programme in the span before; NULL when it was not shot. */
static const struct insight_group *before_of(const struct panel_member *member,
                                             const struct insight_group *group)
{
    for (int i = 0; i < member->before.count; i++) {
        if (strcmp(member->before.rows[i].code, group->code) == 0) {
            return &member->before.rows[i];
        }
    }
    return NULL;
}

static void change_of(const struct panel_member *member, const struct insight_group *group,
                      struct comparison *change)
{
    static const struct tally nothing;
    const struct insight_group *before = before_of(member, group);
    tally_compare_average(before != NULL ? &before->tally : &nothing, &group->tally, change);
}

static void change_cell(const struct panel_member *member, const struct insight_group *group,
                        char *dst, size_t size, enum ink *ink)
{
    char number[48];
    struct comparison change;
    change_of(member, group, &change);
    text_copy(dst, size, "-");
    if (change.verdict != VERDICT_NO_DATA) {
        figure_signed(number, sizeof number, change.difference.value, 2);
        snprintf(dst, size, "%s %s", number, verdict_word(change.verdict, true));
        *ink = change.verdict == VERDICT_LOWER    ? INK_WARN
               : change.verdict == VERDICT_HIGHER ? INK_ACCENT
                                                  : INK_MUTED;
    }
}

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct panel_member *member = owner;
    const struct insight_group *group = &member->now.rows[row];
    int64_t best = group->tally.best_total_tenths;
    switch (column) {
    case 0:
        text_copy(dst, size, group->name);
        break;
    case 1:
        snprintf(dst, size, "%d", group->numbers.sessions);
        break;
    case 2:
        figure_interval(dst, size, &group->numbers.average, &group->numbers.average_low,
                        &group->numbers.average_high, 2);
        break;
    case 3:
        figure_number(dst, size, (double)best / 10, best % 10 != 0 ? 1 : 0);
        break;
    case 4:
        time_date_text(dst, size, group->tally.best_date);
        break;
    default:
        change_cell(member, group, dst, size, ink);
        break;
    }
}

static bool member_load(struct panel *panel, struct err *err)
{
    struct panel_member *member = member_of(panel);
    struct insight_card *card = insight_card_of(panel);
    struct app *app = panel->card->screen.app;
    struct insight_choice before;
    if (!insight_card_need(card, err)) {
        return false;
    }
    struct insight_choice choice = card->look.choice;
    choice.programme_id = NULL;
    arena_free(&member->arena);
    member->before = (struct insight_groups){0};
    insight_groups_read(&member->arena, &card->lines, &choice, BY_PROGRAMME, &member->now);
    if (insight_before(&choice, &before)) {
        insight_groups_read(&member->arena, &card->lines, &before, BY_PROGRAMME, &member->before);
    }
    if (!insight_groups_count(app, &member->now, 0, member->now.count, err)) {
        return false;
    }
    if (!turns_read(app, card->member_id, &member->turns, err)) {
        return false;
    }
    member->list.columns = columns;
    member->list.column_count = (int)(sizeof columns / sizeof columns[0]);
    member->list.empty = N_("No finished session in this period. p shows another period.");
    member->list.cell = write_cell;
    member->list.owner = member;
    list_set_count(&member->list, member->now.count);
    return true;
}

static void date_value(char *dst, size_t size, const char *iso)
{
    dst[0] = '\0';
    if (iso[0] != '\0') {
        time_date_text(dst, size, iso);
    }
}

static void draw_turns(const struct turns *turns, struct area area, int line)
{
    char text[VALUE_ROOM];
    int missing = turns->required - turns->turns;
    int column = area.columns / 2;
    snprintf(text, sizeof text, P_("%d turn in 12 months", "%d turns in 12 months", turns->turns),
             turns->turns);
    column += 2 + draw_text(area, line, column, INK_TEXT, text);
    if (missing > 0) {
        snprintf(text, sizeof text, _("%d short of %d"), missing, turns->required);
        draw_text(area, line, column, INK_WARN, text);
    } else {
        snprintf(text, sizeof text, _("%d needed"), turns->required);
        draw_text(area, line, column, INK_MUTED, text);
    }
}

static void draw_identity(const struct panel_member *panel, const struct member *member,
                          struct area area)
{
    char text[48];
    int half = area.columns / 2;
    card_line_draw(area, 0, 1, _("Number"), member->number);
    card_line_draw(area, 1, 1, _("Licence"), member->licence);
    date_value(text, sizeof text, member->birth_date);
    card_line_draw(area, 0, half, _("Born"), text);
    date_value(text, sizeof text, member->joined_on);
    card_line_draw(area, 1, half, _("Joined"), text);
    draw_text(area_part(area, 0, 0, CARD_ROWS, half - 1), 2, 1, INK_MUTED, member->notes);
    draw_turns(&panel->turns, area, 2);
}

static void draw_said(const struct panel_member *member, const struct insight *look,
                      struct area area)
{
    char text[VERDICT_ROOM];
    char line[VERDICT_ROOM + NAME_ROOM];
    char point = i18n_decimal_point();
    struct comparison change;
    if (member->list.cursor >= member->now.count) {
        return;
    }
    const struct insight_group *group = &member->now.rows[member->list.cursor];
    draw_text(area, 0, 1, INK_TITLE, group->name);
    if (look->has_before) {
        change_of(member, group, &change);
        verdict_of_average(text, sizeof text, &change, point);
        snprintf(line, sizeof line, _("against the same time before: %s"), text);
        draw_wrapped(area_part(area, 1, 1, SAID_LINES - 1, area.columns - 2), 0, INK_TEXT, line);
    } else {
        draw_text(area, 1, 1, INK_MUTED, _("p chooses a period to compare with the one before."));
    }
}

static void member_draw(struct panel *panel, struct area area)
{
    struct panel_member *member = member_of(panel);
    const struct insight_card *card = insight_card_of(panel);
    char title[VALUE_ROOM];
    draw_identity(member, &((const struct member_card *)panel->card)->member, area);
    int days = insight_card_period_days(card);
    if (days > 0) {
        snprintf(title, sizeof title, _("Progress in the last %d days"), days);
    } else {
        snprintf(title, sizeof title, "%s", _("Progress over everything"));
    }
    draw_rule(area, CARD_ROWS, title);
    int lines = area.lines - CARD_ROWS - 1 - SAID_LINES;
    list_draw(&member->list, area_part(area, CARD_ROWS + 1, 0, lines, area.columns));
    draw_said(member, &card->look,
              area_part(area, CARD_ROWS + 1 + lines, 0, SAID_LINES, area.columns));
}

static bool member_key(struct panel *panel, int key)
{
    return key != '/' && key != UI_KEY_ENTER &&
           list_key(&member_of(panel)->list, key, ui_mouse(panel->card->screen.ui)) != LIST_UNUSED;
}

static void member_close(struct panel *panel)
{
    arena_free(&member_of(panel)->arena);
}

const struct panel_class panel_member = {
    .name = N_("Progress"),
    .size = sizeof(struct panel_member),
    .load = member_load,
    .draw = member_draw,
    .key = member_key,
    .close = member_close,
};
