/* The frame around every screen: breadcrumb, sections, toast, footer. Painted whole each time;
 * ncurses sends what changed. */
#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/alert_words.h"
#include "ui/export_work.h"
#include "ui/screens.h"
#include "ui/term.h"
#include "ui/ui.h"

enum { FOOTER_MAX = 40, SECTIONS = 7 };

static struct area whole(void)
{
    return (struct area){0, 0, term_lines(), term_columns()};
}

/* Nobody's data may stand around these: no breadcrumb, no sections. */
static bool is_bare(const struct screen *screen)
{
    return screen->class_ == &screen_login || screen->class_ == &screen_lock ||
           screen->class_ == &screen_first_run || screen->class_ == &screen_rescue;
}

static const struct screen *base_of(const struct screen *screen)
{
    while (screen->class_->is_popup && screen->below != NULL) {
        screen = screen->below;
    }
    return screen;
}

static void add_crumbs(const struct screen *screen, char *dst, size_t size)
{
    char crumb[200];
    if (screen->below != NULL) {
        add_crumbs(screen->below, dst, size);
    }
    if (screen->class_->is_popup) {
        return;
    }
    if (screen->class_->crumb != NULL) {
        screen->class_->crumb(screen, crumb, sizeof crumb);
    } else {
        text_copy(crumb, sizeof crumb, _(screen->class_->name));
    }
    size_t used = strlen(dst);
    snprintf(dst + used, size - used, " %s %s", draw_symbol("›", ">"), crumb);
}

/* One word or two before what stands at the right already; gives the columns it took. */
static int paint_mark(struct area line, int right, enum ink ink, const char *mark)
{
    int width = text_width(mark);
    draw_text(line, 0, line.columns - right - width - 2, ink, mark);
    return width > 0 ? width + 3 : 0;
}

/* "AI 2": that many requests wait or are under way. */
static int paint_coach(const struct ui *ui, struct area line, int right)
{
    char mark[24] = "";
    if (ui->frame.active > 0) {
        snprintf(mark, sizeof mark, "AI %d", ui->frame.active);
    }
    return paint_mark(line, right, INK_ACCENT, mark);
}

/* "! backup overdue +1": the gravest of what needs attention, for everybody who is logged in; what
 * to do about it stands under System. */
static int paint_alerts(const struct ui *ui, struct area line, int right)
{
    char mark[80] = "";
    const struct coach_frame *frame = &ui->frame;
    if (frame->alerts > 1) {
        snprintf(mark, sizeof mark, "! %s +%d", alert_short(frame->gravest), frame->alerts - 1);
    } else if (frame->alerts == 1) {
        snprintf(mark, sizeof mark, "! %s", alert_short(frame->gravest));
    }
    return paint_mark(line, right, INK_WARN, mark);
}

/* That an export is running, whatever screen is on top: leave the stick in. */
static int paint_export(const struct ui *ui, struct area line, int right)
{
    struct export_work_state state;
    export_work_read(ui, &state);
    if (!state.is_running) {
        return 0;
    }
    return paint_mark(line, right, INK_ACCENT,
                      state.is_verifying ? _("checking a file") : _("exporting"));
}

/* Where they do not fit, the first go: what stands last is what the person looks at. */
static const char *last_crumbs(const char *crumbs, int columns)
{
    char between[8];
    snprintf(between, sizeof between, " %s ", draw_symbol("›", ">"));
    const char *next = strstr(crumbs, between);
    while (text_width(crumbs) > columns && next != NULL) {
        crumbs = next;
        next = strstr(crumbs + strlen(between), between);
    }
    return crumbs;
}

/* Who is logged in, and the clock; a long name leaves room for the rest. Gives its columns. */
static int paint_person(const struct ui *ui, struct area line)
{
    enum { MARGIN = 3 };
    char clock[6];
    char name[NAME_ROOM + 32];
    time_local_clock(clock, time_now_ms());
    snprintf(name, sizeof name, "%s%s", ui->app->is_view_only ? _("view only   ") : "",
             ui->app->actor.name);
    int most = line.columns / 3;
    int columns = text_width(name) < most ? text_width(name) : most;
    int width = columns + MARGIN + text_width(clock) + 1;
    draw_cell(line, 0, line.columns - width, columns, INK_MUTED, name);
    draw_text(line, 0, line.columns - text_width(clock) - 1, INK_MUTED, clock);
    return width;
}

static void paint_header(struct ui *ui)
{
    char crumbs[600] = " AimTrack";
    struct area line = area_part(whole(), 0, 0, 1, term_columns());
    add_crumbs(ui->top, crumbs, sizeof crumbs);
    int width = paint_person(ui, line);
    if (ui->app->actor.is_present && !ui->is_locked) {
        width += paint_alerts(ui, line, width);
    }
    width += paint_coach(ui, line, width);
    width += paint_export(ui, line, width);
    int room = line.columns - width - 1;
    draw_cell(line, 0, 0, room, INK_TITLE, last_crumbs(crumbs, room));
}

static void add_hot(struct ui *ui, int line, int first, int last, int key)
{
    if (ui->hot_count < HOT_MAX) {
        ui->hot[ui->hot_count++] = (struct hot_spot){line, first, last, key};
    }
}

static void paint_sections(struct ui *ui)
{
    struct area line = area_part(whole(), 1, 0, 1, term_columns());
    int column = 1;
    int current = base_of(ui->top)->class_->section;
    for (int section = 1; section <= SECTIONS; section++) {
        char label[64];
        if (screens_section(section) == NULL) {
            continue;
        }
        snprintf(label, sizeof label, " %d %s ", section, screens_section_name(section));
        int used = draw_text(line, 0, column, section == current ? INK_TAB : INK_MUTED, label);
        add_hot(ui, 1, column, column + used - 1, KEY_SECTION + section);
        column += used + 1;
    }
}

