/* What the range's tests share: the officer logged in on a demonstration club. */
#ifndef TESTS_TUI_RANGE_START_H
#define TESTS_TUI_RANGE_START_H
#include "tui/tui.h"

#include "core/demo.h"

static inline struct tui *range_start(const char *folder, const char *const *env)
{
    const char *argv[] = {"--data", folder, NULL};
    struct tui *tui = tui_start(&(struct tui_options){.argv = argv, .env = env});
    tui_login(tui, "", demo_accounts[0].secret); /* the officer stands first */
    return tui;
}

/* Visser on lane 1, whole rings, in entry. */
static inline struct tui *range_start_rings(const char *folder)
{
    struct tui *tui = range_start(folder, NULL);
    tui_type(tui, "nvisser<Enter><Enter>LP60<Enter>");
    tui_expect(tui, "series 1, shot 1");
    return tui;
}

/* And Bakker on lane 2, tenths, in entry there. */
static inline struct tui *range_start_two(const char *folder)
{
    struct tui *tui = range_start_rings(folder);
    tui_type(tui, "nbak<Enter><Enter>LG60<Enter>");
    tui_expect(tui, "10 m Air Rifle 60");
    return tui;
}

#endif
