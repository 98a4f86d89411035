/* The popup that asks what is to be exported, and where to; shows how many rows and pages it is. */
#ifndef UI_EXPORT_FORM_H
#define UI_EXPORT_FORM_H
#include "core/export.h"
#include "ui/screen.h"

/* Argument of open(): what stands there first; folder NULL: the one of the newest export. */
struct export_wish {
    const char *report; /* its id; NULL: the first */
    struct report_filter filter;
    const char *folder;
};
/* Starts the export (export_work.h) itself and closes. */
extern const struct screen_class screen_export_form;

/* Opens it over any screen: about that session, weapon or member. */
void export_form_open(struct ui *ui, const char *report, const struct report_filter *filter);

#endif
