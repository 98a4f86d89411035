#include "ui/register_pages.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"

enum { DETAIL_LINES = 4, NAME_TEXT = 4 * NAME_ROOM, DETAIL_ROOM = 6 * NAME_ROOM };

static const struct list_column present_columns[] = {
    {N_("In"), 13, 0, 0, false, false},      {N_("Out"), 6, 0, 0, false, false},
    {N_("Name"), 34, 3, 0, false, true},     {N_("Number"), 9, 0, 1, false, false},
    {N_("Licence"), 11, 0, 2, false, false}, {N_("Lane"), 5, 0, 3, true, false},
};
static const struct list_column weapon_columns[] = {
    {N_("Weapon"), 18, 2, 0, false, true},  {N_("Serial"), 10, 0, 2, false, false},
    {N_("Member"), 18, 2, 0, false, false}, {N_("Out"), 13, 0, 0, false, false},
    {N_("Back"), 13, 0, 1, false, false},
};
static const struct list_column guest_columns[] = {
    {N_("In"), 13, 0, 0, false, false},          {N_("Out"), 6, 0, 0, false, false},
    {N_("Guest"), 18, 2, 0, false, true},        {N_("Guest of"), 18, 2, 0, false, false},
    {N_("Club weapon"), 16, 1, 1, false, false},
};

/* --- cells ------------------------------------------------------------------------------------
 */
/* "19:04" of today, "22 Nov 19:04" of another day, "" for 0. */
static void moment(const struct register_pages *pages, char *dst, size_t size, int64_t ms)
{
    char date[DATE_ROOM];
    char clock[6];
    dst[0] = '\0';
    if (ms == 0) {
        return;
    }
    time_local_date(date, ms);
    if (strcmp(date, pages->today) != 0) {
        time_moment_text(dst, size, ms);
        return;
    }
    time_local_clock(clock, ms);
    text_copy(dst, size, clock);
}

/* The short one, for a column that says only when on the same day. */
static void clock_of(char *dst, size_t size, int64_t ms)
{
    char clock[6] = "";
    if (ms != 0) {
        time_local_clock(clock, ms);
    }
    text_copy(dst, size, clock);
}

static void present_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct register_pages *pages = owner;
    const struct presence_line *line = &pages->present[row];
    const struct presence *presence = &line->presence;
    *ink = presence->out_at_ms != 0 ? INK_MUTED : *ink;
    dst[0] = '\0';
    if (column == 0) {
        moment(pages, dst, size, presence->in_at_ms);
    } else if (column == 1) {
        clock_of(dst, size, presence->out_at_ms);
    } else if (column == 2) {
        presence_line_name(line, dst, size);
    } else if (column == 5 && presence->lane > 0) {
        snprintf(dst, size, "%d", presence->lane);
    } else if (column < 5 && presence->guest_id == 0) {
        text_copy(dst, size, column == 3 ? line->member.number : line->member.licence);
    }
}

static void weapon_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct register_pages *pages = owner;
    const struct weapon_issue_line *line = &pages->issues[row];
    *ink = line->issue.in_at_ms != 0 ? INK_MUTED : *ink;
    switch (column) {
    case 0:
        text_copy(dst, size, line->weapon);
        break;
    case 1:
        text_copy(dst, size, line->serial);
        break;
    case 2:
        register_person_name(&line->member, dst, size);
        break;
    case 3:
        moment(pages, dst, size, line->issue.out_at_ms);
        break;
    default:
        moment(pages, dst, size, line->issue.in_at_ms);
        break;
    }
}

static void guest_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct register_pages *pages = owner;
    const struct guest_line *line = &pages->guests[row];
    *ink = line->out_at_ms != 0 ? INK_MUTED : *ink;
    switch (column) {
    case 0:
        moment(pages, dst, size, line->in_at_ms);
        break;
    case 1:
        clock_of(dst, size, line->out_at_ms);
        break;
    case 2:
        text_copy(dst, size, line->guest.name);
        break;
    case 3:
        register_person_name(&line->host, dst, size);
        break;
    default:
        text_copy(dst, size, line->weapon);
        break;
    }
}

/* --- reading ----------------------------------------------------------------------------------
 */
void register_pages_start(struct register_pages *pages, struct app *app)
{
    pages->app = app;
    pages->lists[REGISTER_PRESENT] = (struct list){
        .columns = present_columns,
        .column_count = (int)(sizeof present_columns / sizeof present_columns[0]),
        .empty = N_("Nobody came in today. Scan a card, or n finds a member by name."),
        .cell = present_cell,
        .owner = pages};
    pages->lists[REGISTER_WEAPONS] =
        (struct list){.columns = weapon_columns,
                      .column_count = (int)(sizeof weapon_columns / sizeof weapon_columns[0]),
                      .empty = N_("No club weapon is out. n hands one out."),
                      .cell = weapon_cell,
                      .owner = pages};
    pages->lists[REGISTER_GUESTS] =
        (struct list){.columns = guest_columns,
                      .column_count = (int)(sizeof guest_columns / sizeof guest_columns[0]),
                      .empty = N_("No guests today. n writes one in."),
                      .cell = guest_cell,
                      .owner = pages};
}

void register_pages_close(struct register_pages *pages)
{
    for (int i = 0; i < REGISTER_TABS; i++) {
        arena_free(&pages->arenas[i]);
    }
}

