/* Clubs as earlier releases left them (tests/data/schema), and what a club holds as one text. */
#ifndef TESTS_SCHEMA_CLUB_H
#define TESTS_SCHEMA_CLUB_H
#include "base/buf.h"
#include "support.h"

/* Unpacks the club of that schema into a new folder. */
void schema_club(int version, char folder[512]);
bool schema_club_is_kept(int version); /* whether there is one of that version */

/* What a club holds: every table with its columns, as they are now. */
struct holdings {
    int count;
    struct holding {
        char table[64];
        char columns[1600]; /* quoted, comma separated */
        int64_t rows;
    } tables[80];
};
void holdings_read(const char *database, struct holdings *holdings);
/* The rows of those tables and columns, in order, at most as many of each as there were: what was
 * added later does not count. The schema's own list is left out. */
void holdings_text(const char *database, const struct holdings *holdings, struct buf *text);

#endif
