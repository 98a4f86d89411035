/* The card of a weapon or a shooter: its sessions are read once; period and programme choose among
 * them in memory, so that a key never waits for the database. Panels are shared by both. */
#ifndef UI_INSIGHT_CARD_H
#define UI_INSIGHT_CARD_H
#include "core/insight.h"
#include "ui/card.h"

enum { INSIGHT_PROGRAMMES_MAX = 16 };

struct insight_card {
    struct card card;               /* first */
    record_id weapon_id, member_id; /* one of them */
    struct arena lines_arena, look_arena;
    struct insight_lines lines;
    int period; /* index, see insight_card_period_days */
    const char *programmes[INSIGHT_PROGRAMMES_MAX];
    int programme_count;
    int programme; /* index; -1: all of them */
    struct insight look;
    struct insight_series series[INSIGHT_NUMBER_COUNT]; /* when has_: read when first asked for */
    struct insight_groups groups[INSIGHT_BY_COUNT];
    bool has_series[INSIGHT_NUMBER_COUNT], has_groups[INSIGHT_BY_COUNT];
    bool is_read;
    void (*looked)(struct insight_card *card); /* NULL, or told that the choice changed */
};

/* For open() and close() of the card's screen. */
void insight_card_start(struct insight_card *card, record_id id,
                        const struct panel_class *const *panels, bool is_weapon);
void insight_card_stop(struct insight_card *card);

/* What a panel shows: reads when something changed, looks again when the choice changed. */
bool insight_card_need(struct insight_card *card, struct err *err);
struct insight_card *insight_card_of(const struct panel *panel);
/* For what is chosen now; kept until the choice changes. */
const struct insight_series *insight_card_series(struct insight_card *card,
                                                 enum insight_number number);
struct insight_groups *insight_card_groups(struct insight_card *card, enum insight_by by);
/* Something in the database changed: everything is read again when it is next shown. */
void insight_card_changed(struct insight_card *card);

int insight_card_period_days(const struct insight_card *card); /* 0: everything */
/* "Last 90 days, Air pistol 60" */
void insight_card_title(const struct insight_card *card, char *dst, size_t size);
/* The first line of a panel: that title, and how much it holds. */
void insight_card_draw_title(const struct insight_card *card, struct area area);

/* Acts for the key table of the card's screen. */
void insight_card_next_period(struct screen *screen);
void insight_card_next_programme(struct screen *screen);
bool insight_card_has_programmes(const struct screen *screen);

/* Panels. */
extern const struct panel_class panel_trend, panel_compare, panel_impact, panel_heat,
    panel_sessions;

#endif