static bool read_rows(struct register_pages *pages, enum register_tab tab, struct arena *arena,
                      int *count, struct err *err)
{
    struct presence_line *present = NULL;
    struct weapon_issue_line *issues = NULL;
    struct guest_line *guests = NULL;
    bool ok = tab == REGISTER_PRESENT   ? presence_now(pages->app, arena, &present, count, err)
              : tab == REGISTER_WEAPONS ? weapon_issue_now(pages->app, arena, &issues, count, err)
                                        : guest_now(pages->app, arena, &guests, count, err);
    if (!ok) {
        return false;
    }
    if (tab == REGISTER_PRESENT) {
        pages->present = present;
    } else if (tab == REGISTER_WEAPONS) {
        pages->issues = issues;
    } else {
        pages->guests = guests;
    }
    return true;
}

bool register_page_load(struct register_pages *pages, enum register_tab tab, struct err *err)
{
    struct arena arena = {0};
    int count = 0;
    time_local_date(pages->today, time_now_ms());
    if (!read_rows(pages, tab, &arena, &count, err)) {
        arena_free(&arena);
        return false; /* what was shown stays */
    }
    arena_free(&pages->arenas[tab]);
    pages->arenas[tab] = arena;
    list_set_count(&pages->lists[tab], count);
    return true;
}

/* The row under the cursor of that page; -1: there is none. */
static int chosen(const struct register_pages *pages, enum register_tab tab)
{
    const struct list *list = &pages->lists[tab];
    return list->cursor < list->count ? list->cursor : -1;
}

const struct presence_line *register_chosen_presence(const struct register_pages *pages)
{
    int row = chosen(pages, REGISTER_PRESENT);
    return row >= 0 ? &pages->present[row] : NULL;
}

const struct weapon_issue_line *register_chosen_issue(const struct register_pages *pages)
{
    int row = chosen(pages, REGISTER_WEAPONS);
    return row >= 0 ? &pages->issues[row] : NULL;
}

const struct guest_line *register_chosen_guest(const struct register_pages *pages)
{
    int row = chosen(pages, REGISTER_GUESTS);
    return row >= 0 ? &pages->guests[row] : NULL;
}

/* --- drawing ----------------------------------------------------------------------------------
 */
/* How many rows are open. */
static int count_open(const struct register_pages *pages, enum register_tab tab)
{
    int open = 0;
    for (int i = 0; i < pages->lists[tab].count; i++) {
        int64_t end_ms = tab == REGISTER_PRESENT   ? pages->present[i].presence.out_at_ms
                         : tab == REGISTER_WEAPONS ? pages->issues[i].issue.in_at_ms
                                                   : pages->guests[i].out_at_ms;
        open += end_ms == 0 ? 1 : 0;
    }
    return open;
}

static const char *or_dash(const char *text)
{
    return text[0] != '\0' ? text : "-";
}

static void draw_presence(const struct presence_line *line, struct area area)
{
    char text[DETAIL_ROOM];
    presence_line_name(line, text, sizeof text);
    int used = draw_wrapped(area, 0, INK_TITLE, text);
    snprintf(text, sizeof text, _("In by %s, out by %s"), or_dash(line->presence.in_by),
             or_dash(line->presence.out_by));
    draw_wrapped(area, used, INK_MUTED, text);
}

static void draw_issue(const struct weapon_issue_line *line, struct area area)
{
    char text[DETAIL_ROOM];
    snprintf(text, sizeof text, "%s  %s  %s", line->weapon, line->serial, line->calibre);
    int used = draw_wrapped(area, 0, INK_TITLE, text);
    snprintf(text, sizeof text, _("Out by %s, back by %s"), or_dash(line->issue.out_by),
             or_dash(line->issue.in_by));
    used += draw_wrapped(area, used, INK_MUTED, text);
    snprintf(text, sizeof text, _("Condition when out: %s; when back: %s"),
             or_dash(line->issue.condition_out), or_dash(line->issue.condition_in));
    draw_wrapped(area, used, INK_TEXT, text);
}

static void draw_guest(const struct guest_line *line, struct area area)
{
    char text[DETAIL_ROOM];
    char host[NAME_TEXT];
    int type = document_type_read(line->guest.document_type);
    register_person_name(&line->host, host, sizeof host);
    snprintf(text, sizeof text, _("%s (guest of %s)"), line->guest.name, host);
    int used = draw_wrapped(area, 0, INK_TITLE, text);
    snprintf(text, sizeof text, "%s %s", type >= 0 ? _(document_type_name(type)) : "-",
             line->guest.document_number);
    used += draw_wrapped(area, used, INK_TEXT, text);
    snprintf(text, sizeof text, _("Written in by %s"), or_dash(line->guest.by_name));
    draw_wrapped(area, used, INK_MUTED, text);
}

static void draw_detail(const struct register_pages *pages, enum register_tab tab, struct area area)
{
    const struct presence_line *presence = register_chosen_presence(pages);
    const struct weapon_issue_line *issue = register_chosen_issue(pages);
    const struct guest_line *guest = register_chosen_guest(pages);
    if (tab == REGISTER_PRESENT && presence != NULL) {
        draw_presence(presence, area);
    } else if (tab == REGISTER_WEAPONS && issue != NULL) {
        draw_issue(issue, area);
    } else if (tab == REGISTER_GUESTS && guest != NULL) {
        draw_guest(guest, area);
    }
}

void register_page_draw(struct register_pages *pages, enum register_tab tab, struct area area,
                        const char *typed)
{
    char text[64];
    int lines = area.lines - 1 - DETAIL_LINES;
    struct area below = area_part(area, lines + 1, 1, DETAIL_LINES, area.columns - 2);
    list_draw(&pages->lists[tab], area_part(area, 0, 0, lines, area.columns));
    snprintf(text, sizeof text, tab == REGISTER_WEAPONS ? _("Out now: %d") : _("In now: %d"),
             count_open(pages, tab));
    draw_rule(area, lines, text);
    if (typed != NULL) {
        draw_text(below, 0, 0, INK_ACCENT, typed);
    } else {
        draw_detail(pages, tab, below);
    }
}
