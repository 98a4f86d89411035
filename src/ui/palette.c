/* Every action that is possible now, found by name. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ui/backup_work.h"
#include "ui/export_form.h"
#include "ui/field.h"
#include "ui/privacy.h"
#include "ui/rules.h"
#include "ui/screens.h"
#include "ui/system_pages.h"
#include "ui/ui.h"

enum { ACTIONS_MAX = 80, SECTION_REPORTS = 6, SECTION_SYSTEM = 7 };

struct action {
    char name[100], key[24];
    const struct key_row *row; /* NULL: a section */
    int section;
    const struct screen_class *opens; /* on top of the section; NULL: nothing */
    int page;                         /* of System */
};

struct palette {
    struct screen screen;
    char typed[60];
    struct field field;
    struct action actions[ACTIONS_MAX];
    int count, cursor;
    int first, first_line, rows; /* shown now, set by drawing, for the mouse */
};

static void add_rows(struct palette *palette, const struct screen *subject,
                     const struct key_row *rows)
{
    for (const struct key_row *row = rows; row != NULL && row->key != 0; row++) {
        if (row->label == NULL || row->name == NULL || row->act == NULL ||
            palette->count == ACTIONS_MAX || !ui_key_applies(subject, row) || row->key == ':' ||
            row->key == 16 || row->key == '?') {
            continue;
        }
        struct action *action = &palette->actions[palette->count++];
        *action = (struct action){.row = row};
        text_copy(action->name, sizeof action->name, _(row->label));
        text_copy(action->key, sizeof action->key, _(row->name));
    }
}

static void add_sections(struct palette *palette)
{
    for (int section = 1; section <= 7 && palette->count < ACTIONS_MAX; section++) {
        if (screens_section(section) != NULL) {
            struct action *action = &palette->actions[palette->count++];
            *action = (struct action){.section = section};
            snprintf(action->name, sizeof action->name, _("go to %s"),
                     screens_section_name(section));
            snprintf(action->key, sizeof action->key, "%d", section);
        }
    }
}

static void add_place(struct palette *palette, int section, const char *name,
                      const struct screen_class *opens, int page)
{
    if (palette->count == ACTIONS_MAX) {
        return;
    }
    struct action *action = &palette->actions[palette->count++];
    *action = (struct action){.section = section, .opens = opens, .page = page};
    snprintf(action->name, sizeof action->name, _("go to %s: %s"), screens_section_name(section),
             name);
    snprintf(action->key, sizeof action->key, "%d", section);
}

/* What is inside a section and has a name that people look for. */
static void add_places(struct palette *palette)
{
    static const struct screen_class *const of_reports[] = {&screen_registers, &screen_privacy,
                                                            &screen_rules};
    for (size_t i = 0; i < sizeof of_reports / sizeof of_reports[0]; i++) {
        if (of_reports[i] == &screen_registers ||
            screen_may(palette->screen.below, RIGHT_MANAGE_SYSTEM)) {
            add_place(palette, SECTION_REPORTS, _(of_reports[i]->name), of_reports[i], 0);
        }
    }
    const struct screen *below = palette->screen.below;
    for (int page = 0; system_page_name(below, page) != NULL; page++) {
        add_place(palette, SECTION_SYSTEM, system_page_name(below, page), NULL, page);
    }
}

/* --- work that is asked for from anywhere -------------------------------------------------------
 */
/* The page comes along: there its progress stands, and what it made. */
static void make_backup(struct screen *screen)
{
    struct ui *ui = screen->ui;
    struct err err = {0};
    int page = system_page_backups(screen);
    if (!backup_work_start(ui, BACKUP_JOB_MAKE, NULL, &err)) {
        ui_toast_err(ui, &err);
        return;
    }
    ui_replace_all(ui, &screen_system, &page);
}

static void write_report(struct screen *screen)
{
    struct ui *ui = screen->ui;
    const struct export_wish wish = {0};
    ui_section(ui, SECTION_REPORTS);
    ui_open(ui, &screen_export_form, &wish);
}

static bool may_back_up(const struct screen *screen)
{
    return system_page_backups(screen) >= 0 && !backup_work_is_running(screen->ui);
}

static bool may_write_report(const struct screen *screen)
{
    return screen_may(screen, RIGHT_EXPORT);
}

static const struct key_row from_anywhere[] = {
    {-1, "7 Tab Tab m", N_("make a backup now"), make_backup, may_back_up, 0},
    {-2, "6 e", N_("write a report"), write_report, may_write_report, 0},
    {0},
};

static bool palette_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)argument;
    (void)err;
    struct palette *palette = (struct palette *)screen;
    field_start(&palette->field, palette->typed, sizeof palette->typed);
    add_rows(palette, screen->below, ui_part_keys(screen->below));
    add_rows(palette, screen->below, screen->below->class_->keys);
    add_rows(palette, screen->below, from_anywhere);
    add_sections(palette);
    add_places(palette);
    add_rows(palette, screen->below, ui_global_keys);
    return true;
}

/* "backup" is looked for where "back-ups" stands. */
static void fold(char *dst, size_t size, const char *text)
{
    text_fold(dst, size, text);
    char *end = dst;
    for (const char *at = dst; *at != '\0'; at++) {
        if (*at != '-') {
            *end++ = *at;
        }
    }
    *end = '\0';
}

