#include "ui/tabs.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"

enum { TABS_MAX = 12 };

static int tabs_count(const struct tabs *tabs)
{
    int count = 0;
    while (tabs->names[count] != NULL && count < TABS_MAX) {
        count++;
    }
    return count;
}

void tabs_draw(struct tabs *tabs, struct area area, int line)
{
    int count = tabs_count(tabs);
    int column = 1;
    tabs->line = area.line + line;
    for (int i = 0; i < count; i++) {
        char text[64];
        bool is_chosen = i == tabs->chosen;
        tabs->columns[i] = area.column + column;
        /* Brackets, so that the choice is seen without colour. */
        snprintf(text, sizeof text, is_chosen ? "[%s]" : " %s ", _(tabs->names[i]));
        column += draw_text(area, line, column, is_chosen ? INK_TAB : INK_MUTED, text);
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
