/* Ammunition with its stock, its ledger, and the club's locations: from the Weapons section. */
#ifndef UI_STOCK_H
#define UI_STOCK_H
#include "ui/screen.h"

extern const struct screen_class screen_stock;     /* argument NULL */
extern const struct screen_class screen_ledger;    /* const record_id *: the ammunition */
extern const struct screen_class screen_locations; /* argument NULL */

#endif
