/* Section 7: what is open, is it whole, how it looks, who may log in, who did what. Its pages are
 * panels: one row each below. */
#include "base/i18n.h"
#include "ui/screens.h"
#include "ui/system_pages.h"

/* What a person needs first comes first; all names fit in 80 columns in each language. */
static const struct panel_class *const pages[] = {
    &page_overview, &page_health, &page_backups, &page_settings, &page_accounts,
    &page_queue,    &page_audit,  &page_log,     NULL,
};

const char *system_page_name(int page)
{
    bool is_one = page >= 0 && page < (int)(sizeof pages / sizeof pages[0]) - 1;
    return is_one ? _(pages[page]->name) : NULL;
}

static bool system_open(struct screen *screen, const void *argument, struct err *err)
{
    struct card *card = (struct card *)screen;
    const int *page = argument;
    (void)err;
    card->reads_anew = true;
    card->gap_lines = 1;
    card_start(card, 0, pages);
    card_show(card, page != NULL ? *page : 0);
    return true;
}

static void system_close(struct screen *screen)
{
    card_stop((struct card *)screen);
}

static void system_draw(struct screen *screen, struct area area)
{
    card_draw(screen, area, 0);
}

static void next_page(struct screen *screen)
{
    (void)card_key(screen, UI_KEY_TAB);
}

static const struct key_row keys[] = {
    {UI_KEY_TAB, N_("Tab"), N_("next page"), next_page, NULL, 9},
    {0},
};

const struct screen_class screen_system = {
    .name = N_("System"),
    .about =
        N_("The state of this installation, its look, who may log in, and who did what. Tab goes"
           " through the pages, and each has its own help."),
    .size = sizeof(struct card),
    .section = 7,
    .open = system_open,
    .draw = system_draw,
    .key = card_key,
    .notice = card_notice,
    .focus = card_focus,
    .tick = card_tick,
    .news = card_news,
    .close = system_close,
    .keys = keys,
    .part_keys = card_keys,
    .part_about = card_about,
    .is_text_now = card_is_text,
};
