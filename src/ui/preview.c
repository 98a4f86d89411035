#include "ui/preview.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ui/text_lines.h"

enum { TEXT_ROOM = 600, BOX_COLUMNS = 100, SHOWN_ROOM = 1024 };

struct preview {
    struct screen screen;
    struct arena arena;
    struct queue_preview what;
    struct preview_argument asked;
    int top, hidden; /* lines of the body; those that do not fit, set by drawing */
    int page;
};

const char preview_send[] = "send";

static struct preview *preview_of(struct screen *screen)
{
    return (struct preview *)screen;
}

static bool read_what(struct preview *preview, struct err *err)
{
    struct app *app = preview->screen.app;
    const struct preview_argument *asked = &preview->asked;
    switch (asked->kind) {
    case JOB_REFLECTION:
        return queue_preview_session(app, &preview->arena, asked->subject_id, &preview->what, err);
    case JOB_INSIGHT:
        return queue_preview_weapon(app, &preview->arena, asked->subject_id, &preview->what, err);
    case JOB_QUESTION:
    case JOB_KIND_COUNT:
        break;
    }
    return queue_preview_question(app, &preview->arena, asked->input, &preview->what, err);
}

static bool preview_open(struct screen *screen, const void *argument, struct err *err)
{
    struct preview *preview = preview_of(screen);
    preview->asked = *(const struct preview_argument *)argument;
    if (!read_what(preview, err)) {
        arena_free(&preview->arena);
        return false;
    }
    return true;
}

static void preview_close(struct screen *screen)
{
    arena_free(&preview_of(screen)->arena);
}

/* --- drawing -------------------------------------------------------------------------------- */
static const char *notes_text(const struct preview *preview)
{
    const struct preview_notes *notes = &preview->asked.notes;
    if (preview->asked.kind != JOB_REFLECTION) {
        return _("Notes: none are sent.");
    }
    if (preview->what.has_notes) {
        return _("Notes: they go along, without names; the member agreed.");
    }
    if (!notes->are_there) {
        return _("Notes: there are none.");
    }
    return notes->are_agreed ? _("Notes: nothing was left of them without names.")
                             : _("Notes: they stay here; the member did not agree (card of the"
                                 " member, e).");
}

static int draw_local(struct area area)
{
    int line = draw_wrapped(area, 0, INK_TITLE, _("Nothing is sent."));
    line += draw_wrapped(area, line + 1, INK_TEXT,
                         _("No model is set up, so the coach calculates: by rules, on this machine,"
                           " from the club's own numbers. What it stores is labelled \"calculated,"
                           " not AI\".")) +
            1;
    line += draw_wrapped(area, line + 1, INK_MUTED,
                         _("An administrator can set up a model in aimtrack.conf in the data"
                           " folder (docs/manual/ai.md).")) +
            1;
    return line;
}

static int draw_where(const struct preview *preview, struct area area)
{
    char text[TEXT_ROOM];
    const struct queue_preview *what = &preview->what;
    snprintf(text, sizeof text, _("To: %s, model %s, %s"), what->provider, what->model,
             what->where);
    int line = draw_wrapped(area, 0, INK_TEXT, text);
    line += draw_wrapped(area, line, INK_TEXT, notes_text(preview));
    line += draw_wrapped(area, line, INK_MUTED,
                         _("No name, number of a person, serial number, place or address goes"
                           " along; the key goes in a header and is not shown."));
    snprintf(text, sizeof text, "BLAKE2b %s", what->hash);
    draw_text(area, line++, 0, INK_MUTED, text);
    return line;
}

/* Wrapped anywhere, nothing left out. */
static void draw_body(struct preview *preview, struct area area)
{
    const char *body = preview->what.body;
    char shown[SHOWN_ROOM];
    size_t from = 0;
    size_t size = 0;
    size_t next = 0;
    int line = -preview->top;
    for (bool more = true; more; from = next, line++) {
        more = text_line(body, from, area.columns - 1, &size, &next); /* a blank may stand last */
        if (line >= 0 && line < area.lines) {
            size = size < sizeof shown - 1 ? size : sizeof shown - 1;
            memcpy(shown, body + from, size);
            shown[size] = '\0';
            draw_text(area, line, 0, INK_TEXT, shown);
        }
    }
    int lines = line + preview->top;
    preview->page = area.lines > 1 ? area.lines - 1 : 1;
    preview->hidden = lines > area.lines ? lines - area.lines : 0;
}

