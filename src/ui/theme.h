/* Roles, not colours: data/themes.csv gives each theme a colour per role. Switch live. */
#ifndef UI_THEME_H
#define UI_THEME_H
#include "base/err.h"
#include <stdbool.h>

enum ink {
    INK_TEXT,
    INK_MUTED,
    INK_ACCENT,
    INK_ACCENT2,
    INK_WARN,
    INK_LINE,
    INK_SELECTION, /* the chosen row or field */
    INK_TEN,
    INK_NINE,       /* shots worth a ten, a nine */
    INK_TITLE,      /* headings: accent and bold */
    INK_BLACK,      /* the black of a target */
    INK_TAB,        /* the current section */
    INK_KEY,        /* a key in the footer */
    INK_BLACK_EDGE, /* the colour of the black as a foreground: its round edge */
    INK_COUNT
};

int theme_count(void);
const char *theme_name(int theme); /* translated for people */
const char *theme_code(int theme); /* "signal-mint" */
int theme_find(const char *code);  /* -1 when unknown */

/* Makes the pairs for this terminal: true colour, 256, 16, 8, or attributes only (NO_COLOR, mono).
 * May be called again at any time; the caller repaints. */
void theme_use(int theme);
int theme_current(void);

/* ncurses attributes of a role, ready for wattr_set (colour pair and bold/reverse/dim). */
void theme_set(enum ink ink);
/* The same role on the black of a target. */
void theme_set_on_black(enum ink ink);
bool theme_has_colour(void);

#endif