/* --- footer -------------------------------------------------------------------------------------
 */

static int by_weight(const void *a, const void *b)
{
    const struct key_row *const *left = a;
    const struct key_row *const *right = b;
    return (*right)->weight - (*left)->weight;
}

static int collect_table(const struct screen *screen, const struct key_row *table,
                         const struct key_row **rows, int count)
{
    for (const struct key_row *row = table; row != NULL && row->key != 0 && count < FOOTER_MAX;
         row++) {
        if (row->label != NULL && row->name != NULL && ui_key_applies(screen, row)) {
            rows[count++] = row;
        }
    }
    return count;
}

static int collect(const struct screen *screen, const struct key_row **rows)
{
    int count = collect_table(screen, ui_part_keys(screen), rows, 0);
    count = collect_table(screen, screen->class_->keys, rows, count);
    /* A stable order: qsort is not stable, so equal weights keep the table's order by insertion. */
    for (int i = 1; i < count; i++) {
        for (int j = i; j > 0 && by_weight(&rows[j - 1], &rows[j]) > 0; j--) {
            const struct key_row *swap = rows[j];
            rows[j] = rows[j - 1];
            rows[j - 1] = swap;
        }
    }
    return count;
}

static int paint_hint(struct ui *ui, struct area line, int column, const char *name,
                      const char *label, int key)
{
    int start = column;
    column += draw_text(line, 0, column, INK_KEY, name);
    column += draw_text(line, 0, column, INK_TEXT, " ");
    column += draw_text(line, 0, column, INK_MUTED, label);
    add_hot(ui, line.line, start, column - 1, key);
    return column + 2;
}

static void paint_footer(struct ui *ui)
{
    const struct key_row *rows[FOOTER_MAX];
    int count = collect(ui->top, rows);
    const char *help_key = ui_takes_text(ui->top) ? "F1" : "?";
    int reserved = text_width(help_key) + 1 + text_width(_("help")) + 2;
    struct area line = area_part(whole(), term_lines() - 1, 0, 1, term_columns());
    int column = 1;
    for (int i = 0; i < count; i++) {
        int width = text_width(_(rows[i]->name)) + 1 + text_width(_(rows[i]->label)) + 2;
        if (column + width + reserved <= line.columns) {
            column =
                paint_hint(ui, line, column, _(rows[i]->name), _(rows[i]->label), rows[i]->key);
        }
    }
    paint_hint(ui, line, column, help_key, _("help"), UI_KEY_F1);
}

/* What stands, where toasts come and go: short, and for everybody. */
static void paint_banner(const struct ui *ui)
{
    if (ui->frame.is_out && ui->app->actor.is_present) {
        struct area line = area_part(whole(), term_lines() - 2, 1, 1, term_columns() - 2);
        int used = draw_text(line, 0, 0, INK_WARN, "! ");
        draw_text(line, 0, used, INK_WARN, _("AI unavailable; scoring is not affected."));
    }
}

static void paint_toast(struct ui *ui)
{
    static const enum ink inks[] = {
        [TOAST_GOOD] = INK_ACCENT, [TOAST_INFO] = INK_TEXT, [TOAST_WARN] = INK_WARN};
    if (ui->is_locked) { /* it may name somebody */
        return;
    }
    if (ui->toast_since_ms == 0) {
        paint_banner(ui);
        return;
    }
    char line[TOAST_ROOM + 8];
    const char *mark = ui->toast_kind == TOAST_GOOD   ? draw_symbol("✓", "+")
                       : ui->toast_kind == TOAST_WARN ? "!"
                                                      : draw_symbol("·", "-");
    snprintf(line, sizeof line, "%s %s", mark, ui->toast);
    struct area text = area_part(whole(), 0, 1, term_lines(), term_columns() - 2);
    int lines =
        text_width(line) > text.columns ? 2 : 1; /* a long sentence takes the line above, too */
    struct area place = area_part(text, term_lines() - 1 - lines, 0, lines, text.columns);
    draw_clear(place);
    draw_wrapped(place, 0, inks[ui->toast_kind], line);
}

static void paint_stack(const struct screen *screen, struct area area)
{
    if (screen->class_->is_popup && screen->below != NULL) {
        paint_stack(screen->below, area);
    }
    screen->class_->draw((struct screen *)(uintptr_t)screen, area);
}

static void paint_too_small(void)
{
    char text[120];
    snprintf(text, sizeof text, _("terminal too small (need 80x24), it is %dx%d"), term_columns(),
             term_lines());
    int width = text_width(text);
    int column = width < term_columns() ? (term_columns() - width) / 2 : 0;
    int line = width < term_columns() ? term_lines() / 2 : 0;
    draw_wrapped(area_part(whole(), 0, column, term_lines(), term_columns()), line, INK_WARN, text);
}

void ui_paint(struct ui *ui)
{
    ui->needs_paint = false;
    ui->hot_count = 0;
    if (ui->needs_clear) {
        clearok(stdscr, TRUE);
        ui->needs_clear = false;
    }
    erase();
    if (term_is_too_small()) {
        paint_too_small();
    } else if (ui->top != NULL) {
        bool bare = is_bare(base_of(ui->top));
        int first = bare ? 0 : 2;
        if (!bare) {
            paint_header(ui);
            paint_sections(ui);
        }
        paint_stack(ui->top,
                    area_part(whole(), first, 0, term_lines() - first - 2, term_columns()));
        paint_footer(ui);
        paint_toast(ui);
    }
    draw_place_cursor();
    term_show();
    ui->wants_quit = ui->wants_quit || term_was_asked_to_end();
}
