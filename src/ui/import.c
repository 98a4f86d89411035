#include "ui/import.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "ui/list.h"
#include "ui/record_form.h"

enum { PATH_ROOM = 400, BYTES_MAX = 10 * 1024 * 1024 };

struct import_screen {
    struct screen screen;
    enum import_kind kind;
    char path[PATH_ROOM];
    struct form_field field;
    struct arena arena; /* of the plan */
    struct import_plan plan;
    bool has_plan;
    int *order; /* rows, those that are wrong first; in the arena */
    struct list list;
};

static const struct list_column columns[] = {
    {N_("Row"), 6, 0, 0, true, false},       {N_("What"), 10, 0, 0, false, false},
    {N_("Name"), 20, 1, 0, false, true},     {N_("Column"), 14, 0, 1, false, false},
    {N_("Message"), 20, 3, 0, false, false},
};

static const char *const action_names[IMPORT_ACTION_COUNT] = {N_("new"), N_("changed"),
                                                              N_("the same"), N_("wrong")};

static struct import_screen *import_of(struct screen *screen)
{
    return (struct import_screen *)screen;
}

static void write_cell(void *owner, int index, int column, char *dst, size_t size, enum ink *ink)
{
    const struct import_screen *import = owner;
    const struct import_row *row = &import->plan.rows[import->order[index]];
    switch (column) {
    case 0:
        snprintf(dst, size, "%d", row->line);
        break;
    case 1:
        *ink = row->action == IMPORT_ERROR  ? INK_WARN
               : row->action == IMPORT_SAME ? INK_MUTED
                                            : INK_ACCENT;
        text_copy(dst, size, _(action_names[row->action]));
        break;
    case 2:
        text_copy(dst, size, row->name);
        break;
    case 3:
        text_copy(dst, size, row->column);
        break;
    default:
        text_copy(dst, size, row->message);
        break;
    }
}

static void put_in_order(struct import_screen *import)
{
    int count = 0;
    import->order =
        arena_array(&import->arena, (size_t)import->plan.count + 1, sizeof *import->order);
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < import->plan.count; i++) {
            bool is_wrong = import->plan.rows[i].action == IMPORT_ERROR;
            if (is_wrong == (pass == 0)) {
                import->order[count++] = i;
            }
        }
    }
    list_set_count(&import->list, count);
}

/* Reads the file and tries it, or does it. */
static bool run(struct import_screen *import, bool apply, struct err *err)
{
    size_t size = 0;
    struct arena arena = {0};
    struct import_plan plan;
    char *bytes = file_read_regular(import->path, BYTES_MAX, &size, err);
    bool ok = bytes != NULL &&
              import_run(import->screen.app, &arena, import->kind, bytes, size, apply, &plan, err);
    free(bytes);
    if (!ok) {
        arena_free(&arena);
        return false;
    }
    arena_free(&import->arena);
    import->arena = arena;
    import->plan = plan;
    import->has_plan = true;
    put_in_order(import);
    return true;
}

static bool try_file(void *owner, int *field, struct err *err)
{
    *field = 0;
    return run(owner, false, err);
}

static void ask_for_file(struct screen *screen)
{
    struct import_screen *import = import_of(screen);
    import->field = (struct form_field){
        .kind = FORM_TEXT,
        .label = N_("File"),
        .hint = N_("A CSV file; the first row names the columns. It is only tried."),
        .text = import->path,
        .room = sizeof import->path};
    struct record_form_argument argument = {
        .title = import->kind == IMPORT_MEMBERS ? _("Members from CSV") : _("Weapons from CSV"),
        .fields = &import->field,
        .count = 1,
        .owner = import,
        .save = try_file};
    ui_open(screen->ui, &screen_record_form, &argument);
}

static bool import_open(struct screen *screen, const void *argument, struct err *err)
{
    (void)err;
    struct import_screen *import = import_of(screen);
    import->kind = *(const enum import_kind *)argument;
    import->list = (struct list){.columns = columns,
                                 .column_count = (int)(sizeof columns / sizeof columns[0]),
                                 .empty = N_("Press n and say which file."),
                                 .cell = write_cell,
                                 .owner = import};
    return true;
}

static void import_close(struct screen *screen)
{
    arena_free(&import_of(screen)->arena);
}

static void import_draw(struct screen *screen, struct area area)
{
    struct import_screen *import = import_of(screen);
    char text[200];
    draw_text(area, 0, 1, INK_TITLE,
              import->kind == IMPORT_MEMBERS ? _("Members from CSV") : _("Weapons from CSV"));
    if (import->has_plan) {
        const int *counts = import->plan.counts;
        snprintf(text, sizeof text, _("%d new, %d changed, %d the same, %d wrong"),
                 counts[IMPORT_ADD], counts[IMPORT_CHANGE], counts[IMPORT_SAME],
                 counts[IMPORT_ERROR]);
        draw_text(area, 1, 1, counts[IMPORT_ERROR] > 0 ? INK_WARN : INK_TEXT, text);
        if (import->plan.ignored[0] != '\0') {
            snprintf(text, sizeof text, _("Columns that are not used: %s"), import->plan.ignored);
            draw_text(area, 2, 1, INK_MUTED, text);
        }
    }
    list_draw(&import->list, area_part(area, 3, 0, area.lines - 3, area.columns));
}

static bool import_key(struct screen *screen, int key)
{
    return key != '/' && key != UI_KEY_ENTER &&
           list_key(&import_of(screen)->list, key, ui_mouse(screen->ui)) != LIST_UNUSED;
}

static void apply(struct screen *screen)
{
    struct import_screen *import = import_of(screen);
    struct err err = {0};
    if (!run(import, true, &err)) {
        ui_toast_err(screen->ui, &err);
    } else if (import->plan.is_applied) {
        ui_toast(screen->ui, TOAST_GOOD, _("Stored: %d new, %d changed."),
                 import->plan.counts[IMPORT_ADD], import->plan.counts[IMPORT_CHANGE]);
    } else {
        ui_toast(screen->ui, TOAST_WARN, "%s", _("Nothing was stored: mend these rows first."));
    }
}

static void ask_to_apply(struct screen *screen)
{
    const int *counts = import_of(screen)->plan.counts;
    char question[200];
    snprintf(question, sizeof question,
             _("Store this: %d new and %d changed? All of it is stored, or nothing."),
             counts[IMPORT_ADD], counts[IMPORT_CHANGE]);
    ui_ask(screen, question, _("store"), apply);
}

static bool can_apply(const struct screen *screen)
{
    const struct import_screen *import = (const struct import_screen *)screen;
    const int *counts = import->plan.counts;
    return import->has_plan && !import->plan.is_applied && counts[IMPORT_ERROR] == 0 &&
           counts[IMPORT_ADD] + counts[IMPORT_CHANGE] > 0;
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, N_("Enter"), N_("store"), ask_to_apply, can_apply, 9},
    {'n', "n", N_("choose file"), ask_for_file, NULL, 8},
    {0},
};

const struct screen_class screen_import = {
    .name = N_("Import"),
    .about = N_("Members or weapons from a CSV file, with Dutch or English headings. n asks for the"
                " file and tries it: every row says whether it is new, changed, the same or wrong,"
                " and why. Enter stores all of it; while a row is wrong nothing is stored. Empty"
                " cells never erase."),
    .size = sizeof(struct import_screen),
    .open = import_open,
    .draw = import_draw,
    .key = import_key,
    .close = import_close,
    .keys = keys,
};
