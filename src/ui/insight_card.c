#include "ui/insight_card.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "ui/figure.h"

static const struct {
    int days;
    const char *name;
} periods[] = {
    {30, N_("Last 30 days")},
    {90, N_("Last 90 days")},
    {365, N_("Last 365 days")},
    {0, N_("Everything")},
};
enum { PERIOD_COUNT = 4, PERIOD_USUAL = 2 };

void insight_card_start(struct insight_card *card, record_id id,
                        const struct panel_class *const *panels, bool is_weapon)
{
    card_start(&card->card, id, panels);
    card->period = PERIOD_USUAL;
    card->weapon_id = is_weapon ? id : 0;
    card->member_id = is_weapon ? 0 : id;
}

void insight_card_stop(struct insight_card *card)
{
    card_stop(&card->card);
    arena_free(&card->look_arena);
    arena_free(&card->lines_arena);
}

struct insight_card *insight_card_of(const struct panel *panel)
{
    return (struct insight_card *)panel->card;
}

int insight_card_period_days(const struct insight_card *card)
{
    return periods[card->period].days;
}

static void look(struct insight_card *card)
{
    struct insight_choice choice = {0};
    arena_free(&card->look_arena);
    memset(card->has_series, 0, sizeof card->has_series);
    memset(card->has_groups, 0, sizeof card->has_groups);
    insight_last_days(&choice, insight_card_period_days(card));
    choice.programme_id = card->programme >= 0 ? card->programmes[card->programme] : NULL;
    insight_look(&card->lines, &choice, &card->look);
    if (card->looked != NULL) {
        card->looked(card);
    }
}

const struct insight_series *insight_card_series(struct insight_card *card,
                                                 enum insight_number number)
{
    if (!card->has_series[number]) {
        insight_series_read(card->card.screen.app, &card->look_arena, &card->lines,
                            &card->look.choice, number, &card->series[number]);
        card->has_series[number] = true;
    }
    return &card->series[number];
}

/* Programmes stand beside each other, whichever is chosen. */
struct insight_groups *insight_card_groups(struct insight_card *card, enum insight_by by)
{
    struct insight_choice choice = card->look.choice;
    if (by == BY_PROGRAMME) {
        choice.programme_id = NULL;
    }
    if (!card->has_groups[by]) {
        insight_groups_read(&card->look_arena, &card->lines, &choice, by, &card->groups[by]);
        card->has_groups[by] = true;
    }
    return &card->groups[by];
}

/* Programmes of the period; the chosen one stays when it is among them, else the most shot one. */
static void choose_programme(struct insight_card *card)
{
    struct insight_choice choice = {0};
    const char *before = card->is_read && card->programme >= 0 && card->programme_count > 0
                             ? card->programmes[card->programme]
                             : NULL;
    bool wants_all = card->is_read && card->programme < 0;
    insight_last_days(&choice, insight_card_period_days(card));
    card->programme_count =
        insight_programmes(&card->lines, &choice, card->programmes, INSIGHT_PROGRAMMES_MAX);
    card->programme = wants_all || card->programme_count == 0 ? -1 : 0;
    for (int i = 0; i < card->programme_count && before != NULL; i++) {
        if (strcmp(card->programmes[i], before) == 0) {
            card->programme = i;
        }
    }
}

/* A weapon or a shooter that rested for a year is shown whole, not empty. */
static void choose_period(struct insight_card *card)
{
    struct tally tally;
    struct insight_choice choice = {0};
    insight_last_days(&choice, insight_card_period_days(card));
    insight_tally(&card->lines, &choice, &tally);
    if (tally.sessions == 0 && card->lines.count > 0) {
        card->period = PERIOD_COUNT - 1;
    }
}

bool insight_card_need(struct insight_card *card, struct err *err)
{
    if (card->is_read) {
        return true;
    }
    struct insight_of of = {.weapon_id = card->weapon_id, .member_id = card->member_id};
    bool is_first = card->lines_arena.last == NULL;
    char kept[CODE_ROOM] = ""; /* codes live in the arena that goes */
    if (!is_first && card->programme >= 0 && card->programme_count > 0) {
        text_copy(kept, sizeof kept, card->programmes[card->programme]);
    }
    arena_free(&card->lines_arena);
    card->programme_count = 0;
    if (!insight_read(card->card.screen.app, &card->lines_arena, &of, &card->lines, err)) {
        return false;
    }
    if (is_first) {
        choose_period(card);
    }
    choose_programme(card);
    for (int i = 0; i < card->programme_count && kept[0] != '\0'; i++) {
        card->programme = strcmp(card->programmes[i], kept) == 0 ? i : card->programme;
    }
    look(card);
    card->is_read = true;
    return true;
}

void insight_card_changed(struct insight_card *card)
{
    card->is_read = false;
    card_changed(&card->card);
}

static void choice_changed(struct insight_card *card)
{
    look(card);
    card_changed(&card->card);
}

void insight_card_next_period(struct screen *screen)
{
    struct insight_card *card = (struct insight_card *)screen;
    card->period = (card->period + 1) % PERIOD_COUNT;
    choose_programme(card);
    choice_changed(card);
}

void insight_card_next_programme(struct screen *screen)
{
    struct insight_card *card = (struct insight_card *)screen;
    card->programme = card->programme + 1 < card->programme_count ? card->programme + 1 : -1;
    choice_changed(card);
}

bool insight_card_has_programmes(const struct screen *screen)
{
    return ((const struct insight_card *)screen)->programme_count > 1 && !card_is_text(screen);
}

void insight_card_title(const struct insight_card *card, char *dst, size_t size)
{
    const struct app *app = card->card.screen.app;
    const char *name = _("all programmes");
    if (card->programme >= 0) {
        const struct programme *programme =
            programme_find(&app->programmes, card->programmes[card->programme]);
        name = programme != NULL ? programme_name(programme) : card->programmes[card->programme];
    }
    snprintf(dst, size, "%s, %s", _(periods[card->period].name), name);
}

void insight_card_draw_title(const struct insight_card *card, struct area area)
{
    char title[200];
    char count[80];
    int sessions = card->look.numbers.sessions;
    insight_card_title(card, title, sizeof title);
    snprintf(count, sizeof count, P_("%d session", "%d sessions", sessions), sessions);
    int used = draw_text(area, 0, 1, INK_TITLE, title);
    draw_text(area, 0, used + 3, INK_MUTED, count);
}
