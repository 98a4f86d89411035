/* The screen of one member, as its panels see it. */
#ifndef UI_MEMBER_CARD_H
#define UI_MEMBER_CARD_H
#include "core/shooter.h"
#include "ui/insight_card.h"
#include "ui/member_form.h"

struct member_card {
    struct insight_card base; /* first */
    struct member member;
    struct member_form form;
    struct arena shooter_arena;
    struct shooter shooter; /* of what is chosen, when has_shooter */
    bool has_shooter;
};

/* Bests, drift and rhythm of what is chosen; read once for each choice. NULL: err says why. */
const struct shooter *member_card_shooter(struct member_card *card, struct err *err);

extern const struct panel_class panel_member, panel_bests, panel_course, panel_goals;

#endif
