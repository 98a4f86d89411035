/* The lists of the registers' screen: who is in, weapons out, guests. Used by registers.c only. */
#ifndef UI_REGISTER_PAGES_H
#define UI_REGISTER_PAGES_H
#include "core/register.h"
#include "ui/list.h"

enum register_tab { REGISTER_PRESENT, REGISTER_WEAPONS, REGISTER_GUESTS, REGISTER_TABS };

struct register_pages {
    struct app *app;
    struct list lists[REGISTER_TABS];
    struct arena arenas[REGISTER_TABS]; /* of the rows */
    struct presence_line *present;
    struct weapon_issue_line *issues;
    struct guest_line *guests;
    char today[DATE_ROOM]; /* when the page was read */
};
void register_pages_start(struct register_pages *pages, struct app *app);
void register_pages_close(struct register_pages *pages);
/* Reads today's rows and the open ones of earlier days. */
bool register_page_load(struct register_pages *pages, enum register_tab tab, struct err *err);
/* The list, and below it the chosen row or, when it is given, `typed`. */
void register_page_draw(struct register_pages *pages, enum register_tab tab, struct area area,
                        const char *typed);

/* The chosen rows; NULL: there is none. */
const struct presence_line *register_chosen_presence(const struct register_pages *pages);
const struct weapon_issue_line *register_chosen_issue(const struct register_pages *pages);
const struct guest_line *register_chosen_guest(const struct register_pages *pages);

#endif
