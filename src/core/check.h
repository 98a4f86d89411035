/* What every form checks alike; the sentence names the field. Used by core only. */
#ifndef CORE_CHECK_H
#define CORE_CHECK_H
#include "base/err.h"
#include <stddef.h>

/* One line of well-formed text; empty is fine. label: translated, as the form shows it. */
bool check_line(const char *text, const char *label, struct err *err);
/* The same with line ends and tabs. */
bool check_lines(const char *text, const char *label, struct err *err);
/* Copies what was typed, or says how much has room: nothing is cut. The
 * rooms are in bytes, so that is what the sentence counts in. */
bool check_copy(char *dst, size_t size, const char *text, const char *label, struct err *err);
/* "YYYY-MM-DD" or empty. */
bool check_date(const char *date, const char *label, struct err *err);

#endif
