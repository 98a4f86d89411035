/* Turns: the days a member shot, as registers and permits count them. */
#ifndef CORE_TURNS_H
#define CORE_TURNS_H
#include "core/insight.h"

enum { TURNS_REQUIRED = 18, TURNS_DAYS = 365 }; /* WM-3: 18 turns in the last 12 months */

struct turns {
    int days;         /* distinct local dates within the last 12 months */
    int competitions; /* of them with a competition */
    char last[DATE_ROOM];
};
/* Up to and with `today`; lines oldest first. */
void turns_count(const struct insight_lines *lines, const char *today, struct turns *turns);

#endif
