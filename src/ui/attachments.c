#include "ui/attachments.h"

#include <stdio.h>

#include "base/i18n.h"
#include "ui/attached.h"

enum { BOX_COLUMNS = 78, BOX_LINES = 16 };

struct attachments {
    struct screen screen;
    char title[NAME_ROOM + 64];
    struct attached attached;
};

static struct attachments *attachments_of(struct screen *screen)
{
    return (struct attachments *)screen;
}

static bool attachments_open(struct screen *screen, const void *argument, struct err *err)
{
    struct attachments *popup = attachments_of(screen);
    const struct attachments_argument *given = argument;
    snprintf(popup->title, sizeof popup->title, "%s: %s", _("Attachments"), given->title);
    attached_start(&popup->attached, screen, &given->subject);
    return attached_load(&popup->attached, err);
}

static void attachments_draw(struct screen *screen, struct area area)
{
    struct attachments *popup = attachments_of(screen);
    int columns = area.columns < BOX_COLUMNS ? area.columns : BOX_COLUMNS;
    int lines = area.lines < BOX_LINES ? area.lines : BOX_LINES;
    struct area box =
        area_part(area, (area.lines - lines) / 2, (area.columns - columns) / 2, lines, columns);
    draw_clear(box);
    draw_box(box, popup->title);
    attached_draw(&popup->attached, area_part(box, 1, 2, lines - 2, columns - 4));
}

static bool attachments_key(struct screen *screen, int key)
{
    return attached_key(&attachments_of(screen)->attached, key);
}

static void attachments_notice(struct screen *screen, const void *sender, const void *value)
{
    (void)sender;
    (void)attached_notice(&attachments_of(screen)->attached, value);
}

static void attachments_focus(struct screen *screen)
{
    struct err err = {0};
    if (!attached_load(&attachments_of(screen)->attached, &err)) {
        ui_toast_err(screen->ui, &err);
    }
}

static void attachments_close(struct screen *screen)
{
    attached_close(&attachments_of(screen)->attached);
}

static void add(struct screen *screen)
{
    attached_add(&attachments_of(screen)->attached);
}

static void export(struct screen *screen)
{
    attached_export(&attachments_of(screen)->attached);
}

static void remove_it(struct screen *screen)
{
    attached_remove(&attachments_of(screen)->attached);
}

static void ask_to_remove(struct screen *screen)
{
    attached_ask_to_remove(&attachments_of(screen)->attached, remove_it);
}

static void leave(struct screen *screen)
{
    ui_close(screen, NULL);
}

static bool has_row(const struct screen *screen)
{
    return attached_has_row(&((const struct attachments *)screen)->attached);
}

static const struct key_row keys[] = {
    {'n', "n", N_("add a file"), add, NULL, 9},
    {'x', "x", N_("export"), export, has_row, 8},
    {'d', "d", N_("remove"), ask_to_remove, has_row, 7},
    {UI_KEY_ESCAPE, "Esc", N_("leave"), leave, NULL, 6},
    {0},
};

const struct screen_class screen_attachments = {
    .name = N_("Attachments"),
    .about = N_("Papers and photographs that belong to this record: PDF, JPEG, PNG, WebP, HEIC and"
                " plain text, at most 20 MiB each. n copies a file in, x writes one to a folder,"
                " d takes one off the list. The whole check compares every file with its record."),
    .size = sizeof(struct attachments),
    .is_popup = true,
    .open = attachments_open,
    .draw = attachments_draw,
    .key = attachments_key,
    .notice = attachments_notice,
    .focus = attachments_focus,
    .close = attachments_close,
    .keys = keys,
};
