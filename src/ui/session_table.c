#include "ui/session_table.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/rules/score.h"
#include "ui/figure.h"
#include "ui/screens.h"

enum { WIDE_COLUMNS = 118 };

enum column {
    COLUMN_DATE,
    COLUMN_CLOCK,
    COLUMN_MEMBER,
    COLUMN_CODE,
    COLUMN_PROGRAMME,
    COLUMN_WEAPON,
    COLUMN_ROUNDS,
    COLUMN_SHOTS,
    COLUMN_SCORE,
    COLUMN_AVERAGE,
    COLUMN_INNER,
    COLUMN_NOTES,
    COLUMN_STATE,
    COLUMN_STATE_NOTES /* both, where there is little room */
};

/* Which columns there are in a narrow and in a wide table. A card leaves out what all its rows have
 * in common and names the programme in full instead. */
enum { NARROW = 1, WIDE = 2, EVERYWHERE = NARROW | WIDE };
static const struct {
    enum column meaning;
    int tables;
    struct list_column narrow, wide;
} all_columns[] = {
    {COLUMN_DATE,
     EVERYWHERE,
     {N_("Date"), 11, 0, 0, false, false},
     {N_("Date"), 11, 0, 0, false, false}},
    {COLUMN_CLOCK, WIDE, {0}, {N_("Time"), 5, 0, 1, false, false}},
    {COLUMN_MEMBER,
     EVERYWHERE,
     {N_("Shooter"), 16, 3, 0, false, true},
     {N_("Shooter"), 20, 3, 0, false, true}},
    {COLUMN_CODE, NARROW, {N_("Progr."), 6, 0, 0, false, false}, {0}},
    {COLUMN_PROGRAMME,
     WIDE,
     {N_("Programme"), 19, 2, 0, false, true},
     {N_("Programme"), 20, 2, 0, false, true}},
    {COLUMN_WEAPON,
     EVERYWHERE,
     {N_("Weapon"), 13, 3, 0, false, false},
     {N_("Weapon"), 16, 2, 2, false, false}},
    {COLUMN_ROUNDS,
     EVERYWHERE,
     {N_("Rds"), 3, 0, 0, true, false},
     {N_("Rounds"), 8, 0, 3, true, false}},
    {COLUMN_SHOTS, WIDE, {0}, {N_("Shots"), 7, 0, 3, true, false}},
    {COLUMN_SCORE,
     EVERYWHERE,
     {N_("Score"), 6, 0, 0, true, false},
     {N_("Score"), 7, 0, 0, true, false}},
    {COLUMN_AVERAGE, WIDE, {0}, {N_("Average"), 10, 0, 2, true, false}},
    {COLUMN_INNER, EVERYWHERE, {N_("X"), 2, 0, 0, true, false}, {N_("X"), 3, 0, 1, true, false}},
    {COLUMN_NOTES, WIDE, {0}, {N_("Notes"), 8, 0, 2, false, false}},
    {COLUMN_STATE, WIDE, {0}, {N_("State"), 9, 0, 1, false, false}},
    {COLUMN_STATE_NOTES, NARROW, {N_("State"), 7, 1, 0, false, false}, {0}},
};

static bool has_column(const struct session_table *table, enum column meaning, int tables, int is)
{
    bool is_card = table->member_id != 0 || table->weapon_id != 0;
    if ((meaning == COLUMN_MEMBER && table->member_id != 0) ||
        (meaning == COLUMN_WEAPON && table->weapon_id != 0) ||
        (meaning == COLUMN_CODE && is_card)) {
        return false;
    }
    return (tables & is) != 0 || (meaning == COLUMN_PROGRAMME && is_card);
}

static void lay_columns(struct session_table *table, int is)
{
    int count = 0;
    for (size_t i = 0; i < sizeof all_columns / sizeof all_columns[0]; i++) {
        if (has_column(table, all_columns[i].meaning, all_columns[i].tables, is) &&
            count < SESSION_TABLE_COLUMNS) {
            table->meaning[count] = (int)all_columns[i].meaning;
            table->columns[count++] = is == WIDE ? all_columns[i].wide : all_columns[i].narrow;
        }
    }
    table->list.columns = table->columns;
    table->list.column_count = count;
}

