/* Parts that more than one report has: what the numbers say in words, a target, series as a table.
 */
#ifndef CORE_REPORT_PARTS_H
#define CORE_REPORT_PARTS_H
#include "core/insight.h"
#include "core/reports.h"
#include "core/rules/reflection.h"
#include "core/session.h"

/* The coach's newest answer when there is one, else what the rules say; each with its label. */
bool report_words(struct app *app, struct arena *arena, const struct document *document,
                  enum job_kind kind, record_id subject_id, const struct reflection *calculated,
                  struct err *err);
/* The face of a session's part with its holes and their mean; nothing when none has a place. */
bool report_target(struct arena *arena, const struct document *document, const char *title,
                   const struct session_part *part);
/* "8.31 (8.12 to 8.49)" with that many decimals in the language of the reader; "" when absent. */
void report_span(char *dst, size_t size, const struct measure *value, const struct measure *low,
                 const struct measure *high, int decimals);
/* The same without a span, for people. */
void report_number(char *dst, size_t size, const struct measure *value, int decimals);
/* A place for people: "8,0 right, 5,5 down"; both must be there. */
void report_place(char *dst, size_t size, const struct measure *x, const struct measure *y);
/* A total for people: "556" or "556,4". */
void report_total(char *dst, size_t size, int64_t tenths, bool has_decimals);

/* One number of every session over time, as a chart and its trend in words; nothing below two. */
bool report_course(const struct app *app, struct arena *arena, const struct document *document,
                   const struct insight_lines *lines, const struct insight_choice *choice,
                   enum insight_number number, const char *title, const char *unit);
/* Sessions, rounds, shots, average with its interval, spread, mean point: the facts of a look. */
bool report_look(const struct document *document, const struct insight *look);
/* Groups beside each other: sessions, rounds, average with interval, sigma, and the verdict against
 * the first. */
bool report_groups(struct app *app, struct arena *arena, const struct document *document,
                   const struct insight_lines *lines, const struct insight_choice *choice,
                   enum insight_by by, const char *id, const char *title, bool is_main,
                   struct err *err);

#endif
