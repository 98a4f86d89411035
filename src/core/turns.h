/* Turns of a member for screens: the numbers of the permit dossier (permit.h), by the club's rules.
 */
#ifndef CORE_TURNS_H
#define CORE_TURNS_H
#include "core/app.h"

struct turns {
    int turns, required; /* within the last 365 days; a turn is what the setting says */
    int competitions, competitions_required;
};
/* RIGHT_SEE. */
bool turns_read(struct app *app, record_id member_id, struct turns *turns, struct err *err);

#endif
