/* Numbers of docs/statistics.md as a person reads them: in the language's decimals, and never a
 * zero where there is no number. */
#ifndef UI_FIGURE_H
#define UI_FIGURE_H
#include "core/rules/stats.h"

/* "9,37". Returns dst. */
char *figure_number(char *dst, size_t size, double value, int decimals);
/* "+4.2", "-1.0", "0.0" */
char *figure_signed(char *dst, size_t size, double value, int decimals);
/* "3.6 mm" with a unit (translated; "" : none), "-" when the number is absent. */
char *figure_stat(char *dst, size_t size, const struct measure *stat, int decimals,
                  const char *unit);
/* "9.21 (9.10-9.32)": the interval when there is one. */
char *figure_interval(char *dst, size_t size, const struct measure *value,
                      const struct measure *low, const struct measure *high, int decimals);
/* Bytes for people: "3.4 MB". */
char *figure_bytes(char *dst, size_t size, int64_t bytes);

#endif
