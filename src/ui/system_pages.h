/* The pages of the System section: one file and one row in system.c each. */
#ifndef UI_SYSTEM_PAGES_H
#define UI_SYSTEM_PAGES_H
#include "ui/card.h"

extern const struct panel_class page_overview, page_health, page_backups, page_settings,
    page_accounts, page_queue, page_audit, page_log;

/* The name of the page with that number among those the person may see, translated; NULL: there is
 * none. screen_system opens at it with a const int *, at the first with NULL. */
const char *system_page_name(const struct screen *screen, int page);
int system_page_backups(const struct screen *screen); /* its number; -1: not for this person */

#endif
