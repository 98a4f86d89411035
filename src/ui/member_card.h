/* The screen of one member, as its panels see it. */
#ifndef UI_MEMBER_CARD_H
#define UI_MEMBER_CARD_H
#include "ui/insight_card.h"
#include "ui/member_form.h"

struct member_card {
    struct insight_card base; /* first */
    struct member member;
    struct member_form form;
};

extern const struct panel_class panel_member, panel_goals;

#endif
