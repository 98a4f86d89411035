#include "ui/card.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"

static struct card *card_of(struct screen *screen)
{
    return (struct card *)screen;
}

void card_start(struct card *card, record_id id, const struct panel_class *const *panels)
{
    card->id = id;
    card->panels = panels;
    for (int i = 0; panels[i] != NULL && i < CARD_PANELS_MAX; i++) {
        card->names[i] = panels[i]->name;
    }
    card->tabs.names = card->names;
}

void card_stop(struct card *card)
{
    for (int i = 0; i < CARD_PANELS_MAX; i++) {
        if (card->open[i] != NULL && card->open[i]->class_->close != NULL) {
            card->open[i]->class_->close(card->open[i]);
        }
        free(card->open[i]);
        card->open[i] = NULL;
    }
}

static struct panel *make_panel(struct card *card, int index)
{
    const struct panel_class *class_ = card->panels[index];
    struct panel *panel = mem_alloc(class_->size);
    panel->class_ = class_;
    panel->card = card;
    card->open[index] = panel;
    if (class_->start != NULL) {
        class_->start(panel);
    }
    return panel;
}

struct panel *card_panel(struct screen *screen)
{
    struct card *card = card_of(screen);
    int index = card->tabs.chosen;
    struct err err = {0};
    struct panel *panel = card->open[index];
    if (panel == NULL) {
        panel = make_panel(card, index);
    }
    if (!panel->is_loaded) {
        panel->is_loaded = true;
        card->why[index][0] = '\0';
        if (panel->class_->load != NULL && !panel->class_->load(panel, &err)) {
            text_copy(card->why[index], sizeof card->why[index], err.what);
        }
    }
    return card->why[index][0] == '\0' ? panel : NULL;
}

struct panel *card_shown(const struct screen *screen)
{
    const struct card *card = (const struct card *)screen;
    int index = card->tabs.chosen;
    return card->why[index][0] == '\0' ? card->open[index] : NULL;
}

void card_changed(struct card *card)
{
    for (int i = 0; i < CARD_PANELS_MAX; i++) {
        if (card->open[i] != NULL) {
            card->open[i]->is_loaded = false;
        }
    }
    (void)card_panel(&card->screen);
}

static void turn_to_chosen(struct card *card)
{
    struct panel *panel = card->open[card->tabs.chosen];
    if (card->reads_anew && panel != NULL) {
        panel->is_loaded = false;
    }
    (void)card_panel(&card->screen);
}

void card_show(struct card *card, int panel)
{
    card->tabs.chosen = panel;
    turn_to_chosen(card);
}

void card_draw(struct screen *screen, struct area area, int head)
{
    struct card *card = card_of(screen);
    struct panel *panel = card_shown(screen);
    tabs_draw(&card->tabs, area, head);
    int above = head + 1 + card->gap_lines;
    struct area rest = area_part(area, above, 0, area.lines - above, area.columns);
    if (panel == NULL) {
        draw_wrapped(area_part(rest, 1, 1, rest.lines - 1, rest.columns - 2), 0, INK_WARN,
                     card->why[card->tabs.chosen]);
        return;
    }
    panel->class_->draw(panel, rest);
}

bool card_key(struct screen *screen, int key)
{
    struct card *card = card_of(screen);
    struct panel *panel = card_shown(screen);
    if (panel != NULL && panel->class_->key != NULL && panel->class_->key(panel, key)) {
        return true;
    }
    if (card_is_text(screen) || !tabs_key(&card->tabs, key, ui_mouse(screen->ui), true)) {
        return false;
    }
    turn_to_chosen(card);
    return true;
}

void card_notice(struct screen *screen, const void *sender, const void *value)
{
    (void)sender;
    struct panel *panel = card_shown(screen);
    if (panel != NULL && panel->class_->notice != NULL) {
        panel->class_->notice(panel, value);
    }
}

void card_focus(struct screen *screen)
{
    card_changed(card_of(screen));
}

void card_tick(struct screen *screen)
{
    struct panel *panel = card_shown(screen);
    if (panel != NULL && panel->class_->tick != NULL) {
        panel->class_->tick(panel);
    }
}

/* A page that is not shown reads again when it is. */
void card_news(struct screen *screen)
{
    struct card *card = card_of(screen);
    for (int i = 0; i < CARD_PANELS_MAX; i++) {
        struct panel *panel = card->open[i];
        if (panel == NULL || panel->class_->news == NULL) {
            continue;
        }
        if (panel == card_shown(screen)) {
            panel->class_->news(panel);
        } else {
            panel->is_loaded = false;
        }
    }
}

struct answer_panel *card_answer(struct screen *screen)
{
    struct panel *panel = card_shown(screen);
    return panel != NULL && panel->class_->answer != NULL ? panel->class_->answer(panel) : NULL;
}

bool card_is_text(const struct screen *screen)
{
    const struct panel *panel = card_shown(screen);
    return panel != NULL && panel->class_->is_text_now != NULL && panel->class_->is_text_now(panel);
}

const struct key_row *card_keys(const struct screen *screen)
{
    const struct panel *panel = card_shown(screen);
    return panel != NULL ? panel->class_->keys : NULL;
}

const char *card_about(const struct screen *screen)
{
    const struct panel *panel = card_shown(screen);
    return panel != NULL ? panel->class_->about : NULL;
}

record_id card_step(struct screen *screen, int direction)
{
    struct panel *panel = card_shown(screen);
    return panel != NULL && panel->class_->step != NULL ? panel->class_->step(panel, direction) : 0;
}