static int find_mark(const struct session_table *table, record_id id)
{
    for (int i = 0; i < table->mark_count; i++) {
        if (table->marks[i].id == id) {
            return i;
        }
    }
    return -1;
}

bool session_table_mark(struct session_table *table)
{
    const struct session_line *line = session_table_chosen(table);
    int found = line != NULL ? find_mark(table, line->id) : -1;
    if (line == NULL) {
        return true;
    }
    if (found >= 0) {
        table->marks[found] = table->marks[--table->mark_count];
        return true;
    }
    if (table->mark_count == SESSION_TABLE_MARKS) {
        return false;
    }
    table->marks[table->mark_count++] = (struct session_mark){line->id, line->is_competition};
    return true;
}

static void state_cell(const struct session_line *line, char *dst, size_t size, enum ink *ink)
{
    char *end = dst;
    *end = '\0';
    if (line->state == SESSION_VOID) {
        *ink = INK_WARN;
        text_copy(dst, size, _("void"));
    } else if (line->state == SESSION_OPEN && line->lane > 0) {
        *ink = INK_ACCENT;
        snprintf(dst, size, _("lane %d"), line->lane);
    } else if (line->state == SESSION_OPEN) {
        *ink = INK_ACCENT;
        text_copy(dst, size, _("open"));
    } else if (line->is_competition) {
        *ink = INK_ACCENT2;
        text_copy(dst, size, _("match"));
    }
}

static void programme_cell(const struct session_table *table, const struct session_line *line,
                           char *dst, size_t size)
{
    const struct programme *programme = programme_find(&table->app->programmes, line->programme_id);
    text_copy(dst, size, programme != NULL ? programme_name(programme) : line->programme_id);
}

static void number_cell(enum column column, const struct session_line *line, char *dst, size_t size)
{
    if (column == COLUMN_ROUNDS) {
        snprintf(dst, size, "%d", line->rounds);
    } else if (column == COLUMN_SHOTS) {
        snprintf(dst, size, "%d", line->shots);
    } else if (column == COLUMN_INNER) {
        snprintf(dst, size, "%d", line->inner_tens);
    } else if (line->shots == 0) {
        text_copy(dst, size, "-");
    } else if (column == COLUMN_SCORE) {
        score_total_text(dst, size, line->total_tenths, line->has_decimals, i18n_decimal_point());
    } else {
        figure_number(dst, size, (double)line->total_tenths / (10.0 * line->shots), 2);
    }
}

static void write_cell(void *owner, int row, int column, char *dst, size_t size, enum ink *ink)
{
    const struct session_table *table = owner;
    const struct session_line *line = &table->rows[row];
    enum column meaning = (enum column)table->meaning[column];
    switch (meaning) {
    case COLUMN_DATE:
        time_date_text(dst, size, line->local_date);
        *ink = find_mark(table, line->id) >= 0 ? INK_ACCENT : *ink;
        break;
    case COLUMN_CLOCK:
        time_local_clock(dst, line->started_at_ms);
        break;
    case COLUMN_MEMBER:
        snprintf(dst, size, "%s%s", find_mark(table, line->id) >= 0 ? "+ " : "", line->member);
        break;
    case COLUMN_CODE:
        text_copy(dst, size, line->programme_id);
        break;
    case COLUMN_PROGRAMME:
        programme_cell(table, line, dst, size);
        break;
    case COLUMN_WEAPON:
        text_copy(dst, size, line->weapon[0] != '\0' ? line->weapon : "-");
        break;
    case COLUMN_NOTES:
        *ink = INK_ACCENT2;
        text_copy(dst, size, line->has_notes ? draw_symbol("✎", "n") : "");
        break;
    case COLUMN_STATE:
        state_cell(line, dst, size, ink);
        break;
    case COLUMN_STATE_NOTES:
        state_cell(line, dst, size, ink);
        if (line->state == SESSION_FINISHED &&
            line->has_notes) { /* the word has no room beside it */
            *ink = INK_ACCENT2;
            snprintf(dst, size, "%s%s", line->is_competition ? draw_symbol("♦ ", "* ") : "",
                     draw_symbol("✎", "n"));
        }
        break;
    default:
        number_cell(meaning, line, dst, size);
        break;
    }
}

