/* The screen of one weapon, as its panels see it. */
#ifndef UI_WEAPON_CARD_H
#define UI_WEAPON_CARD_H
#include "core/weapon_service.h"
#include "ui/insight_card.h"
#include "ui/weapon_form.h"

struct weapon_card {
    struct insight_card base; /* first */
    struct weapon weapon;
    char owner[NAME_ROOM];
    struct weapon_service_state service;
    struct weapon_form form;
};

extern const struct panel_class panel_weapon, panel_words;

#endif