static void preview_draw(struct screen *screen, struct area area)
{
    struct preview *preview = preview_of(screen);
    char title[TEXT_ROOM];
    int columns = area.columns < BOX_COLUMNS ? area.columns : BOX_COLUMNS;
    int lines = preview->what.is_local && area.lines > 14 ? 14 : area.lines;
    struct area box =
        area_part(area, (area.lines - lines) / 2, (area.columns - columns) / 2, lines, columns);
    draw_clear(box);
    draw_box(box, _("What is sent"));
    struct area inside = area_part(box, 1, 2, box.lines - 2, box.columns - 4);
    if (preview->what.is_local) {
        draw_local(inside);
        return;
    }
    int line = draw_where(preview, inside);
    int bytes = (int)strlen(preview->what.body);
    snprintf(title, sizeof title, P_("exactly this %d byte", "exactly these %d bytes", bytes),
             bytes);
    draw_rule(inside, line++, title);
    draw_body(preview, area_part(inside, line, 0, inside.lines - line, inside.columns));
    if (preview->top < preview->hidden) {
        draw_right(box, box.lines - 1, box.columns - 6, 4, INK_TITLE, draw_symbol(" ▼ ", " v "));
    }
}

/* --- keys ------------------------------------------------------------------------------------- */
static void scroll(struct preview *preview, int by)
{
    int top = preview->top + by;
    preview->top = top < 0 ? 0 : top > preview->hidden ? preview->hidden : top;
}

static bool preview_key(struct screen *screen, int key)
{
    struct preview *preview = preview_of(screen);
    const struct ui_mouse *mouse = ui_mouse(screen->ui);
    if (key == UI_KEY_DOWN || (key == UI_KEY_MOUSE && mouse->what == MOUSE_WHEEL_DOWN)) {
        scroll(preview, 1);
    } else if (key == UI_KEY_UP || (key == UI_KEY_MOUSE && mouse->what == MOUSE_WHEEL_UP)) {
        scroll(preview, -1);
    } else if (key == UI_KEY_PAGE_DOWN || key == ' ') {
        scroll(preview, preview->page);
    } else if (key == UI_KEY_PAGE_UP) {
        scroll(preview, -preview->page);
    } else if (key == UI_KEY_HOME || key == UI_KEY_END) {
        preview->top = key == UI_KEY_HOME ? 0 : preview->hidden;
    } else {
        return false;
    }
    return true;
}

static void send(struct screen *screen)
{
    ui_close(screen, preview_send);
}

static void leave(struct screen *screen)
{
    ui_close(screen, NULL);
}

static void down(struct screen *screen)
{
    scroll(preview_of(screen), 1);
}

static bool is_local(const struct screen *screen)
{
    return ((const struct preview *)screen)->what.is_local;
}

static bool is_sent(const struct screen *screen)
{
    return !is_local(screen);
}

static const struct key_row keys[] = {
    {UI_KEY_ENTER, N_("Enter"), N_("send it"), send, is_sent, 9},
    {UI_KEY_ENTER, N_("Enter"), N_("calculate it"), send, is_local, 9},
    {UI_KEY_ESCAPE, N_("Esc"), N_("back"), leave, NULL, 8},
    {UI_KEY_DOWN, N_("arrows"), N_("scroll"), down, is_sent, 7},
    {0},
};

const struct screen_class screen_preview = {
    .name = N_("What is sent"),
    .about = N_("Where a request would go, whether notes go along, and the exact bytes. Nothing is"
                " sent before Enter; Esc goes back."),
    .size = sizeof(struct preview),
    .is_popup = true,
    .open = preview_open,
    .draw = preview_draw,
    .key = preview_key,
    .close = preview_close,
    .keys = keys,
};