void session_table_start(struct session_table *table, struct app *app, const char *empty)
{
    table->app = app;
    table->list = (struct list){.empty = empty, .cell = write_cell, .owner = table};
    lay_columns(table, NARROW);
}

/* --- pages ---------------------------------------------------------------------------------- */
/* Reads one page beyond `from` (NULL: from that end). Rows stay in `arena`. */
static bool read_page(struct session_table *table, struct arena *arena,
                      const struct session_line *from, bool is_backward, int limit,
                      struct session_line **rows, int *count, bool *more, struct err *err)
{
    struct session_query query = {.find = table->list.filter,
                                  .member_id = table->member_id,
                                  .weapon_id = table->weapon_id,
                                  .from_started_ms = from != NULL ? from->started_at_ms : 0,
                                  .from_id = from != NULL ? from->id : 0,
                                  .is_backward = is_backward,
                                  .with_void = true,
                                  .limit = limit};
    return session_list(table->app, arena, &query, rows, count, more, err);
}

/* Replaces everything by the page at one end. */
static bool load_end(struct session_table *table, bool is_oldest, int limit, struct err *err)
{
    struct arena arena = {0};
    struct session_line *rows = NULL;
    int count = 0;
    bool more = false;
    bool ok = read_page(table, &arena, NULL, is_oldest, limit, &rows, &count, &more, err);
    if (ok) {
        for (int i = 0; i < count; i++) {
            table->rows[i] = rows[i];
        }
        table->has_older = !is_oldest && more;
        table->has_newer = is_oldest && more;
        list_set_count(&table->list, count);
        table->list.cursor = is_oldest && count > 0 ? count - 1 : 0;
        table->list.top = 0;
        list_set_count(&table->list, count);
    }
    arena_free(&arena);
    return ok;
}

bool session_table_load(struct session_table *table, struct err *err)
{
    return load_end(table, false, SESSION_TABLE_PAGE, err);
}

bool session_table_reload(struct session_table *table, struct err *err)
{
    struct list *list = &table->list;
    if (list->count == 0 || !table->has_newer) {
        record_id chosen = list->count > 0 ? table->rows[list->cursor].id : 0;
        int top = list->top;
        int limit = list->count > SESSION_TABLE_PAGE ? list->count : SESSION_TABLE_PAGE;
        if (!load_end(table, false, limit, err)) {
            return false;
        }
        for (int i = 0; i < list->count; i++) {
            if (table->rows[i].id == chosen) {
                list->cursor = i;
                list->top = top;
            }
        }
        list_set_count(list, list->count);
        return true;
    }
    /* Somewhere in the past: the rows from just before the first loaded one. */
    struct session_line before = table->rows[0];
    before.id++;
    struct arena arena = {0};
    struct session_line *rows = NULL;
    int count = 0;
    bool ok = read_page(table, &arena, &before, false, SESSION_TABLE_ROOM, &rows, &count,
                        &table->has_older, err);
    for (int i = 0; ok && i < count; i++) {
        table->rows[i] = rows[i];
    }
    if (ok) {
        list_set_count(list, count);
    }
    arena_free(&arena);
    return ok;
}

/* One page older: the newest rows go when there is no room. */
static bool load_older(struct session_table *table, struct err *err)
{
    struct list *list = &table->list;
    struct arena arena = {0};
    struct session_line *rows = NULL;
    int count = 0;
    bool ok = read_page(table, &arena, &table->rows[list->count - 1], false, SESSION_TABLE_PAGE,
                        &rows, &count, &table->has_older, err);
    if (ok && count > 0) {
        int drop = list->count + count - SESSION_TABLE_ROOM;
        if (drop > 0) {
            memmove(table->rows, table->rows + drop,
                    (size_t)(list->count - drop) * sizeof table->rows[0]);
            list->count -= drop;
            list->cursor -= drop;
            list->top = list->top > drop ? list->top - drop : 0;
            table->has_newer = true;
        }
        memcpy(table->rows + list->count, rows, (size_t)count * sizeof rows[0]);
        list_set_count(list, list->count + count);
    }
    arena_free(&arena);
    return ok;
}

