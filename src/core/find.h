/* What someone typed to find a record, as LIKE patterns over a folded column. Used by core only. */
#ifndef CORE_FIND_H
#define CORE_FIND_H
#include "base/text.h"

enum { FIND_WORDS = 4, FIND_ROOM = 80 };

struct find {
    int count;
    char patterns[FIND_WORDS][FIND_ROOM]; /* "%word%" with \ before % _ \ */
};

/* Folds and splits; more than four words: the rest is ignored. */
void find_read(struct find *find, const char *typed);
/* Pattern i, or "%" when there are fewer words. */
const char *find_pattern(const struct find *find, int index);

#endif
