/* Reports: rows of cells that a person takes along. A report is one file and one row in reports.c.
 */
#ifndef CORE_REPORTS_H
#define CORE_REPORTS_H
#include "core/app.h"
#include "export/spreadsheet.h"

struct report_filter {
    record_id member_id, weapon_id;      /* 0: any */
    char from[DATE_ROOM], to[DATE_ROOM]; /* local dates, inclusive; "": open */
};

/* Where a report's rows go. */
struct report_out {
    void *context;
    /* Once, before the rows; the arrays must live as long as the report is written. */
    bool (*head)(void *context, const char *const *titles, const enum spreadsheet_kind *kinds,
                 int count);
    bool (*row)(void *context, const char *const *cells); /* false: stop */
};

struct report {
    const char *id;    /* "sessions" */
    const char *name;  /* N_("Session log") */
    const char *about; /* N_() */
    const char *file;  /* in the file's name, Dutch: "sessies" */
    bool (*write)(struct app *app, struct db *db, const struct report_filter *filter,
                  const struct report_out *out, struct err *err);
};

const struct report *report_at(int index); /* NULL: no more */
const struct report *report_find(const char *id);

/* The filter as the log of sessions takes it. */
struct session_log_filter;
void report_log_filter(const struct report_filter *filter, struct session_log_filter *log);
/* "556.4" or "556": what the programme or the face scores in; a point, whatever the language. */
struct session_log_line;
void report_score(const struct app *app, const struct session_log_line *line, int64_t tenths,
                  char *dst, size_t size);

/* report_NAME.c */
extern const struct report report_sessions, report_shots, report_permit;

#endif