/* One page newer: the oldest rows go when there is no room. */
static bool load_newer(struct session_table *table, struct err *err)
{
    struct list *list = &table->list;
    struct arena arena = {0};
    struct session_line *rows = NULL;
    int count = 0;
    bool ok = read_page(table, &arena, &table->rows[0], true, SESSION_TABLE_PAGE, &rows, &count,
                        &table->has_newer, err);
    if (ok && count > 0) {
        int keep = SESSION_TABLE_ROOM - count;
        if (list->count > keep) {
            list->count = keep;
            table->has_older = true;
        }
        memmove(table->rows + count, table->rows, (size_t)list->count * sizeof table->rows[0]);
        memcpy(table->rows, rows, (size_t)count * sizeof rows[0]);
        list->cursor += count;
        list->top += count;
        list_set_count(list, list->count + count);
    }
    arena_free(&arena);
    return ok;
}

/* --- keys ----------------------------------------------------------------------------------- */
static bool jump_to_end(struct session_table *table, int key, struct err *err)
{
    if (key == UI_KEY_HOME && table->has_newer) {
        return load_end(table, false, SESSION_TABLE_PAGE, err);
    }
    if (key == UI_KEY_END && table->has_older) {
        return load_end(table, true, SESSION_TABLE_ROOM, err);
    }
    return false;
}

static enum session_table_event go_on(struct session_table *table, enum list_event want, int key,
                                      const struct ui_mouse *mouse, struct err *err)
{
    bool has_more = want == LIST_NEED_OLDER ? table->has_older : table->has_newer;
    if (table->list.count == 0 || !has_more) {
        return SESSION_TABLE_USED;
    }
    if (want == LIST_NEED_OLDER ? load_older(table, err) : load_newer(table, err)) {
        (void)list_key(&table->list, key, mouse);
    }
    return SESSION_TABLE_USED;
}

enum session_table_event session_table_key(struct session_table *table, int key,
                                           const struct ui_mouse *mouse, struct err *err)
{
    if ((key == UI_KEY_HOME || key == UI_KEY_END) && jump_to_end(table, key, err)) {
        return SESSION_TABLE_USED;
    }
    enum list_event event = list_key(&table->list, key, mouse);
    switch (event) {
    case LIST_UNUSED:
        return SESSION_TABLE_UNUSED;
    case LIST_MOVED:
        return SESSION_TABLE_USED;
    case LIST_FILTER_CHANGED:
        (void)session_table_load(table, err);
        return SESSION_TABLE_USED;
    case LIST_OPENED:
        return session_table_chosen(table) != NULL ? SESSION_TABLE_OPENED : SESSION_TABLE_USED;
    case LIST_NEED_OLDER:
    case LIST_NEED_NEWER:
        return go_on(table, event, key, mouse, err);
    }
    return SESSION_TABLE_UNUSED;
}

void session_table_draw(struct session_table *table, struct area area)
{
    lay_columns(table, area.columns >= WIDE_COLUMNS ? WIDE : NARROW);
    list_draw(&table->list, area);
}

const struct session_line *session_table_chosen(const struct session_table *table)
{
    const struct list *list = &table->list;
    return list->cursor >= 0 && list->cursor < list->count ? &table->rows[list->cursor] : NULL;
}

record_id session_table_step(struct session_table *table, int direction)
{
    struct err err = {0};
    const struct session_line *before = session_table_chosen(table);
    record_id old = before != NULL ? before->id : 0;
    (void)session_table_key(table, direction > 0 ? UI_KEY_DOWN : UI_KEY_UP, NULL, &err);
    const struct session_line *line = session_table_chosen(table);
    return line != NULL && line->id != old ? line->id : 0;
}

record_id session_table_screen_step(struct screen *screen, int direction)
{
    return session_table_step(&((struct session_table_screen *)screen)->table, direction);
}
