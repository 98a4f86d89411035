/* Type-to-find over sessions and programmes, for what a report is about. */
#ifndef UI_REPORT_FIND_H
#define UI_REPORT_FIND_H
#include "core/reports.h"
#include "ui/picker.h"

extern const struct picker_source session_find_source;   /* the newest first */
extern const struct picker_source programme_find_source; /* row->code is its id */

/* What the filter names, for people; rooms of `size`. */
void report_find_names(struct app *app, const struct report_filter *filter, char *member,
                       char *weapon, char *session, char *programme, size_t size);

#endif
