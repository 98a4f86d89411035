#include "ui/tabs.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"

enum { TABS_MAX = 12, MORE_COLUMNS = 2 };

static int tabs_count(const struct tabs *tabs)
{
    int count = 0;
    while (tabs->names[count] != NULL && count < TABS_MAX) {
        count++;
    }
    return count;
}

/* Brackets, so that the choice is seen without colour. */
static void tab_text(const struct tabs *tabs, int index, char *dst, size_t size)
{
    snprintf(dst, size, index == tabs->chosen ? "[%s]" : "%s", _(tabs->names[index]));
}

/* Two columns between names where all fit; else one, which a bracket shares. */
static int tab_columns(const struct tabs *tabs, int index, int gap)
{
    return text_width(_(tabs->names[index])) + gap;
}

static int gap_of(const struct tabs *tabs, int count, int columns)
{
    int used = 0;
    for (int i = 0; i < count; i++) {
        used += tab_columns(tabs, i, 2);
    }
    return used <= columns ? 2 : 1;
}

/* The first tab from which the chosen one, and a mark for more behind it, fit. */
static int first_shown(const struct tabs *tabs, int count, int gap, int columns)
{
    int first = 0;
    for (;; first++) {
        int used = (first > 0 ? MORE_COLUMNS : 0) + 2 - gap;
        for (int i = first; i <= tabs->chosen; i++) {
            used += tab_columns(tabs, i, gap);
        }
        used += tabs->chosen + 1 < count ? MORE_COLUMNS : 0;
        if (used <= columns || first == tabs->chosen) {
            return first;
        }
    }
}

void tabs_draw(struct tabs *tabs, struct area area, int line)
{
    int count = tabs_count(tabs);
    int gap = gap_of(tabs, count, area.columns - 2);
    int first = first_shown(tabs, count, gap, area.columns - 2);
    int column = 1;
    char text[64];
    tabs->line = area.line + line;
    if (first > 0) {
        column += draw_text(area, line, column, INK_MUTED, draw_symbol("‹ ", "< "));
    }
    for (int i = 0; i < count; i++) {
        tab_text(tabs, i, text, sizeof text);
        tabs->columns[i] = area.column + column;
        int needed = column + tab_columns(tabs, i, 2) + (i + 1 < count ? MORE_COLUMNS : 0);
        bool fits = needed <= area.columns - (i + 1 < count ? 1 : 0);
        if (i < first || !fits) {
            if (i > first) {
                draw_text(area, line, column + 2 - gap, INK_MUTED, draw_symbol("›", ">"));
                for (; i <= count; i++) {
                    tabs->columns[i] = area.column + area.columns;
                }
                return;
            }
            continue;
        }
        draw_text(area, line, column + (i == tabs->chosen ? 0 : 1),
                  i == tabs->chosen ? INK_TAB : INK_MUTED, text);
        column += tab_columns(tabs, i, gap);
    }
    tabs->columns[count] = area.column + column;
}

static bool tabs_click(struct tabs *tabs, const struct ui_mouse *mouse)
{
    if (mouse == NULL || mouse->line != tabs->line || mouse->what > MOUSE_DOUBLE) {
        return false;
    }
    int count = tabs_count(tabs);
    for (int i = 0; i < count; i++) {
        if (mouse->column >= tabs->columns[i] && mouse->column < tabs->columns[i + 1]) {
            tabs->chosen = i;
            return true;
        }
    }
    return false;
}

bool tabs_key(struct tabs *tabs, int key, const struct ui_mouse *mouse, bool has_arrows)
{
    int count = tabs_count(tabs);
    if (count == 0) {
        return false;
    }
    if (key == UI_KEY_MOUSE) {
        return tabs_click(tabs, mouse);
    }
    if (key == UI_KEY_TAB || (has_arrows && key == UI_KEY_RIGHT)) {
        tabs->chosen = (tabs->chosen + 1) % count;
        return true;
    }
    if (key == UI_KEY_SHIFT_TAB || (has_arrows && key == UI_KEY_LEFT)) {
        tabs->chosen = (tabs->chosen + count - 1) % count;
        return true;
    }
    return false;
}
