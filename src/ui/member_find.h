/* Type-to-find over members and weapons, for forms and popups. */
#ifndef UI_MEMBER_FIND_H
#define UI_MEMBER_FIND_H
#include "ui/picker.h"

/* Those who shot last stand first. */
extern const struct picker_source member_find_source;
/* The same with "no shooter" as the first row. */
extern const struct picker_source member_find_or_none_source;
/* With "no weapon" as the first row. The context, NULL or const record_id *: of that member first.
 */
extern const struct picker_source weapon_find_or_none_source;

#endif
