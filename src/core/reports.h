/* Reports: what a person takes along, part after part (export/document.h). A report is one file and
 * one row in reports.c. */
#ifndef CORE_REPORTS_H
#define CORE_REPORTS_H
#include "core/app.h"
#include "core/rights.h"
#include "export/document.h"

struct report_filter {
    record_id member_id, weapon_id, session_id; /* 0: any */
    char programme_id[CODE_ROOM];               /* "": any */
    char from[DATE_ROOM], to[DATE_ROOM];        /* local dates, inclusive; "": open */
};

/* What a report cannot do without, and what else narrows it: the form asks for these only. */
enum report_use {
    REPORT_MEMBER = 1,
    REPORT_WEAPON = 2,
    REPORT_SESSION = 4,
    REPORT_PROGRAMME = 8,
    REPORT_PERIOD = 16,
};
enum report_format { FORMAT_CSV, FORMAT_PDF, FORMAT_JSON, FORMAT_COUNT };
const char *report_format_code(enum report_format format); /* "pdf" */
bool report_format_read(const char *code, enum report_format *format);

struct report {
    const char *id;       /* "sessions" */
    const char *name;     /* N_("Session log"): also the title on paper */
    const char *about;    /* N_() */
    const char *file;     /* in the file's name, Dutch: "sessies" */
    unsigned needs, uses; /* enum report_use */
    bool has_no_csv;      /* more than one table matters */
    const char *question; /* N_(): what a screen asks before it writes; NULL: nothing */
    enum right right;     /* RIGHT_EXPORT, or a higher one */
    /* False with err, or without when the document wants no more. */
    bool (*write)(struct app *app, const struct report_filter *filter,
                  const struct document *document, struct err *err);
};

const struct report *report_at(int index); /* NULL: no more */
const struct report *report_find(const char *id);
/* Whether the filter names what the report cannot do without, and nothing that it leaves aside. */
bool report_check(const struct report *report, const struct report_filter *filter, struct err *err);

/* --- for the files of reports --------------------------------------------------------------------
 */
/* The front: the club, the period of the filter, the subject ("": nobody in particular). */
bool report_front(struct app *app, const struct document *document, const struct report *report,
                  const char *subject, const struct report_filter *filter, bool is_wide);
/* "1 Jan 2026 through 23 Nov 2026", "until ...", "everything". */
void report_period(const struct report_filter *filter, char *dst, size_t size);
/* "Anna Bakker, member 12, licence 345678" */
void report_member_text(const struct member *member, char *dst, size_t size);
/* Whom and what the filter narrows it to: the member, the weapon; "" for neither. */
bool report_subject(struct app *app, const struct report_filter *filter, char *dst, size_t size,
                    struct err *err);
/* The dates of the filter, every programme. */
struct insight_choice;
void report_choice(const struct report_filter *filter, struct insight_choice *choice);
/* The filter as the log of sessions takes it. */
struct session_log_filter;
void report_log_filter(const struct report_filter *filter, struct session_log_filter *log);
struct session_log_line;
bool report_has_decimals(const struct app *app, const struct session_log_line *line);
/* "556.4" or "556": what the programme or the face scores in; a point, whatever the language. */
void report_score(const struct app *app, const struct session_log_line *line, int64_t tenths,
                  char *dst, size_t size);
/* "2.500": micrometres as millimetres, exactly. */
void report_millimetres(char *dst, size_t size, int64_t um);
/* "9.27": a number with that many decimals; "" when it is absent. */
struct measure;
void report_measure(char *dst, size_t size, const struct measure *measure, int decimals);
bool report_factf(const struct document *document, const char *label, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* report_NAME.c */
extern const struct report report_sessions, report_shots, report_session, report_weapon,
    report_progress, report_permit, report_ranking, report_knsa, report_presence, report_issues,
    report_ammunition, report_guests, report_person;

#endif
