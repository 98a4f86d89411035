/* Pages of a weapon's card: its service log, the history of its settings, its papers. */
#ifndef UI_WEAPON_PANELS_H
#define UI_WEAPON_PANELS_H
#include "ui/card.h"

extern const struct panel_class panel_service, panel_settings, panel_attachments;

#endif
