/* The papers and photographs of a weapon. */
#include "base/i18n.h"
#include "ui/attached.h"
#include "ui/weapon_panels.h"

struct panel_attachments {
    struct panel panel;
    struct attached attached;
};

static struct attached *attached_of(struct panel *panel)
{
    return &((struct panel_attachments *)panel)->attached;
}

/* Of the card on top, NULL when the page could not be read. */
static struct attached *attached_on(struct screen *screen)
{
    struct panel *panel = card_panel(screen);
    return panel != NULL ? attached_of(panel) : NULL;
}

static bool attachments_load(struct panel *panel, struct err *err)
{
    struct attached *attached = attached_of(panel);
    if (attached->screen == NULL) {
        struct attachment_subject subject = {.weapon_id = panel->card->id};
        attached_start(attached, &panel->card->screen, &subject);
    }
    return attached_load(attached, err);
}

static void attachments_draw(struct panel *panel, struct area area)
{
    attached_draw(attached_of(panel), area);
}

static bool attachments_key(struct panel *panel, int key)
{
    return attached_key(attached_of(panel), key);
}

static void attachments_notice(struct panel *panel, const void *value)
{
    (void)attached_notice(attached_of(panel), value);
}

static void attachments_close(struct panel *panel)
{
    attached_close(attached_of(panel));
}

static void add(struct screen *screen)
{
    struct attached *attached = attached_on(screen);
    if (attached != NULL) {
        attached_add(attached);
    }
}

static void export(struct screen *screen)
{
    struct attached *attached = attached_on(screen);
    if (attached != NULL && attached_has_row(attached)) {
        attached_export(attached);
    }
}

static void remove_it(struct screen *screen)
{
    struct attached *attached = attached_on(screen);
    if (attached != NULL && attached_has_row(attached)) {
        attached_remove(attached);
    }
}

static void ask_to_remove(struct screen *screen)
{
    struct attached *attached = attached_on(screen);
    if (attached != NULL && attached_has_row(attached)) {
        attached_ask_to_remove(attached, remove_it);
    }
}

static bool has_row(const struct screen *screen)
{
    const struct card *card = (const struct card *)screen;
    const struct panel *panel = card->open[card->tabs.chosen];
    return attached_has_row(&((const struct panel_attachments *)panel)->attached);
}

static const struct key_row keys[] = {
    {'n', "n", N_("add a file"), add, NULL, 9},
    {'x', "x", N_("export"), export, has_row, 8},
    {'d', "d", N_("remove"), ask_to_remove, has_row, 7},
    {0},
};

const struct panel_class panel_attachments = {
    .name = N_("Attachments"),
    .about = N_("Papers and photographs of the weapon. n copies a file in, x writes one to a"
                " folder, d takes one off the list."),
    .size = sizeof(struct panel_attachments),
    .load = attachments_load,
    .draw = attachments_draw,
    .key = attachments_key,
    .notice = attachments_notice,
    .close = attachments_close,
    .keys = keys,
};
