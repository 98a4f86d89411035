/* A comparison or a trend in one plain line: the difference, its 95 % interval, and what may be
 * concluded. The same words on every screen. `point`: the decimal point. */
#ifndef CORE_VERDICT_H
#define CORE_VERDICT_H
#include "core/rules/tally.h"
#include "core/rules/trend.h"

enum { VERDICT_ROOM = 200 };

/* "+0.12 (-0.05 to +0.29) rings a shot: within noise, about 40 more shots to know" */
char *verdict_of_average(char *dst, size_t size, const struct comparison *comparison, char point);
/* "-8 % (-12 to -3 %): smaller" */
char *verdict_of_sigma(char *dst, size_t size, const struct comparison *comparison, char point);
/* "+0.03 (-0.10 to +0.16) rings per 30 days: within noise, about 12 more sessions to know".
 * `unit` is translated. */
char *verdict_of_trend(char *dst, size_t size, const struct trend *trend, const char *unit,
                       char point);
/* For a narrow column: "better", "worse", "noise", "-"; higher_is_better says which is which. */
const char *verdict_word(enum verdict verdict, bool higher_is_better);
/* Signed with that many decimals: "+0.12". Returns dst. */
char *verdict_signed(char *dst, size_t size, double value, int decimals, char point);

#endif
