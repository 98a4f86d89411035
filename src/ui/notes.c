#include "ui/notes.h"

#include "base/i18n.h"
#include "base/text.h"
#include "base/time.h"
#include "core/export.h"
#include "ui/list.h"
#include "ui/screens.h"
#include "ui/text_editor.h"

enum { TEXT_LINES = 6 };

struct notes {
    struct screen screen;
    struct note_subject about;
    struct arena arena; /* of the rows */
    struct note *rows;
    struct list list;
};

static struct notes *notes_of(struct screen *screen)
{
    return (struct notes *)screen;
}

static const struct list_column columns[] = {
    {N_("When"), 13, 0, 0, false, false},
    {N_("By"), 18, 1, 0, false, false},
    {N_("Note"), 30, 3, 0, false, true},
};

static void write_cell(void *owner, int index, int column, char *dst, size_t size, enum ink *ink)
{
    const struct note *note = &((struct notes *)owner)->rows[index];
    switch (column) {
    case 0:
        *ink = INK_MUTED;
        time_moment_text(dst, size, note->at_ms);
        break;
    case 1:
        text_copy(dst, size, note->by_name);
        break;
    default:
        text_copy(dst, size, note->text);
        break;
    }
}

static bool load(struct notes *notes, struct err *err)
{
    struct arena arena = {0};
    struct note *rows = NULL;
    int count = 0;
    if (!note_list(notes->screen.app, &arena, notes->about.subject, notes->about.id, &rows, &count,
                   err)) {
        arena_free(&arena);
        return false;
    }
    arena_free(&notes->arena);
    notes->arena = arena;
    notes->rows = rows;
    list_set_count(&notes->list, count);
    return true;
}

static bool notes_open(struct screen *screen, const void *argument, struct err *err)
{
    struct notes *notes = notes_of(screen);
    notes->about = *(const struct note_subject *)argument;
    notes->list = (struct list){.columns = columns,
                                .column_count = (int)(sizeof columns / sizeof columns[0]),
                                .empty = N_("No note yet. n writes one; it cannot be changed"
                                            " afterwards."),
                                .cell = write_cell,
                                .owner = notes};
    return load(notes, err);
}

static void notes_close(struct screen *screen)
{
    arena_free(&notes_of(screen)->arena);
}

static void notes_draw(struct screen *screen, struct area area)
{
    struct notes *notes = notes_of(screen);
    int lines = area.lines - 1 - TEXT_LINES;
    list_draw(&notes->list, area_part(area, 0, 0, lines, area.columns));
    draw_rule(area, lines, NULL);
    if (notes->list.cursor < notes->list.count) {
        draw_wrapped(area_part(area, lines + 1, 1, TEXT_LINES, area.columns - 2), 0, INK_TEXT,
                     notes->rows[notes->list.cursor].text);
    }
}

static bool notes_key(struct screen *screen, int key)
{
    return list_key(&notes_of(screen)->list, key, ui_mouse(screen->ui)) == LIST_MOVED;
}

static void write_note(struct screen *screen)
{
    char empty[1] = "";
    const struct text_editor_argument argument = {
        .title = _("A note for who audits"), .text = empty, .room = NOTE_ROOM};
    ui_open(screen->ui, &screen_text_editor, &argument);
}

static void notes_notice(struct screen *screen, const void *sender, const void *value)
{
    struct notes *notes = notes_of(screen);
    struct err err = {0};
    record_id id = 0;
    if (sender != &screen_text_editor || value == NULL || ((const char *)value)[0] == '\0') {
        return;
    }
    if (note_add(screen->app, notes->about.subject, notes->about.id, value, &id, &err) &&
        load(notes, &err)) {
        notes->list.cursor = notes->list.count - 1;
        ui_toast(screen->ui, TOAST_GOOD, "%s", _("The note is kept."));
    } else {
        ui_toast_err(screen->ui, &err);
    }
}

static void leave(struct screen *screen)
{
    ui_close(screen, NULL);
}

static const struct key_row keys[] = {
    {'n', "n", N_("new note"), write_note, NULL, 9},
    {UI_KEY_ESCAPE, N_("Esc"), N_("back"), leave, NULL, 8},
    {0},
};

const struct screen_class screen_notes = {
    .name = N_("Notes"),
    .about = N_("Notes for who audits: who wrote what, and when. They are only added; those of a"
                " member stand in the appendix of the permit dossier."),
    .size = sizeof(struct notes),
    .section = 6,
    .open = notes_open,
    .draw = notes_draw,
    .key = notes_key,
    .notice = notes_notice,
    .close = notes_close,
    .keys = keys,
};
