/* Every text of the club that names a person, a thing or a place: what never leaves it. */
#ifndef STORE_CLUB_WORDS_H
#define STORE_CLUB_WORDS_H
#include "store/db.h"

/* Names, numbers and licences of members, names and logins of accounts, names, serial numbers and
 * storage places of weapons, locations, lots of ammunition, and the club's own. A member's number
 * of one or two digits is left out: it would take every score and series out of a note. The word is
 * valid during the visit only. */
bool club_words_each(struct db *db, void (*visit)(void *context, const char *word), void *context,
                     struct err *err);

#endif
