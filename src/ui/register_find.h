/* Type-to-find for the registers. Used by registers.c and guest_form.c. */
#ifndef UI_REGISTER_FIND_H
#define UI_REGISTER_FIND_H
#include "ui/picker.h"

/* Club weapons that are in use and not out. */
extern const struct picker_source register_weapon_source;
/* The same with "no weapon" as the first row. */
extern const struct picker_source register_weapon_or_none_source;
/* Members who are in now, who came last first. */
extern const struct picker_source register_host_source;

#endif
