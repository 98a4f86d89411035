/* What a weapon's numbers say, by rules. */
#include "base/i18n.h"
#include "ui/reflection_draw.h"
#include "ui/weapon_card.h"

struct panel_words {
    struct panel panel;
    struct reflection reflection;
    bool with_basis;
    int top, hidden; /* first line shown; lines that do not fit, set by drawing */
};

static struct panel_words *words_of(struct panel *panel)
{
    return (struct panel_words *)panel;
}

static bool words_load(struct panel *panel, struct err *err)
{
    struct insight_card *card = insight_card_of(panel);
    struct panel_words *words = words_of(panel);
    words->top = 0;
    return insight_card_need(card, err) &&
           reflection_weapon_read(card->card.screen.app, card->weapon_id, &card->lines,
                                  &card->look.choice, &words->reflection, err);
}

static void words_draw(struct panel *panel, struct area area)
{
    struct panel_words *words = words_of(panel);
    insight_card_draw_title(insight_card_of(panel), area);
    struct area rest = area_part(area, 1, 0, area.lines - 1, area.columns);
    int lines = reflection_draw(&words->reflection, words->with_basis, rest, words->top);
    words->hidden = lines > rest.lines ? lines - rest.lines : 0;
    if (words->top < words->hidden) {
        draw_text(area, area.lines - 1, area.columns - 3, INK_MUTED, draw_symbol("▼", "v"));
    }
}

static bool words_key(struct panel *panel, int key)
{
    struct panel_words *words = words_of(panel);
    int top = key == UI_KEY_DOWN ? words->top + 1 : key == UI_KEY_UP ? words->top - 1 : -1;
    if (key != UI_KEY_DOWN && key != UI_KEY_UP) {
        return false;
    }
    words->top = top < 0 ? 0 : top > words->hidden ? words->hidden : top;
    return true;
}

static void basis(struct screen *screen)
{
    struct panel_words *words = words_of(card_panel(screen));
    words->with_basis = !words->with_basis;
}

static const struct key_row keys[] = {
    {'b', "b", N_("basis"), basis, NULL, 7},
    {0},
};

const struct panel_class panel_words = {
    .name = N_("In words"),
    .size = sizeof(struct panel_words),
    .load = words_load,
    .draw = words_draw,
    .key = words_key,
    .keys = keys,
};
