/* What someone typed to find a record, as LIKE patterns over a folded column. Used by core only. */
#ifndef CORE_FIND_H
#define CORE_FIND_H
#include "base/err.h"
#include "store/records.h"

enum { FIND_WORDS = 4, FIND_ROOM = 2 * NAME_ROOM + 4 };

struct find {
    int count;
    char patterns[FIND_WORDS][FIND_ROOM]; /* "%word%" with \ before % _ \ */
};

/* At most four words of together one name's room; NULL is nothing. Cut, it would find what was not
 * asked for. Every list asks this before it reads what was typed. */
bool find_check(const char *typed, struct err *err);
/* Folds and splits what find_check let through. */
void find_read(struct find *find, const char *typed);
/* Pattern i, or "%" when there are fewer words. */
const char *find_pattern(const struct find *find, int index);

#endif