static bool matches(const struct palette *palette, int index)
{
    char name[200];
    char typed[120];
    fold(name, sizeof name, palette->actions[index].name);
    fold(typed, sizeof typed, palette->typed);
    return text_matches(name, typed);
}

/* Index of the n-th action that matches; -1 when there are fewer. */
static int nth_match(const struct palette *palette, int n)
{
    for (int i = 0; i < palette->count; i++) {
        if (matches(palette, i) && n-- == 0) {
            return i;
        }
    }
    return -1;
}

static void palette_draw(struct screen *screen, struct area area)
{
    struct palette *palette = (struct palette *)screen;
    int columns = area.columns < 60 ? area.columns : 60;
    int lines = area.lines < 18 ? area.lines : 18;
    struct area box = area_part(area, 1, (area.columns - columns) / 2, lines, columns);
    draw_clear(box);
    draw_box(box, _("Find any action"));
    draw_text(box, 1, 2, INK_ACCENT, ":");
    field_draw(&palette->field, box, 1, 4, box.columns - 7, true);
    int rows = box.lines - 4;
    int first = palette->cursor >= rows ? palette->cursor - rows + 1 : 0;
    palette->first = first;
    palette->first_line = box.line + 3;
    palette->rows = rows;
    for (int i = 0; i < rows; i++) {
        int index = nth_match(palette, first + i);
        if (index < 0) {
            break;
        }
        bool chosen = first + i == palette->cursor;
        draw_text(box, 3 + i, 2, INK_ACCENT, chosen ? draw_symbol("▸", ">") : " ");
        draw_cell(box, 3 + i, 4, box.columns - 18, chosen ? INK_SELECTION : INK_TEXT,
                  palette->actions[index].name);
        draw_right(box, 3 + i, box.columns - 13, 11, INK_MUTED, palette->actions[index].key);
    }
    if (nth_match(palette, 0) < 0) {
        draw_text(box, 3, 4, INK_MUTED, _("No action has that name."));
    }
}

static void go_to(struct ui *ui, const struct action *action)
{
    if (action->section == SECTION_SYSTEM) {
        ui_replace_all(ui, &screen_system, &action->page);
        return;
    }
    ui_section(ui, action->section);
    if (action->opens != NULL) {
        ui_open(ui, action->opens, NULL);
    }
}

static void act_run(struct screen *screen)
{
    struct palette *palette = (struct palette *)screen;
    int index = nth_match(palette, palette->cursor);
    if (index < 0) {
        return;
    }
    struct action action = palette->actions[index];
    struct ui *ui = screen->ui;
    ui_close(screen, NULL);
    if (action.row == NULL) {
        go_to(ui, &action);
    } else if (ui->top != NULL) {
        action.row->act(ui->top);
    }
}

static void move_by(struct palette *palette, int by)
{
    while (by != 0) {
        int next = palette->cursor + (by > 0 ? 1 : -1);
        if (next < 0 || nth_match(palette, next) < 0) {
            return;
        }
        palette->cursor = next;
        by += by > 0 ? -1 : 1;
    }
}

/* A click does what it hits; the wheel moves. */
static bool use_mouse(struct screen *screen)
{
    struct palette *palette = (struct palette *)screen;
    const struct ui_mouse *mouse = ui_mouse(screen->ui);
    int row = mouse->line - palette->first_line;
    if (mouse->what == MOUSE_WHEEL_UP || mouse->what == MOUSE_WHEEL_DOWN) {
        move_by(palette, mouse->what == MOUSE_WHEEL_DOWN ? 1 : -1);
    } else if (row >= 0 && row < palette->rows && nth_match(palette, palette->first + row) >= 0) {
        palette->cursor = palette->first + row;
        act_run(screen);
    }
    return true;
}

static bool palette_key(struct screen *screen, int key)
{
    struct palette *palette = (struct palette *)screen;
    switch (key) {
    case UI_KEY_UP:
        move_by(palette, -1);
        return true;
    case UI_KEY_DOWN:
        move_by(palette, 1);
        return true;
    case UI_KEY_PAGE_UP:
        move_by(palette, -palette->rows);
        return true;
    case UI_KEY_PAGE_DOWN:
        move_by(palette, palette->rows);
        return true;
    case UI_KEY_MOUSE:
        return use_mouse(screen);
    default:
        break;
    }
    if (field_key(&palette->field, key)) {
        palette->cursor = 0;
        return true;
    }
    return false;
}

static void act_close(struct screen *screen)
{
    ui_close(screen, NULL);
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, "Enter", N_("do it"), act_run, NULL, 9},
    {UI_KEY_ESCAPE, "Esc", N_("close"), act_close, NULL, 8},
    {0},
};

const struct screen_class screen_palette = {
    .name = N_("Find any action"),
    .about = N_("Type a part of what you want to do. Enter does the highlighted action; the key on "
                "the right "
                "does the same without this list."),
    .size = sizeof(struct palette),
    .is_popup = true,
    .takes_text = true,
    .open = palette_open,
    .draw = palette_draw,
    .key = palette_key,
    .keys = keys,
};
