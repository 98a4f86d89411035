/* Section 7: what is open, is it whole, how it looks, who may log in, who did what. Its pages are
 * panels: one row each below. */
#include "base/i18n.h"
#include "ui/screens.h"
#include "ui/system_pages.h"

/* What a person needs first comes first; all names fit in 80 columns in each language. */
static const struct {
    const struct panel_class *class_;
    enum right right; /* who has it not, is not shown the page */
} pages[] = {
    {&page_overview, RIGHT_SEE},
    {&page_health, RIGHT_MANAGE_SYSTEM},
    {&page_backups, RIGHT_MANAGE_SYSTEM},
    {&page_settings, RIGHT_SET_LOOK},
    {&page_accounts, RIGHT_MANAGE_ACCOUNTS},
    {&page_queue, RIGHT_MANAGE_QUEUE},
    {&page_audit, RIGHT_MANAGE_SYSTEM},
    {&page_log, RIGHT_MANAGE_SYSTEM},
};
enum { PAGES = sizeof pages / sizeof pages[0] };

struct system {
    struct card card;
    const struct panel_class *shown[PAGES + 1]; /* NULL-ended */
};

/* The page with that number among those the person may see; NULL: there is none. */
static const struct panel_class *page_at(const struct screen *screen, int number)
{
    for (int i = 0; i < PAGES; i++) {
        if (screen_may(screen, pages[i].right) && number-- == 0) {
            return pages[i].class_;
        }
    }
    return NULL;
}

const char *system_page_name(const struct screen *screen, int page)
{
    const struct panel_class *class_ = page_at(screen, page);
    return class_ != NULL ? _(class_->name) : NULL;
}

int system_page_backups(const struct screen *screen)
{
    int page = 0;
    while (page_at(screen, page) != NULL && page_at(screen, page) != &page_backups) {
        page++;
    }
    return page_at(screen, page) != NULL ? page : -1;
}

static bool system_open(struct screen *screen, const void *argument, struct err *err)
{
    struct system *system = (struct system *)screen;
    struct card *card = &system->card;
    const int *page = argument;
    (void)err;
    card->reads_anew = true;
    card->gap_lines = 1;
    for (int i = 0; i < PAGES; i++) {
        system->shown[i] = page_at(screen, i);
    }
    card_start(card, 0, system->shown);
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
    .size = sizeof(struct system),
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
