/* What a weapon's numbers say: by rules, and what the coach answered. */
#include "base/i18n.h"
#include "ui/answer_panel.h"
#include "ui/weapon_card.h"

struct panel_words {
    struct panel panel;
    struct reflection reflection;
    struct answer_panel answer;
    int top, hidden; /* first line shown; lines that do not fit, set by drawing */
};

static struct panel_words *words_of(struct panel *panel)
{
    return (struct panel_words *)panel;
}

/* How it stands is on top. */
static void show_top(struct screen *screen, record_id id)
{
    struct panel *panel = card_panel(screen);
    (void)id;
    if (panel != NULL) {
        words_of(panel)->top = 0;
    }
}

static void read_answer(struct panel_words *words, record_id weapon_id)
{
    struct answer_panel *answer = &words->answer;
    answer->screen = &words->panel.card->screen;
    answer->kind = JOB_INSIGHT;
    answer->subject_id = weapon_id;
    answer->goal_start = (struct goal){.weapon_id = weapon_id}; /* whose: the form asks */
    answer->calculated = &words->reflection;
    answer->asked = show_top;
    answer_panel_read(answer);
}

static bool words_load(struct panel *panel, struct err *err)
{
    struct insight_card *card = insight_card_of(panel);
    struct panel_words *words = words_of(panel);
    words->top = 0;
    if (!insight_card_need(card, err) ||
        !reflection_weapon_read(card->card.screen.app, card->weapon_id, &card->lines,
                                &card->look.choice, &words->reflection, err)) {
        return false;
    }
    read_answer(words, card->weapon_id);
    return true;
}

static void words_draw(struct panel *panel, struct area area)
{
    struct panel_words *words = words_of(panel);
    insight_card_draw_title(insight_card_of(panel), area);
    struct area rest = area_part(area, 1, 0, area.lines - 1, area.columns);
    int lines = answer_panel_draw(&words->answer, rest, words->top);
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

static void words_notice(struct panel *panel, const void *value)
{
    (void)answer_panel_notice(&words_of(panel)->answer, value);
}

static void words_news(struct panel *panel)
{
    answer_panel_news(&words_of(panel)->answer);
}

static struct answer_panel *words_answer(struct panel *panel)
{
    return &words_of(panel)->answer;
}

static void words_close(struct panel *panel)
{
    answer_panel_close(&words_of(panel)->answer);
}

const struct panel_class panel_words = {
    .name = N_("In words"),
    .size = sizeof(struct panel_words),
    .load = words_load,
    .draw = words_draw,
    .key = words_key,
    .notice = words_notice,
    .news = words_news,
    .answer = words_answer,
    .close = words_close,
    .keys = answer_panel_keys,
};
